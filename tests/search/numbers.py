"""Numbers that are a temperature to call about, and numbers that are none."""

# What follows or leads makes each of these no temperature.
NONE = """I am 38|40 mg|age 39|38 weeks pregnant|39 years old|stage 38|87 kg|102 lbs|38.5 kg|size 38|100.8 pounds
30.5 mg|31.5 cm|38 percent|39%|38.5%|bmi 30.5|100/38|blood pressure 130/90|ki67 38.5%|ca 15-3 38.5 u/ml|page 42
room 101|C38.2|T38.5
$99.99|£42.50|31.10.2026|40 x 38|38 hours|every 40 minutes|37.5 mcg|42 days|version 38.2.1|100 000|bus 38|ward 42
turned 40|90 mmol|41 women""".replace("\n", "|").split("|")


def temperatures() -> list[str]:
    """Every tenth that is too high or too low, each in one spelling after another."""
    celsius = [tenth / 10 for low, high in ((300, 359), (375, 430)) for tenth in range(low, high + 1)]
    fahrenheit = [tenth / 10 for low, high in ((860, 967), (995, 1090)) for tenth in range(low, high + 1)]
    c = ("{}", "temp {}", "{}C", "{} c", "{}°C", "mum is {} degrees", "fiebre de {}", "{} celsius after chemo")
    f = ("{}", "{}F", "temperature {}", "{} f", "{}°", "thermometer says {}", "its {} fahrenheit", "fever {}")
    told = [c[place % len(c)].format(heat) for place, heat in enumerate(celsius)]
    told += [c[place % len(c)].format(str(heat).replace(".", ",")) for place, heat in enumerate(celsius)]
    told += [f[place % len(f)].format(heat) for place, heat in enumerate(fahrenheit)]
    whole = """temp of 39|39c|39 degrees|38 point 6|38 fever|102 f|running a temp 101|fiebre 39|38º|38º6|35 temp
thirty eight point five|tempreture 39,5c|one hundred and two fever"""
    return told + whole.replace("\n", "|").split("|")

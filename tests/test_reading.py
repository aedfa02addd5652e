"""Every page can be read by a tired and frightened person: grade 7.0 at most, no sentence over 25 words."""

import statistics

import reading

LONGEST = 25
HARDEST = 7.0


def test_reading_level(site, heads, capsys):
    grades, faults = {}, []
    for path in site.pages:
        found = reading.sentences(site.html(path))
        if len(found) < 5 or heads[path].lang != "en-US":
            continue
        grades[path] = reading.grade(found)
        if grades[path] > HARDEST:
            faults.append(f"/{path}: grade {grades[path]:.1f}")
        faults += [f"/{path}: {reading.words(one)} words: {one}" for one in found if reading.words(one) > LONGEST]
    with capsys.disabled():
        print("\nReading grade of each page:", ", ".join(f"/{path} {value:.1f}" for path, value in grades.items()))
        print(f"Median {statistics.median(grades.values()):.1f}")
    assert not faults, "\n".join(faults)
    assert statistics.median(grades.values()) <= 6.0

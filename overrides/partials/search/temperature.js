/* Search, temperatures: a number that is a fever or too cold, in any spelling, reads as the word fever. */
(function (search) {
  "use strict";

  function any(words) { return "(" + words.trim().replace(/\s+/g, "|") + ")"; }

  var TOLD = new RegExp(any(
    "temp therm fever pyrex degree cel[cs]i centig fah?ren fiebre calentura termom grados spik"
  ) + "|running (at )?$|\\bt\\b|[°º]");
  var UNIT = /^ ?([°º]|deg|grad|cel[cs]|centig|fah?r|[cf]\b(?! (bra|cup)))/;
  // What stands behind a number that is no temperature: another unit, what it counts, a sum, a version.
  var BEHIND = new RegExp("^(\\s*([%:$€£+]|\\/(?!\\d))|[.,]\\d| ?" + any(
    "k?gs? kilo\\w* lbs? pounds? libras? stones? st m?c?g ug grams? m?ls? lit\\w+ [cm]?m cms inch\\w* ft feet " +
    "x\\s?\\d[\\d.]*\\s?[cm]m k times percent per\\scent por\\sciento n?m?mol\\S* i?u units? ng\\S* bpm beats " +
    "days dias weeks wks semanas mo months? mes(es)? years?  yrs? yo a[nñ]os? hours hrs horas min(ute)?s sec(ond)?s " +
    "cycles rounds veces people women patients euros? dollars? nodes miles km points? of"
  ) + "\\b)");
  // What stands before one: an age, a dose, a size, a result of the laboratory, a sum.
  var BEFORE = new RegExp("(\\b" + any(
    "ages? aged bmi dose ki\\s?-?67 ca ca\\s?\\d[\\d.-]* cea markers? sized? levels? count (lv)?ef fraction " +
    "weigh\\w* peso [cd] tsh ratio suv\\w* score ci vs crp creat\\w* e?gfr ldh glucose inr version median hb hgb " +
    "ha?emo\\w+ ha?ematocrit hct wbc cells platelets neut\\w+ albumin bili\\w* ast alt alp ggt phos " +
    "ferritin b12 sats oxygen (sp)?o2 hr rate pulse bp pressure"
  ) + " ?(of|is|was|are|de|:)?|[$€£#]|\\d ?[x/]|[^.]\\d ?-) ?$");
  var SPELLED = new RegExp("\\b" + any("thirty(?!.six) forty ninety(?!.eight) hundred oh treinta cuarenta") +
    "\\b( and| y)?([ -]\\w+)? (point|punto|coma|and a half|y medio|cels|fahr)(?!.*per ?cent)");

  var NUMBER = /(^|[^\p{L}\d.,]|temp)(\d{2,3})(?:[.,](\d{1,2}))?(?!\d)/gu;

  function wrong(heat) {
    return (heat >= 30 && heat < 36) || (heat >= 37.5 && heat <= 43) ||
      (heat >= 86 && heat < 96.8) || (heat >= 99.5 && heat <= 109);
  }

  search.withFever = function (text) {
    var all = text.toLowerCase().replace(/(\d) ?(?:and a half|y medi[ao]|½)/g, "$1.5")
      .replace(/(\d)(?: ?(?:point|punto|con|coma) ?|[°º'’·]| \.)(?=\d(?!\d))/g, "$1."); // 38 point 6, 38º6
    if (SPELLED.test(all)) return all + " fever";
    return all.replace(NUMBER, function (found, before, whole, part, at) {
      var rest = all.slice(at + found.length), ahead = all.slice(Math.max(0, at - 30), at) + before;
      var heat = +(whole + "." + (part || 0)), told = TOLD.test(ahead) || TOLD.test(rest.slice(0, 25));
      var woman = !part && heat < 80 && /^ ?f\b/.test(rest); // 38f
      var unit = UNIT.test(rest) && !woman && !/\b(bra|size) $/.test(ahead);
      var other = BEHIND.test(rest) || (!part && /^[-/]\d/.test(rest)) || (BEFORE.test(ahead) && !TOLD.test(ahead));
      if (!wrong(heat) || (!unit && other)) return found;
      return unit || told || (part && part.length === 1) ? before + " fever " : found;
    });
  };
})(self.hgSearch = self.hgSearch || {});

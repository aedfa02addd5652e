/* Whether words of a health record say that a cancer is not HER2-positive: "HER2 neg", "HER2-low", "TNBC",
   "ER/PR/HER2-". Words alone, without a code, must never lead to a page that reads as if it were. */
(function (go) {
  "use strict";
  var HER2 = "(?:her[- ]?2(?:[-/ ]*neu)?|c?-?erb[- ]?b-?2|" +
    "human epidermal(?: growth)? factor(?: receptor)?[- ]*(?:type )?2)";
  var OTHER = "(?:er|pg?r|hr|(?:o?estrogen|progesterone|hormone)(?: receptors?)?)";
  var ABOUT = "(?:[ :=,(/)]|(?:her2|erbb2|neu|receptor|gene|protein|oncogene|status|result|(?:over-?)?expression|" +
    "amplification|score|test|ihc|fish|is|was|by)\\b|-(?=[a-z]))*";
  var NO = "(?:-?n[eé]g|-ve\\b|minus\\b|(?:un|non-?|not )(?:amplified|over-?expressed|expressed|detected|positive)|" +
    "absent|[01](?:\\+|\\b(?![.\\d])))";
  var SAYS = [
    HER2 + ABOUT + NO, // HER2 receptor status: negative
    HER2 + "[ :(-]*(?:status|express(?:ion|ing)|is)?[ :-]*(?:ultra[- ]?)?low\\b",
    HER2 + "(?:-(?= (?!pos)[a-z])| ?-(?= ?(?:$|[,;)/.]))| ?[([] ?- ?[)\\]])", // HER2- breast cancer, HER2-, HER2 (-)
    HER2 + "(?: (?:and|or|&) |\\/)" + OTHER + "[- ]*neg", // HER2 and ER negative
    "neg(?:ative)? for\\b(?:(?!pos)[^.;])*" + HER2, // negative for ER, PR and HER2
    "(?:^|[,;(] ?)neg(?:ative)? " + HER2 + "(?! ?(?:\\+|pos))",
    "\\b(?:non?|not|low|without|no evidence of|lack(?:s|ing)?(?: of)?|absence of)[- ]" + HER2,
    "\\btriple(?:[- ]?n[eé]g| ?\\( ?-)|\\btnbc\\b"
  ].map(function (says) { return new RegExp(says, "i"); });

  go.negative = function (text) {
    return SAYS.some(function (says) { return says.test(text.slice(0, 1000)); });
  };
})(window.hgGo = window.hgGo || {});

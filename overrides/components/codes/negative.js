/* Whether words of a health record say that a cancer is not HER2-positive: "HER2 neg", "HER2-low", "TNBC",
   "ER/PR/HER2-"; or that it began elsewhere than in the breast. Words alone, without a code, must never lead to a
   page that reads as if it were. */
(function (go) {
  "use strict";
  var HER2 = "(?:her[- ]?2(?:[-/ ]*neu)?|c?-?erb[- ]?b-?2|" +
    "human epidermal(?: growth)? factor(?: receptor)?[- ]*(?:type )?2)";
  var OTHER = "(?:er|pg?r|hr|(?:o?estrogen|progesterone|hormone)(?: receptors?)?)";
  var ABOUT = "(?:[ :;=,.(/)|>_[]|(?:her2|erbb2|neu|receptor|gene|protein|oncogene|status|results?|" +
    "(?:over-?)?expression|amplification|score|test(?:ed|ing|s)?|immunostain\\w*|immunohistochemistry|" +
    "ihc|[cds]*ish|fish|is|was|by|equivocal|indeterminate|ratio|2\\+|[0-3]\\.\\d+|c[aá]ncer)(?![a-z])|-(?=[ >a-z]))*";
  var NO = "(?:-?n[eéè]g|-ve\\b|minus\\b|" +
    "(?:un|non?[- ]?|not |nicht |none )(?:over-?)?(?:ampl|express|detect|positiv)|" +
    "(?:absent|none|no)\\b|\u9634\u6027|\u9670\u6027|-?\u043e\u0442\u0440\u0438\u0446|" +
    "[01](?:\\+|\\b(?! ?(?:[.\\d]|of\\b))))";
  var SAYS = [
    HER2 + ABOUT + NO, // HER2 receptor status: negative
    HER2 + "[ :(-]*(?:status|express(?:ion|ing)|is)?[ :-]*(?:ultra[- ]?)?(?:low|bajo|faible|basso|niedrig)\\b",
    HER2 + "(?:-(?= (?!pos)[a-z(&])|:? ?-(?= ?(?:$|[,;)/.(&]))| ?[([] ?- ?[)\\]])", // HER2- cancer, HER2-, HER2 (-)
    "\\b(?:fish|ish)[ :(]*-(?: ?[,;)/.]|$)", // 2+ (FISH-)
    HER2 + "(?: (?:and|or|&) |\\/)" + OTHER + "[- ]*neg", // HER2 and ER negative
    "neg(?:ative)? for\\b(?:(?!pos)[^.;])*" + HER2, // negative for ER, PR and HER2
    "(?:^|[,;(] ?)neg(?:ative)? " + HER2 + "(?! ?(?:\\+|pos))",
    "\\b(?:non?|not|low|without|no evidence of|lack(?:s|ing)?(?: of)?|absence of|" +
      "(?:no|without) (?:over-?)?(?:amplification|expression) of)[- ]" +
      HER2 + "(?! ?(?:test|drug|therap|targeted|treat))",
    "(?:tripl[eo]|triple receptor|dreifach)(?:[- ]?n[eéè]g| ?\\( ?-)|tnbc\\b|" +
      "\\btn breast|\u4e09\u9634\u6027|h2n[- ]?neg"
  ].map(function (says) { return new RegExp(says, "i"); });

  // A cancer that began elsewhere: its spread is no subject of this guide.
  var PLACES = "(?:lung|colon|colorectal|rectal|prostate|renal|kidney|gastric|stomach|pancrea\\w+|ovarian|bladder|" +
    "thyroid|esophageal|liver|hepatocellular|cervical|endometrial)";
  var ELSE = new RegExp(PLACES + "(?: cell)? (?:cancer|(?:adeno)?carcinoma|primary)|melanoma|lymphoma|sarcoma|" +
    "myeloma|\\bn?sclc|(?:cancer|carcinoma) of (?:the )?(?:lung|colon|rectum|prostate|kidney|stomach|pancreas|ovary|" +
    "bladder|thyroid|cervix)", "i");
  var SPREAD = /\b(?:secondary|metast\w+|mets) (?:(?:malignant|\w+) )?(?:cancer|carcinoma)(?: of (?:the )?\w+)?/gi;

  go.negative = function (text) {
    text = text.slice(0, 1000).replace(/\s+/g, " ");
    return SAYS.some(function (says) { return says.test(text); }) ||
      ELSE.test(text.replace(SPREAD, "")) && !/breast|her ?2|mamm?a/i.test(text);
  };
})(window.hgGo = window.hgGo || {});

/* Search, temperatures: a number that is a fever or too cold, in any spelling, reads as the word fever. */
(function (search) {
  "use strict";
  var TOLD = /temp|therm|fever|pyrex|degree|celsi|centig|fahren|fiebre|calentura|termom|grados|\bt\b|[°º]/;
  var UNIT = /^ ?([°º]|deg|grad|cels|centig|fahr|[cf]\b)/;
  var OTHER = /^(\s*[%/:$€£+]|-\d|[.,]\d| ?(k?gs?|kilo\w*|lbs?|pounds?|libras?|st|stones?|m?c?g|ug|grams?|m?ls?|lit\w+|[cm]?m|inch\w*|ft|feet|x|times|percent|por ciento|mmol\S*|n?mol\S*|i?u|units?|ng\S*|bpm|beats|days?|dias?|weeks?|wks?|semanas?|months?|mes\w*|years?|yrs?|yo|anos?|hours?|hrs?|horas?|min\w*|sec\w*|cycles?|rounds?|veces|cm\w*|people|women|patients|euros?|dollars?|nodes?|miles?|km|points?|of|out)\b)/;
  var BEFORE = /(\b(ages?|aged|am|im|turned|stage|grade|bmi|pages?|room|dose|ki ?67|ca|markers?|size|sized|bus|level|count|ef|fraction|weigh\w*|weight|peso|c|d|no|number|tsh|ratio|version|size|under|over|about|chapter) ?(of|is|was|are|de)?|[$€£#]|\d ?[x/-]) ?$/;
  var WORDS = /\b(thirty|forty|ninety|hundred)\b.*\bpoint\b/;

  search.withFever = function (text) {
    var all = text.toLowerCase().replace(/(\d) ?(?:point|punto|con|coma|[°º']) ?(?=\d\b)/g, "$1.");
    if (WORDS.test(all)) return all + " fever";
    return all.replace(/(^|[^\p{L}\d.,])(\d{2,3})(?:[.,·](\d{1,2}))?(?!\d)/gu, function (found, before, whole, part, at) {
      var heat = +(whole + "." + (part || 0)), rest = all.slice(at + found.length), ahead = all.slice(Math.max(0, at - 30), at) + before;
      if (!((heat >= 30 && heat < 36) || (heat >= 37.5 && heat <= 43) || (heat >= 86 && heat < 96.8) || (heat >= 99.5 && heat <= 109))) return found;
      var unit = UNIT.test(rest), told = TOLD.test(ahead) || TOLD.test(rest.slice(0, 25));
      if (!unit && (OTHER.test(rest) || (BEFORE.test(ahead) && !TOLD.test(ahead)))) return found;
      return unit || told || (part && part.length === 1) ? before + "fever " : found;
    });
  };
})(self.hgSearch = self.hgSearch || {});

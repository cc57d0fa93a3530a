/* What a page is worth in the search: a page that explains words comes before those that use them. */
var Scorer = {
  score: (result) => result[4] + ({"stichworte": 20, "reference/errors": 10, "guides/index": 5}[result[0]] || 0),
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: {0: 15, 1: 5, 2: -5},
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};

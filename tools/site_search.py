"""The search of the site, as people type: umlauts in either spelling, letter case and plurals forgiven.

Words are folded as ``oocli calls`` folds them, when the site is built and again in the browser.
"""

from typing import Any

from sphinx.search import SearchLanguage, languages

from oocli.text.folding import fold

_STEMMER = """
var Stemmer = function() {
  this.stemWord = function(word) {
    var bare = word.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/[\\u0300-\\u036f]/g, "");
    return bare.replace(/ae/g, "a").replace(/oe/g, "o").replace(/ue/g, "u");
  };
};
"""


class SiteSearch(SearchLanguage):
    """Words of German and English, neither cut to a stem nor left out."""

    lang = "site"
    language_name = "Site"
    js_stemmer_code = _STEMMER
    stopwords: frozenset[str] = frozenset()

    def stem(self, word: str) -> str:
        """Give the form under which a word is found."""
        return fold(word)


def setup(_app: Any) -> dict[str, bool]:
    """Make the search known to Sphinx."""
    languages["site"] = SiteSearch
    return {"parallel_read_safe": True}

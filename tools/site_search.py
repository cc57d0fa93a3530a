"""The search of the site, as people type: umlauts in either spelling, plurals, numbers of errors.

Words are folded when the site is built, and again in the browser; both must do the same.
"""

import re
from typing import Any

from sphinx.search import SearchLanguage, languages

from oocli.text.folding import fold

_ENDINGS = re.compile(r"^(.{4,}?)(?:innen|ern|en|er|es|e|n|s)+$")
_NUMBER = re.compile(r"^[0-9]{1,3}$")

_STEMMER = r"""
var Stemmer = function() {
  this.stemWord = function(word) {
    var bare = word.toLowerCase().replace(/ß/g, "ss").normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    bare = bare.replace(/ae/g, "a").replace(/oe/g, "o").replace(/ue/g, "u");
    return bare.replace(/^(.{4,}?)(?:innen|ern|en|er|es|e|n|s)+$/, "$1");
  };
};
"""

_SPLITTER = r"""
var splitQuery = (query) => query.split(/[^\p{L}\p{N}_]+/gu).filter((word) => word)
  .map((word) => /^[0-9]{1,3}$/.test(word) ? "n" + word : word);
"""


class SiteSearch(SearchLanguage):
    """Words of German and English without their endings; numbers as words, which Sphinx would leave out."""

    lang = "site"
    language_name = "Site"
    js_stemmer_code = _STEMMER
    js_splitter_code = _SPLITTER
    stopwords: frozenset[str] = frozenset()

    def split(self, text: str) -> list[str]:
        """Give the words of a text, numbers of up to three digits with a letter before them."""
        return [f"n{word}" if _NUMBER.match(word) else word for word in re.findall(r"\w+", text)]

    def stem(self, word: str) -> str:
        """Give the form under which a word is found."""
        return _ENDINGS.sub(r"\1", fold(word))


def setup(_app: Any) -> dict[str, bool]:
    """Make the search known to Sphinx."""
    languages["site"] = SiteSearch
    return {"parallel_read_safe": True}

"""What the help of a verb lists: titles from one small file, and from an entry that the file lacks."""

import json
import shutil
from pathlib import Path

import make_index
import pytest

from oocli.catalogue import VERBS, Catalogue

_ROOT = Path(__file__).parent.parent.parent


def test_file_of_titles_is_up_to_date() -> None:
    """It is what `make completions` makes of the entries now."""
    for name, text in make_index.make_files(Catalogue()).items():
        assert (_ROOT / name).read_text(encoding="utf-8") == text, "run `make completions`"


@pytest.mark.parametrize("verb", VERBS)
def test_titles_are_those_of_the_entries(verb: str) -> None:
    """Each call of a verb has its title, in the order of the names."""
    catalogue = Catalogue()
    assert list(catalogue.titles(verb).items()) == [
        (call.resourcetype, call.title) for call in catalogue if call.verb == verb
    ]


def test_an_entry_that_came_later_has_its_title(tmp_path: Path) -> None:
    """A file in the folder of calls is enough; where there is no file of titles every entry is read."""
    folder = tmp_path / "calls"
    shutil.copytree(Catalogue()._folder, folder)
    entry = json.loads((folder / "read.log.json").read_text(encoding="utf-8"))
    entry |= {"resourcetype": "diary", "title": "Read the diary"}
    (folder / "read.diary.json").write_text(json.dumps(entry), encoding="utf-8")
    assert Catalogue(folder).titles("read")["diary"] == "Read the diary"
    shutil.copy(Catalogue()._folder.with_name("titles.json"), tmp_path)
    assert Catalogue(folder).titles("read")["diary"] == "Read the diary"

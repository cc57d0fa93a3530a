"""The readings that show what the API user may read: facts of the catalogue."""

import json
import shutil
from pathlib import Path

from harness import NOW
from oocli.catalogue import Catalogue
from oocli.diagnosis.rights import list_rights
from oocli.validation import check


def test_a_call_is_read_if_its_entry_says_how(tmp_path: Path) -> None:
    """One more call with a probe is one more right, in the order of its rank; a day is that of today."""
    folder = tmp_path / "calls"
    shutil.copytree(Catalogue()._folder, folder)
    entry = json.loads((folder / "read.log.json").read_text("utf-8"))
    entry["probe"] = {"rank": 0, "parameters": {"until": "{today}"}, "expects_records": True}
    (folder / "read.log.json").write_text(json.dumps(entry), encoding="utf-8")
    first, *others = list_rights(Catalogue(folder), NOW)
    assert (first.action.resourcetype, first.expects_records) == ("log", True)
    assert first.action.parameters == {"until": "2025-10-09"}
    assert others == list_rights(Catalogue(), NOW)


def test_probes_pass_the_catalogue() -> None:
    """What the doctor sends is what the catalogue would let a person send, and no rank is there twice."""
    catalogue = Catalogue()
    for right in list_rights(catalogue, NOW):
        call = catalogue.find("read", right.action.resourcetype)
        assert call is not None
        assert check(right.action, call).problems == ()
    ranks = [call.probe.rank for call in catalogue if call.probe is not None]
    assert len(set(ranks)) == len(ranks)

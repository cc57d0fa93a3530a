"""Where files can go and what a record has only once: facts of the catalogue's entry, no module in code."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from oocli.catalogue import Catalogue
from oocli.errors import UsageError
from oocli.files.destinations import find_destination, find_upload_call, list_destinations, list_types
from oocli.files.local_files import LocalFile
from oocli.files.upload_options import UploadOptions

PLAN = LocalFile(Path("plan.pdf"), 3, 0)
TWO = (Path("a"), Path("b"))


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Give a catalogue in which projects take files, need a type and name the file by its stem."""
    folder = tmp_path / "calls"
    shutil.copytree(Catalogue()._folder, folder)
    path = folder / "do.uploadfile.json"
    entry: dict[str, Any] = json.loads(path.read_text("utf-8"))
    named = {item["name"]: item for item in entry["parameters"]}
    named["module"]["enum"].append("project")
    named["freetext"]["stem_of_file"] = ["project"]
    named["Art"]["unique_values"] = ["Logo"]
    named["title"]["unique"] = True
    entry["rules"] += [
        {"when": {"module": ["project"]}, "required": [name]} for name in ("relatedRecordId", "Art")
    ]
    path.write_text(json.dumps(entry), encoding="utf-8")
    return Catalogue(folder)


def test_a_module_of_the_entry_is_a_destination(catalogue: Catalogue) -> None:
    """What the entry says of a new module holds: its place, its names, that nothing lists its files."""
    assert "project" in list_destinations(find_upload_call(catalogue))
    options = UploadOptions((Path("plan.pdf"),), (("project", 7),), (("Art", "Foto"),))
    destination = find_destination(catalogue, options)
    assert destination.build_link(PLAN, "u").parameters == {
        "module": "project",
        "relatedRecordId": 7,
        "tmpUploadId": "u",
        "file": "plan.pdf",
        "freetext": "plan",
        "Art": "Foto",
    }
    assert destination.look == ""


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (UploadOptions(TWO, (("project", 7),)), "A project's file needs a type"),
        (UploadOptions(TWO, (("project", 7),), (("Art", "Logo"),)), "A project has one Logo"),
        (UploadOptions(TWO, (("task", 7),), (("title", "x"),)), "--title is for one file"),
        (UploadOptions(TWO), "No record is named for the files"),
    ],
)
def test_it_is_checked(catalogue: Catalogue, options: UploadOptions, message: str) -> None:
    """A type that is needed, and what a record has only once, are those of the entry."""
    with pytest.raises(UsageError) as caught:
        find_destination(catalogue, options)
    assert caught.value.message.startswith(message)


def test_the_shipped_destinations() -> None:
    """Files go wherever the call takes them, but for the cache; an estate's can be listed again."""
    call = find_upload_call(Catalogue())
    module = call.parameter("module")
    assert module is not None
    assert [name for name in module.enum if name not in list_destinations(call)] == ["tmpUpload"]
    assert "Foto" in list_types(call)
    assert "Film-Link" not in list_types(call)
    options = UploadOptions(TWO, (("estate", 11),), (("Art", "Foto"),))
    assert find_destination(Catalogue(), options).look == "get file estate --estateid 11"

"""Files: upload in blocks, linking once, lists of at most a hundred, pictures, deletion."""

import base64
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from office import Office

_CONTENT = bytes(range(256)) * 40


def _upload(office: Office, content: bytes = _CONTENT, *, size: int = 3000) -> str:
    """Upload in blocks of so many bytes and give the temporary id."""
    upload: dict[str, Any] = {}
    for start in range(0, len(content), size):
        block = base64.b64encode(content[start : start + size]).decode()
        elements = office.elements("do", "uploadfile", {**upload, "data": block}, None)[0]
        upload = {"tmpUploadId": elements["tmpUploadId"]}
        assert elements["filesize"] == min(start + size, len(content))
    return str(upload["tmpUploadId"])


def _link(office: Office, upload: str, **parameters: Any) -> dict[str, Any]:
    wanted = {"module": "estate", "relatedRecordId": 11, "file": "foto.png", "Art": "Foto", **parameters}
    elements: dict[str, Any] = office.elements("do", "uploadfile", {"tmpUploadId": upload, **wanted}, None)[0]
    return elements


def test_blocks_become_a_file(fresh: Office) -> None:
    """The size grows with each block; the linked file has the bytes of all of them."""
    upload = _upload(fresh)
    linked = _link(fresh, upload, title="Blick", documentAttribute="document_price_list")
    number = linked.pop("fileId")
    assert linked == {"filesize": len(_CONTENT), "tmpUploadId": upload, "success": "success"}
    record = fresh.records("get", "file", {"estateid": "11", "fileid": number}, "estate")[0]
    assert (str(record["id"]), record["type"]) == (number, "file")
    elements = record["elements"]
    assert base64.b64decode(elements["content"]) == _CONTENT
    assert {
        key: elements[key] for key in ("type", "originalname", "title", "fileSize", "documentAttribute")
    } == {
        "type": "Foto",
        "originalname": "foto.png",
        "title": "Blick",
        "fileSize": len(_CONTENT),
        "documentAttribute": "document_price_list",
    }


def test_temporary_id_works_once(fresh: Office) -> None:
    """Linked uploads and unknown ids are error 129, for linking and for further blocks."""
    upload = _upload(fresh)
    _link(fresh, upload)
    again = {"tmpUploadId": upload, "module": "estate", "relatedRecordId": 11, "file": "x.png", "Art": "Foto"}
    assert fresh.error("do", "uploadfile", again, None)[0] == 129
    assert fresh.error("do", "uploadfile", {"data": "AAAA", "tmpUploadId": upload}, None)[0] == 129


def test_data_with_link_parameters_only_uploads(fresh: Office) -> None:
    """A call with data skips the linking, silently."""
    before = len(fresh.records("get", "file", {"estateid": 11}, "estate"))
    both = {"data": "AAAA", "module": "estate", "relatedRecordId": 11, "file": "x.png", "Art": "Foto"}
    assert list(fresh.elements("do", "uploadfile", both, None)[0]) == ["filesize", "tmpUploadId"]
    assert len(fresh.records("get", "file", {"estateid": 11}, "estate")) == before


def test_a_file_of_no_record_stays_in_the_cache(fresh: Office) -> None:
    """With module tmpUpload the file stays in the cache under an id of its own."""
    linked = _link(fresh, _upload(fresh), module="tmpUpload", Art=None, relatedRecordId=None)
    assert list(linked) == ["filesize", "tmpUploadId", "cacheFileUuid", "success"]


def test_links_need_no_upload(fresh: Office) -> None:
    """A link is stored with its target and no content."""
    link = {"module": "estate", "Art": "Film-Link", "title": "Rundgang", "relatedRecordId": 11}
    number = fresh.elements("do", "uploadfile", {**link, "url": "https://film.example/1"}, None)[0]["fileId"]
    elements = fresh.elements("get", "file", {"estateid": 11, "fileid": number}, "estate")[0]
    assert (elements["url"], elements["fileSize"], elements["content"]) == ("https://film.example/1", 0, "")
    assert fresh.error("do", "uploadfile", link, None) == (167, 'Missing parameter "url"')


@pytest.mark.parametrize(
    ("parameters", "errorcode"),
    [
        ({"data": 5}, 236),
        ({"data": "Ä"}, 255),
        ({}, 167),
        ({"module": "keller"}, 163),
        ({"Art": "Gemälde"}, 162),
        ({"file": ""}, 114),
        ({"Art": ""}, 167),
        ({"relatedRecordId": 9}, 293),
        ({"documentAttribute": "x"}, 255),
    ],
)
def test_a_wrong_upload_is_not_used_up(fresh: Office, parameters: dict[str, Any], errorcode: int) -> None:
    """Each wrong value has its number, and the upload is not used up."""
    upload = _upload(fresh)
    rest = {"tmpUploadId": upload, "module": "estate", "relatedRecordId": 11, "file": "x.png", "Art": "Foto"}
    wanted = {**rest, **parameters} if parameters and "data" not in parameters else parameters
    assert fresh.error("do", "uploadfile", wanted, None)[0] == errorcode
    _link(fresh, upload)


def test_one_document_attribute_per_estate(fresh: Office) -> None:
    """The same attribute twice is error 161."""
    _link(fresh, _upload(fresh), documentAttribute="document_expose")
    again = {"module": "estate", "relatedRecordId": 11, "file": "x.png", "Art": "Foto"}
    again |= {"tmpUploadId": _upload(fresh), "documentAttribute": "document_expose"}
    assert fresh.error("do", "uploadfile", again, None)[0] == 161


def test_lists_have_a_hundred_files_at_most(fresh: Office) -> None:
    """Listlimit 100 is honoured, 101 silently gives 20."""
    for _ in range(110):
        _link(fresh, _upload(fresh, b"x"), module="address", relatedRecordId=101)
    sizes = [
        len(fresh.records("get", "file", {"addressid": 101, "listlimit": n}, "address")) for n in (100, 101)
    ]
    assert sizes == [100, 20]
    page = fresh("get", "file", {"addressid": 101, "listoffset": 105}, "address")["data"]
    assert page["meta"]["cntabsolute"] == 105 + len(page["records"])


def test_files_keep_their_order(fresh: Office) -> None:
    """A position pushes the others back; without one a file comes last."""
    first = _link(fresh, _upload(fresh), position=0)["fileId"]
    last = _link(fresh, _upload(fresh))["fileId"]
    order = [str(row["id"]) for row in fresh.records("get", "file", {"estateid": 11}, "estate")]
    assert (order[0], order[-1]) == (first, last)


def test_there_is_one_title_picture(fresh: Office) -> None:
    """A new title picture turns the former one into a photo."""
    number = _link(fresh, _upload(fresh), Art="Titelbild")["fileId"]
    other = _link(fresh, _upload(fresh))["fileId"]
    change = {"relationtype": "estate", "parentid": 11, "fileId": other, "Art": "Titelbild", "title": "Neu"}
    assert fresh.elements("modify", "fileRelation", change, None) == [{"success": "success"}]
    kinds = {
        str(row["id"]): row["elements"]["type"]
        for row in fresh.records("get", "file", {"estateid": 11}, "estate")
    }
    assert (kinds[number], kinds[other]) == ("Foto", "Titelbild")


def test_deleted_files_are_gone(fresh: Office) -> None:
    """A file is deleted by number and record; a wrong record or number is error 127."""
    number = _link(fresh, _upload(fresh))["fileId"]
    wanted = {"relationtype": "estate", "parentid": 11, "fileId": number}
    assert fresh.error("delete", "fileRelation", {**wanted, "parentid": 13}, None) == (127, "File not found")
    fresh.records("delete", "fileRelation", wanted, None)
    assert fresh.records("get", "file", {"estateid": 11, "fileid": number}, "estate") == []
    assert fresh.error("delete", "file", {"fileId": number}, None)[0] == 127


@pytest.mark.parametrize(
    ("resourceid", "parameters", "errorcode"),
    [("estate", {}, 110), ("address", {}, 96), ("estate", {"estateid": 9}, 293), ("11", {}, 24)],
)
def test_lists_need_their_record(office: Office, resourceid: str, parameters: Any, errorcode: int) -> None:
    """The number of the record is a parameter, the kind of record the resourceid."""
    assert office.error("get", "file", parameters, resourceid)[0] == errorcode


def test_pictures_are_lists_of_one(fresh: Office) -> None:
    """Only published pictures of the kinds asked for; a record's elements are a list."""
    _link(fresh, _upload(fresh), title="Sichtbar", setDefaultPublicationRights=True)
    _link(fresh, _upload(fresh), title="Unsichtbar")
    wanted = {"estateids": [11], "categories": ["Foto"]}
    pictures = fresh.elements("get", "estatepictures", wanted)
    titles = [elements[0]["title"] for elements in pictures]
    assert titles[-1] == "Sichtbar"
    assert "Unsichtbar" not in titles
    assert pictures[-1][0]["estateid"] == "11"
    assert fresh.error("get", "estatepictures", {"estateids": [11]})[0] == 139
    assert fresh.error("get", "estatepictures", {"estateids": 11, "categories": ["Foto"]})[0] == 73


def test_seeded_pictures_are_pictures(office: Office) -> None:
    """The sandbox's own photos are PNG files."""
    number = office.records("get", "file", {"estateid": 13}, "estate")[0]["id"]
    content = office.elements("get", "file", {"estateid": 13, "fileid": number}, "estate")[0]["content"]
    assert base64.b64decode(content).startswith(b"\x89PNG\r\n\x1a\n")


def test_download_link_counts_nothing(office: Office) -> None:
    """The record is called downloadUrl, its elements are a list of one address, and the count is 0."""
    result = office("get", "downloadFiles", {"addressid": "101"}, "address")["data"]
    assert result["meta"] == {"cntabsolute": 0}
    assert [(row["id"], len(row["elements"])) for row in result["records"]] == [("downloadUrl", 1)]


def test_pdf_is_compressed_unless_told(office: Office) -> None:
    """The document is a PDF, zlib-compressed before base64 by default."""
    template = "urn:onoffice-de-ns:smart:2.5:pdf:expose:kurz:design02Expose"
    wanted = {"estateid": 11, "template": template}
    packed = office.elements("get", "pdf", wanted)[0]
    plain = office.elements("get", "pdf", {**wanted, "gzcompress": False})[0]
    assert zlib.decompress(base64.b64decode(packed["document"])) == base64.b64decode(plain["document"])
    assert base64.b64decode(plain["document"]).startswith(b"%PDF-1.4")
    assert office.error("get", "pdf", {"estateid": 11})[0] in (111, 167)


def test_writes_need_rights(open_office: Callable[..., Office]) -> None:
    """Without rights nothing is linked or deleted."""
    office = open_office(rights=False)
    upload = office.elements("do", "uploadfile", {"data": "AAAA"}, None)[0]["tmpUploadId"]
    link = {"tmpUploadId": upload, "module": "estate", "relatedRecordId": 11, "file": "x", "Art": "Foto"}
    assert office.error("do", "uploadfile", link, None)[0] == 80

"""A quick onOffice of made-up estates, so that what is measured is the client and not the server.

Serves ``read estate`` over HTTP on loopback, written as PHP's ``json_encode`` writes it: the
fields that are asked for, or all 30 where that is ``Id`` alone. Knows paging by offset and by
Id, lists of Ids, and several actions in one request. What is created is counted; `get fields` tells
of the fields of addresses and estates; of uploads it keeps the sizes; every estate has the same twenty
pictures. Signatures are not checked. Runs as
a process of its own::

    python benchmarks/quick_office.py --records 200000 --latency 0.15

It prints its address, and serves until its standard input is closed.
"""

import argparse
import asyncio
import base64
import gzip
import hashlib
import json
import ssl
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_TLS = Path(__file__).parent.parent / "tests" / "samples" / "tls"
_NUMBER = b"@Id@"  # where the Id of a record goes
_MODELS = 997  # different records but for what holds the Id; more only cost memory here
_FIELDS = json.dumps(
    {
        "id": "address",
        "type": "",
        "elements": {
            name: {"type": "varchar", "length": 80, "permittedvalues": None}
            for name in ("Vorname", "Name", "Plz", "Ort", "Strasse", "Telefon1")
        },
    }
).encode()
_TYPES = {
    **dict.fromkeys(
        ("kaufpreis", "kaltmiete", "wohnflaeche", "anzahl_zimmer", "breitengrad", "laengengrad"), "float"
    ),
    **dict.fromkeys(("Id", "baujahr", "status"), "integer"),
    **dict.fromkeys(("verkauft", "reserviert", "mwst_ausgewiesen"), "boolean"),
    **dict.fromkeys(("erstellt_am", "geaendert_am"), "datetime"),
    **dict.fromkeys(("objektart", "objekttyp", "vermarktungsart", "status2", "land"), "singleselect"),
    "nutzungsart": "multiselect",
}
PICTURES, PICTURE_SIZE = 20, 150_000  # of each estate; bytes, as portals like them
_PICTURE = (
    b'{"id":%%d,"type":"file","elements":{"type":"Foto","originalname":"%%d.jpg",%%b"fileSize":%d,'
    b'"position":1,"title":"Innenansicht","modified":1750000000}}'
) % PICTURE_SIZE
_FASTEST = 1  # of the levels of gzip
_STEP = 3  # an Id is used out of so many, with a jitter


class Office:
    """The records: Ids with gaps, and elements that repeat after a while.

    Only what changes is kept for each record, so that a million of them take no memory.
    """

    def __init__(self, records: int) -> None:
        self.ids = [number * _STEP + number * 7 % 3 for number in range(1, records + 1)]
        self._models: dict[tuple[str, ...], list[bytes]] = {}
        self._created = 0
        self._uploads: dict[str, int] = {}
        self._picture = base64.b64encode(hashlib.shake_256(b"").digest(PICTURE_SIZE)).replace(b"/", b"\\/")

    def answer(self, body: bytes) -> bytes:
        """Give the answer to a request of any number of actions."""
        actions = json.loads(body)["request"]["actions"]
        results = b",".join(map(self._answer_any, actions))
        return (
            b'{"status":{"code":200,"errorcode":0,"message":"OK"},"response":{"results":[' + results + b"]}}"
        )

    def _answer_any(self, action: Mapping[str, Any]) -> bytes:
        verb = action["actionid"].rpartition(":")[2]
        if verb == "read":
            return self._answer_action(action["parameters"])
        if verb == "do":
            return self._answer_upload(action["parameters"])
        if action["resourcetype"] == "file":
            return self._answer_files(action["parameters"])
        self._created += verb == "create"
        made = b'{"id":%d,"type":"address","elements":[]}' % self._created
        return (
            b'{"identifier":"%b","data":{"meta":{},"records":[%b]},"status":{"errorcode":0,"message":"OK"}}'
            % (
                action["identifier"].encode(),
                made if verb == "create" else _FIELDS + b"," + _write_configuration(),
            )
        )

    def _answer_upload(self, parameters: Mapping[str, Any]) -> bytes:
        upload = str(parameters.get("tmpUploadId") or f"upload-{len(self._uploads)}")
        data = parameters.get("data")
        if data is not None:
            size = len(data) // 4 * 3 - data[-2:].count("=")
            self._uploads[upload] = self._uploads.get(upload, 0) + size
            elements = b'"filesize":%d,"tmpUploadId":"%b"' % (self._uploads[upload], upload.encode())
        else:
            self._created += 1
            elements = b'"fileId":"%d","success":"success"' % self._created
        return _write_result(0, [b'{"id":0,"type":"","elements":{%b}}' % elements])

    def _answer_files(self, parameters: Mapping[str, Any]) -> bytes:
        first = int(parameters["estateid"]) * PICTURES
        wanted = int(parameters.get("fileid", 0))
        numbers = [wanted] if wanted else range(first, first + PICTURES)
        content = b'"content":"%b",' % self._picture if wanted else b""
        return _write_result(len(numbers), [_PICTURE % (number, number, content) for number in numbers])

    def _answer_action(self, parameters: Mapping[str, Any]) -> bytes:
        models = self._find_models(parameters["data"])
        if numbers := _find_numbers(parameters.get("filter") or {}):
            indexes: Sequence[int] = [bisect_left(self.ids, int(number)) for number in numbers]
            return _write_result(len(indexes), [self._write_record(i, models) for i in indexes])
        start, stop = self._find_range(parameters.get("filter") or {})
        total = stop - start
        size = min(int(parameters.get("listlimit", 20)), 500)
        if (parameters.get("sortby") or {}).get("Id") == "DESC":
            indexes = range(stop - 1, max(start - 1, stop - 1 - size), -1)
        else:
            start += int(parameters.get("listoffset", 0))
            indexes = range(start, min(start + size, stop))
        return _write_result(total, [self._write_record(index, models) for index in indexes])

    def _find_models(self, names: Sequence[str]) -> list[bytes]:
        """Give the elements of different records, with these fields."""
        key = tuple(names)
        if key not in self._models:
            self._models[key] = [_write_elements(number, key) for number in range(_MODELS)]
        return self._models[key]

    def _find_range(self, conditions: Mapping[str, Any]) -> tuple[int, int]:
        """Give the first index and the one behind the last that the conditions on Id leave."""
        start, stop = 0, len(self.ids)
        for condition in conditions.get("Id", []):
            place = bisect_right(self.ids, int(condition["val"]))
            start, stop = (max(start, place), stop) if condition["op"] == ">" else (start, min(stop, place))
        return start, max(start, stop)

    def _write_record(self, index: int, models: Sequence[bytes]) -> bytes:
        number = self.ids[index]
        elements = models[index % _MODELS].replace(_NUMBER, b"%d" % number)
        return b'{"id":%d,"type":"estate","elements":{%s}}' % (number, elements)


def _find_numbers(conditions: Mapping[str, Any]) -> list[Any]:
    """Give the numbers, or their texts, that a condition on Id lists; none where it lists none."""
    listed = [condition["val"] for condition in conditions.get("Id", []) if condition["op"] == "in"]
    return listed[0] if listed else []


def _write_result(total: int, records: Sequence[bytes]) -> bytes:
    return (
        b'{"actionid":"urn:onoffice-de-ns:smart:2.5:smartml:action:read","resourceid":"",'
        b'"resourcetype":"estate","cacheable":true,"identifier":"","data":{"meta":{"cntabsolute":%d},'
        b'"records":[%s]},"status":{"errorcode":0,"message":"OK"}}' % (total, b",".join(records))
    )


def _write_configuration() -> bytes:
    """Give the fields of estates as ``get fields`` does, with the types that they have."""
    fields = {name: {"type": _TYPES.get(name, "varchar"), "label": name} for name in _build_elements(0)}
    return json.dumps({"id": "estate", "type": "", "elements": fields}).encode("ascii")


def _write_elements(number: int, names: Sequence[str]) -> bytes:
    """Give fields of an estate as PHP writes them, ASCII only, with places for Id; all 30 are about 1 KB."""
    elements = _build_elements(number)
    asked = {name: value for name, value in elements.items() if name in names or list(names) == ["Id"]}
    return json.dumps(asked, separators=(",", ":")).replace("/", "\\/")[1:-1].encode("ascii")


def _build_elements(number: int) -> dict[str, Any]:
    """Give fields of which some differ in every record, and some have breaks, quotes and commas in them."""
    own = _NUMBER.decode()
    return {
        "Id": own,
        "objektnr_extern": f"M{own}",
        "objekttitel": f"Helle Etagenwohnung mit zwei Stellplätzen, Nr. {own}",
        "objektbeschreibung": f'Nr. {own}, "Haus am Park".\r\n'
        + "Gepflegtes Haus in ruhiger Lage, mit Garten und Kamin.\r\n" * 4,
        "strasse": "Königstraße",
        "hausnummer": f"{number % 120 + 1}",
        "plz": f"{number % 90000 + 1067:05d}",
        "ort": ("Düsseldorf", "Aachen", "Köln", "Münster")[number % 4],
        "land": "DEU",
        "kaufpreis": f"{own}.00",
        "kaltmiete": "0.00",
        "wohnflaeche": f"{number % 200 + 25}.50",
        "anzahl_zimmer": f"{number % 7 + 1}.00",
        "baujahr": str(1900 + number % 120),
        "objektart": "wohnung",
        "objekttyp": "etage",
        "vermarktungsart": "kauf",
        "nutzungsart": ["wohnen", "anlage"][: number % 3],
        "status": "1",
        "status2": "status2obj_active",
        "verkauft": "0",
        "reserviert": "0",
        "erstellt_am": "2026-01-15 10:20:30",
        "geaendert_am": "2026-05-03 08:00:00",
        "breitengrad": "51.22",
        "laengengrad": "6.77",
        "lage": "Nähe U-Bahn/Bus, Einkaufsmöglichkeiten zu Fuß",
        "ausstatt_beschr": "Parkett, Fußbodenheizung, Einbauküche",
        "benutzer": "mmuster",
        "mwst_ausgewiesen": None,
    }


class Server:
    """Serves an office over HTTP/1.1 with connections that are kept open.

    Attributes:
        latency: seconds from a request to its answer, which is made meanwhile.
        compresses: whether who asks for gzip gets it.
    """

    def __init__(self, office: Office, latency: float, *, compresses: bool = False) -> None:
        self.latency = latency
        self.compresses = compresses
        self._office = office

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of one connection until the client closes it."""
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                if b"100-continue" in head:
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                body = await reader.readexactly(_read_length(head))
                until = time.monotonic() + self.latency
                answer = self._office.answer(body)
                encoding = b""
                if self.compresses and _takes_gzip(head):
                    encoding, answer = b"Content-Encoding: gzip\r\n", gzip.compress(answer, _FASTEST)
                if self.latency:
                    await asyncio.sleep(until - time.monotonic())
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%bContent-Length: %d\r\n\r\n"
                    % (encoding, len(answer))
                )
                writer.write(answer)
                await writer.drain()
                if b"connection: close" in head.lower():
                    return
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


def _read_length(head: bytes) -> int:
    return int(_read_header(head, b"content-length") or 0)


def _takes_gzip(head: bytes) -> bool:
    return b"gzip" in _read_header(head, b"accept-encoding")


def _read_header(head: bytes, wanted: bytes) -> bytes:
    """Return the value of a header; nothing where it is missing."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == wanted:
            return value
    return b""


async def _main(arguments: argparse.Namespace) -> None:
    context = None
    if arguments.tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(_TLS / "localhost.pem", _TLS / "localhost.key")
    server = Server(Office(arguments.records), arguments.latency, compresses=arguments.gzip)
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=context, limit=1 << 20)
    port = listener.sockets[0].getsockname()[1]
    scheme = "https" if arguments.tls else "http"
    sys.stdout.write(f"{scheme}://localhost:{port}/api/stable/api.php\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds")
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--gzip", action="store_true", help="compress for who asks for it")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(_main(_read_arguments()))

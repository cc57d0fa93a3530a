"""What oocli's export is compared with: one page of 500 after another, as scripts do it.

``python benchmarks/page_loop.py URL [FORMAT] [--orjson]`` writes all estates to standard output, over one
connection that is kept open, with nothing but requests and json or csv: as NDJSON, ``flat`` NDJSON, ``csv``,
``tsv`` or ``excel-de``, each as those modules write it, which type no value and look at none.
"""

import base64
import csv
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import requests

ACTION = "urn:onoffice-de-ns:smart:2.5:smartml:action:read"
SEPARATORS = {"csv": ",", "tsv": "\t", "excel-de": ";"}


def read_pages(url: str, loads: Callable[[bytes], Any]) -> Iterator[list[dict[str, Any]]]:
    """Give page after page until one is short."""
    token, secret = "t" * 32, "s" * 64
    session = requests.Session()
    offset = 0
    while True:
        timestamp = int(time.time())
        message = f"{timestamp}{token}estate{ACTION}".encode()
        signature = hmac.new(secret.encode(), message, hashlib.sha256).digest()
        action = {
            "actionid": ACTION,
            "resourceid": "",
            "resourcetype": "estate",
            "identifier": "",
            "timestamp": timestamp,
            "hmac": base64.b64encode(signature).decode(),
            "hmac_version": 2,
            "parameters": {"data": ["Id"], "listlimit": 500, "listoffset": offset},
        }
        body = {"token": token, "request": {"actions": [action]}}
        answer = loads(session.post(url, json=body, timeout=60).content)
        records = answer["response"]["results"][0]["data"]["records"]
        yield records
        offset += 500
        if len(records) < 500:
            return


def write_table(pages: Iterator[list[dict[str, Any]]], separator: str) -> None:
    """Write a header and a line per record."""
    writer = csv.writer(sys.stdout, delimiter=separator)
    columns: list[str] = []
    for records in pages:
        if records and not columns:
            columns = list(records[0]["elements"])
            writer.writerow(["_id", *columns])
        for record in records:
            elements = record["elements"]
            writer.writerow([record["id"], *[elements.get(name) for name in columns]])


def main() -> None:
    """Write what is asked for."""
    url, *words = sys.argv[1:]
    if "--orjson" in words:
        import orjson

        loads: Callable[[bytes], Any] = orjson.loads

        def dumps(value: Any) -> str:
            return orjson.dumps(value).decode()
    else:
        loads = json.loads

        def dumps(value: Any) -> str:
            return json.dumps(value, ensure_ascii=False)

    pages = read_pages(url, loads)
    name = words[0] if words else "ndjson"
    if name in SEPARATORS:
        write_table(pages, SEPARATORS[name])
        return
    for records in pages:
        for record in records:
            row = {"_id": record["id"], **record["elements"]} if name == "flat" else record
            sys.stdout.write(dumps(row) + "\n")


if __name__ == "__main__":
    main()

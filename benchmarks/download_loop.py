"""What oocli's download is compared with: one file after another, as scripts do it.

``python benchmarks/download_loop.py URL FOLDER ESTATE ...`` writes every file of the estates to the folder,
over one connection that is kept open, with nothing but requests and json.
"""

import base64
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import requests
from signed_body import sign

build = partial(sign, "get", "file", form="estate")
"""Gives the body of a request that lists files or gets one, signed now."""


def main() -> None:
    """Download file after file."""
    url, folder, *estates = sys.argv[1:]
    session = requests.Session()

    def ask(parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
        answer = session.post(url, json=build(parameters), timeout=60).json()
        records: list[dict[str, Any]] = answer["response"]["results"][0]["data"]["records"]
        return records

    for estate in estates:
        target = Path(folder) / estate
        target.mkdir(parents=True)
        for file in ask({"estateid": int(estate), "listlimit": 100}):
            (found,) = ask({"estateid": int(estate), "fileid": file["id"]})
            content = base64.b64decode(found["elements"]["content"])
            (target / found["elements"]["originalname"]).write_bytes(content)


if __name__ == "__main__":
    main()

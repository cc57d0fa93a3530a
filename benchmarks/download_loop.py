"""What oocli's download is compared with: one file after another, as scripts do it.

``python benchmarks/download_loop.py URL FOLDER ESTATE ...`` writes every file of the estates to the folder,
over one connection that is kept open, with nothing but requests and json.
"""

import base64
import hashlib
import hmac
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

ACTION = "urn:onoffice-de-ns:smart:2.5:smartml:action:get"
TOKEN, SECRET = "t" * 32, "s" * 64


def build(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give the body of a request that lists files or gets one, signed now."""
    timestamp = int(time.time())
    message = f"{timestamp}{TOKEN}file{ACTION}".encode()
    signature = hmac.new(SECRET.encode(), message, hashlib.sha256).digest()
    action = {
        "actionid": ACTION,
        "resourceid": "estate",
        "resourcetype": "file",
        "identifier": "",
        "timestamp": timestamp,
        "hmac": base64.b64encode(signature).decode(),
        "hmac_version": 2,
        "parameters": parameters,
    }
    return {"token": TOKEN, "request": {"actions": [action]}}


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

"""What oocli's upload is compared with: one file after another, as scripts do it.

``python benchmarks/upload_loop.py URL FOLDER`` stores every file below the folder with the estate that its
directory is named after, over one connection that is kept open, with nothing but requests and json.
"""

import base64
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

ACTION = "urn:onoffice-de-ns:smart:2.5:smartml:action:do"
TOKEN, SECRET = "t" * 32, "s" * 64


def build(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Give the body of a request that uploads or links, signed now."""
    timestamp = int(time.time())
    message = f"{timestamp}{TOKEN}uploadfile{ACTION}".encode()
    signature = hmac.new(SECRET.encode(), message, hashlib.sha256).digest()
    action = {
        "actionid": ACTION,
        "resourceid": "",
        "resourcetype": "uploadfile",
        "identifier": "",
        "timestamp": timestamp,
        "hmac": base64.b64encode(signature).decode(),
        "hmac_version": 2,
        "parameters": parameters,
    }
    return {"token": TOKEN, "request": {"actions": [action]}}


def list_parameters(path: Path, upload_id: str = "") -> dict[str, Any]:
    """Give the parameters that upload a file, or those that link it where it is uploaded."""
    if not upload_id:
        return {"data": base64.b64encode(path.read_bytes()).decode()}
    record = int(path.parent.name)
    linked = {"module": "estate", "relatedRecordId": record, "tmpUploadId": upload_id, "file": path.name}
    return {**linked, "Art": "Foto", "title": path.stem}


def main() -> None:
    """Upload file after file."""
    url, folder = sys.argv[1], Path(sys.argv[2])
    session = requests.Session()
    for path in sorted(folder.rglob("*.jpg")):
        answer = session.post(url, json=build(list_parameters(path)), timeout=60).json()
        elements = answer["response"]["results"][0]["data"]["records"][0]["elements"]
        answer = session.post(url, json=build(list_parameters(path, elements["tmpUploadId"])), timeout=60)
        sys.stdout.write(json.dumps(answer.json()) + "\n")


if __name__ == "__main__":
    main()

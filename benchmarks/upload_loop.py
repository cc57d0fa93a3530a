"""What oocli's upload is compared with: one file after another, as scripts do it.

``python benchmarks/upload_loop.py URL FOLDER`` stores every file below the folder with the estate that its
directory is named after, over one connection that is kept open, with nothing but requests and json.
"""

import base64
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import requests
from signed_body import sign

build = partial(sign, "do", "uploadfile")
"""Gives the body of a request that uploads or links, signed now."""


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

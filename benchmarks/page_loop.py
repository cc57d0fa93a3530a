"""What oocli's export is compared with: one 500-page request after another, as scripts do it.

``python benchmarks/page_loop.py URL`` writes all estates as NDJSON to standard output, over
one connection that is kept open, with nothing but requests and json.
"""

import base64
import hashlib
import hmac
import json
import sys
import time

import requests

ACTION = "urn:onoffice-de-ns:smart:2.5:smartml:action:read"


def main() -> None:
    """Read page after page until one is short."""
    url, token, secret = sys.argv[1], "t" * 32, "s" * 64
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
        records = session.post(url, json=body, timeout=60).json()["response"]["results"][0]["data"]["records"]
        for record in records:
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        offset += 500
        if len(records) < 500:
            return


if __name__ == "__main__":
    main()

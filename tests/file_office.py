"""An onOffice of nothing but files, in memory: it takes uploads, lists files, and can be disturbed.

The sandbox is the faithful one; of this one a test decides what goes wrong and when.
"""

import base64
import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from oocli.wire.reply import Reply
from scripted import answer, refusal, result

Disturb = Callable[[int, Mapping[str, Any]], Reply | None]


MODIFIED = 1_750_000_000
"""When a file was changed last, Unix time."""


def make_file(number: int, name: str, content: bytes = b"x", **elements: Any) -> dict[str, Any]:
    """Make a record of a photo."""
    text = base64.b64encode(content).decode()
    told = {"type": "Foto", "originalname": name, "fileSize": len(content), "modified": MODIFIED}
    return {"id": number, "type": "file", "elements": {**told, "content": text, **elements}}


def do_nothing(_number: int, _parameters: Mapping[str, Any]) -> None:
    """Disturb nothing."""


@dataclass
class FileOffice:
    """A transport for requests that upload, list or fetch files.

    Attributes:
        before: is called with the number of each request, from 1, and its parameters, before
            it is carried out; may raise, or give the reply.
        after: the same, when it has been carried out.
        files: records of ``get file``; an element ``content`` is given only to who asks for one file.
        size_of: what the office says it has of an upload of so many bytes.
        uploads: temporary id to bytes.
        linked: parameters of each call that linked an upload.
        stored: bytes of each of them.
        started: how many uploads were begun.
        requests: parameters of every action, ``data`` as its length.
        bodies: how many actions each request had.
    """

    before: Disturb = do_nothing
    after: Disturb = do_nothing
    files: list[dict[str, Any]] = field(default_factory=list)
    size_of: Callable[[int], Any] = lambda size: size
    uploads: dict[str, int] = field(default_factory=dict)
    linked: list[dict[str, Any]] = field(default_factory=list)
    stored: list[int] = field(default_factory=list)
    started: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    bodies: list[int] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def post(self, body: bytes) -> Reply:
        """Answer a request, one action after another; what disturbs one of them is the answer to all."""
        actions = json.loads(body)["request"]["actions"]
        self.bodies.append(len(actions))
        with self._lock:
            replies = [self._answer(action) for action in actions]
        if len(replies) == 1:
            return replies[0]
        parts = [json.loads(reply.body) for reply in replies]
        results = [result for part in parts for result in part["response"]["results"]]
        return answer(*results, errorcode=97 if any(part["status"]["errorcode"] for part in parts) else 0)

    def _answer(self, action: dict[str, Any]) -> Reply:
        parameters: dict[str, Any] = action["parameters"]
        data = parameters.get("data")
        shown = parameters if data is None else {**parameters, "data": len(data)}
        self.requests.append(shown)
        number = len(self.requests)
        early = self.before(number, shown)
        if early is not None:
            return early
        reply = self._list(parameters) if action["resourcetype"] == "file" else self._take(parameters)
        return self.after(number, shown) or reply

    def _take(self, parameters: dict[str, Any]) -> Reply:
        self.started += "tmpUploadId" not in parameters
        upload = parameters.get("tmpUploadId") or f"upload-{self.started}"
        if "data" in parameters:
            size = self.uploads.get(upload, 0) + len(base64.b64decode(parameters["data"], validate=True))
            self.uploads[upload] = size
            return _give({"filesize": self.size_of(size), "tmpUploadId": upload})
        if upload not in self.uploads:
            return answer(refusal(129, "Fileupload is missing temporary upload file"), errorcode=97)
        self.stored.append(self.uploads.pop(upload))
        self.linked.append(parameters)
        return _give({"tmpUploadId": upload, "fileId": str(len(self.linked)), "success": "success"})

    def _list(self, parameters: dict[str, Any]) -> Reply:
        wanted = parameters.get("fileid")
        if wanted is not None:
            return answer(result(*(known for known in self.files if known["id"] == wanted)))
        start = parameters.get("listoffset", 0)
        page = self.files[start : start + parameters.get("listlimit", 20)]
        plain = [
            {**known, "elements": {**known["elements"], "content": None}} if "elements" in known else known
            for known in page
        ]
        return answer(result(*plain, total=len(self.files)))


def _give(elements: dict[str, Any]) -> Reply:
    return answer(result({"id": 0, "type": "", "elements": elements}))

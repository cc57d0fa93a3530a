"""Where uploaded files go, and what onOffice is told of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oocli.files.local_files import LocalFile
from oocli.request.actions import Action


@dataclass(frozen=True)
class Destination:
    """Where files go, and what onOffice is told of each.

    Attributes:
        module: ``estate``, ``address``, ``agentsLog`` or ``task``.
        record: number of the record there.
        parameters: further parameters of the linking call, under the API's own names; a
            ``position`` is that of the first file.
    """

    module: str
    record: int
    parameters: Mapping[str, Any]

    def build_link(self, file: LocalFile, upload_id: str, *, before: int = 0) -> Action:
        """Give the action that links an upload, behind so many files that were linked before.

        An estate's file has the name of the file, without its ending, as its title unless
        another one is given.
        """
        parameters = {
            "module": self.module,
            "relatedRecordId": self.record,
            "tmpUploadId": upload_id,
            "file": file.name,
            **({"title": Path(file.name).stem} if self.module == "estate" else {}),
            **self.parameters,
        }
        if "position" in parameters:
            parameters["position"] += before
        return Action("do", "uploadfile", None, parameters=parameters)

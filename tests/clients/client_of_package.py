"""A client by the PyPI package ``onoffice`` 0.2.0, which sends its JSON as the body of a GET.

Asks the onOffice at ONOFFICE_URL for what the package can: it lists, pages, filters, creates, changes and
meets an error; relations and uploads it does not know.
"""

import os
import sys

from onoffice.actions import Action
from onoffice.api import API
from onoffice.parameters import AgentsLog, Filter, Newsletter, ReadParameter
from onoffice.resources import Resource


def check(step: str, holds: bool) -> None:
    """Say that a step is done, or end."""
    if not holds:
        sys.exit(f"{step}: the answer is not believable")
    sys.stdout.write(f"{step}\n")


api = API(os.environ["ONOFFICE_TOKEN"], os.environ["ONOFFICE_SECRET"])
api.endpoint = os.environ["ONOFFICE_URL"]

first, more = api.read_resource(Resource.ESTATE, ReadParameter(["Id", "kaufpreis"], limit=5))
check("list", len(first["data"]) == 5 and first["count"] > 5)
second, _ = more()
check(
    "page", {record["id"] for record in first["data"]}.isdisjoint(record["id"] for record in second["data"])
)
dear = ReadParameter(["kaufpreis"], [Filter("kaufpreis", ">", 300000)], limit=500)
found, _ = api.read_resource(Resource.ESTATE, dear)
check("filter", all(float(record["elements"]["kaufpreis"]) > 300000 for record in found["data"]))
people, _ = api.read_resource(Resource.ADDRESS, ReadParameter(["newsletter_aktiv"], limit=1))
address = people["data"][0]["id"]
created = api.create_resource(Resource.AGENTSLOG, AgentsLog([address], "Email", "Ausgang", "Hallo 🏡"))
check("create", int(created["data"][0]["id"]) > 0)
api.edit_resource(Resource.ADDRESS, address, Newsletter(3))
changed, _ = api.read_resource(Resource.ADDRESS, ReadParameter(["newsletter_aktiv"], limit=1))
check("change", changed["data"][0]["elements"]["newsletter_aktiv"] == "3")
refused = api.request([api.get_action(Resource.ESTATE, Action.READ, ReadParameter(["gibtesnicht"]))])
check("error", refused["errorcode"] == 141)

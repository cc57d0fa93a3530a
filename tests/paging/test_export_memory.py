"""Memory while everything is read: it does not grow with the number of records."""

import subprocess
import sys
from pathlib import Path

_EXPORT = """
import json, sys, time, tracemalloc
sys.path.insert(0, sys.argv[1])
from oocli.request.actions import Action
from oocli.catalogue import Catalogue
from oocli.client import Client
from oocli.client.guard import Guard
from oocli.paging.listing import Listing
from oocli.render import Layout, choose
from oocli.wire.reply import Reply
from oocli.paging.walks import Extent
from oocli.wire.messages import Credentials

COUNT = int(sys.argv[2])
TEXTS = [f'"feld_{n}":"{n * 7919}.00"' for n in range(4)]

class Office:
    def post(self, body):
        results = [answer(action["parameters"]) for action in json.loads(body)["request"]["actions"]]
        text = '{"status":{"code":200,"errorcode":0,"message":"OK"},"response":{"results":[%s]}}'
        return Reply((text % ",".join(results)).encode())

def answer(parameters):
    low, high = 0, COUNT
    for condition in parameters.get("filter", {}).get("Id", ()):
        if condition["op"] == ">":
            low = condition["val"]
        else:
            high = min(high, condition["val"])
    if parameters["sortby"]["Id"] == "DESC":
        low = high - 1
    ids = range(low + 1, min(high, low + parameters["listlimit"]) + 1)
    records = ",".join('{"id":%d,"type":"estate","elements":{%s}}' % (n, ",".join(TEXTS)) for n in ids)
    meta = '{"cntabsolute":%d}' % (high - low)
    return '{"data":{"meta":%s,"records":[%s]},"status":{"errorcode":0,"message":"OK"}}' % (meta, records)

class Nowhere:
    def write(self, text):
        return len(text)
    def flush(self):
        pass

catalogue = Catalogue()
credentials = Credentials("t" * 32, "s" * 64)
client = Client(Office(), credentials, Guard(catalogue), now=time.time, sleep=time.sleep)
call = catalogue.find("read", "estate")
listing = Listing(client, call, Action("read", "estate"), Extent(every=True))
tracemalloc.start()
written = choose("ndjson", Layout()).render(listing, Nowhere())
print(written, tracemalloc.get_traced_memory()[1])
"""


def _export(records: int) -> subprocess.Popen[str]:
    """Begin an export of so many records in a process of its own; it prints their number and the peak."""
    source = Path(__file__).parents[2] / "src"
    command = [sys.executable, "-c", _EXPORT, str(source), str(records)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    """An export of 100,000 records needs hardly more bytes at its peak than one of 5,000."""
    with _export(5_000) as small, _export(100_000) as large:
        few, peak_of_few = map(int, small.communicate()[0].split())
        many, peak_of_many = map(int, large.communicate()[0].split())
    assert (few, many) == (5_000, 100_000)
    assert peak_of_many < 1.3 * peak_of_few

"""A request in JavaScript, for Node 18 and later."""

from collections.abc import Sequence

from oocli.request.actions import Action
from oocli.snippets.about import PLACES, URL, describe, write_json

_PROGRAM = """// %(about)s
// %(places)s
const { createHmac } = require("node:crypto");

const { OOCLI_TOKEN: token, OOCLI_SECRET: secret } = process.env;
let url = process.env.OOCLI_URL || "%(url)s";
if (!url.endsWith("api.php")) {
  url = url.replace(/\\/$/, "") + "/stable/api.php";
}

const actions = %(actions)s;

function sign(action) {
  const timestamp = Math.floor(Date.now() / 1000);
  const text = `${timestamp}${token}${action.resourcetype}${action.actionid}`;
  const hmac = createHmac("sha256", secret).update(text).digest("base64");
  return { ...action, timestamp, hmac_version: "2", hmac };
}

async function main() {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token, request: { actions: actions.map(sign) } }),
  });
  if (!response.ok) {
    throw new Error(`HTTP status ${response.status}`);
  }
  console.log(JSON.stringify(await response.json(), null, 2));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
"""


def write_js(actions: Sequence[Action]) -> str:
    """Return a program that needs nothing but Node."""
    return _PROGRAM % {
        "about": describe(actions),
        "places": PLACES,
        "url": URL,
        "actions": write_json([action.as_json() for action in actions]),
    }

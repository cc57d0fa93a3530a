"""A request in PHP, without an extension beyond those that PHP comes with."""

from collections.abc import Sequence
from typing import Any

from oocli.request.actions import Action
from oocli.snippets.about import PLACES, URL, describe
from oocli.snippets.literals import Notation, write

_PROGRAM = r"""<?php
// %(about)s
// %(places)s
$token = getenv('OOCLI_TOKEN') ?: exit("OOCLI_TOKEN is not set\n");
$secret = getenv('OOCLI_SECRET') ?: exit("OOCLI_SECRET is not set\n");
$url = getenv('OOCLI_URL') ?: '%(url)s';
if (substr($url, -7) !== 'api.php') {
    $url = rtrim($url, '/') . '/stable/api.php';
}

$actions = %(actions)s;

foreach ($actions as &$action) {
    $action['timestamp'] = time();
    $action['hmac_version'] = '2';
    $text = $action['timestamp'] . $token . $action['resourcetype'] . $action['actionid'];
    $action['hmac'] = base64_encode(hash_hmac('sha256', $text, $secret, true));
}
unset($action);

$body = json_encode(['token' => $token, 'request' => ['actions' => $actions]], JSON_THROW_ON_ERROR);
$header = 'Content-Type: application/json';
$options = ['method' => 'POST', 'header' => $header, 'content' => $body, 'timeout' => 60];
$answer = file_get_contents($url, false, stream_context_create(['http' => $options]));
if ($answer === false) {
    exit(1);
}
$flags = JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR;
echo json_encode(json_decode($answer, false, 512, JSON_THROW_ON_ERROR), $flags), "\n";
"""


def _write_text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


_NOTATION = Notation(
    _write_text, {True: "true", False: "false", None: "null"}, " => ", "[]", "new stdClass()"
)


def write_php(actions: Sequence[Action]) -> str:
    """Return a program for PHP 7.3 and later."""
    listed = [_empty_as_php(action.as_json()) for action in actions]
    return _PROGRAM % {
        "about": describe(actions).replace("?>", ""),
        "places": PLACES,
        "url": URL,
        "actions": write(listed, _NOTATION),
    }


def _empty_as_php(action: dict[str, Any]) -> dict[str, Any]:
    """Return an action with a list for no parameters, which is what the vendor's SDK sends."""
    return {**action, "parameters": action["parameters"] or []}

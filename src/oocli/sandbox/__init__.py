"""An onOffice that ships with oocli: made-up records behind the real protocol.

``answer.Sandbox`` turns request bytes into reply bytes, ``store.Store`` keeps the records
in SQLite, ``server`` offers the same over HTTP on loopback. Nothing is imported here, so
that the credentials can be named without loading any of it. They open nothing else.
"""

TOKEN = "sandboxtoken0000" * 2
SECRET = "sandboxsecret000" * 4

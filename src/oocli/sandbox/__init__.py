"""An onOffice that ships with oocli: made-up records behind the real protocol.

``door`` turns request bytes into reply bytes, in process and over HTTP on loopback;
``calls`` has what answers each call; ``records`` keeps the records in SQLite; ``seed``
makes them up. All of them share what an action asks (``ask``), how it is refused (``refusal``) and what time
it is (``clock``). Nothing is imported here, so that the credentials can be named without loading any of it.
They open nothing else.
"""

TOKEN = "sandboxtoken0000" * 2
SECRET = "sandboxsecret000" * 4

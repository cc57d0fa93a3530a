"""Run one command and say what it cost: ``python -I -S run_one.py OUTPUT COMMAND...``.

A process of its own, and a small one: Linux counts as a program's peak memory what the process held that
started it. Writes a list as JSON: exit code, seconds of processor time with its children, seconds from start
to end, and the largest memory in the unit of ``ru_maxrss``.
"""

import json
import os
import sys
from time import perf_counter

_output, *_words = sys.argv[1:]
_target = os.open(_output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
_began = perf_counter()
_pid = os.posix_spawnp(_words[0], _words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, _target, 1)])
_, _status, _usage = os.wait4(_pid, 0)
_elapsed = perf_counter() - _began
_code = os.waitstatus_to_exitcode(_status)
print(json.dumps([_code, _usage.ru_utime + _usage.ru_stime, _elapsed, _usage.ru_maxrss]))  # noqa: T201

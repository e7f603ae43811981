"""`briefing`, also as `python -m generator`: one line and no traceback for whoever stops it, however early."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from types import FrameType

# New objects after which Python looks for those that only hold one another. Its own number, 700, has it look through
# the same modules dozens of times while they are loaded: a fortieth of a build after an edit.
_CYCLES = 20_000


class Stopped(KeyboardInterrupt):
    """Somebody stops us; its argument is the exit code.

    Its own class, because Python kills itself on its way out when a plain KeyboardInterrupt came while it compiled.
    """


def start() -> None:
    """Run the command line of this process, and end it with the exit code.

    At once: Python would first take apart all that it has loaded, which is a sixteenth of a build after an edit.
    """
    gc.set_threshold(_CYCLES)
    code = run()
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # neither need be there
            stream.flush()
    except (OSError, ValueError):  # Python says what is wrong with it
        sys.exit(code)
    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1:  # which Python waits for
        sys.exit(code)
    atexit._run_exitfuncs()
    os._exit(code)


def run() -> int:
    """Run the command line of this process and return its exit code (cli.main)."""
    stops = [signal.SIGINT, signal.SIGTERM]
    stops += [signal.SIGHUP] if hasattr(signal, "SIGHUP") else []  # Windows has none
    for number in stops:
        # What was to be ignored, as nohup does, is ignored still.
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)
    try:
        from generator.cli import main  # noqa: PLC0415 - may be stopped as well

        return main()
    except Stopped as stopped:
        print("stopped", file=sys.stderr)
        return int(stopped.args[0])


def _stop(number: int, frame: FrameType | None) -> None:
    for again in (signal.SIGINT, signal.SIGTERM):
        signal.signal(again, signal.SIG_IGN)  # once is enough: what was begun is being tidied up
    raise Stopped(128 + number)


if __name__ == "__main__":
    start()

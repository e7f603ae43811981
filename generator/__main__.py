"""`briefing`, also as `python -m generator`: one line and no traceback for whoever stops it, however early."""

from __future__ import annotations

import signal
import sys
from types import FrameType


class Stopped(KeyboardInterrupt):
    """Somebody stops us; its argument is the exit code.

    Its own class, because Python kills itself on its way out when a plain KeyboardInterrupt came while it compiled.
    """


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
    sys.exit(run())

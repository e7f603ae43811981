"""Runs of `briefing` in processes of their own, which may be killed or kill themselves."""

import importlib
import os
import signal
import sys
import tempfile
import traceback

COMMANDS = {"clean": ["clean"], "build": ["build", "--now", "2030-01-01"]}
LIBRARIES = (
    "generator.__main__ generator.cli generator.commands.clean generator.ingest.stories generator.intake "
    "generator.pipeline generator.repeat generator.publish.changes markdown.extensions.tables nh3 trafilatura"
).split()


def load(text):
    """Import what the commands import, and take a text apart, for which the patterns of the rules are made.

    Each run is a fork of this process: it takes no second to start, and makes none of that anew.
    """
    for name in LIBRARIES:
        importlib.import_module(name)
    document = sys.modules["generator.model"].Document("a.txt", "a.txt", text.encode(), "0" * 64)
    sys.modules["generator.ingest.stories"].harvest(document)


class Run:
    """One run of a command, in a process of its own."""

    def __init__(self, folder, command, dies_at=None):
        """Start it; with `dies_at` it is killed before it changes the files of the content for that time, from 1."""
        self.folder = folder
        (folder / "tmp").mkdir(exist_ok=True)
        for name in ("out", "err"):
            (folder / "tmp" / name).touch()
        self.pid = os.fork()
        if not self.pid:
            self._be(command, dies_at)

    def _be(self, command, dies_at):
        code = 99
        try:
            os.chdir(self.folder)
            if dies_at:
                sys.addaudithook(Death(dies_at))
            os.environ["TMPDIR"] = tempfile.tempdir = str(self.folder / "tmp")
            for number, name in ((1, "out"), (2, "err")):
                os.dup2(os.open(self.folder / "tmp" / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
            sys.argv = ["briefing", *COMMANDS.get(command, command)]
            code = sys.modules["generator.__main__"].run()
            sys.stdout.flush()
            sys.stderr.flush()
        except SystemExit as end:
            code = end.code
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)

    def wait(self):
        """Return the exit code, or minus the signal that ended it, and what was said on stderr."""
        _, status = os.waitpid(self.pid, 0)
        err = (self.folder / "tmp" / "err").read_text()
        for name in ("out", "err"):
            (self.folder / "tmp" / name).unlink()
        return os.waitstatus_to_exitcode(status), err

    def is_over(self):
        return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


class Death:
    """Kills this process right before one of its changes to files below content/."""

    CHANGES = ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "ctypes.call_function")

    def __init__(self, at):
        self.left = at

    def __call__(self, event, values):
        if event in self.CHANGES or (event == "open" and values[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)):
            at = "ctypes" if event.startswith("ctypes") else os.fsdecode(values[0]) if values[0] != -1 else ""
            if at == "ctypes" or at.startswith("content"):
                self.left -= 1
                if not self.left:
                    os.kill(os.getpid(), signal.SIGKILL)

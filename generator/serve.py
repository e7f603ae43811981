"""The editing loop: build, serve the site folder, build again when content, theme or settings change.

A build that fails leaves the earlier site standing, and open pages show what is wrong.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import watchfiles

from generator.errors import BriefingError, Location, OutputError, Problem, reason
from generator.pipeline import build
from generator.progress import bar
from generator.project import Project
from generator.publish.changes import summary
from generator.site_server import HOST, SiteServer

PORT = 8000
TRIED = 100  # ports after the first one, where nobody asked for a certain one
_POLL = 0.1  # seconds within which the server notices that it is to end
_LOOK = 500  # milliseconds from one look at what cannot be watched to the next
_PAUSE = 4  # looks without a change after which somebody has paused, and the search is brought up to date


def serve(
    find: Callable[[], Project],
    say: Callable[[str], None],
    complain: Callable[[BriefingError], None],
    port: int | None = None,
) -> None:
    """Build and serve a project until Ctrl-C, and build again on every change.

    `find` returns the project with its settings as they now are; `say` gets each message and `complain` each error.
    Without `port` it is 8000 or the next one that is free. Raises BriefingError where there are no usable settings at
    the start, or no free port.
    """
    server = _listen(find(), port)
    threading.Thread(target=server.serve_forever, args=(_POLL,), daemon=True).start()

    def again(search_waits: bool = True, is_asked: bool = True) -> bool:
        """Build, and return whether the search is behind; where nobody asked, what changed nothing is not spoken of."""
        try:
            server.project = find()
            started = time.monotonic()
            report = build(server.project, bar, search_waits=search_waits)
            server.live.built(report)
            if not report.changes and not is_asked:
                return report.search_is_behind
            said = summary(report, server.project.site.as_posix()) if search_waits else "search: up to date again"
            say(f"{said}\nbuilt in {time.monotonic() - started:.2f} s")
            return report.search_is_behind
        except BriefingError as error:
            server.live.failed(error)
            complain(error)
            return False

    try:
        is_behind = again()
        address = server.address
        say(f"Serving {address} (Ctrl-C stops)")
        for event in _events(server):
            if event != "pause" or is_behind:
                is_behind = again(event != "pause", event == "change")
            if address != server.address:
                address = server.address
                say(f"Serving {address} from now on")
    finally:
        server.live.close()
        server.shutdown()
        server.server_close()


def _listen(project: Project, port: int | None) -> SiteServer:
    ports = range(PORT, PORT + TRIED) if port is None else [port]
    for number in ports:
        try:
            return SiteServer(number, project)
        except OSError as error:
            said = reason(error)
    raise OutputError([Problem(Location(f"{HOST}:{ports[-1]}"), f"cannot serve here: {said}", "name another --port")])


def _events(server: SiteServer) -> Iterator[Literal["begin", "change", "pause"]]:
    """Yield each time that a watch began, each change of content, themes or settings, and each pause without any.

    Folders may come and go. The settings are looked at twice a second: many editors save by putting a new file in the
    old one's place, and who watches the old file learns nothing of that. Of what changed before a watch began nobody
    was told.
    """
    while True:
        folders, settings = _folders(server.project), _stamp(server.project)
        quiet, begins = 0, True
        try:
            for changes in watchfiles.watch(*folders, yield_on_timeout=True, rust_timeout=_LOOK, debounce=400):
                quiet += 1
                if changes or settings != _stamp(server.project):
                    settings, quiet = _stamp(server.project), 0
                    yield "change"
                elif begins:
                    yield "begin"
                elif quiet % _PAUSE == 0:
                    yield "pause"
                begins = False
                if folders != _folders(server.project):
                    yield "change"
                    break
        except FileNotFoundError:  # a folder went before it could be watched: that is a change too
            yield "change"


def _folders(project: Project) -> list[Path]:
    return [folder for folder in (project.content, project.themes) if folder.is_dir()]


def _stamp(project: Project) -> tuple[int, int] | None:
    try:
        state = project.settings.stat() if project.settings else None
    except OSError:
        return None
    return (state.st_mtime_ns, state.st_size) if state else None

"""`briefing hook`: a site that is rebuilt on every push to a bare git repository.

`install` puts a post-receive hook into the repository. From then on a push to its branch builds the site and tells the
person who pushed how it went; a broken article leaves the site as it was. `uninstall` takes the hook away again. `run`
is what the hook calls.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from generator.bare_repository import BareRepository

HELP = "rebuild the site on every push to a bare git repository"
EXAMPLES = """\
examples:
  briefing hook install digest.git --site /srv/www
  briefing hook install digest.git --site /srv/www --branch live --config news/briefing.yaml
  briefing hook uninstall digest.git
"""

_MARK = "# Written by `briefing hook install`"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `hook`."""
    parser.add_argument("action", choices=["install", "uninstall", "run"], help="what to do; `run` is for the hook")
    parser.add_argument("repository", type=Path, metavar="REPO", help="the bare repository that people push to")
    parser.add_argument("--site", type=Path, metavar="DIR", help="folder to write the site to")
    parser.add_argument("--branch", metavar="NAME", help="the branch to publish (default: the repository's HEAD)")


def run(arguments: argparse.Namespace) -> int:
    """Install, remove or carry out the hook, and return the exit code. Raises BriefingError."""
    from generator.bare_repository import BareRepository

    repository = BareRepository(arguments.repository)
    if arguments.action == "uninstall":
        repository.remove_hook(_MARK)
        print(f"{repository.path}: has no hook of ours any more; the site stays")
        return 0
    _check(arguments, repository)
    return _install(arguments, repository) if arguments.action == "install" else _run(arguments, repository)


def _check(arguments: argparse.Namespace, repository: BareRepository) -> None:
    from generator.errors import Location, Problem, RepositoryError

    problems = []
    settings = PurePosixPath(arguments.config or "briefing.yaml")
    if settings.is_absolute() or ".." in settings.parts:
        problems.append(Problem(Location("--config"), f"'{settings}' is not a path in the repository"))
    if arguments.site is None:
        problems.append(Problem(Location("--site"), "is missing", "the folder that the web server shows"))
    else:
        site = arguments.site.resolve()
        if site == repository.path or site in repository.path.parents or repository.path in site.parents:
            problems.append(Problem(Location("--site"), "the site and the repository must not hold one another"))
    if problems:
        raise RepositoryError(problems)


def _install(arguments: argparse.Namespace, repository: BareRepository) -> int:
    from msgspec.structs import replace

    from generator.errors import RepositoryError

    command = _command(arguments, repository)
    lines = (
        "#!/bin/sh",
        f"{_MARK}; install again to change it. It builds the site of what was pushed,",
        "# and with nothing to read, as in `post-receive </dev/null`, that of the branch as it stands.",
        f"umask {'002' if repository.is_shared() else '022'} # the web server reads what is written",
        f"exec {command}",
        "",
    )
    try:
        hook = repository.put_hook("\n".join(lines), _MARK)
    except RepositoryError as error:
        hint = f"it can call ours with this line: {command} </dev/null"
        raise RepositoryError(replace(problem, hint=problem.hint or hint) for problem in error.problems) from None
    branch = arguments.branch or repository.head()
    print(f"{hook}: a push to {branch} builds {arguments.site.resolve()}")
    if repository.tip(branch):
        print(f"To build it now: {hook} </dev/null")
    return 0


def _command(arguments: argparse.Namespace, repository: BareRepository) -> str:
    """Return the line of shell that builds, with this Python and what it finds this package by."""
    import shlex

    words = [sys.executable, "-P", "-X", "utf8", "-m", "generator", "hook", "run", str(repository.path)]
    words += ["--site", str(arguments.site.resolve())]
    if arguments.branch:
        words += ["--branch", arguments.branch]
    if arguments.config:
        words += ["--config", arguments.config.as_posix()]
    if path := os.environ.get("PYTHONPATH"):
        folders = os.pathsep.join(os.path.abspath(folder) for folder in path.split(os.pathsep))  # noqa: PTH100
        words = ["env", f"PYTHONPATH={folders}", *words]
    return shlex.join(words)


def _run(arguments: argparse.Namespace, repository: BareRepository) -> int:
    import signal

    from generator.errors import BriefingError
    from generator.push import Target, publish, read_updates

    updates = [] if sys.stdin.isatty() else read_updates(sys.stdin)
    if updates:
        # What was pushed is published, also when whoever pushed does not wait for it: nothing would make up for it.
        for name in {"SIGINT", "SIGHUP"} & set(dir(signal)):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]
    target = Target(arguments.branch or repository.head(), arguments.config, arguments.site)
    try:
        return publish(repository, target, updates, _say)
    except BriefingError as error:
        for problem in error.problems:
            _say(str(problem))
        _say("briefing: not published: the push was taken, and the site is as it was")
        return 1


def _say(line: str) -> None:
    try:
        print(line, flush=True)
    except OSError:  # nobody listens any more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

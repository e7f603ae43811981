"""The first of the two I/O edges: the only place that reads content, settings and themes, and that writes the site."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from generator.errors import (
    BriefingError,
    ConfigError,
    ContentError,
    Location,
    OutputError,
    Problem,
    ThemeError,
    collecting,
    reason,
    suggestion,
)
from generator.model import Article
from generator.site_model import Content, Page, ThemeFolder

_PACKAGE = Path(__file__).resolve().parent
# Beyond this, settings are none that anybody wrote: those of a thousand documents have a few hundred kilobytes.
SETTINGS_MB = 20.0
RECORDS = ".clean"  # what the cleaner keeps for itself: an article as it made it, and
RECORD_SUFFIX = ".base"  # the end of its name
ORIGINS = "origins"  # and there, what it kept and dropped of the documents of each article, by its id


def packaged(name: str) -> Path:
    """Return a file or folder that the wheel carries; in a checkout the one at its top level."""
    inside = _PACKAGE / "packaged" / name
    return inside if inside.exists() else _PACKAGE.parent / name


def undecodable_name(path: Path) -> Problem | None:
    """Return what is wrong with a path of which the bytes are no text, as names from other systems may be."""
    shown = str(path).encode("utf-8", "backslashreplace").decode()
    return None if shown == str(path) else Problem(Location(shown), "the name is not UTF-8 text", "rename it")


def too_large(size: int, most: float, path: Path) -> Problem | None:
    """Return what to say of a file of so many bytes, where that is more than so many megabytes."""
    if size <= most * 1_000_000:
        return None
    message = f"{size / 1_000_000:.1f} MB, larger than the limit of {most:g} MB"
    return Problem(Location(str(path)), message, "see limits in briefing.yaml")


def wrong_file(state: os.stat_result, most: float, path: Path) -> Problem | None:
    """Return what is wrong with a file in a state, where it is no ordinary one or has more than so many megabytes."""
    if not stat.S_ISREG(state.st_mode):
        return Problem(Location(str(path)), "not an ordinary file")
    return too_large(state.st_size, most, path)


def decoded(data: bytes, path: str, error: type[BriefingError]) -> str:
    """Return the text in a file. Raises `error` naming the file where it is not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise error([Problem(Location(path, line), "not UTF-8 text", "save the file as UTF-8")]) from None


def leads_out(path: Path, root: Path) -> bool:
    """Return whether a file is a link to something outside a folder: another's file that nobody meant to publish."""
    return path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def read_text(path: Path, error: type[BriefingError] = ConfigError, most: float = SETTINGS_MB) -> str:
    """Return a UTF-8 text file.

    Raises `error` naming the file where it cannot be read, is no ordinary file, is not UTF-8, or has more than so many
    megabytes.
    """
    try:
        if problem := wrong_file(path.stat(), most, path):
            raise error([problem])
        return decoded(path.read_bytes(), str(path), error)
    except OSError as problem:
        raise error([Problem(Location(str(path)), f"cannot be read: {reason(problem)}")]) from None


def read_content(root: Path, found: list[Problem] | None = None) -> Content:
    """Return everything below a content folder: articles/, topics/ and pages/, in the order of their paths.

    Files and folders whose name starts with a dot are passed over. Raises ContentError with what is wrong with each
    file by itself; the build (catalogue.py) says more. Given a list, that goes there, and such files are left out.
    """
    from generator.front_matter import parse_article, parse_page  # noqa: PLC0415  (most builds need none of it)

    problems: list[Problem] = []
    articles: list[Article] = []
    pages: dict[str, list[Page]] = {"pages": [], "topics": []}
    for path in _files(root / "articles", ".md"):
        try:
            articles.append(parse_article(read_text(path, ContentError), str(path)))
        except ContentError as error:
            problems.extend(error.problems)
    for folder, those in pages.items():
        for path in _files(root / folder, ".md"):
            try:
                slug = path.relative_to(root / folder).as_posix().removesuffix(".md")
                those.append(parse_page(read_text(path, ContentError), str(path), slug))
            except ContentError as error:
                problems.extend(error.problems)
    if problems:
        with collecting(found):
            raise ContentError(problems)
    return Content(tuple(articles), tuple(pages["pages"]), tuple(pages["topics"]))


def walk(folder: str, suffix: str, deep: bool = True) -> Iterator[os.DirEntry[str]]:
    """Yield the files below a folder whose names end so, in the order of their paths.

    Files and folders whose name starts with a dot are passed over; `deep` says whether to go into folders.
    """
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    inside = [entry for entry in entries if not entry.name.startswith(".")]
    folders = []
    for entry in inside:
        if entry.is_dir(follow_symlinks=False):
            folders.append(entry.path)
        elif entry.name.endswith(suffix) and not (entry.is_symlink() and entry.is_dir()):
            yield entry
    for path in folders if deep else ():
        yield from walk(path, suffix)


def read_site(site: Path) -> dict[str, bytes]:
    """Return the files of a site that was built, by their paths below its folder. Raises OutputError without one."""
    if not site.is_dir():
        raise OutputError(
            [Problem(Location(str(site)), "no such folder", "run `briefing build` first, or name a site")]
        )
    try:
        return {path.relative_to(site).as_posix(): path.read_bytes() for path in _files(site)}
    except OSError as problem:
        raise OutputError([Problem(Location(str(problem.filename)), f"cannot be read: {reason(problem)}")]) from None


def _files(folder: Path, suffix: str = "") -> Iterator[Path]:
    """Yield the files below a folder in the order of their paths, without those whose path has a part `.name`."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(suffix) and not name.startswith("."):
                yield Path(parent, name)


def read_themes(name: str, themes: Path) -> tuple[ThemeFolder, ...]:
    """Return the folders in which a theme's files are looked up, the first to have a file wins: its own, the default.

    `themes` is the project's folder of themes; the default theme also comes with the package. Raises ThemeError where
    the theme does not exist or one of its templates is not UTF-8 text.
    """
    default = themes / "default" if (themes / "default").is_dir() else packaged("themes/default")
    if name == "default":
        return (_read_theme(default),)
    if not (themes / name).is_dir():
        known = [path.name for path in themes.iterdir() if path.is_dir()] if themes.is_dir() else []
        hint = suggestion(name, {*known, "default"})
        raise ThemeError([Problem(Location(str(themes / name)), f"no theme '{name}'", hint)])
    return (_read_theme(themes / name), _read_theme(default))


def stray(path: Path) -> Problem:
    """Return what to say of a link that leads out of the project."""
    return Problem(Location(str(path)), "a link that leads out of the project", "put the file itself there")


def _read_theme(folder: Path) -> ThemeFolder:
    strays = [path for part in ("templates", "static") for path in _files(folder / part) if leads_out(path, folder)]
    if strays:
        raise ThemeError(map(stray, strays))

    def named(part: str) -> Iterator[tuple[str, Path]]:
        return ((path.relative_to(folder / part).as_posix(), path) for path in _files(folder / part))

    return ThemeFolder(
        path=str(folder),
        templates={name: read_text(path, ThemeError) for name, path in named("templates")},
        static={name: path.read_bytes() for name, path in named("static")},
    )

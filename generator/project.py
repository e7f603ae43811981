"""Where a digest's settings, content, themes and site are, as the command line and the current folder say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import msgspec
from msgspec.structs import replace

from generator import clock
from generator.errors import ConfigError, Location, Problem, collecting
from generator.model import Config
from generator.store import packaged, read_text

SETTINGS = "briefing.yaml"


class Project(msgspec.Struct, frozen=True):
    """The settings of a digest and its folders; `settings` is None where the packaged defaults serve.

    `cache` holds what only saves time, and may be deleted. `today` is the day in the digest's time zone: what is dated
    later is not published yet, but where `drafts` asks for a preview with all of it.
    """

    config: Config
    settings: Path | None
    seeds: Path
    content: Path
    themes: Path
    site: Path
    cache: Path
    today: dt.date
    drafts: bool = False


def settings_files(settings: Path | None) -> list[Path]:
    """Return the files that say what the settings are, one of which need not be there, where an argument names one."""
    return [settings or Path(SETTINGS), packaged(SETTINGS)]


def _default() -> Config:
    from generator.config import parse_config  # noqa: PLC0415  (with YAML, which takes longer than an edit)

    defaults = packaged(SETTINGS)
    return parse_config(read_text(defaults), str(defaults))


def find_project(
    settings: Path | None = None,
    content: Path | None = None,
    site: Path | None = None,
    base_url: str | None = None,
    now: str | None = None,
    drafts: bool = False,
    found: list[Problem] | None = None,
    known: Config | None = None,
) -> Project:
    """Return the project that the arguments of a command name.

    Without `settings` it is the current folder's briefing.yaml, else the packaged defaults. Folders that are not named
    stand beside the settings. `now` is a day or a moment to build for, in place of the clock's. With `drafts` it is a
    preview. Raises ConfigError with every problem of the settings, or for a bad `base_url` or `now`. Given a list, the
    problems of the settings go there; where nothing at all can be made of them, they count as not there. `known` is
    what the settings are known to say; then they are not read.
    """
    if settings is None and Path(SETTINGS).is_file():
        settings = Path(SETTINGS)
    root = settings.parent if settings else Path()
    config = known
    if settings and not config:
        from generator.config import parse_config  # noqa: PLC0415

        with collecting(found):
            config = parse_config(read_text(settings), str(settings), lambda: _default().topics, found)
    if config is None:
        settings, config = None, _default()
    if base_url is not None:
        from generator.config import check_base_url  # noqa: PLC0415

        problem = check_base_url(base_url)
        if problem:
            raise ConfigError([Problem(Location("--base-url"), problem, "such as https://example.org/briefing/")])
        config = replace(config, base_url=base_url.rstrip("/") + "/")
    cache = root / ".cache"
    return Project(
        config=config,
        settings=settings,
        seeds=root / "seeds",
        content=content or root / "content",
        themes=root / "themes",
        # Nobody publishes a draft by mistake: a preview never stands where the site does.
        site=site or (cache / "preview" if drafts else root / "site"),
        cache=cache,
        today=clock.today(config.time_zone, now),
        drafts=drafts,
    )

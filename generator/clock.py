"""The only place that asks what time it is. No stage does: what is due is decided by a day that is handed in."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from generator.errors import ConfigError, Location, Problem


def today(time_zone: str, now: str | None = None) -> dt.date:
    """Return the day that it is in a time zone: at the moment that `now` names, or without it by the clock.

    `now` is a day, or a moment with its offset from UTC (ISO 8601). Raises ConfigError for anything else.
    """
    zone = ZoneInfo(time_zone)
    if now is None:
        return dt.datetime.now(zone).date()
    try:
        moment = dt.datetime.fromisoformat(now)
    except ValueError:
        hint = "such as 2024-12-24 or 2024-12-24T08:00+05:00"
        raise ConfigError([Problem(Location("--now"), f"'{now}' is not a day or a moment", hint)]) from None
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def end(day: dt.date, time_zone: str) -> float:
    """Return when a day is over in a time zone, in seconds since the epoch."""
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), ZoneInfo(time_zone)).timestamp()

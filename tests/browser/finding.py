"""Where a browser is on this machine. Nothing is imported here that a bare machine does not have."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def playwrights_own():
    """Return the Chromium that playwright downloaded, or None."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def find_browser():
    """Return the path of a Chromium: the one that $CHROMIUM names, playwright's own, or the system's; else None."""
    named = os.environ.get("CHROMIUM")
    return named or playwrights_own() or next((path for name in NAMES if (path := shutil.which(name))), None)


def run(*command, seconds):
    """Return whether a command succeeded; what it prints goes to stderr."""
    try:
        return subprocess.run(command, check=False, timeout=seconds, stdout=sys.stderr).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False

"""Where a browser is on this machine. Nothing is imported here that a bare machine does not have."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The first one has no windows, and is quicker.
SHELL = "chromium-headless-shell"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def playwrights_own():
    """Return the Chromium that playwright downloaded, best the one without windows, or None."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    folder = path.parents[1]
    shells = folder.with_name(folder.name.replace("chromium-", "chromium_headless_shell-")).glob("*/*headless*shell")
    return next((str(one) for one in (*shells, path) if one.exists()), None)


def find_browser():
    """Return the path of a Chromium: the one that $CHROMIUM names, playwright's own, or the system's; else None."""
    named = os.environ.get("CHROMIUM") or shutil.which(SHELL)
    return named or playwrights_own() or next((path for name in NAMES if (path := shutil.which(name))), None)


def run(*command, seconds):
    """Return whether a command succeeded; what it prints goes to stderr."""
    try:
        return subprocess.run(command, check=False, timeout=seconds, stdout=sys.stderr).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False

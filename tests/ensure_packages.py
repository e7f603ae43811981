"""Install the programs that the tests use, where they are missing and Debian's packages can be had.

Any Python runs it: make does so while .venv is set up.
"""

import os
import shutil
import subprocess
import sys

# The command of each program and the package that has it: feed readers, a web server, what copies a site elsewhere, and
# Chromium without windows, which opens a page with half of the work and a new context with a quarter.
PROGRAMS = {"newsboat": "newsboat", "sfeed": "sfeed", "r2e": "rss2email", "nginx": "nginx", "rsync": "rsync"}
BROWSER = "chromium-headless-shell"


def program(name):
    """Return the path of a program, also of one that only root's PATH has; None where it is missing."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


def main():
    wanted = PROGRAMS if os.environ.get("CHROMIUM") else {**PROGRAMS, BROWSER: BROWSER}
    missing = [package for name, package in wanted.items() if not program(name)]
    if missing and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)} ...", file=sys.stderr)
        run("apt-get", "-qq", "update")
        # Ubuntu knows no Chromium of that kind, and one name that is not known keeps the others out.
        known = [package for package in missing if run("apt-cache", "show", package)]
        # Somebody else may be installing: the venv module, when all is set up at once.
        install = ["install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
        if known and not run("apt-get", "-qq", *install, *known):
            print("They cannot be installed; the tests that need them are skipped", file=sys.stderr)
    return 0


def run(*command):
    """Return whether a command succeeded; nobody is asked anything."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, check=False, capture_output=True, env=environment).returncode == 0


if __name__ == "__main__":
    sys.exit(main())

"""Install the programs that the tests use, where they are missing and Debian's packages can be had."""

import os
import shutil
import subprocess
import sys

# The command of each program and the package that has it: feed readers, a web server, what copies a site elsewhere.
PROGRAMS = {"newsboat": "newsboat", "sfeed": "sfeed", "r2e": "rss2email", "nginx": "nginx", "rsync": "rsync"}


def program(name):
    """Return the path of a program, also of one that only root's PATH has; None where it is missing."""
    return shutil.which(name, path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))


def main():
    missing = [package for name, package in PROGRAMS.items() if not program(name)]
    if missing and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)} ...", file=sys.stderr)
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            done = subprocess.run(
                ["apt-get", "-qq", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
            )
            if done.returncode:
                print("They cannot be installed; the tests that need them are skipped", file=sys.stderr)
                break
    return 0


if __name__ == "__main__":
    sys.exit(main())

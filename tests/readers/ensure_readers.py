"""Install the feed readers that the tests use, where they are missing and Debian's packages can be had."""

import shutil
import subprocess
import sys

# The command of each reader and the package that has it.
READERS = {"newsboat": "newsboat", "sfeed": "sfeed", "r2e": "rss2email"}


def main():
    missing = [package for command, package in READERS.items() if not shutil.which(command)]
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

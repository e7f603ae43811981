"""Install a browser for the tests where ensure_packages.py found none: playwright's own, else Debian's chromium."""

import sys

from finding import find_browser, run


def main():
    if find_browser():
        return 0
    print("No browser found, installing one ...", file=sys.stderr)
    run(sys.executable, "-m", "playwright", "install", "--with-deps", "--only-shell", "chromium", seconds=300)
    if not find_browser():
        run("apt-get", "-qq", "update", seconds=300)
        run("apt-get", "-qq", "install", "-y", "chromium", seconds=900)
    if not find_browser():
        print("The browser tests need Chromium: install it, or name it in $CHROMIUM", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

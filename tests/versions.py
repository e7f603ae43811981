"""Versions of a small site. `python tests/versions.py SITE START COUNT` writes so many, one over the other."""

import sys
from pathlib import Path

from generator.site_folder import write_outputs
from generator.site_model import Output

PAGES = 40


def version(number):
    """Return the outputs of one version of a site: every page says which, and some come and go."""
    pages = [Output(f"{at % 7}/{at}/index.html", f"version {number}".encode()) for at in range(PAGES)]
    extra = [Output(f"extra/{number % 5}.html", f"version {number}".encode())]
    return [*pages, *extra, Output("same.css", b"body {}")]


def main():
    site, start, count = sys.argv[1:]
    print("ready", flush=True)
    for number in range(int(start), int(start) + int(count)):
        write_outputs(version(number), Path(site))


if __name__ == "__main__":
    main()

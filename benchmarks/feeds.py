"""How long all feeds of a large digest take, how large they are, and what their check costs."""

import argparse
import datetime as dt
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests")]

COUNTRIES = ("Kazakhstan", "Kyrgyzstan", "Tajikistan", "Turkmenistan", "Uzbekistan", "Afghanistan", "Russia", "China")
TOPICS = ("borders", "csto", "migration", "repatriation")
PARAGRAPH = "The district paid for the planks, the villagers for the nails, and two engineers checked the work. " * 4


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    count = parser.parse_args().articles

    from making import article, config, library, text_of

    from generator.publish.feed_check import check_feed
    from generator.publish.feeds import FORMATS, channels, to_feed

    first = dt.date(2015, 1, 1)
    articles = [
        article(
            f"a{n}",
            str(first + dt.timedelta(n * 3650 // count)),
            (TOPICS[n % 4],),
            countries=(COUNTRIES[n % 8],),
            body=f"{PARAGRAPH}{n}\n\n" * 6,
        )
        for n in range(count)
    ]
    library_, config_ = library(articles, TOPICS), config(TOPICS)
    start = time.perf_counter()
    every = [to_feed(channel, config_) for channel in channels(library_, config_, text_of)]
    print(f"{count} articles, {len(every)} feeds of {config_.feed_items} items")
    print(f"items      {time.perf_counter() - start:6.2f} s")
    for form in FORMATS:
        start = time.perf_counter()
        made = [form.write(feed) for feed in every]
        written = time.perf_counter() - start
        start = time.perf_counter()
        found = sum(len(check_feed(f"feed.{form.ending}", data)) for data in made)
        size = sum(map(len, made))
        print(
            f"{form.name:10} {written:6.2f} s, {size:,} bytes, {size // len(made):,} each; "
            f"checked in {time.perf_counter() - start:.2f} s, {found} found"
        )


if __name__ == "__main__":
    main()

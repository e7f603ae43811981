"""The search of a large archive asks several indexes as if they were one. Here a block has four articles, not 64."""

import json

import pytest

from generator.pipeline import build
from generator.project import find_project
from generator.publish import search_shards

ARTICLES = 31
WORDS = {1: "granite", 20: "concrete", 31: "timber"}
SETTINGS = """\
base_url: https://example.org/below/
topics: {old: {title: Old}, new: {title: New}}
"""
ARTICLE = """\
---
title: Report {number}
slug: report-{number}
id: report-{number}
date: 20{year}-01-{day:02}
topics: [{topic}]
countries: [{country}]
summary: Short {number}.
---

The bridge is open. It is of {word}.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory, serving):
    root = tmp_path_factory.mktemp("shards")
    (root / "content/articles").mkdir(parents=True)
    (root / "briefing.yaml").write_text(SETTINGS)
    for number in range(1, ARTICLES + 1):
        article = ARTICLE.format(
            number=number, year=10 + number // 4, day=number % 28 + 1, topic="old" if number < 9 else "new",
            country="Kenya" if number % 15 == 1 else "Uganda", word=WORDS.get(number, "steel"),
        )  # fmt: skip
        (root / f"content/articles/{number}.md").write_text(article)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_shards, "UNIT", 4)
        build(find_project(root / "briefing.yaml", site=root / "served/below"))
    assert json.loads((root / "served/below/search/index/shards.json").read_text()) == ["16", "24"]
    return serving(root / "served") + "/below"


@pytest.mark.parametrize(
    ("asked", "reports"),
    [
        ("q=granite", ["1"]),  # the oldest of all
        ("q=timber", ["31"]),  # the newest
        ("q=concrete", ["20"]),
        ("country=Kenya", ["31", "16", "1"]),  # one in each index, the newest first
        ("year=2010", ["3", "2", "1"]),  # in the last index only
        ("topic=Old&year=2012", ["8"]),
        ("topic=Old&q=bridge&country=Kenya", ["1"]),
        ("q=zeppelin", []),
    ],
)
def test_one_search_of_all(browser, home, asked, reports):
    page = browser.new_page()
    page.goto(f"{home}/search/?{asked}")
    page.wait_for_function("() => document.querySelector('.found').textContent")
    links = page.locator(".results a")
    titles = [title.removeprefix("Report ") for title in links.all_inner_texts()]
    assert titles == reports
    for address in links.evaluate_all("all => all.map((one) => one.href)"):
        assert page.request.get(address).ok
    page.close()

"""A long archive is parted by year and month, a long sitemap into several: nothing is lost, little is made again."""

import re

import pytest
from running import briefing

SETTINGS = "title: Digest\nbase_url: https://example.org/x/\nsearch: false\ntopics: {x: {title: X}}\n"
DAYS = ["2024-03-09", "2024-03-02", "2024-02-01", "2023-12-24", "2023-12-23", "2023-12-22", "2023-05-02", "2021-01-01"]
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def article(number, day, body="Text."):
    date = f"date: {day}\n" if day else ""
    header = f"title: Report {number}\nslug: r{number}\nid: r{number}\n{date}topics: [x]\nsummary: It is.\n"
    return f"---\n{header}---\n\n{body}\n"


def file(number):
    return f"content/articles/r{number}.md"


@pytest.fixture
def project(write, monkeypatch):
    monkeypatch.setattr("generator.publish.archive.ON_ONE_PAGE", 3)
    monkeypatch.setattr("generator.publish.machine_files.MOST_ADDRESSES", 7)
    files = {file(number): article(number, day) for number, day in enumerate([*DAYS, None])}
    folder = write({"briefing.yaml": SETTINGS, **files})
    assert briefing(folder, "build").returncode == 0
    return folder


def archive(project):
    """Return the articles on each page of the archive, by their numbers, by its address."""
    pages = {}
    for page in (project / "site/archive").rglob("index.html"):
        main = page.read_text().partition("<main")[2].partition("</main>")[0]
        found = [int(number) for number in re.findall(r'href="[./]+/articles/r(\d+)/"', main)]
        pages["/" + page.parent.relative_to(project / "site").as_posix() + "/"] = found
    return pages


def test_each_article_stands_on_one_page(project):
    assert archive(project) == {
        "/archive/": [0, 1, 2],
        "/archive/2023/": [],
        "/archive/2023/12/": [3, 4, 5],
        "/archive/2023/05/": [6],
        "/archive/2021/": [7],
        "/archive/undated/": [8],
    }


# The newest year turns into one with pages for its months, and stays where it is.
def test_a_year_that_grows_long(project):
    (project / file(9)).write_text(article(9, "2024-03-10"))
    assert briefing(project, "build").returncode == 0
    pages = archive(project)
    assert {"/archive/": [9, 0, 1], "/archive/2024/02/": [2]}.items() <= pages.items()
    assert "/archive/2024/" not in pages
    (project / file(10)).write_text(article(10, "2025-01-01"))
    assert briefing(project, "build").returncode == 0
    assert {"/archive/": [10], "/archive/2024/": [], "/archive/2024/03/": [9, 0, 1]}.items() <= archive(project).items()


def test_every_page_leads_to_every_year_and_has_a_title_of_its_own(project):
    titles = set()
    for page in (project / "site/archive").rglob("index.html"):
        text = page.read_text()
        titles.add(re.search("<title>(.*?)</title>", text)[1])
        years = text.partition('aria-label="Years"')[2].partition("</nav>")[0]
        assert re.findall(">([^<]+)</a>", years) == ["2024", "2023", "2021", "Undated"]
        assert years.count("aria-current") == (page.parent.name not in {"12", "05"})
    assert len(titles) == 6
    assert "Archive: December 2023 – Digest" in titles


def test_an_older_year_changes_alone(project):
    (project / file(9)).write_text(article(9, "2023-12-25"))
    changed = briefing(project, "build", "--diff").stdout
    assert set(re.findall(r"/archive/\S*", changed)) == {"/archive/", "/archive/2023/", "/archive/2023/12/"}


def test_a_short_archive_is_one_page(project, monkeypatch):
    monkeypatch.setattr("generator.publish.archive.ON_ONE_PAGE", 9)
    (project / file(0)).write_text(article(0, "2024-03-09", "Other."))  # what the limit is is not looked at
    briefing(project, "build", "--now=2030-01-01", "--site=other")
    assert len(list((project / "other/archive").rglob("index.html"))) == 1
    assert 'aria-label="Years"' not in (project / "other/archive/index.html").read_text()


def test_a_long_sitemap_is_an_index_of_several(project):
    site = project / "site"
    index = (site / "sitemap.xml").read_text()
    assert index.count(f'<sitemapindex xmlns="{NAMESPACE}">') == 1
    files = re.findall(r"<loc>https://example\.org/x/(.*?)</loc>", index)
    assert files == [f"sitemap-{number}.xml" for number in range(1, len(files) + 1)]
    found = [re.findall(r"<loc>(.*?)</loc>", (site / name).read_text()) for name in files]
    assert [len(part) for part in found[:-1]] == [7] * (len(files) - 1)
    assert 0 < len(found[-1]) <= 7
    every = [address for part in found for address in part]
    pages = {page.parent.relative_to(site).as_posix() for page in site.rglob("index.html")}
    addresses = {f"https://example.org/x/{page}/".replace("/./", "/") for page in pages}
    assert sorted(every) == sorted(addresses)


# The oldest articles come first, so that a new one changes the last files.
def test_a_new_article_leaves_the_first_sitemaps_alone(project):
    before = {path.name: path.read_bytes() for path in (project / "site").glob("sitemap-*.xml")}
    (project / file(9)).write_text(article(9, "2024-03-20"))
    briefing(project, "build")
    after = {path.name: path.read_bytes() for path in (project / "site").glob("sitemap-*.xml")}
    assert before["sitemap-1.xml"] == after["sitemap-1.xml"]
    assert any("/r9/" in data.decode() for data in after.values())

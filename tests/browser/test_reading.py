"""What readers do on a site: search, click on the map, follow a statement to its sentence, without a script too."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest

sample = pytest.mark.parametrize("site", ["sample"], indirect=True)
facts = pytest.mark.parametrize("site", ["facts"], indirect=True)
FIRST_VIEW = 60_000  # bytes that a page may need, without pictures


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    context.close()
    assert not page.complaints


@pytest.fixture
def still(browser):
    """A page in which no script runs."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def found(page, count):
    page.wait_for_function(
        "text => document.querySelector('.found').textContent === text",
        arg=f"{count} article{'' if count == 1 else 's'}"
        if count
        else "Nothing found. Try fewer words, or all topics.",
    )


# A word finds the article and leads to the sentence with it; every filter narrows; the address keeps the question.
@facts
def test_search(page, site):
    page.goto(site.url + "/search/")
    page.get_by_label("Words").fill("opposition")
    found(page, 1)
    page.get_by_label("Words").fill("bridge")
    found(page, 2)
    page.get_by_label("Topic").select_option("Ferries")
    found(page, 1)
    page.get_by_label("Topic").select_option("")
    page.get_by_label("Country").select_option("Uganda")
    found(page, 1)
    page.get_by_label("Year").select_option("2025")
    found(page, 1)
    page.reload()
    found(page, 1)
    assert page.get_by_label("Country").input_value() == "Uganda"
    page.get_by_label("Words").fill("zeppelin")
    found(page, 0)
    page.get_by_label("Words").fill("")
    found(page, 1)
    page.get_by_label("Words").fill("crosses")
    page.get_by_role("button", name="Search").click()
    found(page, 1)
    page.locator(".results a").click()
    page.wait_for_url(f"{site.url}/articles/report/#s-*")
    assert page.locator(":target").inner_text() == "The ninth one crosses the Tana."


# Long lists come in pieces, and the keyboard goes on with the first new one.
@sample
def test_more_results(page, site):
    page.goto(site.url + "/search/?country=Tajikistan")
    page.wait_for_function("() => document.querySelectorAll('.results li').length === 10")
    page.get_by_role("button", name="Show more").click()
    page.wait_for_function("() => document.querySelectorAll('.results li').length > 10")
    focus = page.evaluate("[...document.querySelectorAll('.results a')].indexOf(document.activeElement)")
    assert focus == 10


@sample
def test_the_map_leads_to_the_country(page, site):
    page.goto(site.url + "/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Countries").click()
    page.get_by_role("link", name=re.compile("^Kyrgyzstan: ")).click()
    assert page.url == f"{site.url}/countries/kyrgyzstan/"
    assert page.locator("h1").inner_text() == "Kyrgyzstan"
    title = page.locator(".item h2 a").first.inner_text()
    page.locator(".item h2 a").first.click()
    assert page.locator("h1").inner_text() == title
    page.get_by_role("complementary").get_by_role("link", name="Kyrgyzstan").click()
    assert page.url == f"{site.url}/countries/kyrgyzstan/"


# A number in a chart, an event and a key point lead to the sentence that says so; one that was edited out does not.
@facts
def test_statements_lead_to_their_sentences(page, site):
    for place, name, sentence in [
        ("/topics/bridges/", "8", "Kenya has built eight bridges by the opposition's count."),
        ("/topics/bridges/", "Eight others were built", "Eight others were built between 2019 and 2024."),
        ("/", "Kenya has built nine bridges.", "Kenya has built nine bridges, says the ministry."),
        ("/articles/report/", "$1.5 million", "It cost $1.5 million."),
    ]:
        page.goto(site.url + place)
        page.get_by_role("link", name=name, exact=True).first.click()
        assert page.locator(":target").inner_text() == sentence
    gone = page.locator(".brief li", has_text="This sentence was edited out of the body.")
    assert gone.count() == 1
    assert gone.locator("a").count() == 0


@facts
def test_what_an_article_was_made_of_is_one_click_away(page, site):
    page.goto(site.url + "/articles/report/")
    page.get_by_role("link", name="What was kept and dropped").click()
    assert page.locator("tr.dropped").first.inner_text().split("\t")[1:3] == ["dropped", "share bar"]
    page.get_by_role("link", name="Back to the article").click()
    assert page.url == f"{site.url}/articles/report/"


# On a phone the rows of these tables are grids. What a screen reader is told is a table all the same.
@sample
def test_a_table_is_read_out_as_one_on_a_phone(page, site):
    page.set_viewport_size({"width": 390, "height": 800})
    for path in ("/topics/repatriation/", next(path for path in site.pages if path.startswith("/provenance/"))):
        page.goto(site.url + path)
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        said = Counter(node["role"]["value"] for node in nodes if not node["ignored"])
        assert said["table"] == page.locator("table").count() > 0
        assert said["row"] == page.locator("tr").count()
        assert said["cell"] == page.locator("td:visible").count()
        assert said["rowheader"] + said["columnheader"] == page.locator("th").count()


# Everything can be read where no script runs, and the search page says where to look instead.
@sample
def test_without_javascript(still, site):
    still.goto(site.url + "/search/")
    assert not still.locator("form").is_visible()
    still.locator("noscript").get_by_role("link", name="archive").click()
    assert still.url == f"{site.url}/archive/"
    count = still.locator(".month li").count()
    assert count == len([path for path in site.pages if path.startswith("/articles/")])
    still.locator(".month a").first.click()
    assert still.locator(".body p").first.is_visible()
    still.goto(site.url + "/topics/repatriation/")
    assert still.locator(".chart .bar rect").first.is_visible()
    assert still.locator(".time svg circle, .time svg rect").first.is_visible()


# Tab reaches every link and control of a page, in the order in which they stand.
@sample
@pytest.mark.parametrize("path", ["/", "/countries/", "/topics/repatriation/", "/search/"])
def test_the_keyboard_reaches_everything(page, site, path):
    page.goto(site.url + path)
    page.wait_for_function("() => !document.querySelector('form[hidden]')")
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], input, select, button, summary, [tabindex=\"0\"]')]"
        ".filter(one => one.checkVisibility()).map((one, at) => (one.dataset.at = at, at))"
    )
    reached = []
    for _ in wanted:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("Number(document.activeElement.dataset.at)"))
    assert reached == wanted


def size_of(site, path):
    return (site.folder / path.lstrip("/") / ("index.html" if path.endswith("/") else "")).stat().st_size


# No page is heavy, and nothing but the style sheet stands between a reader and the text. The largest are looked at.
@sample
def test_the_budget(page, site):
    heavy = []
    pages = [path for path in site.pages if not path.endswith("/mail.html")]  # a message, for mail programs
    for path in [*sorted(pages, key=lambda path: -size_of(site, path))[:8], "/", "/search/"]:
        sizes = {}
        page.on("response", lambda answer, sizes=sizes: sizes.update({answer.url: len(answer.body())}))
        page.goto(site.url + path, wait_until="load")
        bytes_needed = sum(size for url, size in sizes.items() if not urlsplit(url).path.endswith((".png", ".svg")))
        if bytes_needed > FIRST_VIEW:
            heavy.append(f"{path}: {bytes_needed}")
        blocking = page.locator("head script:not([type='module']):not([type='application/ld+json'])").count()
        assert not blocking, path
    assert not heavy


# What search engines read is valid, and the picture is there.
@sample
def test_what_others_read(page, site):
    page.goto(site.url + "/articles/operation-zhusan-kazakhstans-long-way-from-rescue-to-new-start/")
    data = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == page.locator("h1").inner_text()
    assert data["datePublished"] == "2025-01-20"
    picture = page.locator("meta[property='og:image']").get_attribute("content")
    answer = page.request.get(site.url + urlsplit(picture).path)
    assert answer.headers["content-type"] == "image/png"
    assert not page.context.cookies()

"""Stories: which articles are on one event, and that whoever belongs to one keeps belonging to it."""

from making import article
from test_clean import STORY, clean

from generator.front_matter import parse_article
from generator.ingest.facts.grouping import assign
from generator.ingest.facts.kinship import Kin
from generator.model import DateBasis

DEAL = (
    "Delegations led by Kamchybek Tashiyev and Saimumin Yatimov finished the delimitation in Batken, where {} pillars "
    "will stand in Vorukh, Tort-Kocho and Ak-Sai; the protocol was initialled by topographers from Isfara and Leilek.\n"
)
OTHERS = (
    "A court in Almaty heard the appeal of three bankers over a bond issue.",
    "Farmers in Khorezm planted less cotton because the canals ran dry.",
    "The museum in Ashgabat opened a hall of carpets from the Yomut tribe.",
    "Skiers from Karakol won two medals at a race in the Alps.",
    "An airline resumed flights between Osh and Urumqi after a pause.",
)


def told(slug, day, body, basis=DateBasis.STATED, topics=("borders",), countries=("Kyrgyzstan",), **values):
    return article(slug, day, topics, title="A", body=body, date_basis=basis, countries=countries, **values)


def others():
    return [told(f"other-{number}", "2024-12-04", text) for number, text in enumerate(OTHERS)]


def stories_of(fresh, settled=()):
    return {one.id: story for one, story in zip(fresh, assign(fresh, settled), strict=True)}


def test_articles_on_one_event():
    pair = [told("first", "2024-12-04", DEAL.format("new")), told("second", "2024-12-05", DEAL.format("fewer"))]
    stories = stories_of([*pair, *others()])
    assert stories["id-first"] == stories["id-second"] == "first"
    assert {stories[f"id-other-{number}"] for number in range(5)} == {f"other-{number}" for number in range(5)}
    # The order in which they come makes no difference.
    assert stories_of([*others(), *pair[::-1]]) == stories


def test_what_keeps_articles_apart():
    first = told("first", "2024-12-04", DEAL.format("new"))
    for other in (
        told("late", "2024-12-12", DEAL.format("fewer")),
        told("elsewhere", "2024-12-04", DEAL.format("fewer"), countries=("Armenia",)),
        told("another-topic", "2024-12-04", DEAL.format("fewer"), topics=("csto",)),
    ):
        assert len(set(assign([first, other], []))) == 2


# Of a page of which only the day of the visit is known it is not asked that the days are near.
def test_visited_pages():
    first = told("first", "2024-12-04", DEAL.format("new"))
    visited = told("visited", "2025-02-08", DEAL.format("fewer"), basis=DateBasis.RETRIEVED)
    assert assign([first, visited, *others()], [])[:2] == ["first", "first"]


# A new article joins the story that stands, under whatever name, and changes nobody else's.
def test_a_new_article_joins_a_story():
    settled = [told("first", "2024-12-04", DEAL.format("new"), story="the-deal"), *others()]
    fresh = told("second", "2024-12-05", DEAL.format("fewer"))
    assert assign([fresh], settled) == ["the-deal"]


def test_why_articles_are_one_story():
    one, two = told("first", "2024-12-04", DEAL.format("new")), told("second", "2024-12-06", DEAL.format("fewer"))
    kinship = Kin([one, two, *others()]).between(one.id, two.id)
    assert kinship.days == 2
    assert "yatimov" in kinship.words
    assert 0.2 < kinship.likeness <= 1


# The cleaner keeps a story for ever, an editor's above all.
def test_stories_last(write):
    project = write({"seeds/bridge.txt": STORY})
    clean(project)
    [path] = (project / "content" / "articles").rglob("*.md")
    first = parse_article(path.read_text("utf-8"), "a")
    assert first.story == first.slug
    path.write_text(path.read_text("utf-8").replace(f"story: {first.story}", "story: bridges-of-the-isfara"), "utf-8")
    (project / "seeds" / "bridge.txt").write_text(
        STORY + "A second bridge is planned for lorries next year.\n", "utf-8"
    )
    clean(project)
    second = parse_article(path.read_text("utf-8"), "a")
    assert second.story == "bridges-of-the-isfara"
    assert "second bridge" in second.body


# Only articles that share rare words are compared: twice the articles, hardly more than twice the comparisons.
def test_the_comparisons_grow_with_the_number_of_articles(monkeypatch):
    compared = []
    kinship = Kin._kinship
    monkeypatch.setattr(Kin, "_kinship", lambda *given: compared.append(1) or kinship(*given))

    def comparisons(number):
        compared.clear()
        many = [
            told(f"a{one}", f"2024-{1 + one % 12:02}-{1 + one % 28:02}", f"{DEAL.format(one)} word{one} name{one % 97}")
            for one in range(number)
        ]
        assign(many, [])
        return len(compared)

    assert comparisons(800) <= 2.5 * comparisons(400) + 400


def test_days_at_the_edge_of_the_calendar():
    assert assign([told("a", "9999-12-31", "Text."), told("b", "0001-01-01", "Text.")], []) == ["a", "b"]

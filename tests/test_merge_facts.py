"""Facts that an editor corrected, deleted or added win over every later clean; the others follow the rules."""

import pytest
import yaml
from test_clean import clean

from generator.fences import split
from generator.front_matter import parse_article

STORY = (
    "Kazakhstan and Its Neighbours Bring More Families Home\n"
    "Published: 3 March 2025\n"
    "Kazakhstan has repatriated 754 citizens from camps in Syria, the foreign ministry in Astana told reporters. "
    "Kyrgyzstan has repatriated 511 citizens from Syria and Iraq. "
    "On 12 February 2025 officials from both countries signed an agreement on schools for the children. "
    "Psychologists and teachers look after those who came home, and relatives may visit them every week.\n"
    "The ministry opened a second centre in Karaganda for families from the camps. "
    "Doctors from three hospitals work there, and lawyers help with documents that were lost. "
    "The United Nations has praised the programme and called on other states to follow it.\n"
)
MORE = STORY + "Tajikistan has repatriated 395 citizens from Syria.\n"


@pytest.fixture
def project(write):
    folder = write({"seeds/home.txt": STORY})
    clean(folder)
    return folder


def article(project):
    [path] = (project / "content" / "articles").rglob("*.md")
    return path


def read(project):
    return parse_article(article(project).read_text("utf-8"), "a.md")


def values(project):
    return [(figure.where[0], figure.low) for figure in read(project).figures]


def edit(project, *pairs):
    text = article(project).read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    article(project).write_text(text, "utf-8")


def follow(project, text=MORE):
    """Change the document and clean, then clean once more, which must find nothing to do."""
    (project / "seeds" / "home.txt").write_text(text, "utf-8")
    done = clean(project)
    assert done.returncode == 0
    before = article(project).read_text("utf-8")
    assert "0 articles written" in clean(project).stdout
    assert article(project).read_text("utf-8") == before
    return done


def entry(project, key, number):
    """Return an entry of a list of the front matter as it is written."""
    header = split(article(project).read_text("utf-8"), "")[0]
    entries = header.split(f"\n{key}:\n")[1].split("\n  - ")
    piece = entries[number].removeprefix("  - ")
    kept = [piece.split("\n")[0]]
    for line in piece.split("\n")[1:]:
        if not line.startswith("    "):
            break
        kept.append(line)
    return "  - " + "\n".join(kept) + "\n"


def test_the_facts_of_the_story(project):
    assert values(project) == [("Kazakhstan", 754), ("Kyrgyzstan", 511)]
    assert [event.when.text for event in read(project).events] == ["2025-02-12"]
    assert read(project).key_points


def test_what_nobody_edited_follows_the_document(project):
    follow(project)
    assert values(project) == [("Kazakhstan", 754), ("Kyrgyzstan", 511), ("Tajikistan", 395)]


def test_a_corrected_value_stays_and_new_figures_come(project):
    edit(project, ("value: 754", "value: 755"))
    follow(project)
    assert values(project) == [("Kazakhstan", 755), ("Kyrgyzstan", 511), ("Tajikistan", 395)]
    # The cleaner's own value may change as well: what the editor put right stands for it.
    follow(project, MORE.replace("754", "760"))
    assert values(project) == [("Kazakhstan", 755), ("Kyrgyzstan", 511), ("Tajikistan", 395)]


def test_a_deleted_figure_stays_deleted(project):
    edit(project, (entry(project, "figures", 0), ""))
    assert values(project) == [("Kyrgyzstan", 511)]
    follow(project)
    follow(project, MORE + "It was late.\n")
    assert values(project) == [("Kyrgyzstan", 511), ("Tajikistan", 395)]


def test_all_figures_deleted(project):
    edit(
        project, (entry(project, "figures", 0), ""), (entry(project, "figures", 1), ""), ("figures:\n", "figures: []\n")
    )
    follow(project)
    assert values(project) == []


def test_an_edited_key_of_a_figure_stays(project):
    edit(
        project,
        (entry(project, "figures", 0), entry(project, "figures", 0) + "    of: fathers, mothers and children\n"),
    )
    follow(project)
    assert read(project).figures[0].of == "fathers, mothers and children"
    assert len(read(project).figures) == 3


def test_a_figure_of_the_editor_s_own_stays(project):
    own = "  - measure: repatriated\n    value: 12\n    where: [Armenia]\n"
    edit(project, (entry(project, "figures", 1), entry(project, "figures", 1) + own))
    follow(project)
    assert values(project) == [("Kazakhstan", 754), ("Kyrgyzstan", 511), ("Armenia", 12), ("Tajikistan", 395)]


def test_a_deleted_event_stays_deleted(project):
    edit(project, (entry(project, "events", 0), ""), ("events:\n", "events: []\n"))
    follow(project, MORE + "On 20 February 2025 Tajikistan opened a school for the children in Khujand.\n")
    assert "12 February" not in article(project).read_text("utf-8").split("events:")[1].split("---")[0]


def test_a_corrected_event_stays(project):
    edit(project, ("when: 2025-02-12", "when: 2025-02-11"))
    follow(project, MORE + "On 20 February 2025 Tajikistan opened a school for the children in Khujand.\n")
    assert [event.when.text for event in read(project).events] == ["2025-02-11", "2025-02-20"]


def test_a_reworded_key_point_stays(project):
    first = read(project).key_points[0]
    edit(project, (f"  - text: {first.text}\n", "  - text: Kazakhstan leads with 754 people.\n"))
    follow(project)
    points = [point.text for point in read(project).key_points]
    assert "Kazakhstan leads with 754 people." in points
    assert first.text not in points


# Comments, order and the way in which values are written stay as the editor has them.
def test_what_is_around_the_facts_stays(project):
    edit(project, ("figures:\n", "# checked by R.\nfigures:\n"), ("value: 511", "value: 511 # as of March"))
    follow(project)
    text = article(project).read_text("utf-8")
    assert "# checked by R.\nfigures:\n" in text
    assert "value: 511 # as of March\n" in text
    assert len(yaml.safe_load(split(text, "")[0])["figures"]) == 3


# An article of a time before there were facts, edited since, gets them all the same.
def test_facts_come_into_an_article_that_was_edited_before(project):
    for path in (article(project), *(project / "content" / ".clean").rglob("*.base")):
        header, body, _ = split(path.read_text("utf-8"), "")
        path.write_text(f"---\n{header.split('story:')[0]}---\n\n{body}", "utf-8")
    edit(project, ("title: Kazakhstan and Its Neighbours", "title: Kazakhstan # and others\n#"))
    done = clean(project)
    assert "the cleaner's changes were merged into it\n" in done.stdout
    assert "would write" not in done.stdout
    assert values(project) == [("Kazakhstan", 754), ("Kyrgyzstan", 511)]
    assert read(project).title == "Kazakhstan"
    assert read(project).story and read(project).key_points and read(project).events
    assert "0 articles written" in clean(project).stdout

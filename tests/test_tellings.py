"""What several documents tell becomes one article: the draft of the one whose text is used serves where it can."""

from generator.config import parse_config
from generator.ingest.article import redrafted, to_article
from generator.ingest.facts.reading import FactReader
from generator.ingest.merge import merge
from generator.ingest.stories import harvest
from generator.ingest.topics import Tagger
from generator.model import Document, SourceInfo

TOPICS = parse_config("topics: {water: {title: Water, terms: {bridge: 9}}}", "briefing.yaml").topics
HEADLINE = "Village Gets Its Bridge Back\n\n"
DAY = "4 December 2024\n\n"
TEXT = (
    "The bridge was reopened on Monday, nine years after a flood took the old one away, and many came to see it.\n\n"
    "A second bridge is planned for lorries next year, the governor of the valley said at the opening ceremony.\n"
)


def told(*texts):
    """Return the story that documents with these texts tell together, and the draft of the one whose text is used."""
    tools = (Tagger(TOPICS), FactReader(TOPICS), {})
    documents = [
        Document(path=f"{number}.txt", name=f"{number}.txt", data=text.encode(), sha256="", info=SourceInfo())
        for number, text in enumerate(texts)
    ]
    [story] = merge([story for document in documents for story in harvest(document).stories])
    return story, to_article(story.members[0], *tools), to_article(story, *tools)


# A copy gives no more than its name: nothing else of the draft changes.
def test_a_draft_serves_for_copies():
    story, draft, anew = told(HEADLINE + DAY + TEXT, HEADLINE + DAY + TEXT)
    assert redrafted(story, draft, {}) == anew
    assert len(anew.sources) == 2
    assert anew.topics == ("water",)


# A copy that knows the day says more than the draft does.
def test_no_draft_serves_where_another_document_says_more():
    more = "\nTraders who crossed with melons and dried fish had hired boats until then, at three times the price.\n"
    story, draft, anew = told(f"{HEADLINE}{TEXT}{more}", f"{HEADLINE}{DAY}{TEXT}")
    assert (draft.date, str(anew.date)) == (None, "2024-12-04")
    assert redrafted(story, draft, {}) is None

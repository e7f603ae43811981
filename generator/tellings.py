"""What the documents of a run gave, put together: little of each in memory, and the rest in a spool."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.errors import Problem
from generator.ingest.article import redrafted
from generator.ingest.merge import Group, Outline, combine
from generator.ingest.stories import Stub
from generator.model import Article, Publisher, Story
from generator.provenance import heading
from generator.recall import Gathered
from generator.spool import Shelf, Spool


class Tellings:
    """The stories that documents tell, by their places in the order of the documents, and what else these gave."""

    def __init__(self, spool: Spool) -> None:
        self.outlines, self.stubs = Shelf(spool, Outline), Shelf(spool, Stub)
        self.warnings: list[Problem] = []
        self.problems: list[Problem] = []
        self.documents = self.dropped = 0
        self._spool = spool
        self._drafts, self._judged = Shelf(spool, Article), array("q")
        self._packed = Shelf(spool, Story)
        self._stories: Sequence[Story] = self._packed
        # Of groups of several, by the first of them: the story whose text is used.
        self._used: dict[int, int] = {}

    def add(self, gathered: Iterable[Gathered]) -> None:
        """Take what each of some documents gave, in order."""
        for one in gathered:
            self._drafts.add(one.drafts)
            self._packed.add(one.stories)
            self._judged.extend(one.judged)
            self.outlines.add(one.outlines)
            self.stubs.add(one.stubs)
            self.warnings += one.warnings
            self.problems += one.problems
            self.documents += not one.problems
            self.dropped += one.dropped

    def know(self, stories: Sequence[Story]) -> None:
        """Take the stories themselves, for those who know them by their identity."""
        self._stories = stories

    def story(self, group: Group) -> Story:
        """Return what a group of stories tells."""
        # Made when it is asked for: all of them at once would take several times the memory of their texts.
        return combine([self._stories[place] for place in group.members], group.likenesses)

    def article(self, group: Group, write: Callable[[Story], Article], publishers: Mapping[str, Publisher]) -> Article:
        """Return the article of a group: as it was drafted, if no other document gave more than its name."""
        if len(group.members) == 1:
            return self._drafts[group.members[0]]
        members = [self._stories[place] for place in group.members]
        story = combine(members, group.likenesses)
        best = next(place for place, one in zip(group.members, members, strict=True) if one is story.members[0])
        self._used[group.members[0]] = best
        return redrafted(story, self._drafts[best], publishers) or write(story)

    def record(self, group: Group) -> str:
        """Return what was kept and dropped of the documents of a group whose article was made."""
        used = self._used.get(group.members[0], group.members[0])
        places = (used, *(place for place in group.members if place != used))
        return "".join(
            heading(self.outlines[place].document.name, place == used) + self._spool.get(self._judged[place]).decode()
            for place in places
        )

"""The second I/O edge: the site folder. All is checked before anybody sees it, and only what differs is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from generator.entry_model import digest
from generator.errors import OutputError
from generator.publication import Made, Publication
from generator.site_files import MANIFEST, no_ground, not_ours, read_manifest
from generator.site_model import Output, Plan, WriteReport
from generator.two_trees import TwoTrees

__all__ = ["MANIFEST", "publishing", "write_outputs"]


@contextmanager
def publishing(
    site: Path, known: Mapping[str, Made], dry_run: bool = False, settled: Collection[str] = ()
) -> Iterator[Publication]:
    """Begin a build's publication, once no other build is at work; a dry run writes nothing there and need not wait.

    `known` and `settled` are what Publication takes. Raises OutputError where nothing can be written.
    """
    if problem := not_ours(site):
        raise OutputError([problem])
    if dry_run:
        with _temporary() as folder:
            yield Publication(site, known, read_manifest(site), TwoTrees(site), Path(folder), settled, explain=True)
        return
    if problem := no_ground(site):
        raise OutputError([problem])
    trees = TwoTrees(site)
    with trees.alone() as can_exchange:
        earlier = read_manifest(site)
        if can_exchange:
            yield Publication(site, known, earlier, trees, trees.stage, settled)
        else:
            with _temporary() as folder:
                yield Publication(site, known, earlier, trees, Path(folder), settled)


@contextmanager
def _temporary() -> Iterator[str]:
    import tempfile  # noqa: PLC0415  (most builds need none of it)

    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        yield folder


def write_outputs(outputs: Iterable[Output], site: Path, dry_run: bool = False) -> WriteReport:
    """Make the site folder hold these outputs, and of earlier builds nothing else; say what was written and removed.

    Files that no build wrote are never touched. Where two folders can change places, the new site takes the place of
    the old one in one step (two_trees.py); elsewhere each file is written in one step. A dry run writes nothing, and
    says how the words of pages would change. Raises OutputError, before
    anything is written, for outputs that leave the folder or claim one path twice, and for files of somebody else in
    their way.
    """
    plans = [Plan(output.path, digest(output.data), partial(bytes, output.data)) for output in outputs]
    with publishing(site, {}, dry_run) as publication:
        for _ in publication.add(publication.claim(plans), lambda path, data: None):
            pass
        report = publication.report()
        if not dry_run:
            publication.commit()
    return report

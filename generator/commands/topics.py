"""`briefing topics`: the topics and their rules; with --test, how well the rules do on labelled articles.

A labelled article is a Markdown file with `title` and `topics` in its front matter, such as an article that an editor
has reviewed. Every miss is named, with the words and points that led to it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "show the topics, or score their rules against labelled articles"
EXAMPLES = """\
examples:
  briefing topics                              the topics of briefing.yaml
  briefing topics --test                       against the articles in content/
  briefing topics --test labelled/             against the Markdown files in a folder
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `topics`."""
    parser.add_argument(
        "--test",
        type=Path,
        nargs="?",
        const=Path(),
        metavar="DIR",
        help="score the rules (default DIR: content/articles)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the topics or the score of their rules, and return the exit code. Raises BriefingError."""
    from generator.ingest.topic_score import TopicScore, score
    from generator.ingest.topics import Tagger
    from generator.labels import read_labelled
    from generator.project import find_project

    project = find_project(arguments.config)
    topics = project.config.topics
    if arguments.test is None:
        for topic in topics:
            print(f"{topic.slug}: {topic.title}; {len(topic.terms)} terms, {topic.threshold:g} points needed")
        return 0
    folder = project.content / "articles" if arguments.test == Path() else arguments.test
    slugs = [topic.slug for topic in topics]
    articles = read_labelled(folder, slugs)
    scores, misses = score(Tagger(topics), slugs, articles)
    for miss in misses:
        print(miss)
    total = TopicScore(
        "micro", sum(s.right for s in scores), sum(s.given for s in scores), sum(s.labelled for s in scores)
    )
    width = max(len(one.slug) for one in (*scores, total))
    for one in (*scores, total):
        figures = f"precision {one.precision:.3f}  recall {one.recall:.3f}  F1 {one.f1:.3f}"
        print(f"{one.slug:<{width}}  {figures}  ({one.right} right, {one.given} given, {one.labelled} labelled)")
    print(f"{'macro':<{width}}  F1 {sum(one.f1 for one in scores) / max(1, len(scores)):.3f}")
    print(f"{len(articles)} articles, {len(misses)} misses")
    return 0

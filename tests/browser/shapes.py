"""Which pages have everything that any page has, so that what takes long looks at these and misses nothing."""

import lxml.html

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def shapes(path, data):
    """Return what a page is made of, whatever its words are: its kind, its elements in their parents and its headings.

    An element is its name, classes, role, type and the names of its attributes: what rules of style sheets and of
    accessibility look at. Of the headings each stands with the one before it.
    """
    found, heading = {("kind", path.split("/")[1])}, None
    for element in lxml.html.document_fromstring(data).iter():
        if not isinstance(element.tag, str):
            continue
        parent = element.getparent()
        found.add((None if parent is None else _shape(parent), _shape(element)))
        if element.tag in HEADINGS:
            found.add(("heading", heading, element.tag))
            heading = element.tag
    return found


def _shape(element):
    said = (element.get("role"), element.get("type"))
    return element.tag, *sorted(element.get("class", "").split()), *sorted(element.keys()), *said


def enough(pages):
    """Return pages that together have all shapes, those with most of them first; `pages` has the shapes of each."""
    chosen, seen, left = [], set(), dict(pages)
    while left:
        best = max(left, key=lambda page: len(left[page] - seen))
        if not left[best] - seen:
            break
        chosen.append(best)
        seen |= left.pop(best)
    return chosen

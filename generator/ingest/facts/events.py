"""Events: dated happenings, each the main clause of a sentence that names one time. No more precise than the text."""

from __future__ import annotations

import re

from generator.facts_model import Event
from generator.ingest.cohesion import points_back
from generator.ingest.facts.cuts import capitalised, without_lead, without_speaker
from generator.ingest.facts.when import NAMES_TIME, Clock, Time, find_times
from generator.ingest.spots import Spots, signs

# Verbs of what happens on a day; a state ("was", "lies", "continued") is none. Endings are free.
_VERBS = (
    r"sign|agree|reach|me(?:e?t|ets)\b|hold|held|adopt|launch|open|close[ds]?\b|announc|beg[aiu]n|complet|ratif|"
    r"deploy|attack|cross(?:ed|es)|repatriat|brought|bring|return(?:ed|s)|visit|approv|creat|establish|"
    r"found(?:ed)?\b|join(?:ed|s)|suspend|froze|rul(?:ed|es)|sentenc|jail|convict|kill|died|arrest|detain|conven|"
    r"propos|exchang|handed|banned|deport|start(?:ed|s)|end(?:ed|s)|resum|"
    r"elect|appoint|sent|evacuat|releas|finish|settl|unveil|inaugurat|fired|clash|freed|withdr[ae]w|voted?\b|"
    r"discover|receiv|given|"
    r"подпис|заверш|договор|достиг|встрет|провел|провёл|состо[яи]|приня|запус|откры|закры|объяв|нача|ратифиц|введ|ввел|"
    r"верну|вывез|предлож|приговор|задерж|эвакуир|обменя|депортир|утверд|создал|посет|прош(?:ел|ёл|л)"
)
_HAPPENS = Spots(
    rf"\b(?:{_VERBS}|took place|take place|enter(?:ed|s) into force|came into force|broke out)"
    r"(?!\w*(?:ment|tion|ing)s?\b|e?rs?\b)"
)
_UNREAL = Spots(
    r"\b(?:if|unless|whether|not|never|n't|would|could|might|(?-i:may)|should|born|"
    r"reflect\w*|recall\w*|spoke of|remember\w*|(?:this|last|the same) (?:year|month|week)|"
    r"(?:hold|held) (?:the )?(?:presidency|chair|post|office)|если|не|бы|родил\w*)\b"
)
# Where a second clause begins, to which the time need not belong; before the time even one that no comma parts.
_CLAUSE = re.compile(
    r"[;:—]|\s–\s|\s-\s|,\s(?:and|but|while|where|(?:(?:in|of|to|from|for|with|at|on|by)\s)?(?:which|whom?|whose)|when|"
    r"after|before|until|as|so|because|although|though|with|а|но|и|где|(?:\w{1,3}\s)?котор\w+|когда|после|чтобы)\b",
    re.IGNORECASE,
)
_INNER_CLAUSE = re.compile(r"\b(?:who|which|that|whose|where|when|and then|котор\w+)\b", re.IGNORECASE)
# An opening that holds the time for itself: "After the group's defeat in 2019, ...".
_OPENING = re.compile(
    r"(?:in|at|after|before|following|since|despite|with|during|as|when|while|under|unlike|because|until|besides|"
    r"после|до|несмотря|во время)\b",
    re.IGNORECASE,
)
# "Jusan, begun in 2019, is named after a herb": the time belongs to what is put in.
_PUT_IN = re.compile(r",\s(?:[^\s,]+\s){0,2}[^\s,]+$")
# "... on December 9 and four more were found later": what is joined behind a time has another one, or none.
_SECOND = re.compile(r"\s(?:and|but|и|а|но)\s", re.IGNORECASE)
_POINTS_ASIDE = re.compile(r"\b(?:there|same|them|such)\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?P<comma>,?)(?P<space>\s?)\b(?:on|in|в|во|at)\s(?:early\s|late\s)?$", re.IGNORECASE)
_FISCAL = re.compile(r"\s?\b(?:года|году|г\.)", re.IGNORECASE)
_QUOTES = re.compile(r"[“”«»\"]")
_SHORTEST, _LONGEST = 3, 34  # words
_PRECISE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?(?: to \d{4}-\d\d-\d\d)?")


def find_event(sentence: str, clock: Clock) -> Event | None:
    """Return the event that a sentence tells, None where it tells none or may tell several."""
    shown = signs(sentence)
    if not (shown & NAMES_TIME and shown & _HAPPENS.sign) or "?" in sentence:
        return None
    if not _HAPPENS.search(sentence) or _UNREAL.search(sentence):
        return None
    opened = without_lead(sentence)
    times = find_times(opened, clock)
    if len(times) != 1 or not _PRECISE.fullmatch(times[0].period.text):
        return None
    text = _without_time(opened, times[0])
    if (
        text is None
        or not _SHORTEST <= len(text.split()) <= _LONGEST
        or points_back(text)
        or '"' in text
        or "“" in text
    ):
        return None
    if _POINTS_ASIDE.search(text) or not (verb := _HAPPENS.search(text)) or not verb.start():
        return None
    return Event(times[0].period, text, sentence)


def _without_time(sentence: str, time: Time) -> str | None:
    """Return the clause of a time without the words of the time, None where it is not the sentence's first clause."""
    start = time.start
    end = match.end() if (match := _FISCAL.match(sentence, time.end)) else time.end
    if preposition := _PREPOSITION.search(sentence, max(0, start - 12), start):
        start = preposition.start()
    elif not (
        start == 0 or (sentence[start - 1].isspace() and sentence[start - 2].isalpha() and _is_russian(sentence))
    ):
        return None
    before, after = sentence[:start].rstrip(), sentence[end:]
    if _CLAUSE.search(before) or _INNER_CLAUSE.search(before) or _OPENING.match(before):
        return None
    if after.startswith(",") and "," in sentence[time.start : time.end] and not _CLAUSE.match(after):
        after = after[1:]  # American dates have a comma behind the year
    if after.startswith(",") and _PUT_IN.search(before):
        return None
    if before and (second := _SECOND.match(after)):
        after = after[: second.start()] + "."
    if not before or before.endswith(","):
        after = after.removeprefix(",")
    if before and after.startswith(",") and preposition and preposition["comma"]:
        after = after[1:]
    clause = _CLAUSE.search(after)
    text = f"{before.removesuffix(',')} {after.strip()}" if after[:1].isspace() or not before else before + after
    if clause:
        text = text[: len(text) - (len(after.rstrip()) - clause.start())]
    text = without_speaker(text.strip().rstrip(".,;: ") + ".")
    return capitalised(text.rstrip("."))


def _is_russian(sentence: str) -> bool:
    return bool(re.search("[а-яё]", sentence))

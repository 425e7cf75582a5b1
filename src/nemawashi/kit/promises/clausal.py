"""Promises of one sentence in English and Russian: which verbs are the main ones, who speaks, and what hangs on what.

A sentence is read from the left. Each verb of promise, of asking and of mere stance is looked at once; those that stand in what
another verb tells ("welcomed that they will") are none of their own. Where a new main verb begins, what goes before ends.
"""

import re
from dataclasses import dataclass, replace

from nemawashi.kit.promises import owners
from nemawashi.kit.promises.doubts import why_not
from nemawashi.kit.promises.seats import seat
from nemawashi.kit.promises.verbs import ASKED, PROMISE, STANCE, MainVerb, is_verb, verbs_of
from nemawashi.kit.promises.vocabulary import folded
from nemawashi.kit.speech import strength


@dataclass(frozen=True, slots=True)
class OwnAct:
    """A promise in a sentence: from ``start`` to ``end``, with its verb, its subject, and where its act begins."""

    start: int
    end: int
    verb: MainVerb
    subject: str
    owner: str
    act: int
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """What a sentence promises, or why it promises nothing."""

    kept: tuple[OwnAct, ...]
    reason: str = ""
    last: MainVerb | None = None


def read(sentence: str, language: str, *, before: str = owners.ALL, speaker: str = "") -> ReadSentence:
    """What one sentence promises. ``before``: whose the last promise was; ``speaker``: who speaks where no subject is told."""
    said = _APART.sub(lambda hit: f"{hit[0][0]}{' ' * (len(hit[0]) - 2)}{hit[0][-1]}", folded(sentence))
    said = _NOT_TO.sub(lambda hit: f"{hit[1]}{' ' * len(hit[2])}", said)
    said = _ASIDE.sub(lambda hit: f"{hit[1]}{' ' * len(hit[2])}", said)
    start = _spoken(said, language)
    if start is None:
        return ReadSentence((), "recalled")
    verbs = [verb for verb in verbs_of(said, language) if verb.start >= start]
    if all(verb.role == STANCE for verb in verbs):
        return ReadSentence((), "stance" if verbs else "no verb of promise")
    kept: list[OwnAct] = []
    cuts: list[tuple[int, MainVerb, bool]] = []
    reason = ""
    last: tuple[MainVerb, str] | None = None
    floor = start
    for at, verb in enumerate(verbs):
        if verb.start < floor or not is_verb(said, verb, language):
            continue
        place = seat(
            said,
            verb,
            language,
            start,
            floor,
            last,
            kept[-1].verb if kept and last and last[0] is kept[-1].verb else None,
        )
        if place is None:
            continue
        begins, subject, announced = place
        if begins < 0:
            begins = cuts.pop()[0]
        chosen = verb
        hedge = _hedge(said, verb, verbs[at + 1 :], language) if verb.role == PROMISE else None
        if hedge:
            chosen = replace(verb, end=hedge.end, promise=hedge.promise)
        if announced:
            chosen = replace(chosen, is_reaffirmed=announced == "again")
        cuts.append((begins, chosen, verb.role != STANCE))
        why = why_not(said, chosen, subject, language, announced=bool(announced)) if verb.role != STANCE else "stance"
        owner = owners.owner(subject, language, before)
        if not why:
            kept.append(OwnAct(begins, len(said), chosen, subject, owner, chosen.end, verb.role == ASKED))
        else:
            reason = reason or why
        before = owner or before
        last = (chosen, why)
        floor = chosen.end
    bounds = [*sorted(begin for begin, _, _ in cuts), len(said)]
    rows = []
    for each in kept:
        end = next(bound for bound in bounds if bound > each.verb.start)
        rows.append(replace(each, end=end))
    if (rows and rows[0].start <= start + 1) or (rows and cuts and cuts[0][1] is rows[0].verb):
        rows[0] = replace(rows[0], start=start)
    return ReadSentence(tuple(rows), "" if rows else reason or "no verb of promise", verbs[-1] if verbs else None)


# What stands in commas between a verb and the act that it promises.
_ASIDE = re.compile(
    r"\b((?:seek|plan|aim|agree|decide|resolve|intend|commit|pledge)\w{0,3})(,[^,]{3,90},)(?=\s+to\b)", re.IGNORECASE
)
# "Decided not to" promises as "decided to" does.
_NOT_TO = re.compile(
    r"\b((?:agree|decide|resolve|intend|plan|commit|pledge|undert)\w{0,5})(\s+not)(?=\s+to\b)", re.IGNORECASE
)
# Names of papers and remarks are said by nobody here.
_APART = re.compile(r"\([^()]{1,300}\)|“[^“”]{12,400}”|«[^«»]{12,400}»")
_SPEAKER = {
    "en": re.compile(
        r",\s+(?=(?:and\s+)?(?:we|they|it|he|she|the|all|both|each|our|prime|president|[A-Z][a-z]+)\b)", re.IGNORECASE
    ),
    "ru": re.compile(r",\s+(?=[А-ЯЁ]|стороны|министры|участники|мы\b|главы|президенты|лидеры)"),
}


def _spoken(said: str, language: str) -> int | None:
    """Where the parties begin to speak behind an opening that only recalls; None where they do not."""
    at = len(said) - len(said.lstrip(' \t\n"“«('))
    opening = strength.pattern("recalls", language).match(said, at)
    if not opening:
        return at
    starts = [hit.end() for hit in _SPEAKER[language].finditer(said, opening.end())]
    for place in starts:
        part = said[place : place + 160]
        if language == "ru" or re.match(r"(?:and\s+)?we\b", part, re.I):
            return place
        speaks = re.match(
            r"(?:the|all|both|our|each)?\s*(?:[\w'’.-]+\s+){0,7}?(?:will|shall|agree[ds]?|decide[ds]?|commit\w*|pledge[ds]?|intend\w*|resolve[ds]?|seek\w*|plan\w*|undert\w+|are|have)\b",
            part, re.I,
        )  # fmt: skip
        if (
            speaks
            and not re.search(r"\b(?:that|which|who)\b", speaks[0], re.I)
            and not re.search(r"\b(?:that|which|who)\s+[^,]*$", said[:place], re.I)
        ):
            return place
    return None


def _hedge(said: str, verb: MainVerb, following: list[MainVerb], language: str) -> MainVerb | None:
    """A verb right behind that decides: "will endeavour to" is an endeavour."""
    for each in following[:3]:
        between = re.sub(r",[^,]{0,60},", " ", said[verb.end : each.start])
        if len(between.split()) > 2 or re.search(r"[;:]|\band\b|\bor\b|(?<!\w)и(?!\w)", between):
            return None
        if each.role == PROMISE and each.promise == "endeavour":
            return each
    return None

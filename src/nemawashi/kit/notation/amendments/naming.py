"""Which clauses of the base an instruction names. Numbers are those of the base, whatever was deleted or put in before."""

import re
from collections.abc import Sequence

from nemawashi.kit.notation.amendments.standing import Standing
from nemawashi.kit.notation.amendments.values import CannotError, Target

_INNER = re.compile(r"(?<![\w)])\(([a-z]{1,4})\)\s")
_SENTENCE = re.compile(r"(?<=[.!?。])[\"”»’)]*\s+(?=[\"“«(\[]?[A-ZА-ЯЁ\u3040-\u9fff])|(?<=。)")


def named(clauses: Sequence[Standing], target: Target) -> list[Standing]:
    """The clauses of a target in their order. Raises ``CannotError`` where there is none, or more than one could be meant."""
    if target.family == "here":
        raise CannotError("the instruction does not say which paragraph")
    if target.family == "title":
        found = [each for each in clauses if each.family == "title"]
        if not found:
            raise CannotError("the base has no title")
        return found
    if target.family == "all":
        return [each for each in clauses if not each.new]
    if not target.number:
        found = [each for each in clauses if each.family == target.family and not each.new]
        if not found:
            raise CannotError(f"the base has no {_kind(target.family)}")
        return found
    families = ("op", "annex", "pp") if target.family == "any" else (target.family,)
    for family in families:
        found = _numbered(clauses, family, target)
        if len(found) > 1:
            raise CannotError(f"the base has {len(found)} paragraphs with the number of {called(target)}")
        if found:
            return found
        if family != "pp" and any(each.family == family for each in clauses):
            break
    raise CannotError(f"the base has no {called(target)}" + _how_many(clauses, families[0]))


def _numbered(clauses: Sequence[Standing], family: str, target: Target) -> list[Standing]:
    heads = [each for each in clauses if each.family == family and len(each.path) == 1 and not each.new]
    if target.number.startswith("last"):
        back = 2 if target.number == "last-1" else 1
        found = heads[-back : len(heads) - back + 1] if len(heads) >= back else []
    else:
        wanted = _plain(target.number)
        found = [each for each in heads if _plain(each.path[0]) == wanted]
        found = found or [e for e in clauses if e.new and e.family == family and e.path and _plain(e.path[0]) == wanted]
        if not found and family == "op" and wanted == "1" and len(heads) == 1:
            found = heads
    if not target.subs or not found:
        return found
    under = [
        each for head in found for each in clauses
        if each.family == family and each.path[:1] == head.path[:1] and each.path[1:] == target.subs and not each.new
    ]  # fmt: skip
    return under or [head for head in found if inner(head, target.subs) is not None]


def inner(clause: Standing, subs: tuple[str, ...]) -> tuple[int, int] | None:
    """Where in its words a clause has the letter that no printed piece of its own carries."""
    if not subs or clause.path[1:] == subs:
        return None
    letters = [(found[1], found.start()) for found in _INNER.finditer(clause.words)]
    for place, (letter, start) in enumerate(letters):
        if letter == subs[-1]:
            return start, letters[place + 1][1] if place + 1 < len(letters) else len(clause.words)
    return None


def part(clause: Standing, target: Target) -> tuple[int, int]:
    """Which of its present words are meant. Raises ``CannotError`` where it has no such sentence."""
    start, end = inner(clause, target.subs) or (0, len(clause.words))
    if target.part == "chapeau":
        letters = _INNER.search(clause.words, start, end)
        return start, letters.start() if letters else end
    if target.part.startswith("sentence"):
        cuts = [start, *(f.end() for f in _SENTENCE.finditer(clause.words, start, end) if f.end() < end), end]
        lead = clause.lead
        if lead and len(cuts) > 2 and cuts[1] <= lead:
            del cuts[1]
        which = target.part.removeprefix("sentence ")
        at = len(cuts) - 2 - which.count("-1") if which.startswith("last") else int(which) - 1
        if not 0 <= at < len(cuts) - 1:
            raise CannotError(f"{clause.name} has no such sentence")
        return cuts[at], cuts[at + 1]
    return start, end


def whole(clauses: Sequence[Standing], clause: Standing) -> list[Standing]:
    """A clause with everything that stands under it."""
    depth = len(clause.path)
    if clause.family not in ("op", "annex", "pp") or clause.new:
        return [clause]
    return [
        each for each in clauses
        if each is clause
        or (each.family == clause.family and len(each.path) > depth and each.path[:depth] == clause.path and _behind(clauses, clause, each))
    ]  # fmt: skip


def _behind(clauses: Sequence[Standing], head: Standing, under: Standing) -> bool:
    begun = False
    for each in clauses:
        if each is head:
            begun = True
        elif each is under:
            return begun
        elif begun and each.family == head.family and len(each.path) <= len(head.path) and not each.new:
            return False
    return False


def called(target: Target) -> str:
    number = target.number if not target.number.startswith("last") else "last one"
    letters = "".join(f" ({letter})" for letter in target.subs)
    if target.family == "any":
        return f"paragraph {number}{letters}"
    return f"{_kind(target.family)} {number}{letters}".strip()


def _kind(family: str) -> str:
    return {"pp": "preambular paragraph", "op": "operative paragraph", "annex": "paragraph of the annex"}.get(
        family, family
    )


def _how_many(clauses: Sequence[Standing], family: str) -> str:
    count = sum(each.family == family and len(each.path) == 1 and not each.new for each in clauses)
    return f": it has {count} of them" if count else ""


def _plain(number: str) -> str:
    return re.sub(r"[\s.]+", "", number.casefold())

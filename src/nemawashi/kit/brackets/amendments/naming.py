"""Which clauses of the base an instruction names. Numbers are those of the base, whatever was deleted or put in before."""

import re
from collections.abc import Sequence

from nemawashi.kit.brackets.amendments import seeking
from nemawashi.kit.brackets.amendments.places import normal
from nemawashi.kit.brackets.amendments.standing import PLACES, AmendedClause, place_name
from nemawashi.kit.brackets.amendments.values import CannotError, Target

_INNER = re.compile(r"(?<![\w)])\(([a-z]{1,4})\)\s")
_SENTENCE = re.compile(r"(?<=[.!?。])[\"”»’)]*\s+(?=[\"“«(\[]?[A-ZА-ЯЁ\u3040-\u9fff])|(?<=。)")


def named(clauses: Sequence[AmendedClause], target: Target) -> list[AmendedClause]:
    """The clauses of a target in their order. Raises ``CannotError`` where there is none, or more than one could be meant."""
    if target.family == "here":
        raise CannotError("the instruction does not say which paragraph")
    if target.family == "annex" and not target.number:
        clauses_meant = [each for each in clauses if not each.new and _in_scope(each, (("annex", ""),))]
        if not clauses_meant:
            raise CannotError("the base has no annex")
        return clauses_meant
    if target.family == "title":
        clauses_meant = [each for each in clauses if each.family == "title"]
        if not clauses_meant:
            raise CannotError("the base has no title")
        return clauses_meant
    if target.family == "all":
        return [each for each in clauses if not each.new and _in_scope(each, target.scope)]
    if target.begins:
        return [_beginning(clauses, target)]
    if target.family in PLACES:
        return [_place(clauses, target)]
    if not target.number:
        clauses_meant = [e for e in clauses if e.family == target.family and not e.new and _in_scope(e, target.scope)]
        if not clauses_meant:
            raise CannotError(f"the base has no {_kind(target.family)}")
        return clauses_meant
    families = ("op", "annex", "pp") if target.family == "any" else (target.family,)
    for family in families:
        clauses_meant = _numbered(clauses, family, target)
        if len(clauses_meant) > 1:
            where = ", ".join(
                each.name if each.is_placed or not each.scope else f"{each.name} of {place_name(each.scope)}"
                for each in clauses_meant
            )
            raise CannotError(f"the base has {len(clauses_meant)} paragraphs with the number of {called(target)}: {where}")
        if clauses_meant:
            return clauses_meant
        if family != "pp" and not target.scope and any(each.family == family for each in clauses):
            break
    raise CannotError(f"the base has no {called(target)}" + _how_many(clauses, families[0]))


def _numbered(clauses: Sequence[AmendedClause], family: str, target: Target) -> list[AmendedClause]:
    heads = [e for e in clauses if e.family == family and len(e.path) == 1 and not e.new and _in_scope(e, target.scope)]
    if not target.scope and any(not each.is_placed for each in heads):
        heads = [each for each in heads if not is_annexed(each)]  # a number alone is one of the main text
    if target.number.startswith("last"):
        back = int(target.number.partition("-")[2] or 0) + 1
        numbered = heads[-back : len(heads) - back + 1] if len(heads) >= back else []
    else:
        wanted = _plain(target.number)
        numbered = [each for each in heads if _plain(each.path[0]) == wanted]
        if len(numbered) > 1 and len(printed := [each for each in numbered if each.lead]) == 1:
            numbered = printed  # what is printed goes before what is counted
        numbered = numbered or [
            e for e in clauses
            if e.new and e.family == family and e.path and _plain(e.path[0]) == wanted and _in_scope(e, target.scope)
        ]  # fmt: skip
        if not numbered and family == "op" and wanted == "1" and len(heads) == 1:
            numbered = heads
    if not target.subs or not numbered:
        return numbered
    under = [
        each for head in numbered for each in clauses
        if each.family == family and each.path[:1] == head.path[:1] and each.path[1:] == target.subs and not each.new
        and each.scope == head.scope
    ]  # fmt: skip
    return under or [head for head in numbered if inner(head, target.subs) is not None]


def inner(clause: AmendedClause, subs: tuple[str, ...]) -> tuple[int, int] | None:
    """Where in its words a clause has the letter that no printed piece of its own carries."""
    if not subs or clause.path[1:] == subs:
        return None
    letters = [(letter_sign[1], letter_sign.start()) for letter_sign in _INNER.finditer(clause.words)]
    for place, (letter, start) in enumerate(letters):
        if letter == subs[-1]:
            return start, letters[place + 1][1] if place + 1 < len(letters) else len(clause.words)
    return None


def part(clause: AmendedClause, target: Target) -> tuple[int, int]:
    """Which of its present words are meant. Raises ``CannotError`` where it has no such sentence."""
    start, end = inner(clause, target.subs) or (0, len(clause.words))
    if target.part == "heading":
        return min(clause.lead, len(clause.words)), len(clause.words)
    if target.part == "chapeau":
        letters = _INNER.search(clause.words, max(start, clause.lead), end)
        return start, letters.start() if letters else end
    if target.part.startswith("sentence"):
        cuts = [start, *(f.end() for f in _SENTENCE.finditer(clause.words, start, end) if f.end() < end), end]
        lead = clause.lead
        if lead and len(cuts) > 2 and cuts[1] <= lead:
            del cuts[1]
        which = target.part.removeprefix("sentence ")
        at = len(cuts) - 2 - int(which.partition("-")[2] or 0) if which.startswith("last") else int(which) - 1
        if not 0 <= at < len(cuts) - 1:
            raise CannotError(f"{clause.name} has no such sentence")
        return cuts[at], cuts[at + 1]
    return start, end


def whole(clauses: Sequence[AmendedClause], clause: AmendedClause) -> list[AmendedClause]:
    """A clause with everything that stands under it."""
    depth = len(clause.path)
    if clause.family in PLACES:
        return [each for each in clauses if each.scope[: len(clause.scope)] == clause.scope]
    if clause.family not in ("op", "annex", "pp") or clause.new:
        return [clause]
    return [
        each for each in clauses
        if each is clause
        or (each.family == clause.family and len(each.path) > depth and each.path[:depth] == clause.path and each.scope == clause.scope and _behind(clauses, clause, each))
    ]  # fmt: skip


def _behind(clauses: Sequence[AmendedClause], head: AmendedClause, under: AmendedClause) -> bool:
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
    if target.begins:
        return f"{_kind(target.family)} beginning “{target.begins}”"
    letters = "".join(f" ({letter})" for letter in target.subs)
    where = f" of {place_name(target.scope)}" if target.scope else ""
    if target.family == "any":
        return f"paragraph {number}{letters}{where}"
    return f"{_kind(target.family)} {number}{letters}".strip() + where


def _in_scope(clause: AmendedClause, scope: tuple[tuple[str, str], ...]) -> bool:
    """Whether a clause stands in all the named articles, sections and annexes."""
    for kind, label in scope:
        if kind == "annex" and not label and (clause.family == "annex" or is_annexed(clause)):
            continue
        if not any(kind == k and (not label or label == has) for k, has in clause.scope):
            return False
    return True


def is_annexed(clause: AmendedClause) -> bool:
    return any(kind == "annex" for kind, _label in clause.scope)


def _place(clauses: Sequence[AmendedClause], target: Target) -> AmendedClause:
    wanted = normal(target.number)
    places = [
        e for e in clauses
        if e.family == target.family and not e.new and (not wanted or e.path[:1] == (wanted,)) and _in_scope(e, target.scope)
    ]  # fmt: skip
    if len(places) > 1:
        raise CannotError(f"the base has {len(places)} of {called(target)}: {', '.join(each.name for each in places)}")
    if not places:
        raise CannotError(f"the base has no {called(target)}")
    return places[0]


def _beginning(clauses: Sequence[AmendedClause], target: Target) -> AmendedClause:
    """The clause that begins with the quoted words."""
    beginning = []
    for each in clauses:
        if target.family not in ("any", each.family) or each.gone or not _in_scope(each, target.scope):
            continue
        words = re.sub(r"\s*(?:…|\.\.\.)\s*$", "", target.begins).strip().rstrip(",;")
        if any(place.start <= each.lead for place in seeking.places(each.words, words)):
            beginning.append(each)
    if len(beginning) == 1:
        return beginning[0]
    if beginning:
        raise CannotError(
            f"{len(beginning)} paragraphs begin “{target.begins}”: {', '.join(each.name for each in beginning)}"
        )
    raise CannotError(f"no {_kind(target.family)} of the base begins “{target.begins}”")


def _kind(family: str) -> str:
    return {
        "pp": "preambular paragraph", "op": "operative paragraph", "annex": "paragraph of the annex", "annexhead": "annex",
        "any": "paragraph",
    }.get(family, family)  # fmt: skip


def _how_many(clauses: Sequence[AmendedClause], family: str) -> str:
    count = sum(each.family == family and len(each.path) == 1 and not each.new for each in clauses)
    return f": it has {count} of them" if count else ""


def _plain(number: str) -> str:
    return re.sub(r"[\s.]+", "", number.casefold())

"""The brackets of one clause resolved by what the base holds.

Whether words in a bracket are the text's own, which somebody wants out, or new ones, is never told by the bracket: the base
tells. Of brackets side by side the one that holds the base's own words is what the others would replace; where several hold
words of the base, each of these stands open by itself.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from nemawashi.kit.brackets import party_names
from nemawashi.kit.brackets.asking import askers, backed, keepers, proposed
from nemawashi.kit.brackets.instructed import is_order
from nemawashi.kit.brackets.joined import goes_beside, is_no_text, without_or
from nemawashi.kit.brackets.laying import LaidSigns
from nemawashi.kit.brackets.leavings import left_out, read_off
from nemawashi.kit.brackets.members import AT_PLACE, NEVER_OWN, Member, each_of, members
from nemawashi.kit.brackets.reading import Bracketed, ReadClause, flat
from nemawashi.kit.brackets.room_notes import is_of_the_talks
from nemawashi.kit.brackets.verbs import OPPOSE, SUPPORT
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed

_OR = re.compile(r"\s+(?:or|или|либо)\s+|または|又は|もしくは|\s*[/／]\s*", re.I)
_BETWEEN = re.compile(r"\s*(?:[/／]|or|или|либо|または|又は|もしくは)?\s*", re.I)
_LONGEST_CHOICES = 400  # signs of a bracket with several choices in it
_MOST_TYPED_OVER = 6  # words that one bracket is typed over; where more are left out, part of the clause was not sent
_WISH_OR_WORD = re.compile(
    r"\b(?:supports?|maintains?|notes?|requests?|proposes?|suggests?|opposes?|reserves?|prefers?|agrees?|reject|rejects)\W*$",
    re.I,
)
_FAR = 200  # signs between two brackets: more than names in round brackets have
_ADDING = re.compile(r"\b(?:propos|add|insert|предлаг|добав|включ)|提案|追加|挿入", re.I)
_NEARLY = 0.5  # of the signs of a bracket without a name: with more the words are the text's own, typed with a slip or two
_SIGNS = "[]［］【】〔〕"

Leave = Callable[[str, str], None]


class Resolving:
    """One typed clause and the clause of the base that it is. ``first``: how many signs are its number or label."""

    def __init__(self, clause: ReadClause, base: BaseClause, number: int, first: int) -> None:
        self._clause, self._base, self._number, self._first = clause, base, number, first
        self._left: list[tuple[str, str]] = []
        self._made: list[Proposed] = []
        self._links: dict[int, tuple[int, int]] = {}
        self._used: set[int] = set()  # names outside of brackets, and what only joins alternatives
        named = {bracket.named[0] for bracket in flat(clause.brackets) if bracket.named[1]}
        self._members = members([each for each in clause.brackets if each.start not in named], clause.words)
        self._all = each_of(self._members)
        for member in self._all:
            self._used.update(range(*member.bracket.named))
            words = member.words.strip()
            looks_aside = member.bracket.kind in (Operation.COMMENT, Operation.PLACEHOLDER) and not member.bracket.head
            member.stands = looks_aside and bool(re.search(rf"(?<!\w){re.escape(words)}(?!\w)", base.words))
        in_heads = bytearray(len(clause.words) + 1)  # our own notation has braces there
        for member in self._all:
            in_heads[member.bracket.start : member.low] = b"\1" * (member.low - member.bracket.start)
        for remark in clause.remarks:
            if remark.kind in ("braces", "footnote", "omission", "sic"):
                self._used.update(range(remark.start, remark.end))
            if remark.kind == "braces" and not in_heads[remark.start] and remark.words not in base.words:
                self._leave(clause.words[remark.start : remark.end], "it stands in braces, which name no position")
            if remark.kind == "footnote":
                self._leave(clause.words[remark.start : remark.end], "it is read as the mark of a footnote")
        self._settle()
        signs = self._signs(lambda one: not one.is_own)
        self._ground = LaidSigns.of(signs, base.words)
        # blanks are left out where a gap is asked for: one is like the other, and a gap would begin or end at any of them
        self._tight = LaidSigns.of([(sign, at) for sign, at in signs if not sign.isspace()], base.words)

    def positions(self) -> tuple[list[Proposed], list[tuple[str, str]]]:
        """What the brackets ask, and (words, why) of what was not used."""
        for member in self._all:
            if member.link and member.is_own:
                start, end = self._ground.under(member.low, member.high)
                low, high = self._links.get(member.link, (start, end))
                self._links[member.link] = (min(low, start), max(high, end))
        self._level(self._members)
        self._differing()
        return self._made, self._left

    # What is whose

    def _signs(self, is_out: Callable[[Member], bool]) -> list[tuple[str, int]]:
        """The signs that may be the text's own: no brackets, no heads, no tails, nothing of what ``is_out``."""
        dropped = bytearray(len(self._clause.words))
        for member in self._all:
            bracket = member.bracket
            if is_out(member):
                dropped[bracket.start : bracket.end] = b"\1" * (bracket.end - bracket.start)
            else:
                dropped[bracket.start : member.low] = b"\1" * (member.low - bracket.start)
                if bracket.closes is None:
                    dropped[member.high : bracket.end] = b"\1" * max(0, bracket.end - member.high)
        return [
            (sign, at)
            for at, sign in enumerate(self._clause.words)
            if at >= self._first and not dropped[at] and at not in self._used
        ]

    def _settle(self) -> None:
        """Say of every bracket whether the base has its words."""
        whole = LaidSigns.of(self._signs(lambda one: one.never_own), self._base.words)
        for member in self._all:
            if member.never_own or not member.words.strip():
                continue
            share = self._share(member, whole)
            member.is_own = share > _NEARLY if not member.bracket.parties else self._is_whole(member, whole)
        groups = list(self._groups(self._members))
        in_groups = {id(one) for group in groups for one in group}
        choosing = [one for one in self._all if one.is_own and self._may_choose(one) and not self._is_whole(one, whole)]
        in_groups |= {id(one) for one in choosing}
        outside = [
            (sign, at) for sign, at in self._signs(lambda one: one.never_own or not one.is_own or id(one) in in_groups)
            if not sign.isspace()
        ]  # fmt: skip
        around = LaidSigns.of(outside, self._base.words)
        for member in choosing:
            member.is_own = self._choice(member, around) is None
        for group in groups:
            self._settle_group(group, around)
        for member in self._all:  # nothing within new words is the text's own
            if not member.is_own:
                for inner in each_of(member.inside):
                    inner.is_own = False

    def _share(self, member: Member, ground: LaidSigns) -> float:
        """How many of the signs of a bracket are the base's own, those of the brackets within it aside, if it has others."""
        at, parts = member.low, []
        for inner in member.inside:
            parts.append((at, inner.bracket.start))
            at = inner.bracket.end
        own = [part for part in (*parts, (at, member.high)) if self._clause.words[part[0] : part[1]].strip()]
        signs = sum(end - start for start, end in own)
        if not member.inside or not signs:
            return ground.share(member.low, member.high)
        return sum(ground.share(start, end) * (end - start) for start, end in own) / signs

    def _is_whole(self, member: Member, ground: LaidSigns) -> bool:
        """Whether all words of a bracket with a name stand in the base: a new word more, and it is no longer the base's."""
        signs = self._clause.words
        end = member.low + len(signs[member.low : member.high].rstrip(" ."))  # behind it stands what somebody says of it
        low, high = bisect_left(ground.places, member.low), bisect_left(ground.places, end)
        return high > low and all(ground.same[at] or signs[ground.places[at]].isspace() for at in range(low, high))

    def _groups(self, members: Sequence[Member]) -> list[list[Member]]:
        """Brackets side by side that may exclude each other, at every depth."""
        inner = [group for member in members if member.inside for group in self._groups(member.inside)]
        return [*self._groups_here(members), *inner]

    def _groups_here(self, members: Sequence[Member]) -> list[list[Member]]:
        out: list[list[Member]] = []
        held: list[Member] = []
        for member in members:
            if not held or not self._are_beside(held[-1].bracket.end, member.bracket.start):
                held = []
            held.append(member)
            if len(held) == 2:
                out.append(held)
        return out

    def _are_beside(self, end: int, start: int) -> bool:
        if start - end > _FAR:
            return False
        return bool(_BETWEEN.fullmatch("".join(self._clause.words[at] for at in range(end, start) if at not in self._used)))

    def _settle_group(self, group: list[Member], around: LaidSigns) -> None:
        """Where one of a group is all that the base has at its place, that one is the base's own, and no other."""
        start, end = around.gap(group[0].bracket.start, group[-1].bracket.end)
        gap = _bare(self._base.words[start:end])
        same = [member for member in group if not member.never_own and _bare(self._plain(member)) == gap and gap]
        if len(same) > 1:
            unnamed = [member for member in same if not member.bracket.parties]
            same = unnamed[:1] or same[:1]
        held = same[:1] or self._in_a_row(group, gap)
        if held:
            for member in group:
                member.is_own = any(member is one for one in held)
                if member.is_own:
                    for inner in each_of(member.inside):
                        inner.is_own = inner.is_own or (not inner.never_own and not inner.bracket.parties)

    def _in_a_row(self, group: list[Member], gap: str) -> list[Member]:
        """Those of a group that, one behind the other, are all that the base has at their place: two groups without a word between."""
        words, at, held = gap.split(), 0, []
        for member in group:
            own = _bare(self._plain(member)).split()
            if own and not member.never_own and not member.is_named and words[at : at + len(own)] == own:
                held.append(member)
                at += len(own)
        return held if held and at == len(words) else []

    def _plain(self, member: Member) -> str:
        """The words of a bracket without the brackets within it."""
        out, at = [], member.low
        for inner in member.inside:
            out.append(self._clause.words[at : inner.bracket.start])
            if not inner.never_own:
                out.append(self._plain(inner))
            at = inner.bracket.end
        return "".join([*out, self._clause.words[at : member.high]])

    # What is asked

    def _level(self, members: Sequence[Member]) -> None:
        groups = {id(one): group for group in self._groups_here(members) for one in group}
        seen: set[int] = set()
        for member in members:
            if id(member) in seen:
                continue
            group = groups.get(id(member), [member])
            seen.update(id(one) for one in group)
            self._group(group)
            for one in group:
                if one.is_own:
                    self._level(one.inside)
                else:
                    self._within_new(one)

    def _within_new(self, member: Member) -> None:
        for inner in each_of(member.inside):
            self._leave(inner.words, "the bracket stands within words that the text does not have yet")

    def _group(self, group: list[Member]) -> None:
        wishes = [one for one in group if one.is_wish]
        linked = [one for one in group if one.link]
        aside = [one for one in group if one.bracket.kind in NEVER_OWN and not one.stands]
        rest = [one for one in group if one not in wishes and one not in aside and one not in linked]
        own = [one for one in rest if one.is_own]
        beside = [one for one in rest if not one.is_own and goes_beside(one.words, [each.words for each in own])]
        new = [one for one in rest if not one.is_own and one not in beside]
        wished = self._wishes(group, wishes)
        for one in linked:
            self._linked(one)
        if own and new and not self._is_put_beside(own, new):
            self._replaced(own, new, wished)
            rest = beside
        for one in rest:
            self._single(one, wished.get(id(one), []), own)
        for one in aside:
            self._aside(one)
        if len(group) > 1 and own and new:
            for one, other in pairwise(group):
                self._used.update(range(one.bracket.end, other.bracket.start))

    def _is_put_beside(self, own: list[Member], new: list[Member]) -> bool:
        """Whether words are deleted by one party and others put in by another, neither in the place of the other."""
        return all(one.bracket.kind in (Operation.DELETE, OPPOSE) and one.is_named for one in own) and not any(
            one.bracket.kind == Operation.ALTERNATIVE
            or set(one.bracket.parties) & set(askers(own[0].bracket))
            or not one.is_named
            for one in new
        )

    def _replaced(self, own: list[Member], new: list[Member], wished: dict[int, list[Member]]) -> None:
        """Each new member replaces the nearest own one; what nothing replaces stands open by itself."""
        taken: set[int] = set()
        for one in new:
            before = [each for each in own if each.bracket.start < one.bracket.start]
            near = before[-1] if before else own[0]
            span = self._ground.under(near.low, near.high)
            taken.add(id(near))
            is_whole = one.bracket.kind == Operation.ALTERNATIVE and one.bracket.head and self._is_clause(*span)
            kind, at = (Operation.ALTERNATIVE, (0, 0)) if is_whole else (Operation.REPLACE, span)
            for words in self._choices_new(one):
                if is_whole and is_no_text(words):
                    self._propose(one.bracket, Operation.DELETE_CLAUSE)
                    continue
                self._propose(one.bracket, kind, *at, without_or(words, near.words), wished.get(id(one), []))
        for one in own:
            replacing = [each.bracket for each in new]
            asks = askers(one.bracket)
            is_named_out = one.bracket.kind in (Operation.DELETE, OPPOSE) and asks
            if is_named_out and not any(set(asks) & set(each.parties) for each in replacing):
                self._single(one, wished.get(id(one), []), [])
            elif id(one) not in taken:
                self._single(one, wished.get(id(one), []), own)
            elif one.bracket.parties and not is_named_out:
                self._leave(
                    one.words, f"the text has these words already; {', '.join(one.bracket.parties)} would keep them"
                )
            elif wished.get(id(one)):
                self._wished_out(one, wished[id(one)])

    def _single(self, member: Member, wishes: list[Member], group: list[Member]) -> None:
        bracket = member.bracket
        if member.is_own:
            start, end = self._ground.under(member.low, member.high)
            if wishes:
                self._wished_out(member, wishes)
                return
            if bracket.kind == SUPPORT or self._asks_to_add(member):
                self._leave(member.words, "the text has these words already, and they would stay")
                return
            if self._is_clause(start, end):
                self._propose(bracket, Operation.DELETE_CLAUSE)
                return
            self._propose(bracket, Operation.DELETE, start, end)
            return
        choice = self._choice(member, self._tight)
        if choice is not None:
            low, high, others = choice
            for words in others:
                self._propose(bracket, Operation.REPLACE, low, high, words, wishes)
            return
        if bracket.kind == Operation.DELETE and member.words.strip():
            self._leave(member.words, "the text does not have these words, so that they cannot be deleted")
            return
        if not member.words.strip():
            self._leave(self._typed(bracket), "what is asked is not understood")
            return
        if self._is_behind(bracket) and party_names.outside(member.words):
            self._leave(member.words, "what is asked is not understood")
            return
        if self._is_note(bracket):
            self._propose(bracket, Operation.COMMENT, 0, 0, member.words.strip(), wishes)
            return
        left_out = self._left_out_at(bracket) if bracket.kind in (Operation.INSERT, Operation.ALTERNATIVE, "open") else None
        start = self._at(bracket.start)
        kind, span = (Operation.REPLACE, left_out) if left_out else (Operation.INSERT, (start, start))
        for words in bracket.choices or (self._cleaned(member),):
            self._propose(bracket, kind, *span, words.strip() if left_out else words, wishes)

    def _is_note(self, bracket: Bracketed) -> bool:
        """Whether words behind the end of a clause speak of the negotiation, and are no sentence of it."""
        words = bracket.words.strip()
        if bracket.parties and is_order(words):
            return False  # done, or told, in the name of the party
        return self._is_behind(bracket) and is_of_the_talks(words)

    def _is_behind(self, bracket: Bracketed) -> bool:
        """Whether a bracket stands behind the end of its clause."""
        behind, before = self._clause.words[max(bracket.end, bracket.named[1]) :], self._clause.words[: bracket.start]
        return not behind.strip(" .;,") and before.rstrip()[-1:] in (".", ";", "。")

    def _left_out_at(self, bracket: Bracketed) -> tuple[int, int] | None:
        """A few words of the base that are left out where a bracket stands: it was typed over them."""
        ground = self._tight
        low, high = bisect_left(ground.places, bracket.start), bisect_left(ground.places, bracket.end)
        if high >= len(ground.places) or not ground.same[high] or (low and not ground.same[low - 1]):
            return None
        start, end = ground.gap(bracket.start, bracket.end)
        words = self._base.words[start:end]
        lead, trail = len(words) - len(words.lstrip()), len(words) - len(words.rstrip())
        if not any(sign.isalnum() for sign in words) or len(words.split()) > _MOST_TYPED_OVER:
            return None
        return start + lead, end - trail

    def _is_clause(self, start: int, end: int) -> bool:
        """Whether words between two places are all that the clause has, but for the mark at its end."""
        return start <= 0 and end >= len(self._base.words.rstrip(" .;,。、"))

    def _asks_to_add(self, member: Member) -> bool:
        return member.bracket.kind == Operation.INSERT and bool(
            _ADDING.search(self._clause.words[member.bracket.start : member.low])
        )

    def _at(self, place: int) -> int:
        """The place in the base of what is typed at ``place``."""
        return self._ground.where[bisect_left(self._ground.places, place)]

    def _choices_new(self, member: Member) -> tuple[str, ...]:
        return member.bracket.choices or (self._cleaned(member),)

    def _may_choose(self, member: Member) -> bool:
        return not member.inside and len(member.words) <= _LONGEST_CHOICES and bool(_OR.search(member.words))

    def _choice(self, member: Member, ground: LaidSigns) -> tuple[int, int, list[str]] | None:
        """A bracket of several choices, ``[will/should]`` or ``[will or should]``, one of which the base has at its place:
        where that one stands, and the others."""
        if not self._may_choose(member):
            return None
        start, end = ground.gap(member.bracket.start, member.bracket.end)
        gap = self._base.words[start:end]
        choices = [part.strip() for part in _OR.split(member.words) if part.strip()]
        if len(choices) > 1 and _bare(gap) in map(_bare, choices):
            lead = len(gap) - len(gap.lstrip())
            return start + lead, start + len(gap.rstrip()), [each for each in choices if _bare(each) != _bare(gap)]
        return None

    def _cleaned(self, member: Member) -> str:
        """New words without the brackets within them; blanks as they were typed."""
        return self._plain(member) if member.inside else member.words

    def _wishes(self, group: list[Member], wishes: list[Member]) -> dict[int, list[Member]]:
        """Each wish without words belongs to the bracket before it; one that stands alone is of the whole clause."""
        out: dict[int, list[Member]] = {}
        for wish in wishes:
            at = group.index(wish)
            before = next((one for one in reversed(group[:at]) if not one.is_wish), None)
            if before is None:
                before = next((one for one in group[at:] if not one.is_wish), None)
            if before is not None:
                out.setdefault(id(before), []).append(wish)
                said = self._typed(wish.bracket).strip("[]［］ ")
                if before.is_own and len(before.words.split()) == 1 and _WISH_OR_WORD.search(said) and ":" in said:
                    why = "read as a wish about the words before it; where the word itself is meant, say “alt” before it"
                    self._leave(said, why)
            else:
                self._of_clause(wish)
        return out

    def _of_clause(self, wish: Member) -> None:
        bracket = wish.bracket
        is_first = not self._clause.words[self._first : bracket.start].strip()
        behind, before = self._clause.words[bracket.end :], self._clause.words[: bracket.start]
        for other in self._members:  # wishes side by side are all of the clause
            if other.is_wish and other.bracket is not bracket:
                said = self._typed(other.bracket)
                behind, before = behind.replace(said, "", 1), before.replace(said, "", 1)
        is_last = not behind.strip(" .;,") and before.rstrip()[-1:] in ".;,。"
        if bracket.kind == Operation.DELETE and bracket.parties and (is_first or is_last):
            self._propose(bracket, Operation.DELETE_CLAUSE)
        else:
            self._leave(self._typed(bracket), "it does not say what it is about")

    def _wished_out(self, member: Member, wishes: list[Member]) -> None:
        """Words of the base of which parties say in a bracket behind them whether they go or stay."""
        out = tuple(dict.fromkeys(name for wish in wishes if wish.bracket.kind != SUPPORT for name in askers(wish.bracket)))
        keep = tuple(dict.fromkeys(
            name for wish in wishes for name in keepers(wish.bracket)
        ))  # fmt: skip
        start, end = self._ground.under(member.low, member.high)
        is_clause = self._is_clause(start, end)
        kind, span = (Operation.DELETE_CLAUSE, (0, 0)) if is_clause else (Operation.DELETE, (start, end))
        made = self._proposed(member.bracket, kind, *span)
        parties = tuple(dict.fromkeys((*made.parties, *out)))
        self._made.append(backed(made, parties, (*made.opponents, *keep)))

    def _linked(self, member: Member) -> None:
        """Brackets of our own notation that belong together by their ``#1``."""
        bracket = member.bracket
        span = self._links.get(member.link)
        if bracket.kind != Operation.DELETE:
            start = self._at(bracket.start)
            kind = Operation.REPLACE if span else Operation.INSERT
            self._propose(bracket, kind, *(span or (start, start)), member.words)
            return
        others = [one for one in self._all if one.link == member.link]
        if span is None or not member.is_own:
            self._leave(member.words, "the text does not have these words, so that they cannot be deleted")
        elif others[0] is member and all(one.bracket.kind == Operation.DELETE for one in others):
            self._propose(bracket, Operation.DELETE, *span)

    def _aside(self, member: Member) -> None:
        bracket = member.bracket
        at = self._at(bracket.start) if bracket.kind in AT_PLACE else 0
        self._propose(bracket, Operation(bracket.kind), at, at, member.words)

    # Putting it down

    def _typed(self, bracket: Bracketed) -> str:
        return self._clause.words[bracket.start : bracket.end]

    def _leave(self, words: str, why: str) -> None:
        self._left.append((words, why))

    def _propose(
        self, bracket: Bracketed, kind: Operation, start: int = 0, end: int = 0, words: str = "",
        wishes: Sequence[Member] = (),
    ) -> None:  # fmt: skip
        made = self._proposed(bracket, kind, start, end, words)
        if wishes:
            against = [name for wish in wishes if wish.bracket.kind != SUPPORT for name in askers(wish.bracket)]
            backing = [name for wish in wishes for name in keepers(wish.bracket)]
            made = backed(made, made.parties, (*made.opponents, *against), (*made.supporters, *backing))
        self._made.append(made)

    def _proposed(self, bracket: Bracketed, kind: Operation, start: int = 0, end: int = 0, words: str = "") -> Proposed:
        return proposed(bracket, self._base, kind, self._number, (start, end), words)

    def _differing(self) -> None:
        """Words of the clause that differ from the base, and stand in no bracket, or in one with words of the base."""
        signs = self._signs(lambda one: not one.is_own)
        is_bracketed = bytearray(len(self._clause.words))
        for bracket in self._clause.brackets:
            is_bracketed[bracket.start : bracket.end] = b"\1" * (bracket.end - bracket.start)
        ground = LaidSigns.of(signs, self._base.words)
        differing = [at for (_sign, at), is_same in zip(signs, ground.same, strict=True) if not is_same]
        within = read_off(self._clause.words, [at for at in differing if is_bracketed[at]])
        if any(sign.isalnum() for sign in within):
            self._leave(within, "these words stand in one bracket with words of the text, and the text does not have them")
        words = read_off(self._clause.words, [at for at in differing if not is_bracketed[at]])
        missing = left_out(self._base.words, ground, self._made)
        if words:
            instead = f"; the text has “{' … '.join(missing)}”" if missing else ""
            self._leave(words, f"these words differ from the text and stand in no bracket{instead}")
            return
        for each in missing:
            self._leave(each, "the text has these words, and they are left out here")


def _bare(words: str) -> str:
    """Words as they compare: without brackets, blanks made one."""
    return " ".join("".join(sign for sign in words if sign not in _SIGNS).split())

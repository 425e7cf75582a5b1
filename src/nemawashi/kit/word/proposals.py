"""A Word file read against a text: what it asks of each clause, what it changed elsewhere, what it leaves open.

Lines of the file are found again among the clauses by our bookmark, else by their words against any earlier wording,
else by the best alignment in order. Where a line stood as a wording of ours stood, its tracked changes become proposals
one by one, in the name of their authors; where it did not, the difference of the words does.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nemawashi.kit.clauses.numbers import typed_number
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.lineage.reading import numbering
from nemawashi.kit.word import bracketing, differing, editing, fitting, negotiated, pairing, streams, telling
from nemawashi.kit.word.lines import MARK, Line, TrackedPiece, lines, said
from nemawashi.kit.word.names import BOOKMARK, FORMAT_CHANGES
from nemawashi.kit.word.pairing import PassageFate
from nemawashi.kit.word.places import NOWHERE, Place
from nemawashi.kit.word.values import Comment, Passage, Tracked, Undone, Unknown, WordFile

_BIS = re.compile(r"\d\s?(?:bis|ter|quater|quinquies|alt|бис|тер)\b", re.IGNORECASE)
_ALT = re.compile(r"(?:OP|ОП)?\.?\s?(?P<n>(?:PP)?\d{1,3})\s?(?:alt|альт)\b", re.IGNORECASE)
_OPTION = re.compile(
    r"\s*(?:Option|Alternative|Variant|Вариант|Альтернатива|選択肢|代替案|案)\s?(?:\d{1,2}|[A-H]|[IVX]{1,4})\s*[:：.)]\s*(?=\S)",
    re.IGNORECASE,
)
_OF_THE_TEXT = re.compile(  # what a letter says of a paragraph, and no new one
    r"\b(?:OP|PP|para(?:graph)?s?\.?|clauses?|пункт\w*|абзац\w*)\s?\d.*\b(?:delet\w*|replac\w*|reword\w*|rephras\w*|merg\w*|retain\w*|(?:un)?acceptable|redundant|accept|support|исключ\w*|замен\w*|неприемлем\w*|поддержива\w*)\b"
    r"|\b(?:we|our delegation|my delegation)\s+(?:cannot|can ?not|propose|suggest|request|support|object|reserve|thank|would)\b|第?\s?\d+\s?項.*(?:削除|修正|受け入れ)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"[A-Z][\w.-]{0,19}(?:/[\w.-]{1,20}){1,6}\*?")  # of a document
_BRACKETS = re.compile(r"[\[［][^\[\]［］]*[\]］]")
_MOVED = 0.75  # as pairing tells a move: a clause that went elsewhere may be reworded a little; a fifth changes no case
_PASTED = 0.9  # what was cut and pasted with tracking on comes as it went; what is more alike by chance is longer
# How many of the clauses a file must show to be the whole text, so that what it lacks is deleted. At a tenth a part of a text
# deletes all that it does not show; a fifth either way changes no case.
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Taken:
    """``outside``: changes beside the negotiated words; ``unchanged``: clauses as they were; ``absent``: keys of clauses
    that a file of a part of the text does not show; ``conflicts``: where authors of one file undo each other's changes."""

    proposals: tuple[Proposed, ...] = ()
    outside: tuple[Tracked, ...] = ()
    not_understood: tuple[Unknown, ...] = ()
    unchanged: int = 0
    absent: tuple[str, ...] = ()
    conflicts: tuple[Undone, ...] = ()


# What reads brackets that somebody typed: a line, the clauses, the place of the one that it is, or of the last before it and
# False; the positions, and what was not used.
TypedReader = Callable[[str, Sequence[BaseClause], int, bool], tuple[Sequence[Proposed], Sequence[tuple[str, str]]]]
NameReader = Callable[[str], tuple[str, ...]]  # the parties in the head of a column


def proposed(
    clauses: Sequence[BaseClause],
    file: WordFile,
    *,
    known: Mapping[str, tuple[str, ...]] | None = None,
    parties: Collection[str] = (),
    typed: TypedReader | None = None,
    named: NameReader = lambda _head: (),
) -> Taken:
    """What the file proposes. ``known``: other renderings of a clause by its key, such as a compilation with brackets.

    ``parties``: authors that are parties, so that the changes of each are read as if the others' were not there.
    ``typed``: what reads brackets that are typed into the file; without it they are words like others.
    ``named``: the parties that the head of a column names.
    """
    return _Taking(clauses, file, known or {}, parties, typed, named).taken()


@dataclass
class _Match:
    clause: BaseClause
    place: Place
    edits: list[editing.Edit] = field(default_factory=list)
    wording: editing.LineWording | None = None
    is_gone: bool = False
    moves: bool = False
    authors: tuple[str, ...] = ()
    asked: list[Proposed] = field(default_factory=list)


@dataclass
class _New:
    pieces: list[TrackedPiece]

    @property
    def words(self) -> str:
        text = said(self.pieces).strip()
        return text[_numbered(text) :].strip() or text

    @property
    def authors(self) -> tuple[str, ...]:
        return editing.authors(self.pieces)

    @property
    def is_move(self) -> bool:
        return any(change.kind == "moveTo" for piece in self.pieces for change in piece.changes)


def _numbered(text: str) -> int:
    """How many signs of a line are the number typed before its words."""
    option = _OPTION.match(text)
    begins = option.end() if option else 0
    return begins + max(len(numbering(text[begins:])), typed_number(text[begins:]).length)


class _Taking:
    def __init__(
        self,
        clauses: Sequence[BaseClause],
        file: WordFile,
        known: Mapping[str, tuple[str, ...]],
        parties: Collection[str] = (),
        typed: TypedReader | None = None,
        named: NameReader = lambda _head: (),
    ) -> None:
        self._clauses, self._file, self._parties, self._typed = clauses, file, frozenset(parties), typed
        self._fit = fitting.fitted(file, clauses, (words for each in known.values() for words in each), named)
        self._lines = lines(self._fit.body)
        self._place_of = {clause.key: at for at, clause in enumerate(clauses)}
        self._wordings = {
            clause.key: [editing.LineWording(number, words, words) for number, words in reversed(clause.wordings)]
            + [editing.LineWording(clause.wordings[-1][0], words, clause.words) for words in known.get(clause.key, ())]
            for clause in clauses
        }
        self._numbers = sorted({clause.number for clause in clauses if clause.number}, key=len, reverse=True)
        self._folded = {editing.folded(one.words) for wordings in self._wordings.values() for one in wordings}
        self._tracks = any(
            row.kind not in FORMAT_CHANGES.values() and not row.kind.startswith("content control")
            for row in telling.words_changed(file.body)
        )
        self._made: list[Proposed] = []
        self._outside: list[Tracked] = list(self._fit.left)
        self._conflicts: list[Undone] = []
        self._order: list[_Match | _New] = []

    def taken(self) -> Taken:
        texts = [line.base[self._cut(line.base) :] for line in self._lines]
        pairs = self._pairs(texts)
        absent = self._sequence(pairs)
        self._tracked_moves()
        unchanged = self._emit()
        self._merges(pairs)
        self._beside()
        self._rest()
        return Taken(
            tuple(self._made), tuple(self._outside), self._file.not_understood, unchanged, absent, tuple(self._conflicts)
        )

    # Which line is which clause

    def _pairs(self, texts: list[str]) -> list[pairing.PassagePair]:
        """Pairs of clauses (old) and lines (new). A bookmark or equal words decide before likeness does."""
        marked: dict[str, int] = {}
        for at, line in enumerate(self._lines):
            for name in (name for passage in line.passages for name in passage.bookmarks):
                if name.startswith(BOOKMARK) and texts[at].strip():
                    marked.setdefault(name.removeprefix(BOOKMARK), at)
        lines_ = [editing.folded(text) for text in texts]
        standing = set(lines_)
        olds = []
        for clause in self._clauses:
            key = clause.key.replace("-", "")
            if key in marked:
                olds.append(f"{key} {key} {key}")
                lines_[marked[key]] = olds[-1]
                continue
            same = [
                editing.folded(one.words) for one in self._wordings[clause.key] if editing.folded(one.words) in standing
            ]
            olds.append(same[0] if same else editing.folded(clause.words))
        return pairing.paired(olds, lines_)

    def _cut(self, text: str) -> int:
        """How many code points of a line are the number printed before its words."""
        if editing.folded(text) in self._folded:
            return 0
        lead = len(text) - len(text.lstrip())
        for number in self._numbers:
            rest = text[lead:].removeprefix("(")
            if rest.startswith(number):
                after = rest[len(number) :].lstrip(".)")
                if after[:1].isspace() and after.strip():
                    return len(text) - len(after.lstrip())
        length = _numbered(text)
        return length if text[length:].strip() else 0

    # Lines and clauses in the order of the file

    def _sequence(self, pairs: list[pairing.PassagePair]) -> tuple[str, ...]:
        whole = sum(1 for pair in pairs if pair.old and pair.new) >= _HALF * len(self._clauses)
        matched = [pair for pair in pairs if pair.old and pair.new]
        inside = range(min((p.old[0] for p in matched), default=0), max((p.old[-1] for p in matched), default=-1) + 1)
        shown = range(min((p.new[0] for p in matched), default=0), max((p.new[-1] for p in matched), default=-1) + 1)
        by_line = {at: pair for pair in pairs for at in pair.new}
        gone = {pair.old[0]: pair for pair in pairs if not pair.new}
        # A few clauses on a sheet, or in the rows of a table, are those that somebody asks about: what lies between them stays.
        within = sum(old in inside for old in gone)
        goes = not self._fit.beside and (whole or within < len(matched))
        absent: list[str] = []
        last = -1
        for at, line in enumerate(self._lines):
            pair = by_line[at]
            if pair.old and pair.fate is not PassageFate.MOVED and at == pair.new[0]:
                for old in [old for old in sorted(gone) if last < old < pair.old[0]]:
                    self._missing(old, absent, can_go=not self._tracks and goes and (whole or old in inside))
                    del gone[old]
                last = pair.old[-1]
            self._order += [_New(part) for part in line.before]
            if pair.old and at == pair.new[0]:
                self._matched(pair)
            elif not pair.old:
                self._unmatched(line, is_shown=at in shown or (whole and at >= shown.start), follows=at >= shown.stop)
            self._order += [_New(part) for part in line.after]
        for old in sorted(gone):
            self._missing(old, absent, can_go=not self._tracks and goes and (whole or old in inside))
        return tuple(absent)

    def _missing(self, old: int, absent: list[str], *, can_go: bool) -> None:
        if can_go:
            self._order.append(_Match(self._clauses[old], NOWHERE, is_gone=True))
        else:
            absent.append(self._clauses[old].key)

    def _unmatched(self, line: Line, *, is_shown: bool, follows: bool) -> None:
        """A line that is no clause: new words of a file without tracking, else something beside the text, which is named."""
        final = line.final.strip()
        is_numbered = bool(_BIS.search(typed_number(final).number))
        is_headed = (is_numbered or bool(_OPTION.match(final))) and not line.is_changed
        if self._typed is not None and (is_headed or _BRACKETS.search(final)) and self._apart(final, line):
            return
        is_new = (
            not self._tracks
            and is_shown
            and not _OF_THE_TEXT.search(final)
            and not (follows and not fitting.ends(final) and not is_numbered)
        )
        if final and (is_new or ((is_shown or follows) and is_numbered and not line.is_changed)):
            self._order.append(_New(line.pieces))
            return
        if line.is_changed and (line.base.strip() or final):
            made = {said(part).strip() for part in (*line.before, *line.after)}  # new clauses, and so no change beside
            changes = [row for row in telling.words_changed(line.passages) if row.words.strip() not in made]
            self._outside += changes or [Tracked("", None, "belongs to no paragraph", final, place=line.place)]
        elif final and (is_shown or follows or not self._is_ours(line, final)):
            self._outside.append(Tracked("", None, "belongs to no paragraph", final, place=line.place))

    def _is_ours(self, line: Line, words: str) -> bool:
        """Whether a line before the first clause is a symbol, or the title that our files print above the text."""
        is_title = any(passage.style == "Title" for passage in line.passages)
        has_bookmarks = any(name.startswith(BOOKMARK) for passage in self._file.body for name in passage.bookmarks)
        return bool(_SYMBOL.fullmatch(words)) or (is_title and has_bookmarks)

    def _apart(self, final: str, line: Line) -> bool:
        """A line in brackets that is no clause of the text: a clause that is put beside one, or in its place."""
        last = next((self._place_of[one.clause.key] for one in reversed(self._order) if isinstance(one, _Match)), -1)
        if self._typed is None:
            return False
        positions, left = self._typed(final, self._clauses, last, False)
        if not positions:
            return False
        self._made += [replace(each, place=line.place) for each in positions]
        self._outside += [Tracked("", None, "in brackets", words, why, line.place) for words, why in left]
        return True

    def _matched(self, pair: pairing.PassagePair) -> None:
        own = [self._lines[at] for at in pair.new]
        clauses = [self._clauses[at] for at in pair.old]
        for line in own:
            self._undone(line)
        for line in own[1:]:  # of a clause that fell into several lines
            self._order += [_New(part) for part in line.before]
        if len(clauses) == 1:
            match = self._one(clauses[0], own)
            match.moves = pair.fate is PassageFate.MOVED and not match.is_gone
            self._order.append(match)
            return
        self._order += self._several(clauses, own[0])

    def _one(self, clause: BaseClause, own: Sequence[Line]) -> _Match:
        """What was done to one clause that stands in one line, or in several that it fell into."""
        match = _Match(clause, own[0].place, authors=editing.authors(piece for line in own for piece in line.pieces))
        base = " ".join(line.base[self._cut(line.base) :] for line in own)
        exact = next((one for one in self._wordings[clause.key] if editing.folded(one.words) == editing.folded(base)), None)
        match.wording = exact or max(self._wordings[clause.key], key=lambda one: pairing.alike(one.words, base))
        final = MARK.join(line.final[self._cut(line.final) if line.base.strip() else 0 :] for line in own)
        parted = streams.parted(own[0].pieces, self._parties)
        is_apart = exact is not None and len(own) == 1 and self._is_apart(parted)
        if not final.replace(MARK, "").strip() and not is_apart:
            match.is_gone = True
        elif len(own) == 1 and self._is_typed(clause, own[0], exact):
            self._brackets(match, own[0])
        elif exact is not None and len(own) == 1:
            edits = (edit for _, pieces in parted for edit in self._tracked_edits(own[0], pieces, match.wording))
            match.edits = self._settled(editing.together(edits), match.wording.words)
        elif len(own) == 1 and (edits_of_both := self._of_both(own[0], base, match.wording, parted)) is not None:
            match.edits = self._settled(editing.together(edits_of_both), match.wording.words)
        else:
            match.edits = editing.difference(match.wording.words, final, match.authors, match.place)
        return match

    def _of_both(
        self, line: Line, base: str, wording: editing.LineWording, parted: Sequence[tuple[str, Sequence[TrackedPiece]]]
    ) -> list[editing.Edit] | None:
        """What was changed without tracking, by nobody who is named, and what was tracked beside it; None where one lies on the
        other, so that nobody could say whose it is."""
        if not any(piece.changes for piece in line.pieces):
            return None
        stood = base.strip()
        hunks = differing.hunks(wording.words, stood)
        edits = [editing.Edit(hunk.start, hunk.end, hunk.words, (), line.place) for hunk in hunks]
        of_line = editing.LineWording(wording.number, stood, stood)
        for _name, pieces in parted:
            for edit in self._tracked_edits(line, pieces, of_line):
                start, end = (self._back(place, hunks) for place in (edit.start, edit.end))
                if start is None or end is None or end < start:
                    return None
                edits.append(replace(edit, start=start, end=end))
        return edits

    @staticmethod
    def _back(place: int, hunks: Sequence[differing.Hunk]) -> int | None:
        """The place in the wording of a place in the line that it became; None inside of what became of it."""
        shift = 0
        for hunk in hunks:
            if place < hunk.at:
                break
            if place < hunk.at + len(hunk.words) and place > hunk.at:
                return None
            if place >= hunk.at + len(hunk.words):
                shift += (hunk.end - hunk.start) - len(hunk.words)
        return place + shift

    def _settled(self, edits: list[editing.Edit], words: str) -> list[editing.Edit]:
        """Edits without those that undo each other: words that one author took out and another put back are named."""
        gone = [edit for edit in edits if edit.end > edit.start and not edit.words]
        out = list(edits)
        for edit in gone:
            back = next(
                (
                    each for each in out
                    if each.start == each.end and each.start in (edit.start, edit.end)
                    and each.words.strip() == words[edit.start : edit.end].strip()
                ),
                None,
            )  # fmt: skip
            if back is not None:
                out.remove(edit)
                out.remove(back)
                names = tuple(dict.fromkeys((*edit.authors, *back.authors)))
                self._conflicts.append(Undone(edit.place, names, back.words.strip()))
        return out

    # Brackets that are typed into the file

    def _is_typed(self, clause: BaseClause, line: Line, exact: editing.LineWording | None) -> bool:
        """Whether a line holds brackets that the clause has not, and that are not those of a rendering of ours as it was."""
        if self._typed is None or any(sign in clause.words for sign in bracketing.OPENS):
            return False
        if not (_BRACKETS.search(line.final) or _BRACKETS.search(line.base)):
            return False
        return exact is None or exact.words == exact.ground or self._touches(line, exact)

    def _touches(self, line: Line, wording: editing.LineWording) -> bool:
        """Whether a change lies within the brackets of a rendering of ours."""
        grounds = editing.grounds(wording)
        if grounds is None:
            return False
        _places, ours = grounds
        edits = self._tracked_edits(line, line.pieces, wording)
        return any(
            any(ours[edit.start : edit.end]) or (0 < edit.start < len(ours) and ours[edit.start - 1] and ours[edit.start])
            for edit in edits
        )

    def _brackets(self, match: _Match, line: Line) -> None:
        """A line with brackets, its tracked changes among them in the names of their authors."""
        words, names = bracketing.typed_line(line)
        if self._typed is None:
            return
        positions, left = self._typed(words, self._clauses, self._place_of[match.clause.key], True)
        for each in positions:
            parties = tuple(dict.fromkeys(name for code in each.parties for name in names.get(code, (code,))))
            match.asked.append(replace(each, parties=parties, place=line.place, why=each.why if parties else ""))
        self._outside += [Tracked("", None, "in brackets", said_, why, line.place) for said_, why in left]

    def _is_apart(self, parted: Sequence[tuple[str, Sequence[TrackedPiece]]]) -> bool:
        """Whether nothing is left because parties, each for itself, took words out, and nobody moved them."""
        theirs = said(parted[0][1])  # as those left it who are no party
        moved = any(change.kind == "moveFrom" for _, pieces in parted for piece in pieces for change in piece.changes)
        return len(parted) > 1 and bool(theirs.strip()) and not moved

    def _tracked_edits(
        self, line: Line, pieces: Sequence[TrackedPiece], wording: editing.LineWording
    ) -> list[editing.Edit]:
        """The changes of a line one by one, in the places of the wording that it began from."""
        cut, edits, at = self._cut(line.base), [], 0
        places = editing.places_in(line.base[cut:], wording.words)
        held: editing.Edit | None = None

        def put(edit: editing.Edit | None) -> None:
            if edit is None:
                return
            if edit.start < cut:
                words = edit.words.strip()
                if edit.end < cut or (edit.end == cut and numbering(f"{words} ").strip() == words):
                    self._outside.append(
                        Tracked(", ".join(edit.authors), None, "number changed", edit.words, place=edit.place)
                    )
                    return
            start, end = places[max(edit.start - cut, 0)], places[max(edit.end - cut, 0)]
            words = edit.words[len(numbering(edit.words)) :] if edit.start < cut else edit.words
            edits.append(editing.Edit(start, end, words, edit.authors, edit.place))

        for piece in pieces:
            length = len(piece.words) if piece.base else 0
            if piece.base and piece.final:
                if length:
                    put(held)
                    held = None
            elif piece.base or piece.final:
                words = piece.words if piece.final else ""
                if held is not None and held.authors != piece.authors:
                    put(held)
                    held = None
                held = held or editing.Edit(at, at, "", piece.authors, piece.place)
                held = editing.Edit(held.start, at + length, held.words + words, held.authors, held.place)
            at += length
        put(held)
        return edits

    def _several(self, clauses: Sequence[BaseClause], line: Line) -> list[_Match | _New]:
        """Clauses that one line holds together: each with its part of the difference, merged with the next."""
        final = line.final[self._cut(line.final) :]
        whole, starts = "", []
        for clause in clauses:
            whole += " " if whole else ""
            starts.append(len(whole))
            whole += clause.words
        matches = [
            _Match(clause, line.place, wording=self._wordings[clause.key][0], authors=editing.authors(line.pieces))
            for clause in clauses
        ]
        for edit in editing.difference(whole, final, editing.authors(line.pieces), line.place):
            self._shared(edit, whole, starts, matches)
        for one, other in pairwise(clauses):
            self._propose(
                one.key, Operation.MERGE, target=other.key, parties=editing.authors(line.pieces), place=line.place
            )
        return list(matches)

    def _shared(self, edit: editing.Edit, whole: str, starts: list[int], matches: list[_Match]) -> None:
        """An edit of several clauses cut at their borders; what is put in goes to the first."""
        words = edit.words
        first = max(bisect_right(starts, edit.start) - 1, 0)
        for at in range(first, len(matches)):
            begin, length = starts[at], len(matches[at].clause.words)
            if at > first and edit.end <= begin:
                break
            start, end = max(edit.start - begin, 0), min(max(edit.end - begin, 0), length)
            start = min(start, length)
            if end > start or words.strip():
                matches[at].edits.append(editing.Edit(start, end, words, edit.authors, edit.place))
            words = ""

    # From matches to proposals

    def _tracked_moves(self) -> None:
        """A clause that was moved away and words that were moved in are one clause that moves."""
        gone = [one for one in self._order if isinstance(one, _Match) and one.is_gone]
        for at, new in enumerate(self._order):
            if not isinstance(new, _New) or not gone:
                continue
            least = _MOVED if new.is_move else _PASTED
            if not new.is_move and not any(piece.changes for piece in new.pieces):
                continue
            best = max(gone, key=lambda one: pairing.alike(one.clause.words, new.words))
            if pairing.alike(best.clause.words, new.words) < least:
                continue
            gone.remove(best)
            wording = best.wording or self._wordings[best.clause.key][0]
            edits = editing.difference(wording.words, new.words, new.authors, new.pieces[0].place)
            self._order[self._order.index(best)] = _New([])
            self._order[at] = _Match(best.clause, new.pieces[0].place, edits, wording, moves=True, authors=new.authors)

    def _emit(self) -> int:
        unchanged, before = 0, ""
        living = [one.clause.key for one in self._order if isinstance(one, _Match) and not one.is_gone]
        first = living[0] if living else (self._clauses[0].key if self._clauses else "")
        for one in self._order:
            if isinstance(one, _New):
                if not one.words:
                    continue
                place = one.pieces[0].place
                if self._bracketed_whole(one, before):
                    continue
                if (instead := self._instead(one)) is not None:
                    self._propose(instead, Operation.ALTERNATIVE, words=one.words, parties=one.authors, place=place)
                elif before:
                    self._propose(before, Operation.NEW_CLAUSE, words=one.words, parties=one.authors, place=place)
                elif first:
                    self._propose(first, Operation.NEW_CLAUSE_BEFORE, words=one.words, parties=one.authors, place=place)
                else:
                    self._outside.append(Tracked(", ".join(one.authors), None, "inserted", one.words, place=place))
                continue
            count = len(self._made)
            self._of_clause(one, before)
            unchanged += count == len(self._made)
            before = before if one.is_gone else one.clause.key
        return unchanged

    def _bracketed_whole(self, new: _New, before: str) -> bool:
        """A new line that is a bracket as a whole: it says in it whose it is, and where it stands."""
        words = said(new.pieces).strip()
        if (
            self._typed is None
            or words[0] not in bracketing.OPENS
            or words.rstrip(" .;,")[-1:] not in tuple(bracketing.CLOSES)
        ):
            return False
        last = self._place_of[before] if before else -1
        positions, left = self._typed(words, self._clauses, last, False)
        place = new.pieces[0].place
        self._made += [replace(each, parties=each.parties or new.authors, place=place) for each in positions]
        if positions:
            self._outside += [Tracked("", None, "in brackets", words_, why, place) for words_, why in left]
        return bool(positions)

    def _instead(self, new: _New) -> str | None:
        """The key of the clause in whose place new words are put by their number, ``5 alt.``"""
        number = _ALT.match(typed_number(said(new.pieces)).number)
        return next((each.key for each in self._clauses if number and each.number == number["n"]), None)

    def _of_clause(self, match: _Match, before: str) -> None:
        key = match.clause.key
        number = match.wording.number if match.wording else match.clause.wordings[-1][0]
        if match.is_gone:
            self._propose(key, Operation.DELETE_CLAUSE, wording=number, parties=match.authors, place=match.place)
            return
        if match.moves:
            self._propose(key, Operation.MOVE, wording=number, target=before, parties=match.authors, place=match.place)
        self._made += match.asked
        wording = match.wording or self._wordings[key][0]
        grounds = editing.grounds(wording)
        for edit in match.edits:
            self._edit(key, wording, edit, grounds)

    def _edit(
        self, key: str, wording: editing.LineWording, edit: editing.Edit, grounds: tuple[list[int], list[bool]] | None
    ) -> None:
        start, end = edit.start, edit.end
        if grounds is not None:
            places, ours = grounds
            if all(ours[start:end]) and (end > start or (0 < start < len(ours) and ours[start - 1] and ours[start])):
                change = f"{wording.words[start:end]} → {edit.words}".strip()
                self._outside.append(Tracked(", ".join(edit.authors), None, "brackets changed", change, place=edit.place))
                return
            start, end = places[start], places[end]
        gone = wording.ground[start:end]
        first, *rest = edit.words.split(MARK)
        same = {"wording": wording.number, "parties": edit.authors, "place": edit.place}
        if not rest or gone.strip() or first.strip():
            blank = not gone.strip() and not first.strip()
            at_border = start == 0 or end == len(wording.ground)
            if gone.translate(editing.SIGNS) != first.translate(editing.SIGNS) and not (
                blank and ((gone and first) or at_border)
            ):
                kind = Operation.REPLACE if gone and first else Operation.DELETE if gone else Operation.INSERT
                if gone == wording.ground and self._parties and self._parties.issuperset(edit.authors):
                    kind = Operation.ALTERNATIVE if first else Operation.DELETE_CLAUSE
                    start = end = 0
                self._propose(key, kind, start=start, end=end, words=first, **same)
        for typed in rest:
            words = typed[_numbered(typed) :] if typed.strip() else typed
            if 0 < end < len(wording.ground) or words.strip():
                self._propose(key, Operation.SPLIT, start=end, end=end, **same)
            if words.strip():
                self._propose(key, Operation.INSERT, start=end, end=end, words=words, **same)

    def _merges(self, pairs: list[pairing.PassagePair]) -> None:
        """Lines whose mark between them was deleted, with words left on both sides."""
        of_line = {at: self._clauses[pair.old[-1]].key for pair in pairs if pair.old for at in pair.new}
        held: int | None = None
        for at, line in enumerate(self._lines):
            has = bool(line.final.strip())
            if held is not None and has and not line.before:
                one, other = of_line.get(held), of_line.get(at)
                if one is not None and other is not None and one != other:
                    marks = [change for passage in self._lines[held].passages for change in passage.mark_changes]
                    names = tuple(dict.fromkeys(change.author for change in marks if change.author))
                    self._propose(one, Operation.MERGE, target=other, parties=names, place=line.place)
            if has or held is None:
                held = at if has else held
            if not line.joins:
                held = None

    def _propose(self, key: str, operation: Operation, **columns: object) -> None:
        """Places are those of the wording told, else of the newest one."""
        if "wording" not in columns:
            columns["wording"] = next(clause.wordings[-1][0] for clause in self._clauses if clause.key == key)
        self._made.append(Proposed(key, operation, **columns))  # type: ignore[arg-type]

    def _beside(self) -> None:
        """What columns beside the text hold."""
        for one in self._fit.beside:
            if self._typed is not None and one.operation == Operation.ALTERNATIVE and _BRACKETS.search(one.words):
                positions, left = self._typed(one.words, self._clauses, self._place_of[one.key], True)
                if positions:
                    self._made += [
                        replace(each, parties=each.parties or one.parties, place=one.place) for each in positions
                    ]
                    self._outside += [Tracked("", None, "in brackets", words, why, one.place) for words, why in left]
                    continue
            self._propose(one.key, one.operation, words=one.words, parties=one.parties, place=one.place)

    # Comments, footnotes, and what stands beside the text

    def _undone(self, line: Line) -> None:
        for piece in line.pieces:
            if not piece.base and not piece.final and piece.words.strip():
                self._conflicts.append(Undone(piece.place, piece.authors, piece.words.strip()))

    def _rest(self) -> None:
        placed = {passage.place: match for match in self._order if isinstance(match, _Match) for passage in self._of(match)}
        placed_comments: set[Comment] = set()
        for passage in self._fit.body:
            match = placed.get(passage.place)
            for comment in passage.comments:
                placed_comments.add(comment)
                if match is None:
                    self._outside.append(_commented(comment, passage.place))
                else:
                    self._comment(match, comment, passage.place)
            for run in passage.runs:
                if run.note and run.changes:
                    self._note(match, run.note, [change.kind for change in run.changes], passage.place)
        self._outside += [_commented(comment, Place()) for comment in self._file.comments if comment not in placed_comments]
        for name, passages in {**self._file.outside, **self._file.notes}.items():
            fresh = name in self._fresh_notes()
            self._outside += [] if fresh else telling.words_changed(passages)
        looks = {*FORMAT_CHANGES.values()}
        beside = ("content control", "field", "picture", "object")
        self._outside += [row for row in self._file.changes if row.kind in looks or row.kind.startswith(beside)]

    def _of(self, match: _Match) -> list[Passage]:
        return [passage for line in self._lines if line.place == match.place for passage in line.passages]

    def _fresh_notes(self) -> set[str]:
        return {run.note for passage in self._file.body for run in passage.runs if run.note and run.changes}

    def _comment(self, match: _Match, comment: Comment, place: Place) -> None:
        wording = match.wording or self._wordings[match.clause.key][0]
        head = negotiated.headed(comment.words)
        if comment.is_done:
            said_ = "\n".join([comment.words, *(f"{answer.author}: {answer.words}" for answer in comment.answers)])
            self._outside.append(Tracked(comment.author, comment.moment, "comment settled", said_, place=place))
            return
        if head is not None:
            self._headed(match, head, comment, place)
            return
        at = wording.ground.find(comment.on) if comment.on else -1
        start, end = (at, at + len(comment.on)) if at >= 0 else (0, 0)
        answered = [answer for answer in comment.answers if negotiated.headed(answer.words) is None]
        answers = "".join(f"\n{answer.author}: {answer.words}" for answer in answered)
        columns = {"start": start, "end": end, "words": comment.words + answers, "place": place}
        columns["why"] = f"on “{comment.on}”" if comment.on else ""
        parties = tuple(name for name in comment.author.split("; ") if name)
        self._propose(match.clause.key, Operation.COMMENT, wording=wording.number, parties=parties, **columns)

    def _headed(self, match: _Match, head: negotiated.CommentHead, comment: Comment, place: Place) -> None:
        """A comment that says with its head what it asks for; stances and reasons ask for nothing."""
        if head.operation is None:
            return
        target = negotiated.clause_named(head.number, self._clauses) if head.number else ""
        if target is None:
            self._outside.append(_commented(comment, place))
            return
        at = min(head.at, len(match.clause.words))
        parties = tuple(name for name in comment.author.split("; ") if name)
        columns = {"start": at, "end": at, "words": head.words, "why": head.why, "target": target, "place": place}
        self._propose(match.clause.key, head.operation, parties=parties, **columns)

    def _note(self, match: _Match | None, key: str, kinds: list[str], place: Place) -> None:
        words = " ".join(" ".join(passage.words(accepted=True).split()) for passage in self._file.notes.get(key, ()))
        comes = kinds[-1] in ("ins", "moveTo")
        if match is None or not comes or not words:
            kind = "footnote inserted" if comes else "footnote deleted"
            self._outside.append(Tracked("", None, kind, words, place=place))
            return
        line = next(line for line in self._lines if any(passage.place == place for passage in line.passages))
        wording = match.wording or self._wordings[match.clause.key][0]
        at = 0
        for piece in line.pieces:
            if piece.note == key:
                break
            at += len(piece.words) if piece.base else 0
        cut = self._cut(line.base)
        anchor = editing.places_in(line.base[cut:], wording.words)[max(at - cut, 0)] if wording.words else 0
        names = editing.authors(piece for piece in line.pieces if piece.note == key)
        self._propose(
            match.clause.key,
            Operation.FOOTNOTE,
            wording=wording.number,
            start=anchor,
            end=anchor,
            words=words,
            parties=names,
            place=place,
        )


def _commented(comment: Comment, place: Place) -> Tracked:
    return Tracked(comment.author, comment.moment, "comment", comment.words, place=place)

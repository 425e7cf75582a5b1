"""A file as ministries make it, brought to one that can be laid on the clauses of a text.

Words that are struck and set by hand become changes; hidden ones are left out and named; signs that nobody sees go; clauses
that were parted by line breaks are passages of their own; of a table with columns the one that holds the text is read, and
the others are read by their heads: words in the place of the clause's, or a remark on it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from nemawashi.kit.clauses.numbers import typed_number
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.word.editing import folded
from nemawashi.kit.word.places import Place
from nemawashi.kit.word.values import Cell, Change, Passage, Run, Tracked, WordFile

_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_NEAR = 60.0  # of a hundred: how alike a line is to the clause that it is a wording of; a fifth either way changes no case
_SAME = 97.0  # as good as equal: a comma or a blank apart
_MOST_TRIED = 400  # lines of a table that are compared with all clauses
_HEADS = {
    "proposal": re.compile(
        r"propos|amend|suggest|new text|revised|counter|alternative|предлож|предлаг|поправ|новая редакц|редакция|提案|修正|改正|対案",
        re.I,
    ),
    "remark": re.compile(
        r"remark|comment|note|reason|justif|rationale|explan|коммент|примеч|обоснов|замеч|пояснен|備考|理由|コメント|注",
        re.I,
    ),
    "base": re.compile(
        r"current|present|existing|original|draft|base|zero|text|текст|проект|действующ|исходн|現行|原文|本文|案文", re.I
    ),
    "number": re.compile(r"^(?:no\.?|nr\.?|n°|№|#|para(?:graph)?\.?|clause|article|п/п|пункт|番号|項|条)$", re.I),
}
_NEW_ONE = re.compile(
    r"^(?:(?:insert|add)\s+(?:an?\s+)?)?(?:new|additional)\s+(?:(?:operative|preambular)\s+)?(?:(?:sub-?)?para(?:graph)?|clause|point|OP|PP)\.?\s*[:–—-]\s*(?=\S)"
    r"|^(?:новый|дополнительный)\s+(?:под)?(?:пункт|абзац)\s*[:–—-]\s*(?=\S)|^新(?:規)?項\s*[:：]\s*(?=\S)",
    re.I,
)
_GOES = re.compile(r"^\W*(?:(?:to be )?deleted?|deletion|strike(?: out)?|suppress|исключить|удалить|снять|削除)\W*$", re.I)
_STAYS = re.compile(
    r"^\W*(?:(?:no|without) (?:change|comment|objection)s?|unchanged|retain(?:ed)?|keep|ok(?:ay)?|agreed?|accept(?:ed|able)?|same|idem|n/?a"
    r"|без изменений|согласны?|оставить|сохранить|同意|変更なし|なし)\W*$|^\W+$",
    re.I,
)
_SCRIPTS = (
    re.compile("[\u0400-\u04ff]"), re.compile("[\u3040-\u30ff]"), re.compile("[A-Za-z\u00c0-\u024f]"), re.compile("[\u3400-\u9fff]"),
)  # fmt: skip
_ENDS = re.compile(r"[.;:,!?。、；：][\W\d]{0,3}$")


@dataclass(frozen=True, slots=True)
class BesideClause:
    """What a column beside the text asks of a clause. ``parties``: those that its head names; without one it is told by who
    sends the file."""

    key: str
    operation: Operation
    words: str
    place: Place
    parties: tuple[str, ...] = ()


@dataclass
class Fitted:
    """``left``: what of the file is not used; ``beside``: what other columns than that of the text ask."""

    body: tuple[Passage, ...]
    left: list[Tracked] = field(default_factory=list)
    beside: list[BesideClause] = field(default_factory=list)


def fitted(
    file: WordFile,
    clauses: Sequence[BaseClause],
    renderings: Iterable[str] = (),
    named: Callable[[str], tuple[str, ...]] = lambda _head: (),
) -> Fitted:
    """``renderings``: words of clauses in other forms, which a line may hold as they are. ``named``: the parties that the
    head of a column names."""
    known = {folded(words) for clause in clauses for _number, words in clause.wordings}
    known |= {folded(words) for words in renderings}
    fit = Fitted(file.body)
    fit.body = tuple(_seen(passage, fit, "".join(known)) for passage in fit.body)
    if clauses:
        words = [folded(clause.words) for clause in clauses]
        _columns(fit, clauses, words, named)
        _other_language(fit, clauses, known)
        fit.body = tuple(part for passage in fit.body for part in _parted(passage, words, known))
        fit.body = tuple(_redlined(passage, words, known) for passage in fit.body)
    return fit


# Hidden words and signs that nobody sees


def _seen(passage: Passage, fit: Fitted, known: str) -> Passage:
    signs = [sign for sign in _UNSEEN if sign not in known]
    hidden = "".join(run.words for run in passage.runs if run.hidden).strip()
    boxes = tuple(_seen(box, fit, known) for box in passage.boxes)
    if hidden:
        fit.left.append(Tracked("", None, "hidden", hidden, place=passage.place))
    runs = tuple(
        replace(run, words=_without(run.words, signs))
        for run in passage.runs
        if not run.hidden or (run.note and not run.words)
    )
    return replace(passage, runs=runs, boxes=boxes) if runs != passage.runs or boxes != passage.boxes else passage


def _without(words: str, signs: Collection[str]) -> str:
    return words if words.isascii() else "".join(sign for sign in words if sign not in signs)


# Columns


def _columns(
    fit: Fitted, clauses: Sequence[BaseClause], words: Sequence[str], named: Callable[[str], tuple[str, ...]]
) -> None:
    tables: dict[int, list[Passage]] = defaultdict(list)
    for passage in fit.body:
        if passage.cell.table:
            tables[passage.cell.table].append(passage)
    dropped: set[Place] = set()
    for passages in tables.values():
        _Columns(passages, clauses, words, fit, named).read(dropped)
    if dropped:
        fit.body = tuple(passage for passage in fit.body if not passage.cell.table or passage.place not in dropped)


@dataclass
class _Columns:
    """One table. Its rows are (the passages of each cell), as far as they have as many cells as most rows have."""

    passages: Sequence[Passage]
    clauses: Sequence[BaseClause]
    words: Sequence[str]
    fit: Fitted
    named: Callable[[str], tuple[str, ...]]

    def read(self, dropped: set[Place]) -> None:
        rows = self._rows()
        width = max((len(row) for row in rows), default=0)
        if width < 2 or len(rows) > _MOST_TRIED:
            return
        if self._by_party(rows, width, dropped):
            return
        held_by = [
            [self._clause(_words(row[column])) if column < len(row) else None for row in rows] for column in range(width)
        ]
        counts = [sum(at is not None for at in column) for column in held_by]
        filled = sum(any(_words(cell) for cell in row) for row in rows)
        base = max(range(width), key=lambda column: (self._is_headed(rows[0], column, "base"), counts[column]))
        if counts[base] < max(counts):
            base = counts.index(max(counts))
        if counts[base] * 2 < filled - 1 or not counts[base]:
            return
        heads = [_words(cell) for cell in rows[0]] if held_by[base][0] is None else []
        columns = [names for column, head in enumerate(heads) if column != base and (names := self.named(head))]
        self._has_many = len(set(columns)) > 1  # of one column alone it is told by who sends the file
        if heads:
            dropped.update(passage.place for cell in rows[0] for passage in cell)
        for at, row in enumerate(rows[1:] if heads else rows, start=1 if heads else 0):
            self._row(row, held_by[base][at], base, heads, dropped)

    def _by_party(self, rows: Sequence[Sequence[Sequence[Passage]]], width: int, dropped: set[Place]) -> bool:
        """A table without the text: a column of numbers, and a column for each party, which its head names."""
        heads = [_words(cell) for cell in rows[0]]
        named = [column for column, head in enumerate(heads) if self.named(head)]
        numbers = [column for column in range(width) if column not in named]
        if len(named) < 2 or len(numbers) != 1 or len(heads) != width or len(named) != width - 1:
            return False
        base = numbers[0]
        held = [self._of_number(_words(row[base])) if base < len(row) else None for row in rows[1:]]
        if sum(at is not None for at in held) * 2 < len(rows) - 1 or not any(at is not None for at in held):
            return False
        self._has_many = True
        dropped.update(passage.place for cell in rows[0] for passage in cell)
        for at, row in zip(held, rows[1:], strict=True):
            if at is not None:
                dropped.update(passage.place for passage in row[base])
            self._row(row, at, base, heads, dropped)
        return True

    def _of_number(self, words: str) -> int | None:
        """The clause whose number is all that a cell holds."""
        bare = re.sub(r"^(?:OP|ОП|para(?:graph)?|пункт|п|第)\.?\s?|項$", "", words.strip(), flags=re.I).strip(" .()")
        return next((at for at, clause in enumerate(self.clauses) if bare and clause.number.strip("()") == bare), None)

    def _rows(self) -> list[list[list[Passage]]]:
        by_row: dict[int, dict[Cell, list[Passage]]] = defaultdict(dict)
        for passage in self.passages:
            by_row[passage.cell.row].setdefault(passage.cell, []).append(passage)
        return [list(cells.values()) for cells in by_row.values()]

    def _clause(self, words: str) -> int | None:
        """The clause that a cell holds, as it is or nearly so."""
        line = folded(words)
        line = line[typed_number(line).length :] or line
        if not line:
            return None
        best = process.extractOne(line, self.words, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return int(best[2]) if best else None

    def _is_headed(self, head: Sequence[Sequence[Passage]], column: int, what: str) -> bool:
        if column >= len(head):
            return False
        words = _words(head[column])
        others = [form for name, form in _HEADS.items() if name in ("proposal", "remark") and name != what]
        return bool(_HEADS[what].search(words)) and not any(form.search(words) for form in others)

    def _row(
        self, row: Sequence[Sequence[Passage]], at: int | None, base: int, heads: Sequence[str], dropped: set[Place]
    ) -> None:
        own = _words(row[base]) if base < len(row) else ""
        self._last = self._last if at is None else at
        for column, cell in enumerate(row):
            words = _words(cell)
            if column == base or not cell:
                continue
            head = heads[column] if column < len(heads) else ""
            if at is not None and self._is_tracked(cell) and self._clause(_words(cell, accepted=False)) == at:
                dropped.update(passage.place for passage in row[base])  # the column with the changes is the one to read
                continue
            dropped.update(passage.place for passage in cell)
            if not words or self._is_number(words, at) or _HEADS["number"].match(head):
                continue
            self._cell(words, own, at, head, cell[0].place)

    def _cell(self, words: str, own: str, at: int | None, head: str, place: Place) -> None:
        bare = words[typed_number(words).length :].strip() or words
        is_remark = bool(_HEADS["remark"].search(head))
        names = self.named(head)
        parties = names if self._has_many else ()
        is_proposal = bool(names or _HEADS["proposal"].search(head)) and not is_remark

        def ask(at: int, operation: Operation, words: str) -> None:
            self.fit.beside.append(BesideClause(self.clauses[at].key, operation, words, place, parties))

        if at is not None and not is_remark and (fresh := _NEW_ONE.match(bare)):
            ask(at, Operation.NEW_CLAUSE, bare[fresh.end() :].strip())
        elif at is None and is_proposal and not own and self._last is not None and len(bare.split()) > 1:
            ask(self._last, Operation.NEW_CLAUSE, bare)
        elif at is None or (_STAYS.match(bare) and not is_remark):
            self._leave(words, place)
        elif _GOES.match(bare) and not is_remark:
            ask(at, Operation.DELETE_CLAUSE, "")
        elif folded(bare) == self.words[at]:
            return
        elif _script(bare) != _script(self.words[at]) and not is_remark:
            if not self._said_other:
                self.fit.left.append(Tracked("", None, "another language", head or bare, place=place))
                self._said_other = True
        elif is_remark:
            ask(at, Operation.COMMENT, words)
        elif is_proposal or self._clause(bare) == at:
            ask(at, Operation.ALTERNATIVE, bare)
        else:
            self._leave(words, place)

    _said_other: bool = False
    _has_many: bool = False
    _last: int | None = None

    def _leave(self, words: str, place: Place) -> None:
        self.fit.left.append(Tracked("", None, "belongs to no paragraph", words, place=place))

    def _is_number(self, words: str, at: int | None) -> bool:
        bare = words.strip(" .()")
        return len(bare) <= 6 and (bare.isdecimal() or (at is not None and bare == self.clauses[at].number.strip("()")))

    @staticmethod
    def _is_tracked(cell: Sequence[Passage]) -> bool:
        return any(run.changes for passage in cell for run in passage.runs)


def _words(cell: Iterable[Passage], *, accepted: bool = True) -> str:
    return " ".join(" ".join(passage.words(accepted=accepted) for passage in cell).split())


def _script(words: str) -> int:
    """Which script most letters are of; Japanese is told by its syllables."""
    counts = [len(form.findall(words)) for form in _SCRIPTS]
    counts[1] = counts[1] and counts[1] + counts[3]
    return counts.index(max(counts)) if any(counts) else -1


# Passages in another language


def _other_language(fit: Fitted, clauses: Sequence[BaseClause], known: Collection[str]) -> None:
    """Leave out what stands between passages of the text in another script than any clause: its words in another language.

    What somebody tracked is asked for in whatever language it is. A file that is in the other language as a whole keeps its passages: which text it is of is not told here.
    """
    own = {_script(clause.words) for clause in clauses}
    of_passages = [_script(passage.words(accepted=True)) for passage in fit.body]
    is_other = [each >= 0 and each not in own for each in of_passages]
    if not any(is_other) or not any(each in own for each in of_passages):
        return
    left = [
        passage
        for passage, other in zip(fit.body, is_other, strict=True)
        if other
        and not _is_asked(passage)
        and len(passage.words(accepted=True).split()) > 1
        and _bare(passage.words(accepted=True)) not in known
    ]
    for passage in left:
        fit.left.append(Tracked("", None, "another language", passage.words(accepted=True).strip(), place=passage.place))
    gone = {id(passage) for passage in left}
    fit.body = tuple(passage for passage in fit.body if id(passage) not in gone)


def _is_asked(passage: Passage) -> bool:
    return bool(passage.mark_changes or passage.bookmarks or any(run.changes for run in passage.runs))


# Line breaks


def _parted(passage: Passage, words: Sequence[str], known: Collection[str]) -> list[Passage]:
    """The passages of one that holds several clauses with line breaks between them."""
    text = passage.words(accepted=False)
    if "\n" not in text.strip("\n"):  # perhaps somebody broke the line
        text = passage.words(accepted=True)
    if "\n" not in text.strip("\n") or folded(text) in known:
        return [passage]
    lines = [folded(line) for line in text.split("\n")]
    begun = [typed_number(line) for line in lines]
    bare = [line[number.length :] for line, number in zip(lines, begun, strict=True)]
    alike = sum(line in known or each in known for line, each in zip(lines, bare, strict=True) if line)
    if not alike:
        near = [
            process.extractOne(each, words, scorer=fuzz.ratio, score_cutoff=_NEAR) for each in bare[:_MOST_TRIED] if each
        ]
        alike = len({each[2] for each in near if each})
    if alike < 2 and sum(bool(number.length) for number in begun) < 2:
        return [passage]
    parts: list[list[Run]] = [[]]
    for run in passage.runs:
        pieces = run.words.split("\n")
        for at, piece in enumerate(pieces):
            if at:
                parts.append([])
            if piece or (run.note and not at):
                parts[-1].append(replace(run, words=piece))
    out = [
        replace(passage, runs=tuple(runs), mark_changes=(), comments=(), boxes=(), number="", bookmarks=(), bookmark="")
        for runs in parts
    ]
    out[0] = replace(out[0], comments=passage.comments, number=passage.number)
    out[-1] = replace(out[-1], mark_changes=passage.mark_changes, boxes=passage.boxes)
    return out


# Redlines that were made by hand


def _redlined(passage: Passage, words: Sequence[str], known: Collection[str]) -> Passage:
    """Struck words as gone, and words set apart as come, where the rest of the passage is the clause as it stands."""
    passage = _with_its_last_mark(passage)
    standing = [run for run in passage.runs if run.words.strip()]
    has_struck = any(run.strike and not run.changes for run in standing)
    if not has_struck and not any((run.underline or run.colour) and not run.changes for run in standing):
        return passage
    text = "".join(run.words for run in passage.runs if run.stands(accepted=False))
    if _bare(text) in known and not has_struck:
        return passage  # set apart, and nothing changed
    for come in _WAYS:
        rest = "".join(run.words for run in passage.runs if run.stands(accepted=False) and (run.strike or not come(run)))
        if _bare(rest) in known or folded(rest) in known:
            return replace(passage, runs=_drawn([_changed(run, is_come=come(run)) for run in passage.runs]))
    if not has_struck:
        return passage
    best = process.extractOne(_bare(text), words, scorer=fuzz.ratio)
    clause = str(best[0]) if best else ""
    changed = [_changed(run, is_come=_is_set(run) and folded(run.words) not in clause) for run in passage.runs]
    return replace(passage, runs=_drawn(changed))


def _drawn(runs: Sequence[Run]) -> tuple[Run, ...]:
    """A blank between words that were struck and those set beside them comes with these: one change, not two."""
    out = list(runs)
    for at in range(1, len(out) - 1):
        before, blank, after = out[at - 1 : at + 2]
        is_blank = blank.words and not blank.words.strip() and not blank.changes and not blank.note
        if is_blank and {_by_hand(before), _by_hand(after)} == {"del", "ins"}:
            out[at] = replace(blank, changes=(Change("ins", ""),))
    return tuple(out)


def _by_hand(run: Run) -> str:
    return run.changes[0].kind if len(run.changes) == 1 and not run.changes[0].author else ""


def _with_its_last_mark(passage: Passage) -> Passage:
    """The mark at the end of a passage apart from words that were set before it: it was coloured with them."""
    runs = list(passage.runs)
    at = next((n for n in range(len(runs) - 1, -1, -1) if runs[n].words.strip()), -1)
    if at < 0 or not _is_set(runs[at]) or runs[at].changes:
        return passage
    words = runs[at].words.rstrip()
    if len(words) < 2 or words[-1] not in ".;:,。；":
        return passage
    mark = Run(runs[at].words[len(words) - 1 :])
    return replace(passage, runs=(*runs[:at], replace(runs[at], words=words[:-1]), mark, *runs[at + 1 :]))


def _is_set(run: Run) -> bool:
    return not run.strike and (run.underline or bool(run.colour))


_WAYS = (
    lambda run: False,
    _is_set,
    lambda run: not run.strike and run.underline,
    lambda run: not run.strike and bool(run.colour),
    lambda run: not run.strike and run.bold,
    lambda run: not run.strike and (run.bold or run.underline or bool(run.colour) or run.italic),
)


def _changed(run: Run, *, is_come: bool) -> Run:
    if run.changes or not run.words:
        return run
    if run.strike:
        return replace(run, changes=(Change("del", ""),))
    return replace(run, changes=(Change("ins", ""),)) if is_come else run


def _bare(text: str) -> str:
    line = folded(text)
    return line[typed_number(line).length :]


def ends(words: str) -> bool:
    """Whether a line ends as clauses end, and not like an address or a date."""
    return bool(_ENDS.search(words.strip()[-6:]))

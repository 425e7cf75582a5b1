"""Passages, runs and tables spelled as WordprocessingML, with the changes that are tracked on them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from nemawashi.kit.languages import RIGHT_TO_LEFT
from nemawashi.kit.word import looks
from nemawashi.kit.word.values import Change, Comment, Passage, Run, Table

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EAST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff60]")
_SIGNS = re.compile("([\t\n‑])")
_MARKS = ("ins", "del", "moveFrom", "moveTo")
_COMES = ("ins", "moveTo")
LINE = 9638  # twentieths of a point between the margins of the page


def plain(words: str) -> str:
    """Words that XML can hold: what it cannot becomes the sign for that."""
    return _ILLEGAL.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n"))


def stamp(moment: datetime | None) -> str:
    if moment is None:
        return ""
    in_utc = (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).astimezone(UTC)
    return in_utc.strftime("%Y-%m-%dT%H:%M:%SZ")


def stacked(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Changes as Word can hold them on one run: one that brings the words, one inside it that takes them.

    Several parties that ask for the same become one change with all their names.
    """
    layers = []
    for kinds in (_COMES, ("del", "moveFrom")):
        same = [change for change in changes if change.kind in kinds]
        if same:
            kind = next((change.kind for change in same if change.kind.startswith("move")), same[0].kind)
            names = list(dict.fromkeys(name for change in same for name in change.author.split("; ")))
            moments = [change.moment for change in same if change.moment is not None]
            move = next((change.name for change in same if change.name), "")
            layers.append(Change(kind, "; ".join(names), max(moments) if moments else None, move))
    return tuple(layers)


@dataclass
class Speller:
    """Counts ids and gathers notes and comments while it spells."""

    sheet: looks.Sheet
    language: str
    notes: list[str] = field(default_factory=list)
    comments: list[tuple[Comment, int]] = field(default_factory=list)  # with the place of the one that it answers, or -1
    authors: dict[str, None] = field(default_factory=dict)
    _id: int = 0
    _moves: dict[str, int] = field(default_factory=lambda: {"moveFrom": 0, "moveTo": 0})

    def table(self, table: Table) -> str:
        columns = max((len(row) for row in table.rows), default=0)
        shares = table.widths if len(table.widths) == columns and sum(table.widths) > 0 else (1,) * columns
        widths = [LINE * share // sum(shares) for share in shares]
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = []
        for at, row in enumerate(table.rows):
            changes = table.row_changes[at] if at < len(table.row_changes) else ()
            head = "<w:tblHeader/>" if table.head and at == 0 else ""
            tracked = "".join(f"<w:{one.kind}{self._who(one)}/>" for one in stacked(changes) if one.kind in ("ins", "del"))
            own = f"<w:trPr><w:cantSplit/>{head}{tracked}</w:trPr>"
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
                f"{''.join(self.passage(one) for one in cell) or '<w:p/>'}</w:tc>"
                for cell, width in zip((*row, *((),) * (columns - len(row))), widths, strict=True)
            )
            rows.append(f"<w:tr>{own}{cells}</w:tr>")
        return (
            f'<w:tbl><w:tblPr><w:tblW w:w="{LINE}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
        )

    def passage(self, passage: Passage) -> str:
        look = self.sheet.key(passage.style) if passage.style else ""
        style = f"<w:pStyle w:val={quoteattr(look)}/>" if look else ""
        keep = "<w:keepNext/>" if passage.keep_with_next else ""
        bidi = "<w:bidi/>" if passage.right_to_left else ""
        marks = sorted(stacked(passage.mark_changes), key=lambda one: _MARKS.index(one.kind))
        mark = "".join(f"<w:{one.kind}{self._who(one)}/>" for one in marks)
        mark = f"<w:rPr>{mark}</w:rPr>" if mark else ""
        inside = self._inside(passage)
        if passage.bookmark:
            self._id += 1
            name = re.sub(r"\W", "_", passage.bookmark)[:40]
            inside = (
                f'<w:bookmarkStart w:id="{self._id}" w:name={quoteattr(name)}/>{inside}<w:bookmarkEnd w:id="{self._id}"/>'
            )
        properties = f"<w:pPr>{style}{keep}{bidi}{mark}</w:pPr>" if style or keep or bidi or mark else ""
        return f"<w:p>{properties}{inside}</w:p>"

    def _inside(self, passage: Passage) -> str:
        runs = [replace(run, words=plain(run.words)) for run in passage.runs if run.words or run.note]
        notes = [run for run in runs if run.note]
        spare = passage.footnotes[len(notes) :]
        words = iter(passage.footnotes)
        starts, ends = self._places(passage, runs)
        cuts = sorted({*starts, *ends})
        pieces: list[Run | str] = []
        if passage.number:
            pieces.append(Run(f"{plain(passage.number)}\t", changes=self._of_number(passage)))
        place = 0
        for run in runs:
            here = [cut - place for cut in cuts if place < cut < place + len(run.words)]
            for a, b in zip([0, *here], [*here, len(run.words)], strict=True):
                pieces += [f'<w:commentRangeStart w:id="{key}"/>' for key in starts.pop(place + a, ())]
                pieces.append(replace(run, words=run.words[a:b]))
                pieces += [self._comment_end(key) for key in ends.pop(place + b, ())]
            place += len(run.words)
        pieces += [f'<w:commentRangeStart w:id="{key}"/>' for keys in starts.values() for key in keys]
        pieces += [self._comment_end(key) for keys in ends.values() for key in keys]
        pieces += [Run("", note="spare") for _ in spare]
        return self._grouped(pieces, 0, lambda: next(words, ""), passage)

    def _of_number(self, passage: Passage) -> tuple[Change, ...]:
        """The number comes and goes with its passage: with the changes that lie on all the words and on the mark."""
        of_runs = [run.changes for run in passage.runs if run.words.strip()]
        return tuple(change for change in passage.mark_changes if of_runs and all(change in changes for changes in of_runs))

    def _places(self, passage: Passage, runs: list[Run]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """Where comments begin and end, in code points of the words of the passage."""
        whole = "".join(run.words for run in runs)
        starts: dict[int, list[int]] = {}
        ends: dict[int, list[int]] = {}
        for comment in passage.comments:
            on = plain(comment.on)
            at = whole.find(on) if on else -1
            start, end = (at, at + len(on)) if at >= 0 else (0, len(whole))
            key = len(self.comments)
            self.comments.append((comment, -1))
            thread = [key, *range(key + 1, key + 1 + len(comment.answers))]
            self.comments += [(answer, key) for answer in comment.answers]
            starts.setdefault(start, []).extend(thread)
            ends.setdefault(end, []).extend(thread)
        return starts, ends

    def _comment_end(self, key: int) -> str:
        look = self.sheet.key("annotation reference")
        style = f"<w:rPr><w:rStyle w:val={quoteattr(look)}/></w:rPr>" if look else ""
        return f'<w:commentRangeEnd w:id="{key}"/><w:r>{style}<w:commentReference w:id="{key}"/></w:r>'

    def _grouped(self, pieces: Sequence[Run | str], depth: int, note: Callable[[], str], passage: Passage) -> str:
        """Runs under one change stand in one element; borders of comments may stand inside of it."""
        spelled = []
        held: list[tuple[Change | None, Run | str]] = []
        for piece in pieces:
            if isinstance(piece, str):
                held.append((held[-1][0] if held else None, piece))
            else:
                changes = stacked(piece.changes)
                held.append((changes[depth] if len(changes) > depth else None, piece))
        for change, group in groupby(held, key=lambda row: row[0]):
            inner = [piece for _, piece in group]
            if change is None:
                spelled += [piece if isinstance(piece, str) else self._run(piece, note, passage) for piece in inner]
            else:
                spelled.append(self._wrapped(change, inner, depth, note, passage))
        return "".join(spelled)

    def _wrapped(
        self, change: Change, inner: Sequence[Run | str], depth: int, note: Callable[[], str], passage: Passage
    ) -> str:
        if not change.kind.startswith("move"):
            return f"<w:{change.kind}{self._who(change)}>{self._grouped(inner, depth + 1, note, passage)}</w:{change.kind}>"
        self._moves[change.kind] += 1
        name = change.name or f"move{self._moves[change.kind]}"
        who = self._who(change)
        key = self._id
        body = self._grouped(inner, depth + 1, note, passage)
        return (
            f"<w:{change.kind}RangeStart{who} w:name={quoteattr(name)}/><w:{change.kind}{self._who(change)}>{body}"
            f'</w:{change.kind}><w:{change.kind}RangeEnd w:id="{key}"/>'
        )

    def _run(self, run: Run, note: Callable[[], str], passage: Passage) -> str:
        properties = self._properties(run, passage)
        if run.note:
            self.notes.append(note())
            look = self.sheet.key("footnote reference")
            style = f"<w:rStyle w:val={quoteattr(look)}/>" if look else ""
            return f'<w:r><w:rPr>{style}</w:rPr><w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
        tag = "delText" if any(change.kind == "del" for change in run.changes) else "t"  # those of a move stay in w:t
        signs = {"\t": "<w:tab/>", "\n": "<w:br/>", "‑": "<w:noBreakHyphen/>"}
        words = "".join(
            signs.get(piece) or f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>'
            for piece in _SIGNS.split(run.words)
            if piece
        )
        return f"<w:r>{properties}{words}</w:r>" if words else ""

    def _properties(self, run: Run, passage: Passage) -> str:
        language = run.language or passage.language
        properties = ['<w:rFonts w:hint="eastAsia"/>'] if _EAST.search(run.words) else []
        properties += ["<w:b/><w:bCs/>"] if run.bold else []
        properties += ["<w:i/><w:iCs/>"] if run.italic else []
        properties += ["<w:strike/>"] if run.strike else []
        properties += ["<w:vanish/>"] if run.hidden else []
        properties += [f"<w:color w:val={quoteattr(run.colour)}/>"] if run.colour else []
        properties += ['<w:u w:val="single"/>'] if run.underline else []
        properties += ["<w:rtl/>"] if passage.right_to_left or language in RIGHT_TO_LEFT else []
        properties += [looks.tongue(language)] if language and language != self.language else []
        return f"<w:rPr>{''.join(properties)}</w:rPr>" if properties else ""

    def _who(self, change: Change) -> str:
        self._id += 1
        author = plain(change.author)
        self.authors[author] = None
        moment = stamp(change.moment)
        when = f' w:date="{moment}"' if moment else ""
        return f' w:id="{self._id}" w:author={quoteattr(author)}{when}'

"""A clause with its brackets as delegations write them, as HTML: ``[shall] [KAZ: should]``, ``[…] [ALT UZB: …]``.

Words that others would replace stand plain between brackets, and what would stand there follows with who asks for it; only
what would go without anything in its place is struck. ``escape`` is put around whatever somebody wrote.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from django.utils.translation import gettext, gettext_noop, pgettext

from nemawashi.desk.negotiating.workspace import named
from nemawashi.kit.clauses.bracketing import Bracket, Node, Plain, PositionMark, bracketed
from nemawashi.kit.clauses.operations import Operation, halves
from nemawashi.texts.queries import ClauseView, PositionView

OPPOSE, DELETE = gettext_noop("%(parties)s oppose"), gettext_noop("delete")
SPLIT, MERGE, NOTE = gettext_noop("split here"), gettext_noop("merge with the next paragraph"), gettext_noop("footnote")
MOVE, MOVED = gettext_noop("move behind %(clause)s"), gettext_noop("moved from %(clause)s")


@lru_cache(maxsize=64)
def said(words: str, language: str) -> str:
    """Words of ours in the language of the page, escaped."""
    return escape(gettext(words))


@lru_cache(maxsize=8)
def _alt(language: str) -> str:
    return escape(pgettext("bracket", "ALT"))


@dataclass(frozen=True, slots=True)
class Ink:
    """How brackets are written for one reader: the code of the own party, letters that lead from words to their cards.

    ``deeds``: what some positions ask for besides words, by key; it stands in their brackets. ``length``: of the clause.
    """

    language: str
    own: str = ""
    letters: Mapping[str, str] = field(default_factory=dict)
    deeds: Mapping[str, str] = field(default_factory=dict)
    length: int = -1


def written(nodes: Sequence[Node], ink: Ink) -> str:
    return "".join(escape(node.words) if isinstance(node, Plain) else _bracket(node, ink) for node in nodes)


def clause(view: ClauseView, *, language: str, own: str = "", letters: Mapping[str, str] | None = None) -> str:
    """The words of a clause with all that is asked of them where they stand, moves, cuts and footnotes among it."""
    marks, deeds = _deeds(view, language)
    nodes = bracketed(view.words, (*view.marks, *marks)) if marks else view.nodes
    return written(nodes, Ink(language, own, letters or {}, deeds, len(view.words)))


def in_language(view: ClauseView, code: str, ink: Ink) -> str:
    """The words of a clause in another language than is negotiated, with what is asked of these."""
    there = view.in_language(code)
    return written(bracketed(there.words, [mark for mark in there.marks if mark.key in _about(there, code)]), ink)


def _about(view: ClauseView, code: str) -> set[str]:
    return {row.held.key for row in view.live if row.held.language == code}


def put_in(row: PositionView, words: str, *, said_first: str, letter: str, ink: Ink) -> str:
    """Words of a whole clause between brackets: a new one, or one that would move here."""
    label = f"{said_first} {_who(row.codes, row.supporters)}".strip()
    return _said(row.held.key, row.codes, label, escape(words), letter, ink)


def _deeds(view: ClauseView, language: str) -> tuple[list[PositionMark], dict[str, str]]:
    """Marks of positions whose brackets say what is to be done: they take no words out and put none in."""
    marks, deeds, end = [], {}, len(view.words)
    for row in view.live:
        held = row.held
        span = held.span
        if held.operation == Operation.SPLIT and span is not None:
            parts = halves(held.words) if held.words else None
            anew = f": {escape(parts[0])} ¶ {escape(parts[1])}" if parts else ""
            asks, start, stop = f"{said(SPLIT, language)}{anew}", span.start, span.start
        elif held.operation == Operation.FOOTNOTE and span is not None:
            asks, start, stop = f"{said(NOTE, language)}: {escape(held.words)}", span.start, span.start
        elif held.operation == Operation.MERGE:
            asks, start, stop = said(MERGE, language), end, end
        elif held.operation == Operation.MOVE:
            asks, start, stop = said(MOVE, language) % {"clause": escape(_short(row.where))}, 0, end
        else:
            continue
        deeds[held.key] = asks
        takes = stop > start
        marks.append(PositionMark(held.key, row.codes, start, stop, "" if takes else "¶", takes, row.supporters, ()))
    return marks, deeds


def _short(where: str) -> str:
    """The number by which a clause is named, or its first words where it has none."""
    number, _blank, rest = where.partition(" ")
    return number if any(sign.isdigit() for sign in number) or number.startswith("(") else f"{where[:30]}{'…' * bool(rest)}"


def _who(parties: Iterable[str], supporters: Iterable[str]) -> str:
    return escape(", ".join(map(named, (*parties, *supporters))))


def _bracket(node: Bracket, ink: Ink) -> str:
    mark = node.mark
    is_put = node.kind == "insert"
    deed = ink.deeds.get(mark.key)
    if not is_put and mark.words:  # what would stand in its place follows, with who asks for it
        only = node.inside[0] if len(node.inside) == 1 else None
        if isinstance(only, Bracket) and only.kind == "delete" and only.mark.words:
            return _bracket(only, ink)
        return f'<span class="bracket" data-parties="{_parties(mark)}"><b>[</b>{written(node.inside, ink)}<b>]</b></span> '
    inside = written(node.inside, ink)
    label = _who(mark.parties, mark.supporters)
    if deed is not None:
        label, inside = f"{label}: {deed}", "" if is_put else inside
    elif is_put:
        is_whole = mark.takes and (mark.start, mark.end) == (0, ink.length)
        label, inside = f"{_alt(ink.language)} {label}" if is_whole else label, f"<ins>{inside}</ins>"
    else:
        label, inside = f"{label} {said(DELETE, ink.language)}", f"<del>{inside}</del>"
    if mark.opponents:
        label += f"; {said(OPPOSE, ink.language) % {'parties': escape(', '.join(mark.opponents))}}"
    return _said(mark.key, mark.parties, label.strip(), inside, ink.letters.get(mark.key, ""), ink)


def _said(key: str, parties: tuple[str, ...], label: str, inside: str, letter: str, ink: Ink) -> str:
    mine = " bracket__who--mine" if ink.own and ink.own in parties else ""
    colon = ":" if inside else ""
    mark = f'<a class="mk" href="#p-{key}">{letter}</a>' if letter else ""
    return (
        f'<span class="bracket" data-parties="{escape(" ".join(parties))}"><b>[</b><span class="bracket__who{mine}">'
        f"{label}{colon}</span> {inside}{mark}<b>]</b></span>"
    )


def _parties(mark: PositionMark) -> str:
    return escape(" ".join(mark.parties))

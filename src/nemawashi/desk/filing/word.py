"""A negotiation as Word files: clean, in brackets, with each party as author of its changes, in two languages."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.desk.filing import renderings
from nemawashi.desk.filing.colours import COLOURS, of_parties
from nemawashi.kit import word
from nemawashi.kit.clauses.bracketing import notation
from nemawashi.kit.dates import moment_in_words
from nemawashi.kit.languages import name_of
from nemawashi.kit.word import Passage, Run, Table, WordDocument, negotiated
from nemawashi.kit.word.names import BOOKMARK
from nemawashi.texts.models import Text
from nemawashi.texts.queries import ClauseView, Negotiation

_TOKEN = re.compile(r"\\.|\[(?:\\.|[^\\\[\]:])*(?::(?: |(?=\]))|(?=\]))|\]", re.S)


def clean(text: Text, whole: Negotiation, *, template: bytes | None = None) -> bytes:
    """The words as they stand, with the footnotes agreed on them."""
    blocks = negotiated.clean(renderings.clauses(whole), notes=renderings.notes(whole))
    return word.write(_document(text, blocks, _("Clean text"), template, language=whole.language))


def tracked(text: Text, whole: Negotiation, *, template: bytes | None = None, note: str = "") -> bytes:
    """Each party is the author of what it tabled; what Word has no change for stands in comments."""
    rows = renderings.tabled(whole)
    blocks = negotiated.passages(renderings.clauses(whole), rows, notes=renderings.notes(whole))
    what = _("Positions of all parties")
    return word.write(_document(text, _noted(note, blocks), what, template, track=True, language=whole.language))


def ours(text: Text, whole: Negotiation, *, code: str, template: bytes | None = None, note: str = "") -> bytes:
    """What one's own delegation tabled, and its drafts under a name of their own."""
    own = [row for row in renderings.tabled(whole) if code in row.asked.parties]
    rows = [*own, *renderings.drafts(whole, code=code)]
    blocks = negotiated.passages(renderings.clauses(whole), rows, notes=renderings.notes(whole))
    what = _("Only our own, drafts included")
    document = _document(text, _noted(note, blocks), what, template, track=True, language=whole.language)
    return word.write(replace(document, footer=_("For %(party)s alone: this file holds drafts.") % {"party": code}))


def compilation(text: Text, whole: Negotiation, *, template: bytes | None = None, note: str = "") -> bytes:
    """The brackets typed into the words, in the colours of the parties; reading it back gives the same positions."""
    parties = sorted({code for view in whole.clauses for row in view.live for code in row.codes})
    colours = of_parties(parties)
    by_line = iter(whole.standing)
    blocks = []
    for line in renderings.compilation(whole).splitlines():
        apart = line.startswith("  [")
        style = "Sub-clause" if apart else "Clause"
        bookmark = ""
        if not apart:
            view = next(by_line)
            style = negotiated.STYLES.get(str(view.clause.kind), "Clause")
            bookmark = _bookmark(view)
        blocks.append(Passage(tuple(_bracketed(line, colours)), style, bookmark=bookmark))
    return word.write(_document(text, _noted(note, blocks), _("Compilation"), template, language=whole.language))


def beside(text: Text, whole: Negotiation, other: str, *, template: bytes | None = None) -> bytes:
    """Two languages in two columns, clause by clause: the words with the brackets on them, and the other version.

    A version whose original was changed since it was made is marked.
    """
    reader = get_language() or "en"
    head = tuple(
        (Passage((Run(name, bold=True),)),) for name in ("", name_of(text.language, reader), name_of(other, reader))
    )
    rows: list[tuple[tuple[Passage, ...], ...]] = [head]
    colours: dict[str, str] = {}
    for view in whole.standing:
        typed = notation(view.nodes)
        style = negotiated.STYLES.get(str(view.clause.kind), "Clause")
        own = Passage(tuple(_bracketed(typed, colours)), style, language=text.language,
                      bookmark=_bookmark(view))  # fmt: skip
        words = view.versions.get(other, "")
        asked = notation(view.in_language(other).nodes) if other in view.asked_in else words
        theirs = [Passage(tuple(_bracketed(asked or "—", colours)), style, language=other)]
        if other in view.stale:
            theirs.append(Passage((Run(_("The original was changed since this was translated."), italic=True),)))
        rows.append(((Passage((Run(negotiated.printed(view.number)),)),), (own,), tuple(theirs)))
    table = Table(tuple(rows), head=True, widths=(1, 6, 6))
    title = Passage((Run(str(text)),), "Title")
    return word.write(_document(text, (title, table), _("Two languages side by side"), template))


def redline(text: Text, blocks: Sequence[Passage], what: str, language: str, *, template: bytes | None = None) -> bytes:
    """Two states of a text as one file with tracked changes; see ``redlines``."""
    return word.write(replace(_document(text, blocks, what, template, track=True), language=language))


def _noted(note: str, blocks: Sequence[Passage]) -> list[Passage]:
    """What stands above the text and is no part of it comes first: a letterhead keeps its own header and footer."""
    return [Passage((Run(note, italic=True),)), *blocks] if note else list(blocks)


def _bookmark(view: ClauseView) -> str:
    return f"{BOOKMARK}{view.clause.pk.hex}"


def _bracketed(line: str, colours: dict[str, str]) -> list[Run]:
    """A written line with its brackets in bold, in the colour of the first party that each names."""
    runs: list[Run] = []
    held: list[str] = []
    at = 0
    for match in _TOKEN.finditer(line):
        sign = match.group()
        if sign.startswith("\\"):
            continue
        if match.start() > at:
            runs.append(Run(line[at : match.start()], colour=held[-1] if held else ""))
        if sign == "]":
            runs.append(Run(sign, bold=True, colour=held.pop() if held else ""))
        else:
            first = re.split(r"[/ :;\]]", sign[1:], maxsplit=1)[0]
            held.append(colours.get(first, COLOURS[-2]))
            runs.append(Run(sign, bold=True, colour=held[-1]))
        at = match.end()
    return [*runs, Run(line[at:])] if at < len(line) else runs


def _document(
    text: Text,
    blocks: Sequence[Passage | Table],
    what: str,
    template: bytes | None,
    *,
    track: bool = False,
    language: str = "",
) -> WordDocument:
    """The same negotiation gives the same file, but for the moment at which it was made."""
    at = clock.database_moment()
    moment = moment_in_words(at.astimezone(dt.UTC), get_language() or "en")
    title = str(text)
    return WordDocument(
        tuple(blocks),
        title=title,
        symbol=text.symbol or "",
        header=(title, f"{what}, {moment} UTC"),
        footer=_("For those who take part in the negotiation"),
        language=language or text.language,
        template=template,
        track=track,
    )

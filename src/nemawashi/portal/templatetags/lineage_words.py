"""What templates say of lineage: word diffs, flags in words, shares, links to the place of a clause."""

from collections.abc import Iterable, Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from nemawashi.kit import lineage
from nemawashi.kit.lineage import Op, Step, aligning
from nemawashi.lineage import queries
from nemawashi.portal import agreed_language
from nemawashi.portal import lineage as pages

register = template.Library()

NOTHING = SafeString("")


LONGEST_GONE = 60  # pieces of words taken out in one stretch, above which they are folded
AROUND = 6  # pieces shown on either side of a change where only changes are asked for


@register.simple_tag
def word_diff(steps: Iterable[Step], only: str = "") -> SafeString:
    """An alignment as one line: what went is struck, what came is underlined, what moved has a number and an arrow.

    ``del`` and ``ins`` say it to programs, signs before the words to those who see no colour, and words off the screen
    to those who listen. A long stretch that went is folded: a click, or a key, opens it. ``only``: where it is given, of
    what was kept no more is shown than stands around the changes.
    """
    rows = list(steps)
    out, at = [], 0
    while at < len(rows):
        end = next((n for n in range(at, len(rows)) if not _is_gone(rows[n])), len(rows))
        if end > at:
            out.append(_folded(rows[at:end]))
        else:
            end = at + 1
            out.append(_step(rows[at], only=bool(only), is_first=not at, is_last=end == len(rows)))
        at = end
    return format_html_join("", "{}", ((part,) for part in out))


def _is_gone(step: Step) -> bool:
    return step.op == Op.DELETE and not step.move


def _step(step: Step, *, only: bool, is_first: bool, is_last: bool) -> SafeString:
    if step.op == Op.KEEP:
        return format_html("{}", _around(step.after, is_first=is_first, is_last=is_last) if only else step.after)
    return format_html("{}{}", _gone(step), _come(step))


def _around(words: str, *, is_first: bool, is_last: bool) -> str:
    """What stands next to a change: the end of what was kept before it, and the beginning of what was behind it."""
    parts = aligning.pieces(words)
    head = [] if is_first else parts[:AROUND]
    tail = [] if is_last else parts[-AROUND:]
    return words if len(parts) <= len(head) + len(tail) + 1 else f"{''.join(head)} … {''.join(tail)}"


def _folded(steps: Sequence[Step]) -> SafeString:
    """A stretch that went, with nothing in its place: as it is, or folded behind its first words and its length."""
    gone = format_html_join("", "{}", ((_gone(step),) for step in steps))
    parts = aligning.pieces("".join(step.before for step in steps))
    if len(parts) <= LONGEST_GONE:
        return gone
    first = "".join(parts[:AROUND]).rstrip()
    label = ngettext("%(n)s word taken out", "%(n)s words taken out", len(parts)) % {"n": len(parts)}
    return format_html(
        '<details class="diff__fold"><summary><del>{}</del> … ({})</summary>{}</details>', first, label, gone
    )


def _edges(words: str) -> tuple[str, str, str]:
    """Words without the blanks at their ends, so that no line is drawn under a blank."""
    inner = words.strip()
    at = words.find(inner) if inner else 0
    return words[:at], inner, words[at + len(inner) :]


def _gone(step: Step) -> SafeString:
    before, words, after = _edges(step.before)
    if not words:
        return NOTHING
    spoken, sign = gettext("taken out:"), "−"
    if step.move:
        spoken, sign = gettext("moved from here (%(number)s):") % {"number": step.move}, f"{step.move}→"
    return _mark("del", "diff__moved" if step.move else "", sign, spoken, before, words, after)


def _come(step: Step) -> SafeString:
    before, words, after = _edges(step.after)
    if not words:
        return NOTHING
    spoken, sign = gettext("put in:"), "+"
    if step.move:
        spoken, sign = gettext("moved to here (%(number)s):") % {"number": step.move}, f"→{step.move}"
    return _mark("ins", "diff__moved" if step.move else "", sign, spoken, before, words, after)


def _mark(element: str, css: str, sign: str, label: str, before: str, words: str, after: str) -> SafeString:
    start, end = SafeString(f"<{element}"), SafeString(f"</{element}>")
    cls = format_html(' class="{}"', css) if css else NOTHING
    spoken = format_html(
        '<span class="offscreen">{} </span><span class="diff__sign" aria-hidden="true">{}</span>', label, sign
    )
    return format_html("{}{}{}>{}{}{}{}", before, start, cls, spoken, words, end, after)


@register.filter
def share(part: float) -> str:
    return pages.share(part)


@register.filter
def flag_words(flag: lineage.Flag) -> str:
    return pages.flag_words(flag)


@register.filter
def kind_words(kind: str) -> str:
    return pages.kind_words(kind)


@register.filter
def cited(row: queries.Precedent) -> SafeString:
    """Title, number and year of a clause; the title says in which language it is."""
    return format_html('<span lang="{}">{}</span>{}', row.title_language, row.name, row.rest_of_citation)


@register.simple_tag
def stands_in(row: queries.Precedent) -> SafeString:
    """Where a clause stands, with a link; whose text it is, and what it is worth."""
    return format_html(
        '<a href="{}">{}</a> · <span lang="en">{}</span> · <span class="tag">{}</span>',
        pages.href(row),
        cited(row),
        row.body,
        status_of(row),
    )


@register.filter
def status_of(row: queries.Precedent) -> str:
    """What the words are worth: adopted, issued, or what a reference corpus says of them."""
    return (row.status_words or gettext("reference")) if not row.is_reference else pages.reference_status(row)


@register.simple_tag
def phrase_timeline(phrase: queries.Phrase) -> SafeString:
    return agreed_language.timeline(phrase)


@register.simple_tag
def clause_href(row: queries.Precedent) -> str:
    """Where the clause stands: in its text, or in its document of a corpus."""
    return pages.href(row)


@register.simple_tag
def lineage_href(row: queries.Precedent) -> str:
    """The page about where the clause comes from and what became of it."""
    return reverse("portal:lineage", args=row.ref.split("/"))


@register.filter
def under(cells: Sequence[str], head: Sequence[str]) -> list[tuple[str, str]]:
    """Each cell of a row with the head of its column, which a phone shows beside it."""
    return list(zip(head, cells, strict=False))


@register.filter
def split_words(words: str) -> list[str]:
    return words.split()

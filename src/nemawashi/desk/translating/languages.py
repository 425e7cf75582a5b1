"""The language versions of a text side by side, clause by clause, and where they do not agree."""

import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nemawashi.access.requests import Request
from nemawashi.desk.negotiating.workspace import in_negotiation
from nemawashi.kit import concordance
from nemawashi.kit.concordance import Mark, Mismatch, MismatchKind, Name, Pair
from nemawashi.parties.models import Party
from nemawashi.texts.models import Text
from nemawashi.texts.queries import ClauseView, Negotiation, possible

KINDS: dict[MismatchKind, Promise] = {
    MismatchKind.NUMBER: gettext_lazy("Numbers differ"),
    MismatchKind.PERCENT: gettext_lazy("Per cent on one side only"),
    MismatchKind.MONEY: gettext_lazy("Currencies differ"),
    MismatchKind.DATE: gettext_lazy("Dates differ"),
    MismatchKind.NAME: gettext_lazy("Names differ"),
    MismatchKind.BRACKET: gettext_lazy("Brackets differ"),
    MismatchKind.NOTE: gettext_lazy("Footnotes differ"),
    MismatchKind.UNTRANSLATED: gettext_lazy("Words left untranslated"),
    MismatchKind.MISSING: gettext_lazy("No words in this language yet."),
    MismatchKind.SURPLUS: gettext_lazy("Words without a paragraph"),
    MismatchKind.CLAUSE_KIND: gettext_lazy("Another kind of paragraph"),
}
_faults = logging.getLogger(__name__)
Pieces = tuple[tuple[str, bool], ...]  # (words, whether they are marked)


@dataclass(frozen=True)
class ShownFinding:
    """A finding for the page: what it is, and what stands on each side."""

    label: Promise
    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True)
class BilingualClause:
    """A clause in two languages; the pieces of its words, marked where the check found something.

    ``is_unchecked``: the check was asked for and failed on this clause.
    """

    view: ClauseView
    words: str
    is_stale: bool
    worth: str = ""
    source: Pieces = ()
    target: Pieces = ()
    findings: tuple[ShownFinding, ...] = ()
    is_unchecked: bool = False

    @property
    def is_faulty(self) -> bool:
        return bool(self.findings) or self.is_stale or self.is_unchecked


def party_names() -> list[Name]:
    """What parties are called: the record's names, with the forms that are known beside them. One statement."""
    known = {name.key: name for name in concordance.PARTIES}
    names = []
    for party in Party.objects.all():
        more = known.get(party.ref)
        named = {code: (words,) for code, words in party.names.items() if isinstance(words, str) and words}
        forms = {code: tuple(dict.fromkeys((*named.get(code, ()), *(more.forms.get(code, ()) if more else ())))) for code in
                 {*named, *(more.forms if more else ())}}  # fmt: skip
        names.append(Name(party.ref, forms | {"code": (party.code,)}))
    return names


def checked_rows(text: Text, rows: Sequence[BilingualClause], other: str, names: Sequence[Name]) -> list[BilingualClause]:
    """The rows with what the concordance check finds on each; a stale translation is none."""
    pairs = [
        Pair(str(row.view.clause.pk), row.view.words, row.words, text.language, other) for row in rows if not row.is_stale
    ]
    by_key = {pair.key: mismatches_of(pair, names) for pair in pairs}
    return [_with(row, by_key.get(str(row.view.clause.pk), ())) for row in rows]


def mismatches_of(pair: Pair, names: Sequence[Name]) -> Sequence[Mismatch] | None:
    """What does not agree in one clause; None where it could not be compared: others stand on the page, too."""
    try:
        return concordance.checked([pair], names=names)
    except Exception as fault:  # its message may hold words of a clause
        _faults.error("the languages of a clause could not be compared: %s", type(fault).__name__)
        return None


def _with(row: BilingualClause, findings: Sequence[Mismatch] | None) -> BilingualClause:
    if findings is None:
        return replace(row, is_unchecked=True)
    marked = [
        finding
        for finding in findings
        if finding.kind not in (MismatchKind.MISSING, MismatchKind.SURPLUS, MismatchKind.UNTRANSLATED)
    ]
    left = [finding for finding in findings if finding.kind == MismatchKind.UNTRANSLATED]
    return replace(
        row,
        source=pieces(row.view.words, (mark for finding in marked for mark in finding.source)),
        target=pieces(row.words, (mark for finding in (*marked, *left) for mark in finding.target)),
        findings=tuple(shown_finding(finding) for finding in findings),
    )


def shown_finding(finding: Mismatch) -> ShownFinding:
    whole = finding.kind in (MismatchKind.MISSING, MismatchKind.SURPLUS)
    source, target = (() if whole else tuple(mark.words for mark in side)[:8] for side in (finding.source, finding.target))
    return ShownFinding(KINDS[finding.kind], source, target)


def pieces(words: str, marks: Iterable[Mark]) -> Pieces:
    """The words cut at the marks; overlapping marks are one."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.end <= at:
            continue
        start = max(mark.start, at)
        parts += [(words[at:start], False), (words[start : mark.end], True)]
        at = mark.end
    return tuple((part, is_marked) for part, is_marked in (*parts, (words[at:], False)) if part)


def rows_of(whole: Negotiation, other: str) -> list[BilingualClause]:
    return [
        BilingualClause(view, view.versions.get(other, ""), other in view.stale, view.versions_worth.get(other, ""))
        for view in whole.standing
    ]


@login_required
def languages(request: Request, slug: str) -> HttpResponse:
    """Two languages beside each other: ``?with=ru``; ``check=all`` checks them, ``check=found`` shows the faulty alone."""
    row, whole = in_negotiation(request, slug)
    others = sorted({code for view in whole.standing for code in (*view.versions, *view.stale)} - {row.language})
    wanted = request.GET.get("with", "")
    other = wanted if wanted in others else (others[0] if others else "")
    rows = rows_of(whole, other)
    check = request.GET.get("check", "")
    check = check if check in ("all", "found") and other else ""
    if check:
        rows = checked_rows(row, rows, other, party_names())
    counts = Counter(finding.label for each in rows for finding in each.findings)
    context = {
        "text": row,
        "title": _("Languages"),
        "others": others,
        "other": other,
        "check": check,
        "faulty": sum(bool(each.findings) for each in rows),
        "stale": sum(each.is_stale for each in rows),
        "counts": list(counts.items()),
        "unchecked": sum(each.is_unchecked for each in rows),
        "rows": [each for each in rows if each.findings or each.is_stale or each.is_unchecked]
        if check == "found"
        else rows,
        "is_translating": bool(whole.standing and possible.translating(row, whole.standing[0], viewer=request.viewer)),
    }
    return render(request, "desk/languages.html", context)

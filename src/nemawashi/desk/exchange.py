"""Files of translators: a text out as XLIFF or TMX, and back in. Nothing that is sent is kept before it is applied.

Only words that stand go out, never a draft. What comes in is looked at on a page that holds it; one press words all
clauses through ``translate_clause``, or none where anything moved meanwhile.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from nemawashi import __version__
from nemawashi.access import clock, log
from nemawashi.access.acts import RefusedError, hold
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import Viewer
from nemawashi.desk import refusals
from nemawashi.desk.forms import no_control_marks
from nemawashi.desk.workspace import in_negotiation
from nemawashi.kit import exchange as files
from nemawashi.kit.exchange import Exchange, ExchangeError, Note, Unit, digest, tmx, xliff
from nemawashi.kit.exchange.matching import ClauseWords, Fate, Left, Match, Matching, matched
from nemawashi.kit.languages import name_of
from nemawashi.kit.texts.spans import normal
from nemawashi.texts import acts, queries, rules
from nemawashi.texts.acts.translating import LANGUAGES
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.queries import Negotiation
from nemawashi.texts.terms import OPEN_STATES, Refusal, Version

FORMS: dict[str, tuple[str, str, Callable[..., bytes]]] = {
    "xliff": ("xlf", "application/xliff+xml", xliff.written),
    "tmx": ("tmx", "application/x-tmx+xml", tmx.written),
}
MOST_AT_ONCE = 900_000  # bytes of words that one press may bring: what a form may hold, and some room
FATES: dict[Fate, Promise] = {
    Fate.NEW: gettext_lazy("first words"),
    Fate.CHANGED: gettext_lazy("other words than now"),
    Fate.SAME: gettext_lazy("the same words as now"),
    Fate.STALE: gettext_lazy("the source changed since the file was written"),
    Fate.EMPTY: gettext_lazy("not translated"),
}
MOVED = gettext_lazy("the clause or its translation changed since you looked")
LEFT: dict[Left, Promise] = {
    Left.OTHER_LANGUAGE: gettext_lazy("another language"),
    Left.NO_CLAUSE: gettext_lazy("this text has no such clause"),
    Left.DELETED: gettext_lazy("it was agreed to delete this clause"),
    Left.DOUBLED: gettext_lazy("several units for one clause, with different words"),
}
STATE_OF = {Version.AUTHENTIC: "final", Version.COURTESY: "translated", Version.MACHINE: "translated"}


def standing(whole: Negotiation, source: str, target: str) -> list[ClauseWords]:
    """The clauses that have words in the source's language, as they stand."""
    return [
        ClauseWords(
            key=str(view.clause.pk),
            words=view.versions[source],
            target=view.versions.get(target, ""),
            version=view.versions_worth.get(target, "") if target in view.versions else "",
            number=view.number,
        )
        for view in whole.standing
        if view.versions.get(source)
    ]


def units(whole: Negotiation, source: str, target: str) -> list[Unit]:
    """What goes out: for each clause the words that stand, and whether its translation is stale."""
    found = []
    kinds = {str(view.clause.pk): view for view in whole.standing}
    for clause in standing(whole, source, target):
        view = kinds[clause.key]
        stale = _("The clause changed after this translation; it has to be worded again.")
        found.append(
            Unit(
                key=clause.key,
                source=clause.words,
                target=clause.target,
                source_language=source,
                target_language=target,
                state=STATE_OF.get(clause.version, "initial") if clause.target else "initial",  # type: ignore[call-overload]
                version=clause.version,
                kind=str(view.clause.kind),
                number=view.number,
                notes=(Note(stale, "stale"),) if target in view.stale else (),
                digest=digest(clause.words),
            )
        )
    return found


class TakeOut(forms.Form):
    """Which file is wanted: form, language of the source, language of the target."""

    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=[("xliff", "XLIFF 2.0"), ("tmx", "TMX 1.4")])
    source = forms.ChoiceField(label=gettext_lazy("From"))
    target = forms.ChoiceField(label=gettext_lazy("Into"))

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_out_%s"
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = _named(codes)  # type: ignore[attr-defined]
        self.fields["target"].choices = _named(LANGUAGES)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("source") and told.get("source") == told.get("target"):
            raise ValidationError(_("Choose two languages."))
        return told


class BringIn(forms.Form):
    """A file of a translator. ``target`` is asked only of a file that does not tell, or of a memory that has several."""

    file = forms.FileField(label=gettext_lazy("XLIFF or TMX file"))
    target = forms.ChoiceField(label=gettext_lazy("Language of the translation"), required=False)
    version = forms.ChoiceField(
        label=gettext_lazy("What it is worth"),
        choices=[("", gettext_lazy("as the file says, else a courtesy translation")), *Version.choices],
        required=False,
    )

    def __init__(self, *args: Any, own: str, size: int = 0, **kwargs: Any) -> None:
        self.size = size  # bytes of the whole request: a file that is too large is dropped before it gets here
        super().__init__(*args, **kwargs)
        told = [("", _("as the file says"))]
        self.fields["target"].choices = [*told, *_named(code for code in LANGUAGES if code != own)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        sent = told.get("file")
        if self.size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE or (sent is not None and sent.size > files.MOST_BYTES):
            self.errors.pop("file", None)
            raise ValidationError(_("The file is larger than 20 MB; nothing of it was kept."))
        return told


def _named(codes: Any) -> list[tuple[str, str]]:
    return [(code, name_of(code, get_language() or "en")) for code in codes]


@dataclass(frozen=True)
class Proposal:
    """A clause with the words that would be put, what it is worth, and the state on which that was judged."""

    match: Match
    version: str
    basis: str

    @property
    def fate(self) -> Promise:
        return FATES[self.match.fate]

    @property
    def told(self) -> dict[str, str]:
        return {
            "clause": self.match.clause.key,
            "words": normal(self.match.unit.target),
            "version": self.version,
            "basis": self.basis,
        }


def basis(clause: ClauseWords) -> str:
    """What a proposal rests on: the words of the source, and those of the translation that it would replace."""
    return digest(f"{normal(clause.words)}\0{normal(clause.target)}\0{clause.version}")[:24]


@dataclass(frozen=True)
class Review:
    """What a file would do to a text."""

    exchange: Exchange
    matching: Matching
    source: str
    target: str
    proposals: tuple[Proposal, ...]
    refused: tuple[tuple[Match, Promise | str], ...]
    is_again: bool = False

    @property
    def others(self) -> list[tuple[Match, Promise]]:
        told = FATES | {Fate.STALE: MOVED} if self.is_again else FATES
        return [(match, told[match.fate]) for match in self.matching.of(Fate.STALE, Fate.EMPTY)]

    @property
    def same(self) -> int:
        return len(self.matching.of(Fate.SAME))

    @property
    def left(self) -> list[tuple[Unit, Promise]]:
        return [(unit, LEFT[why]) for unit, why in self.matching.left]

    @property
    def codes(self) -> list[tuple[str, str]]:
        """Units whose inline marks were left out, with the marks."""
        return [
            (row.clause.number or row.clause.key, ", ".join(dict.fromkeys(row.unit.codes)))
            for row in self.matching.matches
            if row.unit.codes
        ]

    @property
    def packed(self) -> str:
        told = {"source": self.source, "target": self.target, "rows": [proposal.told for proposal in self.proposals]}
        return json.dumps(told, ensure_ascii=False)


def reviewed(text: Text, whole: Negotiation, told: Exchange, *, target: str, version: str) -> Review | str:
    """What the file would do, or why it can do nothing. Languages are those of the file unless somebody says otherwise."""
    codes = [_base(code) for code in told.languages if _base(code) != _base(told.source_language)]
    wanted = target or (codes[0] if len(set(codes)) == 1 else "") or _base(told.target_language)
    source = _base(told.source_language) or text.language
    if wanted not in LANGUAGES:
        return _("The file does not tell which language it translates into; choose it.")
    if wanted == text.language:
        return refusals.sentence(refuse(Refusal.NOT_A_TRANSLATION))
    if source not in text.languages and source != text.language:
        return _("The file translates from a language that this text does not have.")
    deleted = {str(view.clause.pk) for view in whole.clauses if view.clause.is_deleted}
    matching = matched(told.units, standing(whole, source, wanted), source=source, target=wanted, deleted=deleted)
    proposals, refused = [], []
    for match in matching.applicable:
        why = _fault(match.unit.target)
        if why:
            refused.append((match, why))
        else:
            worth = version or match.unit.version or Version.COURTESY
            proposals.append(Proposal(match, str(worth), basis(match.clause)))
    review = Review(told, matching, source, wanted, tuple(proposals), tuple(refused))
    if len(review.packed.encode()) > MOST_AT_ONCE:
        return _("The file would change too many words at once; bring it back in parts.")
    return review


def _base(code: str) -> str:
    return code.replace("_", "-").split("-")[0].casefold()


def _fault(words: str) -> str:
    """Why words cannot be put at all: they are too long, or hide something."""
    if len(normal(words)) > rules.LONGEST_POSITION:
        return refusals.sentence(refuse(Refusal.TOO_MANY_WORDS))
    try:
        no_control_marks(words)
    except ValidationError as fault:
        return str(fault.messages[0])
    return ""


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "POST"])
def exchange(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a file for translators (``?form=xliff&source=en&target=ru``), send one to be looked at, apply it."""
    row, whole = in_negotiation(request, slug)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    may = (viewer.is_secretariat or (viewer.may_act and viewer.is_participant)) and row.state in OPEN_STATES
    if request.method == "POST":
        if not may:
            raise Http404
        return _apply(request, row, whole) if "rows" in request.POST else _look(request, row, whole)
    codes = sorted(
        {code for view in whole.standing for code in view.versions}, key=lambda code: (code != row.language, code)
    )
    form = TakeOut(request.GET if "form" in request.GET else None, codes=codes, initial={"target": _first_target(row)})
    if form.is_bound and form.is_valid():
        return _taken_out(row, whole, form.cleaned_data)
    return _page(request, row, form, BringIn(own=row.language) if may else None, status=422 if form.is_bound else 200)


def _first_target(text: Text) -> str:
    wanted = [code for code in ("ru", "en", "ja") if code != text.language]
    return next((code for code in wanted if code in text.languages), wanted[0])


def _page(request: HttpRequest, text: Text, out: TakeOut, bring: BringIn | None, *, status: int) -> HttpResponse:
    context = {"text": text, "title": _("Files for translators"), "out": out, "bring": bring}
    return _answer(request, "desk/exchange.html", context, status)


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _taken_out(text: Text, whole: Negotiation, asked: dict[str, Any]) -> HttpResponse:
    suffix, media, write = FORMS[asked["form"]]
    source, target = asked["source"], asked["target"]
    without = [view.number or str(view.clause.kind) for view in whole.standing if not view.versions.get(source)]
    told = _("Without words in the language of the source, and not in this file: %(clauses)s.") % {
        "clauses": ", ".join(without)
    }
    content = write(
        units(whole, source, target),
        source=source,
        target=target,
        title=f"{text.symbol or text.slug}",
        tool=f"nemawashi {__version__}",
        notes=[Note(told)] if without else [],
    )
    name = f"{(text.symbol or text.slug).replace('/', '-')}-{source}-{target}.{suffix}"
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@sensitive_variables()
def _look(request: HttpRequest, text: Text, whole: Negotiation) -> HttpResponse:
    """Read a file and show what it would do. Nothing of it is stored, logged or named in an address."""
    form = BringIn(request.POST, request.FILES, own=text.language, size=int(request.META.get("CONTENT_LENGTH") or 0))
    codes = sorted(
        {code for view in whole.standing for code in view.versions}, key=lambda code: (code != text.language, code)
    )
    out = TakeOut(codes=codes, initial={"target": _first_target(text)})
    if form.is_valid():
        told = form.cleaned_data
        try:
            review = reviewed(text, whole, files.read(told["file"].read()), target=told["target"], version=told["version"])
        except ExchangeError as fault:
            review = f"{FAULTS.get(fault.code, '')} ({fault})"
        if isinstance(review, Review):
            return _review(request, text, review, status=200)
        form.add_error(None, review)
    return _page(request, text, out, form, status=422)


FAULTS: dict[files.Fault, Promise] = {
    files.Fault.TOO_LARGE: gettext_lazy("The file is too large."),
    files.Fault.TOO_MANY: gettext_lazy("The file holds too many units."),
    files.Fault.DAMAGED: gettext_lazy("The file is damaged or no XML."),
    files.Fault.ENTITIES: gettext_lazy("The file declares entities, which are not read for safety."),
    files.Fault.NO_EXCHANGE: gettext_lazy("The file is neither XLIFF nor TMX."),
    files.Fault.UNKNOWN_VERSION: gettext_lazy("The file is of a version that is not known."),
}


def _review(request: HttpRequest, text: Text, review: Review, *, status: int, refused: str = "") -> HttpResponse:
    context = {
        "text": text, "title": _("What the file would do"), "review": review, "once": uuid.uuid4(), "refused": refused,
    }  # fmt: skip
    return _answer(request, "desk/exchange_review.html", context, status)


@dataclass(frozen=True)
class Asked:
    """One clause of a page that was looked at, as it comes back."""

    clause: str
    words: str
    version: str
    basis: str


@sensitive_variables()
def _asked(told: str) -> tuple[str, str, list[Asked]] | None:
    """What the page of the review sent back; None where it has another shape than that page gives it."""
    try:
        found = json.loads(told)
        rows = [Asked(**{key: row[key] for key in ("clause", "words", "version", "basis")}) for row in found["rows"]]
        uuids = [uuid.UUID(row.clause) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    if not all(isinstance(value, str) for row in rows for value in (row.words, row.basis)) or len(set(uuids)) < len(rows):
        return None
    if found.get("target") not in LANGUAGES or found.get("source") not in LANGUAGES:
        return None
    return (found["source"], found["target"], rows) if all(row.version in Version.values for row in rows) else None


@sensitive_variables()
def _apply(request: HttpRequest, text: Text, whole: Negotiation) -> HttpResponse:
    """Word all clauses that were not left out, in one transaction; none where one of them moved since it was looked at."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    back = HttpResponseRedirect(reverse("desk:languages", args=[text.slug]))
    asked = _asked(request.POST.get("rows", ""))
    once = _token(request.POST.get("once", ""), text)
    if log.done_before(once):
        messages.info(request, refusals.sentence(refuse(AccessRefusal.DONE_BEFORE)))
        return back
    if asked is None:
        raise Http404
    source, target, rows = asked
    leave = set(request.POST.getlist("leave"))
    chosen = [row for row in rows if row.clause not in leave]
    try:
        done = _put(text, chosen, source=source, target=target, viewer=viewer, once=once)
    except RefusedError as refused:
        if refused.verdict.refusal is AccessRefusal.DONE_BEFORE:
            messages.info(request, refusals.sentence(refused.verdict))
            return back
        text.refresh_from_db()
        fresh = queries.negotiation(text, viewer=viewer, with_drafts=False)
        return _review(request, text, _again(fresh, asked), status=409, refused=refusals.sentence(refused.verdict))
    messages.success(request, _("Done: %(act)s.") % {"act": _("%(n)s clauses worded") % {"n": done}})
    back["Location"] += f"?with={target}&check=all"
    return back


def _token(told: str, text: Text) -> uuid.UUID | None:
    try:
        return uuid.uuid5(uuid.UUID(told), f"exchange/{text.pk}")
    except ValueError:
        return None


@transaction.atomic
def _put(text: Text, rows: list[Asked], *, source: str, target: str, viewer: Viewer, once: uuid.UUID | None) -> int:
    """The acts themselves, under the lock of the text, each clause as it was looked at."""
    held = hold(text, once=once)
    now = {
        clause.key: clause
        for clause in standing(queries.negotiation(held, viewer=viewer, with_drafts=False), source, target)
    }
    if not rows:
        raise RefusedError(refuse(Refusal.NOTHING_TAKEN))
    if any(row.clause not in now or basis(now[row.clause]) != row.basis for row in rows):
        raise RefusedError(refuse(AccessRefusal.STALE))
    clauses = {
        str(row.pk): row
        for row in Clause.objects.filter(text=held, pk__in=[row.clause for row in rows]).select_related("text")
    }
    at = clock.database_moment()
    for number, row in enumerate(rows):
        if _fault(row.words):
            raise RefusedError(refuse(Refusal.TOO_MANY_WORDS))
        acts.translate_clause(
            clauses[row.clause], language=target, words=row.words, version=row.version, by=viewer, at=at,
            once=None if number else once,
        )  # fmt: skip
    return len(rows)


def _again(whole: Negotiation, asked: tuple[str, str, list[Asked]]) -> Review:
    """The same words laid to the clauses as they stand now; what moved is shown as it is, and is judged anew."""
    source, target, rows = asked
    now = {clause.key: clause for clause in standing(whole, source, target)}
    told = [
        Unit(row.clause, now[row.clause].words if row.clause in now else "", row.words, source, target, version=row.version,
             digest="" if row.clause in now and basis(now[row.clause]) == row.basis else "moved")
        for row in rows
    ]  # fmt: skip
    deleted = {str(view.clause.pk) for view in whole.clauses if view.clause.is_deleted}
    matching = matched(told, list(now.values()), source=source, target=target, deleted=deleted)
    proposals = [Proposal(match, match.unit.version, basis(match.clause)) for match in matching.applicable]
    return Review(Exchange("", tuple(told)), matching, source, target, tuple(proposals), (), is_again=True)

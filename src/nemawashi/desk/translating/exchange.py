"""Files of translators: a text out as XLIFF or TMX, and back in. Nothing that is sent is kept before it is applied.

Only words that stand go out, never a draft. What comes in is looked at on a page that holds it; one press words all
clauses through ``translate_clause``, or none where anything moved meanwhile.
"""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from nemawashi import __version__
from nemawashi.access import clock, log
from nemawashi.access.acts import RefusedError, hold, turn
from nemawashi.access.requests import Request
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import refusals, unread
from nemawashi.desk.negotiating.workspace import in_negotiation
from nemawashi.desk.translating import translations
from nemawashi.desk.translating.translations import ReturnedClause, Review
from nemawashi.kit import apart
from nemawashi.kit import exchange as files
from nemawashi.kit.exchange import ExchangeError, Note, tmx, xliff
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.languages import NEGOTIATED, PAGES, name_of
from nemawashi.parties import queries as parties
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.queries import Negotiation
from nemawashi.texts.terms import OPEN_STATES, Refusal, Version

FORMS: dict[str, tuple[str, str, Callable[..., bytes]]] = {
    "xliff": ("xlf", "application/xliff+xml", xliff.written),
    "tmx": ("tmx", "application/x-tmx+xml", tmx.written),
}


class TakeOut(forms.Form):
    """Which file is wanted: form, language of the source, language of the target."""

    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=[("xliff", "XLIFF 2.0"), ("tmx", "TMX 1.4")])
    source = forms.ChoiceField(label=gettext_lazy("From"))
    target = forms.ChoiceField(label=gettext_lazy("Into"))

    def __init__(self, *args: Any, codes: list[str], **kwargs: Any) -> None:
        kwargs["auto_id"] = "id_out_%s"
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = _named(codes)  # type: ignore[attr-defined]
        self.fields["target"].choices = _named(NEGOTIATED)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("source") and cleaned.get("source") == cleaned.get("target"):
            raise ValidationError(_("Choose two languages."))
        return cleaned


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
        unset = [("", _("as the file says"))]
        self.fields["target"].choices = [*unset, *_named(code for code in NEGOTIATED if code != own)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = cleaned.get("file")
        if self.size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE or (sent is not None and sent.size > files.MOST_BYTES):
            self.errors.pop("file", None)
            raise ValidationError(_("The file is larger than 20 MB; nothing of it was kept."))
        return cleaned


def _named(codes: Any) -> list[tuple[str, str]]:
    return [(code, name_of(code, get_language() or "en")) for code in codes]


@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: Request, slug: str) -> HttpResponse:
    """Take a file for translators (``?form=xliff&source=en&target=ru``), send one to be looked at, apply it."""
    row, whole = in_negotiation(request, slug)
    viewer = request.viewer
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
    wanted = [code for code in (*parties.forum().languages, *PAGES) if code != text.language]
    return next((code for code in wanted if code in text.languages), wanted[0])


def _page(request: Request, text: Text, out: TakeOut, bring: BringIn | None, *, status: int) -> HttpResponse:
    context = {"text": text, "title": _("Files for translators"), "out": out, "bring": bring}
    return _answer(request, "desk/exchange.html", context, status)


def _answer(request: Request, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _taken_out(text: Text, whole: Negotiation, asked: dict[str, Any]) -> HttpResponse:
    suffix, media, write = FORMS[asked["form"]]
    source, target = asked["source"], asked["target"]
    without = [view.number or str(view.clause.kind) for view in whole.standing if not view.versions.get(source)]
    remark = _("Without words in the language of the source, and not in this file: %(clauses)s.") % {
        "clauses": ", ".join(without)
    }
    content = write(
        translations.units(whole, source, target),
        source=source,
        target=target,
        title=f"{text.symbol or text.slug}",
        tool=f"nemawashi {__version__}",
        notes=[Note(remark)] if without else [],
    )
    name = f"{(text.symbol or text.slug).replace('/', '-')}-{source}-{target}.{suffix}"
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@sensitive_variables()
def _look(request: Request, text: Text, whole: Negotiation) -> HttpResponse:
    """Read a file and show what it would do. Nothing of it is stored, logged or named in an address."""
    form = BringIn(request.POST, request.FILES, own=text.language, size=int(request.META.get("CONTENT_LENGTH") or 0))
    codes = sorted(
        {code for view in whole.standing for code in view.versions}, key=lambda code: (code != text.language, code)
    )
    out = TakeOut(codes=codes, initial={"target": _first_target(text)})
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            review = translations.reviewed(
                text,
                whole,
                apart.ask(files.read, cleaned["file"].read(), whose=request.viewer.whose),
                target=cleaned["target"],
                version=cleaned["version"],
            )
        except ExchangeError as fault:
            review = f"{FAULTS.get(fault.code, '')} ({fault})"
        except UnreadableError as fault:
            review = unread.sentence(fault)
        if isinstance(review, Review):
            return _review(request, text, review, status=200)
        form.add_error(None, review)
    return _page(request, text, out, form, status=422)


FAULTS: dict[files.Refusal, Promise] = {
    files.Refusal.TOO_LARGE: gettext_lazy("The file is too large."),
    files.Refusal.TOO_MANY: gettext_lazy("The file holds too many units."),
    files.Refusal.DAMAGED: gettext_lazy("The file is damaged or no XML."),
    files.Refusal.ENTITIES: gettext_lazy("The file declares entities, which are not read for safety."),
    files.Refusal.NO_EXCHANGE: gettext_lazy("The file is neither XLIFF nor TMX."),
    files.Refusal.UNKNOWN_VERSION: gettext_lazy("The file is of a version that is not known."),
}


def _review(request: Request, text: Text, review: Review, *, status: int, refused: str = "") -> HttpResponse:
    context = {
        "text": text, "title": _("What the file would do"), "review": review, "once": uuid.uuid4(), "refused": refused,
    }  # fmt: skip
    return _answer(request, "desk/exchange_review.html", context, status)


@sensitive_variables()
def _apply(request: Request, text: Text, whole: Negotiation) -> HttpResponse:
    """Word all clauses that were not left out, in one transaction; none where one of them moved since it was looked at."""
    viewer = request.viewer
    back = HttpResponseRedirect(reverse("desk:languages", args=[text.slug]))
    asked = translations.asked_back(request.POST.get("rows", ""))
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
        with turn(once=once):
            done = _put(text, chosen, source=source, target=target, viewer=viewer, once=once)
    except RefusedError as refused:
        if refused.verdict.refusal is AccessRefusal.DONE_BEFORE:
            messages.info(request, refusals.sentence(refused.verdict))
            return back
        text.refresh_from_db()
        fresh = queries.negotiation(text, viewer=viewer, with_drafts=False)
        return _review(
            request, text, translations.again(fresh, asked), status=409, refused=refusals.sentence(refused.verdict)
        )
    messages.success(request, _("Done: %(act)s.") % {"act": _("%(n)s paragraphs worded") % {"n": done}})
    back["Location"] += f"?with={target}&check=all"
    return back


def _token(page_token: str, text: Text) -> uuid.UUID | None:
    try:
        return uuid.uuid5(uuid.UUID(page_token), f"exchange/{text.pk}")
    except ValueError:
        return None


def _put(
    text: Text, rows: list[ReturnedClause], *, source: str, target: str, viewer: Viewer, once: uuid.UUID | None
) -> int:
    """The acts themselves in one turn, each clause as it was looked at."""
    held = hold(text)
    now = {
        clause.key: clause
        for clause in translations.standing(queries.negotiation(held, viewer=viewer, with_drafts=False), source, target)
    }
    if not rows:
        raise RefusedError(refuse(Refusal.NOTHING_TAKEN))
    if any(row.clause not in now or translations.basis(now[row.clause]) != row.basis for row in rows):
        raise RefusedError(refuse(AccessRefusal.STALE))
    clauses = {
        str(row.pk): row
        for row in Clause.objects.filter(text=held, pk__in=[row.clause for row in rows]).select_related("text")
    }
    at = clock.database_moment()
    for number, row in enumerate(rows):
        if translations.fault_of(row.words):
            raise RefusedError(refuse(Refusal.TOO_MANY_WORDS))
        acts.translate_clause(
            clauses[row.clause], language=target, words=row.words, version=row.version, by=viewer, at=at,
            once=None if number else once,
        )  # fmt: skip
    return len(rows)

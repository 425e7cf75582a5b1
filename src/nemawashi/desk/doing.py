"""The one view through which every act of the desk is done: form, rule, log, and back to the page it changed."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nemawashi.access import clock, log
from nemawashi.access.acts import RefusedError
from nemawashi.access.requests import Request
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal
from nemawashi.desk.acting import confirming, device, proving, refusals
from nemawashi.desk.negotiating import comparing, looking_up
from nemawashi.desk.register import DEEDS, Deed
from nemawashi.kit.clauses.spans import normal
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Clause

FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
CONFLICT = {Refusal.STALE, Refusal.DONE_BEFORE}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, name: str, key: str) -> HttpResponse:
    """Show the form of an act on one subject, or do it. A refusal keeps what was typed and changes nothing."""
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    viewer = request.viewer
    try:
        subject = deed.find(key, viewer)
    except Http404:  # a first press may have taken away what it was done on
        once = _token(request.POST.get("once", ""), f"{name}/{key}") if request.method == "POST" else None
        if not log.done_before(once):
            raise
        return _done_before(request, deed, None)
    except RefusedError as refused:  # sealed with a key that this server does not have
        return render(request, "400.html", {"message": refusals.sentence(refused.verdict)}, status=422)
    if request.method in ("GET", "HEAD"):
        form = deed.form(subject=subject, viewer=viewer, initial=_asked(deed, request))
        form.initial = form.first_words() | dict(form.initial)
        return _page(request, name, deed, subject, form, getattr(subject, "version", ""), status=200)
    return _do(request, name, deed, subject, key)


def _do(request: Request, name: str, deed: Deed, subject: Any, key: str) -> HttpResponse:
    viewer = request.viewer
    if deed.form.looks_up and ("look_up" in request.POST or "use" in request.POST):
        return _looked_up(request, name, deed, subject)
    if deed.form.assists and "assist" in request.POST:
        return _assisted(request, name, deed, subject)
    at = clock.database_moment()
    form = deed.form(request.POST, request.FILES, subject=subject, viewer=viewer)
    seen = request.POST.get("seen", "")
    once = _token(request.POST.get("once", ""), f"{name}/{key}")
    if log.done_before(once):
        return _done_before(request, deed, subject)
    is_whole, is_form = form.is_valid(), request.content_type in FORM_TYPES
    if not is_form:
        form.add_error(None, _("Send this from its form."))
    if not (is_whole and is_form):
        if log.done_before(once):  # what the form offered may be gone with a first press that was not over before
            return _done_before(request, deed, subject)
        return _page(request, name, deed, subject, form, seen, status=422 if is_form else 415)
    if deed.form.previews and ("preview" in request.POST or not form.is_looked_at):
        return _page(request, name, deed, subject, form, seen, status=200, more=form.preview())
    words = form.words_for_act()
    if deed.sees_version:
        words["seen"] = int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
    if deed.asks_again and (asked := _asked_again(request, deed, subject)):
        return asked
    try:
        done = deed.act(subject, by=viewer, at=at, once=once, **words)
    except RefusedError as refused:
        if refused.verdict.refusal is Refusal.DONE_BEFORE:
            return _done_before(request, deed, subject)
        form.add_error(None, refusals.sentence(refused.verdict))
        with suppress(ObjectDoesNotExist):  # it was taken away meanwhile, and is told of as it was
            subject.refresh_from_db()
        status = 409 if refused.verdict.refusal in CONFLICT else 422
        return _page(request, name, deed, subject, form, getattr(subject, "version", ""), status=status)
    messages.success(request, confirming.words(once, str(deed.label), viewer=viewer))
    return HttpResponseRedirect(_way_back(request, deed, subject, done))


def _done_before(request: Request, deed: Deed, subject: Any) -> HttpResponse:
    messages.info(request, refusals.sentence(refuse(Refusal.DONE_BEFORE)))
    return HttpResponseRedirect(_way_back(request, deed, subject, None))


def _asked_again(request: Request, deed: Deed, subject: Any) -> HttpResponse | None:
    """The page that asks once more who sits there; None where that was shown."""
    return proving.asked(
        request,
        title=deed.label,
        deed=deed,
        subject_words=_describe(subject, request.viewer),
        back=_way_back(request, deed, subject, None),
    )


def _looked_up(request: Request, name: str, deed: Deed, subject: Any) -> HttpResponse:
    """The form of a draft as it was typed, with agreed language below it: for browsers without scripts."""
    viewer = request.viewer
    form = deed.form(subject=subject, viewer=viewer)
    form.initial, answer = looking_up.shown_again(request.POST, form, viewer=viewer)
    return _page(request, name, deed, subject, form, request.POST.get("seen", ""), status=200, answer=answer)


def _assisted(request: Request, name: str, deed: Deed, subject: Any) -> HttpResponse:
    """The form as it was typed, with help below it, or with the words of an earlier clause in its box. Nothing is done."""
    viewer = request.viewer
    typed = {field: request.POST.get(field, "") for field in deed.form.base_fields}
    form = deed.form(subject=subject, viewer=viewer, initial=typed)
    form.initial.update(form.taken_over(request.POST["assist"]))
    return _page(request, name, deed, subject, form, request.POST.get("seen", ""), status=200)


def _way_back(request: Request, deed: Deed, subject: Any, done: Any) -> str:
    wanted = _own_page(request, request.POST.get("next", ""))
    if wanted:
        return wanted
    try:
        return deed.leads_to(subject, done)
    except (StopIteration, AttributeError):
        return "/desk/"


def _own_page(request: Request, wanted: str) -> str:
    """The address if it leads to a page of ours, else nothing: no link of the desk leads elsewhere."""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else ""


def _token(page_token: str, deed: str) -> uuid.UUID | None:
    """One token a page serves all its buttons: with the act and its subject it names one press of one button."""
    try:
        return uuid.uuid5(uuid.UUID(page_token), deed)
    except ValueError:
        return None


def _asked(deed: Deed, request: Request) -> dict[str, str]:
    """First values that a link of ours names; whoever sends the form sees them before."""
    return {name: request.GET[name][:1000] for name in deed.form.base_fields if name in request.GET}


def _page(
    request: Request,
    name: str,
    deed: Deed,
    subject: Any,
    form: Any,
    seen: object,
    *,
    status: int,
    answer: Any = None,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    changed_by, differs = None, []
    if status == 409 and (theirs := form.theirs()):
        changed_by, differs = theirs[0], _differs(form, theirs[1])
    context = {
        "title": deed.label,
        "deed": deed,
        "name": name,
        "subject": subject,
        "subject_words": _describe(subject, request.viewer),
        "form": form,
        "seen": seen,
        "once": uuid.uuid4(),
        "next": _own_page(request, request.POST.get("next") or request.GET.get("next", "")),
        "changed_by": changed_by,
        "differs": differs,
        **(more or {}),
    }
    if form.has_words:
        context["kept"] = {"place": device.place_of(request.user, request.path), "key": device.key_of(request.user)}
    if form.looks_up:
        context |= {
            "answer": answer,
            "is_sent": request.method == "POST",
            "look_up_words": request.POST.get("look_up_words", "")[:300],
            "taken": looking_up.taken(form, viewer=request.viewer),
        }
    if form.assists:
        context |= form.assistance()
    return render(request, deed.template, context, status=status)


def _differs(form: Any, theirs: dict[str, Any]) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Where a colleague's words differ from those that were typed: label, theirs, and word by word to one's own."""
    differences = []
    for name in ("clause_words", "words", "why", "instruction"):
        was, typed = str(theirs.get(name, "")), normal(form.data.get(name, ""))
        if was != typed and name in form.fields:
            differences.append((str(form.fields[name].label), was, comparing.differences(was, typed)))
    return differences


def _describe(subject: Any, viewer: Any) -> str:
    clause = subject if isinstance(subject, Clause) else getattr(subject, "clause", None)
    if isinstance(clause, Clause):
        return texts.words_in_force(clause)
    text = getattr(subject, "text", None)
    return str(text) if text is not None and not hasattr(subject, "words") else str(subject)

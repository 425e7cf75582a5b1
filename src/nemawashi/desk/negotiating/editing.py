"""A clause edited where it stands: what a delegation types becomes its positions, kept to itself or tabled at once."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from nemawashi.access import clock, log
from nemawashi.access.acts import RefusedError
from nemawashi.access.requests import Request
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal
from nemawashi.desk.acting import refusals
from nemawashi.desk.acting.forms import Words
from nemawashi.desk.negotiating.workspace import opened
from nemawashi.kit import retyping
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.texts import acts, rules
from nemawashi.texts.queries import ClauseView, verdicts


class Retyped(forms.Form):
    """The box of a clause. Its names are its own: it stands among the buttons of the acts on the page of the text."""

    edit_words = Words(label=gettext_lazy("The paragraph as you want it"), required=False)
    edit_why = Words(label=gettext_lazy("Reasons, seen by all once tabled"), rows=1, required=False, longest=4000)


@login_required
@sensitive_post_parameters("edit_words", "edit_why")
@require_http_methods(["GET", "HEAD", "POST"])
def edit_words(request: Request, slug: str, pk: uuid.UUID) -> HttpResponse:
    """The box of a clause, alone for a page that asks for it; what was typed into it is drafted, and tabled if so wished.

    All that was changed is drafted or nothing is. Words that somebody else changed meanwhile are shown beside those typed.
    """
    opening = opened(slug, viewer=request.viewer)
    text, viewer = opening.text, request.viewer
    whole = opening.negotiation(viewer=viewer)
    view = next((each for each in whole.standing if each.clause.pk == pk), None)
    if view is None or not viewer.sees_negotiation:
        raise Http404
    verdict = verdicts.on_drafting(text, view.clause, by=viewer)
    if not verdict:
        return _page(request, view, None, fault=refusals.sentence(verdict), status=422)
    if request.method != "POST":
        return _page(request, view, Retyped(initial={"edit_words": view.words}))
    form = Retyped(request.POST)
    if not form.is_valid():
        return _page(request, view, form, status=422)
    if request.POST.get("wording") != str(view.wording):
        return _page(request, view, form, fault=_("These words were changed meanwhile; they stand above."), status=409)
    typed, why = form.cleaned_data["edit_words"], form.cleaned_data["edit_why"]
    asked = retyping.proposals(view.words, typed, key=str(pk), wording=view.wording)
    if not asked:
        return _page(request, view, form, fault=_("This changes nothing in the paragraph."), status=422)
    is_tabled = request.POST.get("save") == "table"
    try:
        _put(request, view, asked, why=why, is_tabled=is_tabled)
    except RefusedError as refused:
        return _page(request, view, form, fault=refusals.sentence(refused.verdict), status=409)
    messages.success(request, _done(len(asked), is_tabled=is_tabled))
    return HttpResponseRedirect(f"{reverse('desk:text', args=[slug])}#c-{pk}")


def _put(request: Request, view: ClauseView, asked: list[Proposed], *, why: str, is_tabled: bool) -> None:
    by, at = request.viewer, clock.database_moment()
    try:
        form = uuid.UUID(request.POST.get("once", ""))
    except ValueError:
        form = uuid.uuid4()

    def once(what: str) -> uuid.UUID:
        return uuid.uuid5(form, f"{what}/{view.clause.pk}")

    if log.done_before(once("draft 0")):
        raise RefusedError(refuse(Refusal.DONE_BEFORE))
    with transaction.atomic():
        for at_place, row in enumerate(asked):
            words: dict[str, Any] = {"operation": row.operation, "words": row.words, "start": row.start, "end": row.end}
            draft = acts.draft_position(view.clause, why=why, by=by, at=at, once=once(f"draft {at_place}"), **words)
            if is_tabled:
                acts.table_position(draft, by=by, at=at, once=once(f"table {at_place}"))


def _done(count: int, *, is_tabled: bool) -> str:
    if is_tabled:
        done = ngettext(
            "Tabled: %(n)s position, seen by all delegations.", "Tabled: %(n)s positions, seen by all delegations.", count
        )
    else:
        done = ngettext(
            "Saved: %(n)s draft, seen by your delegation only.", "Saved: %(n)s drafts, seen by your delegation only.", count
        )
    return done % {"n": count}


def _page(request: Request, view: ClauseView, form: Retyped | None, *, fault: str = "", status: int = 200) -> HttpResponse:
    own = (get_language() or "en")[:2]
    context = {
        "title": _("Edit the words"),
        "own": own,
        "beside": view.versions.get(own, "") if own != view.clause.text.language else "",
        "text": view.clause.text,
        "view": view,
        "form": form,
        "fault": fault,
        "once": uuid.uuid4(),
        "tables_at_once": bool(rules.may_take_position(request.viewer, state=view.clause.text.state)),
        "back": f"{reverse('desk:text', args=[view.clause.text.slug])}#c-{view.clause.pk}",
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "desk/parts/edit.html" if is_part else "desk/edit.html", context, status=status)

"""Agreed language in the drafting box: what is being typed is looked up, and words are taken over with their provenance.

What is looked up is a draft: it comes by POST, the answer is stored nowhere, and no line of a log holds it. With scripts
``lineage.js`` sends the words before the caret while they are typed; without them the form is sent to be shown again.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.desk.negotiating import drafting
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.spans import normal, smallest_edit
from nemawashi.lineage import page, queries
from nemawashi.texts.rules import references

MOST_HITS = 6
MOST_WORDS = 15


@dataclass(frozen=True)
class LookUp:
    """What a look-up came to. ``why_not`` is empty, or ``short``, ``not_built`` or ``failed``."""

    box: str
    words: str
    hits: tuple[queries.Use, ...] = ()
    why_not: str = ""


@sensitive_variables()
def looked_up(words: str, *, box: str, language: str, viewer: Viewer) -> LookUp:
    """Agreed language for words of a draft."""
    if not queries.is_enough(words):
        return LookUp(box, words, why_not="short")
    hits, why_not = page.answered(lambda: queries.agreed(words, language=language, limit=MOST_HITS, viewer=viewer))
    return LookUp(box, words, tuple(hits or ()), why_not)


@sensitive_post_parameters()
@login_required
@require_POST
def hits(request: Request) -> HttpResponse:
    """The hits for what is being typed, as a part of the drafting page."""
    viewer = request.viewer
    box = request.POST.get("box", "")
    answer = looked_up(
        request.POST.get("typed", "")[-queries.LONGEST :],
        box=box if box in drafting.DraftingForm.boxes else drafting.DraftingForm.boxes[0],
        language=request.POST.get("language", "")[:5],
        viewer=viewer,
    )
    response = render(request, "desk/parts/hits.html", {"answer": answer})
    response.headers["Cache-Control"] = "private, no-store"
    return response


def box_of(way: str) -> str:
    """In which box a way of proposing is written."""
    return "clause_words" if way in ("edit", Operation.ALTERNATIVE) else "words"


@sensitive_variables()
def typed_in(posted: QueryDict, form: Any, box: str) -> str:
    """What to look up when the form is sent for it: the words that were named, else those that were changed."""
    named = posted.get("look_up_words", "").strip()
    if named:
        return named[: queries.LONGEST]
    words = posted.get(box, "")
    if box == "clause_words":
        edit = smallest_edit(drafting.clause_view(form.clause, viewer=form.viewer).words, normal(words))
        words = edit.words if edit else ""
    return " ".join(words.split()[:MOST_WORDS])[: queries.LONGEST]


@sensitive_variables()
def shown_again(posted: QueryDict, form: Any, *, viewer: Viewer) -> tuple[dict[str, Any], LookUp]:
    """The form as it was typed, with hits below its box, or with the words of the chosen hit in it. Nothing is done."""
    initial = {name: posted.get(name, "") for name in form.fields}
    initial["way"] = initial["way"] or "edit"
    box = box_of(initial["way"])
    typed = typed_in(posted, form, box)
    chosen, _, part = posted.get("use", "").partition(":")
    if chosen:
        initial |= _taken_over(initial, box, typed, chosen, part, viewer)
        return initial, LookUp(box, "")
    language = form.clause.text.language
    return initial, looked_up(typed, box=box, language=language, viewer=viewer)


def _taken_over(initial: dict[str, Any], box: str, typed: str, chosen: str, part: str, viewer: Viewer) -> dict[str, Any]:
    """The chosen words in the place of what was typed, or at the end of the box; and where they were taken from."""
    language, _, cut = part.partition(":")
    row = queries.precedents([chosen], viewer=viewer).get(chosen)
    if row is None:
        return {}
    text = initial[box]
    at = text.rfind(typed) if typed else -1
    before, after = (text[:at], text[at + len(typed) :]) if at >= 0 else (f"{text.rstrip()} ", "")
    passage = _cut(row.as_in(language).words, cut, is_last=not after.strip())
    text = f"{before}{passage}{after}".strip()
    taken = references(f"{initial['taken_from']} {chosen}")
    return {box: text, "taken_from": taken}


def _cut(words: str, span: str, *, is_last: bool) -> str:
    """The passage of a clause, with the mark that ends its sentence where nothing follows; the clause, if none is named."""
    start, _, end = span.partition("-")
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal()):
        return words
    passage = words[int(start[:6]) : int(end[:6])].strip()
    return passage + (queries.closing(words, int(end[:6])) if is_last else "") if passage else words


def taken(form: Any, *, viewer: Viewer) -> list[queries.Precedent]:
    """The agreed clauses that the form names as where its words were taken from."""
    origins = form["taken_from"].value() or ""
    return list(queries.precedents(references(str(origins)).split(), viewer=viewer).values())

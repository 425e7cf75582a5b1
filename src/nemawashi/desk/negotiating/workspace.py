"""The workspace of a text: its clauses filtered and followed, the matrix, the screen for the room, any two revisions."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nemawashi.access import clock
from nemawashi.access.requests import Request, is_of_somebody
from nemawashi.access.rules import Possible
from nemawashi.access.states import Tone
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import screens
from nemawashi.desk.negotiating import comparing, consenting, sharing
from nemawashi.desk.negotiating.gaps import Gaps
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Pillar
from nemawashi.texts import queries, rules
from nemawashi.texts.models import Look, Text
from nemawashi.texts.queries import CHAIR, ClauseView, Negotiation, PositionView, possible, verdicts
from nemawashi.texts.terms import OPEN_STATES, OPERATION_LABELS, ClauseKind, ClauseStatus, ConsentKind, Stance

SHOWS = ("all", "open", "drafts", "changed")


def named(code: str) -> str:
    """Who stands behind words: the code of a party as it is, the chair in the language of the page."""
    return gettext(code) if code == CHAIR else code


@dataclass(frozen=True)
class OpenedText:
    """A text that a person opens: whether it ever was under silence, and when this person last looked at it.

    ``issued``: the clauses of the last revision, whose numbers stay until the next one.
    """

    text: Text
    has_silence: bool
    looked_at: dt.datetime | None
    issued: list[dict[str, Any]]

    def negotiation(self, *, viewer: Viewer, with_drafts: bool = True) -> Negotiation:
        return queries.negotiation(
            self.text, viewer=viewer, with_drafts=with_drafts, has_silence=self.has_silence, issued=self.issued
        )


def opened(slug: str, *, viewer: Viewer) -> OpenedText:
    """The text, if this viewer may see it; all that is asked of it first in one statement."""
    row: Any = queries.opened_text(slug, viewer=viewer)
    if row is None:
        raise Http404
    return OpenedText(row, row.has_silence, row.looked_at, row.issued if row.state in OPEN_STATES and row.issued else [])


def text_of(request: Request, slug: str) -> Text:
    """The text, if this viewer may see it."""
    row = queries.visible_text(slug, viewer=request.viewer)
    if row is None:
        raise Http404
    return row


def in_negotiation(request: Request, slug: str) -> tuple[Text, Negotiation]:
    """A text and its clauses without anybody's drafts; 404 for those who do not read the negotiation."""
    viewer = request.viewer
    opening = opened(slug, viewer=viewer)
    if not viewer.sees_negotiation:
        raise Http404
    return opening.text, opening.negotiation(viewer=viewer, with_drafts=False)


@dataclass(frozen=True)
class Chosen:
    """What the reader chose to see of a text; empty words choose everything."""

    show: str = "all"
    party: str = ""
    state: str = ""
    pillar: str = ""
    beside: str = ""
    since: dt.datetime | None = None

    @property
    def is_filtered(self) -> bool:
        return bool(self.party or self.state or self.pillar)

    def of(self, views: Iterable[ClauseView]) -> list[ClauseView]:
        return [view for view in views if self._shows(view)]

    def _shows(self, view: ClauseView) -> bool:
        if view.clause.is_deleted and not view.live and self.show != "changed":
            return False
        shown = {
            "all": True,
            "open": view.status in (ClauseStatus.CONTESTED, ClauseStatus.RESERVED, ClauseStatus.HELD),
            "drafts": bool(view.drafts),
            "changed": self.since is not None and view.is_changed_since(self.since),
        }[self.show]
        return (
            shown
            and (not self.party or self.party in view.parties)
            and (not self.state or self.state == _told_as(view.status))
            and (not self.pillar or self.pillar == str(view.clause.pillar_id))
        )


def _told_as(status: ClauseStatus) -> ClauseStatus:
    """Whether brackets were lifted or never stood is all one to a reader: there are none."""
    return ClauseStatus.OPEN if status == ClauseStatus.CLEAN else status


def chosen(asked: Mapping[str, str], *, since: dt.datetime | None, languages: Sequence[str] = ()) -> Chosen:
    show = asked.get("show", "all")
    return Chosen(
        show=show if show in SHOWS else "all",
        party=asked.get("party", "")[:10],
        state=asked.get("state", "")[:20],
        pillar=asked.get("pillar", "")[:10],
        beside=beside if (beside := asked.get("beside", "")) in languages else "",
        since=since,
    )


@login_required
def text(request: Request, slug: str) -> HttpResponse:
    """All clauses with brackets and positions. ``?show=open|drafts|changed``, ``?party=``, ``?state=``, ``?pillar=``.

    ``?beside=`` names the language whose words stand beside those negotiated; on a wide screen the reader's own does.
    """
    viewer, is_asked_by_itself = request.viewer, not is_of_somebody(request)
    row = queries.followed_text(slug, viewer=viewer)
    if row is None and is_asked_by_itself:
        raise Http404
    if row is None or not (is_asked_by_itself or row.state in OPEN_STATES):
        return render(request, "desk/text.html", _workspace(opened(slug, viewer=viewer), request.GET, viewer=viewer))
    since = queries.looked_at(row, viewer=viewer)
    drafts = queries.own_drafts_mark(row, viewer=viewer)

    def part(anybody: Viewer, gaps: Gaps) -> sharing.Rendered:
        opening = replace(opened(slug, viewer=anybody), looked_at=since if shows_changes else None)
        context = _workspace(opening, request.GET, viewer=anybody)
        context |= {"viewer": anybody, "back": request.get_full_path(), "gaps": gaps}
        page = render_to_string("desk/parts/workspace.html", context)
        return page, [view.moved_at for view in context["whole"].clauses]

    shows_changes = request.GET.get("show") == "changed"  # then the moment itself decides which clauses are shown
    meeting = row.meeting.version if row.meeting else None
    state = (row.pk, row.version, row.state, meeting, drafts, since if shows_changes else None)
    if is_asked_by_itself:  # a page that was told of something new asks for its workspace, and no more
        return sharing.answer(request, *state, render=part, since=since)
    shared = sharing.part(request, *state, render=part, since=since)
    return render(request, "desk/text.html", _around(text_of(request, slug), shared))


def _around(row: Text, shared: SafeString) -> dict[str, Any]:
    """What stands around the workspace of a text under negotiation."""
    return {"text": row, "workspace": shared, "revisions": queries.revisions_of(row), "is_live": True}


def _workspace(opening: OpenedText, asked: Mapping[str, str], *, viewer: Viewer) -> dict[str, Any]:
    """What the workspace shows, of a reader's whole page or of a part that several share."""
    row = opening.text
    whole = opening.negotiation(viewer=viewer)
    others = [code for code in row.languages if code != row.language]
    choice = chosen(asked, since=opening.looked_at, languages=others)
    revisions = queries.revisions_of(row, with_words=viewer.is_secretariat) if viewer.sees_negotiation else []
    offered = possible.on_text(whole, revisions=revisions, viewer=viewer)
    table = parties.forum().table if row.state in OPEN_STATES and viewer.sees_negotiation else ()
    return {
        "text": row,
        "whole": whole,
        "offered": offered,
        "consents": _consents(whole, offered, viewer) if table else None,
        "zone": row.meeting.zone if row.meeting else "UTC",
        "is_drafting": bool(rules.may_draft(viewer, state=row.state)),
        "is_chairing": viewer.is_secretariat,
        "clauses": choice.of(whole.clauses),
        "choice": choice,
        "progress": progress(whole),
        "packages": [
            (
                package,
                views,
                possible.on_package(whole, package, viewer=viewer),
                consenting.seats(whole.on_packages.get(package.pk, ()), table, own=viewer.party),
            )
            for package, views in packages(whole)
        ],
        "filters": filters(whole),
        "changed": sum(view.is_changed_since(choice.since) for view in whole.clauses) if choice.since else 0,
        "has_silence": opening.has_silence and viewer.sees_negotiation,
        "revisions": revisions,
        "latest": revisions[-1] if revisions else None,
        "languages": others,
        "beside": own if (own := (get_language() or "en")[:2]) in others else "",
        "reservations": queries.reservations(row) if row.state not in OPEN_STATES else [],
        "corrigenda": queries.corrigenda(row, {str(view.clause.pk): view.number for view in whole.clauses})
        if row.is_adopted
        else [],
        "gone_over": queries.gone_over(getattr(row, "adoption", None), viewer=viewer) if row.is_adopted else [],
        "sealed": queries.sealed_languages(row) if row.is_adopted else (),
        "is_open": row.state in OPEN_STATES,
        "is_live": row.state in OPEN_STATES and viewer.sees_negotiation,
        "mark": f"{row.version}{whole.drafts_mark if viewer.is_delegate else ''}",
    }


def _consents(whole: Negotiation, offered: list[Possible], viewer: Viewer) -> consenting.Strip:
    """Who can join consensus on the whole text, with what the viewer's party can say of it."""
    joining = verdicts.on_consenting_to_text(whole, kind=ConsentKind.JOINS, today=dt.date.min, by=viewer)
    return consenting.strip(
        whole.on_text, whole.standing, offered=offered, act="consent_to_text", joining=joining, viewer=viewer
    )


@dataclass(frozen=True)
class Progress:
    """How far a text has come: clauses agreed, clean, in brackets or reserved, of all that stand."""

    clauses: int
    agreed: int
    clean: int
    contested: int
    brackets: int

    @property
    def counts(self) -> list[tuple[Tone, str]]:
        """What is counted, each in its tone."""
        positions = ngettext("%(n)s position", "%(n)s positions", self.brackets) % {"n": self.brackets}
        counted = {"n": self.contested, "positions": positions}
        in_brackets = ngettext(
            "%(n)s paragraph in brackets (%(positions)s)", "%(n)s paragraphs in brackets (%(positions)s)", self.contested
        )
        clean = ngettext("%(n)s paragraph without brackets", "%(n)s paragraphs without brackets", self.clean)
        agreed = ngettext("%(n)s paragraph agreed", "%(n)s paragraphs agreed", self.agreed)
        return [
            (Tone.WAITING, in_brackets % counted),
            (Tone.OPEN, clean % {"n": self.clean}),
            (Tone.SETTLED, agreed % {"n": self.agreed}),
        ]


def progress(whole: Negotiation) -> Progress:
    agreed = (ClauseStatus.AGREED, ClauseStatus.AD_REFERENDUM, ClauseStatus.ADOPTED, ClauseStatus.UNDER_SILENCE)
    contested = (ClauseStatus.CONTESTED, ClauseStatus.RESERVED, ClauseStatus.HELD)
    states = [view.status for view in whole.standing]
    return Progress(
        clauses=len(states),
        agreed=sum(state in agreed for state in states),
        clean=sum(state in (ClauseStatus.CLEAN, ClauseStatus.CLOSED, ClauseStatus.OPEN) for state in states),
        contested=sum(state in contested for state in states),
        brackets=whole.brackets,
    )


def packages(whole: Negotiation) -> list[tuple[Any, list[ClauseView]]]:
    """The standing packages with their clauses, in the order of the text."""
    by_package: dict[int, tuple[Any, list[ClauseView]]] = {}
    for view in whole.standing:
        if view.package is not None:
            by_package.setdefault(view.package.pk, (view.package, []))[1].append(view)
    return list(by_package.values())


def filters(whole: Negotiation) -> dict[str, list[tuple[str, str]]]:
    """What a reader can choose by: only what this text has."""
    codes = sorted({code for view in whole.clauses for code in view.parties})
    held = {_told_as(view.status) for view in whole.clauses}
    states = [state for state in ClauseStatus if state in held]
    pillars = {view.clause.pillar_id for view in whole.clauses if view.clause.pillar_id}
    rows = Pillar.objects.filter(pk__in=pillars) if pillars else []
    return {
        "party": [(code, named(code)) for code in codes],
        "state": [(str(state), str(state.label)) for state in states],
        "pillar": [(str(row.pk), str(row)) for row in rows],
    }


@login_required
@require_POST
def looked(request: Request, slug: str) -> HttpResponse:
    """Remember that this person has read the text as it stands now."""
    row = text_of(request, slug)
    Look.objects.update_or_create(text=row, user=request.user, defaults={"at": clock.database_moment()})
    return HttpResponseRedirect(reverse("desk:text", args=[row.slug]))


LONGEST_TOLD = 120  # signs of words in a cell
SIGNS = {Stance.SUPPORT: "+", Stance.OPPOSE: "−", Stance.COULD_ACCEPT: "○"}


@login_required
def matrix(request: Request, slug: str) -> HttpResponse:
    """Clauses by parties: who asks for what, supports, opposes, could accept, awaits its capital."""
    row, whole = in_negotiation(request, slug)
    participants = parties.participants()
    codes = [party.code for party in participants]
    if any(position.codes == (CHAIR,) for view in whole.standing for position in view.live):
        codes.append(CHAIR)
    slugs = {party.slug: party.code for party in participants}
    # Labels are looked up once: there may be thousands of signs.
    said = {str(word): str(word.label) for word in (*Stance, *ClauseKind)}
    said |= {str(word): str(label) for word, label in OPERATION_LABELS.items()}
    lines = []
    for view in whole.standing:
        cells: dict[str, list[tuple[str, str]]] = {code: [] for code in codes}
        for position in view.live:
            what = f"{said[position.held.operation]}: {_briefly(position)}"
            for code in position.codes:
                cells.setdefault(code, []).append(("●", what))
            for stance, held in (
                (Stance.SUPPORT, position.supporters),
                (Stance.OPPOSE, position.opponents),
                (Stance.COULD_ACCEPT, position.acceptors),
            ):
                for code in held:
                    whose = f"{', '.join(map(named, position.codes))}, {_briefly(position)}"
                    cells.setdefault(code, []).append((SIGNS[stance], f"{said[str(stance)]}: {whose}"))
        for slug_ in view.awaiting:
            cells.setdefault(slugs.get(slug_, slug_), []).append(("…", _("awaits instructions")))
        name = view.number or said[str(view.clause.kind)]
        lines.append((view, name, view.words[:LONGEST_TOLD], [_signs(cells.get(code, [])) for code in codes]))
    title, most = _("Paragraphs by parties"), LONGEST_TOLD
    context = {"text": row, "codes": [named(code) for code in codes], "lines": lines, "title": title, "most": most}
    return render(request, "desk/matrix.html", context)


def _briefly(position: PositionView) -> str:
    """The words of a position beside those that they would replace; its place where it has none of its own."""
    before, words = position.before[:LONGEST_TOLD], position.held.words[:LONGEST_TOLD]
    if before and words:
        return f"{before} → {words}"
    return words or before or position.where


def _signs(cell: list[tuple[str, str]]) -> SafeString:
    """A cell of the matrix: each sign with its word."""
    signs = (f'<span class="matrix__sign"><b aria-hidden="true">{sign}</b> {escape(what)}</span>' for sign, what in cell)
    return SafeString("".join(signs))


@login_required
def screen(request: Request, slug: str) -> HttpResponse:
    """One clause in large type for the room, with its brackets; nobody's drafts, whoever is signed in."""
    viewer = screens.reader(request.viewer)
    opening = opened(slug, viewer=viewer)
    if not screens.is_open_to(request.viewer, opening.text):
        raise Http404
    row, whole = opening.text, opening.negotiation(viewer=viewer, with_drafts=False)
    standing = whole.standing
    wanted = request.GET.get("clause", "")
    at = next((n for n, view in enumerate(standing) if str(view.clause.pk) == wanted), None)
    if at is None:
        is_open = (ClauseStatus.CONTESTED, ClauseStatus.RESERVED, ClauseStatus.HELD)
        at = next((n for n, view in enumerate(standing) if view.status in is_open), 0)
    context = {
        "text": row,
        "whole": whole,
        "view": standing[at] if standing else None,
        "before": standing[at - 1] if standing and at else None,
        "after": standing[at + 1] if at + 1 < len(standing) else None,
        "progress": progress(whole),
        "is_live": row.state in OPEN_STATES,
    }
    return render(request, "desk/screen.html", context)


@login_required
def compare(request: Request, slug: str) -> HttpResponse:
    """Any two states of a text beside each other, clause by clause: revisions, the text now, the compilation.

    ``only=changed`` leaves out the clauses that are the same in both.
    """
    row, whole = in_negotiation(request, slug)
    states = comparing.states(row, whole)
    keys = list(states)
    one = request.GET.get("one", "")
    other = request.GET.get("other", "")
    one = one if one in states else keys[0]
    other = other if other in states else "now"
    language = request.GET.get("language", "")
    language = language if language in row.languages else row.language
    is_only_changed = request.GET.get("only") == "changed"
    rows = comparing.compared(states[one], states[other], language)
    context = {
        "text": row,
        "title": _("Compare"),
        "states": [(key, state.label) for key, state in states.items()],
        "one": one,
        "other": other,
        "languages": row.languages or [row.language],
        "language": language,
        "is_only_changed": is_only_changed,
        "rows": [each for each in rows if each.change != "kept" or not is_only_changed],
    }
    return render(request, "desk/compare.html", context)

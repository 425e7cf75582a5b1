"""On what an act is done: the row that a key in an address names, among those that the viewer may see.

Whoever may not see a row gets the answer of a key that never existed.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import Http404

from nemawashi.access.acts import RefusedError
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Refusal
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import queries as analysis
from nemawashi.analysis import rounds
from nemawashi.assistance.models import Activity, Partner, ProjectEnd, ResultIndicator, Transaction, Undertaking
from nemawashi.business import queries as business
from nemawashi.commitments import queries as commitments
from nemawashi.desk.acting import screens
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Track
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue, Party
from nemawashi.parties.queries import forum
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Source
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Clause, Package, Position, Silence

Find = Callable[[str, Viewer], Any]
LONGEST_NUMBER = 18  # digits of a key: those drawn by chance have up to 16, and a database counts no further


def uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise Http404 from None


def number(key: str) -> int:
    if not key.isascii() or not key.isdecimal() or len(key) > LONGEST_NUMBER:
        raise Http404
    return int(key)


def among(rows: Callable[[Viewer], QuerySet[Any]], by: Callable[[str], Any] = str) -> Find:
    """Finds a row by its slug or, where ``by`` reads keys of another form, by its primary key."""

    def find(key: str, viewer: Viewer) -> Model:
        field = "slug" if by is str else "pk"
        row: Model | None = rows(viewer).filter(**{field: by(key)}).first()
        if row is None:
            raise Http404
        return row

    return find


def _in_negotiation(rows: QuerySet[Any], viewer: Viewer) -> QuerySet[Any]:
    return rows if viewer.sees_negotiation else rows.none()


meeting = among(lambda viewer: meetings.visible_meetings(viewer=viewer))
meeting_of_minutes = among(lambda viewer: screens.meetings_of_minutes(viewer=viewer))
track = among(lambda viewer: Track.objects.all())
offer = among(lambda viewer: meetings.visible_offers(viewer=viewer), number)
delegate = among(lambda viewer: meetings.visible_delegates(viewer=viewer), number)
meeting_paper = among(lambda viewer: meetings.visible_papers(viewer=viewer), uuid)
minutes = among(lambda viewer: meetings.visible_minutes(viewer=viewer), number)
minutes_correction = among(lambda viewer: meetings.visible_corrections(viewer=viewer), number)
meeting_session = among(lambda viewer: meetings.visible_sessions(viewer=viewer), number)
floor_request = among(lambda viewer: meetings.visible_floor_requests(viewer=viewer), number)
agenda_item = among(lambda viewer: meetings.visible_agenda_items(viewer=viewer))
recommendation = among(lambda viewer: meetings.visible_recommendations(viewer=viewer))
text = among(lambda viewer: texts.visible_texts(viewer=viewer))
clause = among(
    lambda viewer: Clause.objects.filter(text__in=texts.visible_texts(viewer=viewer)).select_related("text__meeting"),
    uuid,
)
position = among(
    lambda viewer: _in_negotiation(
        Position.objects.filter(clause__text__in=texts.visible_texts(viewer=viewer)).select_related("clause__text"),
        viewer,
    ),
    uuid,
)
package = among(lambda viewer: _in_negotiation(Package.objects.select_related("text__meeting"), viewer), number)
silence = among(lambda viewer: _in_negotiation(Silence.objects.select_related("text__meeting"), viewer), number)
correction = among(lambda viewer: texts.visible_corrections(viewer=viewer), number)
commitment = among(lambda viewer: commitments.visible_commitments(viewer=viewer))
report = among(lambda viewer: commitments.visible_reports(viewer=viewer), number)
party = among(lambda viewer: Party.objects.all())
payment = among(lambda viewer: Transaction.objects.select_related("undertaking__donor"), number)
partner = among(lambda viewer: Partner.objects.select_related("undertaking__donor"), number)
project_end = among(lambda viewer: ProjectEnd.objects.select_related("undertaking__donor"), number)
indicator = among(lambda viewer: ResultIndicator.objects.select_related("undertaking__donor"), number)
activity = among(lambda viewer: Activity.objects.select_related("undertaking__donor"), number)
undertaking = among(lambda viewer: Undertaking.objects.all())
source = among(lambda viewer: Source.objects.all())
remark = among(lambda viewer: sources.remark_list(viewer=viewer), number)
claim = among(lambda viewer: sources.claim_list(viewer=viewer))
run = among(lambda viewer: analysis.visible_runs(viewer=viewer))
owned_corpus = among(lambda viewer: analysis.owned_corpora(viewer=viewer))
coding_round = among(lambda viewer: rounds.visible_rounds(viewer=viewer))
passage = among(lambda viewer: rounds.visible_passages(viewer=viewer), number)
member = among(lambda viewer: parties.own_members(viewer=viewer), number)
person = among(lambda viewer: parties.people_of_circles(viewer=viewer), number)
in_charge_of = among(lambda viewer: parties.people_in_charge_of(viewer=viewer), number)
invited = among(lambda viewer: parties.visible_invitations(viewer=viewer), uuid)
letter = among(lambda viewer: parties.visible_letters(viewer=viewer), uuid)
held_mail = among(lambda viewer: parties.held_mail(viewer=viewer), number)
dialogue = among(lambda viewer: parties.visible_dialogues(viewer=viewer))
firm = among(lambda viewer: business.visible_firms(viewer=viewer), uuid)
firm_contact = among(lambda viewer: business.visible_contacts(viewer=viewer), uuid)
interest = among(lambda viewer: business.visible_interests(viewer=viewer), uuid)
talk = among(lambda viewer: business.visible_talks(viewer=viewer), uuid)
table_plan = among(lambda viewer: business.visible_plans(viewer=viewer), number)
outcome = among(lambda viewer: business.visible_outcomes(viewer=viewer), uuid)
home_dialogue = among(lambda viewer: Dialogue.objects.filter(slug=forum().slug))


def business_track(viewer: Viewer) -> None:
    """Its pages are for the delegations and the host."""
    if not viewer.sees_dialogue:
        raise Http404


def draft(key: str, viewer: Viewer) -> Any:
    """A draft of the own delegation, on the clause on which its words stand today.

    A split or a merge may have taken it to another clause than that on which it was written. Raises ``RefusedError`` where
    no key of this server tells which one that was.
    """
    row = texts.own_draft(uuid(key), viewer=viewer)
    if row is None:
        raise Http404
    if row.clause is None:
        raise RefusedError(refuse(Refusal.NOT_OPENED))
    row.clause, _span = texts.standing_at(row)
    return row


def file(key: str, viewer: Viewer) -> Any:
    """A file that the own delegation sent. Raises ``RefusedError`` where no key of this server tells about which text."""
    row = texts.own_file(uuid(key), viewer=viewer)
    if row is None:
        raise Http404
    if row.text is None:
        raise RefusedError(refuse(Refusal.NOT_OPENED))
    return row

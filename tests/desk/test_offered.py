"""What pages offer is what the acts themselves grant: every page is walked as everybody, and every act is tried.

Each act is tried on each row by each person in a transaction that is rolled back, with words that fit; what it answered
is compared with the buttons, links and greyed acts of the pages. Nothing of this asks ``possible``.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404
from tests.desk.stage import Stage

from nemawashi.access import clock
from nemawashi.access.acts import RefusedError
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import PUBLIC, Viewer, acting_as
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments.models import Commitment, ProgressReport
from nemawashi.desk.acting import finding, refusals
from nemawashi.desk.negotiating.silencing import Break
from nemawashi.desk.register import DEEDS
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation, Track
from nemawashi.parties.models import Dialogue, Party, Pillar
from nemawashi.sources.models import Source
from nemawashi.texts import acts as texts
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.models import Clause, EditorialCorrection, Package, Position, Silence, Text
from nemawashi.texts.positions import DraftPosition
from nemawashi.texts.queries import negotiation
from nemawashi.texts.terms import ClauseKind

pytestmark = pytest.mark.usefixtures("played")

AT_THE_TABLE = ("host", "japan", "kazakhstan", "japan-watcher", "observer")
EVERYBODY = (
    "host",
    "japan",
    "kazakhstan",
    "japan-watcher",
    "observer",
    "guest",
    "expert",
    "researcher",
    "interpreter",
    "note-taker",
    "",
)
ACT = re.compile(r'(?:formaction|href|action)="/desk/acts/(\w+)/([\w-]+)/')
GREYED = re.compile(
    r'<details class="refused" data-act="(\w+)" data-on="([\w-]+)">.*?<p class="refused__why">(.*?)</p>', re.S
)

# Acts whose subject is chosen on a page of its own, or which answer a file or a claim; tests of their pages walk them.
ELSEWHERE = {
    "take_in_file",
    "import_claims",
    "import_activities",
    "import_rates",
    "take_in_sheet",  # on the page of sheets (tests/desk/test_sheets.py)
    "take_in_reports",
    "correct_payment",
    "correct_partner",
    "correct_end",
    "record_package",
    "edit_package",
    "record_value",
    "tie_activity",
    "untie_activity",
    "set_activity_aside",
    "cite_claim",
    "rule_on_claim",
    "reopen_ruling",
    "answer_remark",
    "receive_remark",  # by anybody, at the foot of public pages (tests/portal/test_corrections.py)
    "record_pledge",
    "record_project",
    "keep_result",  # on pages that count (tests/portal/test_runs.py)
    "publish_run",
    "withdraw_run",
    "add_event",  # on pages of formats (tests/analysis/test_comparing.py)
    "bring_material",  # on pages of corpora (tests/analysis/test_own_material.py)
    "share_corpus",
    "open_round",  # rounds of coding (tests/desk/test_rounds.py)
    "code_passage",
    "hand_in_codings",
    "hand_in_file",
    "close_round",
    "adjudicate",
    "answer_invitation",
    "nominate_delegates",  # the page of delegations (tests/meetings/test_delegations.py)
    "remove_delegate",
    "decline_meeting",
    "accredit_delegates",
    "return_delegate",
    "forget_delegates",
    "check_in_delegate",
    "write_minutes",  # the page of minutes (tests/meetings/test_minutes.py)
    "circulate_minutes",
    "correct_minutes",
    "answer_correction",
    "adopt_minutes",
    "attach_credentials",  # the page of delegations (tests/meetings/test_credentials.py)
    "confirm_uptake",  # the page of what seems to be taken up (tests/texts/test_uptake.py)
    "decline_uptake",
    "state_host",  # the page of the host's role (tests/meetings/test_host_role.py)
    "invite_next_host",
    "pass_host_role",
    "offer_to_host",  # the page of hosting (tests/meetings/test_hosting.py)
    "confirm_host",
    "withdraw_offer",
    "submit_paper",  # the pages of papers (tests/meetings/test_papers.py)
    "add_paper_language",
    "issue_paper",
    "withdraw_paper",
    "answer_circular",
    "propose_release",
    "object_to_release",
    "release_paper",
    # The page of people is walked as everybody by tests/parties/test_people.py.
    "open_seat",
    "close_seat",
    "invite_person",
    "send_invitation_again",
    "withdraw_invitation",
    "change_role",
    "end_membership",
    "end_office",
    # The page of mail: tests/desk/test_outbox.py.
    "set_mail_reading",
    "release_mail",
    "strike_mail",
    "send_letter_again",
    "reset_factors",
    "hand_over",  # tests/desk/test_handing_over.py
    "plan_session",  # tests/meetings/test_planning.py
    "edit_session",
    "remove_session",
    "call_item",  # the page of the room: tests/meetings/test_speaking.py
    "draw_letter",
    "order_speakers",
    "close_speakers",
    "reopen_speakers",
    "ask_for_floor",
    "note_request",
    "raise_point_of_order",
    "note_point_of_order",
    "withdraw_from_speakers",
    "give_floor",
    "call_out_of_turn",
    "end_floor",
    "put_on_screen",
    "state_firm",  # the business track: tests/business
    "edit_firm",
    "keep_contact",
    "withdraw_contact",
    "state_interest",
    "end_interest",
    "propose_talks",
    "ask_for_talk",
    "accept_talk",
    "decline_talk",
    "set_table_plan",
    "state_hours",
    "place_talks",
    "move_talk",
    "hold_talk",
    "record_outcome",
    "publish_outcome",
    "unpublish_outcome",
}


@dataclass
class Walk:
    """What the pages of one person offer, and what they grey with which sentence, by (act, key)."""

    offered: set[tuple[str, str]] = field(default_factory=set)
    greyed: dict[tuple[str, str], str] = field(default_factory=dict)


def _key(row: Any) -> str:
    return str(getattr(row, "slug", None) or row.pk)


def _unlike(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses on which something happened, and the first two of each kind of those on which nothing did."""
    alike: Counter[tuple[str, bool, bool]] = Counter()
    touched = {*Position.objects.values_list("clause", flat=True), *Package.objects.values_list("clauses", flat=True)}
    touched |= {row.clause_id for row in EditorialCorrection.objects.all()}
    for clause in clauses:
        is_agreed = clause.agreements.exists()
        alike[sort := (clause.kind, clause.is_deleted, clause.is_closed)] += 1
        if clause.pk in touched or is_agreed or alike[sort] <= 2:
            yield clause


class Rows:
    """The rows of a scene on which acts are tried, by how an act finds its subject."""

    def __init__(self, text: Text, *, is_wide: bool) -> None:
        self.text, self.meeting, self.is_wide = text, text.meeting, is_wide
        self.clauses = list(_unlike(Clause.objects.filter(text=text)))
        self.positions = list(Position.objects.filter(clause__text=text))

    def by_finder(self, viewer: Viewer) -> dict[Any, list[Any]]:
        with acting_as(viewer):
            own = DraftPosition.objects.all() if viewer.is_delegate else ()
            drafts = [row for row in own if row.clause.text == self.text]
        found: dict[Any, list[Any]] = {deed.find: [] for deed in DEEDS.values()}
        found |= {
            finding.text: [self.text],
            finding.clause: self.clauses,
            finding.position: self.positions,
            finding.draft: drafts,
            finding.package: list(Package.objects.filter(text=self.text)),
            finding.correction: list(EditorialCorrection.objects.filter(clause__text=self.text)),
            finding.silence: list(Silence.objects.filter(text=self.text)),
        }
        if not self.is_wide:
            return found
        return found | {
            finding.meeting: [self.meeting, Meeting.objects.filter(state="held", track__slug="fmm").latest("order")],
            finding.agenda_item: list(AgendaItem.objects.filter(meeting=self.meeting)),
            finding.recommendation: list(meetings.recommendations_open(viewer=PUBLIC)[:2]),
            finding.track: list(Track.objects.filter(slug="som")),
            finding.commitment: list(Commitment.objects.exclude(origin="record")),
            finding.report: list(ProgressReport.objects.exclude(commitment__origin="record")),
            finding.undertaking: list(Undertaking.objects.filter(kind="project", donor__slug="japan")[:2]),
            finding.source: list(Source.objects.filter(slug__in=["seed-000"])),
            finding.home_dialogue: list(Dialogue.objects.filter(slug="caj")),
        }

    def pages(self, rows: dict[Any, list[Any]]) -> Iterator[str]:
        if self.is_wide:
            yield from ("/desk/", "/desk/meetings/", "/desk/follow-up/", "/desk/record/")
            yield from (f"/desk/texts/{self.text.slug}/{part}" for part in ("exports/", "languages/"))
        yield from (f"/desk/texts/{self.text.slug}/{part}" for part in ("", "silence/"))
        yield from (f"/desk/texts/{self.text.slug}/clauses/{row.pk}/" for row in self.clauses)
        for row in rows[finding.meeting]:
            yield from (f"/desk/meetings/{row.slug}/", f"/desk/meetings/{row.slug}/agenda/")
        yield from (f"/desk/follow-up/{row.slug}/" for row in rows[finding.commitment])
        yield from (f"/en/assistance/{row.slug}/" for row in rows[finding.undertaking])
        yield from (f"/en/sources/{row.slug}/" for row in rows[finding.source])


def _walked(client: Any, pages: Iterator[str]) -> Walk:
    walk = Walk()
    for page in pages:
        answer = client.get(page)
        assert answer.status_code in (200, 302, 404), page
        words = answer.content.decode()
        walk.offered |= {(act, key) for act, key in ACT.findall(words)}
        walk.greyed |= {(act, key): html.unescape(why) for act, key, why in GREYED.findall(words)}
    return walk


class Words:
    """Words for each act that its rule can only refuse for who asks or for how things stand."""

    def __init__(self, rows: Rows, at: dt.datetime) -> None:
        self.rows, self.at = rows, at
        self.later = max(at, *(each.ends_at for each in Silence.objects.all())) + dt.timedelta(days=9)

    def of(self, act: str, row: Any) -> list[dict[str, Any]]:
        """Every way in which the act may be tried; it is granted if one of them is."""
        named = getattr(self, act, None)
        if named is not None:
            found = named(row)
            return found if isinstance(found, list) else [found]
        needs_why = {field for field in DEEDS[act].form.base_fields if DEEDS[act].form.base_fields[field].required}
        return [{"why": "why"}] if needs_why == {"why"} else [{}]

    def draft_position(self, row: Clause) -> dict[str, Any]:
        return {"operation": "comment", "words": "why?"}

    def redraft_position(self, row: Any) -> dict[str, Any]:
        return {"operation": "comment", "words": "why?"}

    def accept_position(self, row: Position) -> list[dict[str, Any]]:
        return [{}, {"stands_last": True}]

    def streamline_positions(self, row: Position) -> list[dict[str, Any]]:
        others = [each for each in self.rows.positions if each.clause_id == row.clause_id and each.pk != row.pk]
        return [{"others": [each], "why": "alike"} for each in others] or [{"others": [], "why": "alike"}]

    def offer_bridging_words(self, row: Clause) -> dict[str, Any]:
        live = [each for each in self.rows.positions if each.clause_id == row.pk and each.outcome == "live"]
        return {"words": "Words of the chair.", "instead_of": live, "why": ""}

    def assign_pillar(self, row: Clause) -> dict[str, Any]:
        return {"pillar": None}

    def translate_clause(self, row: Clause) -> dict[str, Any]:
        return {"language": "kk", "words": "сөз"}

    def make_package(self, row: Text) -> dict[str, Any]:
        held = Package.objects.filter(text=row, ended_at=None).values("clauses")
        return {"title": "x", "clauses": list(Clause.objects.filter(text=row, is_deleted=False).exclude(pk__in=held))}

    def consent_to_clause(self, row: Clause) -> list[dict[str, Any]]:
        return [{"kind": kind, "why": "the year"} for kind in ("awaits", "cannot", "joins")]

    consent_to_text = consent_to_package = consent_to_clause

    def join_on_clean_clauses(self, row: Text) -> list[dict[str, Any]]:
        return [{"clauses": [clause]} for clause in self.rows.clauses]

    agree_clean_clauses = join_on_clean_clauses

    def adopt_in_meeting(self, row: Text) -> dict[str, Any]:
        return {"over": self._open_words(row)}

    def _open_words(self, row: Text) -> list[str]:
        whole = negotiation(row, viewer=Viewer(circle=Circle.SECRETARIAT))
        return [each.key for each in (*whole.open_consents(), *whole.open_consents(whole.standing))]

    def open_silence(self, row: Text) -> list[dict[str, Any]]:
        words = {"ends_at": self.later, "zone": "UTC", "over": self._open_words(row)}
        return [words, *({**words, "clauses": [clause]} for clause in self.rows.clauses)]

    def extend_silence(self, row: Silence) -> dict[str, Any]:
        return {"ends_at": self.later, "zone": "UTC"}

    def break_silence(self, row: Silence) -> dict[str, Any]:
        return {"words": "No.", "kind": Break.base_fields["kind"].initial}

    def announce_meeting(self, row: Meeting) -> dict[str, Any]:
        return {"is_public": True}

    def confirm_presence(self, row: Meeting) -> dict[str, Any]:
        return {"names": "The minister"}

    def take_attendance(self, row: Meeting) -> dict[str, Any]:
        return {"present": {"japan": "The minister"}}

    def correct_editorially(self, row: Clause) -> dict[str, Any]:
        words = row.wordings.filter(language="en").order_by("-number")[0].words
        asked = [words[at : at + 3] for at in range(0, len(words), 4)]
        before = next((each for each in asked if words.count(each) == 1 and each == each.strip()), words)
        return {"before": before, "after": before + "x", "why": "slip", "ends_at": self.later, "zone": "UTC"}

    def object_to_correction(self, row: EditorialCorrection) -> dict[str, Any]:
        return {"words": "It says something else."}

    def enter_reservation(self, row: Text) -> dict[str, Any]:
        return {"words": "Except this."}

    def correct_text(self, row: Text) -> dict[str, Any]:
        clause = next(each for each in self.rows.clauses if each.kind == "operative")
        return {"clause": clause, "before": "2030", "after": "2031", "why": "slip"}

    def announce_adoption(self, row: Text) -> list[dict[str, Any]]:
        return [{"meeting": each} for each in Meeting.objects.filter(state="announced")]

    def set_letterhead(self, row: Meeting) -> dict[str, Any]:
        return {"called": "", "content": b""}

    def circulate_zero_draft(self, row: Meeting) -> dict[str, Any]:
        return {"title": "x", "type": "declaration", "clauses": [ZeroClause(ClauseKind.TITLE, {"en": "x"})]}

    def propose_agenda_item(self, row: Meeting) -> dict[str, Any]:
        return {"title": "Something new"}

    def edit_meeting(self, row: Meeting) -> dict[str, Any]:
        return {"changes": {"theme": "Another theme"}}

    def edit_agenda_item(self, row: AgendaItem) -> list[dict[str, Any]]:
        other = Pillar.objects.exclude(pk=row.pillar_id)[0]
        return [{"title": "Other words", "pillar": row.pillar}, {"title": row.title, "pillar": other}]

    def annotate_agenda_item(self, row: AgendaItem) -> dict[str, Any]:
        return {"annotation": row.annotation, "introduced_by": Party.objects.get(slug="kazakhstan")}

    def reorder_agenda(self, row: Meeting) -> dict[str, Any]:
        return {"items": list(row.agenda_items.filter(state="proposed").order_by("-number"))}

    def edit_recommendation(self, row: Recommendation) -> dict[str, Any]:
        return {"words": "Other words."}

    def record_recommendation(self, row: Meeting) -> dict[str, Any]:
        return {"words": "Share data."}

    def take_up_recommendation(self, row: Recommendation) -> dict[str, Any]:
        return {"meeting": self.rows.meeting}

    def plan_meeting(self, row: Track) -> dict[str, Any]:
        return {"city": "Almaty", "host": Party.objects.get(slug="kazakhstan"), "start": ImpreciseDate(2027, 3, 14)}

    def confirm_commitment(self, row: Commitment) -> dict[str, Any]:
        return {"owner": None, "is_joint": True, "due_on": ImpreciseDate(2029)}

    def split_commitment(self, row: Commitment) -> dict[str, Any]:
        half = len(row.words.split()) // 2
        return {"parts": [" ".join(row.words.split()[:half]), " ".join(row.words.split()[half:])]}

    def merge_commitments(self, row: Commitment) -> dict[str, Any]:
        waiting = list(Commitment.objects.filter(text=row.text_id, state="found"))
        place = waiting.index(row) if row in waiting else 0
        return {"others": waiting[place + 1 : place + 2] or waiting[max(0, place - 1) : place]}

    def report_progress(self, row: Commitment) -> dict[str, Any]:
        return {"words": "Done."}

    def edit_report(self, row: ProgressReport) -> dict[str, Any]:
        return {"words": "Other words."}

    def edit_pledge(self, row: Undertaking) -> dict[str, Any]:
        return {"title": "Other words", "recipients": list(Party.objects.filter(slug="tajikistan"))}

    edit_project = edit_pledge

    def attach_evidence(self, row: Commitment) -> dict[str, Any]:
        return {"source": Source.objects.all()[0], "locator": "p. 1"}

    def freeze_guideline(self, row: Commitment) -> dict[str, Any]:
        return {"words": "+1 all"}

    def assess(self, row: Commitment) -> dict[str, Any]:
        return {"score": 0, "why": "some"}

    settle_score = assess

    def carry_over(self, row: Commitment) -> dict[str, Any]:
        return {"meeting": self.rows.meeting}

    def link_project(self, row: Undertaking) -> dict[str, Any]:
        return {"pledge": Undertaking.objects.filter(kind="package")[0]}

    def record_payment(self, row: Undertaking) -> dict[str, Any]:
        return {"kind": "spent", "amount": Decimal(5), "currency": "JPY", "on": ImpreciseDate(2026)}

    def name_partner(self, row: Undertaking) -> dict[str, Any]:
        return {"called": "Works", "kind": "private", "role": "implementing"}

    def end_project(self, row: Undertaking) -> dict[str, Any]:
        return {"on": ImpreciseDate(2026, 3), "kind": "completed", "words": "It stands."}

    def record_indicator(self, row: Undertaking) -> dict[str, Any]:
        return {"words": "Schools built", "unit": "schools"}

    def add_source(self, row: Dialogue) -> dict[str, Any]:
        return {"title": "A note", "kind": "news"}

    def add_format(self, row: Dialogue) -> dict[str, Any]:
        return {"called": "Lake Talks", "sources": list(Source.objects.filter(slug="seed-000"))}

    def archive_source(self, row: Source) -> dict[str, Any]:
        return {"file_name": "x.html", "content": b"<!doctype html><html><body>Astana</body></html>"}

    def record_claim(self, row: Source) -> dict[str, Any]:
        told = {"subject_ref": "track/som", "property_name": "count_of_x", "kind": "count", "value": "17"}
        return {**told, "subject_is_known": True}


def _is_there(find: Callable[[str, Viewer], object], row: Any, viewer: Viewer) -> bool:
    """Whether a person has such a row at all, by what the acts on it find."""
    try:
        with acting_as(viewer):
            find(_key(row), viewer)
    except Http404:
        return False
    return True


def _tried(act: str, row: Any, viewer: Viewer, words: Words) -> set[str]:
    """Sentences with which an act was refused in every way in which it was tried; empty where it was granted once."""
    why = set()
    for each in words.of(act, row):
        point = transaction.savepoint()
        try:
            with acting_as(viewer):
                DEEDS[act].act(type(row)._default_manager.get(pk=row.pk), by=viewer, at=words.at, **each)
        except RefusedError as refused:
            why.add(refusals.sentence(refused.verdict))
        except PermissionError:
            why.add("")
        else:
            return set()
        finally:
            transaction.savepoint_rollback(point)
    return why


def _says_what_holds(act: str, row: Any, viewer: Viewer) -> bool:
    """What the rule grants and no page offers: to say again what holds already, and what somebody has to look for first."""
    if act in ("support_position", "oppose_position", "could_accept_position"):
        last = row.stances.filter(party=viewer.party_id).order_by("-at", "-pk").first()
        held = {"support_position": "support", "oppose_position": "oppose", "could_accept_position": "could_accept"}
        return last is not None and last.stance == held[act]
    if act in ("withdraw_position", "lift_reserve"):  # one act under the name that its subject has among delegations
        return Operation(row.operation).is_reserve == (act == "withdraw_position")
    if act == "agree_ad_referendum":
        return bool(row.agreements.filter(reopened_at=None).exists())
    if act == "announce_meeting":
        return row.state == "announced"
    if act == "set_letterhead":
        return row.state == "held"  # it stands on the page of the files of a text of the meeting
    return isinstance(row, Clause) and row.is_deleted


def _half_way(stage: Stage) -> Text:
    return Text.objects.get(state="under_negotiation", title__startswith="Joint")


def _as(*deeds: str) -> Callable[[Stage], Text]:
    """The text of a scene, after the subjects of these acts were prepared on it."""

    def prepared(stage: Stage) -> Text:
        for deed in deeds:
            stage.scene(deed)
        stage.clean.refresh_from_db()
        return stage.clean

    return prepared


def _with_a_party_out(stage: Stage) -> Text:
    """A clean text on a revision, on which Japan said that it cannot join."""
    stage.done("host", texts.issue_revision, stage.clean)
    stage.done("japan", texts.consent_to_text, stage.clean, kind="cannot", why="the year")
    stage.clean.refresh_from_db()
    return stage.clean


SCENES: dict[str, Callable[[Stage], Text]] = {
    "the round half-way": _half_way,
    "a clean text": _as("issue_revision"),
    "a draft": _as("table_position"),
    "two parties for the same words": _as("streamline_positions"),
    "an objection": _as("lift_stance"),
    "a position that was let go": _as("revive_position"),
    "a closed clause with a draft": _as("table_position", "open_clause"),
    "an agreed paragraph": _as("reopen_clause"),
    "a package": _as("agree_package"),
    "an editorial correction": _as("object_to_correction"),
    "instructions awaited": _as("consent_to_clause"),
    "a clean text on which a party cannot join": _with_a_party_out,
    "silence": _as("break_silence"),
    "silence that has ended": _as("conclude_silence"),
    "an adopted text": _as("issue_text"),
    "a scored commitment": _as("settle_score"),
}

WIDE = ("the round half-way", "an adopted text", "a scored commitment")  # walked with meetings, promises, sources, by all


@pytest.mark.one_database
@pytest.mark.parametrize("scene", SCENES)
def test_pages_offer_what_acts_grant_and_grey_what_they_refuse(
    scene: str, stage: Stage, client_of: Callable[[str], Any], who: Callable[[str], Viewer]
) -> None:
    text = SCENES[scene](stage)
    is_wide = scene in WIDE
    rows = Rows(text, is_wide=is_wide)
    words = Words(rows, clock.database_moment())
    wrong = []
    for name in EVERYBODY if is_wide else AT_THE_TABLE:
        viewer = who(name) if name else PUBLIC
        subjects = rows.by_finder(viewer)
        walk = _walked(client_of(name), rows.pages(subjects))
        there = {find: {_key(row) for row in own if _is_there(find, row, viewer)} for find, own in subjects.items()}
        for act, deed in DEEDS.items():
            for row in subjects[deed.find] if act not in ELSEWHERE else ():
                place, has = (act, _key(row)), _key(row) in there[deed.find]
                why = _tried(act, row, viewer, words) if has else {"this person has no such row"}
                if place in walk.offered and why:
                    wrong.append(f"{name}: {act} on {row} is offered and refused: {why}")
                if place in walk.greyed and walk.greyed[place] not in why:
                    wrong.append(f"{name}: {act} on {row} is greyed ({walk.greyed[place]}) and answers {why or 'granted'}")
                if not why and place not in walk.offered and not _says_what_holds(act, row, viewer):
                    wrong.append(f"{name}: {act} on {row} is granted and not offered")
    assert not wrong, "\n".join(wrong)

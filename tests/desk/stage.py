"""For every act of the desk: who may do it, on what, and what a complete form holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from tests.kit.iati.files import sound, whole, written
from tests.texts.unchanged import span, vacated

from nemawashi.access import clock
from nemawashi.access.models import AuthenticatorKey, Notice, User
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import acts as analysis
from nemawashi.analysis import answering, codebooks, rounds
from nemawashi.analysis.models import CodingRound, ResultRun
from nemawashi.analysis.rounds import GivenCodes
from nemawashi.assistance import acts as assistance
from nemawashi.assistance.models import Activity, Undertaking
from nemawashi.assistance.staging import Staged
from nemawashi.business import acts as business
from nemawashi.business.models import BusinessTalk, Firm, Interest, TablePlan, TalkOutcome
from nemawashi.commitments import acts as commitments
from nemawashi.commitments.models import Commitment
from nemawashi.desk.following import sheets
from nemawashi.desk.following.sheets import SentSheetForm, TakeInReports, TakeInSheet
from nemawashi.desk.negotiating import circulating
from nemawashi.kit import word
from nemawashi.kit.corpora import bringing
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.iati import reading
from nemawashi.kit.sheets import heads
from nemawashi.kit.sheets import reading as reading_sheets
from nemawashi.lineage import shelf
from nemawashi.meetings import acts as meetings
from nemawashi.meetings.models import Meeting, Recommendation, Track
from nemawashi.meetings.rules import Nominee, SessionSpan
from nemawashi.meetings.terms import DelegateRole
from nemawashi.parties import acts as parties
from nemawashi.parties.models import Dialogue, HeldMail, Letter, Membership, Party, PersonInvitation, Pillar
from nemawashi.search import lexicon
from nemawashi.sources import acts as sources
from nemawashi.sources.models import Source
from nemawashi.texts import acts as texts
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.queries import negotiation, next_meetings, words_mark
from nemawashi.texts.terms import ClauseKind


class Upload(SimpleUploadedFile):
    """A file that can be sent twice."""

    def read(self, *args: Any) -> bytes:
        self.seek(0)
        content: bytes = super().read(*args)
        return content


def _looked_at(form: type[SentSheetForm], words: str) -> dict[str, Any]:
    """What the form of a sheet carries once it was looked at."""
    tables = reading_sheets.read(words.encode())
    columns = heads.proposed(tables.sheets[0], form.among)
    return {"carried": sheets.packed(tables), "looked": f"0 1 {','.join(columns.fields)}"}


@dataclass
class Scene:
    """``key`` is that of the subject in the address; ``told`` what the form says besides ``seen`` and ``once``."""

    name: str
    key: object
    told: dict[str, Any] = field(default_factory=dict)
    version: int = 0


class Stage:
    """Prepares the subject of one act after the other, on the clean text and the played round."""

    def __init__(self, done: Callable[..., Any], text: Text) -> None:
        self.done, self.clean = done, text
        self.clause = Clause.objects.get(text=text, kind="operative")
        self.fmm = Meeting.objects.get(track__slug="fmm", state="announced")
        self.now = clock.database_moment()

    def scene(self, deed: str) -> Scene:
        found: Scene = getattr(self, deed)()
        return found

    def _meeting(self, **words: Any) -> Scene:
        return Scene("host", self.fmm.slug, words, self.fmm.version)

    def _draft(self) -> Any:
        return self.done(
            "japan", texts.draft_position, self.clause, operation="replace", words="2029", **span(self.clause, "2030")
        )

    def _tabled(self) -> Any:
        return self.done("japan", texts.table_position, self._draft())

    def _silence(self) -> Any:
        words = {"ends_at": self.now + dt.timedelta(days=3), "zone": "Asia/Almaty"}
        return self.done("host", texts.open_silence, self.clean, **words)

    def _ended_silence(self) -> Any:
        """Silence that nobody broke; the scene is played a day after its end."""
        row = self._silence()
        self.now = row.ends_at + dt.timedelta(days=1)
        clock.set_to(self.now)
        return row

    def _adopted(self) -> Text:
        ended = self._ended_silence()
        self.done("host", texts.conclude_silence, ended, at=self.now)
        self.clean.refresh_from_db()
        return self.clean

    def _found(self) -> Commitment:
        return Commitment.objects.get(text=self._adopted())

    def _owed(self) -> Commitment:
        return Commitment.objects.exclude(origin="record").get(words__contains="customs forms", state="confirmed")

    def _focal_point(self) -> Membership:
        """Japan's head is its focal point, too, as a small delegation's often is; its watcher stays one."""
        row = Membership.objects.get(user__username="japan")
        row.role = "focal_point"
        row.save()
        return row

    def _invited(self) -> PersonInvitation:
        self._focal_point()
        told = {"called": "Sora Abe", "address": "s.abe@example.org", "role": "member"}
        invited: PersonInvitation = self.done("japan", parties.invite_person, Dialogue.objects.get(slug="caj"), **told)
        return invited

    def open_seat(self) -> Scene:
        told = {"called": "Aibek Sadyrov", "address": "a.sadyrov@example.org", "language": "ru"}
        return Scene("host", vacated("kyrgyzstan").slug, told)

    def close_seat(self) -> Scene:
        row = Membership.objects.get(user__username="uzbekistan")
        row.role = "focal_point"
        row.save()
        return Scene("uzbekistan", "uzbekistan")

    def invite_person(self) -> Scene:
        self._focal_point()
        told = {"called": "Sora Abe", "address": "s.abe@example.org", "office": "watcher", "language": "ja"}
        return Scene("japan", "caj", told)

    def send_invitation_again(self) -> Scene:
        row = self._invited()
        return Scene("japan", row.pk, {}, row.version)

    def withdraw_invitation(self) -> Scene:
        return self.send_invitation_again()

    def change_role(self) -> Scene:
        self._focal_point()
        return Scene("japan", Membership.objects.get(user__username="japan-watcher").pk, {"role": "member"})

    def end_membership(self) -> Scene:
        self._focal_point()
        return Scene("japan", Membership.objects.get(user__username="japan-watcher").pk)

    def end_office(self) -> Scene:
        return Scene("host", User.objects.get(username="researcher-two").pk)

    def set_mail_reading(self) -> Scene:
        return Scene("host", "caj", {"is_read": "yes"})

    def release_mail(self) -> Scene:
        entry = Notice.objects.filter(entry__visibility="parties").latest("entry_id").entry
        row = HeldMail.objects.create(entry=entry, held_at=self.now)
        return Scene("host", row.pk, {}, row.version)

    def strike_mail(self) -> Scene:
        return self.release_mail()

    def send_letter_again(self) -> Scene:
        self._focal_point()
        person = User.objects.get(username="japan-watcher")
        row = Letter.objects.create(
            key="notice/a/1", kind="notice", user=person, party=person.membership.party, address="w@example.org",
            subject="A subject", body="A body", state="failed", written_at=self.now, try_at=self.now, until=self.now,
        )  # fmt: skip
        return Scene("japan", row.pk, {}, row.version)

    def reset_factors(self) -> Scene:
        self._focal_point()
        watcher = User.objects.get(username="japan-watcher")
        AuthenticatorKey.objects.create(user=watcher, sealed="v1.none", made_at=self.now)
        return Scene("japan", watcher.pk)

    def hand_over(self) -> Scene:
        return Scene("host", "caj", {"to": "The next host", "address": "https://next.example.org/"})

    def state_firm(self) -> Scene:
        told = {"called": "Nishi Pumps", "language": "en", "kind": "company", "areas": ["business-promotion"]}
        return Scene("japan", "caj", told)

    def _firm(self, name: str = "japan", called: str = "Kita Pumps") -> Firm:
        told = {"called": called, "language": "en", "kind": "company", "areas": list(Pillar.objects.all()[:1])}
        firm: Firm = self.done(name, business.state_firm, Dialogue.objects.get(slug="caj"), **told)
        return firm

    def edit_firm(self) -> Scene:
        row = self._firm()
        return Scene("japan", row.pk, self.state_firm().told, row.version)

    def keep_contact(self) -> Scene:
        told = {"person": "Rei Abe", "reach": "r@example.org", "consent_on": "2026-11-02", "purpose": "talks"}
        return Scene("japan", self._firm().pk, told)

    def withdraw_contact(self) -> Scene:
        told = {"person": "Rei Abe", "reach": "r@example.org", "consent_on": ImpreciseDate(2026, 11, 2), "purpose": "talks"}
        row = self.done("japan", business.keep_contact, self._firm(), **told)
        return Scene("japan", row.pk, {}, row.version)

    def state_interest(self) -> Scene:
        told = {"kind": "offer", "pillar": "business-promotion", "words": "Pumps for deep wells.", "language": "en"}
        return Scene("japan", self._firm().pk, told | {"short": "ru: насосы", "open_until": "2099"})

    def _interest(self, firm: Firm, kind: str = "offer", words: str = "Pumps for deep wells.") -> Interest:
        told = {"kind": kind, "pillar": Pillar.objects.all()[0], "words": words, "language": "en"}
        row: Interest = self.done(firm.party.slug, business.state_interest, firm, **told)
        return row

    def end_interest(self) -> Scene:
        row = self._interest(self._firm())
        return Scene("japan", row.pk, {"what": "withdrawn", "why": "Sold."}, row.version)

    def _both(self) -> tuple[Interest, Interest]:
        offered = self._interest(self._firm())
        return offered, self._interest(self._firm("kazakhstan", "Zavod"), "need", "Pumps for deep wells are needed.")

    def propose_talks(self) -> Scene:
        self._both()
        return Scene("host", "caj")

    def ask_for_talk(self) -> Scene:
        offered, needed = self._both()
        return Scene("japan", needed.pk, {"own": offered.pk})

    def _talk(self) -> BusinessTalk:
        offered, needed = self._both()
        told = {"own": offered, "equivalents": lexicon.lexicon()}
        row: BusinessTalk = self.done("japan", business.ask_for_talk, needed, **told)
        return row

    def accept_talk(self) -> Scene:
        row = self._talk()
        return Scene("kazakhstan", row.pk, {}, row.version)

    def decline_talk(self) -> Scene:
        row = self._talk()
        return Scene("kazakhstan", row.pk, {"why": "Sold."}, row.version)

    def _day(self) -> dt.date:
        assert self.fmm.start_on
        return self.fmm.start_on.earliest

    def set_table_plan(self) -> Scene:
        day = self._day().isoformat()
        told = {"on": day, "opens_at": "09:30", "minutes": "20", "pause": "5", "slots": "12", "tables": "3"}
        return Scene("host", self.fmm.slug, told)

    def _plan(self) -> TablePlan:
        day = {"on": self._day(), "opens_at": dt.time(9, 30), "minutes": 20, "slots": 12, "tables": 3}
        plan: TablePlan = self.done("host", business.set_table_plan, self.fmm, **day)
        return plan

    def state_hours(self) -> Scene:
        firm, plan = self._firm(), self._plan()
        return Scene("japan", firm.pk, {"plan": plan.pk, "from_at": "10:00", "until_at": "12:00"})

    def _agreed(self) -> BusinessTalk:
        row: BusinessTalk = self.done("kazakhstan", business.accept_talk, self._talk())
        return row

    def place_talks(self) -> Scene:
        self._agreed()
        plan = self._plan()
        return Scene("host", plan.pk, {}, plan.version)

    def move_talk(self) -> Scene:
        row, plan = self._agreed(), self._plan()
        return Scene("host", row.pk, {"plan": plan.pk, "slot": "2", "table": "1"}, row.version)

    def hold_talk(self) -> Scene:
        row = self._agreed()
        return Scene("kazakhstan", row.pk, {"held_on": row.proposed_at.date().isoformat()}, row.version)

    def _held_talk(self) -> BusinessTalk:
        row = self._agreed()
        day = ImpreciseDate.parse(row.proposed_at.date())
        held: BusinessTalk = self.done("japan", business.hold_talk, row, held_on=day)
        return held

    def record_outcome(self) -> Scene:
        told = {"result": "contract", "on": "2026-11", "words": "Twelve pumps.", "language": "en"}
        return Scene("japan", self._held_talk().pk, told | {"amount": "5", "currency": "USD", "source": "seed-000"})

    def publish_outcome(self) -> Scene:
        told = {"result": "memorandum", "on": ImpreciseDate(2026, 11)}
        row = self.done("japan", business.record_outcome, self._held_talk(), **told)
        return Scene("kazakhstan", row.pk, {}, row.version)

    def unpublish_outcome(self) -> Scene:
        row = TalkOutcome.objects.get(pk=self.publish_outcome().key)
        row = self.done("japan", business.publish_outcome, row)
        return Scene("japan", row.pk, {}, row.version)

    def add_source(self) -> Scene:
        return Scene(
            "researcher", "caj", {"title": "A note", "url": "https://example.org/note", "language": "en", "kind": "news"}
        )

    def archive_source(self) -> Scene:
        page = Upload("page.html", b"<!doctype html><html><body>Astana</body></html>")
        return Scene("researcher", "seed-000", {"file": page})

    def mark_gone(self) -> Scene:
        return Scene("researcher", Source.objects.exclude(url=None)[0].slug)

    def record_claim(self) -> Scene:
        told = {"subject_ref": "track/som", "property_name": "count_of_meetings", "kind": "count", "value": "17"}
        return Scene("japan", "seed-001", told)

    def cite_claim(self) -> Scene:
        return Scene("expert", "C01-som-count-1", {"source": "seed-000", "stance": "asserts", "locator": "l.1"})

    def rule_on_claim(self) -> Scene:
        told = {"verdict": "prefers", "basis": "primary", "reason": "the release of the day"}
        return Scene("host", "C01-som-count-1", told)

    def reopen_ruling(self) -> Scene:
        return Scene("kazakhstan", "C02-pillars-year-2", {"reason": "the release speaks of areas"})

    def import_claims(self) -> Scene:
        row = "- {subject: som, property: count_of_meetings, kind: count, as_of: 2026-01, value: 17, source: seed-001}"
        return Scene("researcher", "caj", {"claims": row, "form": "yaml"})

    def import_activities(self) -> Scene:
        return Scene("host", "caj", {"file": Upload("roads.xml", whole(sound("XX-1-NEW")))})

    def take_in_sheet(self) -> Scene:
        return Scene("japan", "japan", _looked_at(TakeInSheet, "Title,Country\nWells,Tajikistan\n") | {"kind": "project"})

    def take_in_reports(self) -> Scene:
        words = f"Commitment,Report\n{self._owed().slug},Ours are out.\n"
        return Scene("japan", "japan", _looked_at(TakeInReports, words))

    def import_rates(self) -> Scene:
        return Scene("host", "caj", {"table": "date,from,to,rate,source\n2012-11-09,USD,JPY,79.4,seed-000"})

    def record_payment(self) -> Scene:
        told = {"kind": "disbursed", "amount": "500000", "currency": "JPY", "on": "2027-03", "source": "seed-000"}
        return Scene("japan", "project-litaca-1", told, 1)

    def correct_payment(self) -> Scene:
        row = self.done(
            "japan",
            assistance.record_payment,
            Undertaking.objects.get(slug="project-litaca-1"),
            kind="spent",
            amount=Decimal(5),
            currency="JPY",
            on=ImpreciseDate(2026),
        )
        told = {"amount": "6", "currency": "JPY", "on": "2026", "why": "A slip of the pen."}
        return Scene("japan", row.pk, told, row.version)

    def record_package(self) -> Scene:
        told = {"title": "Five spheres", "recipients": ["tajikistan"], "amount": "7", "currency": "USD", "on": "2027"}
        return Scene("japan", "japan", told)

    def edit_package(self) -> Scene:
        row = self._recorded(assistance.record_package)
        return Scene("japan", row.slug, {"title": "Stations", "recipients": ["tajikistan"]}, row.version)

    def _project(self) -> Undertaking:
        return Undertaking.objects.get(slug="project-litaca-1")

    def name_partner(self) -> Scene:
        told = {"called": "The works company", "kind": "private", "role": "implementing", "source": "seed-000"}
        return Scene("japan", "project-litaca-1", told, 1)

    def correct_partner(self) -> Scene:
        row = self.done("japan", assistance.name_partner, self._project(), called="Wroks", kind="private", role="funding")
        told = {"called": "Works", "kind": "private", "role": "funding", "why": "A slip of the pen."}
        return Scene("japan", row.pk, told, row.version)

    def remind_of_project(self) -> Scene:
        day = self.now.date() + dt.timedelta(days=9)
        row = self._project()
        Undertaking.objects.filter(pk=row.pk).update(end_on=ImpreciseDate(day.year, day.month, day.day))
        return Scene("host", row.slug, {}, row.version)

    def end_project(self) -> Scene:
        told = {"on": "2026-03", "kind": "completed", "words": "The post stands.", "source": "seed-000"}
        return Scene("japan", "project-litaca-1", told, 1)

    def correct_end(self) -> Scene:
        words = {"on": ImpreciseDate(2026), "kind": "completed", "words": "It stands."}
        row = self.done("japan", assistance.end_project, self._project(), **words)
        told = {"on": "2026", "kind": "stopped", "words": "Half of it stands.", "why": "A visit."}
        return Scene("japan", row.pk, told, row.version)

    def record_indicator(self) -> Scene:
        told = {"words": "Officials trained", "unit": "persons", "target": "300", "due_on": "2028"}
        return Scene("japan", "project-litaca-1", told, 1)

    def record_value(self) -> Scene:
        row = self.done(
            "japan",
            assistance.record_indicator,
            Undertaking.objects.get(slug="project-litaca-1"),
            words="Schools built",
            unit="schools",
        )
        return Scene("researcher", row.pk, {"value": "10", "on": "2017", "source": "seed-000"})

    def _reported(self) -> Activity:
        with TemporaryDirectory() as folder:
            staged = Staged("roads.xml")
            for seen in reading.activities(written(Path(folder), whole(sound())), today=self.now.date()):
                staged.take(seen)
            staged.compare()
            self.done("host", assistance.import_activities, Dialogue.objects.get(slug="caj"), staged=staged)
        return Activity.objects.get(identifier="XX-1-ROADS")

    def tie_activity(self) -> Scene:
        return Scene("host", self._reported().pk, {"undertaking": "package-2012-700m"}, 1)

    def untie_activity(self) -> Scene:
        row, package = self._reported(), Undertaking.objects.get(slug="package-2012-700m")
        tied = self.done("host", assistance.tie_activity, row, undertaking=package)
        return Scene("host", row.pk, {"why": "Another road."}, tied.version)

    def set_activity_aside(self) -> Scene:
        return Scene("host", self._reported().pk, {"why": "It is elsewhere."}, 1)

    def _question(self) -> str:
        shelf.rebuild()
        return (
            "words?in=adopted&language=all&q=the&sort=R1&case=fold&hyphens=split&cross=stop&forms=exact&overlap=all"
            "&window=5&by=g2"
        )

    def keep_result(self) -> Scene:
        return Scene("researcher", "caj", {"title": "Articles", "question": self._question()})

    def _kept(self) -> ResultRun:
        question = answering.question(self._question())
        words = {"question": question, "answer": answering.written(answering.answer(question)), "title": "Articles"}
        row: ResultRun = self.done("researcher", analysis.keep_result, Dialogue.objects.get(slug="caj"), **words)
        return row

    def publish_run(self) -> Scene:
        return Scene("researcher", self._kept().slug, {}, 1)

    def withdraw_run(self) -> Scene:
        row = self.done("researcher", analysis.publish_run, self._kept())
        return Scene("researcher", row.slug, {"why": "The collection was not whole."}, row.version)

    def add_format(self) -> Scene:
        return Scene("researcher", "caj", {"called": "Lake Talks", "founded_on": "2019", "sources": "seed-000"})

    def add_event(self) -> Scene:
        told = {"on": "March 2027", "level": "ministers", "city": "Astana", "is_planned": "on", "sources": "seed-000"}
        return Scene("japan", "india-ca", told)

    def bring_material(self) -> Scene:
        file = Upload("talk.txt", b"A talk\n\nGlaciers feed the rivers of the region.\n")
        return Scene("researcher", "caj", {"file": file, "called": "Talks", "kind": "speech", "date": "2026-03"})

    def share_corpus(self) -> Scene:
        words = {"called": "Talks", "reading": bringing.brought(b"Glaciers feed the rivers.", "talk.txt")}
        words |= {"corpus": None, "about": {}, "file_name": "talk.txt", "digest": "0" * 64}
        row = self.done("researcher", analysis.bring_material, Dialogue.objects.get(slug="caj"), **words)
        return Scene("researcher", row.slug, {"rights": "By leave of the speaker."})

    def open_round(self) -> Scene:
        shelf.rebuild()
        told = {"title": "Lenses", "codebook": "lenses 1", "collection": "adopted", "most": "3"}
        return Scene("researcher", "caj", told | {"coders": [User.objects.get(username="expert").pk]})

    def _round(self, *, coded: bool = False) -> CodingRound:
        shelf.rebuild()
        people = [User.objects.get(username=name) for name in ("researcher", "expert")]
        words = {"title": "Lenses", "codebook": codebooks.book("lenses 1"), "collection": "adopted", "coders": people}
        words["passages"] = rounds.material("adopted", "")[:1]
        row: CodingRound = self.done("researcher", analysis.open_round, Dialogue.objects.get(slug="caj"), **words)
        if coded:
            for name, code in (("researcher", "realist"), ("expert", "liberal")):
                self.done(name, analysis.code_passage, row.passages.get(), codes=[code])
        return row

    def code_passage(self) -> Scene:
        return Scene("expert", self._round().passages.get().pk, {"codes": ["liberal"], "note": "They build."})

    def hand_in_codings(self) -> Scene:
        return Scene("expert", self._round(coded=True).slug)

    def hand_in_file(self) -> Scene:
        row = self._round()
        file = Upload("codings.jsonl", b'{"passage": 1, "codes": ["realist"]}')
        return Scene("researcher", row.slug, {"name": "A machine", "file": file})

    def _handed_in(self) -> CodingRound:
        row = self._round(coded=True)
        self.done("expert", analysis.hand_in_codings, row)
        machine = {1: GivenCodes(("realist",))}
        self.done("researcher", analysis.hand_in_file, row, called="A machine", codings=machine)
        return row

    def close_round(self) -> Scene:
        return Scene("researcher", self._handed_in().slug, {}, 1)

    def adjudicate(self) -> Scene:
        row = self.done("researcher", analysis.close_round, self._handed_in())
        return Scene("researcher", row.passages.get().pk, {"codes": ["realist"], "why": "It is of power."})

    def receive_remark(self) -> Scene:
        told = {"subject_ref": "meeting/fmm-2012-tokyo", "words": "It met on two days.", "proof": "https://example.org/a"}
        return Scene("researcher", "caj", told)

    def answer_remark(self) -> Scene:
        told = {"subject_ref": "meeting/fmm-2012-tokyo", "subject_is_known": True, "words": "It met on two days."}
        row = self.done("researcher", sources.receive_remark, Dialogue.objects.get(slug="caj"), **told)
        return Scene("expert", row.pk, {"answer": "declined", "words": "The release has one day."}, row.version)

    def record_recommendation(self) -> Scene:
        return Scene("expert", Meeting.objects.filter(state="held")[0].slug, {"words": "Share data."})

    def take_up_recommendation(self) -> Scene:
        row = Recommendation.objects.filter(link="none")[0]
        return Scene("kazakhstan", row.slug, {"meeting": self.fmm.pk, "title": "Data"})

    def _named(self) -> Any:
        people = [Nominee("Yuki Abe", "Minister", role=DelegateRole.HEAD)]
        return self.done("japan", meetings.nominate_delegates, self.fmm, people=people)[0]

    def answer_invitation(self) -> Scene:
        return Scene("japan", self.fmm.slug, {"answer": "tentative", "why": "An election."})

    def nominate_delegates(self) -> Scene:
        return Scene("japan", self.fmm.slug, {"people": "Yuki Abe; Minister; ; head\nKen Sato; Director"})

    def remove_delegate(self) -> Scene:
        row = self._named()
        return Scene("japan", row.pk, {}, row.version)

    def decline_meeting(self) -> Scene:
        return Scene("japan", self.fmm.slug, {"why": "An election."})

    def accredit_delegates(self) -> Scene:
        return Scene("host", self.fmm.slug, {"delegates": [self._named().pk]})

    def check_in_delegate(self) -> Scene:
        row = self.done("host", meetings.accredit_delegates, self.fmm, delegates=[self._named()])[0]
        return Scene("host", row.pk, {}, row.version)

    def return_delegate(self) -> Scene:
        row = self._named()
        return Scene("host", row.pk, {"what": "ask", "why": "Which office?"}, row.version)

    def forget_delegates(self) -> Scene:
        self._named()
        long_ago = ImpreciseDate(2020, 1, 1)
        Meeting.objects.filter(pk=self.fmm.pk).update(start_on=long_ago, end_on=long_ago)
        return Scene("host", self.fmm.slug, {})

    def _local(self, **later: int) -> str:
        return f"{self.now + dt.timedelta(**later):%Y-%m-%dT%H:%M}"

    def _paper(self, who: str = "japan", **words: Any) -> Any:
        sent = meetings.SentPaper("en", "Water", "Rivers are shared.")
        words = {"kind": "note_verbale", "distribution": "restricted", "zone": "UTC"} | words
        return self.done(who, meetings.submit_paper, self.fmm, sent=sent, **words)

    def _circular(self) -> Any:
        answer_by = self.now + dt.timedelta(days=9)
        return self._paper("host", kind="circular", distribution="limited", answer_by=answer_by)

    def _release(self) -> Any:
        until = self.now + dt.timedelta(days=5)
        return self.done("japan", meetings.propose_release, self._paper(), until=until, zone="UTC")

    def submit_paper(self) -> Scene:
        words = {"kind": "statement", "title": "Water", "language": "en", "words": "Rivers.", "distribution": "general"}
        return Scene("japan", self.fmm.slug, {**words, "embargo_until": self._local(days=2), "zone": "UTC"})

    def add_paper_language(self) -> Scene:
        return Scene("japan", self._paper().pk, {"language": "ja", "title": "水", "words": "川は皆のもの。"})

    def issue_paper(self) -> Scene:
        row = self._paper(embargo_until=self.now + dt.timedelta(days=1))
        self.now += dt.timedelta(days=1)
        clock.set_to(self.now)
        return Scene("host", row.pk, {}, row.version)

    def withdraw_paper(self) -> Scene:
        row = self._paper()
        return Scene("japan", row.pk, {"why": "It was the wrong file."}, row.version)

    def _held(self) -> Meeting:
        Meeting.objects.filter(pk=self.fmm.pk).update(state="open", opened_at=self.now)
        self.fmm.refresh_from_db()
        return self.fmm

    def _minutes(self, *, is_out: bool = True) -> Any:
        row = self.done("host", meetings.write_minutes, self._held(), words="The chair opened the meeting.")
        if is_out:
            until = self.now + dt.timedelta(days=5)
            row = self.done("host", meetings.circulate_minutes, row, until=until, zone="UTC")
        return row

    def attach_credentials(self) -> Scene:
        page = Upload("letter.html", b"<!doctype html><html><body>The minister leads.</body></html>")
        return Scene("japan", self.fmm.slug, {"file": page})

    def confirm_uptake(self) -> Scene:
        row = Recommendation.objects.filter(link="open").order_by("pk")[0]
        item = self.fmm.agenda_items.order_by("number")[0]
        Recommendation.objects.filter(pk=row.pk).update(origin=item.origin)  # nothing fictional takes up what is real
        return Scene("host", row.slug, {"taker": item.ref})

    def decline_uptake(self) -> Scene:
        scene = self.confirm_uptake()
        return Scene("japan", scene.key, {**scene.told, "why": "It speaks of other rivers."})

    def write_minutes(self) -> Scene:
        return Scene("host", self._held().slug, {"words": "The chair opened the meeting.", "base": "0"})

    def circulate_minutes(self) -> Scene:
        row = self._minutes(is_out=False)
        return Scene("host", row.pk, {"until": self._local(days=5), "zone": "UTC"}, row.version)

    def correct_minutes(self) -> Scene:
        return Scene("japan", self._minutes().pk, {"words": "In paragraph 1: the host opened it."})

    def answer_correction(self) -> Scene:
        row = self.done("japan", meetings.correct_minutes, self._minutes(), words="In paragraph 1: the host opened it.")
        return Scene("host", row.pk, {"what": "left_out", "why": "The chair opened it."}, row.version)

    def adopt_minutes(self) -> Scene:
        row = self._minutes()
        self.now += dt.timedelta(days=6)
        clock.set_to(self.now)
        return Scene("host", row.pk, {}, row.version)

    def answer_circular(self) -> Scene:
        return Scene("kazakhstan", self._circular().pk, {"words": "We agree."})

    def propose_release(self) -> Scene:
        row = self._paper()
        return Scene("japan", row.pk, {"until": self._local(days=5), "zone": "UTC"}, row.version)

    def object_to_release(self) -> Scene:
        return Scene("kazakhstan", self._release().pk, {"why": "It quotes us."})

    def release_paper(self) -> Scene:
        row = self._release()
        self.now += dt.timedelta(days=6)
        clock.set_to(self.now)
        return Scene("host", row.pk, {}, row.version)

    def _offer(self) -> Any:
        return self.done("japan", meetings.offer_to_host, Track.objects.get(slug="som"), city="Kyoto")

    def offer_to_host(self) -> Scene:
        return Scene("japan", "som", {"city": "Kyoto", "about": "2027-03", "note": "Rooms and interpreters."})

    def confirm_host(self) -> Scene:
        row = self._offer()
        return Scene("host", row.pk, {}, row.version)

    def withdraw_offer(self) -> Scene:
        row = self._offer()
        return Scene("japan", row.pk, {"why": "An election."}, row.version)

    def state_host(self) -> Scene:
        return Scene("host", "caj", {"meeting": Meeting.objects.get(slug="summit-2025-tokyo").pk})

    def invite_next_host(self) -> Scene:
        summit = Meeting.objects.get(slug="summit-2025-tokyo")
        self.done("host", meetings.state_host, Dialogue.objects.get(slug="caj"), meeting=summit)
        return Scene("host", self.fmm.slug, {"called": "Dana Serik", "address": "d@example.org", "language": "ru"})

    def pass_host_role(self) -> Scene:
        User.objects.create(username="astana", circle=Circle.SECRETARIAT, serves_for="kazakhstan", last_login=self.now)
        scene = self.invite_next_host()
        return Scene("host", scene.key, {}, self.fmm.version)

    def plan_meeting(self) -> Scene:
        host = Party.objects.get(slug="kazakhstan").pk
        return Scene("host", "som", {"city": "Almaty", "host": host, "start": "2027-03", "theme": "Water"})

    def announce_meeting(self) -> Scene:
        row = self.done(
            "host",
            meetings.plan_meeting,
            Track.objects.get(slug="som"),
            city="Almaty",
            host=Party.objects.get(slug="kazakhstan"),
            start=ImpreciseDate(2027, 3, 14),
        )
        return Scene("host", row.slug, {"to": "all"}, row.version)

    def postpone_meeting(self) -> Scene:
        return self._meeting(why="clash", start="2027-04")

    def cancel_meeting(self) -> Scene:
        return self._meeting(why="merged")

    def _on_its_day(self) -> Meeting:
        """The meeting, announced for today."""
        today = ImpreciseDate.parse(clock.today())
        Meeting.objects.filter(pk=self.fmm.pk).update(start_on=today, end_on=today)
        self.fmm.refresh_from_db()
        return self.fmm

    def _in_session(self, *, is_everybody_there: bool = False) -> Meeting:
        self.fmm = self.done("host", meetings.open_meeting, self._on_its_day())
        if is_everybody_there:
            present = {row.party.slug: "Its minister" for row in self.fmm.invitations.filter(standing="participant")}
            self.done("host", meetings.take_attendance, self.fmm, present=present)
            self.fmm.refresh_from_db()
        return self.fmm

    def open_meeting(self) -> Scene:
        self._on_its_day()
        return self._meeting()

    def confirm_presence(self) -> Scene:
        return Scene("japan", self._in_session().slug, {"names": "The minister for foreign affairs"})

    def take_attendance(self) -> Scene:
        self._in_session()
        return self._meeting(of_japan="The minister for foreign affairs")

    def close_meeting(self) -> Scene:
        self._in_session()
        return self._meeting()

    def hold_meeting(self) -> Scene:
        long_ago = ImpreciseDate(2020, 1, 1)
        Meeting.objects.filter(pk=self.fmm.pk).update(start_on=long_ago, end_on=long_ago)
        return self._meeting()

    def propose_agenda_item(self) -> Scene:
        return Scene("japan", self.fmm.slug, {"title": "Water"})

    def admit_late_item(self) -> Scene:
        row = self.fmm.agenda_items.get(state="proposed")
        type(row).objects.filter(pk=row.pk).update(state="late")
        return Scene("host", row.slug, {"why": "It is urgent."}, row.version)

    def plan_session(self) -> Scene:
        return Scene("host", self.fmm.slug, {"day": "1", "starts": "09:00", "ends": "10:30", "title": "Opening"})

    def _session(self) -> Any:
        span = SessionSpan(1, dt.time(9), dt.time(10, 30))
        return self.done("host", meetings.plan_session, self.fmm, span=span)

    def edit_session(self) -> Scene:
        row = self._session()
        return Scene("host", row.pk, {"day": "1", "starts": "09:30", "ends": "11:00", "is_closed": "on"}, row.version)

    def remove_session(self) -> Scene:
        row = self._session()
        return Scene("host", row.pk, {}, row.version)

    def _item_in_session(self) -> Any:
        """An item of the meeting, which is open."""
        Meeting.objects.filter(pk=self.fmm.pk).update(state="open")
        self.fmm.refresh_from_db()
        return self.fmm.agenda_items.get(state="proposed")

    def call_item(self) -> Scene:
        return Scene("host", self._item_in_session().slug, {})

    def draw_letter(self) -> Scene:
        return Scene("host", self.fmm.slug, {"letter": "K"})

    def order_speakers(self) -> Scene:
        row = self.fmm.agenda_items.get(state="proposed")
        return Scene("host", row.slug, {"order": "alphabet", "host_speaks": "last", "minutes": "5"})

    def close_speakers(self) -> Scene:
        return Scene("host", self.fmm.agenda_items.get(state="proposed").slug, {})

    def reopen_speakers(self) -> Scene:
        row = self.fmm.agenda_items.get(state="proposed")
        self.done("host", meetings.close_speakers, row)
        return Scene("host", row.slug, {})

    def ask_for_floor(self) -> Scene:
        return Scene("japan", self.fmm.agenda_items.get(state="proposed").slug, {})

    def note_request(self) -> Scene:
        row = self.fmm.agenda_items.get(state="proposed")
        return Scene("host", row.slug, {"party": Party.objects.get(slug="kazakhstan").pk})

    def raise_point_of_order(self) -> Scene:
        return Scene("japan", self._item_in_session().slug, {})

    def note_point_of_order(self) -> Scene:
        return Scene("host", self._item_in_session().slug, {"party": Party.objects.get(slug="kazakhstan").pk})

    def _waiting(self) -> Any:
        return self.done("japan", meetings.ask_for_floor, self._item_in_session())

    def put_on_screen(self) -> Scene:
        Meeting.objects.filter(pk=self.clean.meeting_id).update(state="open")
        return Scene("host", self.clause.pk, {})

    def withdraw_from_speakers(self) -> Scene:
        row = self._waiting()
        return Scene("japan", row.pk, {}, row.version)

    def give_floor(self) -> Scene:
        row = self._waiting()
        return Scene("host", row.pk, {}, row.version)

    def call_out_of_turn(self) -> Scene:
        row = self._waiting()
        self.done("kazakhstan", meetings.raise_point_of_order, row.agenda_item)
        return Scene("host", row.pk, {"why": "The minister has to leave."}, row.version)

    def end_floor(self) -> Scene:
        row = self.done("host", meetings.give_floor, self._waiting())
        return Scene("host", row.pk, {}, row.version)

    def annotate_agenda_item(self) -> Scene:
        row = self.fmm.agenda_items.get(state="proposed")
        return Scene("host", row.slug, {"annotation": "What was done since the last meeting."}, row.version)

    def defer_agenda_item(self) -> Scene:
        row = self.fmm.agenda_items.get(state="proposed")
        return Scene("host", row.slug, {"why": "no time"}, row.version)

    def edit_meeting(self) -> Scene:
        return self._meeting(city="Almaty", zone="Asia/Almaty", opens_at="09:30", theme="Water")

    def edit_recommendation(self) -> Scene:
        subject = Meeting.objects.filter(state="held")[0]
        row = self.done("expert", meetings.record_recommendation, subject, words="Share dta.")
        return Scene("expert", row.slug, {"words": "Share data."}, row.version)

    def _proposed(self) -> Any:
        return self.done("japan", meetings.propose_agenda_item, self.fmm, title="Watr")

    def edit_agenda_item(self) -> Scene:
        row = self._proposed()
        return Scene("japan", row.slug, {"title": "Water"}, row.version)

    def withdraw_agenda_item(self) -> Scene:
        row = self._proposed()
        return Scene("japan", row.slug, {"why": "it stands under another item"}, row.version)

    def reorder_agenda(self) -> Scene:
        self._proposed()
        rows = self.fmm.agenda_items.exclude(state="withdrawn").order_by("-number")
        return self._meeting(**{f"place_{row.pk}": str(place) for place, row in enumerate(rows, start=1)})

    def adopt_agenda(self) -> Scene:
        self._in_session()
        return self._meeting()

    def reopen_agenda(self) -> Scene:
        self.fmm = self.done("host", meetings.adopt_agenda, self._in_session())
        return self._meeting(why="Adopted by mistake")

    def circulate_zero_draft(self) -> Scene:
        words = {"title": "Plan", "type": "action_plan", "en": "Plan\n\nThe parties will meet."}
        looked = circulating.seal_of({"en": circulating.typed_clauses(words["en"])})
        return Scene("host", self.fmm.slug, {**words, "looked": looked})

    def take_back_zero_draft(self) -> Scene:
        clauses = [ZeroClause(ClauseKind.TITLE, {"en": "Plan"})]
        text = self.done("host", texts.circulate_zero_draft, self.fmm, title="Plan", type="action_plan", clauses=clauses)
        return Scene("host", text.slug, {"why": "the wrong file"}, text.version)

    def correct_editorially(self) -> Scene:
        until = (self.now + dt.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
        told = {"before": "every", "why": "a word too many", "until": until, "zone": "UTC"}
        return Scene("host", self.clause.pk, told)

    def _correction(self) -> Any:
        words = {"before": "every year", "after": "each year", "why": "style", "zone": "UTC"}
        return self.done("host", texts.correct_editorially, self.clause, ends_at=self.now + dt.timedelta(days=3), **words)

    def object_to_correction(self) -> Scene:
        return Scene("japan", self._correction().pk, {"words": "It says something else."})

    def take_in_correction(self) -> Scene:
        row = self._correction()
        self.now = row.ends_at + dt.timedelta(days=1)
        clock.set_to(self.now)
        return self._of("host", row)

    def draft_position(self) -> Scene:
        return Scene("japan", self.clause.pk, {"way": "comment", "words": "why 2030?"})

    def lift_reserve(self) -> Scene:
        words = {"operation": "reserve", "words": "The capital reads it.", **span(self.clause, "")}
        row = self.done("japan", texts.table_position, self.done("japan", texts.draft_position, self.clause, **words))
        return self._of("japan", row, why="the capital agrees")

    def redraft_position(self) -> Scene:
        draft = self._draft()
        return Scene("japan", draft.pk, {"way": "comment", "words": "why 2030?"}, draft.version)

    def table_position(self) -> Scene:
        draft = self._draft()
        return Scene("japan", draft.pk, {}, draft.version)

    def withdraw_draft(self) -> Scene:
        draft = self._draft()
        return Scene("japan", draft.pk, {"why": "no longer"}, draft.version)

    def withdraw_position(self) -> Scene:
        row = self._tabled()
        return Scene("japan", row.pk, {"why": "bridged"}, row.version)

    def support_position(self) -> Scene:
        row = self._tabled()
        return Scene("kazakhstan", row.pk, {}, row.version)

    oppose_position = support_position

    could_accept_position = join_position = support_position

    def lift_stance(self) -> Scene:
        row = self._tabled()
        self.done("kazakhstan", texts.oppose_position, row)
        return self._of("kazakhstan", row)

    def mark_not_retained(self) -> Scene:
        row = self._tabled()
        words = {"words": "The parties will meet every year by 2032.", "instead_of": [row]}
        return self._of("host", self.done("host", texts.offer_bridging_words, self.clause, **words), why="not needed")

    def _asked(self) -> Any:
        return self.done("host", texts.ask_to_let_go, self._tabled(), why="nobody supports it")

    def ask_to_let_go(self) -> Scene:
        return self._of("host", self._tabled(), why="nobody supports it")

    def let_position_go(self) -> Scene:
        return self._of("japan", self._asked())

    def keep_position(self) -> Scene:
        return self._of("japan", self._asked(), why="we need it")

    def revive_position(self) -> Scene:
        return self._of("japan", self.done("japan", texts.let_position_go, self._asked()))

    def streamline_positions(self) -> Scene:
        row = self._tabled()
        draft = self.done(
            "uzbekistan", texts.draft_position, self.clause, operation="replace", words="2029", **span(self.clause, "2030")
        )
        other = self.done("uzbekistan", texts.table_position, draft)
        return self._of("host", row, others=[str(other.pk)], why="the same year")

    def _of(self, name: str, row: Any, **told: Any) -> Scene:
        row.refresh_from_db()
        return Scene(name, row.pk, told, row.version)

    def close_clause(self) -> Scene:
        return Scene("host", self.clause.pk)

    def open_clause(self) -> Scene:
        self.done("host", texts.close_clause, self.clause)
        return Scene("host", self.clause.pk)

    def reopen_clause(self) -> Scene:
        self.done("host", texts.agree_ad_referendum, self.clause)
        return Scene("japan", self.clause.pk, {"why": "the year"})

    def _package(self) -> Any:
        clauses = list(Clause.objects.filter(text=self.clean))
        return self.done("host", texts.make_package, self.clean, title="Dates", clauses=clauses)

    def make_package(self) -> Scene:
        return Scene(
            "host",
            self.clean.slug,
            {"title": "Dates", "trade": "One for one.", "clauses": self._clean_keys()},
            self.clean.version,
        )

    def agree_package(self) -> Scene:
        return self._of("host", self._package())

    def consent_to_package(self) -> Scene:
        told = {"kind": "but_for", "why": "the year", "mark": self._mark()}
        return Scene("japan", self._package().pk, told)

    def consent_to_clause(self) -> Scene:
        until = f"{self.now.date() + dt.timedelta(days=9)}"
        return Scene("japan", self.clause.pk, {"kind": "awaits", "until": until, "mark": self._mark(self.clause)})

    def consent_to_text(self) -> Scene:
        return Scene("japan", self.clean.slug, {"kind": "cannot", "why": "the year", "mark": self._mark()})

    def _mark(self, clause: Clause | None = None) -> str:
        """The mark of the words that a page shows: of one clause, or of the whole text."""
        views = negotiation(self.clean, viewer=Viewer(circle=Circle.SECRETARIAT)).standing
        return words_mark([view for view in views if clause is None or view.clause == clause])

    def join_on_clean_clauses(self) -> Scene:
        return Scene("japan", self.clean.slug, {"clauses": self._clean_keys()}, self.clean.version)

    def agree_clean_clauses(self) -> Scene:
        return Scene("host", self.clean.slug, {"clauses": self._clean_keys()}, self.clean.version)

    def _clean_keys(self) -> list[str]:
        return [str(pk) for pk in Clause.objects.filter(text=self.clean).values_list("pk", flat=True)]

    def dissolve_package(self) -> Scene:
        return self._of("host", self._package(), why="each for itself")

    def assign_pillar(self) -> Scene:
        pillar = Pillar.objects.filter(dialogue=self.clean.dialogue)[0]
        return Scene("host", self.clause.pk, {"pillar": pillar.pk})

    def translate_clause(self) -> Scene:
        return Scene("japan", self.clause.pk, {"language": "ja", "words": "毎年会合する。", "version": "courtesy"})

    def correct_text(self) -> Scene:
        row = self._adopted()
        told = {"clause": str(self.clause.pk), "before": "2030", "after": "2031", "why": "slip"}
        return Scene("host", row.slug, told, row.version)

    def announce_adoption(self) -> Scene:
        row = self._adopted()
        first = Meeting.objects.filter(pk__in=next_meetings(row, since=row.adopted_at))[0]
        return Scene("host", row.slug, {"meeting": first.pk}, row.version)

    def take_in_file(self) -> Scene:
        words = "In operative paragraph 1, replace “2030” with “2031”."
        row = self.done("japan", texts.keep_file, self.clean, called="ours.txt", content=words.encode(), kind="amendments")
        return Scene("japan", row.pk, {"chosen": ["0"]}, row.version)

    def set_letterhead(self) -> Scene:
        row = self.clean.meeting
        content = word.write(word.WordDocument((word.Passage((word.Run("."),)),), header=("Ministry",)))
        return Scene("host", row.slug, {"file": Upload("letterhead.docx", content)}, row.version)

    def accept_position(self) -> Scene:
        row = self._tabled()
        return Scene("host", row.pk, {}, row.version)

    def offer_bridging_words(self) -> Scene:
        row = self._tabled()
        return Scene("host", self.clause.pk, {"words": "They will meet.", "instead_of": [str(row.pk)], "why": "both"})

    def agree_ad_referendum(self) -> Scene:
        return Scene("host", self.clause.pk)

    def issue_revision(self) -> Scene:
        return Scene("host", self.clean.slug, {}, self.clean.version)

    def open_silence(self) -> Scene:
        until = (self.now + dt.timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
        return Scene("host", self.clean.slug, {"until": until, "zone": "UTC"}, self.clean.version)

    def break_silence(self) -> Scene:
        return Scene("japan", self._silence().pk, {"kind": "objection", "words": "Not agreed."})

    def extend_silence(self) -> Scene:
        row = self._silence()
        until = (row.ends_at + dt.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
        return Scene("host", row.pk, {"until": until, "zone": "UTC"}, row.version)

    def conclude_silence(self) -> Scene:
        row = self._ended_silence()
        return Scene("host", row.pk, {}, row.version)

    def adopt_in_meeting(self) -> Scene:
        self._in_session(is_everybody_there=True)
        self.done("japan", texts.consent_to_clause, self.clause, kind="awaits")
        self.clean.refresh_from_db()
        return Scene("host", self.clean.slug, {"over": [f"{self.clause.ref}:japan"]}, self.clean.version)

    def enter_reservation(self) -> Scene:
        return Scene("japan", self._adopted().slug, {"words": "Except 2030.", "clause": str(self.clause.pk)})

    def issue_text(self) -> Scene:
        row = self._adopted()
        return Scene("host", row.slug, {}, row.version)

    def confirm_commitment(self) -> Scene:
        row = self._found()
        return Scene("host", row.slug, {"due_on": "2029", "target": "yearly"}, row.version)

    def decline_commitment(self) -> Scene:
        row = self._found()
        return Scene("host", row.slug, {"why": "describes"}, row.version)

    def split_commitment(self) -> Scene:
        row = self._found()
        return Scene("host", row.slug, {"parts": "The parties will meet\nwill meet every year"}, row.version)

    def merge_commitments(self) -> Scene:
        row = self._found()
        parts = ["The parties will meet", "every year by 2030"]
        first, second = self.done("host", commitments.split_commitment, row, parts=parts)
        return Scene("host", first.slug, {"others": [second.slug]}, first.version)

    def remind_of_commitment(self) -> Scene:
        row = self._owed()
        day = self.now.date() + dt.timedelta(days=9)
        Commitment.objects.filter(pk=row.pk).update(due_on=ImpreciseDate(day.year, day.month, day.day))
        return Scene("host", row.slug, {}, row.version)

    def report_progress(self) -> Scene:
        row = self._owed()
        return Scene("japan", row.slug, {"words": "Ours are out.", "delivery": "substantial"}, row.version)

    def attach_evidence(self) -> Scene:
        from nemawashi.sources.models import Source

        row = self._owed()
        return Scene("japan", row.slug, {"source": Source.objects.all()[0].slug, "locator": "p. 4"}, row.version)

    def freeze_guideline(self) -> Scene:
        row = self._owed()
        return Scene("researcher", row.slug, {"words": "+1 all; -1 none"}, row.version)

    def assess(self) -> Scene:
        row = self._owed()
        self.done("researcher", commitments.freeze_guideline, row, words="+1 all; -1 none")
        return Scene("researcher", row.slug, {"score": "0", "why": "some"})

    def settle_score(self) -> Scene:
        scene = self.assess()
        row = self._owed()
        for name in ("researcher", "researcher-two"):
            self.done(name, commitments.assess, row, score=0, why="some")
        row.refresh_from_db()
        return Scene("host", scene.key, {"score": "0", "why": "some"}, row.version)

    def carry_over(self) -> Scene:
        row = self._owed()
        return Scene("host", row.slug, {"meeting": self.fmm.pk}, row.version)

    def record_pledge(self) -> Scene:
        recipient = "tajikistan"
        return Scene("japan", "japan", {"title": "Stations", "recipients": [recipient], "amount": "5", "currency": "JPY"})

    def edit_report(self) -> Scene:
        row = self.done("japan", commitments.report_progress, self._owed(), words="Ours are otu.")
        return Scene("japan", row.pk, {"words": "Ours are out."}, row.version)

    def record_project(self) -> Scene:
        told = {"title": "Gauges", "recipients": ["tajikistan"], "start_on": "2027", "agency": "The water office"}
        return Scene("japan", "japan", told)

    def _recorded(self, act: Any) -> Any:
        recipients = [Party.objects.get(slug="tajikistan")]
        return self.done("japan", act, Party.objects.get(slug="japan"), title="Statons", recipients=recipients)

    def edit_pledge(self) -> Scene:
        row = self._recorded(assistance.record_pledge)
        return Scene("japan", row.slug, {"title": "Stations", "recipients": ["tajikistan"]}, row.version)

    def edit_project(self) -> Scene:
        row = self._recorded(assistance.record_project)
        return Scene("japan", row.slug, {"title": "Stations", "recipients": ["tajikistan"]}, row.version)

    def link_project(self) -> Scene:
        row = Undertaking.objects.filter(kind="project", donor__slug="japan", part_of=None)[0]
        package = Undertaking.objects.filter(kind="package")[0].pk
        return Scene("japan", row.slug, {"pledge": package}, row.version)

"""The business track on the record: firms, persons by consent, offers and needs; who reads what, and what the log holds."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from tests.conftest import NOW

from nemawashi.access.acts import RefusedError
from nemawashi.access.models import Entry, Notice, User
from nemawashi.access.rules import refuse
from nemawashi.access.viewers import PUBLIC
from nemawashi.business import acts, links, queries
from nemawashi.business.models import BusinessTalk, Firm, FirmContact, Interest, TablePlan, TalkOutcome
from nemawashi.business.terms import Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Dialogue, ForumRow, Letter, Membership, Organisation, Party, Pillar
from nemawashi.parties.queries import viewer_of
from nemawashi.project import retaining
from nemawashi.project.outbox import consenting, sending
from nemawashi.project.tending import CLOCK
from nemawashi.search import lexicon

CONSENT = {"person": "Rei Abe", "office": "Sales", "reach": "rei@example.org", "consent_on": ImpreciseDate(2026, 11, 2)}
CONSENT |= {"purpose": "to be reached for talks"}


@pytest.fixture
def dialogue(played: None, db: None) -> Dialogue:
    return Dialogue.objects.get(slug="caj")


@pytest.fixture
def pillar(dialogue: Dialogue) -> Pillar:
    return Pillar.objects.get(slug="business-promotion")


@pytest.fixture
def firm_of(done: Callable[..., Any], dialogue: Dialogue, pillar: Pillar) -> Callable[..., Firm]:
    """A firm that a delegation states: ``firm_of("japan", "Kita Pumps")``."""

    def state(name: str, called: str, **words: Any) -> Firm:
        told = {"called": called, "kind": "company", "language": "en", "areas": [pillar], **words}
        row: Firm = done(name, acts.state_firm, dialogue, **told)
        return row

    return state


def _log() -> str:
    return json.dumps(list(Entry.objects.values_list("facts", flat=True)), ensure_ascii=False)


def test_state_firm_ties_the_organisation_of_the_record_and_edit_firm_sets_it_right(
    dialogue: Dialogue, pillar: Pillar, logged: Any, refused: Any, done: Any
) -> None:
    jica = Organisation.objects.get(slug="jica")
    jica.party = Party.objects.get(slug="japan")
    jica.save()
    told: dict[str, Any] = {"kind": "institution", "language": "en", "areas": [pillar]}

    row, entries = logged("japan", acts.state_firm, dialogue, called=f" {jica.names['en']} ", **told)

    assert (row.party.slug, row.organisation, row.areas) == ("japan", jica, ["business-promotion"])
    assert entries == [("firm.stated", "japan", "parties", row.ref)]
    assert refused("japan", acts.state_firm, dialogue, called=jica.names["en"].upper(), **told) is Refusal.NAMED_ALREADY
    assert refused("japan", acts.state_firm, dialogue, called="Other", organisation=jica, **told) is Refusal.TIED_ALREADY
    assert refused("kazakhstan", acts.state_firm, dialogue, called="JICA", **told) is Refusal.TIED_ALREADY
    assert refused("japan-watcher", acts.state_firm, dialogue, called="Other", **told) is Refusal.NOT_ITS_PARTY
    of_host, entries = logged("host", acts.state_firm, dialogue, called="Zavod", **told)
    assert (of_host.party.slug, entries[0][1]) == (queries.host_party(), "")
    assert refused("host", acts.edit_firm, row, called="Theirs", **told) is Refusal.NOT_ITS_PARTY
    changed, entries = logged("japan", acts.edit_firm, row, called="JICA", seen=1, organisation=jica, **told)
    assert (changed.name, changed.version, entries) == ("JICA", 2, [("firm.edited", "japan", "parties", row.ref)])


def test_keep_contact_shows_a_person_to_the_own_delegation_alone_and_no_log_or_notice_names_them(
    firm_of: Any, logged: Any, refused: Any, done: Any, who: Any
) -> None:
    firm = firm_of("japan", "Kita Pumps")
    assert refused("host", acts.keep_contact, firm, **CONSENT) is Refusal.NOT_ITS_PARTY

    row, entries = logged("japan", acts.keep_contact, firm, **CONSENT)

    assert entries == [("contact.kept", "japan", "own", row.ref)]
    assert (row.name, row.consent_on, row.taken_by.username) == ("Rei Abe", dt.date(2026, 11, 2), "japan")
    readers = ("japan", "japan-watcher", "kazakhstan", "host", "expert")
    assert [queries.visible_contacts(viewer=who(name)).count() for name in readers] == [1, 1, 0, 0, 0]
    assert queries.visible_contacts(viewer=PUBLIC).count() == 0
    gone, entries = logged("japan", acts.withdraw_contact, row, seen=1)
    assert entries == [("contact.withdrawn", "japan", "own", row.ref)]
    assert (gone.name, gone.office, gone.reach, gone.consent_for, gone.link) == ("", "", "", "", None)
    assert (gone.is_kept, gone.consent_for) == (False, "")
    assert refused("japan", acts.withdraw_contact, row) is Refusal.NO_CONTACT_KEPT
    again = done("japan", acts.keep_contact, firm, **CONSENT | {"person": "Ken Ito"})
    assert (again.pk, again.name, again.is_kept, FirmContact.objects.count()) == (row.pk, "Ken Ito", True, 1)
    written = _log() + json.dumps(list(Notice.objects.values_list("about", flat=True)), ensure_ascii=False)
    assert [word in written for word in ("Abe", "Ito", "rei@example.org", "Sales")] == [False] * 4


def test_a_person_withdraws_by_the_link_once_without_an_account(
    firm_of: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    row = done("japan", acts.keep_contact, firm_of("japan", "Kita Pumps"), **CONSENT)
    address = links.address(row)
    forged = address[:-2] + ("a/" if address[-2] != "a" else "b/")
    public, own = client_of(""), client_of("japan")
    assert address in own.get(f"/desk/business/firms/{row.firm_id}/").content.decode()
    assert address not in client_of("japan-watcher").get(f"/desk/business/firms/{row.firm_id}/").content.decode()

    page = public.get(address)

    assert (page.status_code, page["Cache-Control"], "Kita Pumps" in page.content.decode()) == (200, "no-store", True)
    assert "Rei Abe" not in page.content.decode()
    assert [public.get(forged).status_code, public.get("/en/business/consent/x/").status_code] == [404, 404]
    assert FirmContact.objects.get().is_kept
    assert "is withdrawn" in public.post(address).content.decode()
    assert [public.post(address).status_code, public.get(address).status_code] == [404, 404]
    assert Entry.objects.filter(event="contact.withdrawn").values_list("party", "facts__by_link").get() == ("", True)
    page_of_firm = own.get(f"/desk/business/firms/{row.firm_id}/").content.decode()
    assert ("withdrawn" in page_of_firm, "Rei Abe" in page_of_firm) == (True, False)


def test_a_person_is_sent_the_link_once_by_mail_and_leaves_after_the_last_day(
    firm_of: Any, done: Any, client_of: Callable[[str], Client], settings: Any, mailoutbox: Any
) -> None:
    now = NOW
    settings.MAIL_IS_SET_UP, settings.SITE = True, "https://forum.example"
    firm = firm_of("japan", "Kita Pumps")
    page, last = f"/desk/business/firms/{firm.pk}/", now.date() + dt.timedelta(days=9)
    by_phone = done("japan", acts.keep_contact, firm_of("japan", "Minami"), **CONSENT | {"reach": "+81 3 0000 0000"})
    done("japan", acts.keep_contact, firm, **CONSENT)
    row = done("japan", acts.keep_contact, firm, **CONSENT, kept_until=last)  # before the first mail left
    assert (by_phone.kept_until - now.date()).days in (365, 366)

    for _time in range(2):
        sending.send(now)

    sent = [each for each in mailoutbox if each.to == ["rei@example.org"]]
    letter = Letter.objects.get(kind="consent")
    assert [f"https://forum.example{links.address(row)}" in each.body for each in sent] == [True]
    assert all(words in sent[0].body for words in ("Kita Pumps", "to be reached for talks", str(last.year)))
    assert (letter.state, letter.address, letter.body, letter.party_id) == ("sent", "", "", firm.party_id)
    assert "was written to the person" in client_of("japan").get(page).content.decode()
    Membership.objects.filter(user__username="japan").update(role="focal_point")
    assert "a contact person" in client_of("japan").get("/desk/mail/").content.decode()
    assert FirmContact.objects.get(pk=by_phone.pk).told_at is None

    day = dt.timedelta(days=1)
    end = dt.datetime.combine(last, dt.time(23, 59), dt.UTC)
    japan = viewer_of(User.objects.get(username="japan"))
    read = [queries.contacts_of([firm.pk], today=each, viewer=japan)[firm.pk] for each in (last, last + day)]
    assert [(each.name, each.reach, each.is_kept) for each in read] == [
        ("Rei Abe", "rei@example.org", True),
        ("", "", False),
    ]
    for moment, is_kept in ((end, True), (end + day, False)):
        retaining.forget(moment, by=CLOCK)
        row.refresh_from_db()
        assert row.is_kept is is_kept
    assert (row.name, row.office, row.reach, row.consent_for, row.link) == ("", "", "", "", None)
    shown = client_of("japan").get(page).content.decode()
    assert ("Nothing of the person is kept any more" in shown, "Rei Abe" in shown) == (True, False)
    assert client_of("").get(links.address(by_phone)).status_code == 200


def test_what_a_server_says_of_that_mail_is_kept_without_the_address(
    firm_of: Any, done: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is anybody written to whose last day has passed, or from a server that the forum has left."""
    settings.MAIL_IS_SET_UP, settings.SITE = True, "https://forum.example"
    row = done("japan", acts.keep_contact, firm_of("japan", "Kita Pumps"), **CONSENT)
    passed = dt.datetime.combine(row.kept_until, dt.time(), dt.UTC)
    assert consenting.write(passed + dt.timedelta(days=1)) == 0
    with monkeypatch.context() as patch:
        patch.setattr(consenting.queries, "moved_to", lambda: "https://elsewhere.example")
        assert consenting.write(NOW) == 0
    assert consenting.write(passed) == 1

    letter = Letter.objects.get(kind="consent")
    said = "550 5.1.1 <rei@example.org>: Recipient address rejected"
    assert sending.kept_words(letter, said) == "550 5.1.1 … Recipient address rejected"
    letter.kind = "notice"
    assert sending.kept_words(letter, said) == said


def test_a_link_that_was_withdrawn_before_its_mail_left_is_sent_to_nobody(
    firm_of: Any, done: Any, settings: Any, mailoutbox: Any
) -> None:
    settings.MAIL_IS_SET_UP = True
    row = done("japan", acts.keep_contact, firm_of("japan", "Kita Pumps"), **CONSENT)
    consenting.write(NOW)
    done("japan", acts.withdraw_contact, row)

    sending.deliver(NOW)

    assert ([each.to for each in mailoutbox], Letter.objects.get(kind="consent").state) == ([], "lapsed")


def test_a_withdrawal_that_is_refused_never_says_that_nothing_is_kept(
    firm_of: Any, done: Any, client_of: Callable[[str], Client], refused: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    firm = firm_of("japan", "Kita Pumps")
    first = done("japan", acts.keep_contact, firm, **CONSENT)
    row = done("japan", acts.keep_contact, firm, **CONSENT | {"person": "Ken Ito"})
    assert refused("japan", acts.withdraw_contact, row, seen=first.version) == "stale"
    address, public = links.address(row), client_of("")
    ForumRow.objects.update(moved_to="https://next.example.org/")
    moved = public.post(address)
    ForumRow.objects.update(moved_to="")
    assert (moved.status_code, "https://next.example.org/" in moved.content.decode()) == (409, True)
    assert "kept here any more" not in moved.content.decode()
    withdraw = acts.withdraw_contact

    def stale(*args: Any, **words: Any) -> None:
        raise RefusedError(refuse(Refusal.NOT_ITS_PARTY))

    monkeypatch.setattr(acts, "withdraw_contact", stale)
    failed = public.post(address)
    assert (failed.status_code, "try again" in failed.content.decode()) == (409, True)
    assert "kept here any more" not in failed.content.decode()

    def late(contact: FirmContact, **words: Any) -> None:
        withdraw(contact, **words)
        stale()

    monkeypatch.setattr(acts, "withdraw_contact", late)
    gone = public.post(address)
    assert (gone.status_code, "kept here any more" in gone.content.decode()) == (409, True)
    kept = FirmContact.objects.get()
    assert (kept.name, kept.reach, kept.office, kept.consent_for, kept.link) == ("", "", "", "", None)
    assert (kept.taken_by_id, kept.consent_on) == (row.taken_by_id, row.consent_on)


def test_state_interest_until_a_day_and_end_interest(
    firm_of: Any, pillar: Pillar, logged: Any, refused: Any, who: Any
) -> None:
    firm = firm_of("japan", "Kita Pumps")
    told = {"kind": "offer", "pillar": pillar, "words": "深井戸用ポンプ", "language": "ja", "short": {"en": "Pumps"}}
    row, entries = logged("japan", acts.state_interest, firm, open_until=dt.date(2026, 11, 24), **told)

    assert (str(row), row.state, entries) == ("Pumps", "open", [("interest.stated", "japan", "parties", row.ref)])
    assert refused("kazakhstan", acts.state_interest, firm, **told) is Refusal.NOT_ITS_PARTY
    assert refused("japan", acts.state_interest, firm, open_until=dt.date(2026, 11, 23), **told) is Refusal.DAY_IS_OVER
    days = [dt.date(2026, 11, 24), dt.date(2026, 11, 25)]
    assert [queries.open_interests(today=day).count() for day in days] == [1, 0]
    readers = ("kazakhstan", "host", "expert")
    assert [queries.visible_interests(viewer=who(name)).count() for name in readers] == [1, 1, 0]
    assert refused("japan", acts.end_interest, row, is_withdrawn=True) is Refusal.NO_REASON
    ended, entries = logged("japan", acts.end_interest, row, is_withdrawn=True, why="Sold.", seen=1)
    assert (ended.state, ended.why, entries) == ("withdrawn", "Sold.", [("interest.ended", "japan", "parties", row.ref)])
    assert refused("japan", acts.end_interest, ended) is Refusal.NOT_OPEN


@pytest.fixture
def both(firm_of: Any, pillar: Pillar, done: Any) -> tuple[Interest, Interest]:
    """An offer of Japan in Japanese and a need of Uzbekistan in Russian, which say one thing."""
    told = {"pillar": pillar}
    sold = done(
        "japan", acts.state_interest, firm_of("japan", "Kita"), kind="offer", words="点滴灌漑", language="ja", **told
    )
    words = {"kind": "need", "words": "Нужны системы орошения", "language": "ru"}
    return sold, done("uzbekistan", acts.state_interest, firm_of("uzbekistan", "Suv"), **words, **told)


def test_propose_talks_says_why_and_accept_talk_of_both_sides_opens_the_contact_person(
    both: Any, dialogue: Dialogue, logged: Any, refused: Any, done: Any, who: Any, client_of: Callable[[str], Client]
) -> None:
    table = {"equivalents": lexicon.lexicon()}
    offer, need = both
    done("uzbekistan", acts.keep_contact, need.firm, **CONSENT)
    assert refused("kazakhstan", acts.propose_talks, dialogue, **table) is Refusal.NO_NEW_TALK

    (row,), entries = logged("host", acts.propose_talks, dialogue, **table)

    assert (str(row.offer_id), str(row.need_id), row.state) == (str(offer.pk), str(need.pk), "proposed")
    assert [(each["kind"], each["words"]) for each in row.reasons] == [
        ("area", ["business-promotion"]),
        ("term", ["灌漑", "орошения"]),
    ]
    assert entries == [("talks.proposed", "", "parties", dialogue.ref)]
    assert refused("host", acts.propose_talks, dialogue, **table) is Refusal.NO_NEW_TALK
    asks = {notice.party for notice in Notice.objects.filter(entry__event="talks.proposed", who="sides")}
    assert asks == {"japan", "uzbekistan"}
    readers = ("japan", "uzbekistan", "kazakhstan", "host", "expert")
    assert [queries.visible_talks(viewer=who(name)).count() for name in readers] == [1, 1, 0, 1, 0]
    half, entries = logged("japan", acts.accept_talk, row, seen=1)
    assert (half.state, entries) == ("accepted", [("talk.accepted", "japan", "own", row.ref)])
    assert refused("japan", acts.accept_talk, half) is Refusal.ACCEPTED_ALREADY
    assert queries.visible_contacts(viewer=who("japan")).count() == 0
    whole = done("uzbekistan", acts.accept_talk, half)
    assert whole.state == "agreed"
    assert [queries.visible_contacts(viewer=who(name)).count() for name in readers] == [1, 1, 0, 0, 0]
    page = f"/desk/business/talks/{row.pk}/"
    shown = [(client_of(name).get(page).status_code, "Rei Abe" in client_of(name).get(page).content.decode())
             for name in readers]  # fmt: skip
    assert shown == [(200, True), (200, True), (404, False), (200, False), (404, False)]
    listed = client_of("japan").get("/desk/business/talks/").content.decode()
    assert ("灌漑 · орошения" in listed, "decline_talk" in listed, "accept_talk" in listed) == (True, True, False)
    other = done("uzbekistan", acts.decline_talk, whole, why="Sold.")
    assert (other.state, other.declined_by.slug) == ("declined", "uzbekistan")
    assert refused("japan", acts.accept_talk, other) is Refusal.ACCEPTED_ALREADY
    assert refused("japan", acts.decline_talk, other, why="x") is Refusal.TALK_IS_OVER
    assert queries.visible_contacts(viewer=who("japan")).count() == 0
    assert "Sold." not in _log()


def test_ask_for_talk_by_name_accepts_for_the_own_side(both: Any, logged: Any, refused: Any, done: Any) -> None:
    table = {"equivalents": lexicon.lexicon()}
    offer, need = both
    assert refused("kazakhstan", acts.ask_for_talk, need, own=offer, **table) is Refusal.NOT_A_SIDE
    assert refused("japan", acts.ask_for_talk, offer, own=offer, **table) is Refusal.OF_ONE_PARTY

    row, entries = logged("uzbekistan", acts.ask_for_talk, offer, own=need, **table)

    assert (row.offer, row.need, row.state, row.accepted) == (offer, need, "accepted", ["uzbekistan"])
    assert [each["kind"] for each in row.reasons] == ["asked", "area", "term"]
    assert entries == [("talk.asked_for", "uzbekistan", "own", row.ref)]
    assert refused("japan", acts.ask_for_talk, need, own=offer, **table) is Refusal.TALK_IS_THERE
    done("japan", acts.end_interest, offer)
    assert refused("japan", acts.accept_talk, row) is Refusal.NOT_OPEN


@pytest.fixture
def agreed(both: Any, done: Any) -> BusinessTalk:
    offer, need = both
    row = done("japan", acts.ask_for_talk, need, own=offer, equivalents=lexicon.lexicon())
    talk: BusinessTalk = done("uzbekistan", acts.accept_talk, row)
    return talk


def test_place_talks_within_hours_and_move_talk_without_collision(
    agreed: BusinessTalk, firm_of: Any, pillar: Pillar, logged: Any, refused: Any, done: Any, client_of: Any
) -> None:
    fmm = Meeting.objects.get(track__slug="fmm", state="announced")
    day: dict[str, Any] = {"on": _day_of(fmm), "opens_at": dt.time(9, 30), "minutes": 20, "pause": 10, "slots": 3}
    page = f"/desk/meetings/{fmm.slug}/tables/"
    assert "No tables are set" in client_of("japan").get(page).content.decode()

    plan, entries = logged("host", acts.set_table_plan, fmm, tables=1, **day)

    assert entries == [("table_plan.set", "", "parties", plan.ref)]
    assert refused("japan", acts.set_table_plan, fmm, tables=1, **day) is Refusal.NOT_THE_HOST
    assert fmm.start_on
    latest = (fmm.end_on or fmm.start_on).latest
    for other in (_day_of(fmm) - dt.timedelta(days=1), latest + dt.timedelta(days=1)):
        assert refused("host", acts.set_table_plan, fmm, tables=1, **day | {"on": other}) is Refusal.NOT_ON_ITS_DAYS
    assert done("host", acts.set_table_plan, fmm, tables=1, **day | {"on": latest}).on == latest
    plan = done("host", acts.set_table_plan, fmm, tables=1, **day)
    hours, entries = logged(
        "japan", acts.state_hours, agreed.offer.firm, plan=plan, from_at=dt.time(10), until_at=dt.time(12)
    )
    assert (str(hours.firm), entries) == ("Kita", [("hours.stated", "japan", "parties", agreed.offer.firm.ref)])
    told = {"kind": "need", "pillar": pillar, "words": "Drills", "language": "en"}
    second = done("uzbekistan", acts.state_interest, firm_of("uzbekistan", "Burgu"), **told)
    also = done("japan", acts.ask_for_talk, second, own=agreed.offer, equivalents=lexicon.lexicon())
    also = done("uzbekistan", acts.accept_talk, also)
    third = done("uzbekistan", acts.state_interest, firm_of("uzbekistan", "Quduq"), **told)
    late = done("japan", acts.ask_for_talk, third, own=agreed.offer, equivalents=lexicon.lexicon())
    done("uzbekistan", acts.accept_talk, late)
    rows, entries = logged("host", acts.place_talks, plan, seen=plan.version)
    assert entries == [("talks.placed", "", "parties", plan.ref)]
    rows = sorted(rows, key=lambda row: row.slot or 9)
    assert [(row.slot, row.seat_table, str(row.unplaced)) for row in rows] == [
        (2, 1, ""),
        (3, 1, ""),
        (None, None, "no_time_left"),
    ]
    others = [str(row.need.firm) for row in rows]
    assert {notice.party for notice in Notice.objects.filter(entry__event="talks.placed", who="sides")} == {
        "japan",
        "uzbekistan",
    }
    assert refused("host", acts.move_talk, rows[0], plan=plan, slot=3, table=1) is Refusal.AT_ANOTHER_TABLE
    assert refused("host", acts.move_talk, rows[0], plan=plan, slot=1, table=1) is Refusal.NOT_THERE_THEN
    assert refused("host", acts.set_table_plan, fmm, tables=1, **day | {"slots": 2}) is Refusal.SEATS_ARE_USED
    done("uzbekistan", acts.decline_talk, rows[1], why="Sold.")
    moved, entries = logged("host", acts.move_talk, rows[0], plan=plan, slot=3, table=1)
    assert (moved.slot, moved.is_fixed, entries[0][2]) == (3, True, "parties")
    again = done("host", acts.place_talks, TablePlan.objects.get())
    assert sorted((row.slot, row.seat_table, row.is_fixed) for row in again) == [(2, 1, False), (3, 1, True)]
    host, own = client_of("host").get(page).content.decode(), client_of("japan").get(page).content.decode()
    assert ("10:30–10:50" in host, "move_talk" in host, "place_talks" in host) == (True, True, True)
    assert ("10:30–10:50" in own, others[2] in own, "move_talk" in own) == (True, True, False)
    of_talk = client_of("japan").get(f"/desk/business/talks/{moved.pk}/").content.decode()
    assert ("10:30 (Asia/Almaty)" in of_talk, "Table 1" in of_talk) == (True, True)
    strange = client_of("kazakhstan").get(page).content.decode()
    assert [name in strange for name in ("Kita", *others)] == [False] * 4
    lines = client_of("uzbekistan").get(f"/desk/meetings/{fmm.slug}/tables.csv").content.decode("utf-8-sig").splitlines()
    assert sorted(lines[1:]) == sorted([f"{others[0]},UZB,10:30,10:50,1,Kita", f"{others[2]},UZB,10:00,10:20,1,Kita"])
    assert client_of("expert").get(page).status_code == 404


def _on(moment: dt.datetime) -> ImpreciseDate:
    return ImpreciseDate(moment.year, moment.month, moment.day)


def _day_of(meeting: Meeting) -> dt.date:
    assert meeting.start_on
    return meeting.start_on.earliest


def test_no_third_party_reads_in_the_log_who_meets_whom_and_a_held_talk_keeps_its_table(
    both: Any, agreed: BusinessTalk, firm_of: Any, pillar: Pillar, done: Any, client_of: Any
) -> None:
    words = {"kind": "need", "pillar": pillar, "words": "Нужны системы орошения", "language": "ru"}
    done("kyrgyzstan", acts.state_interest, firm_of("kyrgyzstan", "Suu"), **words)
    proposed = done("host", acts.propose_talks, Dialogue.objects.get(slug="caj"), equivalents=lexicon.lexicon())
    fmm = Meeting.objects.get(track__slug="fmm", state="announced")
    day: dict[str, Any] = {"on": _day_of(fmm), "opens_at": dt.time(9, 30), "minutes": 20, "slots": 2, "tables": 1}
    plan = done("host", acts.set_table_plan, fmm, **day)
    done("host", acts.move_talk, agreed, plan=plan, slot=1, table=1)
    BusinessTalk.objects.filter(pk=agreed.pk).update(is_fixed=False)
    held = done("japan", acts.hold_talk, agreed, held_on=_on(agreed.proposed_at))
    done("japan", acts.accept_talk, proposed[0])
    done("kyrgyzstan", acts.accept_talk, proposed[0])

    done("host", acts.place_talks, plan)

    assert sorted(BusinessTalk.objects.exclude(slot=None).values_list("slot", "state")) == [(1, "held"), (2, "agreed")]
    assert BusinessTalk.objects.get(pk=held.pk).version == held.version
    read = client_of("kazakhstan").get("/desk/log/").content.decode()
    assert [each in read for each in ("talk.moved", "talks.proposed", "talks.placed")] == [True] * 3
    assert "Kita – S" not in read
    of_talk = client_of("kazakhstan").get(f"/desk/log/?about={agreed.ref}").content.decode()
    assert ("talk.moved" in of_talk, "Kita" in of_talk, "Suv" in of_talk) == (True, False, False)
    events = ("talks.proposed", "talks.placed")
    notices = Notice.objects.filter(entry__event__in=events)
    assert {row.party for row in notices.filter(who="sides")} == {"japan", "kyrgyzstan"}
    assert "count" not in json.dumps([row.about for row in notices])
    assert "parties" not in json.loads(_log())[-1]


def test_record_outcome_and_publish_outcome_of_both_sides_tell_the_public_and_nobody_before(
    agreed: BusinessTalk, logged: Any, refused: Any, done: Any, who: Any, client_of: Any
) -> None:
    day = _on(agreed.proposed_at)
    done("uzbekistan", acts.keep_contact, agreed.need.firm, **CONSENT)
    assert refused("japan", acts.record_outcome, agreed, result="nothing", on=day) is Refusal.NOT_HELD
    before = _on(agreed.proposed_at - dt.timedelta(days=1))
    assert refused("japan", acts.hold_talk, agreed, held_on=before) is Refusal.NOT_YET
    held, entries = logged("uzbekistan", acts.hold_talk, agreed, held_on=day)
    assert (held.state, str(held.held_on), entries) == (
        "held",
        str(day),
        [("talk.held", "uzbekistan", "own", held.ref)],
    )
    told = {"result": "contract", "on": day, "words": "Twelve pumps", "amount": Decimal(5000000), "currency": "JPY"}

    assert refused("japan", acts.record_outcome, held, language="<b>", **told) is Refusal.BAD_LANGUAGE

    row, entries = logged("japan", acts.record_outcome, held, qualifier="about", **told)

    assert entries == [("outcome.recorded", "japan", "own", row.ref)]
    assert refused("kazakhstan", acts.publish_outcome, row) is Refusal.NOT_A_SIDE
    assert refused("japan", acts.unpublish_outcome, row) is Refusal.NOT_PUBLISHED
    public, page = client_of(""), "/en/business/"
    one, entries = logged("japan", acts.publish_outcome, row, seen=1)
    assert entries == [("outcome.published", "japan", "own", row.ref)]
    assert "Twelve pumps" not in public.get(page).content.decode()
    both_publish = done("uzbekistan", acts.publish_outcome, one)
    words = public.get(page).content.decode()
    shown = ("Twelve pumps", "about 5,000,000 JPY", "Contract signed: 1", "Kita – Suv", "1 talk was held")
    assert [part in " ".join(words.split()) for part in shown] == [True] * 5
    assert [part in words for part in ("Rei Abe", "rei@example.org")] == [False] * 2
    TalkOutcome.objects.update(origin="fiction")
    assert "Twelve pumps" not in public.get(page).content.decode()
    assert "Twelve pumps" in public.get(f"{page}?fiction=1").content.decode()
    _, entries = logged("uzbekistan", acts.unpublish_outcome, both_publish)
    assert entries == [("outcome.unpublished", "uzbekistan", "own", row.ref)]
    assert "Twelve pumps" not in public.get(f"{page}?fiction=1").content.decode()
    assert "Twelve pumps" not in _log()
    desk = f"/desk/business/talks/{held.pk}/"
    assert [client_of(name).get(desk).status_code for name in ("japan", "host", "kazakhstan")] == [200, 200, 404]
    assert [queries.visible_outcomes(viewer=who(name)).count() for name in ("japan", "host", "kazakhstan")] == [1, 1, 0]
    last = row.recorded_at.date()
    days = [last + dt.timedelta(days=days) for days in (365, 366)]
    assert [len(queries.without_news(today=each, viewer=who("japan"))) for each in days] == [0, 1]
    assert queries.without_news(today=days[1], viewer=who("kazakhstan")) == []


def test_buttons_stand_only_where_the_rule_grants_and_what_is_declined_blocks_no_other(
    both: Any, firm_of: Any, pillar: Pillar, done: Any, client_of: Callable[[str], Client]
) -> None:
    offer, need = both
    track, talks, table = "/desk/business/", "/desk/business/talks/", {"equivalents": lexicon.lexicon()}

    def shows(name: str, page: str, act: str) -> bool:
        return act in client_of(name).get(page).content.decode()

    asks = [shows(name, track, "ask_for_talk") for name in ("japan", "kazakhstan", "host")]
    assert (asks, shows("host", talks, "propose_talks")) == ([True, False, False], True)
    assert not shows("kazakhstan", talks, "propose_talks")
    row = done("japan", acts.ask_for_talk, need, own=offer, **table)
    assert not shows("japan", track, "ask_for_talk")
    assert not shows("host", talks, "propose_talks")
    done("uzbekistan", acts.decline_talk, row, why="Sold.")
    words = {"kind": "need", "pillar": pillar, "words": "Нужны системы орошения", "language": "ru"}
    for number in range(4):
        more = done("uzbekistan", acts.state_interest, firm_of("uzbekistan", f"Suv {number}"), **words)
        later = NOW + dt.timedelta(minutes=number + 1)  # of one moment, they would stand in the order of their keys
        each = done("japan", acts.ask_for_talk, more, own=offer, at=later, **table)
        done("uzbekistan", acts.decline_talk, each, why="Sold.")
    newest = done("uzbekistan", acts.state_interest, firm_of("uzbekistan", "Daryo"), **words)
    (new,) = done("host", acts.propose_talks, Dialogue.objects.get(slug="caj"), **table)
    assert (new.offer_id, new.need_id) == (str(offer.pk), str(newest.pk))
    listed = client_of("japan").get(talks).content.decode()
    assert listed.index("Daryo") < listed.index("Suv 3") < listed.index("Suv 0")


def test_hours_stand_on_the_page_of_the_firm_and_are_taken_back(
    firm_of: Any, done: Any, client_of: Callable[[str], Client]
) -> None:
    fmm = Meeting.objects.get(track__slug="fmm", state="announced")
    firm = firm_of("japan", "Kita")
    own, page = client_of("japan"), f"/desk/business/firms/{firm.pk}/"
    tab = f"/desk/meetings/{fmm.slug}/tables/"
    meeting = f"/desk/meetings/{fmm.slug}/"
    assert [tab in client_of(name).get(meeting).content.decode() for name in ("host", "japan")] == [True, False]
    day = {"on": _day_of(fmm), "opens_at": dt.time(9, 30), "minutes": 20, "slots": 2, "tables": 1}
    plan = done("host", acts.set_table_plan, fmm, **day)
    assert tab in own.get(meeting).content.decode()
    done("japan", acts.state_hours, firm, plan=plan, from_at=dt.time(10), until_at=dt.time(12))
    assert "10:00–12:00" in own.get(page).content.decode()
    assert "10:00–12:00" not in client_of("kazakhstan").get(page).content.decode()
    there = {name: "10:00–12:00" in client_of(name).get(tab).content.decode() for name in ("host", "japan", "kazakhstan")}
    assert there == {"host": True, "japan": True, "kazakhstan": False}
    form = own.get(f"/desk/acts/state_hours/{firm.pk}/").content.decode()
    assert ('value="10:00"' in form, 'value="12:00"' in form) == (True, True)
    done("japan", acts.state_hours, firm, plan=plan)
    assert ("10:00–12:00" in own.get(page).content.decode(), queries.free_slots(plan)) == (False, {})
    other = Meeting.objects.exclude(track__dialogue__slug="caj").first()
    if other is not None:
        assert client_of("host").get(f"/desk/meetings/{other.slug}/tables/").status_code == 404


def test_a_link_outlives_the_change_of_the_key_that_made_it(settings: Any) -> None:
    link = uuid.uuid4()
    key, old = links.key_of(link), settings.SECRET_KEY
    settings.SECRET_KEY = "another key " * 5
    assert links.link_of(key) is None
    settings.SECRET_KEY_FALLBACKS = [old]
    assert (links.link_of(key), links.link_of(links.key_of(link))) == (link, link)


def test_pages_show_each_what_is_theirs_and_cost_the_same_with_more_rows(
    firm_of: Any, pillar: Pillar, done: Any, client_of: Callable[[str], Client]
) -> None:
    told = {"kind": "need", "pillar": pillar, "language": "en"}
    own, host, expert = client_of("japan"), client_of("host"), client_of("expert")
    Interest.objects.all().delete()
    Firm.objects.all().delete()
    assert "Nothing is offered or needed yet" in own.get("/desk/business/").content.decode()
    assert "through the delegation" in client_of("").get("/en/business/?fiction=1").content.decode()
    counts = []
    for number in range(3):
        firm = firm_of("japan", f"Kita {number}")
        done("japan", acts.state_interest, firm, words=f"Drills {number}", **told)
        pages = ("/desk/business/", f"/desk/business/firms/{firm.pk}/", "/en/business/?fiction=1")
        counts.append([_statements(own, page) for page in pages])
    assert counts[0] == counts[2] == [9, 16, 7]

    page = own.get("/desk/business/").content.decode()
    assert ("Drills 2" in page, "state_firm" in page, "end_interest" in page) == (True, True, True)
    acting, choosing = (page.index(words) for words in ("state_firm", '<form class="filters" method="get">'))
    assert acting < choosing < page.index("</select>") < page.index("end_interest")
    assert 'form="choose"' not in page  # no form of acts holds a button that only chooses
    theirs = host.get("/desk/business/").content.decode()
    assert ("Drills 2" in theirs, "state_firm" in theirs, "end_interest" in theirs) == (True, True, False)
    filtered = own.get("/desk/business/?kind=offer").content.decode()
    assert ("Drills 2" in filtered, "Show all" in filtered) == (False, True)
    assert [expert.get(page).status_code for page in ("/desk/business/", f"/desk/business/firms/{firm.pk}/")] == [404, 404]
    public = client_of("").get("/en/business/?fiction=1").content.decode()
    assert ("Drills" in public, "Kita" in public, '<td class="num" data-label="Needs">3</td>' in public) == (
        False,
        False,
        True,
    )
    Interest.objects.update(origin="fiction")
    assert 'data-label="Needs"' not in client_of("").get("/en/business/").content.decode()
    assert 'data-label="Needs"' in client_of("").get("/en/business/?fiction=1").content.decode()


def _statements(client: Client, page: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)

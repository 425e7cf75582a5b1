"""The business track on the record: firms, persons by consent, offers and needs; who reads what, and what the log holds."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from nemawashi.access.models import Entry, Notice
from nemawashi.access.viewers import PUBLIC
from nemawashi.business import acts, links, queries
from nemawashi.business.models import Firm, FirmContact, Interest
from nemawashi.business.terms import Refusal
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue, Organisation, Party, Pillar

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
    assert (gone.name, gone.office, gone.reach, gone.link, gone.taken_by) == ("", "", "", None, None)
    assert (gone.is_kept, gone.consent_for) == (False, "to be reached for talks")
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
    assert counts[0] == counts[2] == [7, 10, 5]

    page = own.get("/desk/business/").content.decode()
    assert ("Drills 2" in page, "state_firm" in page, "end_interest" in page) == (True, True, True)
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

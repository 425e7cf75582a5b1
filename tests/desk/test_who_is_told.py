"""Each act leaves the notices that the register names, in few statements; they are read, marked and confirmed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from tests.desk.stage import Stage

from nemawashi.access import clock, telling
from nemawashi.access.concerns import CONCERNS
from nemawashi.access.models import Entry, MailChoice, Notice, ReadMark
from nemawashi.access.terms import Visibility
from nemawashi.desk.acting import notices
from nemawashi.desk.following import notices as pages
from nemawashi.desk.register import DEEDS
from nemawashi.texts import acts
from nemawashi.texts.models import Text

Browser = Callable[[str], Any]
PEOPLE = ("host", "japan", "kazakhstan", "observer", "guest", "expert", "researcher", "interpreter", "note-taker")
MOST_STATEMENTS = 3


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many statements the notices of each act took."""
    counts: list[int] = []
    plain = telling.tell

    def tell(*args: Any, **words: Any) -> None:
        with CaptureQueriesContext(connection) as asked:
            plain(*args, **words)
        counts.append(len(asked))

    monkeypatch.setattr(telling, "tell", tell)
    return counts


@pytest.mark.one_database
@pytest.mark.parametrize("deed", DEEDS)
def test_an_act_tells_whom_its_line_names_and_confirms_it(
    stage: Stage, client_of: Browser, who: Callable[[str], Any], counted: list[int], deed: str
) -> None:
    scene = stage.scene(deed)
    told = scene.told | {"seen": scene.version, "once": str(uuid.uuid4())}
    client = client_of(scene.name)
    counted.clear()

    answer = client.post(f"/desk/acts/{deed}/{scene.key}/", told)

    page = client.get(answer["Location"]).content.decode()
    entry = Entry.objects.order_by("-seq")[0]
    rows = list(Notice.objects.filter(entry=entry).select_related("entry"))
    assert max(counted, default=0) <= MOST_STATEMENTS
    if entry.visibility == Visibility.SEALED:
        assert (rows, counted) == ([], [])
        sentences = (
            "Nobody outside your delegation learns of it.",
            "It is sealed for you alone.",
            "Those who take part in",
        )
        assert any(sentence in page for sentence in sentences)
        return
    concern = CONCERNS[entry.event]
    wanted = {each.name for each in concern.hearers if not each.is_chosen}
    if entry.visibility != Visibility.PUBLIC:
        wanted -= {"experts", "researchers"}
    if entry.visibility in (Visibility.PARTICIPANTS, Visibility.DELEGATION):
        wanted -= {"parties"}  # observers
    if entry.visibility == Visibility.DELEGATION:
        wanted -= {"participants"}
    if entry.visibility == Visibility.OWN:
        wanted -= {"delegations"}  # of whom the host invites into its circles, not of a delegation's own people
    assert {row.who for row in rows if not row.party} == wanted
    own = {hearer.name for hearer in concern.hearers if hearer.with_own}  # what a delegation does to its own list
    assert entry.party not in {row.party for row in rows if row.party and row.who not in own}
    assert ("Told: " in page) == bool(rows)
    for name in PEOPLE:
        _reads_its_notice(name, entry, client_of, who)


def _waiting(viewer: Any) -> int:
    return telling.waiting_count(viewer=viewer, at=clock.database_moment())


def _reads_its_notice(name: str, entry: Entry, client_of: Browser, who: Callable[[str], Any]) -> None:
    viewer = who(name)
    rows = telling.once_each(telling.notices(viewer=viewer).filter(entry=entry))
    if not rows or name in ("observer", "guest"):
        return
    for language in ("en", "ru", "ja"):
        with override(language):
            said = notices.say(rows[0], viewer=viewer)
            assert said is not None
            assert "%(" not in said.sentence + said.asked
    assert client_of(name).get(said.href.partition("#")[0]).status_code == 200


def test_nobody_is_told_of_its_own_act_and_colleagues_are(
    done: Callable[..., Any], who: Callable[[str], Any], clean_text: Text
) -> None:
    clause = clean_text.clauses.get(kind="operative")
    draft = done("japan", acts.draft_position, clause, operation="comment", words="Why every year?")
    done("japan", acts.table_position, draft)
    entry = Entry.objects.get(event="position.tabled", object_ref__in=[p.ref for p in clause.positions.all()])

    reached = {name for name in (*PEOPLE, "japan-watcher") if telling.notices(viewer=who(name)).filter(entry=entry)}

    assert reached == {"host", "kazakhstan", "observer", "japan-watcher"}


def test_parties_with_a_position_on_the_clause_are_asked_where_they_stand(
    done: Callable[..., Any], who: Callable[[str], Any], clean_text: Text
) -> None:
    clause = clean_text.clauses.get(kind="operative")
    for name in ("kazakhstan", "japan"):
        draft = done(name, acts.draft_position, clause, operation="comment", words=f"Words of {name}.")
        done(name, acts.table_position, draft)

    asked = {}
    for name in ("host", "kazakhstan", "uzbekistan"):
        rows = telling.once_each(telling.notices(viewer=who(name))[:3])
        said = notices.say(rows[0], viewer=who(name))
        assert said is not None
        asked[name] = (said.where, said.sentence, said.asked)

    where = f"{clean_text.symbol}, paragraph 1"
    assert asked == {
        "host": (where, "JPN tabled a position.", ""),
        "kazakhstan": (where, "JPN tabled a position.", "Say where your party stands on it."),
        "uzbekistan": (where, "JPN tabled a position.", ""),
    }


def test_a_draft_moves_no_count_and_no_row(
    done: Callable[..., Any], who: Callable[[str], Any], clean_text: Text, client_of: Browser
) -> None:
    clause = clean_text.clauses.get(kind="operative")
    others = [who(name) for name in ("host", "kazakhstan", "observer", "expert")]
    before = Notice.objects.count(), [_waiting(other) for other in others]

    draft = done("japan", acts.draft_position, clause, operation="comment", words="Ours alone.")
    done("japan", acts.withdraw_position, draft)

    assert (Notice.objects.count(), [_waiting(other) for other in others]) == before


def test_the_head_counts_what_asks_something_until_it_is_read(
    done: Callable[..., Any], who: Callable[[str], Any], clean_text: Text, client_of: Browser, now: dt.datetime
) -> None:
    before = _waiting(who("japan"))
    done("host", acts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    client = client_of("japan")
    entry = Entry.objects.get(event="silence.opened", object_ref=clean_text.ref)
    page = client.get("/desk/").content.decode()

    client.post("/desk/notices/read/", {"notice": [str(entry.ref), "no-reference"]})

    assert '<a class="bar__waiting" href="/desk/"' in page
    assert _waiting(who("japan")) == before
    assert _waiting(who("kazakhstan")) >= 1
    assert ReadMark.objects.get(entry=entry).user.username == "japan"
    assert "under silence until" in client.get("/desk/").content.decode()


def test_nobody_marks_what_it_was_not_told(
    done: Callable[..., Any], clean_text: Text, client_of: Browser, who: Callable[[str], Any]
) -> None:
    done("host", acts.issue_revision, clean_text)
    entry = Entry.objects.filter(event="revision.issued").order_by("-seq")[0]

    client_of("expert").post("/desk/notices/read/", {"notice": str(entry.ref)})
    client_of("host").post("/desk/notices/read/", {"notice": str(entry.ref)})

    assert not ReadMark.objects.filter(entry=entry).exists()


def test_a_person_chooses_when_mail_comes(client_of: Browser) -> None:
    client, entries = client_of("japan"), Entry.objects.count()

    client.post("/desk/notices/mail/", {"level": "daily"})
    page = client.get("/desk/notices/").content.decode()
    client.post("/desk/notices/mail/", {"level": "never"})

    assert MailChoice.objects.get(user__username="japan").level == "daily"
    assert 'value="daily" id="id_level_2" required checked' in page
    assert Entry.objects.count() == entries


@pytest.mark.parametrize("page", ["/desk/", "/desk/notices/"])
def test_a_page_of_notices_asks_the_same_statements_for_one_and_for_three(
    page: str, client_of: Browser, done: Callable[..., Any], clean_text: Text
) -> None:
    Notice.objects.all().delete()
    client, clause = client_of("kazakhstan"), clean_text.clauses.get(kind="operative")
    counts = []
    for words in ("one", "two", "three"):
        draft = done("japan", acts.draft_position, clause, operation="comment", words=words)
        done("japan", acts.table_position, draft)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        counts.append((len(asked), sum("access_notice" in query["sql"] for query in asked)))

    assert counts[0] == counts[2]
    assert counts[0][1] <= 2


def test_older_notices_stand_on_the_next_page(
    client_of: Browser, monkeypatch: pytest.MonkeyPatch, done: Callable[..., Any], clean_text: Text
) -> None:
    monkeypatch.setattr(pages, "ON_A_PAGE", 2)
    client = client_of("japan")

    first, last = (client.get(f"/desk/notices/?page={page}").content.decode() for page in ("1", "9999"))

    assert ('href="?page=2"' in first, 'rel="prev"' in first) == (True, False)
    assert ('rel="next"' in last, "Nothing was told to you so far." in last) == (False, True)
    assert client.get("/desk/notices/?page=x").status_code == 200


def test_an_act_on_nothing_that_has_a_name_is_confirmed_by_its_button(stage: Stage, client_of: Browser) -> None:
    scene = stage.scene("set_mail_reading")
    client = client_of(scene.name)
    answer = client.post(f"/desk/acts/set_mail_reading/{scene.key}/", scene.told | {"once": str(uuid.uuid4())})

    page = client.get(answer["Location"]).content.decode()

    said = f"{DEEDS['set_mail_reading'].label}: The host changed whether it reads the mail of acts before it goes."
    assert said in page

"""The page of mail: who sees which mail, whose words, what can be done; walked as everybody."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nemawashi.access.models import Notice, User
from nemawashi.parties.models import ForumRow, HeldMail, Letter, Party
from nemawashi.parties.queries import viewer_of, visible_letters

Browser = Callable[[str], Any]
ACT = re.compile(r'(?:formaction|href|action)="/desk/acts/(\w+)/([\w-]+)/')
EVERYBODY = ("host", "japan", "japan-watcher", "kazakhstan", "expert", "researcher")


def _letter(key: str, now: dt.datetime, **words: Any) -> Letter:
    told = {"kind": "notice", "address": f"{key}@example.org", "subject": f"subject-{key}", "body": f"body-{key}"} | words
    return Letter.objects.create(
        key=key, state=told.pop("state", "failed"), written_at=now, try_at=now, until=now, **told,
        answers=[{"at": now.isoformat(), "words": f"550 <b>{key}</b>"}],
    )  # fmt: skip


@pytest.fixture
def letters(played: None, now: dt.datetime, settings: Any) -> dict[str, Letter]:
    settings.MAIL_IS_SET_UP = True
    people = {name: User.objects.get(username=name) for name in ("japan", "japan-watcher", "host", "expert")}
    membership = people["japan"].membership
    membership.role = "focal_point"
    membership.save()
    japan = Party.objects.get(slug="japan")
    return {
        "own": _letter("own", now, user=people["japan"], party=japan),
        "colleague": _letter("colleague", now, user=people["japan-watcher"], party=japan),
        "reset": _letter("reset", now, user=people["japan-watcher"], kind="reset"),
        "expert": _letter("expert", now, user=people["expert"], is_hosts=True),
        "coming": _letter("coming", now, user=people["expert"], is_hosts=True, state="waiting"),
        "invited": _letter("invited", now, party=japan, kind="invitation"),
        "first": _letter("first", now, party=Party.objects.get(slug="kyrgyzstan"), kind="invitation", is_hosts=True),
        "reader": _letter("reader", now, kind="remark", is_hosts=True, address=""),
    }


def test_each_sees_the_mail_of_the_own_people_and_no_words_but_the_own(
    client_of: Browser, letters: dict[str, Letter]
) -> None:
    seen, said, offered = {}, {}, {}
    for name in EVERYBODY:
        page = client_of(name).get("/desk/mail/").content.decode()
        seen[name] = {key for key in letters if f"550 &lt;b&gt;{key}&lt;" in page}
        said[name] = {key for key in letters if f"body-{key}" in page or f"subject-{key}" in page}
        offered[name] = set(ACT.findall(page)) - {("set_mail_reading", "caj")}

    again = {key: ("send_letter_again", str(letters[key].pk)) for key in letters}
    assert seen == {
        "host": {"expert", "coming", "first", "reader"},
        "japan": {"own", "colleague", "invited"},
        "japan-watcher": {"own", "colleague", "reset", "invited"},
        "kazakhstan": set(),
        "expert": {"expert", "coming"},
        "researcher": set(),
    }
    assert {name: keys for name, keys in said.items() if keys} == {
        "japan": {"own"}, "japan-watcher": {"colleague", "reset"}, "expert": {"expert", "coming"},
    }  # fmt: skip
    assert offered == {name: set() for name in EVERYBODY} | {
        "host": {again["expert"]}, "japan": {again["own"], again["colleague"]},
    }  # fmt: skip
    assert set(visible_letters(viewer=viewer_of(User()))) == set()


def test_the_choice_shows_what_waits_and_what_did_not_arrive(client_of: Browser, letters: dict[str, Letter]) -> None:
    waiting, trouble = (
        client_of("expert").get(f"/desk/mail/?show={show}").content.decode() for show in ("waiting", "trouble")
    )

    assert ("subject-coming" in waiting, "subject-expert" in waiting) == (True, False)
    assert ("subject-coming" in trouble, "subject-expert" in trouble) == (False, True)
    assert client_of("expert").get("/desk/mail/?show=nonsense&page=x").status_code == 200


def test_the_host_alone_is_shown_what_is_read_first_in_as_many_statements_for_three_as_for_one(
    client_of: Browser, played: None, now: dt.datetime
) -> None:
    ForumRow.objects.update(reads_mail=True)
    entries = sorted(set(Notice.objects.filter(entry__event="position.tabled").values_list("entry", flat=True)))[:3]
    counts, pages = [], []
    for entry in (entries[0], *entries[1:]):
        HeldMail.objects.create(entry_id=entry, held_at=now)
        browser = client_of("host")
        with CaptureQueriesContext(connection) as asked:
            pages.append(browser.get("/desk/mail/").content.decode())
        counts.append(len(asked))

    assert counts[0] == counts[2]
    assert [len(set(ACT.findall(page))) for page in pages] == [3, 5, 7]
    assert pages[2].count("tabled a position.") == 3
    assert "tabled a position" not in client_of("japan").get("/desk/mail/").content.decode()
    assert "Read before it goes" not in client_of("japan").get("/desk/mail/").content.decode()

"""What the public, a delegate and the secretariat get from the same addresses."""

import datetime as dt
import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from nemawashi.commitments.models import Commitment
from nemawashi.meetings.models import AgendaItem, Delegation, Meeting, Track
from nemawashi.parties.models import Dialogue, Membership, Party
from nemawashi.sources.models import Tie
from nemawashi.texts.models import Clause, Text, Wording

pytestmark = pytest.mark.usefixtures("record")
CANARY = "Cormorant"


@pytest.fixture
def japan(client: Client) -> Client:
    """A signed-in delegate of Japan."""
    user = get_user_model().objects.create_user("japan-head", password="for tests only", circle="delegation")
    Membership.objects.create(user=user, party=Party.objects.get(slug="japan"), role="head")
    signed_in = Client()
    signed_in.force_login(user)
    return signed_in


@pytest.fixture
def secrets() -> dict[str, str]:
    """One row of each kind that the public may not know of; each carries the canary. Gives their addresses."""
    track, party = Track.objects.get(slug="fmm"), Party.objects.get(slug="japan")
    meeting = Meeting.objects.create(
        slug="fmm-cormorant", track=track, state="planned", city=CANARY, start_on="2027", order=900
    )
    item = AgendaItem.objects.create(slug="fmm-cormorant-1", meeting=meeting, number=1, title=CANARY, state="proposed")
    Delegation.objects.create(meeting=meeting, party=party, office=CANARY, standing="participant")
    caj = Dialogue.objects.get(slug="caj")
    text = Text.objects.create(
        slug="text-cormorant", dialogue=caj, title=CANARY, type="declaration", state="under_negotiation"
    )
    clause = Clause.objects.create(text=text, kind="operative", rank=1)
    Wording.objects.create(clause=clause, language="en", words=CANARY, made_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    found = Commitment.objects.create(
        slug="com-cormorant", made_in_ref=text.ref, words=CANARY, kind="joint", state="found", by=["all"]
    )
    for ref in (meeting.ref, text.ref, found.ref):
        Tie.objects.create(subject_ref="recommendation/rec-biz2-tourism", relation="surfaced_in", object_ref=ref, order=9)
    return {
        "meetings": meeting.slug,
        "agenda-items": item.slug,
        "texts": text.slug,
        "clauses": str(clause.pk),
        "commitments": found.slug,
    }


def test_the_public_finds_none_of_it(client: Client, secrets: dict[str, str]) -> None:
    for noun, key in secrets.items():
        answer = client.get(f"/api/v1/{noun}/?page_size=200")
        assert CANARY.lower() not in answer.content.decode().lower(), noun
        assert client.get(f"/api/v1/{noun}/{key}/").status_code == 404
    rows = client.get("/api/v1/recommendations/?page_size=200").content.decode()
    assert "cormorant" not in rows


@pytest.mark.parametrize(
    "address",
    [
        "meetings/?q=cormorant", "agenda-items/?q=cormorant", "agenda-items/?meeting=fmm-cormorant",
        "texts/?q=cormorant", "clauses/?text=text-cormorant", "commitments/?q=cormorant",
        "commitments/?made_in=text/text-cormorant", "recommendations/?meeting=fmm-cormorant",
    ],
)  # fmt: skip
def test_asking_tells_nothing(client: Client, secrets: dict[str, str], address: str) -> None:
    """The answer is the same whether or not what is asked for is there."""
    there = client.get(f"/api/v1/{address}")
    absent = client.get(f"/api/v1/{address.replace('cormorant', 'kittiwake')}")

    assert (there.status_code, there.content) == (absent.status_code, absent.content)


def test_a_hidden_row_is_missing_in_the_same_words_as_one_that_is_not_there(
    client: Client, secrets: dict[str, str]
) -> None:
    hidden = client.get("/api/v1/meetings/fmm-cormorant/")
    absent = client.get("/api/v1/meetings/fmm-kittiwake/")

    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(b"cormorant", b"kittiwake") == absent.content


def test_a_delegate_finds_all_of_it(japan: Client, secrets: dict[str, str]) -> None:
    for noun, key in secrets.items():
        answer = japan.get(f"/api/v1/{noun}/{key}/")
        assert (noun, answer.status_code) == (noun, 200)
        assert CANARY in answer.content.decode()
        assert answer.headers["Cache-Control"] == "private, no-store"
    rows: Any = json.loads(japan.get("/api/v1/recommendations/rec-biz2-tourism/").content)
    assert {"meeting/fmm-cormorant", "text/text-cormorant", "commitment/com-cormorant"} <= set(rows["surfaced_in"])


def test_the_agenda_of_a_planned_meeting_is_for_the_parties(client: Client, japan: Client) -> None:
    """The record itself holds one such agenda, of a meeting that public sources announce."""
    address = "/api/v1/agenda-items/?meeting=justice-2026-planned"

    assert json.loads(client.get(address).content)["count"] == 0
    assert json.loads(japan.get(address).content)["count"] == 3


def test_the_public_may_keep_an_answer_only_to_ask_again(client: Client) -> None:
    assert client.get("/api/v1/meetings/").headers["Cache-Control"] == "no-cache"

"""A small record: two tracks, three parties, one meeting of each kind, and what hangs on them."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nemawashi.access import origins
from nemawashi.access.terms import RowOrigin
from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments.models import Commitment, Remit, RemitStep
from nemawashi.meetings.models import AgendaItem, Delegation, Meeting, Recommendation, Track
from nemawashi.parties.models import Dialogue, ForumRow, Office, Organisation, Party, Person, Pillar, Standing
from nemawashi.record import files
from nemawashi.sources.models import Citation, Claim, Conflict, RecordRow, Ruling, Source, Tie
from nemawashi.texts.models import Clause, Text, Wording

TRACKS = {row.key: row.data["names"] for row in files.read_rows(files.PACKAGED / "tracks.yaml", "tracks")}
LOADED = dt.datetime(2026, 1, 15, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def source(db: None) -> Source:
    return Source.objects.create(
        origin="record", slug="mofa-2012", title="Joint statement page", publisher="MOFA Japan", published_on="2012-11-10",
        language="en", kind="official", url="https://example.org/2012", seen="excerpt",
    )  # fmt: skip


@pytest.fixture
def record(source: Source) -> Any:
    with origins.making(RowOrigin.RECORD):
        return _record(source)


def _record(source: Source) -> Any:
    caj = Dialogue.objects.create(slug="caj", name="Central Asia plus Japan Dialogue", order=0)
    told = dict(files.read_rows(files.PACKAGED / "forum.yaml", "forum")[0].data)
    told.pop("pillars")
    ForumRow.objects.create(slug=told.pop("id"), **told | {"dialogue": caj})
    other = Dialogue.objects.create(slug="c5plus1-us", name="C5+1", partner="United States", order=1)
    japan = Party.objects.create(slug="japan", code="JPN", names={"en": "Japan", "ru": "Япония", "ja": "日本"}, order=0)
    kazakhstan = Party.objects.create(
        slug="kazakhstan", code="KAZ", names={"en": "Kazakhstan", "ru": "Казахстан", "ja": "カザフスタン"}, order=1
    )
    Standing.objects.create(dialogue=caj, party=japan, status="participant", from_on="2004-08-28")
    gemba = Person.objects.create(slug="gemba", name="Koichiro Gemba", name_ja="玄葉光一郎", party=japan)
    Office.objects.create(person=gemba, title="Minister for Foreign Affairs", attested_on="2012-11-10")
    pillar = Pillar.objects.create(
        dialogue=caj, slug="business-promotion", key="business promotion", number=3, names={"en": "Business promotion"}
    )
    fmm = Track.objects.create(
        slug="fmm", dialogue=caj, name="Foreign Ministers' Meeting", names=TRACKS["fmm"], level="ministers", is_formal=True,
        cadence_months=24, order=0,
    )  # fmt: skip
    expert = Track.objects.create(
        slug="expert",
        dialogue=caj,
        name="Expert Meeting",
        names=TRACKS["expert"],
        level="experts",
        is_formal=False,
        order=1,
    )
    tokyo = Meeting.objects.create(
        slug="fmm-2012-tokyo", track=fmm, ordinal=4, state="held", start_on="2012-11-10", end_on="2012-11-10",
        city="Tokyo", country=japan, host=japan, chair=gemba, mode="in_person", venue="Iikura House", order=1,
    )  # fmt: skip
    secret = Meeting.objects.create(
        slug="fmm-next", track=fmm, ordinal=10, state="planned", start_on="2027-03-01", city="Samarqand", order=2
    )
    Delegation.objects.create(
        meeting=tokyo, party=japan, head=gemba, office="Minister for Foreign Affairs (chair)", standing="participant"
    )
    AgendaItem.objects.create(
        slug="fmm-2012-1", meeting=tokyo, number=1, title="Five areas of regional cooperation", state="adopted"
    )
    text = Text.objects.create(
        slug="statement-2012", dialogue=caj, meeting=tokyo, title="Joint statement of 2012", type="joint_statement",
        state="adopted", adopted_on="2012-11-10", languages=["en"], structure=["five areas"],
    )  # fmt: skip
    draft = Text.objects.create(
        slug="draft-2027", dialogue=caj, title="Draft declaration of 2027", type="declaration", state="zero_draft"
    )
    clause = Clause.objects.create(text=draft, kind="operative", rank=1)
    Wording.objects.create(clause=clause, language="en", words="Ministers shall keep a secret.")
    recommendation = Recommendation.objects.create(
        slug="rec-1", made_at=tokyo, made_on="2012-01-01", area="water", words="Share water data", link="inferred"
    )
    commitment = Commitment.objects.create(
        slug="com-1", made_in_ref=text.ref, text=text, made_on="2012-11-10", by=["japan"], owner=japan, pillar=pillar,
        words="Accept two thousand trainees", kind="unilateral", due_on="2017", record_status="not_seen",
    )  # fmt: skip
    undertaking = Undertaking.objects.create(
        slug="package-2012", kind="package", title="Package of 2012", on="2012-11-10", amount=700_000_000,
        currency="USD", donor=japan, spheres=["trade"], commitment=commitment, dialogue_link="explicit",
    )  # fmt: skip
    undertaking.recipients.add(kazakhstan, through_defaults={"order": 0})
    Undertaking.objects.create(slug="visit-2013", kind="event", title="A visit", order=1)
    concept = Concept.objects.create(
        slug="corridor", name="Corridor of peace", name_ja="平和の回廊", introduced_by=gemba, first_seen_on="2006-06-01",
        last_seen_on="2006-06",
    )  # fmt: skip
    DialogueEvent.objects.create(slug="c5plus1-us-1", dialogue=other, on="2015-11-01", level="ministers", city="Samarkand")
    bank = Organisation.objects.create(slug="sea-bank", names={"en": "Sea Bank"}, short="SB", kind="bank", party=japan)
    remit = Remit.objects.create(slug="remit-buoys", names={"en": "Numbers on buoys", "ja": "浮標の番号"})
    for number, (day, kind) in enumerate([("2012-11-10", "mandated"), ("2013-11-10", "done")]):
        RemitStep.objects.create(remit=remit, on=day, kind=kind, words="They number them", row_ref=tokyo.ref, order=number)
    Tie.objects.create(subject_ref=bank.ref, relation="took_part", object_ref=tokyo.ref)
    conflict = Conflict.objects.create(
        slug="c01-count", title="Number of meetings", reading="time_series", resolution="nine by 2022",
        basis="dated counts agree",
    )  # fmt: skip
    claim = Claim.objects.create(
        slug="c01-count-1", conflict=conflict, identity="c01-count-1", subject_ref="track/fmm",
        property_name="count_of_meetings", kind="count", value="9", value_type="int", as_of="2022-12",
    )  # fmt: skip
    Citation.objects.create(subject_ref=claim.ref, claim=claim, slug="c01-count-1", source=source, locator="reference 2")
    Ruling.objects.create(
        subject_ref="track/fmm", property_name="count_of_meetings", verdict="prefers", claim=claim, basis="primary",
        reason="dated count", by_name="Curator", at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    rows = [tokyo, text, recommendation, commitment, undertaking, concept, japan, caj, other, bank, remit, gemba]
    for row in [*(r.ref for r in rows), "meeting/fmm-next", "text/draft-2027"]:
        Citation.objects.create(subject_ref=row, source=source, locator="paragraph 2")
    Tie.objects.create(subject_ref=recommendation.ref, relation="surfaced_in", object_ref=text.ref)
    Tie.objects.create(subject_ref=recommendation.ref, relation="surfaced_in", object_ref=secret.ref, order=1)
    return SimpleNamespace(**{k: v for k, v in locals().items() if k != "rows"})


@pytest.fixture
def loaded(record: Any) -> Any:
    """The small record as if a file had told of its meeting."""
    RecordRow.objects.create(
        file="meetings", key="fmm-2012-tokyo", line=1, object_ref=record.tokyo.ref, digest="", data={}, loaded_at=LOADED
    )
    return record


@pytest.fixture
def page(client: Client) -> Callable[[str], str]:
    """The words of a page that must be there."""

    def read(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return str(answer.content.decode())

    return read


@pytest.fixture
def statements(client: Client) -> Callable[[str], int]:
    """How many statements a page puts to the database, once its templates are warm."""

    def count(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as told:
            assert client.get(address).status_code == 200
        return len(told)

    return count

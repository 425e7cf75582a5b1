import datetime as dt
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Model, QuerySet
from tests.conftest import LOADED_AT

from nemawashi.access import log
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import record as analysis
from nemawashi.analysis.models import Concept, DialogueEvent
from nemawashi.assistance import record as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments import record as commitments
from nemawashi.commitments.models import Commitment, Remit
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import record as meetings
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation, Track
from nemawashi.parties import record as parties
from nemawashi.parties.models import Dialogue, ForumRow, Organisation, Party, Person, Pillar, Standing, Translation
from nemawashi.record import files, loading
from nemawashi.sources import record as sources
from nemawashi.sources.models import Citation, Claim, Conflict, RecordRow, Ruling, Source, Tie
from nemawashi.texts import record as texts
from nemawashi.texts.models import Text

pytestmark = pytest.mark.usefixtures("record")
Change = Callable[[str, str, str], int]
LATER = dt.datetime(2026, 2, 1, 9, 30, tzinfo=dt.UTC)

FILES: dict[str, tuple[QuerySet[Any], Callable[[Any, sources.Footing], dict[str, Any]]]] = {
    "sources": (Source.objects.all(), sources.source_row),
    "conflicts": (Conflict.objects.all(), sources.conflict_row),
    "claims": (
        Citation.objects.filter(claim__isnull=False).select_related("claim__conflict", "source").order_by("order", "pk"),
        sources.claim_row,
    ),
    "formats": (Dialogue.objects.prefetch_related("events"), analysis.format_row),
    "forum": (ForumRow.objects.select_related("dialogue"), parties.forum_row),
    "parties": (Party.objects.prefetch_related("standings__dialogue"), parties.party_row),
    "people": (Person.objects.select_related("party").prefetch_related("offices"), parties.person_row),
    "organisations": (Organisation.objects.select_related("party"), parties.organisation_row),
    "remits": (Remit.objects.prefetch_related("steps"), commitments.remit_row),
    "tracks": (Track.objects.all(), meetings.track_row),
    "meetings": (
        Meeting.objects.select_related("track", "country", "host", "chair")
        .prefetch_related("delegations__party", "delegations__head", "agenda_items")
        .order_by("order"),
        meetings.meeting_row,
    ),
    "recommendations": (Recommendation.objects.select_related("made_at"), meetings.recommendation_row),
    "documents": (Text.objects.select_related("meeting"), texts.text_row),
    "commitments": (Commitment.objects.select_related("pillar"), commitments.commitment_row),
    "assistance": (
        Undertaking.objects.select_related("donor").prefetch_related("recipient_rows__party"),
        assistance.undertaking_row,
    ),
    "concepts": (Concept.objects.select_related("introduced_by"), analysis.concept_row),
    "words": (Translation.objects.all(), parties.translation_row),
}
DATES = {
    *("date", "start", "end", "from", "to", "attested", "as_of", "adopted", "founded", "dissolved", "deadline"),
    *("first_seen", "last_seen", "month", "year", "idea_first_recorded"),
}


def in_one_form(value: Any, key: str = "") -> Any:
    """Without keys that hold null; dates as text, however the file quotes them."""
    if isinstance(value, dict):
        return {name: in_one_form(part, name) for name, part in value.items() if part is not None}
    if isinstance(value, list):
        return [in_one_form(part) for part in value]
    return str(value) if key in DATES else value


@pytest.mark.parametrize("name", files.NAMES)
def test_every_row_of_every_file_comes_back_out_of_the_database(name: str) -> None:
    rows = yaml.load((files.PACKAGED / f"{name}.yaml").read_text(), yaml.CSafeLoader)
    objects, as_row = FILES[name]
    footing = sources.footing()

    back = [as_row(each, footing) for each in objects.all()]

    assert [in_one_form(row) for row in back] == [in_one_form(row) for row in rows]


def test_rows_stand_in_typed_columns() -> None:
    counts = [model.objects.count() for model in (Citation, Tie, DialogueEvent, Standing, AgendaItem, RecordRow)]
    assert counts == [2402 + 638, 303, 319, 9, 187, 3647]
    assert (Claim.objects.count(), Ruling.objects.count()) == (615, 150)
    assert Pillar.objects.count() == 5
    meeting = Meeting.objects.get(slug="summit-2025-tokyo")
    assert (meeting.start_on, meeting.state, meeting.is_published) == (ImpreciseDate(2025, 12, 19), "held", True)
    assert {party.zone for party in Party.objects.all()}.isdisjoint({"UTC"})


def noun_of(ref: str) -> type[Model]:
    models: dict[str, type[Model]] = {noun: model for _, noun, model, _ in loading.STEPS}
    return (models | {"event": DialogueEvent})[ref.partition("/")[0]]


def test_every_reference_resolves() -> None:
    refs = {*Claim.objects.values_list("subject_ref", flat=True), *Citation.objects.values_list("subject_ref", flat=True)}
    refs |= {ref for pair in Tie.objects.values_list("subject_ref", "object_ref") for ref in pair}
    refs |= set(Commitment.objects.values_list("made_in_ref", flat=True))
    refs |= set(Recommendation.objects.exclude(document_ref=None).values_list("document_ref", flat=True))
    refs |= set(RecordRow.objects.values_list("object_ref", flat=True))

    for ref in refs:
        assert noun_of(ref)._default_manager.filter(slug=ref.partition("/")[2]).count() == 1, ref
    without_citations = ["sources", "conflicts", "claims", "forum", "words"]  # the forum is what the record is about
    for row in RecordRow.objects.exclude(file__in=without_citations):
        assert Citation.objects.filter(subject_ref=row.object_ref, part="").exists(), row


def everything() -> dict[str, list[Any]]:
    """All rows of all tables of the nouns, keys included."""
    nouns = ("sources", "parties", "meetings", "texts", "commitments", "assistance", "analysis")
    models = [model for noun in nouns for model in apps.get_app_config(noun).get_models()]
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in models
        if model._default_manager.__class__.__name__ != "SealedManager"
    }


def test_a_second_load_writes_nothing_and_says_so() -> None:
    before = everything()
    out = StringIO()

    call_command("load_record", stdout=out)

    assert everything() == before
    assert out.getvalue() == "The record was loaded already: nothing to write, 3647 rows as they were\n"


def test_unsound_files_are_refused_whole(folder: Path, change: Change) -> None:
    first = change("tracks", "formal: true", "formal: maybe")
    change("meetings", "city: Astana", "city: Nur-Sultan")
    second = change("claims", "source: seed-003", "source: seed-999")
    before, err = everything(), StringIO()

    with pytest.raises(CommandError, match="2 problems in the record; nothing was loaded"):
        call_command("load_record", path=folder, stderr=err)

    lines = err.getvalue().splitlines()
    assert [line.split(":")[:2] for line in lines] == [["tracks.yaml", str(first)], ["claims.yaml", str(second)]]
    assert everything() == before


def test_a_changed_row_is_written_and_no_other(folder: Path, change: Change) -> None:
    keys = dict(Meeting.objects.values_list("slug", "pk"))
    change("meetings", "city: Astana", "city: Nur-Sultan")

    loaded = loading.record_loaded(folder, at=LATER)

    assert (loaded.written, loaded.unchanged) == (1, 3646)
    assert Meeting.objects.get(slug="fmm-2004-astana").city == "Nur-Sultan"
    assert dict(Meeting.objects.values_list("slug", "pk")) == keys
    assert RecordRow.objects.filter(loaded_at=LATER).values_list("key", flat=True).get() == "fmm-2004-astana"
    assert Citation.objects.count() == 2402 + 638


def test_a_row_that_only_moves_keeps_what_it_says(folder: Path) -> None:
    path = folder / "tracks.yaml"
    head, *rows = path.read_text().splitlines(keepends=True)
    path.write_text(head + "".join(reversed(rows)))

    loaded = loading.record_loaded(folder, at=LATER)

    assert loaded.written == 0
    assert [track.slug for track in Track.objects.all()][:2] == ["think-tank", "informal-ministerial"]
    assert RecordRow.objects.get(file="tracks", key="think-tank").line == 2


def test_a_row_that_left_the_files_stays_and_is_named(folder: Path) -> None:
    path = folder / "recommendations.yaml"
    lines = path.read_text().splitlines(keepends=True)
    gone = next(number for number, line in enumerate(lines) if "rec-biz2-tourism" in line)
    path.write_text("".join(lines[:gone] + lines[gone + 1 :]))

    loaded = loading.record_loaded(folder, at=LATER)

    assert loaded.gone == ("recommendations.yaml: rec-biz2-tourism",)
    assert Recommendation.objects.filter(slug="rec-biz2-tourism").exists()


def acted(subject: Any, event: str = "meeting.postponed") -> None:
    """An act of people on a row, dated before the load: the log's order counts, not the clock."""
    log.enter(event, subject, by=PUBLIC, at=LOADED_AT - dt.timedelta(days=9), visibility=Visibility.PUBLIC)


def acts_in_the_way(folder: Path) -> list[str]:
    """The rows for which a load is refused; nothing at all is written then."""
    before = everything()

    with pytest.raises(loading.OverwritesError) as refused:
        loading.record_loaded(folder, at=LATER)

    assert everything() == before
    return [act.row.key for act in refused.value.acts]


def test_an_act_since_the_load_is_not_overwritten_and_nothing_else_is_written(folder: Path, change: Change) -> None:
    meeting = Meeting.objects.get(slug="fmm-2004-astana")
    meeting.city = "Almaty"
    meeting.save()
    acted(meeting)
    change("meetings", "city: Astana", "city: Nur-Sultan")
    change("tracks", "level: leaders", "level: heads of state")
    before, out, err = everything(), StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 row of the record was acted on since it was loaded; nothing was"):
        call_command("load_record", path=folder, stdout=out, stderr=err)

    assert everything() == before
    assert err.getvalue() == (
        "meetings.yaml:4: fmm-2004-astana: changed in the file, and acted on since: meeting.postponed by somebody on "
        "2026-01-06 09:00 UTC\n"
    )
    assert out.getvalue() == ""


def test_an_act_on_the_agenda_is_one_on_the_meeting(folder: Path, change: Change) -> None:
    acted(AgendaItem.objects.filter(meeting__slug="fmm-2004-astana")[0], "agenda.item_deferred")
    change("meetings", "city: Astana", "city: Nur-Sultan")

    assert acts_in_the_way(folder) == ["fmm-2004-astana"]


def test_an_act_on_a_row_that_did_not_change_does_not_stand_in_the_way(folder: Path, change: Change) -> None:
    acted(Meeting.objects.get(slug="fmm-2006-tokyo"))
    change("meetings", "city: Astana", "city: Nur-Sultan")

    assert loading.record_loaded(folder, at=LATER).written == 1


def test_an_act_before_the_load_does_not_stand_in_the_way(folder: Path, change: Change) -> None:
    acted(Meeting.objects.get(slug="fmm-2004-astana"))
    RecordRow.objects.filter(key="fmm-2004-astana").update(log_seq=log.Entry.objects.latest("seq").seq)
    change("meetings", "city: Astana", "city: Nur-Sultan")

    assert loading.record_loaded(folder, at=LATER).written == 1


def test_a_row_that_people_made_under_the_same_id_is_not_overwritten(folder: Path) -> None:
    track = Track.objects.get(slug="fmm")
    acted(Meeting.objects.create(slug="fmm-2027-almaty", track=track, state="planned", city="Almaty"))
    path = folder / "meetings.yaml"
    row = "{id: fmm-2027-almaty, track: fmm, dates: {start: null, end: null}, city: Astana, sources: [seed-000]}"
    path.write_text(f"{path.read_text()}- {row}\n")

    assert acts_in_the_way(folder) == ["fmm-2027-almaty"]


def test_an_act_in_the_middle_of_a_load_undoes_the_load(folder: Path, change: Change) -> None:
    change("meetings", "city: Astana", "city: Nur-Sultan")

    def somebody_acts(name: str) -> None:
        if name == "meetings":
            acted(Meeting.objects.get(slug="fmm-2004-astana"))

    with pytest.raises(loading.OverwritesError):
        loading.record_loaded(folder, at=LATER, step=somebody_acts)

    assert Meeting.objects.get(slug="fmm-2004-astana").city == "Astana"


def test_what_the_record_prefers_is_noted_once_with_the_reason(folder: Path, change: Change) -> None:
    rows = yaml.load((files.PACKAGED / "claims.yaml").read_text(), yaml.CSafeLoader)
    marked = {
        (row["conflict"], row["subject"], row["property"], sources.as_text(row["value"])[0])
        for row in rows
        if row.get("preferred")
    }
    rulings = Ruling.objects.values_list("claim", "verdict", "by_name", "at", "reason")
    noted = set(rulings)
    told = Ruling.objects.values_list("claim__conflict__slug", "subject_ref", "property_name", "claim__value")
    assert {(c, ref.partition("/")[2], name, value) for c, ref, name, value in told} == marked
    assert {(verdict, by, at) for _, verdict, by, at, _ in noted} == {("prefers", "the record", LOADED_AT)}

    change("claims", "preferred: true", "note: looked at again, preferred: true")
    loading.record_loaded(folder, at=LATER)

    assert set(rulings.all()) == noted


def test_a_preference_that_the_files_take_back_reopens_the_question_and_keeps_the_history(
    folder: Path, change: Change
) -> None:
    first = Ruling.objects.order_by("pk").first()
    assert first is not None
    change("claims", 'agreed at the March 2005 SOM", preferred: true', 'agreed at the March 2005 SOM"')
    change("claims", 'agreed at the first SOM", preferred: true', 'agreed at the first SOM"')
    loading.record_loaded(folder, at=LATER)

    on = Ruling.objects.filter(subject_ref="concept/five-pillars", property_name="adopted").order_by("at", "pk")
    assert list(on.values_list("verdict", "at")) == [("prefers", LOADED_AT), ("reopens", LATER)]


def test_one_party_that_promised_is_the_owner() -> None:
    for commitment in Commitment.objects.select_related("owner"):
        parties_named = commitment.by if commitment.by[0] not in ("all", "central asia") else []
        expected = parties_named[0] if len(parties_named) == len(commitment.by) == 1 else None
        assert (commitment.owner.slug if commitment.owner else None) == expected


def test_a_draft_that_was_only_reported_is_marked() -> None:
    draft = Text.objects.get(slug="doc-2024-draft-declaration")

    assert (draft.state, draft.is_published, draft.is_public) == ("withdrawn", True, True)


@pytest.mark.one_database
def test_the_bar_is_shown_when_asked_only(capfd: pytest.CaptureFixture[str]) -> None:
    call_command("load_record", stdout=StringIO())

    assert capfd.readouterr().err == ""

    call_command("load_record", progress=True, stdout=StringIO())
    assert "17/17" in capfd.readouterr().err

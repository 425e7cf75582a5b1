"""Curation: what each act writes and refuses, and that nothing is ever overwritten."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nemawashi.access.models import Entry
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue
from nemawashi.sources import acts, claim_files, queries
from nemawashi.sources.models import Citation, Claim, Copy, Ruling, Source
from nemawashi.sources.terms import FactState, Refusal

pytestmark = pytest.mark.usefixtures("played")
Done = Callable[..., Any]
PAGE = b"<!DOCTYPE html><html><body><script>steal()</script><p>Astana, 28 August</p></body></html>"


def source(slug: str = "seed-001") -> Source:
    return Source.objects.get(slug=slug)


def record(done: Done, value: str, who: str = "japan", of: str = "seed-001", **words: Any) -> Claim:
    told = {"subject_ref": "concept/five-pillars", "property_name": "adopted", "kind": "date"} | words
    claim: Claim = done(who, acts.record_claim, source(of), value=value, subject_is_known=True, **told)
    return claim


def state_of(claim: Claim, who: Callable[[str], Any]) -> FactState:
    on = (claim.subject_ref, claim.property_name)
    viewer = who("host")
    return queries.standing_of(queries.claims_on(*on, viewer=viewer), queries.rulings_on(*on, viewer=viewer)).state


def test_a_claim_keeps_the_form_of_its_source_and_joins_the_question_of_its_property(done: Done) -> None:
    claim = record(done, "2005-03-05", locator="l.3", note="as printed")

    citation = claim.citations.get()
    assert (claim.value, claim.value_type, claim.conflict and claim.conflict.slug) == (
        "2005-03-05",
        "date",
        "C02-pillars-year",
    )
    assert (citation.source.slug, citation.locator, citation.note, citation.by_name) == (
        "seed-001",
        "l.3",
        "as printed",
        "japan",
    )
    assert Entry.objects.latest("seq").event == "claim.recorded"


def test_the_same_claim_of_another_source_is_a_second_citation(done: Done) -> None:
    before = Claim.objects.get(slug="C02-pillars-year-2")
    claim = record(done, "2005-03-04", of="seed-000")

    assert claim == before
    assert set(claim.citations.values_list("source__slug", flat=True)) == {"mofaj-fm2-ann", "mofaj-som2-ann", "seed-000"}


def test_a_later_claim_that_cannot_hold_beside_the_preferred_one_challenges_the_ruling(done: Done, who: Any) -> None:
    preferred = Claim.objects.get(slug="C02-pillars-year-2")
    assert state_of(preferred, who) == FactState.RULED

    record(done, "March 2005")
    assert state_of(preferred, who) == FactState.RULED

    record(done, "2007-01-01", of="seed-000")
    assert state_of(preferred, who) == FactState.CHALLENGED


def test_a_ruling_on_the_challenged_question_settles_it_again(done: Done, who: Any) -> None:
    preferred = Claim.objects.get(slug="C02-pillars-year-2")
    record(done, "2007-01-01")

    done("host", acts.rule_on_claim, preferred, basis="primary", reason="two releases of the ministry")

    assert state_of(preferred, who) == FactState.RULED
    assert Ruling.objects.filter(subject_ref="concept/five-pillars", property_name="adopted").count() == 2


def test_a_ruling_for_another_claim_opens_the_question_first(done: Done, who: Any) -> None:
    """Two claims that cannot both hold are never both preferred; two of different dates may be."""
    old = Claim.objects.get(slug="C02-pillars-year-2")
    new = record(done, "2007-01-01")

    done("host", acts.rule_on_claim, new, basis="primary", reason="a newer release")

    on = Ruling.objects.filter(subject_ref="concept/five-pillars", property_name="adopted").order_by("at", "pk")
    assert list(on.values_list("verdict", "by_name")) == [
        ("prefers", "the record"),
        ("reopens", "host"),
        ("prefers", "host"),
    ]
    preferred = queries.preferred_claims(viewer=who("kazakhstan"))
    assert (old.pk in preferred, new.pk in preferred, state_of(new, who)) == (False, True, FactState.RULED)


def test_reopening_takes_back_what_was_ruled_and_keeps_the_history(done: Done, who: Any) -> None:
    preferred = Claim.objects.get(slug="C02-pillars-year-2")

    done("kazakhstan", acts.reopen_ruling, preferred, reason="the release speaks of areas")

    assert state_of(preferred, who) == FactState.REOPENED
    verdicts = Ruling.objects.filter(subject_ref="concept/five-pillars", property_name="adopted").order_by("pk")
    assert list(verdicts.values_list("verdict", "by_name")) == [("prefers", "the record"), ("reopens", "kazakhstan")]
    assert preferred.pk not in queries.preferred_claims(viewer=who("kazakhstan"))


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"value": "  "}, Refusal.NO_WORDS),
        ({"value": "2005", "property_name": "Adopted On"}, Refusal.BAD_PROPERTY),
        ({"value": "2005", "subject_ref": "meeting/none", "subject_is_known": False}, Refusal.NO_SUCH_SUBJECT),
    ],
)
def test_a_claim_that_cannot_stand_is_refused(refused: Any, words: dict[str, Any], refusal: Refusal) -> None:
    told = {"subject_ref": "concept/five-pillars", "property_name": "adopted", "kind": "date", "subject_is_known": True}

    assert refused("japan", acts.record_claim, source(), **(told | words)) == refusal


def test_a_source_is_quoted_once_for_a_claim(done: Done, refused: Any) -> None:
    record(done, "2005-03-05")
    told = {"subject_ref": "concept/five-pillars", "property_name": "adopted", "kind": "date", "subject_is_known": True}

    assert refused("japan", acts.record_claim, source(), value="2005-03-05", **told) == Refusal.SAID_ALREADY
    claim = Claim.objects.get(value="2005-03-05")
    assert refused("japan", acts.cite_claim, claim, source=source()) == Refusal.SAID_ALREADY


def test_a_denial_is_cited_and_counts_for_no_value(done: Done, who: Any) -> None:
    claim = Claim.objects.get(slug="C02-pillars-year-2")
    done("expert", acts.cite_claim, claim, source=source("seed-000"), stance="denies", locator="l.1")

    said = queries.said(queries.claims_on("concept/five-pillars", "adopted", viewer=who("host")))
    assert "seed-000" not in {told.voice.source for told in said if told.text == "2005-03-04"}
    assert Citation.objects.get(claim=claim, source__slug="seed-000").stance == "denies"


@pytest.mark.parametrize("act", [acts.rule_on_claim, acts.reopen_ruling])
def test_a_ruling_needs_a_reason(refused: Any, act: Any) -> None:
    assert refused("host", act, Claim.objects.get(slug="C02-pillars-year-2"), reason=" ") == Refusal.NO_WORDS


def test_what_is_preferred_or_open_is_not_ruled_so_again(refused: Any) -> None:
    preferred, other = Claim.objects.get(slug="C02-pillars-year-2"), Claim.objects.get(slug="C01-som-count-1")

    assert refused("host", acts.rule_on_claim, preferred, reason="again") == Refusal.RULED_ALREADY
    assert refused("host", acts.reopen_ruling, other, reason="nothing was ruled") == Refusal.NO_RULING


def test_only_curators_curate(refused: Any) -> None:
    claim = Claim.objects.get(slug="C01-som-count-1")

    assert refused("japan-watcher", acts.rule_on_claim, claim, reason="because") == Refusal.NOT_A_CURATOR
    assert (
        refused("japan-watcher", acts.archive_source, source(), file_name="a.html", content=PAGE) == Refusal.NOT_A_CURATOR
    )
    assert refused("japan-watcher", acts.mark_gone, Source.objects.exclude(url=None)[0]) == Refusal.NOT_A_CURATOR


def test_a_source_is_added_once_for_each_address(done: Done, refused: Any) -> None:
    caj = Dialogue.objects.get(slug="caj")
    row = done("researcher", acts.add_source, caj, title="A note", url="https://example.org/a", on=ImpreciseDate(2026, 3))

    assert (row.title, row.published_on, row.seen) == ("A note", ImpreciseDate(2026, 3), "full")
    assert refused("researcher", acts.add_source, caj, title="Again", url="https://example.org/a") == Refusal.SOURCE_EXISTS
    assert refused("researcher", acts.add_source, caj, title="Bad", url="javascript:alert(1)") == Refusal.BAD_ADDRESS
    somebodys = "https://user:secret@example.org/a"
    assert refused("researcher", acts.add_source, caj, title="Bad", url=somebodys) == Refusal.ADDRESS_OF_SOMEBODY
    assert refused("researcher", acts.add_source, caj, title=" ", url="") == Refusal.NO_WORDS


def test_a_copy_is_kept_under_its_digest_with_its_words(done: Done, refused: Any, archive_folder: Any) -> None:
    copy: Copy = done("researcher", acts.archive_source, source(), file_name="../../etc/page.HTM", content=PAGE)

    assert (copy.media_type, copy.name, copy.size, copy.text) == ("text/html", "page.html", len(PAGE), "Astana, 28 August")
    assert (archive_folder / copy.sha256[:2] / copy.sha256).read_bytes() == PAGE
    assert (
        refused("researcher", acts.archive_source, source(), file_name="b.html", content=PAGE) == Refusal.ARCHIVED_ALREADY
    )


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", Refusal.NO_FILE),
        (b"MZ\x90\x00 a program", Refusal.WRONG_TYPE),
        (b"PK\x03\x04 no package", Refusal.WRONG_TYPE),
        (b"%PDF-1.7" + b" " * 20_000_000, Refusal.TOO_LARGE),
    ],
    ids=["empty", "program", "broken package", "too large"],
)
def test_what_is_no_document_is_not_kept(refused: Any, archive_folder: Any, content: bytes, refusal: Refusal) -> None:
    assert refused("researcher", acts.archive_source, source(), file_name="a.pdf", content=content) == refusal

    assert not archive_folder.exists()


def test_an_address_is_marked_as_gone_once(done: Done, refused: Any) -> None:
    row = Source.objects.exclude(url=None)[0]
    done("expert", acts.mark_gone, row)

    assert Source.objects.get(pk=row.pk).is_gone
    assert refused("expert", acts.mark_gone, row) == Refusal.GONE_ALREADY
    assert refused("expert", acts.mark_gone, source("seed-001")) == Refusal.NO_ADDRESS


def rows_of(text: str) -> tuple[claim_files.ClaimRow, ...]:
    read = claim_files.read(text.encode())
    assert read.faults == ()
    return read.rows


GOOD = "- {subject: som, property: count_of_meetings, kind: count, as_of: 2026-01, value: 17, source: seed-001}\n"


def test_an_import_writes_all_or_nothing(done: Done, refused: Any) -> None:
    caj, refs = Dialogue.objects.get(slug="caj"), {"som": "track/som"}
    rows = rows_of(GOOD + GOOD.replace("seed-001", "no-such-source"))

    assert refused("researcher", acts.import_claims, caj, rows=rows, faults=0, refs=refs) == Refusal.NO_SUCH_SOURCE
    assert refused("researcher", acts.import_claims, caj, rows=rows[:1], faults=1, refs=refs) == Refusal.UNREADABLE_CLAIMS
    assert refused("researcher", acts.import_claims, caj, rows=rows[:1], faults=0, refs={}) == Refusal.NO_SUCH_SUBJECT
    assert done("researcher", acts.import_claims, caj, rows=rows[:1], faults=0, refs=refs) == 1
    assert refused("researcher", acts.import_claims, caj, rows=rows[:1], faults=0, refs=refs) == Refusal.NOTHING_NEW


def test_what_was_exported_says_nothing_new(refused: Any, client_of: Any) -> None:
    caj = Dialogue.objects.get(slug="caj")
    from nemawashi.desk.curating import subjects

    for form in ("csv", "yaml"):
        raw = client_of("researcher").get(f"/desk/record/claims.{form}").content
        read = claim_files.read(raw, is_csv=form == "csv")
        assert (read.faults, len(read.rows)) == ((), 638)
        refs = subjects.refs_of({row.subject for row in read.rows})
        assert refused("researcher", acts.import_claims, caj, rows=read.rows, faults=0, refs=refs) == Refusal.NOTHING_NEW


def test_the_moment_of_a_ruling_is_the_acts(done: Done) -> None:
    at = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)
    ruling = done("host", acts.rule_on_claim, Claim.objects.get(slug="C01-som-count-1"), reason="release", at=at)

    assert (ruling.at, ruling.by_name, ruling.basis) == (at, "host", "other")


def test_the_preview_tells_what_would_be_found_in_the_whole_record_and_writes_nothing(client_of: Any) -> None:
    """The year of the five pillars is ruled, the count of senior officials' meetings is a series."""
    rows = (
        "- {subject: five-pillars, property: adopted, kind: date, value: 2007-01-01, source: seed-001}\n"
        "- {subject: som, property: count_of_meetings, kind: count, as_of: 2026-01, value: 3, source: seed-001}\n"
    )
    before = Citation.objects.count()

    answer = client_of("researcher").post("/desk/record/import/", {"claims": rows, "form": "yaml"})

    told = [
        (each["name"], str(each["before"]), str(each["after"]), each["challenges"]) for each in answer.context["changes"]
    ]
    assert told == [
        ("adopted", "contradiction", "contradiction", True),
        ("count_of_meetings", "time series", "contradiction", False),
    ]
    assert (Citation.objects.count(), answer.context["is_whole"]) == (before, True)


def test_text_that_a_spreadsheet_would_run_is_only_text_and_comes_back() -> None:
    row = {"subject": "som", "property": "name", "kind": "name", "value": "=1+1", "source": "seed-001"}

    text = claim_files.to_csv([row])

    assert "'=1+1" in text
    assert claim_files.read(text.encode(), is_csv=True).rows[0].value == "=1+1"


def test_a_remark_is_received_and_answered_until_an_answer_ends_it(done: Done, refused: Any) -> None:
    words = {"subject_ref": "track/som", "subject_is_known": True, "words": "It met sixteen times.", "language": "ru"}
    row = done("researcher", acts.receive_remark, Dialogue.objects.get(slug="caj"), **words)
    assert (row.state, Entry.objects.latest("seq").facts) == ("waiting", {"about": "track/som"})

    row = done("expert", acts.answer_remark, row, answer="asked", words="In which year?")
    row = done("host", acts.answer_remark, row, answer="declined", words="Seventeen, with the last one.")

    assert (row.state, row.by_name, row.version) == ("declined", "host", 3)
    assert Entry.objects.latest("seq").facts == {"about": "track/som", "answer": "declined"}
    assert refused("host", acts.answer_remark, row, answer="accepted", words="Sixteen.") == Refusal.ANSWERED_ALREADY
    assert refused("japan-watcher", acts.answer_remark, row, answer="accepted", words="Yes.") == Refusal.NOT_A_CURATOR


def test_a_remark_on_what_the_public_may_not_know_is_refused(refused: Any) -> None:
    words = {"subject_ref": "meeting/secret", "subject_is_known": False, "words": "It will meet."}

    assert refused("expert", acts.receive_remark, Dialogue.objects.get(slug="caj"), **words) == Refusal.NO_SUCH_SUBJECT

"""The report on commitments, with one press: all that were made here, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import acts
from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import CommitmentState
from nemawashi.desk.following import complying
from nemawashi.kit import word
from nemawashi.kit.papers import pdf

ClientOf = Callable[[str], Any]


def _lines(content: bytes) -> list[str]:
    return ["".join(run.words for run in passage.runs) for passage in word.read(content).body]


def test_the_report_says_what_was_promised_reported_and_scored(
    client_of: ClientOf, done: Callable[..., Any], training: Commitment
) -> None:
    done("japan", acts.report_progress, training, words="Sixty officers.", delivery="limited")
    Commitment.objects.filter(pk=training.pk).update(evidence_note="The host saw thirty.")

    answer = client_of("kazakhstan").get("/desk/follow-up/report.docx")

    words = "\n".join(_lines(answer.content))
    assert answer["Content-Disposition"].startswith('attachment; filename="compliance-')
    assert "(In limited part): Sixty officers." in words
    assert "The host saw thirty." in words
    assert words.count("What the parties report") == words.count("How it was scored")


def test_whoever_scores_reads_the_guideline_and_what_is_reported(
    client_of: ClientOf, done: Callable[..., Any], training: Commitment
) -> None:
    done("japan", acts.report_progress, training, words="Sixty officers.", delivery="limited")
    done("host", acts.freeze_guideline, training, words="+1: all of the 120.")

    page = client_of("researcher").get(f"/desk/acts/assess/{training.slug}/").content.decode()

    assert "<dt>Guideline</dt>" in page
    assert "+1: all of the 120." in page
    assert "(In limited part): Sixty officers." in page


def test_it_says_which_commitments_it_holds_and_which_are_fiction(client_of: ClientOf, training: Commitment) -> None:
    of_record = Commitment.objects.filter(origin=RowOrigin.RECORD, state=CommitmentState.CONFIRMED).count()
    sentence = f"It holds only the commitments made on this desk; {of_record} commitments of the record are not in it."

    real = complying.report(viewer=PUBLIC)
    assert real.notes[0] == sentence
    assert "Demonstration" not in real.heads
    assert sentence in client_of("japan").get("/desk/follow-up/").content.decode()

    Commitment.objects.filter(pk=training.pk).update(origin=RowOrigin.FICTION)
    words = "\n".join(_lines(client_of("japan").get("/desk/follow-up/report.docx").content))
    assert "Origin: Demonstration" in words


def test_what_was_only_found_is_in_no_report(found: Commitment) -> None:
    made = complying.report(viewer=PUBLIC)

    assert found.words not in [row.words for row in made.rows]


def test_nobody_gets_it_unasked(client: Any, db: None) -> None:
    answers = [client.get(f"/desk/follow-up/report.{form}") for form in ("docx", "pdf")]

    assert [answer.status_code for answer in answers] == [302, 302]


@pytest.mark.skipif(bool(pdf.is_possible()), reason="needs Pango")
def test_it_comes_as_pdf(client_of: ClientOf, training: Commitment) -> None:
    answer = client_of("host").get("/desk/follow-up/report.pdf")

    assert (answer.content[:5], answer["Content-Type"]) == (b"%PDF-", "application/pdf")

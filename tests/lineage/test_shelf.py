"""What stands on the shelf: what was adopted or issued, in every authentic language, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nemawashi.lineage import queries, shelf
from nemawashi.lineage.models import ReferenceDocument
from nemawashi.texts.models import Clause, Text, Wording


@pytest.fixture
def adopted(played: None, db: None) -> Text:
    """A short text that was adopted, with a clause in two authentic languages and one courtesy translation."""
    from nemawashi.parties.models import Dialogue

    dialogue = Dialogue.objects.get(slug="caj")
    text = Text.objects.create(
        slug="old-plan", dialogue=dialogue, title="Old Plan", type="action_plan", state="adopted", adopted_on="2015-03"
    )
    clause = Clause.objects.create(text=text, kind="operative", rank=1)
    for language, words, version in (
        ("en", "The parties shall build bridges.", "authentic"),
        ("ru", "Стороны строят мосты.", "authentic"),
        ("ja", "締約国は橋を建設する。", "courtesy"),
    ):
        Wording.objects.create(clause=clause, language=language, words=words, version=version)
    Wording.objects.create(clause=clause, language="en", number=2, words="The parties shall build railways.")
    gone = Clause.objects.create(text=text, kind="operative", rank=2, is_deleted=True)
    Wording.objects.create(clause=gone, language="en", words="Nothing of this was agreed.")
    return text


def of_text(text: Text) -> list[tuple[str, str, str]]:
    return sorted(
        (clause.language, clause.text, clause.date) for clause in shelf.open_index() if clause.document == text.ref
    )


def test_adopted_words_in_force_stand_in_every_authentic_language(adopted: Text) -> None:
    shelf.bring_up_to_date()

    assert of_text(adopted) == [
        ("en", "The parties shall build railways.", "2015-03"),
        ("ru", "Стороны строят мосты.", "2015-03"),
    ]


def test_nothing_under_negotiation_is_on_the_shelf(adopted: Text) -> None:
    assert Text.objects.filter(state="under_negotiation", clauses__isnull=False).exists()

    shelf.rebuild()

    public = {text.ref for text in Text.objects.filter(state__in=("adopted", "issued"))}
    assert {clause.document for clause in shelf.open_index()} <= public
    assert of_text(adopted) != []


def test_a_text_that_is_not_adopted_is_left_alone(adopted: Text) -> None:
    shelf.bring_up_to_date()
    draft = Text.objects.filter(state="under_negotiation").first()

    shelf.add_text(draft)

    assert of_text(draft) == []


def test_only_what_changed_is_written(adopted: Text, jsonl: Callable[..., Path], run: Callable[..., Any]) -> None:
    run("corpus", "add", str(jsonl()))
    assert shelf.bring_up_to_date() == shelf.Shelved(len(shelf.open_index()), added=0, removed=0, is_anew=False)

    Wording.objects.filter(clause__text=adopted, language="ru").update(words="Стороны строят дороги.")
    done = shelf.bring_up_to_date()

    assert (done.added, done.removed, done.is_anew) == (1, 0, False)
    assert ("ru", "Стороны строят дороги.", "2015-03") in of_text(adopted)


def test_a_text_that_is_no_longer_public_leaves_the_shelf(
    adopted: Text, jsonl: Callable[..., Path], run: Callable[..., Any]
) -> None:
    run("corpus", "add", str(jsonl()))
    Text.objects.filter(pk=adopted.pk).update(state="withdrawn")

    assert shelf.bring_up_to_date().removed == 1
    assert of_text(adopted) == []


def test_a_change_that_was_cut_off_is_made_up_for(forum: Path) -> None:
    ReferenceDocument.objects.filter(symbol="S/1").delete()  # and the process ends before the shelf hears of it

    assert shelf.bring_up_to_date().removed == 1
    assert {queries.origins([clause])[clause.id].symbol for clause in shelf.open_index()} == {"S/2"}


def test_a_shelf_that_was_thrown_away_is_made_anew(forum: Path, own_shelf: Path) -> None:
    import shutil

    count = len(shelf.open_index())
    shutil.rmtree(own_shelf)
    shelf._opened.clear()

    assert shelf.bring_up_to_date() == shelf.Shelved(count, added=2, removed=0, is_anew=True)


def test_adoption_puts_the_text_on_the_shelf_once_it_is_committed(
    adopted: Text, django_capture_on_commit_callbacks: Any, viewer: Callable[[str], Any], now: Any
) -> None:
    from nemawashi.access import log
    from nemawashi.access.terms import Visibility
    from nemawashi.texts.terms import Act

    with django_capture_on_commit_callbacks(execute=True):
        log.enter(Act.ISSUE_TEXT, adopted, by=viewer("host"), at=now, visibility=Visibility.PUBLIC)

    assert len(of_text(adopted)) == 2


def test_a_shelf_that_cannot_be_written_is_told_without_words(
    adopted: Text,
    django_capture_on_commit_callbacks: Any,
    viewer: Callable[[str], Any],
    now: Any,
    settings: Any,
    tmp_path: Path,
    caplog: Any,
) -> None:
    from nemawashi.access import log
    from nemawashi.access.terms import Visibility
    from nemawashi.texts.terms import Act

    (tmp_path / "file").write_text("")
    settings.LINEAGE = tmp_path / "file" / "lineage"
    with django_capture_on_commit_callbacks(execute=True):
        log.enter(Act.ISSUE_TEXT, adopted, by=viewer("host"), at=now, visibility=Visibility.PUBLIC)

    told = [record.getMessage() for record in caplog.records if record.name == "nemawashi.lineage.listeners"]
    assert told == ["the index of agreed language was not brought up to date: NotADirectoryError"]


def test_origins_tell_where_clauses_stand(adopted: Text, forum: Path) -> None:
    shelf.bring_up_to_date()
    clause = next(clause for clause in shelf.open_index() if clause.document == adopted.ref and clause.language == "ru")

    origin = queries.origins([clause])[clause.id]

    assert (origin.document, origin.title, origin.date, origin.status, origin.language, origin.year) == (
        "text/old-plan",
        "Old Plan",
        "2015-03",
        "adopted",
        "ru",
        "2015",
    )

"""What can be asked of a clause is the same by each way of asking: a draft, a file, a break of silence, bridging words."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from tests.texts.unchanged import words_of

from nemawashi.access.viewers import acting_as
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.meetings.models import Meeting
from nemawashi.texts import acts, queries
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.models import Clause, Position, Text
from nemawashi.texts.terms import ClauseKind, Refusal

pytestmark = pytest.mark.one_database

WORDS = "The parties will meet every year by 2030."
Way = Callable[..., Any]


@pytest.fixture
def clauses(done: Any, tabled: Any, viewer: Any) -> dict[str, Clause]:
    """A clean text by the names of its clauses, of which the last was deleted; and a clause of another text."""
    meeting = Meeting.objects.get(track__slug="fmm", state="announced")
    told = {"title": "A declaration", "first": WORDS, "second": "They will report.", "gone": "They will sing."}
    zero = [ZeroClause(ClauseKind.TITLE if key == "title" else ClauseKind.OPERATIVE, {"en": told[key]}) for key in told]
    text = done("host", acts.circulate_zero_draft, meeting, title="A declaration", type="declaration", clauses=zero)
    rows = dict(zip(told, Clause.objects.filter(text=text).order_by("rank"), strict=True))
    done("host", acts.accept_position, tabled("japan", rows["gone"], "delete_clause"))
    done("host", acts.issue_revision, text)
    fresh = {key: Clause.objects.select_related("text").get(pk=row.pk) for key, row in rows.items()}
    return fresh | {"elsewhere": Clause.objects.filter(is_deleted=False).exclude(text=text)[0]}


def proposed(clauses: dict[str, Clause], asked: dict[str, Any]) -> Proposed:
    target = str(clauses[asked["target"]].pk) if asked.get("target") else ""
    return Proposed(str(clauses[asked.get("on", "first")].pk), **asked_words(asked), target=target)


def asked_words(asked: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in asked.items() if key not in ("on", "target")}


def by_draft(run: Any, done: Any, clauses: dict[str, Clause], now: dt.datetime, asked: dict[str, Any]) -> Any:
    target = clauses.get(asked.get("target", ""))
    clause = clauses[asked.get("on", "first")]
    return run("japan", acts.draft_position, clause, target=target, **asked_words(asked))


def by_file(run: Any, done: Any, clauses: dict[str, Clause], now: dt.datetime, asked: dict[str, Any]) -> Any:
    file = done("japan", acts.keep_file, clauses["first"].text, called="ours.docx", content=b"ours", kind="word")
    return run("japan", acts.take_in_file, file, proposals=[proposed(clauses, asked)])


def by_break(run: Any, done: Any, clauses: dict[str, Clause], now: dt.datetime, asked: dict[str, Any]) -> Any:
    text = Text.objects.get(pk=clauses["first"].text_id)
    silence = done("host", acts.open_silence, text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    return run("japan", acts.break_silence, silence, words="Not so.", amendment=proposed(clauses, asked))


WAYS = {"draft": by_draft, "file": by_file, "break": by_break}
REFUSED: list[tuple[dict[str, Any], Refusal]] = [
    ({"operation": "comment", "words": "which?", "on": "gone"}, Refusal.CLAUSE_DELETED),
    ({"operation": "comment", "words": "x" * 10_001}, Refusal.TOO_MANY_WORDS),
    ({"operation": "comment", "words": " \n"}, Refusal.NO_WORDS),
    ({"operation": "insert", "words": " ", "start": 3, "end": 3}, Refusal.NO_WORDS),
    ({"operation": "insert", "words": "x", "start": 42, "end": 42}, Refusal.OUT_OF_THE_CLAUSE),
    ({"operation": "delete", "start": 4, "end": 4}, Refusal.OUT_OF_THE_CLAUSE),
    ({"operation": "footnote", "words": "x", "start": 3, "end": 4}, Refusal.OUT_OF_THE_CLAUSE),
    ({"operation": "replace", "words": "parties", "start": 4, "end": 11}, Refusal.NO_CHANGE),
    ({"operation": "alternative", "words": f" {WORDS} "}, Refusal.NO_CHANGE),
    ({"operation": "split", "start": 0, "end": 0}, Refusal.NOTHING_TO_SPLIT),
    ({"operation": "split", "start": 41, "end": 41}, Refusal.NOTHING_TO_SPLIT),
    ({"operation": "move"}, Refusal.NO_TARGET),
    ({"operation": "move", "target": "first"}, Refusal.NO_TARGET),
    ({"operation": "move", "target": "gone"}, Refusal.NO_TARGET),
    ({"operation": "move", "target": "elsewhere"}, Refusal.NO_TARGET),
    ({"operation": "merge", "on": "second"}, Refusal.NOTHING_TO_MERGE),
    ({"operation": "merge", "target": "title"}, Refusal.NOTHING_TO_MERGE),
    ({"operation": "merge", "target": "first"}, Refusal.NOTHING_TO_MERGE),
    ({"operation": "merge", "target": "gone"}, Refusal.NOTHING_TO_MERGE),
    ({"operation": "merge", "target": "elsewhere"}, Refusal.NOTHING_TO_MERGE),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("asked", "refusal"), REFUSED)
def test_what_cannot_be_asked_is_refused_by_each_way(
    way: str, asked: dict[str, Any], refusal: Refusal, done: Any, refused: Any, clauses: dict[str, Clause], now: dt.datetime
) -> None:
    assert WAYS[way](refused, done, clauses, now, asked) == refusal


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (
            {"operation": "insert", "words": " all ", "start": 3, "end": 3, "target": "title"},
            ("insert", " all ", 3, 3, None),
        ),
        (
            {"operation": "alternative", "words": " They meet.\r\n", "start": 4, "end": 9, "target": "title"},
            ("alternative", "They meet.", 0, 0, None),
        ),
        ({"operation": "insert", "words": "!", "start": 41, "end": 41}, ("insert", "!", 41, 41, None)),
        ({"operation": "delete", "words": "gone", "start": 0, "end": 41}, ("delete", "", 0, 41, None)),
        ({"operation": "comment", "words": "x" * 10_000}, ("comment", "x" * 10_000, 0, 0, None)),
        ({"operation": "reserve"}, ("reserve", "", 0, 0, None)),
        ({"operation": "move", "target": "second"}, ("move", "", 0, 0, "second")),
        ({"operation": "merge"}, ("merge", "", 0, 0, "second")),
        ({"operation": "merge", "target": "second"}, ("merge", "", 0, 0, "second")),
    ],
)
def test_what_can_be_asked_is_kept_alike_by_each_way(
    way: str,
    asked: dict[str, Any],
    kept: tuple[Any, ...],
    done: Any,
    clauses: dict[str, Clause],
    now: dt.datetime,
    who: Any,
) -> None:
    WAYS[way](done, done, clauses, now, asked)

    with acting_as(who("japan")) as japan:
        view = queries.negotiation(Text.objects.get(pk=clauses["first"].text_id), viewer=japan).of(clauses["first"].pk)
        (row,) = [draft.draft for draft in view.drafts] or [held.position for held in view.live]
    target = str(clauses[kept[-1]].pk) if kept[-1] else None
    assert (row.operation, row.words, row.start, row.end) == kept[:-1]
    assert (str(row.target_id) if row.target_id else None) == target


@pytest.mark.parametrize("way", ["file", "break"])
def test_words_of_a_wording_that_never_was_are_of_no_text(
    way: str, done: Any, refused: Any, clauses: dict[str, Clause], now: dt.datetime
) -> None:
    asked = {"operation": "comment", "words": "which?", "wording": 7}

    assert WAYS[way](refused, done, clauses, now, asked) == Refusal.NOT_OF_THIS_TEXT


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        (" ", Refusal.NO_WORDS),
        (WORDS, Refusal.NO_CHANGE),
        ("x" * 10_001, Refusal.TOO_MANY_WORDS),
        (WORDS.replace("every year", "every  year"), Refusal.NO_WORDS),  # nothing but a blank is put in
    ],
)
def test_bridging_words_are_refused_like_those_of_a_party(
    words: str, refusal: Refusal, tabled: Any, refused: Any, clauses: dict[str, Clause]
) -> None:
    named = tabled("japan", clauses["first"], "comment", "Is it a year?")

    assert refused("host", acts.offer_bridging_words, clauses["first"], words=words, instead_of=[named]) == refusal


def test_a_deleted_clause_takes_no_bridging_words(done: Any, tabled: Any, refused: Any, clauses: dict[str, Clause]) -> None:
    named = tabled("kazakhstan", clauses["second"], "comment", "To whom?")
    done("host", acts.accept_position, tabled("japan", clauses["second"], "delete_clause"))
    words = {"words": "They will tell.", "instead_of": [named]}

    assert refused("host", acts.offer_bridging_words, clauses["second"], **words) == Refusal.CLAUSE_DELETED


@pytest.mark.parametrize("operation", [each for each in Operation if each.can_be_accepted])
def test_whatever_can_be_accepted_does_something_to_the_text(
    operation: Operation, done: Any, clauses: dict[str, Clause], who: Any
) -> None:
    def issued() -> list[dict[str, object]]:
        return queries.negotiation(Text.objects.get(pk=clauses["first"].text_id), viewer=who("host")).snapshot()

    before = issued()
    place = {"start": 4, "end": 11} if operation.takes_out else {"start": 4, "end": 4}
    target = clauses["second"] if operation == Operation.MOVE else None
    words = "states" if operation.takes_words else ""
    draft = done("japan", acts.draft_position, clauses["first"], operation=operation, words=words, target=target, **place)

    done("host", acts.accept_position, done("japan", acts.table_position, draft))

    assert issued() != before
    assert Position.objects.get(clause=clauses["first"]).outcome == "accepted"
    assert (words_of(clauses["first"]) != WORDS) == (operation.rewords or operation in (Operation.SPLIT, Operation.MERGE))

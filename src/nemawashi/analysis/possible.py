"""Which acts a page offers on results and rounds of coding, with what their rules say; see ``texts.queries.possible``."""

from collections.abc import Sequence

from nemawashi.access.rules import SAID, Possible
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import queries, rules
from nemawashi.analysis.models import CodingRound, ResultRun, RoundCoder
from nemawashi.analysis.rounds import CodedReading
from nemawashi.analysis.terms import Refusal
from nemawashi.lineage.models import Corpus
from nemawashi.parties.models import Dialogue


def on_results(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """A result that was counted just now may be kept; the form says which."""
    verdict = rules.may_keep_result(viewer, title=SAID, size=0)
    return [Possible("keep_result", dialogue, verdict)] if verdict else []


def on_run(row: ResultRun, *, viewer: Viewer) -> list[Possible]:
    """Its maker publishes and withdraws it; nobody else is offered anything."""
    verdicts = {
        "publish_run": rules.may_publish_run(
            viewer, maker=row.maker_id, state=row.state, is_of_own=not queries.are_everybodys(row.collections)
        ),
        "withdraw_run": rules.may_withdraw_run(viewer, maker=row.maker_id, state=row.state, why=SAID),
    }
    shown = {act: verdict for act, verdict in verdicts.items() if verdict.refusal is not Refusal.NOT_THE_MAKER}
    return [Possible(act, row, verdict) for act, verdict in shown.items() if verdict]


def on_rounds(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """A round is opened by whoever analyses; the form says over what."""
    verdict = rules.may_open_round(viewer, title=SAID, passages=1, coders=1)
    return [Possible("open_round", dialogue, verdict, needs_form=True)] if verdict else []


def on_round(
    row: CodingRound, *, coders: Sequence[RoundCoder], seat: RoundCoder | None, left: int, viewer: Viewer
) -> list[Possible]:
    """A coder hands in; whoever opened the round takes files in and closes it. Both are greyed with the sentence why."""
    verdicts = {
        "hand_in_codings": rules.may_hand_in(
            viewer,
            is_coder=seat is not None,
            is_closed=row.is_closed,
            has_handed_in=seat is not None and seat.handed_in_at is not None,
            left=left,
        ),
        "hand_in_file": rules.may_hand_in_file(
            viewer,
            owner=row.owner_id,
            is_closed=row.is_closed,
            name=SAID,
            is_known=False,
            strange="",
            unknown="",
            marks=0,
            is_outside=False,
            count=1,
        ),
        "close_round": rules.may_close_round(
            viewer,
            owner=row.owner_id,
            is_closed=row.is_closed,
            ready=sum(each.handed_in_at is not None for each in coders),
        ),
    }
    hidden = {Refusal.NOT_A_CODER, Refusal.NOT_THE_OWNER, Refusal.ROUND_CLOSED, Refusal.HANDED_IN_ALREADY}
    return [Possible(act, row, verdict) for act, verdict in verdicts.items() if verdict.refusal not in hidden]


def on_reading(reading: CodedReading, *, viewer: Viewer) -> list[Possible]:
    """Whoever opened the round adjudicates where its coders differ."""
    row = reading.passage.round
    verdict = rules.may_adjudicate(
        viewer, owner=row.owner_id, is_closed=row.is_closed, differs=reading.differs, unknown="", why=SAID
    )
    return [Possible("adjudicate", reading.passage, verdict, needs_form=True)] if verdict else []


def on_formats(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """Whoever works on the record puts another format beside the forum."""
    verdict = rules.may_add_format(viewer, name=SAID, is_known=False, sources=1)
    return [Possible("add_format", dialogue, verdict, needs_form=True)] if verdict else []


def on_format(dialogue: Dialogue, *, is_forum: bool, viewer: Viewer) -> list[Possible]:
    """An event of a format is written down on its page; the forum's own meetings are convened."""
    verdict = rules.may_add_event(viewer, is_forum=is_forum, begins=None, ends=None, is_known=False, sources=1)
    return [Possible("add_event", dialogue, verdict, needs_form=True)] if verdict else []


def on_corpora(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """Whoever analyses brings a document of their own."""
    verdict = rules.may_bring_material(viewer, called=SAID, is_known=False, documents=0)
    return [Possible("bring_material", dialogue, verdict, needs_form=True)] if verdict else []


def on_corpus(row: Corpus, *, viewer: Viewer) -> list[Possible]:
    """Its owner shares a collection that nobody else reads; nobody else is offered anything."""
    verdict = rules.may_share_corpus(viewer, owner=row.owner_id, is_shared=row.is_shared, documents=1, rights=SAID)
    return [Possible("share_corpus", row, verdict, needs_form=True)] if verdict else []

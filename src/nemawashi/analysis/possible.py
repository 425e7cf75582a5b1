"""Which acts a page offers on results of counting, each with what its rule says; see ``texts.queries.possible``."""

from nemawashi.access.rules import SAID, Possible
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import rules
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import Refusal
from nemawashi.parties.models import Dialogue


def on_results(dialogue: Dialogue, *, viewer: Viewer) -> list[Possible]:
    """A result that was counted just now may be kept; the form says which."""
    verdict = rules.may_keep_result(viewer, title=SAID, size=0)
    return [Possible("keep_result", dialogue, verdict)] if verdict else []


def on_run(row: ResultRun, *, viewer: Viewer) -> list[Possible]:
    """Its maker publishes and withdraws it; nobody else is offered anything."""
    verdicts = {
        "publish_run": rules.may_publish_run(viewer, maker=row.maker_id, state=row.state),
        "withdraw_run": rules.may_withdraw_run(viewer, maker=row.maker_id, state=row.state, why=SAID),
    }
    shown = {act: verdict for act, verdict in verdicts.items() if verdict.refusal is not Refusal.NOT_THE_MAKER}
    return [Possible(act, row, verdict) for act, verdict in shown.items() if verdict]

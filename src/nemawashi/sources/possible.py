"""Which acts of curation a page offers, each with what its rule says; see ``texts.queries.possible``.

They stand on pages of the public record, which has no sentences of refusals: so only what is granted is listed.
"""

from typing import Any

from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.sources import rules
from nemawashi.sources.models import ReaderRemark, Source


def on_record(dialogue: Any, *, viewer: Viewer) -> list[Possible]:
    """What is added to the record of a dialogue."""
    verdict = rules.may_curate(viewer)
    return [Possible(act, dialogue, verdict) for act in ("add_source", "receive_remark")] if verdict else []


def on_remark(remark: ReaderRemark, *, viewer: Viewer) -> list[Possible]:
    """What can be done about what a reader wrote."""
    verdict = rules.may_answer_remark(viewer, state=remark.state, words="…")
    return [Possible("answer_remark", remark, verdict)] if verdict else []


def on_source(source: Source, *, viewer: Viewer) -> list[str]:
    """Names of the acts on a source."""
    if not rules.may_curate(viewer):
        return []
    gone = rules.may_mark_gone(viewer, url=source.url, is_gone=source.is_gone)
    return ["record_claim", "archive_source", *(["mark_gone"] if gone else [])]

"""The record back from the database into its files: what ``load-record`` reads, it gives.

Only what the public may see, and only what the files can carry: every row of a file rests on a source, so what people
made at the desk stays out until a source tells of it. What stays out is counted by file.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from nemawashi.access.viewers import PUBLIC
from nemawashi.analysis import queries as analysis_queries
from nemawashi.analysis import record as analysis
from nemawashi.assistance import queries as assistance_queries
from nemawashi.assistance import record as assistance
from nemawashi.commitments import queries as commitment_queries
from nemawashi.commitments import record as commitments
from nemawashi.kit.amounts import amount_of
from nemawashi.kit.faults import UnsoundError
from nemawashi.kit.folders import refuse_strange, replaced
from nemawashi.meetings import queries as meeting_queries
from nemawashi.meetings import record as meetings
from nemawashi.meetings.terms import ItemState, Link, MeetingState
from nemawashi.parties import queries as party_queries
from nemawashi.parties import record as parties
from nemawashi.record import checking, layout
from nemawashi.record.files import NAMES, Problem
from nemawashi.sources import queries as source_queries
from nemawashi.sources import record as sources
from nemawashi.sources.models import RecordRow
from nemawashi.sources.terms import CitationStance
from nemawashi.texts import queries as text_queries
from nemawashi.texts import record as texts

FileName = str
Known = Mapping[str, Mapping[str, Any]]
FILES = frozenset(f"{name}.yaml" for name in NAMES)
WITHOUT_SOURCES = ("sources", "forum", "conflicts", "claims", "words")  # what others rest on, and how the forum is called


class UnsoundExportError(UnsoundError):
    """What was about to be written would not load; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        sentence = (
            f"the record in the database has {amount_of(len(problems), 'problem')} that its files may not have;"
            " nothing was written"
        )
        super().__init__(sentence, lines=tuple(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows went into the files, and which stayed out."""

    written: int
    left_out: tuple[str, ...]


def exported_record(folder: Path) -> Exported:
    """Write the files into ``folder``, in place of an earlier export.

    Raises ``StrangeFolderError`` where the folder holds anything else, ``UnsoundExportError`` if the files would not
    load again; in both cases the folder is as it was.
    """
    refuse_strange(folder, FILES)
    with replaced(folder) as new:
        written = 0
        rows_by_file, left_out = _carried(_public_rows())
        for name, rows in rows_by_file.items():
            text = layout.laid_out(name, zip(_keys(name, rows), rows, strict=True))
            (new / f"{name}.yaml").write_text(text, encoding="utf-8", newline="\n")
            written += len(rows)
        checked = checking.checked_record(new)
        if checked.errors:
            raise UnsoundExportError(checked.errors)
    return Exported(written, (*left_out, *_unspoken()))


Rows = dict[FileName, list[dict[str, Any]]]


def _carried(rows_by_file: Rows) -> tuple[Rows, list[str]]:
    """The rows that the files have a form for, and a sentence for each of the others."""
    sentences = []
    carried: Rows = {}
    for name, rows in rows_by_file.items():
        carried[name] = [row for row in rows if name in WITHOUT_SOURCES or row.get("sources")]
        bare = [row["id"] for row in rows if name not in WITHOUT_SOURCES and not row.get("sources")]
        sentences += [f"{name}.yaml: {key}: left out, because it rests on no source yet" for key in bare]
    ids = {row["id"] for name, rows in carried.items() if name not in WITHOUT_SOURCES for row in rows}
    claims = carried["claims"]
    carried["claims"] = [row for row in claims if row["subject"] in ids]
    sentences += [
        f"claims.yaml: {row['subject']} {row['property']}: left out, because its subject is"
        for row in claims
        if row["subject"] not in ids
    ]
    return carried, sentences


def _unspoken() -> list[str]:
    """What is public and stays in the database, because the files have no form for it."""
    claims = source_queries.claim_list(viewer=PUBLIC)
    cited = [(claim, each) for claim in claims for each in claim.citations.all()]
    alone = sum(not claim.conflict or each.stance != CitationStance.ASSERTS or not each.locator for claim, each in cited)
    ruled = source_queries.ruling_list(viewer=PUBLIC).exclude(by_name=sources.CURATOR).count()
    sentences = []
    if alone:
        sentences.append(f"claims.yaml: left out: {alone} statements of sources on no question, at no place, or in denial")
    if ruled:
        sentences.append(f"claims.yaml: left out: who ruled and why, {ruled} times; what is preferred is in the file")
    return sentences


def _keys(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The id of each row; a claim is numbered within its conflict."""
    counted: dict[str, int] = {}
    for row in rows:
        if name != "claims":
            yield str(row["id"])
            continue
        conflict = str(row["conflict"])
        counted[conflict] = counted.get(conflict, 0) + 1
        yield f"{conflict}-{counted[conflict]}"


@transaction.atomic
def _public_rows() -> dict[FileName, list[dict[str, Any]]]:
    """The rows of every file as one moment has them."""
    footing = sources.footing()
    loaded_rows = {name: _as_loaded(name) for name in ("meetings", "recommendations")}
    rows_by_file = {}
    for name in NAMES:
        queryset, as_row = _SOURCES[name]
        rows = [as_row(each, footing) for each in queryset()]
        mend = _MENDED.get(name)
        rows_by_file[name] = [mend(row, loaded_rows[name]) for row in rows] if mend else rows
    return rows_by_file


def _as_loaded(name: FileName) -> Known:
    return dict(RecordRow.objects.filter(file=name).values_list("key", "data"))


def _meeting(row: dict[str, Any], loaded_rows: Known) -> dict[str, Any]:
    """Agenda and delegations of a meeting that was not held are for the parties; what a file told of them is not."""
    if row.get("status") is None:
        return row
    loaded_row = loaded_rows.get(row["id"], {})
    return row | {key: loaded_row.get(key) or [] for key in ("delegations", "agenda")}


def _recommendation(row: dict[str, Any], loaded_rows: Known) -> dict[str, Any]:
    """That an agenda took it up is an act and no word of the files: they go on telling what they told."""
    if row["link"] in (Link.OPEN, Link.TAKEN_UP) and row["id"] in loaded_rows:
        return row | {"link": loaded_rows[row["id"]]["link"]}
    return row


_MENDED: dict[FileName, Callable[[dict[str, Any], Known], dict[str, Any]]] = {
    "meetings": _meeting,
    "recommendations": _recommendation,
}


def _claims() -> list[Any]:
    """Citations that the file has a form for: a source that asserts a claim, at a place, on a question."""
    claims = source_queries.claim_list(viewer=PUBLIC).exclude(conflict=None)
    cited = [
        each for claim in claims for each in claim.citations.all() if each.stance == CitationStance.ASSERTS and each.locator
    ]
    return sorted(cited, key=lambda each: (each.order, each.pk))


def _meetings() -> QuerySet[Any]:
    rows = meeting_queries.visible_meetings(viewer=PUBLIC)
    return rows.prefetch_related("delegations__party", "delegations__head", "agenda_items").order_by("order", "pk")


def _meeting_row(row: Any, footing: sources.Footing) -> dict[str, Any]:
    meeting = meetings.meeting_row(row, footing)
    meeting["dates"] = meeting["dates"] or {"start": None, "end": None}  # the form wants to be told that nobody knows
    if row.state == MeetingState.HELD:
        items = sorted(row.agenda_items.all(), key=lambda item: item.number)
        meeting["agenda"] = [item.title for item in items if item.state == ItemState.ADOPTED]
    return meeting


_SOURCES: dict[FileName, tuple[Callable[[], Iterable[Any]], Callable[[Any, sources.Footing], dict[str, Any]]]] = {
    "sources": (lambda: source_queries.source_list(viewer=PUBLIC).order_by("order", "slug"), sources.source_row),
    "conflicts": (lambda: source_queries.conflict_list(viewer=PUBLIC), sources.conflict_row),
    "claims": (_claims, sources.claim_row),
    "formats": (
        lambda: party_queries.visible_dialogues(viewer=PUBLIC).prefetch_related("events", "facts"),
        analysis.format_row,
    ),
    "forum": (party_queries.forum_rows, parties.forum_row),
    "words": (party_queries.translation_rows, parties.translation_row),
    "parties": (
        lambda: party_queries.visible_parties(viewer=PUBLIC).prefetch_related("standings__dialogue"),
        parties.party_row,
    ),
    "people": (lambda: party_queries.visible_people(viewer=PUBLIC), parties.person_row),
    "organisations": (lambda: party_queries.visible_organisations(viewer=PUBLIC), parties.organisation_row),
    "tracks": (lambda: meeting_queries.visible_tracks(viewer=PUBLIC), meetings.track_row),
    "meetings": (_meetings, _meeting_row),
    "recommendations": (
        lambda: meeting_queries.visible_recommendations(viewer=PUBLIC),
        meetings.recommendation_row,
    ),
    "documents": (lambda: text_queries.visible_texts(viewer=PUBLIC).order_by("order", "pk"), texts.text_row),
    "commitments": (lambda: commitment_queries.visible_commitments(viewer=PUBLIC), commitments.commitment_row),
    "remits": (lambda: commitment_queries.visible_remits(viewer=PUBLIC), commitments.remit_row),
    "assistance": (
        lambda: assistance_queries.undertaking_list(viewer=PUBLIC).prefetch_related("recipient_rows__party"),
        assistance.undertaking_row,
    ),
    "concepts": (lambda: analysis_queries.concept_list(viewer=PUBLIC).order_by("order", "pk"), analysis.concept_row),
}

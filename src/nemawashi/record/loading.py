"""The load of the record's files into the database: one transaction, nothing twice, no act of people overwritten."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max, Model, Q

from nemawashi.access import clock, origins
from nemawashi.access.models import Entry
from nemawashi.access.terms import RowOrigin
from nemawashi.analysis import record as analysis
from nemawashi.analysis.models import Concept
from nemawashi.assistance import record as assistance
from nemawashi.assistance.models import Undertaking
from nemawashi.commitments import record as commitments
from nemawashi.commitments.models import Commitment, Remit
from nemawashi.kit.amounts import amount_of
from nemawashi.kit.faults import UnsoundError
from nemawashi.meetings import record as meetings
from nemawashi.meetings.models import Meeting, Recommendation, Track
from nemawashi.parties import queries as party_queries
from nemawashi.parties import record as parties
from nemawashi.parties.models import Dialogue, ForumRow, Organisation, Party, Person, Translation
from nemawashi.record import checking
from nemawashi.record.files import Problem, Row, plain
from nemawashi.search import index
from nemawashi.sources import record as sources
from nemawashi.sources.models import Citation, Conflict, RecordRow, Source
from nemawashi.texts import record as texts
from nemawashi.texts.models import Text

Loader = Callable[[Sequence[Row], sources.Load], None]

# File, noun of its references, model, loader: in an order in which every row finds what it refers to.
STEPS: tuple[tuple[str, str, type[Model], Loader], ...] = (
    ("sources", "source", Source, sources.load_sources),
    ("conflicts", "conflict", Conflict, sources.load_conflicts),
    ("formats", "dialogue", Dialogue, parties.load_dialogues),
    ("forum", "forum", ForumRow, parties.load_forum),
    ("parties", "party", Party, parties.load_parties),
    ("people", "person", Person, parties.load_people),
    ("organisations", "organisation", Organisation, parties.load_organisations),
    ("tracks", "track", Track, meetings.load_tracks),
    ("meetings", "meeting", Meeting, meetings.load_meetings),
    ("documents", "text", Text, texts.load_texts),
    ("recommendations", "recommendation", Recommendation, meetings.load_recommendations),
    ("commitments", "commitment", Commitment, commitments.load_commitments),
    ("remits", "remit", Remit, commitments.load_remits),
    ("assistance", "assistance", Undertaking, assistance.load_undertakings),
    ("concepts", "concept", Concept, analysis.load_concepts),
    ("formats", "dialogue", Dialogue, analysis.load_events),
    ("claims", "claim", Citation, sources.load_claims),
    ("words", "words", Translation, parties.load_translations),
)
UNREFERRED = ("sources", "words")  # their ids are no subjects, and may be those of other rows
NOUNS = {file: noun for file, noun, _, _ in STEPS}


class UnsoundRecordError(UnsoundError):
    """The files have errors; nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(
            f"{amount_of(len(problems), 'problem')} in the record; nothing was loaded", lines=tuple(map(str, problems))
        )
        self.problems = problems


class OverwritesError(UnsoundError):
    """The files would overwrite what people did since the last load; nothing was written."""

    def __init__(self, acts: "Sequence[LaterAct]") -> None:
        some = amount_of(
            len(acts),
            "row of the record was acted on since it was loaded",
            "rows of the record were acted on since they were loaded",
        )
        sentence = f"{some}; nothing was loaded"
        super().__init__(sentence, lines=tuple(map(str, acts)))
        self.acts = acts


@dataclass(frozen=True, slots=True)
class LaterAct:
    """A row that changed in the files, and the latest act that somebody made on it since it was loaded."""

    row: Row
    event: str
    by: str
    at: dt.datetime | None

    def __str__(self) -> str:
        when = f" on {self.at:%Y-%m-%d %H:%M} UTC" if self.at else ""
        act = f"{self.event} by {self.by or 'somebody'}{when}"
        return f"{self.row.file}:{self.row.line}: {self.row.key}: changed in the file, and acted on since: {act}"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did. ``gone`` are rows that the files no longer have; they stay in the record."""

    written: int
    unchanged: int
    gone: tuple[str, ...]


def record_loaded(
    folder: Path | None = None, *, at: dt.datetime | None = None, step: Callable[[str], None] | None = None
) -> Loaded:
    """Bring the database up to the files. ``step`` hears the name of each file when it is done.

    Raises ``UnsoundRecordError`` with every problem of the files, or ``OverwritesError`` with every act that stands in the
    way, also one made while the load runs; then nothing was written.
    """
    checked = checking.checked_record(folder)
    if checked.errors:
        raise UnsoundRecordError(checked.errors)
    try:
        with transaction.atomic(), origins.making(RowOrigin.RECORD):
            return _Loading(checked.rows, at or clock.database_moment()).run(step or (lambda name: None))
    finally:
        party_queries.forget_forum()


class _Loading:
    """One load inside its transaction."""

    def __init__(self, rows: Mapping[str, list[Row]], at: dt.datetime) -> None:
        self.rows, self.at = rows, at
        self.known = {(known.file, known.key): known for known in RecordRow.objects.all()}
        self.log_seq = _log_end()

    def run(self, step: Callable[[str], None]) -> Loaded:
        changed = {name: [row for row in rows if self._is_changed(name, row)] for name, rows in self.rows.items()}
        self._refuse_if_acted_on(changed)
        self._write(changed, step)
        self._move()
        if _log_end() != self.log_seq:
            self._refuse_if_acted_on(changed)
        self._remember(changed)
        index.rebuild()
        count = sum(len(rows) for rows in changed.values())
        return Loaded(count, sum(len(rows) for rows in self.rows.values()) - count, self._gone())

    def _is_changed(self, name: str, row: Row) -> bool:
        known = self.known.get((name, row.key))
        return known is None or known.digest != row.digest

    def _refuse_if_acted_on(self, changed: Mapping[str, list[Row]]) -> None:
        """Refuse when somebody acted on a changed row since it was loaded, or made it by an act in the first place."""
        by_ref = {_ref(row): row for rows in changed.values() for row in rows}
        acts: dict[str, Entry] = {}
        for entry in Entry.objects.filter(_about(by_ref)).order_by("seq") if by_ref else ():
            ref = entry.object_ref if entry.object_ref in by_ref else _meeting_of(entry.object_ref, by_ref)
            known = self.known.get((_name(by_ref[ref]), by_ref[ref].key)) if ref else None
            if ref and entry.seq > (known.log_seq if known else 0):
                acts[ref] = entry
        if acts:
            raise OverwritesError([LaterAct(by_ref[ref], e.event, e.user_name, e.at) for ref, e in acts.items()])

    def _write(self, rows: Mapping[str, list[Row]], step: Callable[[str], None]) -> None:
        refs = {row.key: _ref(row) for name, of_file in self.rows.items() if name not in UNREFERRED for row in of_file}
        load = sources.Load(refs, self.at)
        for number, (name, _, _, loader) in enumerate(STEPS):
            if rows[name]:
                loader(rows[name], load)
            if all(later != name for later, *_ in STEPS[number + 1 :]):
                step(name)
        load.finish()

    def _move(self) -> None:
        """Rows that say the same in another place of their file."""
        for name, _, model, _ in STEPS:
            pairs = [(row, self.known.get((name, row.key))) for row in self.rows[name]]
            moved = [(row, known) for row, known in pairs if known and known.line != row.line]
            if not moved:
                continue
            sources.reorder(model, {row.key: row.order for row, _ in moved})
            for row, known in moved:
                known.line = row.line
            RecordRow.objects.bulk_update([known for _, known in moved], ["line"])

    def _remember(self, rows: Mapping[str, list[Row]]) -> None:
        RecordRow.objects.bulk_create(
            (
                RecordRow(
                    file=name,
                    key=row.key,
                    line=row.line,
                    object_ref=_ref(row),
                    digest=row.digest,
                    data=plain(row.data),
                    loaded_at=self.at,
                    log_seq=self.log_seq,
                )
                for name, of_file in rows.items()
                for row in of_file
            ),
            update_conflicts=True,
            unique_fields=["file", "key"],
            update_fields=["line", "object_ref", "digest", "data", "loaded_at", "log_seq"],
        )

    def _gone(self) -> tuple[str, ...]:
        there = {(name, row.key) for name, rows in self.rows.items() for row in rows}
        return tuple(f"{file}.yaml: {key}" for file, key in sorted(set(self.known) - there))


def _name(row: Row) -> str:
    return row.file.removesuffix(".yaml")


def _ref(row: Row) -> str:
    return f"{NOUNS[_name(row)]}/{row.key}"


def _log_end() -> int:
    return Entry.objects.aggregate(top=Max("seq"))["top"] or 0


def _about(refs: Iterable[str]) -> Q:
    """Entries on these rows; acts on an item of a meeting's agenda count as acts on the meeting."""
    return Q(object_ref__in=list(refs)) | Q(object_ref__startswith="agenda-item/")


def _meeting_of(ref: str, among: Mapping[str, Row]) -> str | None:
    noun, _, slug = ref.partition("/")
    meeting = f"meeting/{slug.rpartition('-')[0]}"
    return meeting if noun == "agenda-item" and meeting in among else None

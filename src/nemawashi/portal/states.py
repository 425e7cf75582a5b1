"""The state in which a commitment is shown: derived for those made by acts, else the record's reading."""

import datetime as dt
from dataclasses import dataclass

from nemawashi.commitments.models import Commitment
from nemawashi.commitments.terms import RecordStatus, Status
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Pillar

NOT_KEPT = (RecordStatus.OPEN, RecordStatus.NOT_SEEN, RecordStatus.MISSED, "")
# In the order of the bars; the number is the tone of kit.charts.
TONES: tuple[tuple[str, int], ...] = (
    (RecordStatus.DONE, 0),
    (RecordStatus.DONE_LATE, 1),
    (RecordStatus.PARTLY, 7),
    (RecordStatus.CONTINUING, 2),
    (RecordStatus.OPEN, 3),
    (RecordStatus.MISSED, 4),
    (RecordStatus.NOT_SEEN, 5),
    (Status.NOT_ASSESSED, 6),
)


@dataclass(frozen=True, slots=True)
class Word:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A commitment with the state that pages show."""

    row: Commitment
    shown_status: Word
    is_overdue: bool
    is_ahead: bool

    @classmethod
    def of(cls, row: Commitment, *, today: dt.date) -> "Shown":
        late = row.due_on is not None and row.due_on.latest < today
        kept = (row.record_status or "") not in NOT_KEPT
        return cls(row, _word(row), late and not kept, row.due_on is not None and not late and not kept)

    @property
    def words(self) -> str:
        return self.row.words

    @property
    def slug(self) -> str:
        return self.row.slug

    @property
    def by(self) -> list[str]:
        return list(self.row.by)

    @property
    def made_on(self) -> ImpreciseDate | None:
        return self.row.made_on

    @property
    def due_on(self) -> ImpreciseDate | None:
        return self.row.due_on

    @property
    def pillar(self) -> Pillar | None:
        return self.row.pillar

    @property
    def is_from_record(self) -> bool:
        return self.row.is_from_record


def _word(row: Commitment) -> Word:
    if row.record_status:
        return Word(row.record_status, str(row.get_record_status_display()))
    return Word(str(Status.NOT_ASSESSED), str(Status.NOT_ASSESSED.label))

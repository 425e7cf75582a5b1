"""How a state of any noun looks at a glance: six tones, stated beside the state where its noun names it."""

from enum import StrEnum
from typing import Self

from django.db.models import TextChoices


class Tone(StrEnum):
    """What a state asks of a reader. Each has a colour and a shape of its own in ``components.css``."""

    QUIET = "quiet"  # over, without a result
    OPEN = "open"  # nothing has begun
    RUNNING = "running"  # somebody is at it
    SETTLED = "settled"  # as it was wanted
    WAITING = "waiting"  # short of settled, or waits for somebody
    FAILING = "failing"  # against what was wanted


class States(TextChoices):
    """The states of one noun, each as its value, its tone and the reader's word; one without a tone is refused."""

    tone: Tone

    def __new__(cls, value: str, tone: Tone | None = None) -> Self:
        if tone is None:
            raise TypeError(f"{value} has no tone")
        state = str.__new__(cls, value)
        state._value_ = value
        state.tone = tone
        return state

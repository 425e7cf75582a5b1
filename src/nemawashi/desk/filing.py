"""What a file of a delegation says about a text: read anew each time, and shown to that delegation alone."""

from dataclasses import dataclass

from nemawashi.access.viewers import Viewer
from nemawashi.kit.texts.proposals import Proposed


@dataclass(frozen=True)
class Reading:
    """``outside``: changes outside the negotiated text; ``not_understood``: what was seen and could not be read."""

    proposals: tuple[Proposed, ...] = ()
    outside: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    unchanged: int = 0


def read(file: object, *, viewer: Viewer) -> Reading:
    return Reading()

"""Who asks. Every query and act takes a ``Viewer``; there is no default one.

The viewer of the running request or job also stands in a context variable, which the guard of sealed tables reads
(``access.seal``): threads and jobs inherit nothing and so see nothing sealed until they name a viewer.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from nemawashi.access.terms import Circle, NoticeCircle, Role, Standing


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person, or the public, in the capacity in which they ask.

    ``party`` is the slug and ``party_id`` the row of the own delegation's party; both are None for the public, the
    secretariat, experts, researchers, interpreters and note-takers. ``standing`` is the party's standing in the Dialogue
    today, ``zone`` the name of the zone on whose clocks its capital lives; empty where none is known. ``at_rest``: of
    somebody of the host's secretariat the party whose turn as host it is not today; such a person has no circle.

    Whoever accompanies a delegation has no party, so that nothing of one is open by what stands here: ``beside`` is the row
    of the party whose delegation it is, and is asked where something is open to them, alone.
    """

    user_id: int | None = None
    name: str = ""
    circle: Circle | None = None
    role: Role | None = None
    party: str | None = None
    party_id: int | None = None
    standing: Standing | None = None
    zone: str = field(default="", compare=False)
    beside: int | None = None
    at_rest: str = ""

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def is_secretariat(self) -> bool:
        return self.circle == Circle.SECRETARIAT

    @property
    def is_delegate(self) -> bool:
        return self.circle == Circle.DELEGATION and self.party_id is not None

    @property
    def is_accompanying(self) -> bool:
        """Whether this person comes with a delegation and acts for nobody; never a delegate."""
        return self.circle == Circle.DELEGATION and self.beside is not None and self.party_id is None

    @property
    def is_researcher(self) -> bool:
        return self.circle == Circle.RESEARCHERS

    @property
    def is_expert(self) -> bool:
        return self.circle == Circle.EXPERTS

    @property
    def is_participant(self) -> bool:
        return self.is_delegate and self.standing == Standing.PARTICIPANT

    @property
    def own_party(self) -> int:
        """The key of the own party. Raises PermissionError for those who act for none; rules refuse them before."""
        if self.party_id is None:
            raise PermissionError("this viewer acts for no party")
        return self.party_id

    @property
    def whose(self) -> str:
        """For whom something is kept: all of a delegation share it, everybody else has it alone."""
        return f"party {self.party_id}" if self.is_delegate else f"user {self.user_id}"

    @property
    def may_act(self) -> bool:
        """Whether this person may act for a delegation at all: a watcher only reads, a drafter only drafts."""
        return self.is_delegate and self.role in (Role.HEAD, Role.MEMBER, Role.FOCAL_POINT)

    @property
    def may_draft(self) -> bool:
        """Whether this person may write drafts of the own delegation, which somebody who may act then tables."""
        return self.may_act or (self.is_delegate and self.role == Role.DRAFTER)

    @property
    def is_focal_point(self) -> bool:
        """Whether this person says who acts for the own delegation."""
        return self.is_delegate and self.role == Role.FOCAL_POINT

    @property
    def sees_dialogue(self) -> bool:
        """Whether planned meetings and provisional agendas are open to this viewer."""
        return self.is_secretariat or self.is_delegate

    @property
    def sees_negotiation(self) -> bool:
        """Participants, observers and the secretariat read texts under negotiation; guests only when invited."""
        return self.is_secretariat or (self.is_delegate and self.standing in (Standing.PARTICIPANT, Standing.OBSERVER))

    @property
    def sees_screens_alone(self) -> bool:
        """Interpreters, note-takers and whoever accompanies a delegation see what is put on the screens of a room, and
        nothing else of a negotiation.
        """
        return self.circle in (Circle.INTERPRETERS, Circle.NOTE_TAKERS) or self.is_accompanying

    @property
    def takes_notes(self) -> bool:
        """Whether this person is there to write minutes with the host's people."""
        return self.circle == Circle.NOTE_TAKERS

    @property
    def rests(self) -> bool:
        """Whether this person waits until the host's role comes to the party for which it serves."""
        return self.at_rest != ""

    @property
    def has_a_part(self) -> bool:
        """Whether the desk as a whole is closed to this person, who sees one part of it alone."""
        return self.sees_screens_alone or self.rests

    @property
    def hears(self) -> tuple[NoticeCircle, ...]:
        """The circles whose notices this viewer reads today."""
        if self.is_secretariat:
            return (NoticeCircle.HOST,)
        if self.is_delegate:
            reads = (NoticeCircle.NEGOTIATION,) if self.sees_negotiation else ()
            decides = (NoticeCircle.PARTICIPANTS,) if self.is_participant else ()
            return (NoticeCircle.PARTIES, *reads, *decides)
        if self.is_expert:
            return (NoticeCircle.EXPERTS,)
        return (NoticeCircle.RESEARCHERS,) if self.is_researcher else ()


PUBLIC = Viewer()

_viewer: ContextVar[Viewer | None] = ContextVar("nemawashi_viewer", default=None)


def current() -> Viewer | None:
    """The viewer of the running request or job; None where nobody was named."""
    return _viewer.get()


@contextmanager
def acting_as(viewer: Viewer) -> Iterator[Viewer]:
    """Name the viewer for everything that runs inside, also for iterators that are consumed inside."""
    token = _viewer.set(viewer)
    try:
        yield viewer
    finally:
        _viewer.reset(token)

"""People as values: who asks, without a database."""

from nemawashi.access.terms import Circle, Role, Standing
from nemawashi.access.viewers import PUBLIC, Viewer

KEYS = {"japan": 1, "kazakhstan": 2, "uzbekistan": 3, "mongolia": 4, "azerbaijan": 5}


def delegate(party: str, role: Role = Role.HEAD, standing: Standing = Standing.PARTICIPANT) -> Viewer:
    return Viewer(
        user_id=10 + KEYS[party],
        name=party,
        circle=Circle.DELEGATION,
        role=role,
        party=party,
        party_id=KEYS[party],
        standing=standing,
    )


host = Viewer(user_id=1, name="host", circle=Circle.SECRETARIAT)
expert = Viewer(user_id=2, name="expert", circle=Circle.EXPERTS)
researcher = Viewer(user_id=3, name="researcher", circle=Circle.RESEARCHERS)
interpreter = Viewer(user_id=4, name="interpreter", circle=Circle.INTERPRETERS)
note_taker = Viewer(user_id=5, name="note-taker", circle=Circle.NOTE_TAKERS)
japan = delegate("japan")
kazakhstan = delegate("kazakhstan", Role.MEMBER)
uzbekistan = delegate("uzbekistan", Role.FOCAL_POINT)
watcher = delegate("japan", Role.WATCHER)
drafter = delegate("japan", Role.DRAFTER)
accompanying = Viewer(
    user_id=6,
    name="adviser",
    circle=Circle.DELEGATION,
    role=Role.ACCOMPANYING,
    standing=Standing.PARTICIPANT,
    beside=KEYS["japan"],
)
observer = delegate("mongolia", standing=Standing.OBSERVER)
guest = delegate("azerbaijan", standing=Standing.GUEST)
public = PUBLIC

PARTICIPANTS = [japan, kazakhstan, uzbekistan]
NOT_PARTICIPANTS = [host, expert, researcher, interpreter, note_taker, accompanying, watcher, observer, guest, public]
NOT_SECRETARIAT = [expert, researcher, interpreter, note_taker, accompanying, japan, watcher, observer, guest, public]


def called(by: Viewer) -> str:
    """A name for the table of a test."""
    return f"{by.party or by.name or 'public'}-{by.standing or by.circle}-{by.role or ''}".rstrip("-")

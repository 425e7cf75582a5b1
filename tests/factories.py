"""Small worlds for tests that need no played round: a forum of three parties, a meeting, a text, a clause, a position.

    clause = factories.clause("The parties will meet by 2030.")
    row = factories.position(clause, "replace", "2032", on="2030", by="belmont")

All that is made stands on the empty ground, which is laid in seconds after any change of the code. Texts and positions come
by the acts themselves, at ``NOW``, or at the moment of the last act.
"""

from __future__ import annotations

from typing import Any

from tests.conftest import NOW, act_as

from nemawashi.access import roll
from nemawashi.access.models import User
from nemawashi.access.terms import Circle, Role
from nemawashi.access.terms import Standing as Status
from nemawashi.access.viewers import Viewer
from nemawashi.meetings.models import Invitation, Meeting, Track
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue, ForumRow, Membership, Party, Standing
from nemawashi.texts import acts
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.models import Clause, Position, Text
from nemawashi.texts.terms import ClauseKind

PARTIES = {"arcadia": "ARC", "belmont": "BEL", "caldera": "CAL"}
HOST = "host"


def forum() -> Dialogue:
    """The home dialogue of three parties, with its secretariat and a head of each delegation; made once."""
    if (made := Dialogue.objects.first()) is not None:
        return made
    dialogue = Dialogue.objects.create(slug="harbours", name="Dialogue of Harbours")
    ForumRow.objects.create(
        slug="harbours", dialogue=dialogue, code="DH", symbol="{forum}/{track}/{meeting}/{text}",
        names={"en": "Dialogue of Harbours"}, short_names={"en": "Harbours"},
        languages=["en", "ru"], pages=["en", "ru", "ja"],
    )  # fmt: skip
    parties.forget_forum()
    with roll.dated(NOW):
        User.objects.create(username=HOST, circle=Circle.SECRETARIAT)
        for order, (slug, code) in enumerate(PARTIES.items()):
            party = Party.objects.create(slug=slug, code=code, names={"en": slug.title()}, order=order, origin="desk")
            Standing.objects.create(dialogue=dialogue, party=party, status=Status.PARTICIPANT)
            account = User.objects.create(username=slug, circle=Circle.DELEGATION)
            Membership.objects.create(user=account, party=party, role=Role.HEAD)
    return dialogue


def viewer(name: str) -> Viewer:
    """The secretariat's person, or the head of the delegation whose slug this is."""
    forum()
    return parties.viewer_of(User.objects.get(username=name))


def meeting() -> Meeting:
    """A ministers' meeting that is announced, to which all three parties are invited; made once."""
    if (made := Meeting.objects.first()) is not None:
        return made
    track = Track.objects.create(
        slug="ministers", dialogue=forum(), name="Ministers' Meeting", level="ministers", is_formal=True
    )
    row = Meeting.objects.create(
        slug="ministers-1", track=track, ordinal=1, state="announced", start_on="2026-12-10", city="Saltport", zone="UTC",
        origin="desk",
    )  # fmt: skip
    for party in Party.objects.all():
        Invitation.objects.create(meeting=row, party=party, standing=Status.PARTICIPANT, sent_at=NOW)
    return row


def text(*words: str, title: str = "A declaration") -> Text:
    """A text of paragraphs with these words, circulated by the host."""
    drafted = [ZeroClause(ClauseKind.OPERATIVE, {"en": each}) for each in words]
    made: Text = act_as(
        viewer(HOST), acts.circulate_zero_draft, meeting(), title=title, type="declaration", clauses=drafted
    )
    return made


def clause(words: str = "The parties will meet every year by 2030.") -> Clause:
    """The only paragraph of a text of its own."""
    return Clause.objects.get(text=text(words))


def position(
    on_clause: Clause, operation: str, words: str = "", *, on: str = "", by: str = "arcadia", why: str = ""
) -> Position:
    """What a delegation tabled on a paragraph, about the words ``on`` in it."""
    stands = on_clause.wordings.filter(language="en").latest("number").words
    where = {"start": stands.index(on), "end": stands.index(on) + len(on)} if on else {}
    asked: dict[str, Any] = {"operation": operation, "words": words, **where} | ({"why": why} if why else {})
    draft = act_as(viewer(by), acts.draft_position, on_clause, **asked)
    tabled: Position = act_as(viewer(by), acts.table_position, draft)
    return tabled

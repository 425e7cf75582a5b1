"""Words of search: the nouns that can be found, and for whom an entry is."""

from enum import StrEnum

from nemawashi.access.viewers import Viewer

FICTION = "f:origin:fiction"  # the token of entries of rows that are fiction


class Noun(StrEnum):
    """What can be found; the value is the first part of the row's reference."""

    MEETING = "meeting"
    TEXT = "text"
    CLAUSE = "clause"
    POSITION = "position"
    COMMITMENT = "commitment"
    RECOMMENDATION = "recommendation"
    AGENDA_ITEM = "agenda-item"
    DECISION = "decision"
    PAPER = "meeting-paper"
    ASSISTANCE = "assistance"
    PARTY = "party"
    PERSON = "person"
    ORGANISATION = "organisation"
    REMIT = "remit"
    TRACK = "track"
    CONCEPT = "concept"
    DIALOGUE = "dialogue"
    EVENT = "event"
    CONFLICT = "conflict"
    CLAIM = "claim"
    SOURCE = "source"


class Audience(StrEnum):
    """Who may find an entry. The queries of its noun decide again when it is found."""

    PUBLIC = "public"
    DIALOGUE = "dialogue"
    NEGOTIATION = "negotiation"
    FOLLOW_UP = "follow_up"
    PARTICIPANTS = "participants"


def audiences(viewer: Viewer) -> list[Audience]:
    """The audiences to which a viewer belongs; the public belongs to the first alone."""
    belonging = [Audience.PUBLIC]
    if viewer.sees_dialogue:
        belonging.append(Audience.DIALOGUE)
    if viewer.sees_negotiation:
        belonging.append(Audience.NEGOTIATION)
    if viewer.sees_dialogue or viewer.is_researcher:
        belonging.append(Audience.FOLLOW_UP)
    if viewer.is_secretariat or (viewer.is_delegate and viewer.is_participant):
        belonging.append(Audience.PARTICIPANTS)
    return belonging

"""The one way from a file to a forum that stands, whoever wrote the file: a hand, a terminal, a page."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from nemawashi.project import first_host
from nemawashi.record import founding
from nemawashi.search import index


@dataclass(frozen=True, slots=True)
class ForumMade:
    """A forum that stands now. ``link`` is that of the first person of its host, until ``ends_at``; both empty without."""

    name: str
    parties: int
    tracks: int
    host: founding.Founder | None = None
    link: str = ""
    ends_at: dt.datetime | None = None


def made(path: Path, *, host: founding.Founder | None = None) -> ForumMade:
    """Make the forum of a file, and invite the first of its host: ``host``, else whom the file names.

    Raises ``UnsoundForumError`` and ``NotEmptyError``, and nothing was made.
    """
    said = founding.read(path)
    first = host or founding.founder(said)
    row = founding.lay_down(said)
    index.rebuild()
    name, parties, tracks = row.names["en"], len(said["parties"]), len(said["tracks"])
    if first is None:
        return ForumMade(name, parties, tracks)
    invitation, link = first_host.invited(name=first.name, address=first.address, language=first.language)
    return ForumMade(name, parties, tracks, first, link, invitation.expires_at)

"""What a page says after an act: what happened, when, and who is told of it; from what the log and the notices hold."""

import uuid

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nemawashi.access.models import Entry, Notice
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.analysis.terms import Act
from nemawashi.desk.acting import notices
from nemawashi.kit.dates import on_the_clocks
from nemawashi.parties import queries as parties

# What the others of a round of coding see: that it is open, who has handed in, that it is closed, how it was settled.
OF_A_ROUND = {Act.OPEN_ROUND, Act.HAND_IN_CODINGS, Act.HAND_IN_FILE, Act.CLOSE_ROUND, Act.ADJUDICATE}


def words(once: uuid.UUID | None, label: str, *, viewer: Viewer) -> str:
    """The act in one sentence with its moment on the reader's clock, and who sees it; ``label`` where nobody is told."""
    entry = Entry.objects.filter(once=once).first() if once else None
    if entry is None:
        return _("Done: %(act)s.") % {"act": label}
    if entry.visibility == Visibility.SEALED:
        return _sealed(entry, label)
    at = on_the_clocks(entry.at, [viewer.zone], get_language() or "en") if entry.at else ""
    rows = list(Notice.objects.filter(entry=entry).select_related("entry").order_by("pk"))
    said = notices.say(rows[0], viewer=viewer) if rows else None
    if said is None:
        return _("Done at %(at)s: %(act)s.") % {"at": at, "act": label}
    names = {"where": said.where or label, "what": said.sentence, "at": at, "whom": _whom(rows)}
    return _("%(where)s: %(what)s %(at)s. Told: %(whom)s.") % names


def _sealed(entry: Entry, label: str) -> str:
    """What is sealed is a delegation's, a round's, or one person's."""
    if entry.facts.get("kept"):
        return _("Done: %(act)s. Nobody outside your delegation learns of it.") % {"act": label}
    if entry.event in OF_A_ROUND:
        return _("Done: %(act)s. Those who take part in the round learn of it, and nobody else.") % {"act": label}
    return _("Done: %(act)s. It is sealed for you alone.") % {"act": label}


def _whom(rows: list[Notice]) -> str:
    """Circles by their names, and parties that were chosen by their codes."""
    codes = parties.forum().codes
    chosen = [codes.get(row.party, row.party) for row in rows if row.party]
    circles = [str(row.get_circle_display()) for row in rows if not row.party]
    return ", ".join(dict.fromkeys([*chosen, *circles]))

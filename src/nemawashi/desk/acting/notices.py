"""What a notice says, on the desk and in mail: the step, the moment with its zone, who; never anybody's words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from nemawashi.kit.dates import moment_in_words
from nemawashi.kit.workdays import Capital, Period, periods
from nemawashi.parties import queries as parties
from nemawashi.texts.models import Notice
from nemawashi.texts.terms import Act, BreakKind

LEAST_HOURS = 72  # UN General Assembly decision 74/544
LEAST_DAYS = 2  # working days; a capital has to be asked and to answer


def sentence(row: Notice) -> str:
    """The notice in one sentence, in the reader's language."""
    facts, text = row.facts, row.text
    until = _moment(facts.get("ends_at"), facts.get("zone", "UTC"))
    names = {"symbol": facts.get("revision") or text.symbol, "until": until}
    match row.event:
        case Act.OPEN_SILENCE if facts.get("clauses"):
            count = len(facts["clauses"])
            phrase = ngettext(
                "Silence on %(count)d clause of %(symbol)s runs until %(until)s.",
                "Silence on %(count)d clauses of %(symbol)s runs until %(until)s.",
                count,
            )
            return phrase % {**names, "count": count}
        case Act.OPEN_SILENCE:
            return _("%(symbol)s is under silence until %(until)s.") % names
        case Act.EXTEND_SILENCE:
            return _("Silence was extended until %(until)s.") % names
        case Act.BREAK_SILENCE:
            how = _("by an amendment") if facts.get("kind") == BreakKind.AMENDMENT else _("by an objection")
            return _("%(who)s broke silence %(how)s; the text is not adopted and back under negotiation.") % {
                "who": facts.get("who", ""),
                "how": how,
            }
        case Act.CONCLUDE_SILENCE if facts.get("clauses"):
            count = len(facts["clauses"])
            phrase = ngettext(
                "Silence was kept: %(count)d clause is agreed.", "Silence was kept: %(count)d clauses are agreed.", count
            )
            return phrase % {"count": count}
        case Act.CONCLUDE_SILENCE:
            return _("Silence was kept: %(symbol)s is adopted. It is announced at the next meeting.") % names
        case Act.ANNOUNCE_ADOPTION:
            return _("The adoption of %(symbol)s was announced at: %(meeting)s.") % {
                **names,
                "meeting": facts.get("title", ""),
            }
    return str(row.event)


def log_line(head: str) -> str:
    """Where the log of acts stood, for whoever keeps the line; empty of what was told before heads were kept."""
    count, dash, _digest = head.partition("-")
    if not dash:
        return ""
    return _("The log of acts stood at %(count)s entries, head %(head)s") % {"count": count, "head": head}


def _moment(ends_at: str | None, zone: str) -> str:
    if not ends_at:
        return ""
    at = dt.datetime.fromisoformat(ends_at).astimezone(ZoneInfo(zone))
    return f"{moment_in_words(at, get_language() or 'en')} {zone}"


def capitals() -> list[Capital]:
    """Where the participants decide today."""
    return [Capital(row.code, row.code, row.zone or "UTC") for row in parties.participants()]


@dataclass(frozen=True)
class Days:
    """The working days that a period leaves to each participant, and what speaks against the period as a whole.

    What speaks against it in one capital stands in its row.
    """

    rows: Sequence[Period]
    hours: float
    least: int = LEAST_DAYS

    @property
    def warnings(self) -> list[str]:
        warnings = []
        if self.hours < LEAST_HOURS:
            warnings.append(
                _("That is less than %(hours)d hours, the period of decision 74/544 of the UN General Assembly.")
                % {"hours": LEAST_HOURS}
            )
        return warnings


def days(start: dt.datetime, end: dt.datetime) -> Days:
    """``start`` and ``end`` are aware; an end before the start leaves nobody a day."""
    return Days(periods(capitals(), start, end), (end - start).total_seconds() / 3600)

"""What a notice says, on the desk and in mail: the act in one sentence, on what, what is asked, by when; nobody's words."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nemawashi.access import log, telling
from nemawashi.access.concerns import CONCERNS, Concern
from nemawashi.access.models import Notice
from nemawashi.access.terms import Circle, NoticeCircle
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting.titles import titles
from nemawashi.kit.dates import on_the_clocks
from nemawashi.kit.workdays import Period, periods
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting, Track
from nemawashi.parties import queries as parties
from nemawashi.texts.models import Text
from nemawashi.texts.terms import Act, ClauseKind

LEAST_HOURS = 72  # UN General Assembly decision 74/544
LEAST_DAYS = 2  # working days; a capital has to be asked and to answer


STEPS_OF_SILENCE = (
    Act.OPEN_SILENCE,
    Act.BREAK_SILENCE,
    Act.EXTEND_SILENCE,
    Act.CONCLUDE_SILENCE,
    Act.ANNOUNCE_ADOPTION,
)
MOST_STEPS = 100  # rows of notices of them that a page shows
MOST_WORDS = 100  # signs of what has no symbol

# The page to which a notice leads, by the word of its ``NoticeFacts.page``.
PAGES: dict[str, Callable[..., str]] = {
    "text": lambda slug: reverse("desk:text", args=[slug]),
    "silence": lambda slug: reverse("desk:silence", args=[slug]),
    "clause": lambda slug, key: reverse("desk:clause", args=[slug, key]),
    "people": lambda: reverse("desk:people"),
    "outbox": lambda: reverse("desk:outbox"),
    "delegations": lambda slug: reverse("desk:delegations", args=[slug]),
    "paper": lambda slug, key: reverse("desk:paper_of_meeting", args=[slug, key]),
    "papers": lambda slug: reverse("desk:papers", args=[slug]),
    "hosting": lambda _track: reverse("desk:hosting"),
    "firm": lambda key: reverse("desk:firm", args=[key]),
    "talks": lambda: reverse("desk:talks"),
    "talk": lambda key: reverse("desk:talk", args=[key]),
    "tables": lambda slug: reverse("desk:tables", args=[slug]),
    "host_role": lambda: reverse("desk:host_role"),
    "log": lambda: reverse("desk:log"),
    "meeting": lambda slug: reverse("desk:meeting", args=[slug]),
    "minutes": lambda slug: reverse("desk:minutes", args=[slug]),
    "agenda": lambda slug: reverse("desk:agenda", args=[slug]),
    "recommendation": lambda slug: reverse("portal:recommendation", args=[slug]),
    "commitment": lambda slug: reverse("desk:commitment", args=[slug]),
    "undertaking": lambda slug: reverse("portal:undertaking", args=[slug]),
    "party": lambda slug: reverse("portal:party", args=[slug]),
    "source": lambda slug: reverse("portal:source", args=[slug]),
    "run": lambda slug: reverse("portal:run", args=[slug]),
    "corpus": lambda slug: reverse("portal:corpus", args=[slug]),
    "dialogue": lambda slug: reverse("portal:dialogue", args=[slug]),
    "remark": lambda key: f"{reverse('desk:record')}#remark-{key}",
    "facts": lambda noun, slug, name: f"{reverse('portal:facts', args=[noun, slug])}#p-{name}",
}


@dataclass(frozen=True)
class SaidNotice:
    """A notice in its reader's language. ``meeting`` is there where it is about one: each page titles it in its way.

    ``when`` are the clocks of the place and of the reader's capital at the moment of the act, ``until`` at that by which
    something is asked.
    """

    notice: Notice
    where: str
    meeting: Meeting | None
    sentence: str
    asked: str
    when: str
    until: str
    href: str
    who: str

    @property
    def key(self) -> str:
        """By which its reader marks it as read."""
        return str(self.notice.entry.ref)

    @property
    def is_read(self) -> bool:
        return bool(getattr(self.notice, "is_read", False))

    @property
    def is_words(self) -> bool:
        """Whether it is about something that the record names by its words alone."""
        return "words" in self.notice.about.get("names", {})

    @property
    def at(self) -> dt.datetime:
        """Of the act; an entry without a moment is sealed and has no notice."""
        at = self.notice.entry.at
        assert at is not None  # noqa: S101
        return at


@dataclass(frozen=True)
class KnownRows:
    """Of what notices are about: how rows are called that are named by reference, and keys of papers that this reader no
    longer finds, as they were withdrawn since."""

    called: Mapping[str, str]
    gone: frozenset[str]


def say(notice: Notice, *, viewer: Viewer, known: KnownRows | None = None) -> SaidNotice | None:
    """None where nobody knows the act any longer: a register of another release.

    ``known``: what is asked for all notices that are said at once (``known_in``).
    """
    entry, about = notice.entry, notice.about
    concern = CONCERNS.get(entry.event)
    if concern is None:
        return None
    if known is None:
        known = known_in([notice], viewer=viewer)
    until = _clocks(notice, viewer)
    names = about.get("names", {})
    meeting = _meeting(names)
    filled = {
        **names,
        "symbol": names.get("symbol") or _("without a symbol"),
        "who": _who(notice),
        "parties": _("the chair") if names.get("is_chair") else ", ".join(names.get("parties", ())),
        "until": until,
        "language": str(names.get("language", "")).upper(),
    }
    return SaidNotice(
        notice=notice,
        where=_where(names, known.called, meeting),
        meeting=meeting,
        sentence=concern.sentence(filled),
        asked=concern.asked_of(notice.who, filled),
        when=on_the_clocks(entry.at, [notice.zone, viewer.zone], get_language() or "en") if entry.at else "",
        until=until,
        href=_href(about.get("page", ()), known.gone),
        who=_told_as(concern, notice),
    )


def said(rows: Iterable[Notice], *, viewer: Viewer) -> list[SaidNotice]:
    """Each act once, for this reader."""
    each_once = telling.once_each(rows)
    known = known_in(each_once, viewer=viewer)
    return [each for row in each_once if (each := say(row, viewer=viewer, known=known)) is not None]


def known_in(rows: Iterable[Notice], *, viewer: Viewer) -> KnownRows:
    """What those rows are called that remarks of readers are about, and which papers are gone for this reader; no statement
    where there is no remark, and none where there is no paper."""
    notices = list(rows)
    refs = [row.about["names"]["words"] for row in notices if _is_of_remark(row)]
    papers = {row.about["page"][-1] for row in notices if row.about.get("page", [])[:1] == ["paper"]}
    there = meetings.visible_papers(viewer=viewer).filter(pk__in=papers).order_by().values_list("pk", flat=True)
    return KnownRows(titles(refs, viewer=viewer), frozenset(papers - set(map(str, there)) if papers else ()))


def _is_of_remark(row: Notice) -> bool:
    return bool(row.about.get("page", [""])[:1] == ["remark"] and row.about.get("names", {}).get("words"))


def steps_of_silence(text: Text, *, viewer: Viewer) -> list[tuple[SaidNotice, str]]:
    """What all were told of silence on a text, newest first, each with the line of the log; own acts as well."""
    rows = telling.notices(viewer=viewer, with_own=True).filter(
        entry__object_ref=text.ref, entry__event__in=STEPS_OF_SILENCE
    )
    headed = list(log.with_heads(rows)[:MOST_STEPS])
    stood = {row.pk: row.stood for row in headed}
    steps = said(headed, viewer=viewer)
    return [(each, log_line(str(log.LogHead(stood[each.notice.pk], each.notice.entry.digest)))) for each in steps]


def _who(notice: Notice) -> str:
    entry = notice.entry
    if entry.party:
        return parties.forum().codes.get(entry.party, entry.party)
    if notice.about.get("by") == Circle.SECRETARIAT:
        return _("The host's secretariat")
    return str(entry.user_name)


def _told_as(concern: Concern, notice: Notice) -> str:
    hearer = concern.hearer(notice.who)
    return str(hearer.label if hearer else NoticeCircle(notice.circle).label)


def _where(names: dict[str, Any], called: Mapping[str, str], meeting: Meeting | None) -> str:
    """On what: the symbol of the text and the number of the clause, or the words of what has no symbol."""
    if names.get("symbol") or ("symbol" in names and "track" not in names):
        kind = names.get("kind_of_clause", "")
        if names.get("clause"):
            return _("%(symbol)s, paragraph %(number)s") % {"symbol": names["symbol"], "number": names["clause"]}
        return f"{names['symbol']}, {ClauseKind(kind).label}" if kind else str(names["symbol"])
    if meeting is not None:
        return str(meeting)
    if "property" in names:
        return f"{parties.property_label(names['property'])}: {names['subject'].partition('/')[2]}"
    words = str(names.get("words", ""))
    words = called.get(words, words)
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS].rstrip()} …"


def _meeting(names: dict[str, Any]) -> Meeting | None:
    if "track" not in names:
        return None
    track = Track(name=names["track"].get("en", ""), names=names["track"])
    return Meeting(track=track, ordinal=names.get("ordinal"), city=names.get("city"))


def _href(page: Sequence[str], gone: Collection[str]) -> str:
    """A paper that is gone leads to those of its meeting."""
    kind, *keys = page or ("",)
    if kind == "paper" and keys[-1] in gone:
        kind, keys = "papers", keys[:1]
    return PAGES[kind](*keys) if kind in PAGES else reverse("desk:day")


def _clocks(notice: Notice, viewer: Viewer) -> str:
    if notice.until is None:
        return ""
    return on_the_clocks(notice.until, [notice.zone, viewer.zone], get_language() or "en")


def log_line(head: str) -> str:
    """Where the log of acts stood, for whoever keeps the line; empty of what was told before heads were kept."""
    count, dash, _digest = head.partition("-")
    if not dash:
        return ""
    return _("The log of acts stood at %(count)s entries, head %(head)s") % {"count": count, "head": head}


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
    return Days(periods(parties.capitals(), start, end), (end - start).total_seconds() / 3600)

"""Words of parties, and the forum: the dialogue that this installation serves, as its data describe it.

Standing and roles live in ``access.terms``, because a viewer carries them.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Any, Self

from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded
from nemawashi.access.states import States, Tone
from nemawashi.access.terms import Role, Standing, roles, standings
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.marks import ForumMark, NoMarkError, of_said
from nemawashi.kit.papers.values import ForumHead

__all__ = ["NEUTRAL", "Forum", "PartyGroup", "City", "Role", "Standing", "in_language", "roles", "standings"]


def in_language(names: Mapping[str, str], language: str | None = None) -> str:
    """The name in ``language`` (default: the active one), else English, else whatever there is."""
    wanted = (language or get_language() or "en")[:2]
    return names.get(wanted) or names.get("en") or next(iter(names.values()), "")


class OrganisationKind(TextChoices):
    """What kind of body an organisation is, coarse enough to be sure of it."""

    UN = "un", _("Body of the United Nations")
    INTERNATIONAL = "international", _("International organisation")
    BANK = "bank", _("Bank")
    MINISTRY = "ministry", _("Ministry or mission")
    AGENCY = "agency", _("Agency of a government")
    PARLIAMENT = "parliament", _("Body of members of parliament")
    INSTITUTE = "institute", _("Institute, foundation or university")
    BUSINESS = "business", _("Company or association of companies")


class InvitationState(States):
    """What became of an invitation. That it expired follows from its moment and is written nowhere."""

    SENT = "sent", Tone.WAITING, _("Waits for an answer")
    TAKEN_UP = "taken_up", Tone.SETTLED, _("Taken up")
    WITHDRAWN = "withdrawn", Tone.QUIET, _("Withdrawn")
    EXPIRED = "expired", Tone.FAILING, _("Expired")


def invitation_states() -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in InvitationState.choices if value != InvitationState.EXPIRED]


class LetterKind(TextChoices):
    """What a mail of this server is: its template, by a word."""

    NOTICE = "notice", _("Notice")
    DIGEST = "digest", _("Digest of notices")
    INVITATION = "invitation", pgettext_lazy("mail", "Invitation")
    RESET = "reset", _("New password")
    ACCOUNT = "account", _("News of an account")
    REMARK = "remark", _("Answer to a reader")
    MEETING = "meeting", _("Invitation to a meeting")
    CONSENT = "consent", _("Link to a contact person")


def letter_kinds() -> list[tuple[str, str]]:
    return worded(LetterKind)


class LetterState(States):
    """Where a mail stands. ``UNSURE``: the server ended between sending and noting, so that nobody knows."""

    WAITING = "waiting", Tone.WAITING, pgettext_lazy("mail", "Waits to leave")
    SENDING = "sending", Tone.RUNNING, _("Is being sent")
    SENT = "sent", Tone.SETTLED, pgettext_lazy("mail", "Sent")
    UNSURE = "unsure", Tone.FAILING, _("May have been sent")
    FAILED = "failed", Tone.FAILING, _("Could not be sent")
    BOUNCED = "bounced", Tone.FAILING, _("Came back")
    LAPSED = "lapsed", Tone.QUIET, _("Not sent: too late")


def letter_states() -> list[tuple[str, str]]:
    return worded(LetterState)


class ReadingState(States):
    """What the host said of the mail of an act, where the forum has it read before it goes."""

    HELD = "held", Tone.WAITING, _("Held, to be read")
    RELEASED = "released", Tone.SETTLED, _("Released")
    STRUCK = "struck", Tone.QUIET, _("Struck: not mailed")
    LAPSED = "lapsed", Tone.QUIET, _("Not sent: too late")


def reading_states() -> list[tuple[str, str]]:
    return worded(ReadingState)


class Act(StrEnum):
    """Acts on people; the value is the event in the log. Three of them are the events of the roll itself."""

    OPEN_SEAT = "seat.opened"
    CLOSE_SEAT = "seat.closed"
    INVITE_PERSON = "person.invited"
    SEND_INVITATION_AGAIN = "invitation.sent_again"
    WITHDRAW_INVITATION = "invitation.withdrawn"
    CHANGE_ROLE = "membership.changed"
    END_MEMBERSHIP = "membership.removed"
    END_OFFICE = "account.ended"
    SET_MAIL_READING = "mail_reading.set"
    RELEASE_MAIL = "mail.released"
    STRIKE_MAIL = "mail.struck"
    SEND_LETTER_AGAIN = "letter.sent_again"
    RESET_FACTORS = "factors.reset"
    HAND_OVER = "forum.handed_over"


LEFT_CIRCLE = "circle.left"  # of an office in a circle of which delegations are told; beside the entry of the account


class Refusal(StrEnum):
    """Why an act on people was refused, or an invitation could not be taken up."""

    NOT_THE_SECRETARIAT = "not_the_secretariat"
    NOT_A_FOCAL_POINT = "not_a_focal_point"
    NOT_ITS_INVITER = "not_its_inviter"
    NO_SUCH_OFFICE = "no_such_office"
    NO_MAIL = "no_mail"
    SEAT_IS_OPEN = "seat_is_open"
    SEAT_IS_OFFERED = "seat_is_offered"
    ACTS_HERE = "acts_here"
    INVITED_ALREADY = "invited_already"
    INVITATION_ENDED = "invitation_ended"
    EXPIRED = "expired"
    ACTS_ELSEWHERE = "acts_elsewhere"
    LAST_FOCAL_POINT = "last_focal_point"
    LAST_OF_THE_HOST = "last_of_the_host"
    OFFICE_RESTS = "office_rests"
    NOT_HELD = "not_held"
    NOT_ITS_SENDER = "not_its_sender"
    STILL_ON_ITS_WAY = "still_on_its_way"
    HAS_ITS_OWN_LINK = "has_its_own_link"
    ADDRESS_IS_GONE = "address_is_gone"
    OPENS_ANOTHER = "opens_another"
    ENDS_BY_HAND = "ends_by_hand"
    DAY_IS_OVER = "day_is_over"
    OFFICE_IS_OVER = "office_is_over"
    NO_FACTOR = "no_factor"
    ONE_S_OWN_FACTOR = "one_s_own_factor"


class SecondFactorOf(TextChoices):
    """Of whom a forum asks a second factor at sign-in."""

    NEGOTIATION = "negotiation", _("whoever sees a negotiation")
    EVERYBODY = "everybody", _("everybody with an account")
    NOBODY = "nobody", _("nobody; whoever has one is asked for it")


def second_factors_of() -> list[tuple[str, str]]:
    return worded(SecondFactorOf)


class Translator(TextChoices):
    """Who put words of the record into another language."""

    SOURCE = "source", _("as the source has it")
    US = "us", _("translated by the editors of the record")
    MACHINE = "machine", _("machine translation")


def translators() -> list[tuple[str, str]]:
    return worded(Translator)


@dataclass(frozen=True, slots=True)
class Translated:
    """Words of the record in another language, and whose translation they are."""

    words: str
    by: Translator


def organisation_kinds() -> list[tuple[str, str]]:
    return worded(OrganisationKind)


@dataclass(frozen=True, slots=True)
class AtTable:
    """A participant of the dialogue as pages show it."""

    slug: str
    code: str
    names: Mapping[str, str]

    def __str__(self) -> str:
        return in_language(self.names)


@dataclass(frozen=True, slots=True)
class PartyGroup:
    """Parties that promise or are spoken of together, under the word that the record's files use for them."""

    key: str
    names: Mapping[str, str]
    parties: tuple[str, ...]

    def __str__(self) -> str:
        return in_language(self.names)


@dataclass(frozen=True, slots=True)
class City:
    """A city as the record writes it: its names in other languages, and degrees east and north for the map."""

    name: str
    names: Mapping[str, str]
    east: float | None = None
    north: float | None = None

    @property
    def at(self) -> tuple[float, float] | None:
        return None if self.east is None or self.north is None else (self.east, self.north)


class HostingRule(TextChoices):
    """How a forum finds its next host."""

    OFFER = "offer", _("By offer")
    ALPHABETICAL = "alphabetical", _("In rotation, by English alphabetical order")
    FIXED = "fixed", _("One fixed host")


LETTER_BLANKS = ("party", "forum", "meeting", "days", "place", "host", "theme")
_BLANK = re.compile(r"\{([a-z_]{1,40})\}")


def filled(words: str, values: Mapping[str, str]) -> str:
    """A letter with its blanks filled: each value is put in once and never read as a template again."""
    return _BLANK.sub(lambda match: values.get(match[1], match[0]), words)


def unknown_blanks(words: str) -> set[str]:
    """Names in the blanks of a letter that stand for nothing."""
    return {match[1] for match in _BLANK.finditer(words)} - set(LETTER_BLANKS)


class SpeakingOrder(TextChoices):
    """By what the speakers of an item are ordered."""

    REQUEST = "request", _("In the order of requests")
    ALPHABET = "alphabet", _("Alphabetical, from the drawn letter")


class HostSpeaks(TextChoices):
    """Where the host stands among the speakers."""

    IN_TURN = "turn", _("The host in its turn")
    FIRST = "first", _("The host first")
    LAST = "last", _("The host last")


def speaking_orders() -> list[tuple[str, str]]:
    return worded(SpeakingOrder)


def places_of_host() -> list[tuple[str, str]]:
    return worded(HostSpeaks)


@dataclass(frozen=True, slots=True)
class PartyCalendar:
    """When a capital does not work, where its party's code says it not: the country whose calendar it has, and days of its
    own with their names."""

    country: str = ""
    days: tuple[tuple[dt.date, str], ...] = ()

    @classmethod
    def of_file(cls, said: Mapping[str, Any]) -> Self:
        days = [(ImpreciseDate.parse(row["date"]), row.get("name") or "") for row in said.get("days") or ()]
        return cls(said.get("country") or "", tuple((on.earliest, name) for on, name in days if on))


@dataclass(frozen=True, slots=True)
class MeetingRules:
    """How the forum runs its meetings, where its file says it; else what is stated here.

    ``host`` is the slug of the fixed host; ``term_months``: how long a chair holds its term, ``has_co_chair``: whether
    another party chairs beside it. ``lead_days`` lie between planning and the first meeting of a round. Items for an
    agenda are proposed until ``agenda_days`` before the first day. What a delegation list says of persons is deleted
    ``personal_days`` after the last day of the meeting. ``letters`` are the words of a letter of invitation by language,
    with the blanks of ``LETTER_BLANKS``; ``letter_languages`` says in which a party is written to. ``speakers``: by what
    speakers are ordered, ``host_speaks`` where the host stands among them, ``speaking_minutes`` how long one speaks; the
    chair may say otherwise for an item. A silence lasts ``silence_hours`` at least, and leaves each capital
    ``silence_working_days``. Papers are due ``paper_days`` before the first day; what comes later is told as late.
    ``text_types``: the kinds of text that are drafted, empty for all. ``calendars``: of capitals, by the slug of the party.
    """

    hosting: str = HostingRule.OFFER
    host: str = ""
    term_months: int | None = None
    has_co_chair: bool = False
    lead_days: int | None = None
    agenda_days: int | None = None
    personal_days: int = 365
    letters: Mapping[str, str] = field(default_factory=dict)
    letter_languages: Mapping[str, str] = field(default_factory=dict)
    speakers: str = SpeakingOrder.REQUEST
    host_speaks: str = HostSpeaks.IN_TURN
    speaking_minutes: int | None = None
    silence_hours: int | None = None
    silence_working_days: int | None = None
    paper_days: int | None = None
    text_types: tuple[str, ...] = ()
    calendars: Mapping[str, PartyCalendar] = field(default_factory=dict)

    @classmethod
    def of_file(cls, said: Mapping[str, Any]) -> Self:
        """From the row ``meeting_rules`` of a forum's file."""
        return cls(
            hosting=said.get("hosting") or HostingRule.OFFER,
            host=said.get("host") or "",
            term_months=said.get("term_months"),
            has_co_chair=bool(said.get("co_chair")),
            lead_days=said.get("lead_days"),
            agenda_days=said.get("agenda_days"),
            personal_days=365 if said.get("personal_days") is None else said["personal_days"],
            letters=said.get("letters") or {},
            letter_languages={row["party"]: row["language"] for row in said.get("letter_languages") or ()},
            speakers=said.get("speakers") or SpeakingOrder.REQUEST,
            host_speaks=said.get("host_speaks") or HostSpeaks.IN_TURN,
            speaking_minutes=said.get("speaking_minutes") or None,
            silence_hours=said.get("silence_hours") or None,
            silence_working_days=said.get("silence_working_days") or None,
            paper_days=said.get("paper_days"),
            text_types=tuple(said.get("text_types") or ()),
            calendars={row["party"]: PartyCalendar.of_file(row) for row in said.get("calendars") or ()},
        )


@lru_cache(maxsize=32)
def _mark(said: str) -> ForumMark | None:
    try:
        return of_said(said)
    except NoMarkError:  # of an older release, which took what this one does not
        return None


def mark_in(marks: Mapping[str, str], language: str) -> ForumMark | None:
    """The mark of a forum in a language, else in English, else in any; None where it has none."""
    said = marks.get(language) or marks.get("en") or next(iter(marks.values()), "")
    return _mark(said) if said else None


@dataclass(frozen=True)
class Forum:
    """The dialogue that this installation serves: what pages, feeds, files, mails and citations call it.

    ``slug`` is that of its dialogue, empty where none was loaded. ``codes`` are those of the parties, by slug, in the
    order of protocol, and ``table`` the participants of today in that order. ``is_its_own``: it was founded here by its own
    people, and is no record that others compiled. ``ranked`` are the tracks whose delegations
    are compared by rank, the highest first. ``answer_days``: after how many days a party that was asked to let a position
    go, and kept silent, has let it go; None: a party answers, or nothing ends. ``second_factor``: of whom one is asked at
    sign-in. ``moved_to``: where it lives since it was handed over. ``marks`` and
    ``letterheads``, lines at the head of its papers, are by language. ``languages`` are those of its work, ``pages`` those
    in which its record is read.
    """

    slug: str = ""
    code: str = ""
    symbol: str = "{track}/{meeting}/{text}"
    names: Mapping[str, str] = field(default_factory=dict)
    short_names: Mapping[str, str] = field(default_factory=dict)
    headlines: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, str] = field(default_factory=dict)
    founded: int | None = None
    is_its_own: bool = False
    languages: tuple[str, ...] = ("en",)
    pages: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    answer_days: int | None = None
    second_factor: SecondFactorOf = SecondFactorOf.NEGOTIATION
    meeting_rules: MeetingRules = MeetingRules()
    moved_to: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)
    letterheads: Mapping[str, Sequence[str]] = field(default_factory=dict)
    groups: tuple[PartyGroup, ...] = ()
    places: Mapping[str, City] = field(default_factory=dict)
    searches: tuple[Mapping[str, str], ...] = ()
    properties: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    spheres: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    codes: Mapping[str, str] = field(default_factory=dict)
    table: tuple[AtTable, ...] = ()

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the reader's language; empty where no forum was loaded."""
        return in_language(self.names)

    @property
    def mark(self) -> ForumMark | None:
        """In the reader's language, else in English, else in any; None for a forum without one."""
        return mark_in(self.marks, get_language() or "en")

    @property
    def head(self) -> ForumHead:
        """What stands above its papers."""
        drawn = {code: mark for code, said in self.marks.items() if (mark := _mark(said))}
        return ForumHead(self.name, drawn, self.letterheads)

    @property
    def short_name(self) -> str:
        return in_language(self.short_names) or self.name

    @property
    def headline(self) -> str:
        """The title of the first page; empty where the data give none."""
        return in_language(self.headlines)

    @property
    def neighbourhood(self) -> str:
        """What the dialogues that it is compared with are called together; empty where the data give nothing."""
        return in_language(self.neighbours)

    @property
    def examples(self) -> list[str]:
        """What somebody may ask the search for, in the reader's language."""
        return [in_language(each) for each in self.searches]

    @cached_property
    def stamp(self) -> str:
        """Changes when the data say something else: for what is kept of pages and feeds."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def in_english(self) -> str:
        """The name for what is written in English whoever reads it: citations and data packages."""
        return in_language(self.names, "en")

    def code_of(self, party: str) -> str:
        """The code of a party by its slug; the start of the slug where the record has no such party."""
        return self.codes.get(party) or party[:3].upper()

    def members(self, names: Iterable[str]) -> frozenset[str]:
        """Slugs of the parties behind ``names``, which are slugs and keys of groups."""
        grouped = {party for each in self.groups if each.key in names for party in each.parties}
        return frozenset(grouped.union(names))

    def place_name(self, name: str) -> str:
        """A city in the reader's language; one that the data do not name stays as the source writes it."""
        place = self.places.get(name)
        return in_language({"en": name, **place.names}) if place else name

    def symbol_of(self, *, track: str, meeting: object, text: object) -> str:
        """The symbol of a meeting's text of this number, after the pattern of the data."""
        parts = {"forum": self.code or self.slug, "track": track, "meeting": meeting, "text": text}
        return self.symbol.format_map(parts).upper()


NEUTRAL = Forum()
SYMBOL_PARTS = ("forum", "track", "meeting", "text")

"""What the first-run page asks, step by step. A key is the place in the file of a forum, with dots between its parts.

Some stand elsewhere in the file: what belongs to a party or a track is asked with it (``typed.to_forum``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nemawashi.access.choices import worded
from nemawashi.access.terms import Standing
from nemawashi.kit import languages
from nemawashi.parties.terms import HostingRule, HostSpeaks, SecondFactorOf, SpeakingOrder
from nemawashi.texts.terms import text_types

Choices = list[tuple[str, Any]]


class AskedAs(StrEnum):
    """How something is asked, and what comes of what is typed."""

    LINE = "line"
    WHOLE = "whole"
    FLAG = "flag"  # a tick; left out of the file without one
    SWITCH = "switch"  # a tick that the file says either way
    CHOICE = "choice"
    CHOICES = "choices"
    LIST = "list"  # one in each line
    DAYS = "days"  # a date and a name in each line
    NAMES = "names"  # a line in each language of the pages
    LINES = "lines"  # a list of lines in each language of the pages
    MARK = "mark"  # letters or a picture in each language of the pages
    WORDS = "words"  # lines in each language of the pages
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class ToAsk:
    """``among``: what a choice is between, from what was typed so far. ``parts``: what each row asks."""

    key: str
    label: Any
    kind: AskedAs = AskedAs.LINE
    hint: Any = ""
    among: Callable[[dict[str, Any]], Choices] | None = None
    parts: tuple["ToAsk", ...] = ()
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class FormStep:
    """One page of the form. ``more``: what its rows are called where one is added."""

    name: str
    title: Any
    lede: Any
    questions: tuple[ToAsk, ...]
    more: Any = ""


def _of(words: Callable[[], Choices]) -> Callable[[dict[str, Any]], Choices]:
    return lambda typed: words()


def _standings() -> Choices:
    return worded(Standing)


def _negotiated() -> Choices:
    reader = get_language() or "en"
    return [(code, f"{languages.name_of(code, reader)} · {languages.TABLE[code].own}") for code in languages.NEGOTIATED]


def _pages() -> Choices:
    return [(code, languages.TABLE[code].own) for code in languages.PAGES]


def rows_of(typed: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The rows typed so far of one list."""
    return [row for row in typed.get(key) or [] if isinstance(row, dict)]


def _parties(typed: dict[str, Any]) -> Choices:
    return [(str(row.get("id")), f"{row.get('code', '')} {_english(row)}".strip()) for row in rows_of(typed, "parties")]


def _tracks(typed: dict[str, Any]) -> Choices:
    return [(str(row.get("id")), _english(row)) for row in rows_of(typed, "tracks")]


def _english(row: dict[str, Any]) -> str:
    return str((row.get("names") or {}).get("en") or row.get("id") or "")


_ID = ToAsk(
    "id", _("Word in addresses"), hint=_("Small letters, digits, hyphens. Left empty, it is made from the English name.")
)
_NAMES = ToAsk("names", _("Name in each language"), AskedAs.NAMES, is_needed=True)

STEPS = (
    FormStep(
        "names",
        _("Names and languages"),
        _("What the forum is called on pages, in files and in mail."),
        (
            ToAsk(
                "pages",
                _("Languages of the pages"),
                AskedAs.CHOICES,
                _("In which the record is read. Names are asked in each of these, in English always."),
                _of(_pages),
            ),
            ToAsk("first_language", _("Language of negotiation"), AskedAs.CHOICE, among=_of(_negotiated), is_needed=True),
            ToAsk("languages", _("Further languages of work"), AskedAs.CHOICES, among=_of(_negotiated)),
            ToAsk("names", _("Name of the forum"), AskedAs.NAMES, is_needed=True),
            ToAsk("short_names", _("Short name"), AskedAs.NAMES),
            ToAsk("headlines", _("Title of the first page"), AskedAs.NAMES),
            ToAsk(
                "code",
                _("Short code"),
                hint=_("As in symbols of texts: capital letters and digits, such as RBC."),
                is_needed=True,
            ),
            ToAsk(
                "symbol",
                _("Pattern of symbols"),
                hint=_("From {forum}, {track}, {meeting}, {text}; the last two are needed."),
                is_needed=True,
            ),
            ToAsk("founded", _("Founded"), hint=_("A year, a month or a day: 2012, 2012-11, 2012-11-10.")),
            _ID,
        ),
    ),
    FormStep(
        "parties",
        _("Parties"),
        _("Who takes part, in the order of protocol."),
        (
            ToAsk(
                "parties",
                _("Parties"),
                AskedAs.ROWS,
                is_needed=True,
                parts=(
                    _NAMES,
                    ToAsk("code", _("Code"), hint=_("Two to five capital letters."), is_needed=True),
                    ToAsk("standing", _("Standing"), AskedAs.CHOICE, among=_of(_standings)),
                    ToAsk("zone", _("Time zone of the capital"), hint=_("Such as Europe/Vienna, or UTC."), is_needed=True),
                    ToAsk(
                        "country",
                        _("Country whose public holidays it keeps"),
                        hint=_(
                            "A code of ISO 3166, such as AUT. Left empty: the country that the party's code names, if any."
                        ),
                    ),
                    ToAsk(
                        "days",
                        _("Further days off"),
                        AskedAs.DAYS,
                        _("One in each line, the day first: 2027-03-22 Day of water"),
                    ),
                    ToAsk("letter_language", _("Language of its letters"), AskedAs.CHOICE, among=_of(_pages)),
                    ToAsk("since", _("Takes part since"), hint=_("A year, a month or a day: 2012, 2012-11, 2012-11-10.")),
                    _ID,
                ),
            ),
        ),
        _("Add a party"),
    ),
    FormStep(
        "tracks",
        _("Tracks of meetings"),
        _("The highest first."),
        (
            ToAsk(
                "tracks",
                _("Tracks"),
                AskedAs.ROWS,
                is_needed=True,
                parts=(
                    _NAMES,
                    ToAsk("level", _("Level"), hint=_("Who meets, such as: ministers."), is_needed=True),
                    ToAsk("formal", _("Formal meetings"), AskedAs.SWITCH),
                    ToAsk("ranked", _("Its delegations are compared by rank"), AskedAs.FLAG),
                    ToAsk("cadence_months", _("Meets every so many months"), AskedAs.WHOLE),
                    ToAsk("feeds_into", _("Feeds into"), AskedAs.CHOICE, _("The track to which it reports."), _tracks),
                    _ID,
                ),
            ),
        ),
        _("Add a track"),
    ),
    FormStep(
        "pillars",
        _("Pillars of the agenda"),
        _("Headings of the agenda, with the words of their areas. A forum may have none."),
        (
            ToAsk(
                "pillars",
                _("Pillars"),
                AskedAs.ROWS,
                parts=(
                    _NAMES,
                    ToAsk(
                        "areas",
                        _("Words of its areas"),
                        AskedAs.LIST,
                        _("One in each line, in English and in small letters: flood"),
                    ),
                    _ID,
                ),
            ),
        ),
        _("Add a pillar"),
    ),
    FormStep(
        "groups",
        _("Groups of parties"),
        _("Parties that are spoken of together. A forum may have none."),
        (
            ToAsk(
                "groups",
                _("Groups"),
                AskedAs.ROWS,
                parts=(
                    _NAMES,
                    ToAsk("parties", _("Parties"), AskedAs.CHOICES, among=_parties, is_needed=True),
                    _ID,
                ),
            ),
        ),
        _("Add a group"),
    ),
    FormStep(
        "rules",
        _("Rules"),
        _("Each may be left empty; what holds then stands below it."),
        (
            ToAsk(
                "meeting_rules.hosting", _("How a host is found"), AskedAs.CHOICE, among=_of(lambda: worded(HostingRule))
            ),
            ToAsk("meeting_rules.host", _("The host, where it is fixed"), AskedAs.CHOICE, among=_parties),
            ToAsk(
                "meeting_rules.term_months",
                _("A chair holds its term for so many months"),
                AskedAs.WHOLE,
                _("Otherwise until the next meeting."),
            ),
            ToAsk("meeting_rules.co_chair", _("Another party chairs beside the host"), AskedAs.FLAG),
            ToAsk(
                "meeting_rules.lead_days",
                _("Days between planning and the first meeting of a round"),
                AskedAs.WHOLE,
                _("Otherwise 90."),
            ),
            ToAsk(
                "meeting_rules.agenda_days",
                _("Items are proposed until so many days before the first day"),
                AskedAs.WHOLE,
                _("Otherwise until the agenda is adopted."),
            ),
            ToAsk(
                "meeting_rules.paper_days",
                _("Papers are due so many days before the first day"),
                AskedAs.WHOLE,
                _("Otherwise they are never late."),
            ),
            ToAsk(
                "meeting_rules.silence_hours",
                _("A silence lasts so many hours at least"),
                AskedAs.WHOLE,
                _("Otherwise as long as the chair says."),
            ),
            ToAsk(
                "meeting_rules.silence_working_days",
                _("A silence leaves each capital so many working days"),
                AskedAs.WHOLE,
                _("By its own calendar and clock. Otherwise no matter how many."),
            ),
            ToAsk(
                "answer_days",
                _("A party that was asked to let a position go has so many days to answer"),
                AskedAs.WHOLE,
                _("Who kept silent has let it go. Otherwise never."),
            ),
            ToAsk(
                "meeting_rules.speakers", _("Order of speakers"), AskedAs.CHOICE, among=_of(lambda: worded(SpeakingOrder))
            ),
            ToAsk(
                "meeting_rules.host_speaks",
                _("The host among the speakers"),
                AskedAs.CHOICE,
                among=_of(lambda: worded(HostSpeaks)),
            ),
            ToAsk(
                "meeting_rules.speaking_minutes",
                _("Minutes of an intervention"),
                AskedAs.WHOLE,
                _("Otherwise without limit."),
            ),
            ToAsk(
                "meeting_rules.text_types",
                _("Kinds of text that are drafted"),
                AskedAs.CHOICES,
                _("Without a tick: all of these."),
                _of(text_types),
            ),
            ToAsk(
                "meeting_rules.letters",
                _("Words of the letter of invitation"),
                AskedAs.WORDS,
                _("Blanks: {party}, {forum}, {meeting}, {days}, {place}, {host}, {theme}. Left empty: words of ours."),
            ),
            ToAsk(
                "meeting_rules.personal_days",
                _("Names in delegation lists are deleted so many days after a meeting"),
                AskedAs.WHOLE,
                _("Otherwise 365."),
            ),
            ToAsk(
                "second_factor",
                _("Of whom a second factor is asked at sign-in"),
                AskedAs.CHOICE,
                among=_of(lambda: worded(SecondFactorOf)),
            ),
            ToAsk("reads_mail", _("The host reads the mail of acts before it goes"), AskedAs.FLAG),
        ),
    ),
    FormStep(
        "look",
        _("Mark and letterhead"),
        _("What stands in the head of every page and paper. Both may be left empty, and change later."),
        (
            ToAsk(
                "mark",
                _("Mark of the forum"),
                AskedAs.MARK,
                _("Twelve letters at most, or a file: a plain drawing (SVG) or a picture (PNG) of 30 KB at most."),
            ),
            ToAsk(
                "letterhead",
                _("Letterhead"),
                AskedAs.LINES,
                _("Lines such as an address, eight at most. A meeting may have its own in Word files."),
            ),
        ),
    ),
    FormStep(
        "host",
        _("First person of the host's secretariat"),
        _("Who is invited first, and then opens the seats of the parties."),
        (
            ToAsk("host.name", _("Name of the person")),
            ToAsk("host.address", _("Mail address")),
            ToAsk("host.language", _("Language of the invitation"), AskedAs.CHOICE, among=_of(_pages)),
        ),
    ),
)
BY_NAME = {step.name: step for step in STEPS}


def step_of(key: str) -> str:
    """The name of the step that asks for what stands at a place; empty where none does."""
    for step in STEPS:
        if any(
            key == each.key or key.startswith(f"{each.key}.") or each.key.startswith(f"{key}.") for each in step.questions
        ):
            return step.name
    return ""

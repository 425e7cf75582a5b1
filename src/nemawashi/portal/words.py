"""How values of the record are written for a reader: dates, lengths of time, money, states."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_timedelta
from babel.numbers import format_decimal
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext_lazy

from nemawashi.kit.dates import ImpreciseDate, span_in_words
from nemawashi.kit.languages import lands, polivanov
from nemawashi.meetings.titles import ordinal as ordinal
from nemawashi.meetings.titles import title_of as title_of
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import Translated, Translator

if TYPE_CHECKING:
    from nemawashi.meetings.models import Meeting, Track
    from nemawashi.meetings.rules import Stretch
    from nemawashi.parties.models import Person

UNITS = {"persons": gettext_lazy("persons"), "documents": pgettext_lazy("what is counted", "documents")}


class InLetters(str):
    """A name in the letters of another language that is not the record's own: it remembers the name as the record has it,
    the language, and whose it is, so that ``record`` can say so wherever the name is shown."""

    original: str
    spoken: str
    by: Translator

    @classmethod
    def of(cls, translated: Translated, original: str, spoken: str) -> "InLetters":
        name = cls(translated.words)
        name.original, name.spoken, name.by = original, spoken, translated.by
        return name


_LATIN, _OTHER = re.compile("[A-Za-z]{2}"), re.compile("[\u0400-\u052f\u3040-\u9fff]")


def language() -> str:
    return (get_language() or "en")[:2]


@lru_cache(maxsize=4096)
def _span(spoken: str, first: ImpreciseDate, last: ImpreciseDate | None) -> str:
    return span_in_words(first, last, spoken)


def day(on: ImpreciseDate | None) -> str:
    """An imprecise date in the reader's language; empty when nobody knows."""
    return _span(language(), on, None) if on else ""


def moment_day(at: datetime | None) -> str:
    """The day of a moment, in UTC."""
    return day(ImpreciseDate.parse(at.astimezone(UTC).date())) if at else ""


def span(first: ImpreciseDate | None, last: ImpreciseDate | None) -> str:
    """From first to last; one of them alone when the other is unknown."""
    if first is None:
        return f"… – {day(last)}" if last else ""
    return _span(language(), first, last)


def days(meeting: "Meeting") -> str:
    """When a meeting was held: one day, a span, a month or a year, or that nobody says."""
    if meeting.start_on is None:
        return day(meeting.about_on) or gettext("date not known")
    return _span(language(), meeting.start_on, meeting.end_on)


def length(first: date, last: date) -> str:
    """How long a stretch is, in months below three years and in years above."""
    stretch = timedelta(days=(last - first).days)
    return format_timedelta(stretch, granularity="month", threshold=3, locale=language())


def stretch(between: "Stretch") -> str:
    """How many days lie between two dates: one number, or from the fewest to the most where a date is not exact."""
    if between.least == between.most:
        return ngettext("after %(n)s day", "after %(n)s days", between.most) % {"n": between.most}
    return gettext("after %(least)s to %(most)s days") % {"least": between.least, "most": between.most}


def number(value: float, decimals: int = 0, *, is_signed: bool = False) -> str:
    """A number as the reader's language parts it; of a difference with its sign."""
    return _number(value, decimals, is_signed, language())


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, is_signed: bool, spoken: str) -> str:
    shape = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    return format_decimal(value, format=f"+{shape};-{shape}" if is_signed else shape, locale=spoken)


def money(amount: Decimal | None, unit: str | None = None) -> str:
    """An amount with the unit that its source used; nothing is converted."""
    if amount is None:
        return ""
    shown = format_decimal(amount, locale=language())
    return f"{shown} {UNITS.get(unit, unit)}" if unit else shown


def track_name(track: "Track") -> str:
    return str(track)


def city(name: str | None) -> str:
    """A city in the reader's language; those that the forum's data do not name stay as the source writes them."""
    return parties.forum().place_name(name) if name else ""


def land(name: str | None) -> str:
    """A land in the reader's language, where its English name is a known one; in English as the record names it."""
    code = lands().get(name or "") if language() != "en" else None
    return str(Locale(language()).territories.get(code, name)) if code else name or ""


def record(value: object) -> str:
    """Words of the record as a page in another language shows them: translated where a translation stands in the record,
    with whose it is and with the English words as a title; else marked as English, unless they are not."""
    if isinstance(value, InLetters):
        return _with_its_mark(value.spoken, value.original, Translated(str(value), value.by))
    text = str(value or "")
    if language() == "en" or not _LATIN.search(text):
        return text
    if translated := parties.translation_of(text, language()):
        return _with_its_mark(language(), text, translated)
    if _OTHER.search(text):
        return text
    return format_html('<span lang="en">{}</span>', text)


def bare_record(value: object) -> str:
    """The same for places that hold no mark-up: the title of a window."""
    translated = parties.translation_of(str(value or ""), language())
    return translated.words if translated else str(value or "")


def _with_its_mark(spoken: str, text: str, translated: Translated) -> SafeString:
    return _marked_for(language(), spoken, text, translated)


@lru_cache(maxsize=4096)
def _marked_for(_reader: str, spoken: str, text: str, translated: Translated) -> SafeString:
    """The title is in English, so the element around is; the mark behind the words says whose translation they are."""
    shown = format_html('<span lang="en" title="{}"><span lang="{}">{}</span></span>', text, spoken, translated.words)
    return shown + mark_of(translated.by)


def mark_of(by: Translator) -> SafeString:
    """The sign behind words of the record in another language; none where a source has them so."""
    if by == Translator.SOURCE:
        return SafeString("")
    return format_html('<i class="by" data-by="{0}" role="img" title="{1}" aria-label="{1}"></i>', by, by.label)


def place(meeting: "Meeting") -> str:
    """City and land, as far as they are known."""
    where = str(meeting.country) if meeting.country else land(meeting.country_name)
    return ("、" if language() == "ja" else ", ").join(filter(None, [city(meeting.city), where]))


def meeting_title(meeting: "Meeting") -> str:
    """The track's name with the meeting's number and city: 4th Foreign Ministers' Meeting, Sofia."""
    return str(meeting)


def person(row: "Person") -> str:
    """A person's name for the reader: the record's Japanese or Russian form, a Japanese name after Polivanov, else the
    record's own."""
    return person_in(row, language())


def person_in(row: "Person", spoken: str) -> str:
    """A person's name in the letters of a language, as far as the record has them or they follow from it."""
    if spoken == "ja":
        return row.name_ja or _translated_name(row, spoken)
    if spoken == "ru":
        is_japanese = row.name_ja and any(ord(letter) > 0x30FF for letter in row.name_ja)
        return row.name_ru or (by_sound(row.name) if is_japanese else _translated_name(row, spoken))
    return row.name


def _translated_name(row: "Person", spoken: str) -> str:
    translated = parties.translation_of(row.name, spoken)
    return InLetters.of(translated, row.name, spoken) if translated else row.name


def by_sound(name: str) -> InLetters:
    """A Japanese name in Russian letters after Polivanov's rules: nobody of the field has read it."""
    return InLetters.of(Translated(polivanov(name), Translator.MACHINE), name, "ru")

"""The checker of the record's files: everything that is wrong, at once, with file, line and id. Touches nothing."""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import available_timezones

from nemawashi.kit import marks, workdays
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.terms import LETTER_BLANKS, SYMBOL_PARTS, HostingRule, Translator, unknown_blanks
from nemawashi.record import files
from nemawashi.record.files import Place, Problem, Row
from nemawashi.record.forms import EVERYBODY, FORMS, SOURCES, Field
from nemawashi.sources.rules import names_somebody

YEARS = range(1990, 2036)  # the Dialogue's time; anything outside is a slip of the keyboard
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_LINES, LONGEST_LINE = 8, 120  # of a letterhead
PARTY_CODE = re.compile(r"[A-Z]{2,5}")
_FORUM_CODE = re.compile(r"[A-Z0-9][A-Z0-9+-]{0,19}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SLUG = re.compile(r"[A-Za-z0-9][a-z0-9-]*")
# Controls, soft hyphen, zero-width and direction marks, surrogates, private use: invisible, or different for everyone.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff"
    "\ufeff\ufff9-\uffff]"
)
SCRIPTS = {"ru": re.compile("[\u0400-\u04ff]"), "ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]")}
Fault = tuple[Place, str]
Rows = Mapping[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Checked:
    """The rows as read, and all that is wrong with them."""

    rows: Rows
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.is_warning)

    @property
    def total(self) -> int:
        return sum(len(rows) for rows in self.rows.values())


def checked_record(folder: Path | None = None) -> Checked:
    """The record in ``folder`` (the packaged one by default) with every problem, in the order of files and lines."""
    rows, problems = files.read_folder(folder or files.PACKAGED)
    ids = {name: {row.key for row in part} for name, part in rows.items() if name != "claims"} | _forum_words(rows)
    sound: dict[str, list[Row]] = {}
    for name, part in rows.items():
        problems += _repeated(name, part)
        sound[name] = []
        for row in part:
            faults = list(_row_faults(name, row, ids))
            problems += [Problem(row.file, row.line_of(place), row.key, what) for place, what in faults]
            if not faults:
                sound[name].append(row)
    for name, rule in RULES:
        problems += [
            Problem(row.file, row.line_of(place), row.key, what)
            for row in sound.get(name, [])
            for place, what in rule(row.data)
        ]
    problems += _doubled_ordinals(sound.get("meetings", []))
    problems += _doubled_codes(sound.get("parties", []))
    problems += [Problem(row.file, row.line, row.key, "there is a forum already") for row in rows.get("forum", [])[1:]]
    if set(rows) == set(files.NAMES):
        problems += [*_lone_conflicts(rows), *_ids_of_two_nouns(rows), *_words_twice(rows)]
        if not rows["forum"]:
            problems.append(Problem("forum.yaml", 1, "", "the forum itself is missing"))
        if not problems:
            problems += [*_unlisted_outcomes(rows), *_uncited_sources(rows), *_words_of_nobody(rows)]
    order = {f"{name}.yaml": number for number, name in enumerate(files.NAMES)}
    return Checked(rows, tuple(sorted(problems, key=lambda p: (order[p.file], p.line, p.key, p.what))))


def _forum_words(rows: Rows) -> dict[str, set[str]]:
    """Words of the forum that other rows refer to: its pillars and its groups of parties."""
    if "forum" not in rows:
        return {}
    key_of = {"pillars": "key", "groups": "id"}
    return {
        name: {str(part[key]) for row in rows["forum"] for part in _parts(row.data.get(name)) if part.get(key)}
        for name, key in key_of.items()
    }


def _parts(value: Any) -> list[Mapping[str, Any]]:
    """The entries of a list that are groups of keys, whatever else somebody wrote there."""
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _repeated(name: str, rows: list[Row]) -> Iterator[Problem]:
    first: dict[str, Row] = {}
    for row in rows if name != "claims" else []:
        if first.setdefault(row.key, row) is not row:
            yield Problem(row.file, row.line, row.key, f"the id occurs already in line {first[row.key].line}")


def _row_faults(name: str, row: Row, ids: Mapping[str, set[str]]) -> Iterator[Fault]:
    yield from form_faults(FORMS[name], row.data, ids)


def form_faults(form: Mapping[str, Field], data: Mapping[Any, Any], ids: Mapping[str, set[str]]) -> Iterator[Fault]:
    """What is wrong with the form of one row and with its words; ``ids`` are those that it may refer to, by file."""
    yield from _map_faults(form, data, (), ids)
    yield from _word_faults(data, ())


def _map_faults(
    form: Mapping[str, Field], data: Mapping[Any, Any], place: Place, ids: Mapping[str, set[str]]
) -> Iterator[Fault]:
    for key in data:
        if key not in form:
            yield (*place, str(key)), f"unknown key {key!r} (a comma in an unquoted text makes such keys)"
    for key, field in form.items():
        value = data.get(key)
        if value is not None:
            yield from _value_faults(field, value, (*place, key), ids)
        if field.is_required and value in (None, "", [], {}):
            yield (*place, key), "no source" if field == SOURCES else f"{key} is missing"


def _value_faults(field: Field, value: Any, place: Place, ids: Mapping[str, set[str]]) -> Iterator[Fault]:
    key = place[-1]
    match field.kind:
        case "text" if not isinstance(value, str):
            yield place, f"{key} must be text: put {_shown(value)} in quotes"
        case "id" if not (isinstance(value, str) and _SLUG.fullmatch(value)):
            yield place, f"id {_shown(value)} is not a slug of small letters, digits and hyphens"
        case "whole" if not isinstance(value, int) or isinstance(value, bool):
            yield place, f"{key} must be a whole number, not {_shown(value)}"
        case "number" if not isinstance(value, int | float) or isinstance(value, bool):
            yield place, f"{key} must be a number, not {_shown(value)}"
        case "flag" if not isinstance(value, bool):
            yield place, f"{key} must be true or false, not {_shown(value)}"
        case "date":
            yield from ((place, f"{key}: {what}") for what in _date_faults(value))
        case "word" if value not in field.of:
            yield place, f"{key} {_shown(value)} is none of: {', '.join(field.of)}"
        case "value" if not isinstance(value, str | int | float | dt.date):
            yield place, f"{key} must be a single value, not a {type(value).__name__}"
        case "ref":
            yield from _ref_faults(field, value, place, ids)
        case "list" if not isinstance(value, list):
            yield place, f"{key} must be a list, not {_shown(value)}"
        case "list":
            assert field.items is not None  # noqa: S101  every list of FORMS says of what
            for number, part in enumerate(value):
                yield from _value_faults(field.items, part, (*place, number), ids)
        case "map" if not isinstance(value, dict):
            yield place, f"{key} must be a group of keys and values, not {_shown(value)}"
        case "map":
            yield from _map_faults(field.keys or {}, value, place, ids)


def _ref_faults(field: Field, value: Any, place: Place, ids: Mapping[str, set[str]]) -> Iterator[Fault]:
    """Silent about ids of a file that could not be read: nobody knows what it holds."""
    if not isinstance(value, str):
        yield place, f"{_name(place)} must be an id, not {_shown(value)}"
    elif value not in field.others and all(name in ids and value not in ids[name] for name in field.of):
        kinds = [name.removesuffix("s") if name != "people" else "person" for name in field.of]
        kinds = ["party" if kind == "partie" else kind for kind in kinds]
        yield place, f"{_name(place)}: there is no {' or '.join(kinds)} {_shown(value)}"


def _name(place: Place) -> str:
    return next((part for part in reversed(place) if isinstance(part, str)), "")


def _shown(value: Any) -> str:
    text = value.isoformat() if isinstance(value, dt.date) else repr(value)
    return text if len(text) < 61 else f"{text[:57]}..."


def _date_faults(value: Any) -> Iterator[str]:
    if value == "" or isinstance(value, dt.datetime):
        yield f"{_shown(value)} is not a date: write 2012, 2012-11 or 2012-11-10"
        return
    try:
        date = ImpreciseDate.parse(value)
    except ValueError as error:
        yield str(error)
        return
    if date and date.year not in YEARS:
        yield f"{date} lies outside {YEARS.start} to {YEARS.stop - 1}"


def _word_faults(value: Any, place: Place) -> Iterator[Fault]:
    """Texts that would look different from what they are: odd characters, open brackets, blanks at the ends."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _word_faults(part, (*place, str(key)))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _word_faults(part, (*place, number))
    elif isinstance(value, str):
        if odd := _ODD.search(value):
            yield place, f"{_name(place)} has the character U+{ord(odd.group()):04X}, which nobody can see"
        if not unicodedata.is_normalized("NFC", value):
            yield place, f"{_name(place)} has accents apart from their letters (write it in NFC)"
        if value.count("(") != value.count(")"):
            yield place, f"{_name(place)} has unbalanced brackets in {_shown(value)}"
        if value != value.strip():
            yield place, f"{_name(place)} begins or ends with a blank"
        if _name(place) == "url" and names_somebody(value):  # not shown again here: it may be a password
            yield place, "url holds a user name or a password: everybody would see it"


# ── Rules of one row, asked only of rows whose form is right ──────────────────────────────────────────────────────


def _of_source(row: Mapping[str, Any]) -> Iterator[Fault]:
    if not (row.get("url") or row.get("file") or row.get("no_address")):
        yield ("url",), "has neither url nor file"
    if "/" in (row.get("file") or ""):
        yield ("file",), "file must be a bare name"


def _of_meeting(row: Mapping[str, Any]) -> Iterator[Fault]:
    dates = row["dates"]
    start, end = (ImpreciseDate.parse(dates.get(key)) for key in ("start", "end"))
    if start and end and end.certainly_before(start):
        yield ("dates", "end"), "ends before it starts"
    if row.get("opens") and not _CLOCK.fullmatch(row["opens"]):
        yield ("opens",), f"opens {_shown(row['opens'])} is not a time of day: write '10:00', in quotes"
    yield from _of_zone(row)


def _of_zone(row: Mapping[str, Any]) -> Iterator[Fault]:
    if row.get("zone") and row["zone"] not in available_timezones():
        yield ("zone",), f"there is no time zone {_shown(row['zone'])}: write a name such as Europe/Vienna"


def of_party(row: Mapping[str, Any]) -> Iterator[Fault]:
    """Its code and its zone."""
    if not PARTY_CODE.fullmatch(row["code"]):
        yield ("code",), f"code {_shown(row['code'])} must be two to five capital letters"
    yield from _of_zone(row)


def of_symbol(row: Mapping[str, Any]) -> Iterator[Fault]:
    """The code of a forum, and the pattern of its symbols."""
    if not _FORUM_CODE.fullmatch(row["code"]):
        yield ("code",), f"code {_shown(row['code'])} must be capital letters, digits and + -, twenty at most"
    try:
        used = {name for _, name, *_ in Formatter().parse(row["symbol"]) if name is not None}
    except ValueError as error:
        used, what = set(SYMBOL_PARTS), f"symbol {_shown(row['symbol'])} is no pattern: {error}"
        yield ("symbol",), what
    for name in sorted(used - set(SYMBOL_PARTS)):
        yield ("symbol",), f"symbol has {{{name}}}, which is none of: {', '.join(SYMBOL_PARTS)}"
    for name in sorted({"meeting", "text"} - used):
        yield ("symbol",), f"symbol lacks {{{name}}}: two texts would bear the same"


def of_meeting_rules(row: Mapping[str, Any]) -> Iterator[Fault]:
    """A fixed host has a name; rules whose form is wrong are told of by the form."""
    said = row.get("meeting_rules")
    if isinstance(said, dict) and (said.get("hosting") == HostingRule.FIXED) != bool(said.get("host")):
        yield ("meeting_rules",), "meeting_rules name a host where hosting is fixed, and nowhere else"
    letters = said.get("letters") if isinstance(said, dict) else None
    for language, words in (letters if isinstance(letters, dict) else {}).items():
        for name in sorted(unknown_blanks(str(words))):
            what = f"the letter has {{{name}}}, which is none of: {', '.join(LETTER_BLANKS)}"
            yield ("meeting_rules", "letters", language), what
    yield from _of_calendars(said.get("calendars") if isinstance(said, dict) else None)


def _of_calendars(rows: Any) -> Iterator[Fault]:
    for number, row in enumerate(rows if isinstance(rows, list) else []):
        place, said = ("meeting_rules", "calendars", number), row if isinstance(row, dict) else {}
        country, days = said.get("country"), said.get("days")
        if isinstance(country, str) and not workdays.is_known(country):
            yield (*place, "country"), f"no calendar of {country!r} is known: write a code of ISO 3166 such as AUT"
        for at, each in enumerate(days if isinstance(days, list) else []):
            if isinstance(each, dict) and _DAY.fullmatch(str(each.get("date"))) is None:
                yield (*place, "days", at, "date"), "a day off is a whole day, such as 2027-03-22"


def of_looks(row: Mapping[str, Any]) -> Iterator[Fault]:
    """The mark of a forum in each language, and the lines of its letterhead."""
    for language, said in _texts_by_language(row.get("mark")):
        try:
            marks.of_said(said)
        except marks.NoMarkError as fault:
            yield ("mark", language), str(fault)
    heads = row.get("letterhead")
    for language, lines in heads.items() if isinstance(heads, dict) else ():
        if isinstance(lines, list) and (len(lines) > MOST_LINES or any(len(str(each)) > LONGEST_LINE for each in lines)):
            yield ("letterhead", language), f"a letterhead has {MOST_LINES} lines of {LONGEST_LINE} signs at most"


def _texts_by_language(value: Any) -> list[tuple[str, str]]:
    return [(key, words) for key, words in value.items() if isinstance(words, str)] if isinstance(value, dict) else []


def _of_forum(row: Mapping[str, Any]) -> Iterator[Fault]:
    yield from of_symbol(row)
    yield from of_meeting_rules(row)
    yield from of_looks(row)
    yield from _doubled_words(row)
    for number, label in enumerate(row.get("labels") or []):
        if ("property" in label) == ("sphere" in label):
            yield ("labels", number), "a label names one property or one sphere"


def _doubled_words(row: Mapping[str, Any]) -> Iterator[Fault]:
    for name, key in (("pillars", "id"), ("pillars", "key"), ("groups", "id"), ("places", "name")):
        seen = {EVERYBODY} if name == "groups" else set()
        for number, part in enumerate(row.get(name) or []):
            if part[key] in seen:
                yield (name, number), f"{key} {_shown(part[key])} of {name} is taken already"
            seen.add(part[key])


def _of_money(row: Mapping[str, Any]) -> Iterator[Fault]:
    if (row.get("amount") is None) != (row.get("currency") is None):
        yield ("amount",), "an amount needs its currency, and a currency its amount"


def _of_recommendation(row: Mapping[str, Any]) -> Iterator[Fault]:
    if (row["link"] == "none") != (not row.get("surfaced_in")):
        yield ("link",), "link and surfaced_in disagree: none goes with nothing found"


def _of_span(first: str, last: str, what: str = "ends before it starts") -> Callable[[Mapping[str, Any]], Iterator[Fault]]:
    def faults(row: Mapping[str, Any]) -> Iterator[Fault]:
        start, end = ImpreciseDate.parse(row.get(first)), ImpreciseDate.parse(row.get(last))
        if start and end and end.certainly_before(start):
            yield (last,), what

    return faults


def _of_words(row: Mapping[str, Any]) -> Iterator[Fault]:
    given = {language: row[language] for language in SCRIPTS if row.get(language) is not None}
    if not given:
        yield (), f"has words in none of: {', '.join(SCRIPTS)}"
    for language, words in given.items():
        if not words:
            yield (language,), f"{language} has no words"
        elif not SCRIPTS[language].search(words):
            yield (language,), f"{language} is not in the letters of its language: {_shown(words)}"
        elif len(words) > 3 * len(row["en"]) + 40:
            yield (language,), f"{language} is more than three times as long as the English words: {_shown(words)}"
    if row["by"] == Translator.SOURCE and not row.get("sources"):
        yield ("by",), "words of a source need the source"


RULES: tuple[tuple[str, Callable[[Mapping[str, Any]], Iterator[Fault]]], ...] = (
    ("sources", _of_source),
    ("forum", _of_forum),
    ("parties", of_party),
    ("meetings", _of_meeting),
    ("commitments", _of_money),
    ("assistance", _of_money),
    ("assistance", _of_span("start", "end")),
    ("recommendations", _of_recommendation),
    ("words", _of_words),
    ("concepts", _of_span("first_seen", "last_seen", "last seen before first seen")),
)


# ── Rules between rows; the warnings only where nothing else is wrong ─────────────────────────────────────────


def _doubled_ordinals(meetings: list[Row]) -> Iterator[Problem]:
    first: dict[tuple[str, int], str] = {}
    for row in meetings:
        number = row.data.get("ordinal")
        if number is None or row.data.get("status") in ("cancelled", "postponed"):
            continue
        other = first.setdefault((row.data["track"], number), row.key)
        if other != row.key:
            line = row.line_of(("ordinal",))
            yield Problem(row.file, line, row.key, f"{other} is number {number} of its track already")


def _doubled_codes(parties: list[Row]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for row in parties:
        other = first.setdefault(row.data["code"], row.key)
        if other != row.key:
            yield Problem(row.file, row.line_of(("code",)), row.key, f"{other} has the code {row.data['code']} already")


def _words_of_nobody(rows: Rows) -> Iterator[Problem]:
    """Translations of what no row says, or says no more: whoever changed the row knows better than a refusal."""
    said = {words for name, part in rows.items() if name != "words" for row in part for words in _texts(row.data)}
    for row in rows["words"]:
        if row.data["en"] not in said:
            what = f"no row of the record says {_shown(row.data['en'])}"
            yield Problem(row.file, row.line_of(("en",)), row.key, what, is_warning=True)


def _words_twice(rows: Rows) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for row in rows["words"]:
        words = str(row.data.get("en") or "")
        for language in SCRIPTS:
            if row.data.get(language) and first.setdefault((words, language), row.key) != row.key:
                what = f"{first[words, language]} has these words in {language} already"
                yield Problem(row.file, row.line_of((language,)), row.key, what)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _lone_conflicts(rows: Rows) -> Iterator[Problem]:
    used = {str(row.data.get("conflict")) for row in rows["claims"]}
    for row in rows["conflicts"]:
        if row.key not in used:
            yield Problem(row.file, row.line, row.key, "has no claim")


def _ids_of_two_nouns(rows: Rows) -> Iterator[Problem]:
    """A claim names its subject by the id alone, so an id may stand in one file only."""
    first: dict[str, Row] = {}
    for name, rows_of_file in rows.items():
        for row in rows_of_file if name not in ("sources", "conflicts", "claims", "words") else []:
            other = first.setdefault(row.key, row)
            if other.file != row.file:
                yield Problem(row.file, row.line, row.key, f"the id stands in {other.file}:{other.line} too")


def _unlisted_outcomes(rows: Rows) -> Iterator[Problem]:
    outcome_of = {ref: row.key for row in rows["meetings"] for ref in row.data.get("outcomes") or []}
    for row in rows["documents"]:
        meeting = row.data.get("meeting")
        if meeting and row.data["type"] != "draft_declaration" and outcome_of.get(row.key) != meeting:
            what = f"is not listed among the outcomes of {meeting}"
            yield Problem(row.file, row.line, row.key, what, is_warning=True)


def _uncited_sources(rows: Rows) -> Iterator[Problem]:
    cited = {ref for part in rows.values() for row in part for ref in _cited(row.data)}
    for row in rows["sources"]:
        # A source that nobody saw is known only through another source, which points to it.
        if row.key not in cited and row.data.get("seen") is not None:
            yield Problem(row.file, row.line, row.key, "is cited by no row", is_warning=True)


def _cited(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "sources" and isinstance(part, list):
                yield from part
            elif key == "source":
                yield part
            else:
                yield from _cited(part)
    elif isinstance(value, list):
        for part in value:
            yield from _cited(part)

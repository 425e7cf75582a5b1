"""Between what is typed into the form and the file of a forum. Nothing that was typed is dropped, right or wrong.

What was typed so far has the shape of the file, but for what is asked with the party or the track that it belongs to.
"""

import copy
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nemawashi.kit import languages
from nemawashi.project.asking_forum import slug
from nemawashi.project.first_run.questions import AskedAs, FormStep, ToAsk, rows_of
from nemawashi.record import files
from nemawashi.record.files import Place

Sent = Mapping[str, Sequence[str]]
_BY_LANGUAGE = ("names", "short_names", "headlines", "letters", "mark", "letterhead")
_DAY = re.compile(r"([0-9][0-9./-]*)[ \t]*(.*)", re.DOTALL)
NUMBERED = re.compile(r"[0-9]{1,3}")


def begun(language: str) -> dict[str, Any]:
    """What stands in the form before anything is typed."""
    pages = list(dict.fromkeys(["en", language]))
    return {"symbol": "{forum}/{track}/{meeting}/{text}", "first_language": "en", "pages": pages}


def shown_languages(typed: Mapping[str, Any]) -> list[str]:
    """In which languages names are asked: English, those of the pages, and any in which one stands already."""
    pages = typed.get("pages") or languages.PAGES
    return [code for code in languages.PAGES if code == "en" or code in pages or code in set(_languages(typed))]


def _languages(value: Any, *, names: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if names:
                yield str(key)
            yield from _languages(part, names=key in _BY_LANGUAGE)
    elif isinstance(value, list):
        for part in value:
            yield from _languages(part)


# ── What one step sends ───────────────────────────────────────────────────────────────────────────────────────────


def with_step(typed: Mapping[str, Any], step: FormStep, sent: Sent) -> dict[str, Any]:
    """What was typed so far, with what one step sends in the place of what it had said."""
    now, shown = copy.deepcopy(dict(typed)), shown_languages(typed)
    for question in step.questions:
        value = _value(question, question.key, sent, shown)
        if question.kind is AskedAs.ROWS:
            value, renamed = _with_ids(value)
            _rename(now, question.key, renamed)
            value = value if question.key != "tracks" else _feeding(value, renamed)
        _put(now, question.key, value)
    if step.name == "names" and not now.get("id"):
        _put(now, "id", slug((now.get("names") or {}).get("en", "") or now.get("code", "")))
    return now


def _value(question: ToAsk, name: str, sent: Sent, shown: Sequence[str]) -> Any:
    given = [_clean(each) for each in sent.get(name, ())]
    one = given[0] if given else ""
    match question.kind:
        case AskedAs.WHOLE:
            return int(one) if one.isascii() and one.isdecimal() and len(one) < 7 else one
        case AskedAs.FLAG | AskedAs.SWITCH:
            return bool(one)
        case AskedAs.CHOICES:
            return [each for each in given if each]
        case AskedAs.LIST:
            return [line.strip() for line in one.split("\n") if line.strip()]
        case AskedAs.DAYS:
            return [_day(line.strip()) for line in one.split("\n") if line.strip()]
        case AskedAs.NAMES | AskedAs.WORDS:
            by_language = {code: _clean("".join(sent.get(f"{name}.{code}", ())[:1])) for code in shown}
            return {code: words for code, words in by_language.items() if words}
        case AskedAs.LINES:
            by_language = {code: _clean("".join(sent.get(f"{name}.{code}", ())[:1])) for code in shown}
            return {code: [line.strip() for line in said.split("\n")] for code, said in by_language.items() if said}
        case AskedAs.MARK:
            return {code: said for code in shown if (said := _mark(f"{name}.{code}", sent))}
        case AskedAs.ROWS:
            return list(_rows(question, name, sent, shown))
    return one


def _mark(name: str, sent: Sent) -> str:
    """Letters that were typed; else the picture that was sent now or before, unless it is to go."""
    letters, before = (_clean("".join(sent.get(key, ())[:1])) for key in (name, f"{name}.before"))
    return letters or ("" if sent.get(f"{name}.off") else before)


def _clean(words: str) -> str:
    return unicodedata.normalize("NFC", words.replace("\r\n", "\n")).strip()


def _day(line: str) -> dict[str, str]:
    date, name = match.groups() if (match := _DAY.fullmatch(line)) else (line, "")
    return {"date": date, "name": name} if name else {"date": date}


def _rows(question: ToAsk, name: str, sent: Sent, shown: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Rows in the order of their numbers; one in which nothing was typed is none."""
    begin = f"{name}."
    numbers = {
        part for key in sent if key.startswith(begin) and NUMBERED.fullmatch(part := key[len(begin) :].split(".")[0])
    }
    for number in sorted(numbers, key=int):
        row = {part.key: _value(part, f"{begin}{number}.{part.key}", sent, shown) for part in question.parts}
        if any(row[part.key] for part in question.parts if part.kind not in (AskedAs.CHOICE, AskedAs.FLAG, AskedAs.SWITCH)):
            yield {**row, "was": _clean("".join(sent.get(f"{begin}{number}.was", ())[:1]))}


def _with_ids(rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Rows that all have an id, and which id became which."""
    made, renamed = [], {}
    for row in rows:
        was = row.pop("was")
        own = row["id"] or slug(row["names"].get("en", "")) or slug(str(row.get("code") or ""))
        if was:
            renamed[was] = own
        made.append(_lean({**row, "id": own}))
    return made, renamed


def _feeding(tracks: list[dict[str, Any]], renamed: Mapping[str, str]) -> list[dict[str, Any]]:
    return [row | ({"feeds_into": renamed.get(upper, upper)} if (upper := row.get("feeds_into")) else {}) for row in tracks]


def _rename(typed: dict[str, Any], key: str, renamed: Mapping[str, str]) -> None:
    """Let what refers to a party say its new id."""
    if key != "parties":
        return
    for group in rows_of(typed, "groups"):
        group["parties"] = [renamed.get(each, each) for each in group.get("parties") or []]
    rules = typed.get("meeting_rules") or {}
    if rules.get("host"):
        rules["host"] = renamed.get(rules["host"], rules["host"])


def _put(typed: dict[str, Any], key: str, value: Any) -> None:
    first, _dot, rest = key.partition(".")
    if not rest:
        typed.pop(first, None)
        if not _is_empty(value):
            typed[first] = value
        return
    inner = dict(typed.get(first) or {})
    _put(inner, rest, value)
    _put(typed, first, inner)


def reordered(typed: Mapping[str, Any], key: str, do: str, which: str) -> dict[str, Any]:
    """With one row of a list moved up, or taken out; as it was where there is no such row."""
    rows, number = list(rows_of(dict(typed), key)), int(which) - 1 if NUMBERED.fullmatch(which) else -1
    if not 0 <= number < len(rows):
        return dict(typed)
    row = rows.pop(number)
    if do == "up":
        rows.insert(max(number - 1, 0), row)
    now = copy.deepcopy(dict(typed))
    _put(now, key, rows)
    return now


def at(typed: Mapping[str, Any], key: str) -> Any:
    """What was typed at a place; None where nothing was."""
    value: Any = typed
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _lean(row: dict[str, Any]) -> dict[str, Any]:
    """Without what was left empty; whether meetings are formal is said either way."""
    return {key: value for key, value in row.items() if key == "formal" or not _is_empty(value)}


def _is_empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [], {})


# ── To the file, and back ─────────────────────────────────────────────────────────────────────────────────────────

ORDER = (
    "id", "code", "symbol", "names", "short_names", "headlines", "founded", "languages", "pages", "answer_days",
    "reads_mail", "second_factor", "mark", "letterhead",
    "meeting_rules", "host", "parties", "groups", "tracks", "ranked", "pillars",
)  # fmt: skip


def to_forum(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What the file of the forum says."""
    forum = copy.deepcopy(dict(typed))
    first = forum.pop("first_language", None)
    _put(forum, "languages", list(dict.fromkeys([*([first] if first else []), *(forum.get("languages") or [])])))
    calendars, letters = [], []
    for row in rows_of(forum, "parties"):
        own = _lean({"party": row.get("id"), "country": row.pop("country", None), "days": row.pop("days", None)})
        if len(own) > 1:
            calendars.append(own)
        if language := row.pop("letter_language", None):
            letters.append({"party": row.get("id"), "language": language})
    _put(forum, "meeting_rules.calendars", calendars)
    _put(forum, "meeting_rules.letter_languages", letters)
    _put(forum, "ranked", [row.get("id") for row in rows_of(forum, "tracks") if row.pop("ranked", False)])
    return {key: forum[key] for key in (*ORDER, *(key for key in forum if key not in ORDER)) if key in forum}


def from_forum(forum: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the form where a file is the beginning."""
    typed: dict[str, Any] = files.plain(dict(forum))
    rules = typed.get("meeting_rules") if isinstance(typed.get("meeting_rules"), dict) else {}
    assert isinstance(rules, dict)  # noqa: S101  for the types
    calendars = {row.get("party"): row for row in rows_of(rules, "calendars")}
    letters = {row.get("party"): row.get("language") for row in rows_of(rules, "letter_languages")}
    for row in rows_of(typed, "parties"):
        own = calendars.get(row.get("id"), {})
        row |= _lean(
            {"country": own.get("country"), "days": own.get("days"), "letter_language": letters.get(row.get("id"))}
        )
    first, *others = typed.pop("languages", None) or [None]
    typed |= _lean({"first_language": first, "languages": others})
    ranked = typed.pop("ranked", None) or []
    for row in rows_of(typed, "tracks"):
        row |= {"ranked": True} if row.get("id") in ranked else {}
    for key in ("calendars", "letter_languages"):
        rules.pop(key, None)
    _put(typed, "meeting_rules", rules)
    return typed


def keeps_all(forum: Mapping[str, Any]) -> bool:
    """Whether the form can show everything that a file says, so that nothing of it would be lost."""
    try:
        back = to_forum(from_forum(forum))
    except (AttributeError, TypeError, KeyError):  # a list where keys belong, and the like
        return False
    return bool(_bare(back) == _bare(files.plain(dict(forum))))


def _bare(value: Any) -> Any:
    """A value without its empty parts, and numbers as somebody types them."""
    if isinstance(value, dict):
        return {key: bare for key, part in value.items() if (bare := _bare(part)) not in ("", [], {}, None)}
    if isinstance(value, list):
        rows = [_bare(each) for each in value]
        return sorted(rows, key=repr) if all(isinstance(each, dict) and "party" in each for each in value) else rows
    return value if isinstance(value, bool) or value is None else str(value)


def place_in(typed: Mapping[str, Any], place: Place) -> str:
    """The name of the field that asks for what stands at a place of the file."""
    match place:
        case ("meeting_rules", ("calendars" | "letter_languages") as part, int(number), *rest):
            wanted = at(to_forum(typed), f"meeting_rules.{part}")[number].get("party")
            numbers = [n for n, row in enumerate(rows_of(dict(typed), "parties")) if row.get("id") == wanted]
            inner = "letter_language" if part == "letter_languages" else "days" if "days" in rest else "country"
            return f"parties.{numbers[0]}.{inner}" if numbers else "parties"
        case ("ranked", *_rest):
            return "tracks"
        case ("languages", *_rest):
            return "first_language"
    return ".".join(map(str, place))

"""The questions of a step as its page shows them: with what was typed, and each fault at its field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nemawashi.kit import languages
from nemawashi.kit.marks import NoMarkError, of_said
from nemawashi.project.first_run import typed as typing_
from nemawashi.project.first_run.questions import AskedAs, FormStep, ToAsk, rows_of

_IN_LANGUAGES = (AskedAs.NAMES, AskedAs.WORDS, AskedAs.LINES, AskedAs.MARK)
Faults = Mapping[str, Sequence[str]]  # sentences, by the name of the field


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field. ``choices``: value, words, whether chosen. ``lines``: its fields by language. ``rows``: their fields."""

    name: str
    label: Any
    kind: str
    value: str = ""
    hint: Any = ""
    errors: Sequence[str] = ()
    choices: Sequence[tuple[str, Any, bool]] = ()
    lines: Sequence["ShownField"] = ()
    rows: Sequence["ShownRow"] = ()
    is_needed: bool = False
    language: str = ""
    picture: str = ""  # of a mark, as it stands in the file

    @property
    def id(self) -> str:
        """Of the field in the page; its help and its errors are named after it."""
        return "f-" + self.name.replace(".", "-")

    @property
    def shown_as(self) -> str:
        """A picture as the page can show it; empty where it is none."""
        try:
            return of_said(self.picture).uri if self.picture else ""
        except NoMarkError:
            return ""

    @property
    def is_told(self) -> bool:
        """Whether there is anything to tell of it in a summary."""
        return bool(
            self.value
            or any(chosen for *_choice, chosen in self.choices)
            or any(each.value or each.picture for each in self.lines)
        )

    @property
    def described_by(self) -> str:
        return " ".join([f"{self.id}-help"] * bool(self.hint) + [f"{self.id}-errors"] * bool(self.errors))


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of a list. ``was``: its id before, by which others refer to it."""

    name: str
    number: int
    was: str
    fields: Sequence[ShownField]
    errors: Sequence[str] = ()

    @property
    def id(self) -> str:
        return f"row-{self.number}"


def fields(step: FormStep, typed: dict[str, Any], faults: Faults, *, added: bool = False) -> list[ShownField]:
    """All fields of a step; ``added``: with an empty row at the end of its list."""
    shown = _Shower(typed, faults, added=added)
    return [shown.field(each, each.key, typing_.at(typed, each.key)) for each in step.questions]


class _Shower:
    def __init__(self, typed: dict[str, Any], faults: Faults, *, added: bool) -> None:
        self.typed, self.faults, self.added = typed, faults, added
        self.languages = typing_.shown_languages(typed)

    def field(self, question: ToAsk, name: str, value: Any) -> ShownField:
        kind, chosen = question.kind, [str(each) for each in (value if isinstance(value, list) else [value]) if each]
        choices = [(each, words, each in chosen) for each, words in (question.among(self.typed) if question.among else [])]
        lines = [self._line(name, code, value) for code in self.languages] if kind in _IN_LANGUAGES else []
        rows = self._rows(question, name) if kind is AskedAs.ROWS else []
        inner = [line.name for line in lines] + [row.name for row in rows]
        return ShownField(
            name,
            question.label,
            str(kind),
            value=_as_typed(kind, value),
            hint=question.hint,
            errors=self._errors(name, but=inner),
            choices=choices,
            lines=lines,
            rows=rows,
            is_needed=question.is_needed,
        )

    def _line(self, name: str, code: str, value: Any) -> ShownField:
        own, words = f"{name}.{code}", value.get(code, "") if isinstance(value, dict) else ""
        label = languages.TABLE[code].own
        said = "\n".join(map(str, words)) if isinstance(words, list) else str(words)
        is_picture = name == "mark" and said.lstrip().startswith(("<", "data:"))
        value, picture = ("", said) if is_picture else (said, "")
        return ShownField(own, label, "line", value=value, errors=self._errors(own), language=code, picture=picture)

    def _rows(self, question: ToAsk, name: str) -> list[ShownRow]:
        typed = rows_of(self.typed, question.key)
        rows = [*typed, *([{}] if self.added or not typed else [])]
        return [self._row(question, f"{name}.{number}", number, row) for number, row in enumerate(rows)]

    def _row(self, question: ToAsk, name: str, number: int, row: dict[str, Any]) -> ShownRow:
        parts = [self.field(part, f"{name}.{part.key}", row.get(part.key)) for part in question.parts]
        errors = self._errors(name, but=[part.name for part in parts])
        return ShownRow(name, number + 1, str(row.get("id") or ""), parts, errors)

    def _errors(self, name: str, *, but: Sequence[str] = ()) -> list[str]:
        """Those of a field and of what lies in it, where no field of its own shows them."""
        return [
            sentence
            for place, sentences in self.faults.items()
            if f"{place}.".startswith(f"{name}.") and not any(f"{place}.".startswith(f"{each}.") for each in but)
            for sentence in dict.fromkeys(sentences)
        ]


def _as_typed(kind: AskedAs, value: Any) -> str:
    if value is None or isinstance(value, dict):
        return ""
    if kind is AskedAs.DAYS:
        return "\n".join(f"{day.get('date', '')} {day.get('name', '')}".strip() for day in value)
    if kind is AskedAs.LIST:
        return "\n".join(map(str, value))
    if kind in (AskedAs.FLAG, AskedAs.SWITCH):
        return "1" if value else ""
    return "" if isinstance(value, list) else str(value)

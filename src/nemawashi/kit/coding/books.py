"""Codebooks in YAML and CSV, and those that ship: read, written, and found by name."""

import csv
import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from nemawashi.kit import faults
from nemawashi.kit.coding import codebooks_qdc
from nemawashi.kit.coding.values import ANY, LONGEST, MOST_CODES, Codebook, CodebookCode, MatchRule, checked, id_of
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.counting import Cross, Overlap
from nemawashi.kit.faults import NotThereError, UnreadableError

SHIPPED = Path(__file__).parent / "codebooks"
LARGEST = 20_000_000  # bytes
FORMS = ("yaml", "csv", "qdc")
_COLUMNS = (
    *("id", "parent", "codable", "color", "label_en", "label_ru", "label_ja"),
    *("definition", "include", "exclude", "examples"),
)
_PATTERNS = "patterns_"


def shipped() -> list[Codebook]:
    """The codebooks that come with the package, by name."""
    return [_shipped(path) for path in sorted(SHIPPED.glob("*.yaml"))]


@lru_cache(maxsize=32)
def _shipped(path: Path) -> Codebook:
    return read(path)


def book(name: str) -> Codebook:
    """A codebook by its name among the shipped ones, or from a file. Raises faults that name it."""
    path = SHIPPED / f"{name}.yaml"
    if name.replace("-", "").isalnum() and path.exists():
        return _shipped(path)
    if not Path(name).exists():
        known = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.yaml")))
        raise NotThereError(f"{name:.200}: there is no such file, and no codebook of that name; there are {known}")
    return read(Path(name))


def read(path: Path) -> Codebook:
    """A codebook from a file, by what it is called: .yaml, .csv, .qdc."""
    with faults.reading(path):
        try:
            if not path.is_file():
                raise NotThereError("there is no such file")
            if path.stat().st_size > LARGEST:
                raise UnreadableError(f"the file is larger than {LARGEST // 1_000_000} MB")
            content = path.read_bytes()
        except OSError as fault:
            raise UnreadableError(f"it cannot be opened: {fault.strerror}") from fault
        if path.suffix.lower() == ".qdc" or content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return checked(codebooks_qdc.read(content, name=path.stem))
        text = decoded(content)
        return checked(from_csv(text, path.stem) if path.suffix.lower() == ".csv" else from_yaml(text, path.stem))


def write(held: Codebook, form: str) -> bytes:
    """A codebook as the bytes of a file."""
    if form == "qdc":
        return codebooks_qdc.written(held)
    return (to_csv(held) if form == "csv" else to_yaml(held)).encode()


def from_yaml(text: str, name: str) -> Codebook:
    try:
        row = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        mark = getattr(fault, "problem_mark", None)
        raise UnreadableError(f"it is no YAML{f' (line {mark.line + 1})' if mark else ''}") from fault
    if not isinstance(row, dict) or not isinstance(row.get("codes"), list):
        raise UnreadableError("it is no codebook: it has no list of codes")
    codes: list[CodebookCode] = []
    _gather(row["codes"], "", codes, 0)
    rule: Any = row.get("rule")
    return Codebook(
        _text(row.get("codebook")) or name,
        _text(row.get("version")) or "1",
        codes,
        _words(row.get("title"), name),
        _text(row.get("description")),
        _list(row.get("sources")),
        _text(row.get("licence")),
        _rule(rule if isinstance(rule, dict) else {}),
    )


def _rule(row: Mapping[str, Any]) -> MatchRule:
    try:
        case = _text(row.get("case")) or "fold"
        if case not in ("fold", "keep"):
            raise ValueError(case)
        cross, overlap = Cross(_text(row.get("cross")) or "stop"), Overlap(_text(row.get("overlap")) or "code")
        return MatchRule(case, cross, overlap)
    except ValueError as fault:
        raise UnreadableError(f"the rule of matching is not known: {fault}") from fault


def _gather(rows: Iterable[Any], parent: str, codes: list[CodebookCode], depth: int) -> None:
    if depth > 50:
        raise UnreadableError("codes are nested more deeply than a codebook may be")
    for row in rows:
        if len(codes) > MOST_CODES:
            raise UnreadableError(f"it has more than {MOST_CODES:,} codes")
        if isinstance(row, str):
            row = {"label": row}
        if not isinstance(row, dict):
            raise UnreadableError(f"a code under {parent or 'the top'!r:.80} is neither words nor fields")
        labels = _words(row.get("label"), _text(row.get("id")))
        known = {code.id for code in codes}
        id = _text(row.get("id")) or id_of(next(iter(labels.values()), ""), known)
        patterns = row.get("patterns")
        by_language = patterns if isinstance(patterns, dict) else {ANY: patterns}
        held = {str(language): _list(each) for language, each in by_language.items() if each}
        codable = row.get("codable", True)
        codes.append(
            CodebookCode(
                id,
                labels,
                parent,
                _text(row.get("definition")),
                _text(row.get("include")),
                _text(row.get("exclude")),
                _list(row.get("examples")),
                held,
                codable is not False,
                _text(row.get("color")),
                _text(row.get("guid")),
            )
        )
        below = row.get("codes") or []
        if not isinstance(below, list):
            raise UnreadableError(f"the codes under {id!r:.80} are no list")
        _gather(below, id, codes, depth + 1)


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    text = " ".join(str(value).split())
    if len(text) > LONGEST:
        raise UnreadableError(f"a field has more than {LONGEST:,} signs: {text[:60]!r}")
    return text


def _list(value: Any) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    return tuple(text for each in values if (text := _text(each)))


def _words(value: Any, otherwise: str) -> dict[str, str]:
    if isinstance(value, dict):
        words = {str(language): _text(each) for language, each in value.items() if _text(each)}
        return words or ({"en": otherwise} if otherwise else {})
    return {"en": _text(value) or otherwise} if _text(value) or otherwise else {}


def to_yaml(held: Codebook) -> str:
    row: dict[str, Any] = {
        "codebook": held.name,
        "version": held.version,
        "title": dict(held.titles),
        "description": held.description,
        "sources": list(held.sources),
        "licence": held.licence,
        "rule": held.rule.row(),
        "codes": _tree(held, ""),
    }
    plain = {key: value for key, value in row.items() if value}
    return str(yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=120))


def _tree(held: Codebook, parent: str) -> list[dict[str, Any]]:
    rows = []
    for code in held.children(parent):
        row: dict[str, Any] = {
            "id": code.id,
            "label": dict(code.labels),
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
            "examples": list(code.examples),
            "patterns": {language: list(each) for language, each in code.patterns.items()},
            "color": code.color,
            "guid": code.guid,
            "codes": _tree(held, code.id),
        }
        rows.append({key: value for key, value in row.items() if value} | ({} if code.is_codable else {"codable": False}))
    return rows


def to_csv(held: Codebook) -> str:
    """A row for each code, examples and patterns one a line within their cells; the first two columns name the codebook."""
    languages = sorted({language for code in held.codes for language in code.patterns})
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    named = [_PATTERNS + ("any" if language == ANY else language) for language in languages]
    writer.writerow(["codebook", "version", *_COLUMNS, *named])
    for code in held.codes:
        labels = [code.labels.get(language, "") for language in ("en", "ru", "ja")]
        row = [held.name, held.version, code.id, code.parent, "yes" if code.is_codable else "no", code.color, *labels]
        row += [code.definition, code.include, code.exclude, "\n".join(code.examples)]
        writer.writerow(row + ["\n".join(code.patterns.get(language, ())) for language in languages])
    return out.getvalue()


def from_csv(text: str, name: str) -> Codebook:
    csv.field_size_limit(LARGEST)
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    codes: list[CodebookCode] = []
    about = {"codebook": "", "version": ""}
    try:
        names = [(field or "").strip().lower() for field in reader.fieldnames or []]
        if not {"id", "label", "label_en", "code", "name"} & set(names):
            raise UnreadableError("the table has none of the columns id, label, label_en: name them in its first line")
        for raw in reader:
            row = {str(key).strip().lower(): value or "" for key, value in raw.items() if isinstance(value, str | None)}
            if not any(value.strip() for value in row.values()):
                continue
            about = {key: about[key] or _text(row.get(key)) for key in about}
            codes.append(_of_row(row, {code.id for code in codes}))
    except csv.Error as fault:
        raise UnreadableError(f"line {reader.line_num} is no row of a table: {fault}") from fault
    return Codebook(about["codebook"] or name, about["version"] or "1", codes, {"en": about["codebook"] or name})


def _of_row(row: Mapping[str, str], known: set[str]) -> CodebookCode:
    first = row.get("label_en") or row.get("label") or row.get("name") or row.get("code") or ""
    labels = {"en": _text(first), "ru": _text(row.get("label_ru")), "ja": _text(row.get("label_ja"))}
    labels = {language: label for language, label in labels.items() if label}
    patterns = {
        ANY if key == f"{_PATTERNS}any" else key.removeprefix(_PATTERNS): _lines(value)
        for key, value in row.items()
        if key.startswith(_PATTERNS) and value.strip()
    }
    if row.get("patterns", "").strip():
        patterns[ANY] = _lines(row["patterns"])
    id = _text(row.get("id")) or id_of(next(iter(labels.values()), ""), known)
    return CodebookCode(
        id,
        labels or {"en": id},
        _text(row.get("parent")),
        _text(row.get("definition")),
        _text(row.get("include")),
        _text(row.get("exclude")),
        _lines(row.get("examples", "")),
        patterns,
        row.get("codable", "").strip().lower() not in ("no", "false", "0"),
        _text(row.get("color")),
    )


def _lines(cell: str) -> tuple[str, ...]:
    return tuple(text for line in cell.splitlines() if (text := _text(line)))

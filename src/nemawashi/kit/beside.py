"""A text whose language versions stand side by side: which column holds which language, and the paragraphs of each.

A column is told by its head (``English``, ``Текст на русском языке``, ``日本語``), else by the letters of its words. Only
what stands in a table of two languages or more is parted; every other file is one text, in one language.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nemawashi.kit.clauses.numbers import typed_number
from nemawashi.kit.languages import NEGOTIATED, PAGES, TABLE, name_of

_KANA = re.compile("[\u3040-\u30ff]")
_HAN = re.compile("[\u3400-\u9fff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_WORDS = re.compile(r"[\w’ʻ']+")
_SENTENCE = re.compile(r"[;,:。、；：]$|\w{4,}\.$")
_LONGEST_HEAD = 40  # signs; what is longer is a paragraph that names a language


@dataclass(frozen=True, slots=True)
class CellLine:
    """A line of a file: the table, row and cell in which it stands, zeros outside of tables, and its words."""

    table: int
    row: int
    cell: int
    words: str


def versions(lines: Sequence[CellLine]) -> dict[str, list[str]]:
    """The paragraphs by language, in the order of the columns; nothing where no table holds two languages.

    What stands between and before tables goes to the language of its letters. A number in a cell of its own is put before
    the words of its row in each language that has none there.
    """
    tables: dict[int, list[CellLine]] = defaultdict(list)
    for line in lines:
        if line.table:
            tables[line.table].append(line)
    columns = {table: _languages(_rows(each)) for table, each in tables.items()}
    held = list(dict.fromkeys(code for each in columns.values() for code in each.values()))
    if len(held) < 2:
        return {}
    out: dict[str, list[str]] = {code: [] for code in held}
    done: set[int] = set()
    for line in lines:
        if line.table in done:
            continue
        if line.table and len(columns[line.table]) > 1:
            done.add(line.table)
            rows = _rows(tables[line.table])
            for row in rows[1:] if _is_head(rows[0]) else rows:
                _put(row, columns[line.table], out)
        else:
            out.setdefault(_of_letters(line.words, held) or held[0], []).append(line.words)
    return {code: words for code, words in out.items() if words}


Row = list[list[str]]  # the lines of each cell


def _rows(lines: Sequence[CellLine]) -> list[Row]:
    by_row: dict[int, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for line in lines:
        by_row[line.row][line.cell].append(line.words)
    return [[by_row[row][cell] for cell in sorted(by_row[row])] for row in sorted(by_row)]


def _languages(rows: Sequence[Row]) -> dict[int, str]:
    """The language of each column that has one."""
    width = Counter(len(row) for row in rows).most_common(1)[0][0] if rows else 0
    heads = [_named(" ".join(cell)) for cell in rows[0]] if rows and _is_head(rows[0]) else []
    body = [row for row in (rows[1:] if heads else rows) if len(row) == width]
    out: dict[int, str] = {}
    for column in range(width):
        cells = [" ".join(row[column]).strip() for row in body]
        if all(map(_is_number, cells)):
            continue
        code = heads[column] if column < len(heads) and heads[column] else _of_letters(" ".join(cells), PAGES)
        if code and code not in out.values():
            out[column] = code
    return out


def _is_number(words: str) -> bool:
    """Whether a cell holds the number of its row, or nothing."""
    return typed_number(f"{words} x").length >= len(words)


def _is_head(row: Row) -> bool:
    """Whether a first row names its columns: one of them a language, and none has a sentence."""
    cells = [" ".join(cell).strip() for cell in row]
    return any(map(_named, cells)) and all(len(cell) <= _LONGEST_HEAD and not _SENTENCE.search(cell) for cell in cells)


def _named(head: str) -> str:
    """The language that the head of a column names, and nothing else."""
    said = head.casefold().strip(" .:()[]")
    if not said or len(said) > _LONGEST_HEAD:
        return ""
    for code in NEGOTIATED:
        row = TABLE[code]
        names = {row.own, row.short, row.three, code, *(name_of(code, reader) for reader in PAGES)}
        if any(_is_said(name.casefold(), said) for name in names if name):
            return code
    return ""


def _is_said(name: str, head: str) -> bool:
    if _HAN.search(name) or " " in name:
        return name in head
    stem = name[:-2] if len(name) > 5 and _CYRILLIC.search(name) else name
    return any(word == name or (stem != name and word.startswith(stem)) for word in _WORDS.findall(head))


def _of_letters(words: str, codes: Sequence[str]) -> str:
    """Of these languages, the first one that is written in the letters that most of the words have."""
    counts = {form: len(form.findall(words)) for form in (_LATIN, _CYRILLIC, _HAN, _KANA)}
    if not any(counts.values()):
        return ""
    asian = counts[_HAN] + counts[_KANA]
    if asian and asian * 2 >= counts[_LATIN] and asian > counts[_CYRILLIC]:
        return next((code for code in (("ja",) if counts[_KANA] else ("zh", "ja")) if code in codes), "")
    form = _CYRILLIC if counts[_CYRILLIC] > counts[_LATIN] else _LATIN
    return next((code for code in codes if _is_written_in(code, form)), "")


def _is_written_in(code: str, form: re.Pattern[str]) -> bool:
    return bool(form.search(TABLE[code].own)) and not _HAN.search(TABLE[code].own)


def _put(row: Row, columns: Mapping[int, str], out: dict[str, list[str]]) -> None:
    cells = {code: row[column] for column, code in columns.items() if column < len(row) and any(row[column])}
    if not cells:
        return
    beside = [" ".join(cell).strip() for at, cell in enumerate(row) if at not in columns]
    number = next((words for words in beside if words and _is_number(words)), "")
    as_many = len({len(cell) for cell in cells.values()}) == 1
    for code, cell in cells.items():
        paragraphs = cell if as_many else [" ".join(cell)]
        first = paragraphs[0] if typed_number(paragraphs[0]).length or not number else f"{number} {paragraphs[0]}"
        out[code] += [first, *paragraphs[1:]]

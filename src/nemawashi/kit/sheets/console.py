"""``nemawashi sheets check``: what of a sheet can be read, and what its columns are taken for. It asks no record."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nemawashi.kit.amounts import amount_of
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets import heads, lines, reading
from nemawashi.kit.sheets.values import MOST_BYTES, SentSheet

PURPOSES = {"assistance": heads.ASSISTANCE, "reports": heads.REPORTS}
SOUND, REFUSED, UNREAD = 0, 1, 2


def check(words: Sequence[str]) -> int:
    """Look at every line of a file; the exit status."""
    parser = argparse.ArgumentParser(
        prog="nemawashi sheets",
        description="Check a sheet of assistance or reports: its columns by their heads, and each line by its cells.",
        epilog="Exit status: 0 every line can be read, 1 some lines are refused, 2 the file could not be read.",
    )
    parser.add_argument("what", choices=["check"], help="what to do")
    parser.add_argument("file", type=Path, metavar="FILE", help="a workbook (.xlsx) or CSV")
    parser.add_argument("--purpose", choices=sorted(PURPOSES), default="assistance", help="what the sheet is of")
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    options = parser.parse_args(words)
    try:
        if options.file.stat().st_size > MOST_BYTES:
            raise UnreadableError(f"the file has more than {MOST_BYTES // 1_000_000} MB")
        tables = reading.read(options.file.read_bytes())
    except OSError as fault:
        print(f"{options.file}: {_why(fault)}", file=sys.stderr)
        return UNREAD
    except UnreadableError as fault:
        print(f"{options.file}: {fault}", file=sys.stderr)
        return UNREAD
    sheets = [_sheet(each, PURPOSES[options.purpose]) for each in tables.sheets]
    notes = [str(note) for note in tables.notes]
    if options.json:
        print(json.dumps({"file": options.file.name, "notes": notes, "sheets": sheets}, ensure_ascii=False))
    else:
        _say(options.file, notes, sheets)
    return REFUSED if any(each["refused"] for each in sheets) else SOUND


def _why(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return "there is no such file"
    return f"it cannot be opened: {fault.strerror}"


def _sheet(sheet: SentSheet, among: Sequence[str]) -> dict[str, Any]:
    columns = heads.proposed(sheet, among)
    out: dict[str, Any] = {"sheet": sheet.name, "heads": columns.line, "columns": [], "lines": [], "refused": []}
    if not columns.line:
        return out
    read = lines.read(sheet, columns.heads, columns.fields, after=columns.line)
    out["columns"] = [
        {"head": head, "field": name} for head, name in zip(columns.heads, columns.fields, strict=True) if head
    ]
    out["lines"] = [row.as_json() for row in read.rows]
    out["refused"] = [
        {"line": each.line, "head": each.head, "cell": each.cell, "reason": each.fault} for each in read.refused
    ]
    return out


def _say(file: Path, notes: Sequence[str], sheets: Sequence[dict[str, Any]]) -> None:
    for note in notes:
        print(f"{file}: {note}")
    for sheet in sheets:
        name = f"{file}: {sheet['sheet']}".rstrip(": ")
        if not sheet["heads"]:
            print(f"{name}: no line is like the heads of such a sheet")
            continue
        for column in sheet["columns"]:
            print(f"{name}: {column['head']} = {column['field'] or 'not taken in'}")
        for each in sheet["lines"]:
            for field in each.get("guessed", ()):
                said = each[field]["amount"] if isinstance(each[field], dict) else each[field]
                print(f"{name}:{each['line']}: {field} was read as {said}, as other cells of the column are written")
        for each in sheet["refused"]:
            print(f"{name}:{each['line']}: {each['head']}: {each['cell']}: {each['reason'].replace('_', ' ')}")
        print(f"{name}: {amount_of(len(sheet['lines']), 'line')}, {len(sheet['refused'])} refused")

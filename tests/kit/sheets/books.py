"""Workbooks made for tests."""

import io
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook


def book(rows: Sequence[Sequence[Any]], finish: Callable[[Any], None] | None = None, name: str = "Projects") -> bytes:
    """A workbook of one sheet; ``finish`` does the rest to it."""
    made = Workbook()
    sheet = made.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    if finish:
        finish(sheet)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()

"""``nemawashi exchange read``: what an XLIFF or TMX file holds, and what in it is not understood. Needs no database."""

import json
from argparse import SUPPRESS
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.kit import exchange
from nemawashi.kit.exchange import Exchange
from nemawashi.kit.faults import reading
from nemawashi.project import commanding

WRONG = 2


class Command(commanding.Command):
    help = "Read a file of translators (XLIFF 1.x and 2.x, TMX), also as memoQ, Trados, OmegaT and Weblate write it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="read")
        under = words.add_parser("read", help="units with their words, states and notes; what is not understood")
        under.add_argument("file", type=Path, metavar="FILE", help=".xlf, .xliff, .sdlxliff, .mqxliff or .tmx")
        under.add_argument("--json", action="store_true", help="write JSON")
        for name in ("--settings", "--pythonpath"):
            under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            if path.stat().st_size > exchange.MOST_BYTES:
                raise CommandError(
                    f"{path.name}: the file has more than {exchange.MOST_BYTES // 1_000_000} MB (too large)",
                    returncode=WRONG,
                )
            with reading(path.name):
                file = exchange.read(path.read_bytes())
        except OSError as fault:
            raise CommandError(f"{path}: {fault.strerror or 'cannot be read'}", returncode=WRONG) from None
        self.stdout.write(json.dumps(_content(file), ensure_ascii=False, indent=1) if options["json"] else _listed(file))


def _content(file: Exchange) -> dict[str, Any]:
    return {
        "form": file.form,
        "tool": file.tool,
        "title": file.title,
        "source_language": file.source_language,
        "target_language": file.target_language,
        "languages": list(file.languages),
        "units": [asdict(unit) for unit in file.units],
        "not_understood": [asdict(row) for row in file.not_understood],
    }


def _listed(file: Exchange) -> str:
    by = f" by {file.tool}" if file.tool else ""
    lines = [f"{file.form}{by}: {' → '.join(file.languages)}, {len(file.units)} units"]
    for unit in file.units:
        worth = ", ".join(filter(None, (unit.state, unit.version, "stale" if unit.is_stale else "", *unit.codes)))
        lines += [f"{unit.key} ({worth})", f"  {unit.source}", f"  → {unit.target}" if unit.target else "  → nothing"]
        lines += [f"  note: {note.words}" for note in unit.notes]
    lines.append(f"Not understood: {len(file.not_understood)}")
    lines += [f"  {row.place}: {row.what}" for row in file.not_understood]
    return "\n".join(lines)

"""``nemawashi concordance check``: whether two language versions agree. Needs no server and no database."""

import json
from argparse import SUPPRESS
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from nemawashi.desk.translating import terminology
from nemawashi.kit import concordance, exchange, limits
from nemawashi.kit.concordance import Mismatch, Pair
from nemawashi.kit.concordance.terms import Glossary
from nemawashi.kit.corpora.readers.decoding import decoded
from nemawashi.kit.corpora.reading import language_of
from nemawashi.kit.faults import reading
from nemawashi.project import commanding

WRONG = 2
FOUND = 1
MOST_BYTES = limits.FILE_BYTES
_XML = (".xlf", ".xliff", ".sdlxliff", ".mqxliff", ".tmx")


class Command(commanding.Command):
    help = "Compare two language versions of a text: numbers, dates, names, brackets, footnotes, clauses."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="check")
        under = words.add_parser("check", help="what does not agree, clause by clause")
        under.add_argument(
            "source", type=Path, metavar="SOURCE", help="a text with a clause a line or paragraph, or .xlf, .tmx"
        )
        under.add_argument("target", type=Path, metavar="TARGET", nargs="?", help="the same text in the other language")
        under.add_argument("--from", dest="one", default="", metavar="CODE", help="language of the source, such as en")
        under.add_argument("--to", dest="other", default="", metavar="CODE", help="language of the target, such as ru")
        under.add_argument("--json", action="store_true", help="write JSON")
        under.add_argument("--strict", action="store_true", help="exit status 1 where something does not agree")
        for name in ("--settings", "--pythonpath"):
            under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        pairs = _of_file(options) if _is_exchange(options["source"]) else _of_texts(options)
        findings = concordance.checked(pairs)
        if options["json"]:
            content = {
                "clauses": len(pairs),
                "faulty": len({finding.key for finding in findings}),
                "findings": [finding.fields() for finding in findings],
                "counts": dict(Counter(str(finding.kind) for finding in findings)),
            }
            self.stdout.write(json.dumps(content, ensure_ascii=False, indent=1))
        else:
            for finding in findings:
                self.stdout.write(_line(finding))
            self.stdout.write(f"{len(pairs)} clauses, {len({finding.key for finding in findings})} with findings")
        if findings and options["strict"]:
            raise SystemExit(FOUND)


def _is_exchange(path: Path) -> bool:
    """By its name, or by its beginning where the name says nothing."""
    if path.suffix.casefold() in _XML:
        return True
    head = _content(path)[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return head.startswith((b"<?xml", b"<xliff", b"<tmx"))


def _line(finding: Mismatch) -> str:
    source, target = (
        ", ".join(mark.words if len(mark.words) < 60 else f"{mark.words[:57]}…" for mark in side)
        for side in (finding.source, finding.target)
    )
    return f"clause {finding.key}: {str(finding.kind).replace('_', ' ')}: {source or '-'} → {target or '-'}"


def _of_texts(options: dict[str, Any]) -> list[Pair]:
    if options["target"] is None:
        raise CommandError("name the file in the other language as well", returncode=WRONG)
    sides = [_clauses(options[name]) for name in ("source", "target")]
    codes = [
        options[name] or language_of(" ".join(clauses)[:20_000]) or "en"
        for name, clauses in zip(("one", "other"), sides, strict=True)
    ]
    glossary = Glossary.of(terminology.shipped())
    return concordance.paired(*sides, source_language=codes[0], target_language=codes[1], glossary=glossary)


def _clauses(path: Path) -> list[str]:
    with reading(path.name):
        text = decoded(_content(path)).replace("\r\n", "\n")
    parts = text.split("\n\n") if "\n\n" in text.strip() else text.split("\n")
    return [" ".join(part.split()) for part in parts if part.strip()]


def _of_file(options: dict[str, Any]) -> list[Pair]:
    if options["target"] is not None:
        raise CommandError("a file with both languages is checked by itself", returncode=WRONG)
    with reading(options["source"].name):
        file = exchange.read(_content(options["source"]))
    wanted = options["other"].casefold()
    return [
        Pair(unit.key, unit.source, unit.target, options["one"] or unit.source_language or file.source_language,
             unit.target_language or file.target_language)
        for unit in file.units
        if not wanted or unit.target_language.casefold().split("-")[0] == wanted
    ]  # fmt: skip


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise CommandError(f"{path.name}: more than {MOST_BYTES // 1_000_000} MB", returncode=WRONG)
        return path.read_bytes()
    except OSError as fault:
        raise CommandError(f"{path}: {fault.strerror or 'cannot be read'}", returncode=WRONG) from None

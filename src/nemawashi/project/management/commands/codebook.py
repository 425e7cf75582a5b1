"""``nemawashi codebook``: list, show, import, export and check codebooks. Needs no database but to keep one in it."""

from argparse import SUPPRESS
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from nemawashi.kit.coding import books
from nemawashi.kit.coding.values import Codebook
from nemawashi.kit.faults import UnreadableError
from nemawashi.project import codebooks, collecting, commanding
from nemawashi.project.writing import write_file


class Command(commanding.Command):
    help = "Codebooks: those that ship, those of this installation, and files in YAML, CSV and REFI-QDA (.qdc)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="list | show | import | export")
        listing = words.add_parser("list", help="the codebooks that ship")
        listing.add_argument("--kept", action="store_true", help="those that this installation took in instead")
        show = words.add_parser("show", help="a codebook as a tree, or whole as JSON")
        show.add_argument("codebook", metavar="CODEBOOK", help="a name from the list, or a file")
        taken = words.add_parser("import", help="read a codebook of any form, check it, and write it as YAML")
        taken.add_argument("file", type=Path, metavar="FILE", help=".qdc, .csv or .yaml")
        taken.add_argument("--out", type=Path, metavar="FILE.yaml", help="where to write it (default: nowhere, check only)")
        taken.add_argument("--keep", action="store_true", help="keep it in this installation, for rounds of coding")
        given = words.add_parser("export", help="write a codebook as REFI-QDA, CSV or YAML")
        given.add_argument("codebook", metavar="CODEBOOK", help="a name from the list, or a file")
        given.add_argument("--out", type=Path, required=True, metavar="FILE", help="its ending says the form: .qdc, .csv …")
        for under in (listing, show, taken, given):
            under.add_argument("--json", action="store_true", help="write JSON")
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)
        for under in (taken, given):
            under.add_argument("--force", action="store_true", help="write over a file that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        word = options["word"]
        if word == "list":
            self._list(codebooks.kept() if options["kept"] else codebooks.shipped(), is_json=options["json"])
            return
        held = books.read(options["file"]) if word == "import" else codebooks.book(options["codebook"])
        if word == "import" and options["keep"]:
            codebooks.keep(held)
        if word in ("import", "export") and options["out"]:
            _write(held, options["out"], is_forced=options["force"])
        if options["json"]:
            content = codebooks.row(held) | ({"tree": _tree(held)} if word in ("show", "import") else {})
            if word in ("import", "export"):
                content["written"] = str(options["out"]) if options["out"] else None
            self.stdout.write(collecting.written(content))
        elif word == "show":
            self.stdout.write(f"{held.title} ({held.name} {held.version}, {held.digest[:12]})")
            for depth, code in held.walked():
                self.stdout.write(f"{'  ' * (depth + 1)}{code.id}: {code.label}. {code.definition}".rstrip())
        else:
            self.stdout.write(f"{held.name} {held.version}: {len(held.codes)} codes, {held.digest[:12]}")

    def _list(self, held_books: Sequence[Codebook], *, is_json: bool) -> None:
        rows = [codebooks.row(held) for held in held_books]
        if is_json:
            self.stdout.write(collecting.written(rows))
            return
        for row in rows:
            size = f"{row['codes']:>4} codes {row['patterns']:>5} patterns"
            self.stdout.write(f"{row['name']:<14}{row['version']:<6}{size}  {row['title'].get('en', '')}")


def _write(held: Codebook, path: Path, *, is_forced: bool) -> None:
    form = {".yml": "yaml"}.get(path.suffix.lower(), path.suffix.lower().removeprefix("."))
    if form not in books.FORMS:
        raise UnreadableError(f"{path}: its ending says no form: .qdc, .csv or .yaml")
    write_file(path, books.write(held, form), is_forced=is_forced)


def _tree(held: Codebook) -> list[dict[str, Any]]:
    return [
        {
            "id": code.id,
            "parent": code.parent or None,
            "guid": held.guid(code),
            "labels": dict(code.labels),
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
            "examples": list(code.examples),
            "patterns": {language: list(each) for language, each in code.patterns.items()},
            "codable": code.is_codable,
            "color": code.color,
        }
        for code in held.codes
    ]

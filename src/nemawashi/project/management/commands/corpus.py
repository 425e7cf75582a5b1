"""``nemawashi corpus``: reference corpora, to add, to list and to take out."""

import json
import re
from argparse import SUPPRESS
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError
from django.utils.text import slugify
from tqdm import tqdm

from nemawashi.access import clock
from nemawashi.access.models import User
from nemawashi.kit.amounts import amount_of
from nemawashi.kit.corpora import UnreadableError
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import reading
from nemawashi.kit.sheets import material
from nemawashi.lineage import acts, queries, shelf
from nemawashi.lineage.models import Corpus
from nemawashi.lineage.terms import SourceMaterial
from nemawashi.project import commanding

_WRONG = 2
_ENDINGS = re.compile(r"(?:\.(?:jsonl|ndjson|json|xz|gz|bz2|docx|html?|pdf|xml|akn|txt|md))+$", re.I)
_SHOWN = 20


class Command(commanding.Command):
    help = "Reference corpora: what other forums adopted, for agreed language and lineage."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="add | list | share | remove")
        add = words.add_parser("add", help="read JSONL (.xz, .gz), DOCX, HTML, PDF with text, Akoma Ntoso or plain text")
        add.add_argument("files", nargs="*", type=Path, metavar="FILE")
        add.add_argument(
            "--table",
            type=Path,
            metavar="CSV",
            help="which file beside it is what: file, kind, party, speaker, office, date, language, title, address",
        )
        add.add_argument("--name", default="", help="slug of the corpus (default: the name of each file)")
        for name, meaning in (
            ("title", "title of the document, or of a new corpus of many"),
            ("body", "organ that adopted it"),
            ("date", "its date: 2012, 2012-11 or 2012-11-10"),
            ("language", "its language: en, ru, ja"),
            ("series", "what it continues: all statements of one forum have one series"),
            ("rights", "licence, and who is to be named"),
            ("party", "for whom it speaks"),
            ("speaker", "who speaks"),
            ("office", "in which office"),
            ("address", "where it is published"),
            ("called", "title of the corpus"),
        ):
            add.add_argument(f"--{name}", default="", help=meaning)
        add.add_argument(
            "--kind", choices=[str(each) for each in SourceMaterial], default="",
            help="of source; only what was adopted is agreed language (default: a reference corpus, adopted)",
        )  # fmt: skip
        add.add_argument(
            "--of", default="", metavar="LOGIN", help="somebody's own material: on no page, until it is shared"
        )
        add.add_argument("--progress", action="store_true", help="show the bar where no terminal is, too")
        listed = words.add_parser("list", help="the corpora of this installation")
        remove = words.add_parser("remove", help="take a corpus out")
        share = words.add_parser(
            "share", help="let everybody read and count what was its owner's own; there is no way back"
        )
        for each in (share, remove):
            each.add_argument("slug", metavar="SLUG")
        for each in (add, listed, share, remove):
            each.add_argument("--json", action="store_true", help="write JSON")
            for name in ("--settings", "--pythonpath"):
                each.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            {"add": self._add, "list": self._list, "share": self._share, "remove": self._remove}[options["word"]](options)
        except DatabaseError as fault:
            raise CommandError(
                "the database cannot be used: run `nemawashi load-record` first", returncode=_WRONG
            ) from fault

    def _add(self, options: dict[str, Any]) -> None:
        given = self._given(options)
        if options["name"] and slugify(options["name"]) != options["name"]:
            raise CommandError(
                f"--name: {options['name']} is no slug; write {slugify(options['name']) or 'letters'}", returncode=_WRONG
            )
        listed, refused = _listed(options["table"], given) if options["table"] else ([], [])
        asked = [*((path, given) for path in options["files"]), *listed]
        if not asked and not refused:
            raise CommandError("name a file, or a table of files by --table", returncode=_WRONG)
        slug_of_table = slugify(options["table"].stem)[:80] if options["table"] else ""
        done = []
        hidden = False if options["progress"] else None
        for path, of_file in asked:
            slug = options["name"] or slug_of_table or slugify(_ENDINGS.sub("", path.name))[:80] or "corpus"
            try:
                with tqdm(unit=" clauses", desc=path.name, disable=hidden) as bar:
                    done.append(acts.add_file(path, slug, given=of_file, at=clock.database_moment(), progress=bar.update))
            except UnreadableError as fault:
                refused.append({"file": str(path), "why": str(fault)})
        with tqdm(unit=" clauses", desc="index", disable=hidden) as bar:
            shelved = shelf.bring_up_to_date(bar.update) if done else None
        if options["json"]:
            self.stdout.write(
                json.dumps({"added": [_row(added) for added in done], "refused": refused}, ensure_ascii=False, indent=1)
            )
        else:
            for added in done:
                self._tell(added)
            if shelved:
                self.stdout.write(f"On the shelf: {amount_of(shelved.clauses, 'clause')}")
        for row in refused:
            self.stderr.write(f"{row['file']}: {row['why']}; nothing of it was added")
        if refused:
            count = len(done) + len(refused)
            raise CommandError(f"{len(refused)} of {count} files were not added", returncode=1)

    def _given(self, options: dict[str, Any]) -> acts.Given:
        names = ("title", "body", "date", "language", "series", "rights", "party", "speaker", "office", "called")
        owner = User.objects.filter(username=options["of"]).first() if options["of"] else None
        if options["of"] and owner is None:
            raise CommandError(f"--of: nobody signs in as {options['of']:.150}", returncode=_WRONG)
        try:
            ImpreciseDate.parse(options["date"].strip())
        except ValueError as fault:
            raise CommandError(f"--date: {fault}", returncode=_WRONG) from fault
        if options["address"] and not options["address"].startswith(("http://", "https://")):
            raise CommandError("--address: it is none of http or https", returncode=_WRONG)
        values = {name: options[name].strip() for name in names}
        return acts.Given(**values, url=options["address"].strip(), material=options["kind"], owner=owner)

    def _share(self, options: dict[str, Any]) -> None:
        corpus = Corpus.everybodys_and_own.filter(slug=options["slug"]).first()
        if corpus is None:
            raise CommandError(f"there is no corpus {options['slug']}", returncode=1)
        acts.share_corpus(corpus)
        shelf.bring_up_to_date()
        words = (
            json.dumps({"shared": corpus.slug})
            if options["json"]
            else f"{corpus.slug} can be read and counted by everybody"
        )
        self.stdout.write(words)

    def _tell(self, added: acts.Added) -> None:
        new = added.documents - added.replaced - added.unchanged
        self.stdout.write(
            f"{added.corpus}: {amount_of(added.documents, 'document')} of {amount_of(added.clauses, 'clause')}"
            f" from {added.file} ({new} new, {added.replaced} replaced, {added.unchanged} as they were,"
            f" {added.removed} gone)"
        )
        for kind, count in added.kinds.most_common():
            self.stdout.write(f"  {kind:<12}{count:>9}")
        if added.undated:
            undated = amount_of(added.undated, "document has no date: it is", "documents have no date: they are")
            self.stdout.write(f"  {undated} never told to be earlier than anything")
        if added.unread:
            self.stdout.write(f"Not read or not split: {len(added.unread)}")
        for unread in added.unread[:_SHOWN]:
            self.stdout.write(f"  {unread}")
        if len(added.unread) > _SHOWN:
            self.stdout.write(f"  and {len(added.unread) - _SHOWN} more (--json lists all)")

    def _list(self, options: dict[str, Any]) -> None:
        corpora = queries.corpora()
        own = list(Corpus.everybodys_and_own.filter(is_shared=False).select_related("owner"))
        if options["json"]:
            rows = [
                {
                    "slug": each.corpus.slug,
                    "title": each.corpus.title,
                    "rights": each.corpus.rights,
                    "documents": each.documents,
                    "clauses": each.clauses,
                    "languages": list(each.languages),
                    "first": each.first or None,
                    "last": each.last or None,
                }
                for each in corpora
            ]
            rows += [{"slug": each.slug, "own_of": each.owner.username if each.owner else None} for each in own]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for each in corpora:
            span = f"{each.first[:4]}-{each.last[:4]}" if each.first else "undated"
            counts = f"{amount_of(each.documents, 'document')}, {amount_of(each.clauses, 'clause')}"
            self.stdout.write(
                f"{each.corpus.slug:<24}{counts:<36}{span:<11}{', '.join(each.languages):<12}{each.corpus.title}"
            )
        for each_own in own:
            owner = each_own.owner.username if each_own.owner else "nobody"
            self.stdout.write(f"{each_own.slug:<24}own material of {owner}, which nobody else reads")
        if not corpora and not own:
            self.stderr.write("There is no corpus yet: run `nemawashi corpus add FILE`.")

    def _remove(self, options: dict[str, Any]) -> None:
        corpus = Corpus.everybodys_and_own.filter(slug=options["slug"]).first()
        if corpus is None:
            raise CommandError(f"there is no corpus {options['slug']}", returncode=1)
        clauses = acts.remove_corpus(corpus)
        shelf.bring_up_to_date()
        if options["json"]:
            self.stdout.write(json.dumps({"removed": options["slug"], "clauses": clauses}))
        else:
            self.stdout.write(f"{options['slug']} is taken out, with {amount_of(clauses, 'clause')}")


def _listed(path: Path, given: acts.Given) -> tuple[list[tuple[Path, acts.Given]], list[dict[str, str]]]:
    """The files of a table, each with what the table says of it before what the options say; and its wrong lines."""
    with reading(path):
        try:
            table = material.read(path.read_bytes(), [str(each) for each in SourceMaterial])
        except OSError as fault:
            raise UnreadableError(f"cannot be opened: {fault.strerror}") from fault
    refused = [{"file": f"{path}, line {each.line}", "why": each.reason} for each in table.refused]
    if table.unknown:
        columns = ", ".join(material.COLUMNS)
        refused.append({"file": str(path), "why": f"its column {table.unknown[0]:.60} is none of {columns}"})
    rows = []
    for row in table.rows:
        said = {name: getattr(row, name) for name in ("title", "date", "party", "speaker", "office") if getattr(row, name)}
        said |= {name: value for name, value in (("language", row.language.lower()), ("url", row.address)) if value}
        rows.append((path.parent / row.file, replace(given, **said, material=row.kind.lower())))
    return rows, refused


def _row(added: acts.Added) -> dict[str, Any]:
    return {
        "corpus": added.corpus,
        "file": added.file,
        "documents": added.documents,
        "clauses": added.clauses,
        "replaced": added.replaced,
        "unchanged": added.unchanged,
        "removed": added.removed,
        "undated": added.undated,
        "kinds": dict(added.kinds),
        "unread": [{"place": unread.place, "why": unread.why} for unread in added.unread],
    }

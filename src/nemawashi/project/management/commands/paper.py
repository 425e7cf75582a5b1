"""``nemawashi paper``: an adopted text as a file, a party's signature under it, and what the signatures are worth."""

import getpass
import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.kit.papers import pdf, signing
from nemawashi.portal.papers import checking, gathering, pages, store
from nemawashi.portal.papers.forms import FORMS
from nemawashi.project import commanding

BROKEN, WRONG = 1, 2
NAMES = {form.partition(".")[0]: form for form in FORMS}  # pdf, docx, html, akn, txt, sealed
LARGEST = 50_000_000
_COVERS = {
    signing.WHOLE: "the whole file",
    signing.EARLIER: "the file as it was before others signed",
    signing.BROKEN: "not what the file is now",
}


class Make:
    """``paper make``: the same bytes that the server hands out."""

    help = "an adopted text as a file"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the text, as in its address: /id/text/SLUG")
        parser.add_argument("--as", dest="form", default="pdf", choices=NAMES, help="the form (default: pdf)")
        parser.add_argument("--language", default="", help="one language, such as ru (default: all of them)")
        parser.add_argument("--out", type=Path, default=None, help="where to write it; - is the standard output")

    def run(self, options: dict[str, Any]) -> tuple[str, int]:
        form, language = NAMES[options["form"]], options["language"]
        with acting_as(PUBLIC):
            text = gathering.adopted_text(options["slug"])
            if text is None:
                raise CommandError(f"there is no adopted text {options['slug']!r:.120} with sealed words", returncode=WRONG)
            paper = gathering.paper_of(text, site=settings.SITE, form=form)
            try:
                if FORMS[form].is_single:
                    paper = paper.put_first(language or paper.original)
                elif language:
                    paper = paper.in_one(language)
            except KeyError:
                sentence = f"it was not sealed in {language!r:.20}, but in {', '.join(paper.languages)}"
                raise CommandError(sentence, returncode=WRONG) from None
            name = store.name_of(paper, form)
            raw = store.written(paper, text, form, name, site=settings.SITE)
        if str(options["out"]) == "-":
            sys.stdout.buffer.write(raw)
            return "", 0
        if form == "pdf" and (foreign := pdf.foreign(paper)):
            sys.stderr.write(f"no font of ours has {' '.join(foreign)[:80]}: they are set in fonts of this machine\n")
        path = options["out"] or Path(pages.file_name(paper.slug, form, language))
        _write(path, raw)
        return f"{path}: {len(raw)} bytes", 0


class SignFile:
    """``paper sign``: on the party's own machine, with the party's own key, which goes nowhere."""

    help = "add a party's signature behind a PDF"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")
        parser.add_argument("--certificate", type=Path, required=True, metavar="KEY.p12", help="key and certificate")
        parser.add_argument("--party", required=True, help="code of the party that signs, such as KAZ")
        parser.add_argument("--out", type=Path, default=None, help="where to write it (default: beside it, FILE.KAZ.pdf)")

    def run(self, options: dict[str, Any]) -> tuple[str, int]:
        file, party = options["file"], options["party"]
        raw = _read(file)
        if not options["certificate"].is_file():
            raise CommandError(f"{options['certificate']}: there is no such file", returncode=WRONG)
        passphrase = os.environ.get("NEMAWASHI_PASSPHRASE")
        if passphrase is None:
            passphrase = getpass.getpass(f"Passphrase of {options['certificate'].name}: ")
        made = signing.signed(raw, key=options["certificate"], passphrase=passphrase, party=party)
        path = options["out"] or file.with_name(f"{file.stem}.{party}{file.suffix}")
        _write(path, made)
        return f"{path}: signed by {party}", 0


class Check:
    """``paper check``: every signature, and whether the words are those of the record; status 1 where one thing is not."""

    help = "what the signatures under a PDF are worth, and whether its words are those of the record"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.pdf")
        parser.add_argument("--trust", type=Path, action="append", default=[], metavar="CERT.pem", help="whom to trust")
        parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")

    def run(self, options: dict[str, Any]) -> tuple[str, int]:
        raw = _read(options["file"])
        rows = signing.signatures(raw, trust=options["trust"])
        try:
            paper = checking.known(raw)
        except DatabaseError:  # no record on this machine
            paper = checking.KnownPaper()
        status = 0 if all(row.is_good for row in rows) and paper.is_so else BROKEN
        if options["json"]:
            content = {"signatures": [asdict(row) for row in rows], "text": paper.slug or None}
            versions = [asdict(row) for row in paper.versions]
            return json.dumps(
                {**content, "versions": versions, "is_good": not status}, ensure_ascii=False, indent=1
            ), status
        return "\n".join([*_signatures(rows, has_trust=bool(options["trust"])), *_words(paper)]), status


def _signatures(rows: list[signing.Signature], *, has_trust: bool) -> list[str]:
    if not rows:
        return ["Nobody signed this file."]
    lines = []
    for row in rows:
        when = f", {row.at}" if row.at else ""
        worth = "good" if row.is_good else "BROKEN" if not row.is_whole or row.covers == signing.BROKEN else "not trusted"
        lines.append(f"{row.party}: {worth}. {row.subject}{when}; covers {_COVERS[row.covers]}")
        if has_trust and not row.is_trusted:
            lines.append("  its certificate leads to none that was named with --trust")
        elif row.is_whole and row.covers == signing.BROKEN:
            lines.append("  what was signed is whole, but something else than signatures was added afterwards")
    if not has_trust:
        lines.append("Whose certificates these are was not checked; name those that you trust with --trust.")
    return lines


def _words(paper: checking.KnownPaper) -> list[str]:
    if not paper.slug:
        return ["The record on this machine does not know this paper; its words were compared with nothing."]
    lines = [f"{paper.title} ({paper.slug})"]
    for row in paper.versions:
        if not row.is_sealed_so:
            sentence = "NOT the seal of the record"
        else:
            sentence = "words as they were sealed" if row.has_words else "words NOT as they were sealed, or not to be read"
        lines.append(f"  {row.language}: {sentence}")
    return lines


WORDS: dict[str, Make | SignFile | Check] = {"make": Make(), "sign": SignFile(), "check": Check()}


class Command(commanding.Command):
    help = "Adopted texts as files, signatures of parties under them, and what these are worth."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True)
        for name, one in WORDS.items():
            one.add_arguments(words.add_parser(name, help=one.help))

    def handle(self, *args: object, **options: Any) -> None:
        try:
            output, status = WORDS[options["word"]].run(options)
        except DatabaseError:
            raise CommandError("there is no record here yet: run `nemawashi load-record`", returncode=WRONG) from None
        if output:
            self.stdout.write(output)
        if status:
            sys.exit(status)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{path}: more than {LARGEST // 1_000_000} MB", returncode=WRONG)
        return path.read_bytes()
    except OSError as fault:
        raise CommandError(f"{path}: {fault.strerror or 'cannot be read'}", returncode=WRONG) from None


def _write(path: Path, raw: bytes) -> None:
    try:
        path.write_bytes(raw)
    except OSError as fault:
        raise CommandError(f"{path}: {fault.strerror or 'cannot be written'}", returncode=WRONG) from None

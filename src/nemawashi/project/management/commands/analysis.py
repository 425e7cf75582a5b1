"""``nemawashi analysis``: runs of counting that are kept whole, and made again to see whether they still say the same.

A run of this command is a file in the installation's home folder that its owner alone may read: the words of the command,
the version of the software, and the answer with the hash of its collection, its analysers and the digest of its codebook.
Beside these it knows the runs that were published on the pages of this installation; one that was only kept is its maker's.
"""

import hashlib
import io
import json
import re
from argparse import REMAINDER, SUPPRESS
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandParser

from nemawashi import __version__
from nemawashi.access import clock, origins
from nemawashi.access.viewers import PUBLIC, acting_as
from nemawashi.analysis import answering, queries
from nemawashi.analysis.answering import CountingQuestion
from nemawashi.analysis.models import ResultRun
from nemawashi.analysis.terms import ResultKind
from nemawashi.kit.faults import DamagedError, NotThereError, UnreadableError, UnsoundError
from nemawashi.project import collecting, commanding
from nemawashi.project.home import home

COUNTING = ("kwic", "collocates", "keyness", "lifespans", "code", "agreement", "events", "votes")
_ID = re.compile(r"[0-9a-f]{12}")
_WRITES = ("--codings", "--retrieve", "--force", "--keep", "import")  # a run is made again without writing anything


class OtherAnswerError(UnsoundError):
    """A run that was made again says something else; the lines name each part that changed."""

    word = "another answer"


class Command(commanding.Command):
    help = "Keep an answer of counting under an id, and make it again: the same, or which part changed."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="run | list | show | rerun")
        run = words.add_parser("run", help=f"ask {', '.join(COUNTING)} and keep the answer; prints its id")
        run.add_argument("asked", nargs=REMAINDER, metavar="COMMAND …", help="the words of the command, without --json")
        listing = words.add_parser("list", help="the runs that are kept")
        listing.add_argument("--published", action="store_true", help="those published on the pages instead")
        for name, says in (("show", "the answer of a run, as JSON"), ("rerun", "make a run again and compare")):
            words.add_parser(name, help=says).add_argument("id", metavar="ID")
        for under in words.choices.values():
            for name in ("--settings", "--pythonpath"):
                under.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        word = options["word"]
        if word == "run":
            kept = _made(options["asked"])
            _write(kept)
            self.stdout.write(kept["id"])
        elif word == "list" and options["published"]:
            for row in _published():
                self.stdout.write(f"{row.slug}  {row.made_at:%Y-%m-%d}  {row.kind}: {row.title}")
        elif word == "list":
            for path in sorted(_folder().glob("*.json")):
                kept = _read(path.stem)
                self.stdout.write(f"{kept['id']}  {kept['made']}  {' '.join(kept['asked'])}")
        elif word == "show":
            run = _published_run(options["id"])
            self.stdout.write(run.answer.rstrip() if run else collecting.written(_read(options["id"])))
        elif run := _published_run(options["id"]):
            self.stdout.write(_again(run))
        else:
            kept = _read(options["id"])
            again = _made(kept["asked"])
            if again["answer"] != kept["answer"]:
                raise OtherAnswerError(f"the run {kept['id']} has another answer now", lines=tuple(_changes(kept, again)))
            self.stdout.write(f"{kept['id']}: the same answer, byte for byte")


def _folder() -> Path:
    return home() / "analysis"


def _made(asked: list[str]) -> dict[str, Any]:
    """A run, from the words of its command."""
    if not asked or asked[0] not in COUNTING:
        raise UnreadableError(f"a run begins with one of {', '.join(COUNTING)}")
    if wrong := [each for each in asked if each.partition("=")[0] in _WRITES]:
        raise UnreadableError(f"{wrong[0]} has no place in a run: it writes nothing")
    out = io.StringIO()
    call_command(*asked, *([] if "--json" in asked else ["--json"]), stdout=out)
    answer = out.getvalue()
    id = hashlib.sha256(json.dumps([asked, answer], ensure_ascii=False).encode()).hexdigest()[:12]
    return {"id": id, "made": str(clock.today()), "software": __version__, "asked": asked, "answer": json.loads(answer)}


def _published() -> list[ResultRun]:
    """The published runs of this installation."""
    with acting_as(PUBLIC), origins.showing(True):
        return list(queries.published_runs(viewer=PUBLIC))


def _published_run(id: str) -> ResultRun | None:
    """A run of the pages, unless a file of this command has the name; the database is asked for nothing else."""
    if not _ID.fullmatch(id) or (_folder() / f"{id}.json").exists():
        return None
    return next((row for row in _published() if row.slug == id), None)


def _again(row: ResultRun) -> str:
    """Raises ``OtherAnswerError`` with each part that changed."""
    now = answering.answer(CountingQuestion(ResultKind(row.kind), row.query))
    if answering.written(now) == row.answer:
        return f"{row.slug}: the same answer, byte for byte"
    lines = [f"{part}: {how}" for part, how in answering.changes(row.content, now)]
    if row.software != __version__:
        lines.insert(0, f"software: {row.software} then, {__version__} now")
    raise OtherAnswerError(f"the run {row.slug} has another answer now", lines=tuple(lines))


def _write(kept: dict[str, Any]) -> None:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{kept['id']}.json"
    path.touch(mode=0o600)
    path.write_text(collecting.written(kept), encoding="utf-8")


def _read(id: str) -> dict[str, Any]:
    path = _folder() / f"{id}.json"
    if not _ID.fullmatch(id) or not path.exists():
        raise NotThereError(f"there is no run {id!r:.40}: `nemawashi analysis list` names those that are kept")
    try:
        kept: dict[str, Any] = json.loads(path.read_bytes())
        kept["asked"], kept["answer"], kept["id"], kept["made"], kept["software"]
    except (ValueError, KeyError, TypeError) as fault:
        raise DamagedError(f"the run {id} cannot be read") from fault
    return kept


def _changes(kept: dict[str, Any], again: dict[str, Any]) -> Iterator[str]:
    """Which part changed, the causes before the figures."""
    if kept["software"] != again["software"]:
        yield f"software: {kept['software']} then, {again['software']} now"
    for name in ("collection", "target", "reference"):
        then, now = kept["answer"].get(name) or {}, again["answer"].get(name) or {}
        if then.get("hash") != now.get("hash"):
            sizes = f"{then.get('documents')} documents then, {now.get('documents')} now"
            yield f"{name}: other words ({sizes})"
        if then.get("analysers") != now.get("analysers"):
            yield f"{name}: analysers {then.get('analysers')} then, {now.get('analysers')} now"
    then, now = kept["answer"].get("codebook") or {}, again["answer"].get("codebook") or {}
    if then.get("digest") != now.get("digest"):
        yield f"codebook: {then.get('name')} {then.get('version')} has other words than then"
    figures = [name for name in kept["answer"] if kept["answer"][name] != again["answer"].get(name)]
    yield f"figures: {', '.join(name for name in figures if name not in ('collection', 'codebook')) or 'the same'}"

"""``nemawashi official-texts``: the dialogue's texts in full, from where they are published or from saved files."""

import time
from argparse import SUPPRESS
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from tqdm import tqdm

from nemawashi.access import clock
from nemawashi.access.acts import RefusedError
from nemawashi.kit import limits
from nemawashi.kit.amounts import amount_of
from nemawashi.kit.faults import Fault, NotAllowedError, UnreadableError, reading
from nemawashi.lineage import official, shelf
from nemawashi.lineage.models import ReferenceDocument
from nemawashi.lineage.official import OfficialAddress, TakenText
from nemawashi.project import collecting, commanding
from nemawashi.search import index
from nemawashi.search.terms import Noun
from nemawashi.sources import fetching

APART = 1.0  # seconds between two requests
_SHOWN = 12


class Command(commanding.Command):
    help = "Take the dialogue's adopted texts in full: from where they are published, or from files that were saved."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="fetch | list | add")
        fetch = words.add_parser("fetch", help="from the addresses that the record names; needs NEMAWASHI_FETCH=1")
        fetch.add_argument("--text", action="append", default=[], metavar="SLUG", help="this text only; may be repeated")
        fetch.add_argument(
            "--source",
            action="append",
            default=[],
            metavar="SLUG",
            help="from this source of a text, as for another language",
        )
        fetch.add_argument("--again", action="store_true", help="ask for those, too, that were taken before")
        fetch.add_argument("--progress", action="store_true", help="show the bar where no terminal is, too")
        listed = words.add_parser("list", help="which texts are here in full, which in headings only, and where they are")
        add = words.add_parser("add", help="from files that were saved: HTML, PDF with text, Word")
        add.add_argument("files", nargs="+", type=Path, metavar="FILE")
        add.add_argument("--text", required=True, metavar="SLUG", help="the text of the record that the files hold")
        add.add_argument("--source", default="", metavar="SLUG", help="the source whose copies they are")
        for each in (fetch, add):
            each.add_argument("--language", default="", help="en, ru, ja (default: by the letters)")
            each.add_argument("--rights", default="", help="licence, and who is to be named; stands on the pages")
        for each in (fetch, listed, add):
            each.add_argument("--json", action="store_true", help="write JSON")
            for name in ("--settings", "--pythonpath"):
                each.add_argument(name, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        {"fetch": self._fetch, "list": self._list, "add": self._add}[options["word"]](options)

    def _fetch(self, options: dict[str, Any]) -> None:
        if not settings.FETCH:
            raise NotAllowedError(
                "this server asks no address by itself: its operator sets NEMAWASHI_FETCH=1,"
                " or saves the pages and runs `nemawashi official-texts add FILE --text SLUG`"
            )
        chosen, without = _wanted(options["text"], options["source"])
        waiting = [each for each in chosen if options["again"] or not official.is_held(each)]
        pace = _Pace(APART)

        def take(each: OfficialAddress) -> TakenText:
            pace.wait()
            name, content = fetching.fetched(each.url)
            return _taken(each, name, content, options)

        hidden = False if options["progress"] else None
        with tqdm(waiting, unit=" texts", desc="official texts", disable=hidden) as bar:
            done, refused = _each((each.url, partial(take, each)) for each in bar)
        before = len(chosen) - len(waiting)
        self._close(done, refused, options, extra={"taken_before": before, "without_address": without})
        if not options["json"]:
            if before:
                self.stdout.write(f"Taken before, and not asked for again: {before} (--again asks)")
            if without:
                self.stdout.write(f"The record knows no address of: {', '.join(without)}")
        _end(refused, len(waiting))

    def _add(self, options: dict[str, Any]) -> None:
        (text,) = official.texts([options["text"]])

        def take(path: Path) -> TakenText:
            source = official.source_of(text, options["source"], options["language"])
            return _taken(OfficialAddress(text, source, is_of_text=False), path.name, _content(path), options)

        files: Sequence[Path] = options["files"]
        done, refused = _each((str(path), partial(take, path)) for path in files)
        self._close(done, refused, options, extra={})
        _end(refused, len(files))

    def _close(
        self, done: list[TakenText], refused: list[dict[str, str]], options: dict[str, Any], *, extra: dict[str, Any]
    ) -> None:
        """Bring the indexes up to what was taken, and tell it."""
        if done:
            shelf.bring_up_to_date()
            index.refresh({Noun.TEXT: [each.text for each in done]})
        if options["json"]:
            content = {"taken": [_row(each) for each in done], "refused": refused} | extra
            self.stdout.write(collecting.written(content))
        for each in () if options["json"] else done:
            new = "" if each.is_new else ", the same words as before"
            self.stdout.write(f"{each.text} ({each.language}): {amount_of(each.clauses, 'clause')} from {each.source}{new}")
            self.stdout.write(f"  SHA-256 {each.sha256}")
            for line in each.unread[:_SHOWN]:
                self.stdout.write(f"  {line}")
            if len(each.unread) > _SHOWN:
                self.stdout.write(f"  and {len(each.unread) - _SHOWN} more (--json lists all)")
        for row in refused:
            self.stderr.write(f"{row['from']}: {row['why']}; nothing of it was taken")

    def _list(self, options: dict[str, Any]) -> None:
        chosen = official.texts()
        held, addresses = official.held(), official.addresses(chosen)
        rows = [
            {
                "text": text.slug,
                "title": text.title,
                "type": text.type,
                "date": str(text.adopted_on or "") or None,
                "headings": len(text.structure),
                "full": [_held_row(each) for each in held.get(text.slug, ())],
                "addresses": [
                    {
                        "source": each.source.slug,
                        "language": each.source.language,
                        "url": each.url,
                        "of_text": each.is_of_text,
                    }
                    for each in addresses[text.slug]
                ],
            }
            for text in chosen
        ]
        if options["json"]:
            self.stdout.write(collecting.written(rows))
            return
        for row in rows:
            self.stdout.write("\n".join(_lines(row)))
        full = sum(bool(row["full"]) for row in rows)
        headings = sum(bool(row["headings"]) and not row["full"] for row in rows)
        neither = len(rows) - full - headings
        self.stdout.write(f"In full: {full}; in headings only: {headings}; with neither: {neither}")


class _Pace:
    """At most one request in so many seconds."""

    def __init__(self, apart: float) -> None:
        self._apart, self._next = apart, 0.0

    def wait(self) -> None:
        now = time.monotonic()
        if self._next > now:
            time.sleep(self._next - now)
        self._next = time.monotonic() + self._apart


def _wanted(texts: Sequence[str], sources: Sequence[str]) -> tuple[list[OfficialAddress], list[str]]:
    """The addresses to be asked, and the texts without one. Raises ``NotThereError`` for a name that nothing has."""
    chosen = official.texts(texts)
    places = official.addresses(chosen)
    if not sources:
        own = [each for slug in places for each in places[slug] if each.is_of_text]
        return own, [text.slug for text in chosen if not any(each.is_of_text for each in places[text.slug])]
    wanted = [each for slug in places for each in places[slug] if each.source.slug in sources]
    if missing := sorted(set(sources) - {each.source.slug for each in wanted}):
        raise UnreadableError(
            f"no text names a source {missing[0]:.120} with an address; `nemawashi official-texts list` has all"
        )
    if len({each.source.slug for each in wanted}) < len(wanted):
        raise UnreadableError("several texts name that source: say by --text which of them stands there")
    return wanted, []


def _content(path: Path) -> bytes:
    with reading(path):
        try:
            if path.stat().st_size > limits.FILE_BYTES:
                raise UnreadableError(f"is larger than {limits.FILE_BYTES // 1_000_000} MB")
            return path.read_bytes()
        except OSError as fault:
            raise UnreadableError(f"cannot be opened: {fault.strerror}") from fault


def _taken(each: OfficialAddress, name: str, content: bytes, options: dict[str, Any]) -> TakenText:
    return official.take(
        each.text,
        each.source,
        file_name=name,
        content=content,
        at=clock.database_moment(),
        language=options["language"].strip().lower(),
        rights=options["rights"].strip(),
    )


def _each(
    asked: Iterable[tuple[str, Callable[[], TakenText]]],
) -> tuple[list[TakenText], list[dict[str, str]]]:
    """What was taken, and what was not with its reason: one that fails stops no other."""
    done, refused = [], []
    for place, take in asked:
        try:
            done.append(take())
        except Fault as fault:
            refused.append({"from": place, "why": str(fault)})
        except RefusedError as fault:
            refused.append({"from": place, "why": f"the archive refuses it ({fault})"})
    return done, refused


def _end(refused: Sequence[object], count: int) -> None:
    if refused:
        raise CommandError(f"{len(refused)} of {amount_of(count, 'text was', 'texts were')} not taken", returncode=1)


def _row(each: TakenText) -> dict[str, Any]:
    return {
        "text": each.text,
        "source": each.source,
        "language": each.language,
        "sha256": each.sha256,
        "clauses": each.clauses,
        "new_words": each.is_new,
        "kinds": dict(each.kinds),
        "unread": each.unread,
    }


def _held_row(each: ReferenceDocument) -> dict[str, Any]:
    return {
        "language": each.language,
        "clauses": vars(each)["count"],
        "source": each.copy.source.slug if each.copy else None,
        "sha256": each.file_digest,
        "taken": each.taken_at.isoformat() if each.taken_at else None,
        "unread": each.unread,
    }


def _lines(row: dict[str, Any]) -> Iterator[str]:
    if row["full"]:
        how = ", ".join(f"{each['language']} ({amount_of(each['clauses'], 'clause')})" for each in row["full"])
    else:
        how = f"{amount_of(row['headings'], 'heading')} only" if row["headings"] else "no words"
    yield f"{row['text']:<34}{row['date'] or 'undated':<12}{how}"
    for each in row["addresses"]:
        marked = "of the text" if each["of_text"] else f"--source {each['source']}"
        yield f"    {each['language']:<4}{each['url']}  ({marked})"

"""Votes in the General Assembly: the table that this installation imported, and what the record promises beside it.

The table is public and lies in a file; what pages show of it is counted when it is imported, for the parties of the forum
and its groups, so that no page needs the libraries that read it. Who votes how is a report of whoever compiled the table.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from nemawashi.access.viewers import PUBLIC
from nemawashi.commitments import queries as commitments
from nemawashi.kit.coding import books, bypattern
from nemawashi.kit.counting import Collection, files
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import DamagedError
from nemawashi.kit.votes import agreement
from nemawashi.kit.votes.agreement import CountedVotes
from nemawashi.parties.queries import forum

TABLE, COUNTED = "votes.parquet", "agreement.json"
ALL_PARTIES = "all"  # the group of everybody at the table
LARGEST = 50_000_000  # bytes of what is counted
BOOK = "support"


def folder() -> Path:
    return Path(settings.VOTES)


def states() -> dict[str, str]:
    """The codes by which a table of votes can know the parties of the forum, by slug, in the order of protocol."""
    return {slug: code for slug, code in forum().codes.items() if len(code) == 3 and code.isascii() and code.isupper()}


def groups() -> dict[str, list[str]]:
    """The codes of everybody at the table and of each group of the forum; a group of one is none."""
    known = states()
    named = {ALL_PARTIES: [each.slug for each in forum().table]} | {each.key: list(each.parties) for each in forum().groups}
    coded = {key: [known[slug] for slug in slugs if slug in known] for key, slugs in named.items()}
    return {key: codes for key, codes in coded.items() if len(codes) > 1}


def keep(counted: CountedVotes) -> None:
    """Put what was counted where the pages find it, whole or not at all."""
    part = folder() / f".{COUNTED}.part"
    part.write_text(counted.written(), encoding="utf-8")
    part.replace(folder() / COUNTED)


def held() -> CountedVotes | None:
    """What is counted of the imported table; None where there is none, or where it cannot be read."""
    path = folder() / COUNTED
    try:
        state = os.stat(path)
    except OSError:
        return None
    if state.st_size > LARGEST:
        return None
    return _read(str(path), state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=2)
def _read(path: str, _changed: int, _size: int) -> CountedVotes | None:
    try:
        return agreement.read(Path(path).read_text(encoding="utf-8"))
    except (DamagedError, OSError, UnicodeDecodeError):
        return None


# ── What the record promises ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AskedSupport:
    """A commitment whose words ask for support in the United Nations, under the codes that found it."""

    ref: str
    slug: str
    words: str
    on: ImpreciseDate | None
    codes: tuple[str, ...]


def asked_support() -> list[AskedSupport]:
    """Commitments of the record that the patterns of the codebook find, the latest first; one statement."""
    rows = commitments.visible_commitments(viewer=PUBLIC).prefetch_related(None).select_related(None)
    given = {slug: (words, on) for slug, words, on in rows.values_list("slug", "words", "made_on")}
    found_codes = _coded(tuple((slug, words) for slug, (words, _) in given.items()))
    made = [
        AskedSupport(f"commitment/{slug}", slug, given[slug][0], given[slug][1], codes)
        for slug, codes in found_codes.items()
    ]
    return sorted(made, key=lambda each: (str(each.on or ""), each.slug), reverse=True)


@lru_cache(maxsize=4)
def _coded(rows: Sequence[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """The codes of those rows that have one, by slug; read once for each state of the rows."""
    documents = [files.counted(slug, words, "", {}) for slug, words in rows if words.strip()]
    if not documents:
        return {}
    book = books.book(BOOK)
    coding = bypattern.coded(book, Collection(documents))
    order = [code.id for code in book.codes]
    return {
        documents[place].id: tuple(sorted(codes, key=order.index)) for place, codes in sorted(coding.by_document().items())
    }

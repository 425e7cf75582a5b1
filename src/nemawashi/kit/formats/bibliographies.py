"""Works as reference managers read them: RIS, BibTeX and CSL-JSON, and one line for people.

An entry holds what a work prints and nothing more: what is unknown is left out in every form. Names are “Family, Given”;
a name without a comma is an institution's or a whole.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nemawashi.kit.dates import ImpreciseDate

_PAGES = re.compile(r"(\d+)(?:[-–](\d+))?")
_LATEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
WEB = "webpage"


@dataclass(frozen=True, slots=True)
class Entry:
    """A work. ``kind`` is a type of CSL; ``key`` names it within its file."""

    key: str
    kind: str
    title: str
    authors: Sequence[str] = ()
    editors: Sequence[str] = ()
    container: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    publisher: str = ""
    place: str = ""
    on: ImpreciseDate | None = None
    url: str = ""
    doi: str = ""
    isbn: str = ""
    issn: str = ""
    licence: str = ""
    language: str = ""
    version: str = ""

    @property
    def span(self) -> tuple[str, str]:
        """First and last page of the work; pages that are only the cited ones, or a count, are none."""
        pages = _PAGES.fullmatch(self.pages)
        return (pages[1], pages[2] or "") if pages else ("", "")

    @property
    def container_name(self) -> str:
        """What the tags that scholars' programs look for call the container."""
        inside = {"article-journal": "citation_journal_title", "chapter": "citation_inbook_title"}
        return inside.get(self.kind, "citation_collection_title")

    @property
    def day_with_slashes(self) -> str:
        """The date as precise as it is known: ``2012``, ``2012/11`` or ``2012/11/10``."""
        return str(self.on or "").replace("-", "/")


# ── One line for people ───────────────────────────────────────────────────────────────────────────────────────────


def line(entry: Entry) -> str:
    """Author, title, container, date, address, licence; in English, as the record's own words are."""
    numbers = " ".join(filter(None, [entry.volume, f"({entry.issue})" if entry.issue else ""]))
    place = ": ".join(filter(None, [entry.place, "" if _contained(entry) else entry.publisher]))
    inside = f"In: {entry.container}" if entry.kind == "chapter" and entry.container else entry.container
    source = ", ".join(filter(None, [inside, numbers, place, str(entry.on or ""), _pages_in_words(entry)]))
    who = _people(entry.authors) or (f"{_people(entry.editors)} (eds.)" if entry.editors else "")
    parts = [who, f"“{entry.title}”", source, entry.url, f"doi:{entry.doi}" if entry.doi else "", entry.licence]
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def _contained(entry: Entry) -> bool:
    """Whether the publisher says no more than the container: a site or a journal named after itself."""
    return bool(entry.container) and entry.kind not in ("chapter", "book")


def _pages_in_words(entry: Entry) -> str:
    first, last = entry.span
    return "" if not first else f"pp. {first}-{last}" if last else f"p. {first}"


def _people(names: Sequence[str]) -> str:
    return " and ".join(" ".join(reversed(name.split(", ", 1))) for name in names)


# ── RIS ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_RIS = {
    "article-journal": "JOUR", "article-newspaper": "NEWS", "book": "BOOK", "chapter": "CHAP", "report": "RPRT",
    "entry-encyclopedia": "ENCYC", "dataset": "DATA", WEB: "ELEC",
}  # fmt: skip


def ris(entries: Iterable[Entry]) -> str:
    return "\r\n".join(_as_ris(entry) for entry in entries)


def _as_ris(entry: Entry) -> str:
    first, last = entry.span
    on = entry.on
    tags = [
        ("TY", _RIS.get(entry.kind, "GEN")),
        ("ID", entry.key),
        *(("AU", name) for name in entry.authors),
        *(("ED", name) for name in entry.editors),
        ("TI", entry.title),
        ("T2", entry.container),
        ("VL", entry.volume),
        ("IS", entry.issue),
        ("SP", first),
        ("EP", last),
        ("PB", entry.publisher),
        ("CY", entry.place),
        ("PY", str(on.year) if on else ""),
        ("DA", entry.day_with_slashes),
        ("ET", entry.version),
        ("DO", entry.doi),
        ("SN", entry.isbn or entry.issn),
        ("LA", entry.language),
        ("UR", entry.url),
        ("N1", f"Licence: {entry.licence}" if entry.licence else ""),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


# ── BibTeX ────────────────────────────────────────────────────────────────────────────────────────────────────────

_BIBTEX = {
    "article-journal": "article", "article-newspaper": "article", "book": "book", "chapter": "incollection",
    "report": "techreport", "entry-encyclopedia": "incollection",
}  # fmt: skip


def bibtex(entries: Iterable[Entry]) -> str:
    return "\n".join(_as_bibtex(entry) for entry in entries)


def _as_bibtex(entry: Entry) -> str:
    kind = _BIBTEX.get(entry.kind, "misc")
    inside = {"article": "journal", "incollection": "booktitle"}.get(kind, "howpublished")
    maker = "institution" if kind == "techreport" else "publisher"
    pages = "--".join(filter(None, entry.span))
    fields = {
        "author": " and ".join(map(_name, entry.authors)),
        "editor": " and ".join(map(_name, entry.editors)),
        "title": f"{{{_escaped(entry.title)}}}",
        inside: _escaped(entry.container),
        "volume": _escaped(entry.volume),
        "number": _escaped(entry.issue),
        "pages": pages,
        maker: _escaped(entry.publisher),
        "address": _escaped(entry.place),
        "year": str(entry.on.year) if entry.on else "",
        "month": str(entry.on.month) if entry.on and entry.on.month else "",
        "edition": _escaped(entry.version),
        "doi": _escaped(entry.doi),
        "isbn": entry.isbn,
        "issn": entry.issn,
        "url": _escaped(entry.url),
        "language": entry.language,
        "note": _escaped(entry.licence),
    }
    rows = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{entry.key},\n{rows}\n}}\n"


def _escaped(text: str) -> str:
    return "".join(_LATEX.get(letter, letter) for letter in " ".join(text.split()))


def _name(name: str) -> str:
    """An institution stands in braces, so that nobody looks for its family name."""
    return _escaped(name) if ", " in name else f"{{{_escaped(name)}}}"


# ── CSL-JSON ──────────────────────────────────────────────────────────────────────────────────────────────────────


def csl(entries: Iterable[Entry]) -> str:
    return json.dumps([_as_csl(entry) for entry in entries], ensure_ascii=False, indent=1) + "\n"


def _as_csl(entry: Entry) -> dict[str, Any]:
    on = entry.on
    day = [part for part in (on.year, on.month, on.day) if part] if on else []
    keys = {
        "id": entry.key,
        "type": entry.kind,
        "title": entry.title,
        "author": [_in_parts(name) for name in entry.authors],
        "editor": [_in_parts(name) for name in entry.editors],
        "container-title": entry.container,
        "volume": entry.volume,
        "issue": entry.issue,
        "page": "-".join(filter(None, entry.span)),
        "publisher": entry.publisher,
        "publisher-place": entry.place,
        "issued": {"date-parts": [day]} if day else None,
        "version": entry.version,
        "DOI": entry.doi,
        "ISBN": entry.isbn,
        "ISSN": entry.issn,
        "URL": entry.url,
        "language": entry.language,
        "license": entry.licence,
    }
    return {key: value for key, value in keys.items() if value}


def _in_parts(name: str) -> dict[str, str]:
    family, comma, given = name.partition(", ")
    return {"family": family, "given": given} if comma else {"literal": name}


@dataclass(frozen=True, slots=True)
class WorkForm:
    """A form of a list of works: the end of its file's name, its media type, and who writes it."""

    media_type: str
    written: Callable[[Iterable[Entry]], str]


FORMS: Mapping[str, WorkForm] = {
    "ris": WorkForm("application/x-research-info-systems", ris),
    "bib": WorkForm("application/x-bibtex", bibtex),
    "json": WorkForm("application/vnd.citationstyles.csl+json", csl),
}

"""The questions of ``nemawashi init`` at a terminal, and the file that their answers make.

Answers are checked as a file is: what was typed lies in a file afterwards, which can be mended and given with ``--from``.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import yaml

from nemawashi.kit.languages import PAGES

Ask = Callable[[str], str]


# A phone's code or a passkey beside the password. Without an answer: of whoever sees a negotiation.
_SECOND_FACTOR = "A second factor is asked of: negotiation (whoever sees one), everybody, nobody [negotiation]: "


def answered(ask: Ask, say: Callable[[str], object]) -> str:
    """The file, as YAML, from the answers; ``ask`` puts a question and gives the line that was typed."""
    pages = _words(ask("Languages of the pages (of: " + ", ".join(PAGES) + ") [en]: ")) or ["en"]
    forum: dict[str, Any] = {
        "id": "",
        "code": ask("Short code, such as RBC: ").upper(),
        "symbol": ask("Pattern of symbols [{forum}/{track}/{meeting}/{text}]: ") or "{forum}/{track}/{meeting}/{text}",
        "names": _named(ask, "Name of the forum", pages),
        "short_names": _named(ask, "Short name", pages),
        "languages": _words(ask("Languages of work, the first is that of negotiation [en]: ")) or ["en"],
        "pages": pages,
    }
    forum["id"] = slug(forum["names"].get("en") or forum["code"])
    say("Parties, in the order of protocol; an empty code ends the list.")
    forum["parties"] = list(_parties(ask, pages))
    say("Tracks of meetings, the highest first; an empty name ends the list.")
    forum["tracks"] = list(_tracks(ask, pages))
    say("Pillars of the agenda; an empty name ends the list.")
    forum["pillars"] = [{"id": slug(names["en"]), "names": names} for names in _each(ask, "Pillar", pages)]
    forum["second_factor"] = ask(_SECOND_FACTOR)
    if name := ask("First person of the host's secretariat, name (empty: nobody now): "):
        address, language = ask("  mail address: "), ask(f"  language [{pages[0]}]: ") or pages[0]
        forum["host"] = {"name": name, "address": address, "language": language}
    whole = {key: value for key, value in forum.items() if value}
    return str(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=120))


def slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def _words(typed: str) -> list[str]:
    return re.findall(r"[\w-]+", typed)


def _named(ask: Ask, what: str, pages: list[str], first: str = "") -> dict[str, str]:
    """A name in each language of the pages, English always."""
    codes = list(dict.fromkeys(["en", *pages]))
    names = {code: (first if first and code == "en" else ask(f"{what} ({code}): ")) for code in codes}
    return {code: name for code, name in names.items() if name}


def _each(ask: Ask, what: str, pages: list[str]) -> Iterator[dict[str, str]]:
    while first := ask(f"{what} (en): "):
        yield _named(ask, f"  {what}", pages, first)


def _parties(ask: Ask, pages: list[str]) -> Iterator[dict[str, Any]]:
    while code := ask("Party, code of two to five letters: ").upper():
        names = _named(ask, "  name", pages)
        zone = ask("  time zone of the capital, such as Europe/Vienna [UTC]: ") or "UTC"
        standing = ask("  standing: participant, observer, guest, invited [participant]: ") or "participant"
        yield {"id": slug(names.get("en") or code), "code": code, "zone": zone, "standing": standing, "names": names}


def _tracks(ask: Ask, pages: list[str]) -> Iterator[dict[str, Any]]:
    for names in _each(ask, "Track", pages):
        track: dict[str, Any] = {"id": slug(names["en"]), "names": names}
        track["level"] = ask("  level, such as ministers: ")
        track["formal"] = (ask("  formal, yes or no [yes]: ") or "yes").lower().startswith("y")
        if (months := ask("  meets every how many months (empty: not said): ")).isdecimal():
            track["cadence_months"] = int(months)
        if upper := ask("  feeds into which track, by its name (empty: none): "):
            track["feeds_into"] = slug(upper)
        yield track

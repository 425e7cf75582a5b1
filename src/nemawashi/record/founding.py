"""A forum from nothing: one file says what it is called, who takes part and when it meets; checked whole, written once.

Nothing of it has a source yet, and its rows say so: people made them here (``RowOrigin.DESK``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from nemawashi.access import clock, log, roll
from nemawashi.access.models import User
from nemawashi.access.terms import Standing as StandingTerm
from nemawashi.access.terms import Visibility
from nemawashi.kit import languages, marks
from nemawashi.kit.amounts import amount_of
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import NotAllowedError, UnsoundError
from nemawashi.meetings.models import Track
from nemawashi.parties import queries
from nemawashi.parties.models import Dialogue, ForumRow, Party, Pillar, Standing
from nemawashi.parties.terms import SecondFactorOf
from nemawashi.record import checking, files
from nemawashi.record.files import Place, Problem
from nemawashi.record.forms import (
    DATE,
    FLAG,
    FULL_NAMES,
    ID,
    LETTERHEAD,
    MEETING_RULES,
    NAMES,
    TEXT,
    WHOLE,
    Field,
    many,
    one_of,
    parts,
    ref,
)
from nemawashi.sources.models import Source
from nemawashi.texts.models import Text

SHIPPED = files.PACKAGED.parent / "forums"
RECORD = "record"  # the word for the forum of the record that is shipped
FOUNDED = "forum.founded"  # the event in the log

FORM: Mapping[str, Field] = {
    "id": ID, "code": TEXT.needed, "symbol": TEXT.needed, "names": FULL_NAMES.needed, "short_names": FULL_NAMES,
    "headlines": FULL_NAMES, "founded": DATE, "languages": many(one_of(languages.NEGOTIATED)).needed,
    "pages": many(one_of(languages.PAGES)), "answer_days": WHOLE, "reads_mail": FLAG,
    "second_factor": one_of(SecondFactorOf.values),
    "meeting_rules": MEETING_RULES, "mark": NAMES, "letterhead": LETTERHEAD,
    "host": parts(name=TEXT.needed, address=TEXT.needed, language=one_of(languages.PAGES)),
    "parties": many(
        parts(id=ID, code=TEXT.needed, zone=TEXT.needed, names=FULL_NAMES.needed,
              standing=one_of(StandingTerm.values), since=DATE)
    ).needed,
    "groups": many(parts(id=ID, names=FULL_NAMES.needed, parties=many(ref("parties")).needed)),
    "tracks": many(
        parts(id=ID, names=FULL_NAMES.needed, level=TEXT.needed, formal=FLAG.needed, cadence_months=WHOLE,
              feeds_into=ref("tracks"))
    ).needed,
    "ranked": many(ref("tracks")),
    "pillars": many(parts(id=ID, names=FULL_NAMES.needed, areas=many(TEXT))),
}  # fmt: skip
LISTS = ("parties", "groups", "tracks", "pillars")


class UnsoundForumError(UnsoundError):
    """The file has faults; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(
            f"{amount_of(len(problems), 'fault')} in the forum; nothing was made", lines=tuple(map(str, problems))
        )


class NotEmptyError(NotAllowedError):
    """Something stands in this installation already; one installation holds one forum."""


@dataclass(frozen=True, slots=True)
class Founder:
    """The first person of the host's secretariat, who is invited and then opens the seats."""

    name: str
    address: str
    language: str


def shipped() -> list[str]:
    """Names of the forums that come with the package."""
    return sorted(path.stem for path in SHIPPED.glob("*.yaml"))


def file_of(name: str) -> Path:
    """A shipped forum by its name, else a file."""
    return SHIPPED / f"{name}.yaml" if name in shipped() else Path(name)


def of_record() -> dict[str, Any]:
    """How the record that is shipped calls its forum and whom it has in it, as a forum's own file would say it.

    Whoever serves that record loads it; this is for whoever begins anew from it, without its history.
    """
    row = files.read_rows(files.PACKAGED / "forum.yaml", "forum")[0].data
    parties, tracks = (files.read_rows(files.PACKAGED / f"{name}.yaml", name) for name in ("parties", "tracks"))
    copied = ("code", "symbol", "names", "short_names", "headlines", "languages", "pages", "answer_days", "reads_mail",
              "second_factor", "meeting_rules", "ranked")  # fmt: skip
    return {
        "id": row["dialogue"],
        **{key: row[key] for key in copied if row.get(key)},
        "parties": [_of_now(each.data) for each in parties if _takes_part(each.data)],
        "groups": [{**each, "id": each["id"].replace(" ", "-")} for each in row.get("groups") or []],
        "tracks": [{key: each.data[key] for key in _OF_TRACK if each.data.get(key) is not None} for each in tracks],
        "pillars": [
            {key: each[key] for key in ("id", "names", "areas") if each.get(key)} for each in row.get("pillars") or []
        ],
    }


_OF_TRACK = ("id", "names", "level", "formal", "cadence_months", "feeds_into")


def _takes_part(party: Mapping[str, Any]) -> bool:
    return bool(party.get("status_history")) and not party["status_history"][-1].get("to")


def _of_now(party: Mapping[str, Any]) -> dict[str, Any]:
    last = party["status_history"][-1]["status"]
    standing = {} if last == StandingTerm.PARTICIPANT else {"standing": last}
    return {**{key: party[key] for key in ("id", "code", "zone", "names")}, **standing}


def read(path: Path) -> Mapping[str, Any]:
    """What the file says of the forum. Raises ``UnsoundForumError`` with every fault at its line."""
    row, problems = files.read_one(path)
    if row is not None:
        problems += [
            Problem(row.file, row.line_of(place), row.key, what) for place, what in _bring_marks(row.data, path.parent)
        ]
        problems += [Problem(row.file, row.line_of(place), row.key, what) for place, what in faults_of(row.data)]
    if problems or row is None:
        raise UnsoundForumError(sorted(problems, key=lambda problem: (problem.line, problem.what)))
    return row.data


def _bring_marks(data: dict[str, Any], folder: Path) -> Iterator[tuple[Place, str]]:
    """Put files that are named as marks into what the file says, as if they stood in it; what is no mark is told."""
    said = data.get("mark")
    for language, name in list(said.items()) if isinstance(said, dict) else ():
        if not (isinstance(name, str) and marks.FILE.fullmatch(name)):
            continue
        try:
            with (folder / name).open("rb") as file:
                data["mark"][language] = marks.of_file(file.read(marks.MOST_BYTES + 1)).as_said
        except OSError as fault:
            yield ("mark", language), f"{name} cannot be read: {(fault.strerror or str(fault)).lower()}"
            del data["mark"][language]
        except marks.NoMarkError as fault:
            yield ("mark", language), f"{name}: {fault}"
            del data["mark"][language]


def faults_of(data: Mapping[str, Any]) -> list[tuple[Place, str]]:
    """What is wrong with a forum that a file or somebody at a form says, each fault at its place."""
    ids = {name: {str(part.get("id")) for part in _maps(data.get(name))} for name in ("parties", "tracks")}
    return [*checking.form_faults(FORM, data, ids), *_rule_faults(data)]


def _maps(value: Any) -> list[Mapping[str, Any]]:
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _rule_faults(data: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """What cannot hold together, as far as the form of its parts lets it be asked."""
    parties, tracks = _maps(data.get("parties")), _maps(data.get("tracks"))
    if _has_words(data, "code", "symbol"):
        yield from checking.of_symbol(data)
    yield from checking.of_meeting_rules(data)
    yield from checking.of_looks(data)
    for number, party in enumerate(parties):
        if _has_words(party, "code", "zone"):
            yield from ((("parties", number, *place), what) for place, what in checking.of_party(party))
    yield from _doubled(data, [("parties", "code")])
    yield from _doubled(data, [(name, "id") for name in LISTS])
    if parties and not any(party.get("standing") in (None, StandingTerm.PARTICIPANT) for party in parties):
        yield ("parties",), "no party is a participant: nobody could agree to anything"
    upper = {str(track.get("id")): str(track.get("feeds_into") or "") for track in tracks}
    for number, track in enumerate(tracks):
        if str(track.get("id")) in _above(str(track.get("id")), upper):
            yield ("tracks", number, "feeds_into"), f"{track.get('id')} feeds into itself, directly or by others"
    address = (_maps([data.get("host")]) or [{}])[0].get("address")
    if isinstance(address, str) and not _is_address(address):
        yield ("host", "address"), f"{address!r} is no mail address"


def _has_words(row: Mapping[str, Any], *keys: str) -> bool:
    return all(isinstance(row.get(key), str) for key in keys)


def _doubled(data: Mapping[str, Any], among: list[tuple[str, str]]) -> Iterator[tuple[Place, str]]:
    first: dict[str, str] = {}
    for name, key in among:
        for number, part in enumerate(_maps(data.get(name))):
            word = str(part.get(key) or f"{name} {number}")
            if word in first:
                yield (name, number, key), f"{key} {word!r} stands in {first[word]} already"
            first.setdefault(word, name)


def _above(track: str, upper: Mapping[str, Any]) -> set[str]:
    """The tracks that one feeds into, near and far."""
    above: set[str] = set()
    at = upper.get(track)
    while at and at not in above:
        above.add(at)
        at = upper.get(at)
    return above


def _is_address(typed: str) -> bool:
    try:
        validate_email(typed)
    except ValidationError:
        return False
    return True


def founder(data: Mapping[str, Any]) -> Founder | None:
    """Whom the file names as the first of the host."""
    host = data.get("host")
    return Founder(host["name"], host["address"], host.get("language") or "en") if host else None


def refuse_where_something_stands() -> None:
    """Raise ``NotEmptyError`` unless nothing was made here so far: neither a record, nor a forum, nor an account."""
    standing = [
        model._meta.verbose_name_plural for model in (Dialogue, Party, Source, Text, User) if model._base_manager.exists()
    ]
    if standing:
        what = ", ".join(map(str, standing))
        raise NotEmptyError(f"this installation is not empty (there are {what}); a forum is made in an empty one alone")


def lay_down(data: Mapping[str, Any]) -> ForumRow:
    """Make the forum that ``read`` gave, in one transaction with its entry in the log. Raises ``NotEmptyError``."""
    try:
        with transaction.atomic():
            log.queue()
            refuse_where_something_stands()
            row = _write(data)
            facts = {"forum": row.code, "parties": [party["code"] for party in data["parties"]]}
            at = clock.database_moment()
            log.enter(FOUNDED, row, by=roll.OPERATOR, at=at, visibility=Visibility.PUBLIC, facts=facts)
    finally:
        queries.forget_forum()
    return row


def _write(data: Mapping[str, Any]) -> ForumRow:
    founded = ImpreciseDate.parse(data.get("founded"))
    dialogue = Dialogue.objects.create(slug=data["id"], name=data["names"]["en"], founded_on=founded)
    row = ForumRow.objects.create(
        slug="forum",
        dialogue=dialogue,
        code=data["code"],
        symbol=data["symbol"],
        names=data["names"],
        short_names=data.get("short_names") or {},
        headlines=data.get("headlines") or {},
        languages=data["languages"],
        pages=data.get("pages") or list(languages.PAGES),
        ranked=data.get("ranked") or [],
        answer_days=data.get("answer_days"),
        reads_mail=bool(data.get("reads_mail")),
        second_factor=data.get("second_factor") or "",
        meeting_rules=files.plain(data.get("meeting_rules") or {}),
        groups=data.get("groups") or [],
        mark=data.get("mark") or {},
        letterhead=data.get("letterhead") or {},
    )
    for order, party in enumerate(data["parties"]):
        made = Party.objects.create(
            slug=party["id"], code=party["code"], names=party["names"], zone=party["zone"], order=order
        )
        standing, since = party.get("standing") or StandingTerm.PARTICIPANT, ImpreciseDate.parse(party.get("since"))
        Standing.objects.create(dialogue=dialogue, party=made, status=standing, from_on=since or founded)
    for number, pillar in enumerate(data.get("pillars") or [], 1):
        Pillar.objects.create(
            dialogue=dialogue,
            slug=pillar["id"],
            key=pillar["id"],
            number=number,
            names=pillar["names"],
            areas=pillar.get("areas") or [],
        )
    _write_tracks(data["tracks"], dialogue)
    return row


def _write_tracks(tracks: list[Mapping[str, Any]], dialogue: Dialogue) -> None:
    made = {}
    for order, track in enumerate(tracks):
        made[track["id"]] = Track.objects.create(
            slug=track["id"],
            dialogue=dialogue,
            name=track["names"]["en"],
            names=track["names"],
            level=track["level"],
            is_formal=track["formal"],
            cadence_months=track.get("cadence_months"),
            order=order,
        )
    for track in tracks:
        if track.get("feeds_into"):
            Track.objects.filter(pk=made[track["id"]].pk).update(feeds_into=made[track["feeds_into"]])

"""Whether the rows of negotiated texts still say what the log of acts says of them, and adopted words what was sealed.

Answers in sentences to whoever keeps the log, who sees all of what is tabled; no draft is read. What older entries do not
hold enough to check is counted as not checkable, never passed over.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from nemawashi.access import log
from nemawashi.access.models import Entry
from nemawashi.kit.clauses.sealing import digest
from nemawashi.texts.models import Adoption, Consent, Position, PositionStance, Revision, Silence, SilenceBreak, Wording
from nemawashi.texts.terms import Act, ConsentKind, Stance

__all__ = ["Attested", "attested"]

_STANCES = (Act.SUPPORT_POSITION, Act.OPPOSE_POSITION, Act.COULD_ACCEPT_POSITION, Act.LIFT_STANCE)
_ON_POSITIONS = (
    Act.TABLE_POSITION,
    Act.OFFER_BRIDGING_WORDS,
    Act.JOIN_POSITION,
    Act.WITHDRAW_POSITION,
    Act.STREAMLINE_POSITIONS,
)
_ON_CONSENSUS = (
    Act.CONSENT_TO_CLAUSE,
    Act.JOIN_ON_CLEAN_CLAUSES,
    Act.CONSENT_TO_PACKAGE,
    Act.CONSENT_TO_TEXT,
    Act.AGREE_PACKAGE,
)
_ON_TEXTS = (
    Act.CIRCULATE_ZERO_DRAFT,
    Act.ISSUE_REVISION,
    Act.OPEN_SILENCE,
    Act.BREAK_SILENCE,
    Act.EXTEND_SILENCE,
    Act.CONCLUDE_SILENCE,
    Act.ADOPT_IN_MEETING,
)


@dataclass
class Attested:
    """What was held against the log: how many rows of each kind, what is wrong, and what the log says too little of."""

    checked: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)


def attested() -> Attested:
    """Every row that the log tells of against its entry, and every entry of such an act against its row."""
    held, entries = Attested(), _entries()
    _positions(held, entries)
    _stances(held, entries)
    _consents(held, entries)
    _breaks(held, entries)
    _silences(held, entries)
    _revisions(held, entries)
    _adoptions(held, entries)
    return held


def _entries() -> dict[str, list[Entry]]:
    wanted = [*_ON_POSITIONS, *_STANCES, *_ON_CONSENSUS, *_ON_TEXTS]
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.filter(event__in=wanted).order_by("seq"):
        rows[entry.event].append(entry)
    return rows


def _named(entry: Entry) -> str:
    return f"entry {entry.seq} ({entry.ref})"


def _positions(held: Attested, entries: dict[str, list[Entry]]) -> None:
    entered = {entry.object_ref: entry for act in (Act.TABLE_POSITION, Act.OFFER_BRIDGING_WORDS) for entry in entries[act]}
    broken = {entry.facts["position"]: entry for entry in entries[Act.BREAK_SILENCE] if entry.facts.get("position")}
    amended = set(SilenceBreak.objects.exclude(position=None).values_list("position_id", flat=True))
    rows = {row.ref: row for row in Position.objects.prefetch_related("proposers").order_by("tabled_at", "pk")}
    behind = _behind(entries)
    for ref, row in rows.items():
        entry = entered.get(ref) or broken.get(ref)
        if entry is None and row.pk in amended:
            held.unknown["positions"] += 1
        elif entry is None:
            held.faults.append(f"{ref} stands in the table, and no entry of the log tabled it")
        else:
            held.checked["positions"] += 1
            held.unknown["words of positions"] += "put" not in entry.facts and entry.event != Act.TABLE_POSITION
            held.faults += [f"{ref}: its {what} not what {_named(entry)} says" for what in _altered(row, entry)]
            if {party.slug for party in row.proposers.all()} != behind[ref]:
                held.faults.append(
                    f"{ref}: the parties behind it are not those of the log: {', '.join(sorted(behind[ref]))}"
                )
    held.faults += [
        f"{ref}, which {_named(entry)} tabled, is gone" for ref, entry in (entered | broken).items() if ref not in rows
    ]


def _behind(entries: dict[str, list[Entry]]) -> dict[str, set[str]]:
    """The parties behind each position, by who tabled, joined and withdrew; the last one stays to show who withdrew."""
    acts = (Act.TABLE_POSITION, Act.BREAK_SILENCE, Act.JOIN_POSITION, Act.WITHDRAW_POSITION, Act.STREAMLINE_POSITIONS)
    behind: dict[str, set[str]] = defaultdict(set)
    for entry in sorted((entry for act in acts for entry in entries[act]), key=lambda entry: entry.seq):
        own = behind[entry.facts.get("position") or entry.object_ref]
        if entry.event == Act.STREAMLINE_POSITIONS:
            own.update(*(behind[ref] for ref in entry.facts["supersedes"]))
        elif entry.event != Act.WITHDRAW_POSITION:
            own.add(entry.party)
        elif len(own) > 1:
            own.discard(entry.party)
    return behind


def _altered(row: Position, entry: Entry) -> Iterator[str]:
    facts = entry.facts
    words = facts.get("put", facts.get("words") if entry.event == Act.TABLE_POSITION else None)
    if words is not None and words != row.words:
        yield "words are"
    if "operation" in facts and facts["operation"] != row.operation:
        yield "operation is"
    if facts.get("language", "") != row.language:
        yield "language is"
    if "anchor" in facts and facts["anchor"] != [row.wording_number, row.start, row.end]:
        yield "place in the clause is"
    if entry.event != Act.BREAK_SILENCE and facts.get("clause") != f"clause/{row.clause_id}":
        yield "clause is"
    if row.tabled_at != entry.at:
        yield "moment is"


def _differ(held: Attested, kind: str, kinds: str, rows: Iterable[Any], entered: Iterable[Any]) -> None:
    """Rows and entries as the same values: what is in one and not in the other is a fault."""
    of_rows, of_log = Counter(rows), Counter(entered)
    held.checked[kinds] += of_rows.total()
    for values in of_rows - of_log:
        held.faults.append(f"a {kind} stands in the table and not so in the log: {_said(values)}")
    for values in of_log - of_rows:
        held.faults.append(f"a {kind} that the log holds is gone from the table, or altered: {_said(values)}")


def _said(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values if value)


def _stances(held: Attested, entries: dict[str, list[Entry]]) -> None:
    by_joining = {(entry.object_ref, entry.party, entry.at) for entry in entries[Act.JOIN_POSITION]}
    rows = [
        (f"position/{key}", party, stance, at)
        for key, party, stance, at in PositionStance.objects.values_list("position_id", "party__slug", "stance", "at")
        if stance != Stance.NONE or (f"position/{key}", party, at) not in by_joining
    ]
    along = {(entry.object_ref, entry.at): entry for entry in entries[Act.STREAMLINE_POSITIONS]}
    silent = {where for where, entry in along.items() if "stances" not in entry.facts}
    held.unknown["stances that came along"] += sum((row[0], row[3]) in silent for row in rows)
    entered = [
        (entry.object_ref, entry.party, str(Stance.NONE) if act == Act.LIFT_STANCE else entry.facts.get("stance"), entry.at)
        for act in _STANCES
        for entry in entries[act]
    ]
    entered += [
        (ref, party, stance, at) for (ref, at), each in along.items() for party, stance in each.facts.get("stances", ())
    ]
    _differ(held, "stance", "stances", [row for row in rows if (row[0], row[3]) not in silent], entered)


def _consents(held: Attested, entries: dict[str, list[Entry]]) -> None:
    """What parties said of consensus: its subject, party, kind, day, reason, the words it stands on, and its moment.

    Rows that a gavelled package left on its clauses are what the parties had said of the package, and no entry repeats
    their words; that the package was gavelled then is checked, and they are counted as not checkable otherwise.
    """
    entered = Counter(said for act in _ON_CONSENSUS for entry in entries[act] for said in _said_of_consensus(entry))
    carried = {(ref, entry.at) for entry in entries[Act.AGREE_PACKAGE] for ref in entry.facts["clauses"]}
    after = {(ref, entry.party, entry.at) for entry in entries[Act.CONSENT_TO_PACKAGE] for ref in entry.facts["clauses"]}
    rows: list[tuple[Any, ...]] = []
    for row in Consent.objects.select_related("party", "text"):
        subject = f"clause/{row.clause_id}" if row.clause_id else f"package/{row.package_id}"
        subject = subject if row.clause_id or row.package_id else row.text.ref
        until = row.until.isoformat() if row.until else ""
        said: tuple[Any, ...] = (subject, row.party.slug, str(row.kind), until, row.why, row.stands_on, row.at)
        said = said[:5] if (subject, row.party.slug, row.at) in after else said
        if entered[said] or (subject, row.at) not in carried:
            rows.append(said)
        else:
            held.unknown["words on consensus that a package left on its clauses"] += 1
    _differ(held, "word on consensus", "words on consensus", rows, entered.elements())


def _said_of_consensus(entry: Entry) -> Iterator[tuple[Any, ...]]:
    """The rows that an entry made; what was said of an agreed package stands on each of its clauses, too."""
    if entry.event == Act.AGREE_PACKAGE:
        return
    if entry.event == Act.JOIN_ON_CLEAN_CLAUSES:
        for ref, stands_on in entry.facts["clauses"]:
            yield ref, entry.party, str(ConsentKind.JOINS), "", "", stands_on, entry.at
        return
    kind, until, why = (str(entry.facts[name]) for name in ("kind", "until", "why"))
    yield entry.object_ref, entry.party, kind, until, why, entry.facts["stands_on"], entry.at
    is_undone = kind in (ConsentKind.CANNOT, ConsentKind.BUT_FOR)
    for ref in entry.facts.get("clauses", ()):
        yield ref, entry.party, str(ConsentKind.CANNOT) if is_undone else kind, until, why


def _breaks(held: Attested, entries: dict[str, list[Entry]]) -> None:
    """Its moment, too, where the entry holds it: that it came in is earlier than that it was entered."""
    rows = SilenceBreak.objects.select_related("silence__text", "party")
    whole = [(row.silence.text.ref, row.party.slug, str(row.kind), row.words, row.at) for row in rows]
    entered = entries[Act.BREAK_SILENCE]
    moments = {_break_of(entry): entry.facts.get("came_in_at") for entry in entered}
    _differ(
        held,
        "break of silence",
        "breaks of silence",
        [values[:4] for values in whole],
        [_break_of(entry) for entry in entered],
    )
    for *values, at in whole:
        came_in_at = moments.get((values[0], values[1], values[2], values[3]))
        held.unknown["moments of breaks"] += came_in_at is None
        if came_in_at is not None and dt.datetime.fromisoformat(came_in_at) != at:
            held.faults.append(f"the moment of a break of silence is not that of the log: {_said(values)}")


def _break_of(entry: Entry) -> tuple[str, str, str, str]:
    return entry.object_ref, entry.party, str(entry.facts.get("kind")), str(entry.facts.get("words"))


def _silences(held: Attested, entries: dict[str, list[Entry]]) -> None:
    opened = {(entry.object_ref, entry.at): entry for entry in entries[Act.OPEN_SILENCE]}
    rows = list(Silence.objects.select_related("text"))
    for row in rows:
        held.checked["silences"] += 1
        entry = opened.pop((row.text.ref, row.opened_at), None)
        if entry is None:
            held.faults.append(f"{row.ref} of {row.text.ref} stands in the table, and no entry of the log opened it then")
        elif _end(entry, entries[Act.EXTEND_SILENCE]) != row.ends_at:
            held.faults.append(
                f"{row.ref} of {row.text.ref} ends at another moment than {_named(entry)} and its extensions say"
            )
    held.faults += [f"the silence that {_named(entry)} opened is gone, or altered" for entry in opened.values()]
    concluded = [(row.text.ref, row.concluded_at) for row in rows if row.concluded_at]
    entered = [(entry.object_ref, entry.at) for entry in entries[Act.CONCLUDE_SILENCE]]
    _differ(held, "conclusion of silence", "conclusions of silence", concluded, entered)


def _end(opened: Entry, extended: Iterable[Entry]) -> dt.datetime:
    """The moment to which the log moved the end of one silence; each extension says from where."""
    end = dt.datetime.fromisoformat(opened.facts["ends_at"])
    for entry in extended:
        is_of_it = entry.object_ref == opened.object_ref and entry.seq > opened.seq
        if is_of_it and dt.datetime.fromisoformat(entry.facts["from"]) == end:
            end = dt.datetime.fromisoformat(entry.facts["ends_at"])
    return end


def _revisions(held: Attested, entries: dict[str, list[Entry]]) -> None:
    issued = (*entries[Act.CIRCULATE_ZERO_DRAFT], *entries[Act.ISSUE_REVISION])
    entered = {entry.facts.get("symbol"): entry for entry in issued}
    rows = {row.symbol: row for row in Revision.objects.select_related("text").order_by("text", "number")}
    for symbol, row in rows.items():
        entry = entered.get(symbol)
        held.checked["revisions"] += 1
        held.faults += [
            f"revision {symbol}: the {language} words of its snapshot are not those of its digest"
            for language, sealed in row.digests.items()
            if digest(_lines(row.snapshot, language)) != sealed
        ]
        held.faults += _head_faults(f"revision {symbol}", row.log_head)
        if entry is None:
            held.faults.append(f"revision {symbol} stands in the table, and no entry of the log issued it")
        elif "digests" not in entry.facts:
            held.unknown["digests of revisions"] += 1
        elif entry.facts["digests"] != row.digests:
            held.faults.append(f"revision {symbol}: its digests are not those of {_named(entry)}")
    held.faults += [
        f"revision {symbol}, which {_named(entry)} issued, is gone"
        for symbol, entry in entered.items()
        if symbol not in rows
    ]


def _head_faults(what: str, head: str) -> list[str]:
    """What is wrong with the head of the log that a row has kept; those from before heads were kept have none."""
    wrong = log.missing_head(head) if head else ""
    return [f"{what}: the head of the log that it names {wrong}"] if wrong else []


def _lines(snapshot: Iterable[dict[str, Any]], language: str) -> Iterator[tuple[str, str, str]]:
    for row in snapshot:
        yield row["number"], row["kind"], row["words"].get(language, "")
        for place, words in row.get("notes", ()):
            yield f"{row['number']}@{place}", "footnote", words


def _adoptions(held: Attested, entries: dict[str, list[Entry]]) -> None:
    acts = (Act.ADOPT_IN_MEETING, Act.CONCLUDE_SILENCE)
    entered = {entry.object_ref: entry for act in acts for entry in entries[act] if "sha256" in entry.facts}
    rows = {row.text.ref: row for row in Adoption.objects.select_related("text", "revision")}
    for ref, row in rows.items():
        held.checked["adoptions"] += 1
        entry = entered.get(ref)
        if entry is None:
            held.faults.append(f"the adoption of {ref} stands in the table, and no entry of the log adopted it")
        elif entry.facts["sha256"] != row.digests:
            held.faults.append(f"the adoption of {ref}: its digests are not those of {_named(entry)}")
        if row.revision.digests != row.digests:
            held.faults.append(f"the adoption of {ref}: its digests are not those of revision {row.revision.symbol}")
        held.faults += _head_faults(f"the adoption of {ref}", row.log_head)
        held.faults += _reworded(row)
    held.faults += [
        f"the adoption of {ref}, which {_named(entry)} entered, is gone"
        for ref, entry in entered.items()
        if ref not in rows
    ]


def _reworded(adoption: Adoption) -> Iterator[str]:
    """Each clause whose words in the table are not the sealed ones, in each language that was sealed."""
    rows = Wording.objects.filter(clause__text=adoption.text_id).order_by("number")
    latest = {(str(row.clause_id), row.language): row.words for row in rows}
    for clause in adoption.revision.snapshot:
        for language in adoption.digests:
            if latest.get((clause["clause"], language)) != clause["words"].get(language):
                where = f"clause/{clause['clause']} of {adoption.text.ref}"
                yield f"{where}: its {language} words in the table are not the sealed ones"

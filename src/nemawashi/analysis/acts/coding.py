"""Acts on rounds of coding: open one, code passages, hand in, take in a machine's codings, close, adjudicate.

Until a round closes every act in it is sealed: what a coder gives is kept under the coder's own key, and the log holds a
digest of each act.
"""

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nemawashi.access import log, seal
from nemawashi.access.acts import RefusedError, hold, in_turn, moved_on, require
from nemawashi.access.models import User
from nemawashi.access.rules import refuse
from nemawashi.access.terms import Circle
from nemawashi.access.terms import Refusal as AccessRefusal
from nemawashi.access.viewers import Viewer, acting_as
from nemawashi.analysis import codebooks, queries, rounds, rules
from nemawashi.analysis.codings import WaitingCoding
from nemawashi.analysis.models import (
    Adjudication,
    CodebookVersion,
    CodingRound,
    PassageCoding,
    RoundCoder,
    RoundPassage,
)
from nemawashi.analysis.rounds import GivenCodes, Material
from nemawashi.analysis.terms import Act, Refusal
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.coding import books, marking
from nemawashi.kit.coding.marking import CodedWords
from nemawashi.kit.coding.values import Codebook
from nemawashi.parties.models import Dialogue

__all__ = ["adjudicate", "close_round", "code_passage", "hand_in_codings", "hand_in_file", "open_round"]


@in_turn
def open_round(
    dialogue: Dialogue,
    *,
    title: str,
    codebook: Codebook,
    collection: str,
    language: str = "",
    passages: Sequence[Material],
    coders: Sequence[User],
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> CodingRound:
    """Open a round over passages that are taken over word for word; each coder sees the own codings until it closes."""
    del dialogue
    if by.user_id is None:
        raise PermissionError("whoever opens a round signs in")
    title = normal(title)
    strangers = [each for each in coders if each.pk != by.user_id]
    is_open = not strangers or queries.are_everybodys([collection])
    counts = {"passages": len(passages), "coders": len(coders), "strangers": 0 if is_open else len(strangers)}
    require(rules.may_open_round(by, title=title, **counts))
    row = CodingRound.objects.create(
        title=title,
        codebook=_kept(codebook, at),
        collection=collection,
        language=language,
        digest=rounds.digest(passages),
        owner_id=by.user_id,
        opened_at=at,
    )
    RoundPassage.objects.bulk_create(
        RoundPassage(
            round=row,
            number=number,
            document=each.document,
            title=each.title,
            date=each.date,
            language=each.language,
            ref=each.ref,
            words=each.words,
            start=each.start,
            end=each.end,
        )
        for number, each in enumerate(passages, 1)
    )
    names: list[str] = []
    for account in coders:
        name = account.shown_name if account.shown_name not in names else f"{account.shown_name} ({account.username})"
        names.append(name)
        RoundCoder.objects.create(round=row, name=name, account=account)
    log.enter_sealed_for_user(Act.OPEN_ROUND, row.ref, by=by, at=at, once=once)
    return row


def _kept(book: Codebook, at: dt.datetime) -> CodebookVersion:
    """The row of a codebook; another content under a version that was used is refused."""
    row = CodebookVersion.objects.filter(digest=book.digest).first()
    if row is not None:
        return row
    if CodebookVersion.objects.filter(name=book.name, version=book.version).exists():
        raise RefusedError(refuse(Refusal.VERSION_WAS_USED))
    return CodebookVersion.objects.create(
        name=book.name,
        version=book.version,
        digest=book.digest,
        titles=dict(book.titles),
        content=books.to_yaml(book),
        added_at=at,
    )


def _own_seat(row: CodingRound, by: Viewer) -> RoundCoder | None:
    seat = rounds.coder_of(row, viewer=by)
    return hold(seat) if seat is not None else None


@in_turn
def code_passage(
    passage: RoundPassage,
    *,
    codes: Sequence[str],
    marks: Sequence[CodedWords] = (),
    note: str = "",
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> RoundPassage:
    """Give a passage codes, or none of them; until the coder hands in, again.

    ``marks``: the words of the passage that a code is about; who marks words with a code gives the code. A code without
    marks is about the whole passage.
    """
    row = hold(passage.round)
    seat = _own_seat(row, by)
    known = codebooks.codable(codebooks.of_row(row.codebook))
    given = _whole(GivenCodes(tuple(codes), normal(note), tuple(marks)))
    require(
        rules.may_code(
            by,
            is_coder=seat is not None,
            is_closed=row.is_closed,
            has_handed_in=seat is not None and seat.handed_in_at is not None,
            unknown=next((code for code in given.codes if code not in known), ""),
            marks=len(given.marks),
            is_outside=marking.strange(given.marks, passage=passage.coded) is not None,
        )
    )
    assert seat is not None  # noqa: S101
    given = replace(given, codes=tuple(code for code in known if code in given.codes))
    _wait(seat, passage, given, by=by, at=at)
    log.enter_sealed_for_user(Act.CODE_PASSAGE, f"{row.ref}#{passage.number}", by=by, at=at, once=once)
    return passage


def _whole(given: GivenCodes) -> GivenCodes:
    """With the codes that are on its marks alone."""
    marks = tuple(dict.fromkeys(given.marks))
    return replace(given, codes=tuple(dict.fromkeys([*given.codes, *(mark.code for mark in marks)])), marks=marks)


def _wait(seat: RoundCoder, passage: RoundPassage, given: GivenCodes, *, by: Viewer, at: dt.datetime) -> None:
    """Write a coding in the name of whoever holds it."""
    marks = [[mark.code, mark.start, mark.end] for mark in sorted(given.marks)]
    content = json.dumps({"codes": given.codes, "note": given.note, "marks": marks}, ensure_ascii=False)
    row = WaitingCoding.objects.filter(coder=seat, passage=passage).first()
    if row is None:
        WaitingCoding.objects.create(holder_id=by.user_id, coder=seat, passage=passage, content=content, at=at)
        return
    row.content, row.at = content, at
    row.save(update_fields=["content", "at"])


@in_turn
def hand_in_codings(round: CodingRound, *, by: Viewer, at: dt.datetime, once: uuid.UUID | None = None) -> CodingRound:
    """Say that the own codings are whole. With the last coder's the round closes, and all are opened together."""
    row = hold(round)
    seat = _own_seat(row, by)
    left = row.passages.count() - len(rounds.coded_passages(seat)) if seat is not None else 0
    require(
        rules.may_hand_in(
            by,
            is_coder=seat is not None,
            is_closed=row.is_closed,
            has_handed_in=seat is not None and seat.handed_in_at is not None,
            left=left,
        )
    )
    assert seat is not None  # noqa: S101
    seat.handed_in_at = at
    seat.save(update_fields=["handed_in_at"])
    if not row.coders.filter(handed_in_at=None).exists() and rules.are_enough(row.coders.count()):
        _open(row, at)
    log.enter_sealed_for_user(Act.HAND_IN_CODINGS, row.ref, by=by, at=at, once=once)
    return row


@in_turn
def hand_in_file(
    round: CodingRound,
    *,
    called: str,
    codings: Mapping[int, GivenCodes],
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> CodingRound:
    """Take in what a machine, or somebody without an account, coded: a coder like any other, who has handed in.

    ``codings``: by the number of the passage.
    """
    row = hold(round)
    called, codings = normal(called), {number: _whole(each) for number, each in codings.items()}
    passages = {each.number: each for each in row.passages.all()}
    known = codebooks.codable(codebooks.of_row(row.codebook))
    require(
        rules.may_hand_in_file(
            by,
            owner=row.owner_id,
            is_closed=row.is_closed,
            name=called,
            is_known=row.coders.filter(name=called).exists(),
            strange=next((str(number) for number in codings if number not in passages), ""),
            unknown=next((code for each in codings.values() for code in each.codes if code not in known), ""),
            marks=max((len(each.marks) for each in codings.values()), default=0),
            is_outside=any(
                number in passages and marking.strange(each.marks, passage=passages[number].coded) is not None
                for number, each in codings.items()
            ),
            count=len(codings),
        )
    )
    seat = RoundCoder.objects.create(round=row, name=called, handed_in_at=at)
    for number, given in codings.items():
        _wait(seat, passages[number], given, by=by, at=at)
    log.enter_sealed_for_user(Act.HAND_IN_FILE, row.ref, by=by, at=at, once=once)
    return row


@in_turn
def close_round(
    round: CodingRound, *, by: Viewer, at: dt.datetime, seen: int | None = None, once: uuid.UUID | None = None
) -> CodingRound:
    """Close a round before all have handed in; what was not handed in is left out and stays its coder's own."""
    row = hold(round, seen=seen)
    ready = row.coders.exclude(handed_in_at=None).count()
    require(rules.may_close_round(by, owner=row.owner_id, is_closed=row.is_closed, ready=ready))
    _open(row, at)
    log.enter_sealed_for_user(Act.CLOSE_ROUND, row.ref, by=by, at=at, once=once)
    return row


def _open(row: CodingRound, at: dt.datetime) -> None:
    """Open what was handed in, each coder's in the name of whoever holds it: nobody reads another's sealed row."""
    for seat in row.coders.exclude(handed_in_at=None):
        holder = seat.account_id or row.owner_id
        with acting_as(Viewer(user_id=holder, circle=Circle.RESEARCHERS)):
            waiting = list(WaitingCoding.objects.filter(coder=seat))
            if not all(seal.is_opened(each) for each in waiting):
                raise RefusedError(refuse(AccessRefusal.NOT_OPENED))
            given = [(each.passage_id, json.loads(each.content)) for each in waiting]
        PassageCoding.objects.bulk_create(
            PassageCoding(
                coder=seat, passage_id=passage, codes=held["codes"], note=held["note"], marks=held.get("marks", [])
            )
            for passage, held in given
        )
    row.closed_at = at
    moved_on(row, "closed_at")


@in_turn
def adjudicate(
    passage: RoundPassage,
    *,
    codes: Sequence[str],
    why: str,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Adjudication:
    """Say which codes a passage has on which coders differ, with the reason; both readings stay beside it."""
    row = hold(passage.round)
    known = codebooks.codable(codebooks.of_row(row.codebook))
    sets = {frozenset(each) for each in passage.codings.values_list("codes", flat=True)}
    require(
        rules.may_adjudicate(
            by,
            owner=row.owner_id,
            is_closed=row.is_closed,
            differs=len(sets) > 1,
            unknown=next((code for code in codes if code not in known), ""),
            why=why,
        )
    )
    ruling = Adjudication.objects.create(
        passage=passage, codes=[code for code in known if code in codes], why=normal(why), by_name=by.name, at=at
    )
    moved_on(row)
    log.enter_sealed_for_user(Act.ADJUDICATE, f"{row.ref}#{passage.number}", by=by, at=at, once=once)
    return ruling

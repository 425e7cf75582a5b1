"""Decisions on claims and rulings: who may curate, what stands after all rulings, what challenges it. No database."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.kit.claims.relations import CLASHES, relate
from nemawashi.kit.claims.values import Said
from nemawashi.sources.terms import FactState, Refusal, RemarkState, RulingVerdict

LONGEST_VALUE = 1000
LONGEST_REMARK = 2000  # of each of its parts
_PROPERTY = re.compile(r"[a-z][a-z0-9_-]{1,79}")
_WEB = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?", re.I)
_SOMEBODY = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?[/\\]{2}[^/?#]*@", re.I)


@dataclass(frozen=True, slots=True)
class Ruled:
    """One ruling in the order of time: ``claim`` is the slug that it prefers."""

    verdict: str
    claim: str = ""


@dataclass(frozen=True, slots=True)
class PropertyStanding:
    """What the rulings on a property come to: its state and the slugs of the claims that are preferred."""

    state: FactState
    preferred: frozenset[str] = frozenset()


def standing(rulings: Iterable[Ruled]) -> PropertyStanding:
    """What stands after all rulings, oldest first. A reopening takes back everything before it."""
    state, preferred = FactState.UNRULED, set[str]()
    for ruling in rulings:
        if ruling.verdict == RulingVerdict.REOPENS:
            state, preferred = FactState.REOPENED, set()
        else:
            state = FactState.RULED
            if ruling.verdict == RulingVerdict.PREFERS:
                preferred.add(ruling.claim)
    return PropertyStanding(state, frozenset(preferred))


def challengers(preferred: Sequence[Said], later: Iterable[Said]) -> list[Said]:
    """Of the claims made after a ruling those that cannot hold beside a preferred one of the same date."""
    contradicting = []
    for claim in later:
        same_time = [old for old in preferred if not (old.when and claim.when) or old.when.overlaps(claim.when)]
        if any(relate(old, claim).relation in CLASHES for old in same_time):
            contradicting.append(claim)
    return contradicting


def may_curate(by: Viewer) -> Verdict:
    """Delegates who act, the host's secretariat, experts and researchers work on the record; watchers only read."""
    if by.may_act or by.is_secretariat or by.is_expert or by.is_researcher:
        return GRANTED
    return refuse(Refusal.NOT_A_CURATOR)


def names_somebody(url: str) -> bool:
    """Whether an address holds a user name or a password, as in ``https://user:password@host/``: it would be published."""
    return _SOMEBODY.match(url) is not None


def may_add_source(by: Viewer, *, title: str, url: str, is_known: Callable[[str], bool]) -> Verdict:
    """A title; an address, if any, that is http(s), names nobody, and that no other source has."""
    if not (allowed := may_curate(by)):
        return allowed
    if not title.strip():
        return refuse(Refusal.NO_WORDS)
    if names_somebody(url):
        return refuse(Refusal.ADDRESS_OF_SOMEBODY)
    if url and not _WEB.fullmatch(url):
        return refuse(Refusal.BAD_ADDRESS, url)
    return refuse(Refusal.SOURCE_EXISTS, url) if url and is_known(url) else GRANTED


def may_record_claim(by: Viewer, *, subject_exists: bool, subject: str, name: str, value: str) -> Verdict:
    """A subject that the public record has, a property in small letters and underscores, a value."""
    return first(
        may_curate(by),
        GRANTED if subject_exists else refuse(Refusal.NO_SUCH_SUBJECT, subject),
        GRANTED if _PROPERTY.fullmatch(name) else refuse(Refusal.BAD_PROPERTY, name),
        GRANTED if value.strip() else refuse(Refusal.NO_WORDS),
    )


def may_cite(by: Viewer, *, is_cited: bool) -> Verdict:
    """A source is cited once for a claim."""
    return first(may_curate(by), refuse(Refusal.SAID_ALREADY) if is_cited else GRANTED)


def may_rule(by: Viewer, *, reason: str, is_preferred: bool) -> Verdict:
    """With a reason, and not for what is preferred already."""
    return first(
        may_curate(by),
        GRANTED if reason.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.RULED_ALREADY) if is_preferred else GRANTED,
    )


def may_reopen(by: Viewer, *, reason: str, state: FactState) -> Verdict:
    """With a reason, where a ruling stands."""
    return first(
        may_curate(by),
        GRANTED if reason.strip() else refuse(Refusal.NO_WORDS),
        GRANTED if state is FactState.RULED else refuse(Refusal.NO_RULING),
    )


def may_archive(by: Viewer, *, size: int, most: int, is_known_type: bool, is_archived: bool) -> Verdict:
    """A PDF, HTML or Word file of at most ``most`` bytes, which is not archived for this source yet."""
    return first(
        may_curate(by),
        GRANTED if size else refuse(Refusal.NO_FILE),
        refuse(Refusal.TOO_LARGE, f"{most // 1_000_000} MB") if size > most else GRANTED,
        GRANTED if is_known_type else refuse(Refusal.WRONG_TYPE),
        refuse(Refusal.ARCHIVED_ALREADY) if is_archived else GRANTED,
    )


def may_receive_remark(by: Viewer, *, subject_exists: bool, subject: str, words: str, proof: str) -> Verdict:
    """From anybody without an account, on a public page; whoever signed in and works on the record may enter what came
    otherwise. ``proof``: an address that would show it, if any is given.
    """
    return first(
        may_curate(by) if by.is_signed_in else GRANTED,
        GRANTED if subject_exists else refuse(Refusal.NO_SUCH_SUBJECT, subject),
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.ADDRESS_OF_SOMEBODY) if names_somebody(proof) else GRANTED,
        GRANTED if not proof or _WEB.fullmatch(proof) else refuse(Refusal.BAD_ADDRESS, proof),
    )


def may_answer_remark(by: Viewer, *, state: str, words: str) -> Verdict:
    """In words, while no answer stands that ends it: a question to the reader does not."""
    return first(
        may_curate(by),
        GRANTED if state in (RemarkState.WAITING, RemarkState.ASKED) else refuse(Refusal.ANSWERED_ALREADY),
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
    )


def may_import(by: Viewer, *, faults: int, fresh: int) -> Verdict:
    """Rows without a fault, of which at least one says something new."""
    return first(
        may_curate(by),
        refuse(Refusal.UNREADABLE_CLAIMS) if faults else GRANTED,
        GRANTED if fresh else refuse(Refusal.NOTHING_NEW),
    )


def may_mark_gone(by: Viewer, *, url: str | None, is_gone: bool) -> Verdict:
    """A source with an address that was thought to answer."""
    return first(
        may_curate(by),
        GRANTED if url else refuse(Refusal.NO_ADDRESS),
        refuse(Refusal.GONE_ALREADY) if is_gone else GRANTED,
    )

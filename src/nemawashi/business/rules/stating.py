"""Who states a firm, keeps its contact person, says what it offers and needs. Values in, verdicts out."""

import datetime as dt
import re
from collections.abc import Collection, Mapping

from nemawashi.access.rules import GRANTED, Verdict, first, refuse
from nemawashi.access.viewers import Viewer
from nemawashi.business.terms import InterestState, Refusal
from nemawashi.kit.dates import ImpreciseDate

__all__ = [
    "LONGEST_KEPT",
    "LONGEST_NAME",
    "LONGEST_SHORT",
    "LONGEST_WORDS",
    "MOST_INTERESTS",
    "MOST_LANGUAGES",
    "USUALLY_KEPT",
    "is_its_desk",
    "is_language",
    "is_its_delegation",
    "may_edit_firm",
    "may_end_interest",
    "may_keep_contact",
    "may_state_firm",
    "may_state_interest",
    "may_withdraw_contact",
    "state_of_interest",
    "words_by_language",
]

USUALLY_KEPT, LONGEST_KEPT = dt.timedelta(days=365), dt.timedelta(days=3 * 365)  # a contact person, from the day on
LONGEST_NAME = 300
LONGEST_WORDS = 1500
LONGEST_SHORT = 300
MOST_LANGUAGES = 12  # in which an offer says itself in short
MOST_INTERESTS = 20  # of one firm that are open
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def is_its_desk(by: Viewer, *, owner: str, host: str | None) -> Verdict:
    """A delegation speaks for the firms of its own party; the host's secretariat, as the host's business desk, for those
    of the party that hosts next, and for no other."""
    if by.may_act:
        return is_its_delegation(by, owner=owner)
    return GRANTED if by.is_secretariat and host is not None and owner == host else refuse(Refusal.NOT_ITS_PARTY)


def is_its_delegation(by: Viewer, *, owner: str) -> Verdict:
    return GRANTED if by.may_act and by.party == owner else refuse(Refusal.NOT_ITS_PARTY)


def may_state_firm(
    by: Viewer,
    *,
    owner: str,
    host: str | None,
    name: str,
    language: str,
    areas: Collection[str],
    is_named: bool,
    is_tied: bool,
    body_of: str | None = None,
) -> Verdict:
    """``is_named``: the party has a firm of this name; ``is_tied``: another firm is the organisation of the record that was
    chosen, or that bears the name; ``body_of``: the party whose body that organisation is, where the record says one."""
    return first(
        is_its_desk(by, owner=owner, host=host),
        GRANTED if name.strip() else refuse(Refusal.NO_NAME),
        refuse(Refusal.TOO_LONG) if len(name) > LONGEST_NAME else GRANTED,
        is_language(language),
        GRANTED if areas else refuse(Refusal.NO_AREA),
        refuse(Refusal.NAMED_ALREADY) if is_named else GRANTED,
        refuse(Refusal.TIED_ALREADY) if is_tied else GRANTED,
        refuse(Refusal.ANOTHER_PARTY, body_of) if body_of and body_of != owner else GRANTED,
    )


may_edit_firm = may_state_firm  # what it says afterwards is judged as if it were said first


def is_language(language: str) -> Verdict:
    return GRANTED if _LANGUAGE.fullmatch(language) else refuse(Refusal.BAD_LANGUAGE)


def may_keep_contact(
    by: Viewer,
    *,
    owner: str,
    name: str,
    reach: str,
    consent_on: ImpreciseDate | None,
    purpose: str,
    kept_until: dt.date,
    today: dt.date,
) -> Verdict:
    """Nothing of a person is kept without a consent: its day, which is not to come, and what it was given for; nor without
    an end: ``kept_until``, its last day. The host's business desk keeps no contact: it would read what is the party's."""
    is_day = consent_on is not None and consent_on.day is not None
    return first(
        is_its_delegation(by, owner=owner),
        GRANTED if name.strip() and reach.strip() else refuse(Refusal.NO_PERSON),
        GRANTED if is_day and purpose.strip() else refuse(Refusal.NO_CONSENT),
        refuse(Refusal.CONSENT_AHEAD) if consent_on is not None and consent_on.earliest > today else GRANTED,
        refuse(Refusal.DAY_IS_OVER) if kept_until < today else GRANTED,
        refuse(Refusal.KEPT_TOO_LONG) if kept_until > today + LONGEST_KEPT else GRANTED,
    )


def may_withdraw_contact(by: Viewer, *, owner: str, has_link: bool, is_kept: bool) -> Verdict:
    """The party, or whoever holds the link that the person was given."""
    may = GRANTED if has_link else is_its_delegation(by, owner=owner)
    return first(may, GRANTED if is_kept else refuse(Refusal.NO_CONTACT_KEPT))


def may_state_interest(
    by: Viewer,
    *,
    owner: str,
    host: str | None,
    words: str,
    language: str,
    short: Mapping[str, str],
    open_until: dt.date | None,
    today: dt.date,
    count: int,
) -> Verdict:
    """``open_until`` is its last day, today at the earliest; ``count``: how many of the firm are open."""
    too_long = (
        len(words) > LONGEST_WORDS or len(short) > MOST_LANGUAGES or any(len(w) > LONGEST_SHORT for w in short.values())
    )
    return first(
        is_its_desk(by, owner=owner, host=host),
        GRANTED if words.strip() else refuse(Refusal.NO_WORDS),
        refuse(Refusal.TOO_LONG) if too_long else GRANTED,
        first(is_language(language), *map(is_language, short)),
        refuse(Refusal.DAY_IS_OVER) if open_until is not None and open_until < today else GRANTED,
        refuse(Refusal.TOO_MANY_INTERESTS) if count >= MOST_INTERESTS else GRANTED,
    )


def may_end_interest(by: Viewer, *, owner: str, host: str | None, state: str, is_withdrawn: bool, why: str) -> Verdict:
    """That something was taken back needs a reason, which those read whom it was to meet; that it is settled needs none."""
    return first(
        is_its_desk(by, owner=owner, host=host),
        GRANTED if state == InterestState.OPEN else refuse(Refusal.NOT_OPEN),
        refuse(Refusal.NO_REASON) if is_withdrawn and not why.strip() else GRANTED,
    )


def state_of_interest(state: str, *, open_until: dt.date | None, today: dt.date) -> InterestState:
    """As it stands today: open through its last day."""
    is_over = state == InterestState.OPEN and open_until is not None and open_until < today
    return InterestState.OVER if is_over else InterestState(state)


def words_by_language(lines: str) -> tuple[dict[str, str], list[int]]:
    """Short words in other languages as they are typed, a line each: *ru: насосы для скважин*. With them the numbers of the
    lines that say no language, no words, or a language twice."""
    words: dict[str, str] = {}
    wrong = []
    for number, line in enumerate(lines.splitlines(), start=1):
        language, colon, said = line.partition(":")
        language, said = language.strip(), " ".join(said.split())
        if not line.strip():
            continue
        if not (colon and said) or not _LANGUAGE.fullmatch(language) or language in words:
            wrong.append(number)
            continue
        words[language] = said
    return words, wrong

"""State firms, their contact persons, what they offer and need. No entry of the log says anything of a person."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, mended, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.business import possible, queries, rules
from nemawashi.business.models import Firm, FirmContact, Interest
from nemawashi.business.terms import Act, InterestState
from nemawashi.kit.clauses.spans import normal, one_line
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue, Organisation, Party, Pillar

__all__ = ["edit_firm", "end_interest", "keep_contact", "state_firm", "state_interest", "withdraw_contact"]


@in_turn
def state_firm(
    dialogue: Dialogue,
    *,
    called: str,
    kind: str,
    language: str,
    areas: Sequence[Pillar],
    other_names: Mapping[str, str] | None = None,
    organisation: Organisation | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Firm:
    """Put a company or an institution of the own party on the business track, tied to its organisation of the record."""
    hold(dialogue)
    owner = possible.speaks_for(by)
    values = _values(called, kind, language, areas, other_names, organisation)
    _require_firm(owner, values, by=by)
    row = Firm.objects.create(party=Party.objects.get(slug=owner), stated_at=at, **values)
    facts = {"party": owner, "kind": row.kind}
    log.enter(Act.STATE_FIRM, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def edit_firm(
    firm: Firm,
    *,
    called: str,
    kind: str,
    language: str,
    areas: Sequence[Pillar],
    other_names: Mapping[str, str] | None = None,
    organisation: Organisation | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Firm:
    """Set right what is said of a firm; the log names the fields that changed."""
    row = hold(firm, seen=seen)
    values = _values(called, kind, language, areas, other_names, organisation)
    _require_firm(row.party.slug, values, by=by, but=row)
    changed = mended(row, values)
    facts = {"party": row.party.slug, "changed": sorted(changed["after"])}
    log.enter(Act.EDIT_FIRM, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


def _values(
    called: str,
    kind: str,
    language: str,
    areas: Sequence[Pillar],
    other_names: Mapping[str, str] | None,
    organisation: Organisation | None,
) -> dict[str, Any]:
    name = one_line(called)
    return {
        "name": name,
        "kind": kind,
        "language": language.strip(),
        "areas": [pillar.slug for pillar in areas],
        "other_names": dict(other_names or {}),
        "organisation": organisation or _of_the_record(name),
    }


def _of_the_record(name: str) -> Organisation | None:
    """The organisation that bears the name in some language: it is tied, so that the record has no second one."""
    wanted = name.casefold()
    for row in Organisation.objects.select_related("party"):
        if wanted and wanted in {each.casefold() for each in (*row.names.values(), row.short)}:
            return row
    return None


def _require_firm(owner: str, values: Mapping[str, Any], *, by: Viewer, but: Firm | None = None) -> None:
    asked = {key: values[key] for key in ("name", "language", "areas", "organisation")}
    require(possible.stating_firm(owner=owner, by=by, but=but, **asked))


@in_turn
def keep_contact(
    firm: Firm,
    *,
    person: str,
    reach: str,
    consent_on: ImpreciseDate,
    purpose: str,
    office: str = "",
    kept_until: dt.date | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> FirmContact:
    """Keep whom to reach at a firm, with the consent to it, for a year where no last day is given; what was kept of
    somebody before is written over."""
    firm = hold(firm)
    person, reach, purpose = one_line(person), one_line(reach), one_line(purpose)
    until, today = kept_until or at.date() + rules.USUALLY_KEPT, at.date()
    asked: dict[str, Any] = {"name": person, "reach": reach, "consent_on": consent_on, "purpose": purpose}
    require(possible.keeping_contact(firm, **asked, kept_until=until, today=today, by=by))
    values = {
        "name": person,
        "reach": reach,
        "office": one_line(office),
        "consent_on": consent_on.earliest,
        "consent_for": purpose,
        "taken_by_id": by.user_id,
        "link": uuid.uuid4(),
        "withdrawn_at": None,
        "kept_until": until,
        "told_at": None,
    }
    row, is_new = FirmContact.objects.update_or_create(firm=firm, defaults=values)
    if not is_new:
        moved_on(row)  # a form opened for the person before is stale
    facts = {"party": firm.party.slug}
    log.enter(Act.KEEP_CONTACT, row, by=by, at=at, visibility=Visibility.OWN, facts=facts, once=once)
    return row


@in_turn
def withdraw_contact(
    contact: FirmContact,
    *,
    link: uuid.UUID | None = None,
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> FirmContact:
    """Delete what is kept about a contact person; who took the consent and the days stay, its words do not. ``link``: that
    of the person, who needs no account and uses it once."""
    row = hold(contact, seen=seen)
    has_link = link is not None and row.link == link
    require(possible.withdrawing_contact(row, has_link=has_link, by=by))
    row.name = row.office = row.reach = row.consent_for = ""
    row.link, row.withdrawn_at = None, at
    moved_on(row, "name", "office", "reach", "consent_for", "link", "withdrawn_at")
    facts = {"party": row.firm.party.slug, "by_link": has_link}
    log.enter(Act.WITHDRAW_CONTACT, row, by=by, at=at, visibility=Visibility.OWN, facts=facts, once=once)
    return row


@in_turn
def state_interest(
    firm: Firm,
    *,
    kind: str,
    pillar: Pillar,
    words: str,
    language: str,
    short: Mapping[str, str] | None = None,
    open_until: dt.date | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Interest:
    """Say what a firm offers or needs under a pillar, in its own language, until a day."""
    firm = hold(firm)
    words, short = normal(words), dict(short or {})
    asked: dict[str, Any] = {"words": words, "language": language.strip(), "short": short, "open_until": open_until}
    require(possible.stating_interest(firm, today=at.date(), by=by, **asked))
    row = Interest.objects.create(firm=firm, kind=kind, pillar=pillar, stated_at=at, **asked)
    facts = {"party": firm.party.slug, "kind": row.kind, "pillar": pillar.slug, "firm": firm.ref}
    log.enter(Act.STATE_INTEREST, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def end_interest(
    interest: Interest,
    *,
    is_withdrawn: bool = False,
    why: str = "",
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> Interest:
    """Say that an offer or a need is settled, or take it back with a reason."""
    row = hold(interest, seen=seen)
    host = queries.host_party()
    require(possible.ending_interest(row, is_withdrawn=is_withdrawn, why=why, host=host, by=by))
    row.state = InterestState.WITHDRAWN if is_withdrawn else InterestState.ENDED
    row.why = normal(why)
    moved_on(row, "state", "why")
    facts = {"party": row.firm.party.slug, "kind": row.kind, "state": row.state}
    log.enter(Act.END_INTEREST, row, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row

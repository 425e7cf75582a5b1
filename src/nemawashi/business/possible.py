"""Which acts the pages of the business track offer, each with what its rule says; the acts ask the first functions, too."""

import datetime as dt
from collections.abc import Collection, Mapping

from nemawashi.access.rules import SAID, Possible, Verdict
from nemawashi.access.viewers import Viewer
from nemawashi.business import queries, rules
from nemawashi.business.models import Firm, FirmContact, Interest
from nemawashi.business.terms import InterestState
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties.models import Dialogue, Organisation


def speaks_for(viewer: Viewer) -> str:
    """The slug of the party for whose firms this person speaks; empty for those who speak for none."""
    if viewer.may_act:
        return viewer.party or ""
    return (queries.host_party() or "") if viewer.is_secretariat else ""


def stating_firm(
    *,
    owner: str,
    name: str,
    language: str,
    areas: Collection[str],
    organisation: Organisation | None,
    by: Viewer,
    but: Firm | None = None,
) -> Verdict:
    """Whether a firm may be stated, or ``but`` be set right, with this name, these areas and this organisation."""
    others = Firm.objects.exclude(pk=but.pk) if but else Firm.objects.all()
    names = others.filter(party__slug=owner).values_list("name", flat=True)
    body = organisation.party.slug if organisation and organisation.party else None
    return rules.may_state_firm(
        by,
        owner=owner,
        host=queries.host_party(),
        name=name,
        language=language,
        areas=areas,
        is_named=name.casefold() in {each.casefold() for each in names},
        is_tied=organisation is not None and others.filter(organisation=organisation).exists(),
        body_of=body,
    )


def keeping_contact(
    firm: Firm, *, name: str, reach: str, consent_on: ImpreciseDate | None, purpose: str, today: dt.date, by: Viewer
) -> Verdict:
    return rules.may_keep_contact(
        by, owner=firm.party.slug, name=name, reach=reach, consent_on=consent_on, purpose=purpose, today=today
    )


def withdrawing_contact(row: FirmContact, *, has_link: bool, by: Viewer) -> Verdict:
    return rules.may_withdraw_contact(by, owner=row.firm.party.slug, has_link=has_link, is_kept=row.is_kept)


def stating_interest(
    firm: Firm,
    *,
    words: str,
    language: str,
    short: Mapping[str, str],
    open_until: dt.date | None,
    today: dt.date,
    by: Viewer,
) -> Verdict:
    count = queries.open_interests(today=today).filter(firm=firm).count()
    return rules.may_state_interest(
        by,
        owner=firm.party.slug,
        host=queries.host_party(),
        words=words,
        language=language,
        short=short,
        open_until=open_until,
        today=today,
        count=count,
    )


def ending_interest(row: Interest, *, is_withdrawn: bool, why: str, host: str | None, by: Viewer) -> Verdict:
    return rules.may_end_interest(
        by, owner=row.firm.party.slug, host=host, state=row.state, is_withdrawn=is_withdrawn, why=why
    )


def on_business(dialogue: Dialogue, *, own: str, viewer: Viewer) -> list[Possible]:
    """What stands at the head of the page: stating a firm. ``own``: ``speaks_for``."""
    if not own:
        return []
    host = own if viewer.is_secretariat else None
    may = rules.may_state_firm(
        viewer, owner=own, host=host, name=SAID, language="en", areas=[SAID], is_named=False, is_tied=False
    )
    return [Possible("state_firm", dialogue, may)]


def on_firm(firm: Firm, *, own: str, contact: FirmContact | None, today: dt.date, viewer: Viewer) -> list[Possible]:
    """Nothing for those who do not speak for its party."""
    if own != firm.party.slug:
        return []
    host = own if viewer.is_secretariat else None
    edit = rules.is_its_desk(viewer, owner=own, host=host)
    offered = [
        Possible("state_interest", firm, stating_interest(
            firm, words=SAID, language="en", short={}, open_until=None, today=today, by=viewer
        )),
        Possible("edit_firm", firm, edit),
    ]  # fmt: skip
    if viewer.is_secretariat:
        return offered
    keep = rules.may_keep_contact(
        viewer, owner=own, name=SAID, reach=SAID, consent_on=ImpreciseDate(today.year, today.month, today.day),
        purpose=SAID, today=today,
    )  # fmt: skip
    offered.append(Possible("keep_contact", firm, keep))
    if contact is not None and contact.is_kept:
        offered.append(Possible("withdraw_contact", contact, withdrawing_contact(contact, has_link=False, by=viewer)))
    return offered


def on_interest(row: Interest, *, own: str, viewer: Viewer) -> list[Possible]:
    if own != row.firm.party.slug or row.state != InterestState.OPEN:
        return []
    host = own if viewer.is_secretariat else None
    return [Possible("end_interest", row, ending_interest(row, is_withdrawn=False, why="", host=host, by=viewer))]

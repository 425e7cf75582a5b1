"""What a party says of consensus: on a clause, on many that are clean, on a package, on the text."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from nemawashi.access import log
from nemawashi.access.acts import hold, in_turn, moved_on, require
from nemawashi.access.terms import Visibility
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import normal
from nemawashi.parties.models import Party
from nemawashi.texts import queries, rules
from nemawashi.texts.acts import revising
from nemawashi.texts.models import Clause, Consent, Package, Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import Act, ConsentKind

__all__ = ["consent_to_clause", "consent_to_package", "consent_to_text", "join_on_clean_clauses"]


@in_turn
def consent_to_clause(
    clause: Clause,
    *,
    kind: str,
    why: str = "",
    until: dt.date | None = None,
    mark: str | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Consent:
    """Say for the own party whether it can join consensus on a clause as it stands; its newest word counts.

    ``mark`` is that of the words which the party saw (``queries.words_mark``): where they changed since, it is refused. A
    party that cannot join an agreed clause undoes the agreement with that.
    """
    text = hold(clause.text)
    require(rules.may_take_position(by, state=text.state))
    view = queries.negotiation(text, viewer=by).of(clause.pk)
    why = normal(why)
    today = _day_of(by, at)
    require(verdicts.on_consenting_to_clause(text, view, kind=kind, why=why, until=until, today=today, mark=mark, by=by))
    is_undone = kind == ConsentKind.CANNOT and view.is_agreed
    if is_undone:
        revising.reopen(view.clause, at=at)
    row = _say(text, [view], kind=kind, why=why, until=until, clause=view.clause, by=by, at=at)
    moved_on(text)
    facts = _facts(row) | ({"reopens": True} if is_undone else {})
    log.enter(Act.CONSENT_TO_CLAUSE, view.clause, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def join_on_clean_clauses(
    text: Text,
    *,
    clauses: Sequence[Clause],
    by: Viewer,
    at: dt.datetime,
    seen: int | None = None,
    once: uuid.UUID | None = None,
) -> list[Consent]:
    """Say at once of many clauses, in which nobody asks for anything, that the own party can join consensus on them.

    If the party cannot join on one of them, as its own words stand in it, it joins on none.
    """
    text = hold(text, seen=seen)
    require(rules.may_take_position(by, state=text.state))
    views = revising.chosen(queries.negotiation(text, viewer=by), clauses)
    for view in views:
        require(verdicts.on_joining_with_others(text, view, by=by))
    rows = [_say(text, [view], kind=ConsentKind.JOINS, clause=view.clause, by=by, at=at) for view in views]
    moved_on(text)
    facts = {"clauses": [[view.clause.ref, row.stands_on] for view, row in zip(views, rows, strict=True)]}
    log.enter(Act.JOIN_ON_CLEAN_CLAUSES, text, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return rows


@in_turn
def consent_to_package(
    package: Package,
    *,
    kind: str,
    why: str = "",
    until: dt.date | None = None,
    mark: str | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Consent:
    """Say for the own party whether it agrees to a package: as it stands, but for something, or not.

    Where the package was agreed over instructions that the party awaited, these have come in: its word is one on each of
    its clauses, too.
    """
    text = hold(package.text)
    require(rules.may_take_position(by, state=text.state))
    held = hold(package)
    whole = queries.negotiation(text, viewer=by)
    views = [whole.of(pk) for pk in held.clauses.values_list("pk", flat=True)]
    views.sort(key=lambda view: view.clause.rank)
    why = normal(why)
    require(
        verdicts.on_consenting_to_package(
            whole, held, views, kind=kind, why=why, until=until, today=_day_of(by, at), mark=mark, by=by
        )
    )
    row = _say(text, views, kind=kind, why=why, until=until, package=held, by=by, at=at)
    if held.is_agreed:
        is_undone = kind in (ConsentKind.CANNOT, ConsentKind.BUT_FOR)
        for view in views:
            if is_undone:
                revising.reopen(view.clause, at=at)
            on_each = ConsentKind.CANNOT if is_undone else kind
            _say(text, [view], kind=on_each, why=why, until=until, clause=view.clause, by=by, at=at)
    moved_on(held)
    moved_on(text)
    facts = _facts(row) | {"clauses": [view.clause.ref for view in views] if held.is_agreed else []}
    log.enter(Act.CONSENT_TO_PACKAGE, held, by=by, at=at, visibility=Visibility.PARTIES, facts=facts, once=once)
    return row


@in_turn
def consent_to_text(
    text: Text,
    *,
    kind: str,
    why: str = "",
    until: dt.date | None = None,
    mark: str | None = None,
    by: Viewer,
    at: dt.datetime,
    once: uuid.UUID | None = None,
) -> Consent:
    """Say for the own party whether it can join consensus on the whole text as it stands; its newest word counts."""
    text = hold(text)
    require(rules.may_take_position(by, state=text.state))
    whole = queries.negotiation(text, viewer=by)
    why = normal(why)
    require(verdicts.on_consenting_to_text(whole, kind=kind, why=why, until=until, today=_day_of(by, at), mark=mark, by=by))
    row = _say(text, whole.standing, kind=kind, why=why, until=until, by=by, at=at)
    moved_on(text)
    log.enter(Act.CONSENT_TO_TEXT, text, by=by, at=at, visibility=Visibility.PARTIES, facts=_facts(row), once=once)
    return row


def carry_to_clauses(
    package: Package, views: Iterable[queries.ClauseView], spoken: Iterable[rules.Heard], *, at: dt.datetime
) -> list[str]:
    """What parties said of a package as words on each of its clauses, at the moment at which it is agreed.

    A word that a party said on a clause since then is newer, and stays. Returns the slugs of those that await instructions
    on the package or on one of its clauses.
    """
    views, rows = list(views), {each.party: each for each in spoken if each.holds or each.is_open}
    keys = dict(Party.objects.filter(slug__in=rows).values_list("slug", "pk"))
    newer = {(view.clause.pk, each.party) for view in views for each in view.spoken if _is_since(each, rows)}
    waiting = {slug for slug, each in rows.items() if each.kind == ConsentKind.AWAITS}
    waiting |= {slug for view in views for slug in view.awaiting if slug not in rows or (view.clause.pk, slug) in newer}
    Consent.objects.bulk_create(
        Consent(
            text=package.text,
            clause=view.clause,
            party_id=keys[slug],
            kind=each.kind,
            until=each.until,
            why=each.why,
            stands_on=queries.words_mark([view]),
            at=at,
        )
        for slug, each in rows.items()
        for view in views
        if (view.clause.pk, slug) not in newer
    )
    return sorted(waiting)


def _is_since(on_clause: rules.Heard, on_package: Mapping[str, rules.Heard]) -> bool:
    """Whether a party said something on a clause after what it said of the package."""
    said = on_package.get(on_clause.party)
    return said is not None and on_clause.at > said.at


def _day_of(by: Viewer, at: dt.datetime) -> dt.date:
    """The day in the capital of the viewer's party, by which it says until when it awaits instructions."""
    zone = Party.objects.filter(pk=by.own_party).values_list("zone", flat=True).first()
    return at.astimezone(ZoneInfo(zone or "UTC")).date()


def _say(
    text: Text,
    views: Sequence[queries.ClauseView],
    *,
    kind: str,
    why: str = "",
    until: dt.date | None = None,
    clause: Clause | None = None,
    package: Package | None = None,
    by: Viewer,
    at: dt.datetime,
) -> Consent:
    return Consent.objects.create(
        text=text,
        clause=clause,
        package=package,
        party_id=by.own_party,
        kind=kind,
        until=until if kind == ConsentKind.AWAITS else None,
        why=why,
        stands_on=queries.words_mark(views),
        at=at,
    )


def _facts(row: Consent) -> dict[str, object]:
    until = row.until.isoformat() if row.until else ""
    return {"kind": str(row.kind), "why": row.why, "until": until, "stands_on": row.stands_on}

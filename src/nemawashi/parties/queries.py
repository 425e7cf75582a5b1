"""Questions about parties, and the one that makes a viewer of a signed-in account."""

import time
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from nemawashi.access import clock, origins
from nemawashi.access.fields import undated_last
from nemawashi.access.models import Entry, User
from nemawashi.access.prepared import Prepared
from nemawashi.access.terms import Circle, Role, RowOrigin
from nemawashi.access.terms import Standing as StandingTerm
from nemawashi.access.viewers import PUBLIC, Viewer
from nemawashi.kit.workdays import Capital
from nemawashi.parties import rules
from nemawashi.parties.models import (
    Dialogue,
    ForumRow,
    HeldMail,
    HostTerm,
    Letter,
    Membership,
    Office,
    Organisation,
    Party,
    Person,
    PersonInvitation,
    Pillar,
    Standing,
    Translation,
)
from nemawashi.parties.terms import (
    NEUTRAL,
    Act,
    AtTable,
    City,
    Forum,
    InvitationState,
    LetterKind,
    LetterState,
    MeetingRules,
    PartyCalendar,
    PartyGroup,
    ReadingState,
    SecondFactorOf,
    Translated,
    Translator,
    in_language,
)
from nemawashi.sources import property_names

KEPT_FOR = 60.0  # seconds after which a process asks again, so that a load by another process reaches it
_kept: list[tuple[float, Forum]] = []  # the forum at hand, and when it was read
Translations = Mapping[str, Mapping[str, Translated]]  # by language, then by the English words
_translated: list[tuple[float, Translations]] = []


def forum() -> Forum:
    """The dialogue that this installation serves, read once a minute at most; ``NEUTRAL`` where none was loaded.

    A page that says that the database is away can still be shown: it is neutral, and nothing is kept.
    """
    now = time.monotonic()
    if not _kept or now - _kept[0][0] > KEPT_FOR:
        try:
            _kept[:] = [(now, forum_as_recorded())]
        except DatabaseError:
            return NEUTRAL
    return _kept[0][1]


def forget_forum() -> None:
    """Ask the database again: after a load, and wherever another forum is put in its place."""
    _kept.clear()
    _translated.clear()


def translations() -> Translations:
    """The record's words in other languages, read once a minute at most, in one statement; none without a database."""
    now = time.monotonic()
    if not _translated or now - _translated[0][0] > KEPT_FOR:
        try:
            _translated[:] = [(now, translations_as_recorded())]
        except DatabaseError:
            return {}
    return _translated[0][1]


def translations_as_recorded() -> Translations:
    """Those that stand in this transaction. Of two translations of the same words, the one of the source comes first,
    then that of people."""
    by_language: dict[str, dict[str, Translated]] = {}
    rows = Translation.objects.values_list("original", "names", "by")
    rank = {by: place for place, by in enumerate(Translator.values)}
    for original, names, by in sorted(rows, key=lambda row: rank[row[2]], reverse=True):
        for language, words in names.items():
            by_language.setdefault(language, {})[original] = Translated(words, Translator(by))
    return by_language


def translation_of(words: str, language: str) -> Translated | None:
    return translations().get(language, {}).get(words)


def translation_rows() -> QuerySet[Translation]:
    """All of them, for the export."""
    return Translation.objects.all()


def forum_as_recorded() -> Forum:
    """The forum as its row stands in this transaction."""
    row = ForumRow.objects.select_related("dialogue").first()
    if row is None:
        return NEUTRAL
    labels = {kind: {each[kind]: each["names"] for each in row.labels if each.get(kind)} for kind in ("property", "sphere")}
    return Forum(
        slug=row.dialogue.slug,
        code=row.code,
        symbol=row.symbol,
        names=row.names,
        short_names=row.short_names,
        headlines=row.headlines,
        neighbours=row.neighbours,
        founded=row.dialogue.founded_on.year if row.dialogue.founded_on else None,
        is_its_own=row.dialogue.origin == RowOrigin.DESK,
        languages=tuple(row.languages),
        pages=tuple(row.pages),
        ranked=tuple(row.ranked),
        answer_days=row.answer_days,
        second_factor=SecondFactorOf(row.second_factor or SecondFactorOf.NEGOTIATION),
        meeting_rules=MeetingRules.of_file(row.meeting_rules),
        moved_to=row.moved_to,
        marks=row.mark,
        letterheads=row.letterhead,
        groups=tuple(PartyGroup(each["id"], each["names"], tuple(each["parties"])) for each in row.groups),
        places={each["name"]: City(**each) for each in row.places},
        searches=tuple(row.examples),
        properties=labels["property"],
        spheres=labels["sphere"],
        codes=dict(Party.objects.order_by("order").values_list("slug", "code")),
        table=tuple(AtTable(party.slug, party.code, party.names) for party in _participants_of(row.dialogue.slug)),
    )


def forum_rows() -> QuerySet[ForumRow]:
    """The forum's row for the export, with its dialogue and pillars."""
    return ForumRow.objects.select_related("dialogue").prefetch_related("dialogue__pillars")


def property_label(name: str) -> str:
    """A property in the reader's words, those of the forum first."""
    names = forum().properties.get(name)
    return in_language(names) if names else property_names.property_label(name)


def sphere_label(name: str) -> str:
    """A sphere of assistance in the reader's words, those of the forum first."""
    names = forum().spheres.get(name)
    return in_language(names) if names else property_names.sphere_label(name)


def _member(account: int, dialogue: str) -> QuerySet[Membership, Any]:
    """For whom an account acts, in which role, and the standing of that party today."""
    standing = (
        _standings(dialogue)
        .filter(party=OuterRef("party"))
        .order_by(undated_last("from_on", newest_first=True), "-order")
        .values("status")[:1]
    )
    members = Membership.objects.filter(user_id=account).order_by("pk")
    return members.values_list("role", "party__slug", "party_id", "party__zone", "until_on", Subquery(standing))[:1]


_MEMBER = Prepared(_member, int, str)


_TERM = Prepared(lambda: HostTerm.objects.order_by("-pk").values_list("pk", "party__slug")[:1])


def host_term() -> tuple[int, str]:
    """The term of the host in office, by its number and party; (0, "") where none was stated. Asked anew each time."""
    rows = _TERM.rows()
    return (int(rows[0][0]), str(rows[0][1])) if rows else (0, "")


def host_in_office() -> str:
    """The slug of the party that is host; empty where the record does not say so."""
    return host_term()[1]


def terms_of_host(*, viewer: Viewer) -> QuerySet[HostTerm]:
    """Who was host since when, the newest first; they are public."""
    del viewer
    return HostTerm.objects.select_related("party").order_by("-pk")


def was_host(party: str) -> bool:
    """Whether the record has a term of this party, also one that has ended."""
    return HostTerm.objects.filter(party__slug=party).exists()


def _rests(account: Any) -> bool:
    """Whether somebody of the host's secretariat serves for a party that is not host today."""
    return account.serves_for != "" and host_in_office() not in ("", account.serves_for)


_SERVES = Prepared(
    lambda pk: User.objects.filter(pk=pk, is_active=True, circle=Circle.SECRETARIAT).values_list("serves_for"), int
)


def is_in_office(by: Viewer) -> bool:
    """Whether somebody of a delegation or of the host's secretariat still has that office; each act asks in its turn."""
    account = by.user_id or 0
    if by.is_delegate:
        members = _MEMBER.rows(account, forum().slug)
        return bool(members) and (members[0][0], members[0][2]) == (by.role, by.party_id)
    serves = _SERVES.rows(account)
    return bool(serves) and (serves[0][0] == "" or host_in_office() in ("", serves[0][0]))


def viewer_of(account: Any) -> Viewer:
    """The viewer behind an account, with the party's standing today; the public for anybody else."""
    if not getattr(account, "is_authenticated", False) or account.circle not in set(Circle):
        return PUBLIC
    circle = Circle(account.circle)
    if circle == Circle.SECRETARIAT and _rests(account):
        return Viewer(user_id=account.pk, name=account.username, at_rest=account.serves_for)
    if circle != Circle.DELEGATION:
        return Viewer(user_id=account.pk, name=account.username, circle=circle)
    members = _MEMBER.rows(account.pk, forum().slug)
    if not members:
        return Viewer(user_id=account.pk, name=account.username, circle=circle)
    role, party, party_id, zone, until, stands = members[0]
    if until and rules.office_is_over(until, at=clock.database_moment(), zone=zone or ""):
        return Viewer(user_id=account.pk, name=account.username, circle=circle)
    is_beside = role == Role.ACCOMPANYING
    return Viewer(
        user_id=account.pk,
        name=account.username,
        circle=circle,
        role=Role(role),
        party=None if is_beside else party,
        party_id=None if is_beside else party_id,
        standing=StandingTerm(stands) if stands else None,
        zone=zone or "",
        beside=party_id if is_beside else None,
    )


def is_as_before(viewer: Viewer) -> bool:
    """Whether somebody who was let in before is let in as the same today: with that office, for that party."""
    account = User.objects.filter(pk=viewer.user_id or 0, is_active=True).first()
    return account is not None and viewer_of(account) == viewer


def acts_for_somebody(account: Any) -> bool:
    """Whether there is anything that an account could see: a circle, and for a delegate a party, or one to accompany.

    Who rests sees that.
    """
    viewer = viewer_of(account)
    has_delegation = viewer.is_delegate or viewer.is_accompanying
    return has_delegation or viewer.rests or viewer.circle not in (None, Circle.DELEGATION)


def is_asked_for_second_factor(account: Any) -> bool:
    """Whether the forum lets this account in by two factors alone. A demonstration opens with one click."""
    return settings.SECOND_FACTOR and rules.asks_second_factor(viewer_of(account), of=forum().second_factor)


def _standings(dialogue: str | None = None) -> QuerySet[Standing]:
    """Standings that have not ended, in a dialogue or in that of the forum."""
    slug = forum().slug if dialogue is None else dialogue
    return Standing.objects.filter(dialogue__slug=slug, until_on__isnull=True)


def standing_now(party: Party) -> StandingTerm | None:
    """The latest standing in the Dialogue that has not ended."""
    row = _standings().filter(party=party).order_by(undated_last("from_on", newest_first=True), "-order").first()
    return StandingTerm(row.status) if row else None


def participants() -> list[Party]:
    """The parties whose consensus counts today, in the order of protocol. One statement."""
    return _participants_of(forum().slug)


def capitals() -> list[Capital]:
    """Where the participants decide today, with the calendar of the country that their code names, or as the forum says."""
    said = forum().meeting_rules.calendars
    return [_capital(row, said.get(row.slug, PartyCalendar())) for row in participants()]


def _capital(row: Party, said: PartyCalendar) -> Capital:
    return Capital(row.code, said.country or row.code, row.zone or "UTC", said.days)


def _participants_of(dialogue: str) -> list[Party]:
    latest: dict[int, Standing] = {}
    for row in _standings(dialogue).select_related("party").order_by(F("from_on").asc(nulls_first=True), "order"):
        latest[row.party_id] = row
    wanted = [row.party for row in latest.values() if row.status == StandingTerm.PARTICIPANT]
    return sorted(wanted, key=lambda party: (party.order, party.pk))


def visible_parties(*, viewer: Viewer) -> QuerySet[Party]:
    """All parties with their standings in the Dialogue over time; they are public."""
    standings = Standing.objects.filter(dialogue__slug=forum().slug).order_by("order")
    rows = Party.objects.prefetch_related(Prefetch("standings", queryset=standings, to_attr="shown_standings"))
    return origins.shown(rows, viewer=viewer)


def visible_people(*, viewer: Viewer) -> QuerySet[Person]:
    """People with the offices in which a source shows them, the earliest first."""
    offices = Office.objects.order_by(undated_last("attested_on"), "order")
    rows = Person.objects.select_related("party").prefetch_related(Prefetch("offices", queryset=offices))
    return origins.shown(rows, viewer=viewer)


def visible_organisations(*, viewer: Viewer) -> QuerySet[Organisation]:
    """All organisations with the party whose they are; they are public."""
    return origins.shown(Organisation.objects.select_related("party"), viewer=viewer)


def visible_dialogues(*, viewer: Viewer) -> QuerySet[Dialogue]:
    return origins.shown(Dialogue.objects.all(), viewer=viewer)


def visible_pillars(*, viewer: Viewer) -> QuerySet[Pillar]:
    return origins.shown(Pillar.objects.select_related("dialogue"), viewer=viewer)


def pillars(*, viewer: Viewer) -> list[Pillar]:
    """The pillars of the Dialogue in their order."""
    return list(origins.shown(Pillar.objects.filter(dialogue__slug=forum().slug), viewer=viewer))


def own_members(*, viewer: Viewer) -> QuerySet[Membership]:
    """Who acts for the own delegation, focal points first; nobody's but a delegate's own. Nobody else has such a list."""
    rows = Membership.objects.select_related("user", "party").order_by("pk")
    return rows.filter(party=viewer.party_id) if viewer.is_delegate else rows.none()


def offices_with_an_end() -> list[Membership]:
    """Those that end by themselves, for the job by the clock; which are over, the rule says."""
    return list(Membership.objects.filter(until_on__isnull=False).select_related("party", "user").order_by("pk"))


def focal_points(party: Party) -> int:
    return party.memberships.filter(role=Role.FOCAL_POINT).count()


def people_of_circles(*, viewer: Viewer) -> QuerySet[User]:
    """Who acts in the circles of the host; for its secretariat alone."""
    rows = User.objects.filter(is_active=True).exclude(circle=Circle.DELEGATION).order_by("circle", "pk")
    return rows if viewer.is_secretariat else rows.none()


def serving() -> QuerySet[User]:
    """Who of the host's secretariat has that office today."""
    rows = User.objects.filter(is_active=True, circle=Circle.SECRETARIAT)
    in_office = host_in_office()
    return rows.filter(serves_for__in=("", in_office)) if in_office else rows


def office_at_rest(*, viewer: Viewer) -> QuerySet[User]:
    """Who waits for the same turn as this person; of nobody else's office."""
    rows = User.objects.filter(is_active=True, circle=Circle.SECRETARIAT).order_by("pk")
    return rows.filter(serves_for=viewer.at_rest) if viewer.rests else rows.none()


def invited_into_secretariat() -> QuerySet[PersonInvitation]:
    """Invitations into the host's secretariat which nobody has taken up yet."""
    return PersonInvitation.objects.filter(circle=Circle.SECRETARIAT, state=InvitationState.SENT)


def secretariat_of(party: str) -> QuerySet[User]:
    """Who serves when this party is host."""
    return User.objects.filter(is_active=True, circle=Circle.SECRETARIAT, serves_for=party)


def in_circle_without(account: User) -> int:
    """How many would serve in the circle of an account beside it."""
    rows = serving() if account.circle == Circle.SECRETARIAT else User.objects.filter(is_active=True, circle=account.circle)
    return rows.exclude(pk=account.pk).count()


def people_in_charge_of(*, viewer: Viewer) -> QuerySet[User]:
    """The accounts of the own delegation, for the host those of its circles."""
    if viewer.is_delegate:
        return User.objects.filter(membership__party_id=viewer.own_party)
    return people_of_circles(viewer=viewer)


def with_second_factor(accounts: Iterable[int]) -> set[int]:
    """Those of the accounts that have one; one statement."""
    keyed = Q(authenticator__isnull=False) | Q(passkeys__isnull=False)
    return set(User.objects.filter(keyed, pk__in=accounts).values_list("pk", flat=True))


def visible_invitations(*, viewer: Viewer) -> QuerySet[PersonInvitation]:
    """Those into the own delegation; for the secretariat those into its circles, and those that open seats."""
    rows = PersonInvitation.objects.select_related("party")
    if viewer.is_secretariat:
        return rows.filter(Q(party=None) | Q(is_first=True))
    return rows.filter(party=viewer.party_id) if viewer.is_delegate else rows.none()


def seats(*, viewer: Viewer) -> list[Party]:
    """The parties of today, each with whether its seat ``is_open``, and whether its focal points closed it (``is_closed``);
    for the secretariat, which learns no more than that.
    """
    if not viewer.is_secretariat:
        return []
    parties = Party.objects.filter(pk__in=_standings().values("party"))
    is_closed = Q(_was_closed()) & ~Q(Exists(Membership.objects.filter(party=OuterRef("pk"))))
    rows = parties.annotate(is_open=_open_seat(OuterRef("pk")), is_closed=is_closed)
    return list(rows.order_by("order", "pk"))


def _open_seat(party: Any) -> Q:
    """Somebody acts for the party, came in as its first focal point, or closed its seat: then it is its own business for
    good.
    """
    first = PersonInvitation.objects.filter(party=party, is_first=True, state=InvitationState.TAKEN_UP)
    return Q(Exists(Membership.objects.filter(party=party))) | Q(Exists(first)) | Q(_was_closed())


def _was_closed() -> Exists:
    """Whether the seat of the party at hand was ever closed by its focal points, as the log has it."""
    return Exists(Entry.objects.filter(event=Act.CLOSE_SEAT, object_ref=Concat(Value("party/"), OuterRef("slug"))))


def is_seat_open(party: Party) -> bool:
    return Party.objects.filter(_open_seat(OuterRef("pk")), pk=party.pk).exists()


def account_at(address: str) -> User | None:
    """The account that acts for somebody and has this address; an address opens one at a time."""
    acting = Q(membership__isnull=False) | ~Q(circle=Circle.DELEGATION)
    return User.objects.filter(acting, email__iexact=address, is_active=True).order_by("pk").first()


def visible_letters(*, viewer: Viewer) -> QuerySet[Letter]:
    """Mails to this person; of a delegation those to its people, of the host those to its circles. A new password is
    nobody else's business, and what a mail says is its reader's: who else may see the row is shown no words of it.
    """
    if not viewer.is_signed_in:
        return Letter.objects.none()
    seen = Q(user=viewer.user_id)
    if viewer.is_secretariat:
        seen |= Q(is_hosts=True) & ~Q(kind=LetterKind.RESET)
    if viewer.is_delegate:
        seen |= Q(party=viewer.party_id) & ~Q(kind=LetterKind.RESET)
    return Letter.objects.filter(seen).select_related("user", "party").order_by("-written_at", "pk")


def held_mail(*, viewer: Viewer) -> QuerySet[HeldMail]:
    """The mail of acts that the host reads before it goes, and what it said of it; for the secretariat alone."""
    rows = HeldMail.objects.select_related("entry").order_by("-entry")
    return rows if viewer.is_secretariat else rows.none()


def reads_mail() -> bool:
    """Whether the host reads the mail of acts before it goes; asked each time, as a minute late is too late."""
    return bool(ForumRow.objects.values_list("reads_mail", flat=True).first())


def moved_to() -> str:
    """Where the forum lives since it was handed over; empty while it lives here. Asked by each act in its turn."""
    return ForumRow.objects.exclude(moved_to="").values_list("moved_to", flat=True).first() or ""


def mail_waits() -> bool:
    """Whether any mail has not left yet; how many, and whose, is told to nobody."""
    return Letter.objects.filter(state__in=(LetterState.WAITING, LetterState.SENDING)).exists()


def mail_is_held() -> bool:
    return HeldMail.objects.filter(state=ReadingState.HELD).exists()

"""What is unsafe, missing or about to fail in this installation, in words that a technician can act on."""

import datetime as dt
import os
import shutil
import smtplib
import stat
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfoNotFoundError, available_timezones

from django.conf import settings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http.request import validate_host

from nemawashi import __version__
from nemawashi.access import checks, clock, roll, serving
from nemawashi.access.models import User
from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.amounts import amount_of
from nemawashi.kit.faults import Fault
from nemawashi.kit.papers import pdf
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Letter, PersonInvitation
from nemawashi.parties.terms import InvitationState, LetterState, SecondFactorOf
from nemawashi.project import commanding
from nemawashi.project.keeping import databases
from nemawashi.project.outbox import posting
from nemawashi.project.outside import providers
from nemawashi.search.models import Entry as Indexed

LEAST_FREE = 1 << 30  # bytes of the disk of the home: a backup and a day of uploads
LEAST_POSTGRES = 150000
LATE = dt.timedelta(minutes=10)  # of mail that is due; the tender asks every fifteen seconds
MOST_APART = dt.timedelta(seconds=5)  # of the machine's clock and the database's
SOON = dt.timedelta(days=30)  # in which a ministry's new certificate can be had
FORMS = "docs/howto/run-a-server.md"


class Severity(StrEnum):
    """How bad it is."""

    GOOD = "ok"
    LOOK = "look"
    BAD = "bad"


@dataclass(frozen=True)
class Complaint:
    """One thing that was looked at. ``do``: what to do about it, empty where nothing has to be done."""

    state: Severity
    about: str
    says: str
    do: str = ""

    def as_row(self) -> dict[str, str]:
        return {key: str(value) for key, value in asdict(self).items()}


Look = Callable[[], Iterator[Complaint]]


def looked(*, asks_mail: bool = False) -> list[Complaint]:
    """Everything that was looked at, in the order in which a technician would mend it. Where there is no database the rest
    is left out, as the first finding says.
    """
    rows = [*_settings(), *_home(), *_libraries()]
    try:
        if databases.is_empty():
            return [
                *rows,
                Complaint(
                    Severity.BAD,
                    "database",
                    "there is none yet",
                    "run `nemawashi init` for a forum of your own, or `load-record`",
                ),
            ]
        connection.ensure_connection()
    except DatabaseError as fault:
        what = str(fault).strip().splitlines()[0]
        return [
            *rows,
            Complaint(Severity.BAD, "database", f"it cannot be reached: {what}", "look at NEMAWASHI_DATABASE_URL"),
        ]
    rows += _database()
    if rows[-1].state is Severity.BAD:
        return rows
    return [
        *rows,
        *_walls(),
        *_people(),
        *_second_factor(),
        *_ministries(),
        *_indexes(),
        *_mail(asks_mail),
        *_letters(),
        *_backups(),
    ]


def _settings() -> Iterator[Complaint]:
    yield Complaint(Severity.GOOD, "release", __version__)
    if settings.DEMO:
        yield Complaint(
            Severity.LOOK, "settings", "demo mode: accounts have known passwords", "unset NEMAWASHI_DEMO to serve"
        )
    faults = checks.secrets_come_from_outside(None)
    for fault in faults:
        yield Complaint(Severity.BAD, "settings", fault.msg, f"set it in the environment ({FORMS}, 2)")
    if not faults:
        yield Complaint(Severity.GOOD, "settings", "secrets and hosts are set")
    if settings.SECRET_KEY in settings.SECRET_KEY_FALLBACKS:
        yield Complaint(
            Severity.BAD,
            "old keys",
            "the key that signs is named as an old one, too",
            "put a new key into NEMAWASHI_SECRET_KEY",
        )
    elif count := len(settings.SECRET_KEY_FALLBACKS):
        yield Complaint(
            Severity.LOOK,
            "old keys",
            f"NEMAWASHI_SECRET_KEY_FALLBACKS names {amount_of(count, 'key')} of before: what it signed still holds",
            f"take it out once nobody needs it ({FORMS}, 2)",
        )
    if not settings.DEMO and not settings.SECURE_PROXY:
        yield Complaint(
            Severity.LOOK,
            "proxy",
            "no proxy is named: without TLS nobody can sign in but at this machine itself",
            f"NEMAWASHI_BEHIND_TLS=1 ({FORMS}, 4)",
        )
    if not settings.CONTACT:
        yield Complaint(Severity.LOOK, "contact", "nobody is named to whom readers write", "set NEMAWASHI_CONTACT")


def _home() -> Iterator[Complaint]:
    home = settings.HOME
    mode = stat.S_IMODE(home.stat().st_mode) if home.exists() else 0
    if mode & 0o077:
        yield Complaint(Severity.BAD, "home", f"others of this machine can read {home}", f"chmod 700 {home}")
    elif not os.access(home, os.W_OK):
        yield Complaint(Severity.BAD, "home", f"{home} cannot be written to", "give it to the account that runs the server")
    else:
        yield Complaint(Severity.GOOD, "home", f"{home} is its owner's alone")
    free = shutil.disk_usage(home).free
    state = Severity.LOOK if free < LEAST_FREE else Severity.GOOD
    yield Complaint(state, "disk", f"{free / 1e9:.1f} GB are free", "make room" if state is Severity.LOOK else "")


def _libraries() -> Iterator[Complaint]:
    why_not = pdf.is_possible()
    if why_not:
        yield Complaint(Severity.LOOK, "PDF", why_not, f"install the libraries of {FORMS}, 1; all else works without")
    else:
        yield Complaint(Severity.GOOD, "PDF", "can be made")
    try:
        count = len(available_timezones())
    except ZoneInfoNotFoundError:
        count = 0
    if not count:
        yield Complaint(Severity.BAD, "time zones", "the system knows none", "install tzdata")


def _database() -> Iterator[Complaint]:
    version = ""
    if connection.vendor == "postgresql":
        number = connection.pg_version  # type: ignore[attr-defined]
        version = f" {number // 10000}"
        if number < LEAST_POSTGRES:
            yield Complaint(Severity.BAD, "database", f"PostgreSQL{version} is too old", "take 15 or newer")
        host = str(connection.settings_dict["HOST"])
        mode = connection.settings_dict["OPTIONS"].get("sslmode", "")
        if host not in ("", "localhost", "127.0.0.1", "::1") and mode not in ("require", "verify-ca", "verify-full"):
            yield Complaint(Severity.LOOK, "database", f"words travel to {host} in the clear", "add ?sslmode=verify-full")
    apart = abs(clock.database_moment() - dt.datetime.fromtimestamp(clock.seconds(), dt.UTC))
    if apart > MOST_APART:
        yield Complaint(
            Severity.LOOK, "clock", f"machine and database are {apart.total_seconds():.0f} s apart", "run NTP on both"
        )
    if commanding.is_behind():
        yield Complaint(
            Severity.BAD, "database", "its tables are missing, or of another release", "run `nemawashi manage migrate`"
        )
    else:
        yield Complaint(Severity.GOOD, "database", f"{connection.vendor}{version}, its tables are of this release")


def _walls() -> Iterator[Complaint]:
    faults = checks.guarding_faults()
    for fault in faults:
        yield Complaint(Severity.BAD, "walls", fault, "stop the server, and ask who altered the database")
    if not faults:
        yield Complaint(Severity.GOOD, "walls", "the log refuses changes, and sealed tables let own rows alone through")
    for power in () if settings.DEMO else serving.powers(connection):
        yield Complaint(Severity.LOOK, "role", power, f"let a role of its own serve ({FORMS}, 3)")
    if not roll.keys_are_noted():
        yield Complaint(
            Severity.BAD, "keys", "the seal keys are not those that the log names last: drafts may not open",
            "put the former keys behind the new one in NEMAWASHI_SEAL_KEYS",
        )  # fmt: skip


def _people() -> Iterator[Complaint]:
    active = User.objects.filter(is_active=True)
    shut_out = active.filter(is_demo=True).count()
    if shut_out and not settings.DEMO:
        yield Complaint(Severity.LOOK, "accounts", f"{shut_out} are of the demonstration and cannot sign in", "end them")
    if not active.filter(is_demo=settings.DEMO).exists():
        yield _nobody()


def _nobody() -> Complaint:
    waits = PersonInvitation.objects.filter(state=InvitationState.SENT, expires_at__gt=clock.database_moment())
    if first := waits.order_by("expires_at").first():
        until = f"{first.expires_at:%Y-%m-%d %H:%M} UTC"
        return Complaint(
            Severity.LOOK, "accounts", f"nobody can sign in yet; {first.name} is invited until {until}", "open the link"
        )
    return Complaint(Severity.LOOK, "accounts", "nobody can sign in yet", f"`nemawashi invite` ({FORMS}, 5)")


def _second_factor() -> Iterator[Complaint]:
    whose = parties.forum().second_factor
    if not settings.SECOND_FACTOR:
        yield Complaint(Severity.GOOD, "second factor", "a demonstration asks nobody for one")
    elif whose is SecondFactorOf.NOBODY:
        yield Complaint(
            Severity.LOOK, "second factor",
            "the forum asks nobody for one: a password that was given away opens a negotiation",
            f"`second_factor: negotiation` in the forum's file ({FORMS}, the table of its keys)",
        )  # fmt: skip
    else:
        yield Complaint(Severity.GOOD, "second factor", f"asked of {whose.label}, at the next sign-in of whoever has none")


def _ministries() -> Iterator[Complaint]:
    """The sign-ins of ministries, as the files of NEMAWASHI_OIDC and NEMAWASHI_SAML name them; none is asked whether it
    answers. The first holds secrets; the second says whom to believe.
    """
    if not settings.OIDC and not settings.SAML:
        return
    try:
        named = providers.listed()
    except ImproperlyConfigured as fault:
        yield Complaint(Severity.BAD, "ministries", str(fault), f"mend the file ({FORMS}, the sign-in of a ministry)")
        return
    path = Path(settings.OIDC)
    if settings.OIDC and stat.S_IMODE(path.stat().st_mode) & 0o007:
        yield Complaint(
            Severity.BAD, "ministries", f"everybody on this machine can read the secrets in {path}", f"chmod o= {path}"
        )
    saml = [each for each in named if isinstance(each, providers.SamlProvider)]
    for path in [Path(settings.SAML), *(each.file for each in saml)] if settings.SAML else []:
        if stat.S_IMODE(path.stat().st_mode) & 0o002:
            says = f"everybody on this machine can write into {path} whom to believe"
            yield Complaint(Severity.BAD, "ministries", says, f"chmod o-w {path}")
    for path in [each.own_file for each in saml if each.own_file]:
        if stat.S_IMODE(path.stat().st_mode) & 0o007:
            says = f"everybody on this machine can read the key in {path}"
            yield Complaint(Severity.BAD, "ministries", says, f"chmod o= {path}")
    known = set(parties.visible_parties(viewer=PUBLIC).values_list("slug", flat=True))
    for each in named:
        yield _ministry(each, known)
    for each in saml:
        yield from _certificates(each)


def _ministry(provider: providers.Provider, known: set[str]) -> Complaint:
    about = f"ministry {provider.id}"
    if unknown := sorted(provider.parties - known):
        return Complaint(
            Severity.BAD, about, f"the forum knows no party {', '.join(unknown)}", "write their ids as it does"
        )
    if not provider.parties and not provider.circles:
        return Complaint(
            Severity.LOOK, about, "it opens no account", "name the `parties` or `circles` whose accounts it opens"
        )
    if not provider.address.startswith("https:"):
        return Complaint(
            Severity.LOOK, about, "its sign-in is on this machine: for trying out alone", "name the ministry's own"
        )
    asks = "itself asks for two factors" if provider.two_factors else "is followed by the second factor here"
    opens = ", ".join(sorted(provider.parties | provider.circles))
    return Complaint(Severity.GOOD, about, f"opens accounts of {opens}; it {asks}")


def _certificates(provider: providers.SamlProvider) -> Iterator[Complaint]:
    """Whether a certificate is in its time, and will be for a while."""
    about, at = f"certificate {provider.id}", clock.database_moment()
    do = f"put the ministry's new metadata into {provider.file}, and start the server again"
    in_time = [each for each in provider.certificates if each.not_valid_before_utc <= at <= each.not_valid_after_utc]
    last = max((each.not_valid_after_utc for each in in_time), default=None)
    if last is None:
        yield Complaint(Severity.BAD, about, "none is in its time: nobody can sign in by this ministry", do)
    elif last - at < SOON:
        yield Complaint(Severity.LOOK, about, f"the last one ends on {last:%Y-%m-%d}: then nobody can sign in by it", do)
    else:
        yield Complaint(Severity.GOOD, about, f"signs until {last:%Y-%m-%d}")
    if provider.own and provider.own.certificate.not_valid_after_utc - at < SOON:
        says = f"ours, by which it encrypts, ends on {provider.own.certificate.not_valid_after_utc:%Y-%m-%d}"
        yield Complaint(Severity.LOOK, about, says, f"make another in {provider.own_file}, and give it our metadata anew")


def _indexes() -> Iterator[Complaint]:
    if Indexed.objects.exists():
        yield Complaint(Severity.GOOD, "search", "its index stands")
    else:
        yield Complaint(
            Severity.LOOK, "search", "nothing is indexed", "run `nemawashi reindex`, after the record was loaded"
        )


def _mail(asks: bool) -> Iterator[Complaint]:
    if not settings.MAIL_IS_SET_UP:
        yield Complaint(
            Severity.LOOK, "mail", "no server of mail is named: notices stand on the desk alone", "set NEMAWASHI_MAIL"
        )
        return
    host = urlsplit(settings.SITE).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield Complaint(
            Severity.BAD, "mail", f"links lead to {host or 'nowhere'}, for which this server does not answer",
            "set NEMAWASHI_SITE, or add its name to NEMAWASHI_HOSTS",
        )  # fmt: skip
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Complaint(
            Severity.LOOK, "mail", f"mail is written into files, and reaches nobody: {settings.EMAIL_FILE_PATH}",
            "to send it, set NEMAWASHI_MAIL to smtp://",
        )  # fmt: skip
        return
    if not asks:
        yield Complaint(Severity.GOOD, "mail", "a server of mail is named; --mail asks it")
        return
    sender = mail.get_connection()
    try:
        sender.open()
        sender.close()
    except smtplib.SMTPAuthenticationError as fault:
        yield Complaint(Severity.BAD, "mail", posting.reason(fault), "mend user and password in NEMAWASHI_MAIL")
    except smtplib.SMTPResponseException as fault:
        yield Complaint(Severity.BAD, "mail", f"{_post()} answers {posting.reason(fault)}", "ask whoever runs it")
    except OSError as fault:
        why = (fault.strerror or str(fault)).lower()
        yield Complaint(Severity.BAD, "mail", f"{_post()} cannot be reached: {why}", "look at it, and at NEMAWASHI_MAIL")
    else:
        yield Complaint(Severity.GOOD, "mail", "the server of mail answers")


def _post() -> str:
    return f"the server of mail at {settings.EMAIL_HOST}:{settings.EMAIL_PORT}"


def _letters() -> Iterator[Complaint]:
    """What did not reach its reader of late; whom, the page of mail says to those whose it is."""
    if amount := Letter.objects.filter(state__in=(LetterState.FAILED, LetterState.BOUNCED, LetterState.UNSURE)).count():
        says = f"{amount_of(amount, 'mail')} could not be sent, came back, or may not have been sent"
        yield Complaint(Severity.LOOK, "outbox", says, "`nemawashi outbox list`, and the page Mail")
    late = Letter.objects.filter(state=LetterState.WAITING, try_at__lt=clock.database_moment() - LATE).count()
    if late and settings.MAIL_IS_SET_UP:
        says = f"{amount_of(late, 'mail')} should have left long ago"
        yield Complaint(Severity.BAD, "outbox", says, "see that `nemawashi tend` runs")


def _backups() -> Iterator[Complaint]:
    try:
        databases.can_be_dumped()
    except Fault as fault:
        yield Complaint(Severity.LOOK, "backup", fault.sentence, "docs/howto/back-up.md")
    else:
        yield Complaint(Severity.GOOD, "backup", "`nemawashi backup DIR` can be made")

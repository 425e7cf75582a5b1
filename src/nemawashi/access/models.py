"""People who sign in, and the append-only log of acts."""

import secrets
import uuid
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models, transaction

from nemawashi.access import terms
from nemawashi.access.parts import SealedPart, SealedParts
from nemawashi.access.seal import SealedModel, SealedWords


def random_salt() -> str:
    return secrets.token_hex(16)


class Enrolled(models.Model):
    """A row by which somebody gets in: saved and deleted in one transaction with its entry in the log (``access.roll``)."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            return super().delete(*args, **kwargs)


class User(AbstractUser, Enrolled):
    """A person who signs in. Which party they act for stands in ``parties.Membership``."""

    circle = models.CharField(max_length=20, choices=terms.circles, default=terms.Circle.DELEGATION)
    language = models.CharField(max_length=5, blank=True, default="")
    is_demo = models.BooleanField(default=False, help_text="exists in demo mode only")
    left_at = models.DateTimeField(null=True, blank=True, help_text="since when it acts for nobody, as far as was seen")
    serves_for = models.CharField(
        max_length=60, blank=True, default="", help_text="the party for which somebody of the host serves; empty: for all"
    )

    def __str__(self) -> str:
        return self.username

    @property
    def ref(self) -> str:
        return f"account/{self.pk}"

    @property
    def shown_name(self) -> str:
        return self.get_full_name() or self.username


class Tries(models.Model):
    """Wrong passwords of late, by a keyed digest of what they count for; see ``access.pausing``."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField()
    since = models.DateTimeField()
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tries"

    def __str__(self) -> str:
        return f"{self.failures} tries"


class ResetRequest(models.Model):
    """That somebody asked for a new password by an address, known here or not; gone as soon as it was looked at."""

    address = models.EmailField()
    language = models.CharField(max_length=5, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"asked {self.at}"


class Entry(models.Model):
    """One act in the log, chained to the one before by its digest. The database refuses change and deletion.

    A sealed act leaves only ``event = "sealed"`` and the salted digest in ``facts``: no party, person, object or
    moment. What it was stands in ``SealedEntry``, which only its party can read. ``seq`` and ``salt`` are never shown to
    anyone: gaps in the one would count other parties' sealed acts, and with the other two digests would tell whether any
    lie between them; ``ref`` is what pages and exports use.
    """

    seq = models.BigAutoField(primary_key=True)
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    event = models.CharField(max_length=60, db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=150, blank=True, default="")
    party = models.CharField(max_length=60, blank=True, default="")
    object_ref = models.CharField(max_length=160, blank=True, default="", db_index=True)
    at = models.DateTimeField(null=True)
    visibility = models.CharField(max_length=12, choices=terms.visibilities)
    facts = models.JSONField(default=dict)
    once = models.UUIDField(null=True, unique=True, editable=False)
    salt = models.CharField(max_length=32, null=True, editable=False)  # none: of the older form
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.event} {self.ref}"


class Notice(models.Model):
    """That somebody is told of an act: a row for each circle, or party in a circle, that it concerns.

    ``who`` names those who are told as the register does (``access.concerns``), which also has the words; ``about`` holds
    what they name, as it was called at the moment of the act. ``party`` is empty where the whole circle is told.
    ``mailed_at`` is None until the job that sends mail has seen to it. No sealed act has a notice. What becomes of an entry
    is the log's own business: it refuses to lose one, and tells where one is missing.
    """

    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="notices")
    who = models.CharField(max_length=20)
    circle = models.CharField(max_length=14, choices=terms.notice_circles)
    party = models.CharField(max_length=60, blank=True, default="")
    about = models.JSONField(default=dict)
    asks = models.BooleanField(default=False)
    until = models.DateTimeField(null=True)
    zone = models.CharField(max_length=60, blank=True, default="")
    mailed_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        ordering = ["-entry", "pk"]
        indexes = [models.Index(fields=["circle", "party", "asks"], name="notices_of_a_circle")]
        constraints = [models.UniqueConstraint(fields=["entry", "who", "party"], name="one_notice_for_each_hearer")]

    def __str__(self) -> str:
        return f"{self.who} of {self.entry_id}"


class ReadMark(models.Model):
    """That a person has read what an act's notice says; nobody but that person is shown it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Entry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="one_mark_per_reader")]

    def __str__(self) -> str:
        return f"{self.user_id} read {self.entry_id}"


class MailChoice(models.Model):
    """When a person wants notices by mail; whoever has chosen nothing gets at once what asks something of them.

    ``digest_until``: up to which moment the daily mail has told.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_choice")
    level = models.CharField(max_length=10, choices=terms.mail_levels, default=terms.MailLevel.NEEDED)
    digest_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.level}"


class SealedEntry(SealedModel):
    """What a sealed act was, readable for its own party, which can check it against the digest in the log.

    To which entry it belongs is sealed as well: beside its party it would say between which dated entries that party acted.
    So is the salt: with it whoever holds a copy could try until a digest fits what an act might have been.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party_id = models.BigIntegerField(db_index=True)
    content = SealedWords()
    about = SealedParts(default=dict)

    entry_ref: SealedPart[uuid.UUID | None] = SealedPart(uuid.UUID, None)
    salt = SealedPart(str, "")

    class Meta(SealedModel.Meta):
        abstract = False
        verbose_name_plural = "sealed entries"


class AuthenticatorKey(models.Model):
    """The key that a person's authenticator makes codes of, encrypted; ``last_step``: of which the last code was taken."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="authenticator")
    sealed = models.TextField()
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"authenticator of {self.user_id}"


class RecoveryCode(models.Model):
    """The keyed digest of a code on paper, which serves once where the other factors are not at hand."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"


class Passkey(models.Model):
    """A key of a person's own device (WebAuthn): its public half, and how often it was used as the device itself counts."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential = models.CharField(max_length=1400, unique=True, help_text="its number, as base64url")
    public = models.TextField(help_text="the attested data of the credential, as base64url")
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.name


class OutsideIdentity(models.Model):
    """That the sign-in of a ministry opens an account, by its number for the person. Tied by an invitation alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="outside_identities")
    issuer = models.CharField(max_length=300)
    subject = models.CharField(max_length=255)
    tied_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "outside identities"
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_for_each_subject")]

    def __str__(self) -> str:
        return f"{self.issuer} opens {self.user_id}"


class OpenSession(models.Model):
    """A session that began with a sign-in, by the key under which it is kept; whether it still lasts, its own row says."""

    key = models.CharField(max_length=40, primary_key=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    way = models.CharField(max_length=10, help_text="terms.SignInWay")
    network = models.CharField(max_length=60, blank=True, default="")
    device = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["-seen_at", "key"]

    def __str__(self) -> str:
        return f"session of {self.user_id}"

    @property
    def how(self) -> str:
        """By what it began, in the reader's language."""
        return str(terms.WAY_WORDS[terms.SignInWay(self.way)])


class AccountEvent(models.Model):
    """What happened to an account, read by its owner alone; ``network`` and ``device`` in coarse form (``account_log``)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=24, help_text="terms.AccountEventKind")
    words = models.CharField(max_length=160, blank=True, default="")
    network = models.CharField(max_length=60, blank=True, default="")
    device = models.CharField(max_length=80, blank=True, default="")
    mailed_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "-at"], name="events_of_an_account")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.user_id}"

    @property
    def what(self) -> str:
        """In a sentence, in the reader's language."""
        return str(terms.ACCOUNT_EVENT_WORDS[terms.AccountEventKind(self.kind)])

    @property
    def way(self) -> str:
        """By what somebody came in, in the reader's language."""
        is_sign_in = self.kind in (terms.AccountEventKind.SIGNED_IN, terms.AccountEventKind.NEW_DEVICE)
        return str(terms.WAY_WORDS[terms.SignInWay(self.words)]) if is_sign_in and self.words else ""

    @property
    def said(self) -> str:
        """What it is about, as its owner called it."""
        return "" if self.way else self.words


class ApiToken(models.Model):
    """A token by which a person's program reads the API: its digest, and the first signs by which its owner knows it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=10, choices=terms.token_scopes)
    digest = models.CharField(max_length=64, unique=True)
    begins = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

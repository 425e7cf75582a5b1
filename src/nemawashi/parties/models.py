"""Dialogues, parties, their standing over time, people and the offices they were seen in."""

import uuid

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.models import Enrolled, Entry, User
from nemawashi.access.origins import OriginField
from nemawashi.access.terms import circles
from nemawashi.parties import terms
from nemawashi.parties.terms import in_language


class Dialogue(models.Model):
    """A format: the forum itself, or one that it is compared with. ``has_secretariat`` is None where nobody says."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.TextField()
    partner = models.TextField(null=True, blank=True)
    founded_on = ImpreciseDateField(null=True, blank=True)
    launch_level = models.CharField(max_length=60, null=True, blank=True)
    has_secretariat = models.BooleanField(null=True)
    dissolved_on = models.CharField(max_length=60, null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("dialogue")

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"dialogue/{self.slug}"


class Party(models.Model):
    """A state or organisation. How a party is named is itself negotiated, so names are data."""

    slug = models.SlugField(max_length=60, unique=True)
    code = models.CharField(max_length=5, unique=True)
    names = models.JSONField(default=dict)
    role = models.CharField(max_length=60, null=True, blank=True)
    preferred_note = models.TextField(null=True, blank=True)
    zone = models.CharField(max_length=60, default="UTC", help_text="IANA name of the capital's time zone")
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("party")

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"party/{self.slug}"


class Standing(models.Model):
    """What a party was in a dialogue over a span of time."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="standings")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="standings")
    status = models.CharField(max_length=12, choices=terms.standings)
    from_on = ImpreciseDateField(null=True, blank=True)
    until_on = ImpreciseDateField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["party", "order"]

    def __str__(self) -> str:
        return f"{self.party} {self.status}"


class Person(models.Model):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    name_ja = models.CharField(max_length=200, null=True, blank=True)
    name_ru = models.CharField(max_length=200, null=True, blank=True)
    name_own = models.CharField(max_length=200, null=True, blank=True, help_text="in the person's own language and script")
    own_language = models.CharField(max_length=10, null=True, blank=True)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="people")
    note = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("person")

    class Meta:
        ordering = ["order"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"person/{self.slug}"


class Office(models.Model):
    """An office in which a source shows a person; ``attested_on`` is that day, not the start of a term."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offices")
    title = models.TextField()
    attested_on = ImpreciseDateField(null=True, blank=True)
    from_on = ImpreciseDateField(null=True, blank=True)
    until_on = ImpreciseDateField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["person", "order"]

    def __str__(self) -> str:
        return self.title


class Organisation(models.Model):
    """A body that is no party: it takes part in meetings, organises them or carries assistance out. Ties say which.

    ``party`` is the state whose body it is; none for one of several states.
    """

    slug = models.SlugField(max_length=80, unique=True)
    names = models.JSONField(default=dict)
    short = models.CharField(max_length=40, blank=True, default="", help_text="as it is commonly abbreviated")
    kind = models.CharField(max_length=20, choices=terms.organisation_kinds)
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="organisations")
    note = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    origin = OriginField("organisation")

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"organisation/{self.slug}"


class Translation(models.Model):
    """Words that rows of the record say in English, in other languages.

    Found by the English words themselves: a rank or a venue that twenty rows name is translated once, and where a row
    comes to say something else, no translation of its earlier words stands beside it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    original = models.TextField()
    names = models.JSONField(default=dict)
    by = models.CharField(max_length=10, choices=terms.translators)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.original

    @property
    def ref(self) -> str:
        return f"words/{self.slug}"


class ForumRow(models.Model):
    """The dialogue that this installation serves. One row; ``queries.forum`` makes the value of it that everybody asks."""

    slug = models.SlugField(max_length=60, unique=True)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    symbol = models.CharField(max_length=120)
    names = models.JSONField(default=dict)
    short_names = models.JSONField(default=dict)
    headlines = models.JSONField(default=dict)
    neighbours = models.JSONField(default=dict)
    languages = models.JSONField(default=list)
    pages = models.JSONField(default=list)
    ranked = models.JSONField(default=list)
    answer_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="after which silence is the answer")
    reads_mail = models.BooleanField(default=False, help_text="the host reads the mail of acts before it goes")
    second_factor = models.CharField(max_length=12, blank=True, default="", choices=terms.second_factors_of)
    meeting_rules = models.JSONField(default=dict, blank=True, help_text="``terms.MeetingRules`` as the file says them")
    mark = models.JSONField(default=dict, blank=True, help_text="by language, as ``kit.marks`` says it")
    letterhead = models.JSONField(default=dict, blank=True, help_text="lines of the head of papers, by language")
    moved_to = models.URLField(blank=True, default="", help_text="where the forum lives since it was handed over")
    groups = models.JSONField(default=list)
    places = models.JSONField(default=list)
    examples = models.JSONField(default=list)
    labels = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"forum/{self.slug}"


class Pillar(models.Model):
    """One of the pillars under which a dialogue orders its agenda and its commitments."""

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="pillars")
    slug = models.SlugField(max_length=60, unique=True)
    key = models.CharField(max_length=80, help_text="the name that the record's files use")
    number = models.PositiveSmallIntegerField()
    names = models.JSONField(default=dict)
    areas = models.JSONField(default=list, blank=True, help_text="words by which this record reads other rows into it")
    origin = OriginField("pillar")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return in_language(self.names)

    @property
    def ref(self) -> str:
        return f"pillar/{self.slug}"


class Membership(Enrolled):
    """For which party a person acts, and in which role. Nobody acts for two parties.

    ``until_on``: the last day of the office, on the clocks of the capital; none where it lasts until it is ended.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="membership")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12, choices=terms.roles)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["party", "pk"]

    def __str__(self) -> str:
        return self.user.shown_name

    @property
    def ref(self) -> str:
        return f"membership/{self.pk}"


class HostTerm(Enrolled):
    """Since when a party is host, and with which meeting the role came to it; the newest row is the host in office.

    Where there is none, everybody of the host's secretariat serves. ``meeting_ref`` names the meeting in words, as that is
    a row of a higher floor; the act by which the term began is the entry of this row.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    meeting_ref = models.CharField(max_length=160)
    since_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.party} since {self.since_at}"

    @property
    def ref(self) -> str:
        return f"host-term/{self.pk}"


class PersonInvitation(models.Model):
    """That somebody is invited to act for a party, or in a circle of the host; it gives nothing until it is taken up.

    ``party`` is empty for a circle, ``is_first`` true of the one by which the host opens a seat. ``digest`` is that of the
    link's token, which stands nowhere else than in the mail; empty before the mail has left, and once the link is dead.
    ``until_on`` is the last day of the office that it gives.
    The key is drawn by chance: numbers in a row would tell the host how many of a delegation lie between two of its own.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="person_invitations")
    circle = models.CharField(max_length=20, choices=circles)
    role = models.CharField(max_length=12, blank=True, default="", choices=terms.roles)
    is_first = models.BooleanField(default=False)
    until_on = models.DateField(null=True, blank=True)
    serves_for = models.CharField(max_length=60, blank=True, default="", help_text="into the host's secretariat of a party")
    name = models.CharField(max_length=150)
    address = models.EmailField()
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(max_length=10, choices=terms.invitation_states, default=terms.InvitationState.SENT)
    digest = models.CharField(max_length=64, null=True, unique=True)
    asked_at = models.DateTimeField(help_text="when it was made, or sent again")
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, db_index=True)
    account = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.address}"

    @property
    def ref(self) -> str:
        return f"person-invitation/{self.pk}"


class HeldMail(models.Model):
    """That the mail of an act waits until the host has read it, and what the host said. The notices stand all the same.

    Of an act that the host may not read there is none: what a delegation does to its own list leaves unread.
    """

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="held_mail")
    state = models.CharField(max_length=10, choices=terms.reading_states, default=terms.ReadingState.HELD)
    held_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-entry"]
        verbose_name_plural = "held mail"

    def __str__(self) -> str:
        return f"mail of {self.entry_id}"

    @property
    def ref(self) -> str:
        return f"held-mail/{self.pk}"


class Letter(models.Model):
    """One mail to one person: what it is, to whom, in which language, where it stands, and what the server answered.

    ``key`` says what it was written for, so that two jobs write it once. ``body`` is empty of a mail with a link, which is
    worded as it leaves and kept nowhere, and of an answer to a reader. ``is_hosts``: the host sees that it went; else it is
    the business of the ``party`` whose people get it, and of its reader. ``answers`` are what the server of mail said to
    each try, the newest last. The row's key is drawn by chance, so that it counts nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=12, choices=terms.letter_kinds)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    is_hosts = models.BooleanField(default=False)
    about = models.CharField(max_length=60, blank=True, default="", help_text="key of the row that is worded as it leaves")
    address = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=5, default="en")
    subject = models.CharField(max_length=200, blank=True, default="")
    body = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=terms.letter_states, default=terms.LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    answers = models.JSONField(default=list)
    written_at = models.DateTimeField()
    try_at = models.DateTimeField(db_index=True)
    until = models.DateTimeField(help_text="from which on it is too late")
    tried_at = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def ref(self) -> str:
        return f"letter/{self.pk}"

    @property
    def answer(self) -> str:
        """What the server of mail said last."""
        return str(self.answers[-1]["words"]) if self.answers else ""

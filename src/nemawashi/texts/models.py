"""Texts, their clauses and wordings, tabled positions, silence and adoption. Drafts stand in ``positions``."""

import uuid

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.origins import OriginField
from nemawashi.meetings.models import AgendaItem, Meeting, Recommendation
from nemawashi.parties.models import Dialogue, Party, Pillar
from nemawashi.texts import terms


class Text(models.Model):
    """A statement, plan or paper of the Dialogue. ``structure`` is an outline in the record's words.

    ``version`` grows with every act that everybody may see; sealed acts leave it alone, because a number that
    moves would tell that somebody drafts.
    """

    slug = models.SlugField(max_length=120, unique=True)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="texts")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="texts")
    agenda_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="texts")
    title = models.TextField()
    type = models.CharField(max_length=20, choices=terms.text_types)
    state = models.CharField(max_length=20, choices=terms.text_states, db_index=True)
    language = models.CharField(max_length=5, default="en", help_text="the language of negotiation")
    languages = models.JSONField(default=list, blank=True)
    adopted_on = ImpreciseDateField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    symbol = models.CharField(max_length=80, blank=True, default="")
    place = models.TextField(null=True, blank=True)
    url = models.TextField(null=True, blank=True)
    structure = models.JSONField(default=list, blank=True)
    note = models.TextField(null=True, blank=True)
    is_published = models.BooleanField(default=False, help_text="a public source tells of it, adopted or not")
    version = models.PositiveIntegerField(default=1)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("text")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"text/{self.slug}"

    @property
    def is_adopted(self) -> bool:
        """Adopted or issued; silence that was kept on some of its clauses adopts no text."""
        return self.state in terms.PUBLIC_STATES

    @property
    def is_public(self) -> bool:
        return self.is_published or self.state in terms.PUBLIC_STATES


class Revision(models.Model):
    """An immutable snapshot. ``snapshot``: list of {clause, number, kind, words: {language: words}} in order."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=terms.revision_kinds)
    symbol = models.CharField(max_length=80, unique=True)
    issued_at = models.DateTimeField()
    snapshot = models.JSONField()
    digests = models.JSONField(help_text="SHA-256 of the canonical bytes of each language version")
    concordance = models.JSONField(default=list, help_text="clause by clause: what was done, by whose decision")
    log_head = models.CharField(max_length=84, blank=True, default="", help_text="of the log, with the entry of this act")

    class Meta:
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_revision_per_number")]

    def __str__(self) -> str:
        return self.label


class Clause(models.Model):
    """The smallest addressable unit, one identity in all revisions; number and order derive from ``rank``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="clauses")
    kind = models.CharField(max_length=12, choices=terms.clause_kinds)
    rank = models.FloatField(help_text="place in the text; a new clause gets a place between its neighbours")
    is_deleted = models.BooleanField(default=False)
    is_closed = models.BooleanField(default=False, help_text="closed by the chair: nothing is tabled on it")
    pillar = models.ForeignKey(Pillar, null=True, blank=True, on_delete=models.PROTECT, related_name="clauses")

    class Meta:
        ordering = ["text", "rank"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def ref(self) -> str:
        return f"clause/{self.pk}"


class Wording(models.Model):
    """The words of a clause in one language after one change. The latest number is in force.

    ``start``, ``end`` and ``put`` say which code points of the wording before were replaced by how many, so that
    positions anchored to an earlier wording follow by replay and are never rewritten. ``taken_from``: see ``Position``.
    Where a clause was split or merged, the words that left went to ``carried_to``: to its wording ``carried_into`` at
    code point ``carried_at``, and positions on them go along.
    """

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=5)
    number = models.PositiveSmallIntegerField(default=1)
    words = models.TextField()
    version = models.CharField(max_length=10, choices=terms.versions, default=terms.Version.AUTHENTIC)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    put = models.PositiveIntegerField(default=0)
    taken_from = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=40, blank=True, default="", help_text="code of the party that translated")
    carried_to = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    carried_into = models.PositiveSmallIntegerField(default=0)
    carried_at = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["clause", "language", "number"]
        constraints = [
            models.UniqueConstraint(fields=["clause", "language", "number"], name="one_wording_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.language} {self.number}"


class Position(models.Model):
    """What one or several parties tabled on a clause, anchored to wording ``wording_number`` by code points.

    ``is_chair``: bridging words of the chair; ``instead_of`` are the keys of the positions that they would reconcile, which
    stay live until the chair's words are accepted. ``asked_at``: when the chair asked, for ``asked_why``, to let it go;
    ``let_go_by`` are the slugs of the parties behind it that answered yes since then; ``answer_by``: when silence is a yes,
    where the rules of the forum say so. ``target``: the clause behind which
    this one moves. Every position ends in a recorded outcome; none is deleted.
    ``taken_from``: references of the agreed clauses whose words it uses, parted by blanks (``clause/…``, ``ref/…``).
    ``language``: of the words that it is about, whose wordings ``wording_number`` counts then; empty: those negotiated.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="positions")
    proposers = models.ManyToManyField(Party, related_name="positions")
    is_chair = models.BooleanField(default=False)
    operation = models.CharField(max_length=20, choices=terms.operations)
    target = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, blank=True, default="")
    wording_number = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    words = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")
    taken_from = models.TextField(blank=True, default="")
    tabled_at = models.DateTimeField()
    outcome = models.CharField(max_length=14, choices=terms.outcomes, default=terms.Outcome.LIVE, db_index=True)
    outcome_at = models.DateTimeField(null=True, blank=True)
    outcome_why = models.TextField(blank=True, default="")
    superseded_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="bridges")
    instead_of = models.JSONField(default=list, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    asked_why = models.TextField(blank=True, default="")
    answer_by = models.DateTimeField(null=True, blank=True)
    let_go_by = models.JSONField(default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["tabled_at", "pk"]
        indexes = [models.Index(fields=["clause", "outcome"])]

    def __str__(self) -> str:
        return f"{self.operation} {self.pk}"

    @property
    def ref(self) -> str:
        return f"position/{self.pk}"

    @property
    def anchor(self) -> list[int]:
        """The wording and the code points on which it stands, as the log keeps them."""
        return [self.wording_number, self.start, self.end]


class PositionStance(models.Model):
    """A party's support of, or opposition to, a tabled position; the newest row of a party counts."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="stances")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=14, choices=terms.stances)
    at = models.DateTimeField()

    class Meta:
        ordering = ["position", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.party_id} {self.stance} {self.position_id}"


class Consent(models.Model):
    """What a party said of consensus on a clause, on a package or, with neither, on the text; its newest row counts.

    ``stands_on`` is the mark of the words that it was said of (``queries.words_mark``): that a party can join lapses with
    them, while that it awaits instructions, or cannot join, stands until the party itself says otherwise. ``until`` is a
    day of the capital's calendar.
    """

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="consents")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    package = models.ForeignKey("Package", null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=terms.consent_kinds)
    until = models.DateField(null=True, blank=True)
    why = models.TextField(blank=True, default="")
    stands_on = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ["text", "at", "pk"]
        indexes = [models.Index(fields=["text", "at"])]

    def __str__(self) -> str:
        return f"{self.party_id} {self.kind} {self.text_id}"


class Agreement(models.Model):
    """That a clause was agreed ad referendum at a wording, with the parties that awaited their capital then."""

    clause = models.ForeignKey(Clause, on_delete=models.CASCADE, related_name="agreements")
    wording_number = models.PositiveSmallIntegerField()
    awaiting = models.JSONField(default=list, help_text="slugs of parties that await instructions")
    at = models.DateTimeField()
    reopened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["clause", "at"]

    def __str__(self) -> str:
        return f"{self.clause_id} ad referendum"


class Package(models.Model):
    """Clauses that are agreed only together. ``is_agreed`` is None while the package stands."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="packages")
    title = models.CharField(max_length=200)
    trade = models.TextField(blank=True, default="", help_text="what is given for what, in words")
    clauses = models.ManyToManyField(Clause, related_name="packages")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    is_agreed = models.BooleanField(null=True)
    why = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["made_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"package/{self.pk}"


class Silence(models.Model):
    """A clean revision, or some of its clauses, under silence until a moment.

    Whether it was kept is derived from the moments alone. ``clauses``: ids of the clauses that it is about, empty for
    the whole text. ``by_circular``: opened in writing and not in a meeting.
    """

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="silences")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="silences")
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=60, help_text="IANA name of the zone in which the moment was set")
    clauses = models.JSONField(default=list, blank=True)
    by_circular = models.BooleanField(default=True)
    over = models.JSONField(default=list, blank=True, help_text="keys of open words on consensus that the chair named")
    concluded_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["opened_at"]

    def __str__(self) -> str:
        return f"{self.text_id} until {self.ends_at}"

    @property
    def ref(self) -> str:
        return f"silence/{self.pk}"


class SilenceBreak(models.Model):
    """A participant broke silence in writing, in time. Two at once both stand.

    ``position``: the amendment that it tabled by breaking silence. ``clauses``: ids of the clauses it is about.
    """

    silence = models.ForeignKey(Silence, on_delete=models.PROTECT, related_name="breaks")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=terms.break_kinds)
    words = models.TextField()
    clauses = models.JSONField(default=list, blank=True)
    position = models.ForeignKey(Position, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["silence", "party"], name="one_break_per_party")]

    def __str__(self) -> str:
        return f"{self.party_id} broke {self.silence_id}"


class Adoption(models.Model):
    """That a revision was adopted, how, and the digests under which every language version was sealed."""

    text = models.OneToOneField(Text, on_delete=models.PROTECT, related_name="adoption")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    silence = models.ForeignKey(Silence, null=True, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="adoptions")
    present = models.JSONField(default=list, help_text="slugs of the participants present")
    over = models.JSONField(default=list, blank=True, help_text="keys of open words on consensus that the chair named")
    digests = models.JSONField()
    at = models.DateTimeField()
    announced_in = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    announced_at = models.DateTimeField(null=True, blank=True)
    log_head = models.CharField(max_length=84, blank=True, default="", help_text="of the log, with the entry of this act")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.text_id} adopted"


class Reservation(models.Model):
    """A participant joins the consensus with a stated exception or reading, attached to the adopted text."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="reservations")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.PROTECT, related_name="reservations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=terms.statement_kinds, default=terms.StatementKind.RESERVATION)
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.party_id} on {self.text_id}"


class Corrigendum(models.Model):
    """A correction of an adopted text, issued beside it: the sealed words stay as they are."""

    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="corrigenda")
    number = models.PositiveSmallIntegerField()
    symbol = models.CharField(max_length=80, unique=True)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="corrigenda")
    language = models.CharField(max_length=5)
    before = models.TextField()
    after = models.TextField()
    why = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["text", "number"]
        constraints = [models.UniqueConstraint(fields=["text", "number"], name="one_corrigendum_per_number")]

    def __str__(self) -> str:
        return self.symbol


class EditorialCorrection(models.Model):
    """Words of the chair that set a slip of the pen right under no objection: taken in at a moment unless a party objects.

    ``before`` stood once in wording ``wording_number`` of the clause. ``came_in_at``: when the objection did.
    """

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="editorial_corrections")
    wording_number = models.PositiveSmallIntegerField()
    before = models.TextField()
    after = models.TextField(blank=True, default="")
    why = models.TextField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    zone = models.CharField(max_length=60, help_text="IANA name of the zone in which the moment was set")
    state = models.CharField(max_length=12, choices=terms.correction_states, default=terms.CorrectionState.PENDING)
    ended_at = models.DateTimeField(null=True, blank=True)
    objected_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    objection = models.TextField(blank=True, default="")
    came_in_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["clause"],
                condition=models.Q(state=terms.CorrectionState.PENDING),
                name="one_pending_correction_per_clause",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"

    @property
    def ref(self) -> str:
        return f"correction/{self.pk}"


class Letterhead(models.Model):
    """The Word file whose styles, page and letterhead the files of a meeting get; the newest row of a meeting counts.

    ``content`` is that file in base64, empty where the host went back to the plain look. It holds no words of a text.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="letterheads")
    name = models.CharField(max_length=120)
    content = models.TextField(blank=True, default="")
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"letterhead/{self.pk}"


class Look(models.Model):
    """When a person last said that they have read a text as it stands, so that they see what changed since."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["text", "user"], name="one_look_per_person")]

    def __str__(self) -> str:
        return f"{self.text_id} at {self.at}"


class UptakeRuling(models.Model):
    """Whether an item of an agenda or a paragraph takes a recommendation up that it resembles, as a person said, once.

    Of an item that does, a ``meetings.Uptake`` stands beside it.
    """

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="uptake_rulings")
    agenda_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    is_taken_up = models.BooleanField()
    why = models.TextField(blank=True, default="", help_text="why not")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "agenda_item"], name="one_ruling_on_uptake_per_item"),
            models.UniqueConstraint(fields=["recommendation", "clause"], name="one_ruling_on_uptake_per_clause"),
            models.CheckConstraint(
                condition=models.Q(agenda_item__isnull=True) ^ models.Q(clause__isnull=True), name="uptake_by_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id}: {self.agenda_item_id or self.clause_id}"

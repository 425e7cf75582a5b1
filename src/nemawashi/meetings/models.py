"""Tracks, meetings, delegations at them, agendas, recommendations, decisions."""

import uuid

from django.db import models

from nemawashi.access.fields import ImpreciseDateField, undated_last
from nemawashi.access.origins import OriginField
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings import terms, titles
from nemawashi.parties.models import Dialogue, Party, Person, Pillar
from nemawashi.parties.terms import in_language, places_of_host, speaking_orders, standings


class Track(models.Model):
    """A strand of meetings. ``cadence_months`` is how often it is expected to meet, where the Dialogue ever said."""

    slug = models.SlugField(max_length=60, unique=True)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="tracks")
    name = models.TextField()
    names = models.JSONField(default=dict, blank=True)
    level = models.CharField(max_length=120)
    is_formal = models.BooleanField()
    feeds_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="fed_by")
    cadence_months = models.PositiveSmallIntegerField(null=True, blank=True)
    first_meeting = models.CharField(max_length=120, null=True, blank=True)
    idea_first_on = ImpreciseDateField(null=True, blank=True)
    numbering_note = models.TextField(null=True, blank=True)
    status = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("track")

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return in_language(self.names) if self.names else self.name

    @property
    def ref(self) -> str:
        return f"track/{self.slug}"


class Meeting(models.Model):
    """A meeting of a track. ``about_on`` holds the month or year of a meeting whose days nobody states.

    ``version`` grows with every act, so that a stale form is refused instead of overwriting.
    """

    slug = models.SlugField(max_length=120, unique=True)
    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="meetings")
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=terms.meeting_states, db_index=True)
    start_on = ImpreciseDateField(null=True, blank=True, db_index=True)
    end_on = ImpreciseDateField(null=True, blank=True)
    about_on = ImpreciseDateField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True, help_text="on the clocks of ``zone``, on the first day")
    city = models.CharField(max_length=120, null=True, blank=True)
    country = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    country_name = models.CharField(max_length=120, null=True, blank=True)
    venue = models.TextField(null=True, blank=True)
    mode = models.CharField(max_length=12, choices=terms.modes, null=True, blank=True)
    host = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="hosted")
    chair = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="chaired")
    zone = models.CharField(max_length=60, blank=True, default="", help_text="IANA name; empty: the host's")
    theme = models.TextField(null=True, blank=True)
    participants_note = models.TextField(null=True, blank=True)
    organisers = models.JSONField(default=list, blank=True)
    duration_minutes = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    is_published = models.BooleanField(default=False, help_text="a source tells of it, or it was announced to all")
    agenda_adopted_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("meeting")

    class Meta:
        ordering = [undated_last("start_on", newest_first=True), "order"]

    def __str__(self) -> str:
        return titles.title_of(str(self.track), self.ordinal, self.city)

    @property
    def ref(self) -> str:
        return f"meeting/{self.slug}"

    @property
    def on(self) -> ImpreciseDate | None:
        """When it was or will be held, as precisely as anybody says."""
        return self.start_on or self.about_on

    @property
    def is_public(self) -> bool:
        return self.is_published or self.state in terms.PUBLIC_STATES


class HostingOffer(models.Model):
    """That a party offers to host the next meeting of a track; ``meeting`` is the one that was planned on it."""

    track = models.ForeignKey(Track, on_delete=models.PROTECT, related_name="offers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    city = models.CharField(max_length=120, blank=True, default="")
    about_on = ImpreciseDateField(null=True, blank=True)
    note = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=terms.offer_states, default=terms.OfferState.OFFERED)
    why = models.TextField(blank=True, default="", help_text="why it was withdrawn")
    offered_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["-offered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.party}: {self.track}"

    @property
    def ref(self) -> str:
        return f"track/{self.track.slug}"


class Delegation(models.Model):
    """A party's team at one meeting, with its head and the office as the source states it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="delegations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="delegations")
    head = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="headed")
    office = models.TextField(null=True, blank=True)
    standing = models.CharField(max_length=12, choices=standings)
    order = models.PositiveSmallIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["meeting", "order"]

    def __str__(self) -> str:
        return f"{self.party} at {self.meeting_id}"


class Delegate(models.Model):
    """Somebody on a party's list for a meeting. Names are deleted after a time, and then empty; role and office stay."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="delegates")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=terms.delegate_roles)
    name = models.CharField(max_length=300, blank=True)
    name_own = models.CharField(max_length=300, blank=True, default="", help_text="in the person's own letters")
    office = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=12, choices=terms.delegate_states, default=terms.DelegateState.NOMINATED)
    reason = models.TextField(blank=True, default="", help_text="why the host refuses, or what it asks")
    nominated_at = models.DateTimeField()
    checked_in_at = models.DateTimeField(null=True, blank=True, help_text="when the badge was shown at the door")
    forgotten_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["meeting", "party__order", "pk"]

    def __str__(self) -> str:
        return self.name or self.office

    @property
    def ref(self) -> str:
        return f"meeting/{self.meeting.slug}"


class DeclinedMeeting(models.Model):
    """That an invited party said that it does not attend."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="declined")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "party__order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="one_refusal_to_attend_per_party")]

    def __str__(self) -> str:
        return f"{self.party} does not attend {self.meeting_id}"


class Invitation(models.Model):
    """That a party was invited when the meeting was announced, in the standing that it had then, and what it answered.

    ``sequence`` is that of the last mail about it, ``first_sequence`` that of the one that invited. ``called_as`` is a
    digest of what the last said of the meeting: when the meeting says something else, another goes.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=12, choices=standings)
    sent_at = models.DateTimeField()
    answer = models.CharField(max_length=12, blank=True, default="", choices=terms.invitation_answers)
    answered_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(null=True, blank=True)
    first_sequence = models.PositiveIntegerField(null=True, blank=True)
    called_as = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        ordering = ["meeting", "party__order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="one_invitation_per_party")]

    def __str__(self) -> str:
        return f"{self.party} invited to {self.meeting_id}"


class Attendance(models.Model):
    """That a party is present at a meeting, with the names of those who speak for it.

    ``confirmed_at``: the delegation said so itself; ``taken_at``: the secretariat took it down. Both may be.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    names = models.TextField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["meeting", "party__order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="one_attendance_per_party")]

    def __str__(self) -> str:
        return f"{self.party} present at {self.meeting_id}"


class Recommendation(models.Model):
    """What an informal track proposed. What came of it: ties of the record, and ``Uptake`` confirmed by a person."""

    slug = models.SlugField(max_length=120, unique=True)
    made_at = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="recommendations")
    document_ref = models.CharField(max_length=160, null=True, blank=True)
    made_on = ImpreciseDateField(null=True, blank=True)
    area = models.CharField(max_length=120, blank=True, default="")
    pillar = models.ForeignKey(Pillar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    addressees = models.TextField(blank=True, default="")
    link = models.CharField(max_length=12, choices=terms.links, default=terms.Link.OPEN)
    evidence = models.TextField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("recommendation")

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.words

    @property
    def ref(self) -> str:
        return f"recommendation/{self.slug}"


class AgendaItem(models.Model):
    """A point of a meeting's agenda: provisional until the agenda is adopted, or deferred with a reason."""

    slug = models.SlugField(max_length=160, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda_items")
    number = models.PositiveSmallIntegerField()
    title = models.TextField()
    pillar = models.ForeignKey(Pillar, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=terms.item_states, default=terms.ItemState.PROPOSED)
    reason = models.TextField(blank=True, default="", help_text="why it was deferred")
    carried_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="returns")
    overdue_ref = models.CharField(max_length=160, blank=True, default="", help_text="the overdue commitment")
    session = models.ForeignKey(
        "MeetingSession", null=True, blank=True, on_delete=models.SET_NULL, related_name="agenda_items"
    )
    introduced_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    annotation = models.TextField(blank=True, default="", help_text="what the item is about; the public reads it last")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField("agenda-item")

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_item_per_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def ref(self) -> str:
        return f"agenda-item/{self.slug}"


class Uptake(models.Model):
    """That an agenda item takes up a recommendation, confirmed by a person."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="uptakes")
    agenda_item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="uptakes")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "agenda_item"], name="one_uptake_per_item"),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation_id} taken up as {self.agenda_item_id}"


class CalendarKey(models.Model):
    """By which an account's calendar is fetched without signing in: its digest alone, so that no table gives it away.

    One account has one key that holds; a new one ends the one before.
    """

    user = models.OneToOneField("access.User", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"


class MeetingDocument(models.Model):
    """A document of a meeting under its symbol, such as ABC/COUNCIL/10/2/Rev.1."""

    symbol = models.CharField(max_length=80, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    agenda_item = models.ForeignKey(AgendaItem, null=True, on_delete=models.PROTECT, related_name="documents")
    title = models.TextField()
    text_ref = models.CharField(max_length=160)
    distribution = models.CharField(max_length=12, choices=terms.distributions)
    issued_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "pk"]

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"


class Decision(models.Model):
    """What a meeting decided, in words, and how; ``undone_at`` where it took that back, with ``undone_why``."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    words = models.TextField()
    how = models.CharField(max_length=40, default="consensus")
    object_ref = models.CharField(max_length=160, blank=True, default="")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_why = models.TextField(blank=True, default="")
    origin = OriginField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.words


class MeetingPaper(models.Model):
    """A paper of a meeting beside its negotiated texts. Nobody else than its own side learns of it before ``issued_at``.

    ``party`` is whose it is, none for the secretariat. ``base``: the paper that it revises, adds to or corrects, whose
    distribution and owner it shares. ``symbol`` is given when it is issued, so that what is under embargo leaves no gap;
    ``former_symbol`` is the one that it had before its release. The key is drawn by chance: it counts nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    agenda_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=16, choices=terms.paper_kinds)
    base = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="sequels")
    sequel = models.CharField(max_length=6, blank=True, default="", choices=terms.sequels)
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    distribution = models.CharField(max_length=12, choices=terms.distributions)
    symbol = models.CharField(max_length=120, null=True, unique=True)
    former_symbol = models.CharField(max_length=120, blank=True, default="", db_index=True)
    submitted_at = models.DateTimeField()
    embargo_until = models.DateTimeField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True, db_index=True)
    answer_by = models.DateTimeField(null=True, blank=True, help_text="of a circular")
    release_by = models.DateTimeField(null=True, blank=True, help_text="released after it unless a party objects")
    released_at = models.DateTimeField(null=True, blank=True)
    objected_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    objection = models.TextField(blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField(blank=True, default="", help_text="why it was withdrawn")
    zone = models.CharField(max_length=60, blank=True, default="", help_text="on whose clocks its moments were set")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["meeting", "submitted_at", "pk"]

    def __str__(self) -> str:
        return self.symbol or f"paper {self.pk}"

    @property
    def ref(self) -> str:
        return f"meeting-paper/{self.pk}"


class PaperInLanguage(models.Model):
    """A paper in one language: written here, or a file with the words that could be read out of it.

    The bytes of a file lie in the archive under their SHA-256; ``forgotten_at``: its personal parts were deleted.
    """

    paper = models.ForeignKey(MeetingPaper, on_delete=models.CASCADE, related_name="versions")
    language = models.CharField(max_length=5)
    title = models.CharField(max_length=300)
    words = models.TextField(blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    media_type = models.CharField(max_length=100, blank=True, default="")
    name = models.CharField(max_length=200, blank=True, default="")
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    added_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["paper", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "language"], name="one_version_per_language")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_cut(self) -> bool:
        """Whether more could be read out of its file than is shown of it."""
        return len(self.words) > terms.LONGEST_PAPER


class CircularAnswer(models.Model):
    """What a party answered to a circular; the words are for itself and the secretariat."""

    paper = models.ForeignKey(MeetingPaper, on_delete=models.CASCADE, related_name="answers")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["paper", "party__order"]
        constraints = [models.UniqueConstraint(fields=["paper", "party"], name="one_answer_per_party")]

    def __str__(self) -> str:
        return f"{self.party} answered {self.paper_id}"


class MeetingSession(models.Model):
    """A stretch of a meeting's time plan, on the venue's clock: days are counted, so that it moves with the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="sessions")
    day = models.PositiveSmallIntegerField(help_text="1 for the first day of the meeting")
    starts = models.TimeField(help_text="on the clocks of the meeting's zone")
    ends = models.TimeField()
    title = models.CharField(max_length=300, blank=True, default="")
    is_closed = models.BooleanField(default=False, help_text="for the delegations alone")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["meeting", "day", "starts", "pk"]

    def __str__(self) -> str:
        return self.title or f"{self.day}, {self.starts:%H:%M}"

    @property
    def ref(self) -> str:
        return f"meeting/{self.meeting.slug}"


class MeetingRoom(models.Model):
    """What holds for the room as a whole: the item that was called, and the letter from which the alphabet begins.

    Its version grows with all that its screens show of it; that of the meeting, which is in public feeds, does not.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="room")
    current_item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    shown_ref = models.CharField(max_length=160, blank=True, default="", help_text="the clause under discussion")
    letter = models.CharField(max_length=1, blank=True, default="")
    drawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"room of {self.meeting_id}"


class SpeakersList(models.Model):
    """The rule by which the speakers of an item are ordered, and whether the list is closed."""

    agenda_item = models.OneToOneField(AgendaItem, on_delete=models.CASCADE, related_name="speakers")
    order = models.CharField(max_length=12, choices=speaking_orders)
    host_speaks = models.CharField(max_length=12, choices=places_of_host)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of one intervention; empty: no limit")
    is_closed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"speakers of {self.agenda_item_id}"


class FloorRequest(models.Model):
    """That a party asked for the floor, when it came to the server, and from when to when it had it."""

    agenda_item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="floor_requests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=terms.floor_kinds, default=terms.FloorKind.FLOOR)
    asked_at = models.DateTimeField()
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self) -> str:
        return f"{self.party}, {self.agenda_item}"

    @property
    def ref(self) -> str:
        return self.agenda_item.ref

    @property
    def is_waiting(self) -> bool:
        return self.began_at is None and self.withdrawn_at is None

    @property
    def is_held(self) -> bool:
        return self.began_at is not None and self.ended_at is None


class Minutes(models.Model):
    """The minutes of a meeting; their words are those of the newest version. A draft is for the secretariat alone."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField(max_length=12, choices=terms.minutes_states, default=terms.MinutesState.DRAFT)
    circulated_at = models.DateTimeField(null=True, blank=True)
    corrections_by = models.DateTimeField(null=True, blank=True, help_text="until when delegations send corrections")
    zone = models.CharField(max_length=60, blank=True, default="", help_text="on whose clocks that moment was set")
    adopted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["meeting"]
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"minutes of {self.meeting_id}"

    @property
    def ref(self) -> str:
        return f"meeting/{self.meeting.slug}"


class MinutesVersion(models.Model):
    """The words as somebody saved them. ``from_others``: the paragraphs, from 1, that came of what others saved meanwhile.

    Every version is kept: whoever wrote on from an earlier one is merged with all that came since.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    words = models.TextField()
    by_name = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    from_others = models.JSONField(default=list, blank=True)
    others = models.JSONField(default=list, blank=True, help_text="the names of those others")

    class Meta:
        ordering = ["minutes", "number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="one_version_of_minutes_per_number")]

    def __str__(self) -> str:
        return f"version {self.number} of {self.minutes_id}"


class MinutesCorrection(models.Model):
    """What a delegation says that the minutes should say, as it was when a version stood; all who read them read it."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="corrections")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    number = models.PositiveIntegerField(help_text="of the version that it is about")
    at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=terms.minutes_answers, default=terms.MinutesAnswer.WAITING)
    why = models.TextField(blank=True, default="", help_text="the host's reason")
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["minutes", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.party} on {self.minutes_id}"

    @property
    def meeting(self) -> Meeting:
        return self.minutes.meeting


class CredentialsLetter(models.Model):
    """The letter of credentials of a delegation, as the file that was sent; a new one takes its place.

    For the delegation and the host alone. It names persons: the row and its file are deleted with the names of the lists.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="credentials")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, db_index=True)
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField(help_text="bytes")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["meeting", "party__order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "party"], name="one_letter_of_credentials_per_party")]

    def __str__(self) -> str:
        return self.name

"""Firms, their contact persons, offers and needs. What is personal stands in ``FirmContact`` alone."""

import uuid
from collections.abc import Mapping

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.models import User
from nemawashi.access.origins import OriginField
from nemawashi.assistance.terms import qualifiers
from nemawashi.business import terms
from nemawashi.business.rules import SlotTimes, TableSeat
from nemawashi.meetings.models import Meeting
from nemawashi.parties.models import Organisation, Party, Pillar
from nemawashi.parties.terms import in_language
from nemawashi.sources.models import Source


def _own_first(language: str, own: str, others: Mapping[str, str]) -> dict[str, str]:
    """Whoever reads none of the others is shown the own words."""
    return {language: own, **{tag: words for tag, words in others.items() if tag != language}}


class Firm(models.Model):
    """A company or an institution of a party. One that the record knows as an organisation is tied to it, and is no second
    one. ``areas``: slugs of pillars. The key is drawn by chance, so that it counts nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=terms.firm_kinds)
    name = models.CharField(max_length=300, help_text="in its own language")
    language = models.CharField(max_length=35)
    other_names = models.JSONField(default=dict, blank=True)
    organisation = models.OneToOneField(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    areas = models.JSONField(default=list)
    stated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["party__order", "name", "pk"]

    def __str__(self) -> str:
        return in_language(_own_first(self.language, self.name, self.other_names))

    @property
    def ref(self) -> str:
        return f"firm/{self.pk}"


class FirmContact(models.Model):
    """Whom to reach at a firm, by that person's consent. Once it is withdrawn nothing of the person is left here:
    who took the consent, its day and that of the withdrawal stay. The same is so after ``kept_until``, its last day.

    ``told_at``: when the outbox took up to send the person their link; empty of one who has no mail address here.
    ``link`` is drawn anew with each consent; with a mark that only this server makes it is the address by which the person
    withdraws, and it is empty afterwards.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.OneToOneField(Firm, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField(max_length=300, blank=True, default="")
    office = models.CharField(max_length=300, blank=True, default="")
    reach = models.CharField(max_length=300, blank=True, default="", help_text="mail address or telephone")
    consent_on = models.DateField()
    consent_for = models.CharField(max_length=300)
    taken_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    link = models.UUIDField(null=True, unique=True, default=uuid.uuid4)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    kept_until = models.DateField()
    told_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["firm"]

    def __str__(self) -> str:
        return str(self.firm)

    @property
    def ref(self) -> str:
        return f"contact/{self.pk}"

    @property
    def is_kept(self) -> bool:
        return self.withdrawn_at is None and bool(self.name)


class Interest(models.Model):
    """What a firm offers, or needs, under a pillar, in its own language; ``short`` says it in others."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="interests")
    kind = models.CharField(max_length=8, choices=terms.interest_kinds)
    pillar = models.ForeignKey(Pillar, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=35)
    words = models.TextField()
    short = models.JSONField(default=dict, blank=True)
    open_until = models.DateField(null=True, blank=True, help_text="its last day; empty: until it is ended")
    state = models.CharField(max_length=12, choices=terms.interest_states, default=terms.InterestState.OPEN)
    why = models.TextField(blank=True, default="", help_text="why it was taken back")
    stated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["pillar__number", "kind", "firm__party__order", "stated_at", "pk"]

    def __str__(self) -> str:
        return in_language(_own_first(self.language, self.words, self.short))

    @property
    def ref(self) -> str:
        return f"interest/{self.pk}"


class TablePlan(models.Model):
    """The tables of a business dialogue and the times of its day, on the clocks of the meeting's place."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    opens_at = models.TimeField()
    minutes = models.PositiveSmallIntegerField(help_text="of a talk")
    pause = models.PositiveSmallIntegerField(default=0, help_text="minutes between two")
    slots = models.PositiveSmallIntegerField(help_text="how many times there are")
    tables = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return str(self.meeting)

    @property
    def ref(self) -> str:
        return f"table-plan/{self.pk}"

    @property
    def times(self) -> SlotTimes:
        return SlotTimes(self.opens_at, self.minutes, self.pause, self.slots)


class FirmHours(models.Model):
    """When a firm is there on the day of a plan; one without hours is there all day."""

    plan = models.ForeignKey(TablePlan, on_delete=models.CASCADE, related_name="hours")
    firm = models.ForeignKey(Firm, on_delete=models.CASCADE, related_name="+")
    from_at = models.TimeField()
    until_at = models.TimeField()

    class Meta:
        ordering = ["plan", "firm"]
        constraints = [models.UniqueConstraint(fields=["plan", "firm"], name="hours_of_a_firm_once")]
        verbose_name_plural = "hours of firms"

    def __str__(self) -> str:
        return f"{self.firm}, {self.from_at:%H:%M}–{self.until_at:%H:%M}"


class BusinessTalk(models.Model):
    """A talk between the firm of an offer and that of a need, of two parties, with the reasons for which it was proposed.

    ``reasons`` are kept as they stood on that day: kind, words, language. ``asked_by``: who asked for it by name.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    offer = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="talks_of_offer")
    need = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="talks_of_need")
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=terms.talk_states, default=terms.TalkState.PROPOSED)
    asked_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    offer_accepted_at = models.DateTimeField(null=True, blank=True)
    need_accepted_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    why = models.TextField(blank=True, default="", help_text="why a side declined")
    plan = models.ForeignKey(TablePlan, null=True, blank=True, on_delete=models.PROTECT, related_name="talks")
    slot = models.PositiveSmallIntegerField(null=True, blank=True)
    seat_table = models.PositiveSmallIntegerField(null=True, blank=True)
    held_on = models.DateField(null=True, blank=True)
    is_fixed = models.BooleanField(default=False, help_text="put there by hand")
    unplaced = models.CharField(max_length=16, blank=True, default="", choices=terms.reasons_unplaced)
    proposed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["proposed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "need"], name="one_talk_of_an_offer_and_a_need"),
            models.UniqueConstraint(fields=["plan", "slot", "seat_table"], name="one_talk_at_a_table_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.offer.firm} – {self.need.firm}"

    @property
    def ref(self) -> str:
        return f"talk/{self.pk}"

    @property
    def sides(self) -> tuple[str, str]:
        """The parties of the offer and of the need; needs both firms fetched with it."""
        return self.offer.firm.party.slug, self.need.firm.party.slug

    @property
    def seat(self) -> TableSeat | None:
        if self.slot is None or self.seat_table is None:
            return None
        return TableSeat(self.slot, self.seat_table)

    @property
    def accepted(self) -> list[str]:
        moments = (self.offer_accepted_at, self.need_accepted_at)
        return [side for side, moment in zip(self.sides, moments, strict=True) if moment is not None]


class TalkOutcome(models.Model):
    """What a side says came of a talk; others follow for years, and the last one counts. Money keeps its currency.

    It is published while both sides agree to it; each moment says since when its side does.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    talk = models.ForeignKey(BusinessTalk, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField(max_length=12, choices=terms.talk_results)
    on = ImpreciseDateField()
    words = models.TextField(blank=True, default="")
    language = models.CharField(max_length=35, blank=True, default="")
    amount = models.DecimalField(max_digits=24, decimal_places=4, null=True, blank=True)
    currency = models.CharField(max_length=40, blank=True, default="")
    qualifier = models.CharField(max_length=12, choices=qualifiers, blank=True, default="")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    offer_publishes_at = models.DateTimeField(null=True, blank=True)
    need_publishes_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    origin = OriginField()

    class Meta:
        ordering = ["-recorded_at", "pk"]

    def __str__(self) -> str:
        return str(terms.TalkResult(self.result).label)

    @property
    def ref(self) -> str:
        return f"outcome/{self.pk}"

    @property
    def publishing(self) -> list[str]:
        """The sides that publish it; needs the talk with both firms fetched with it."""
        moments = (self.offer_publishes_at, self.need_publishes_at)
        return [side for side, moment in zip(self.talk.sides, moments, strict=True) if moment is not None]

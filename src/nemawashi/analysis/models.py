"""Concepts with their life spans, and dated events of the formats that the Dialogue is compared with."""

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.parties.models import Dialogue, Person


class Concept(models.Model):
    """An idea with the earliest and latest use found in the record's sources (not in whole corpora)."""

    slug = models.SlugField(max_length=120, unique=True)
    name = models.TextField()
    name_ja = models.TextField(null=True, blank=True)
    introduced_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="concepts")
    first_seen_on = ImpreciseDateField(null=True, blank=True)
    last_seen_on = ImpreciseDateField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name

    @property
    def ref(self) -> str:
        return f"concept/{self.slug}"


class DialogueEvent(models.Model):
    """A dated meeting of a dialogue, in the words of its source."""

    slug = models.SlugField(max_length=80, unique=True)
    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="events")
    on = ImpreciseDateField(null=True, blank=True)
    level = models.CharField(max_length=60, null=True, blank=True)
    city = models.CharField(max_length=120, null=True, blank=True)
    country = models.CharField(max_length=120, null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    is_planned = models.BooleanField(null=True)
    order = models.PositiveSmallIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["dialogue", "order"]

    def __str__(self) -> str:
        return f"{self.dialogue_id} {self.on}"

    @property
    def ref(self) -> str:
        return f"event/{self.slug}"

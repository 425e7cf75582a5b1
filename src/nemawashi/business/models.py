"""Firms, their contact persons, offers and needs. What is personal stands in ``FirmContact`` alone."""

import uuid
from collections.abc import Mapping

from django.db import models

from nemawashi.access.models import User
from nemawashi.access.origins import OriginField
from nemawashi.business import terms
from nemawashi.parties.models import Organisation, Party, Pillar
from nemawashi.parties.terms import in_language


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
    """Whom to reach at a firm, by that person's consent. Once it is withdrawn nothing of the person is left here.

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
        return self.withdrawn_at is None


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

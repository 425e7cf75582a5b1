"""The one confidential table: what a delegation drafts and has not tabled.

Only ``texts.queries`` and ``texts.acts`` may import this. A tabled draft is copied to ``models.Position``; the draft
stays here, so that the delegation keeps its own history.
"""

import uuid

from django.db import models

from nemawashi.access.seal import SealedModel, SealedWords
from nemawashi.parties.models import Party
from nemawashi.texts import terms
from nemawashi.texts.models import Clause, Position


class DraftPosition(SealedModel):
    """A position before it is tabled. Its words and reasons are encrypted for its delegation (``access.codec``)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=14, choices=terms.operations)
    wording_number = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    words = SealedWords(blank=True, default="")
    why = SealedWords(blank=True, default="")
    instruction = SealedWords(blank=True, default="")
    taken_from = SealedWords(blank=True, default="")
    state = models.CharField(max_length=10, choices=terms.draft_states, default=terms.DraftState.DRAFT)
    drafted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)
    tabled_as = models.ForeignKey(Position, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta(SealedModel.Meta):
        abstract = False
        ordering = ["drafted_at", "pk"]

    @property
    def ref(self) -> str:
        return f"draft/{self.pk}"

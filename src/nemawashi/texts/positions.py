"""The confidential tables: what a delegation drafts and has not tabled, and the files in which it sent that.

Only ``texts.queries`` and ``texts.acts`` may import this. A tabled draft is copied to ``models.Position``; the draft
stays here, so that the delegation keeps its own history.
"""

import uuid

from django.db import models

from nemawashi.access.seal import SealedModel, SealedWords
from nemawashi.parties.models import Party
from nemawashi.texts import terms
from nemawashi.texts.models import Clause, Position, Text


class DraftPosition(SealedModel):
    """A position before it is tabled. Its words and reasons are encrypted for its delegation (``access.codec``).

    ``language``: see ``models.Position``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="+")
    operation = models.CharField(max_length=20, choices=terms.operations)
    target = models.ForeignKey(Clause, null=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=5, blank=True, default="")
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


class DraftFile(SealedModel):
    """A file that a delegation sent, as it came, until its proposals are taken in or it is discarded.

    ``content`` is the file in base64. It is read anew whenever it is shown, and never handed on: exports are made
    afresh. ``kind``: ``word``, ``brackets`` or ``amendments``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    text = models.ForeignKey(Text, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    name = SealedWords()
    content = SealedWords(blank=True, default="")
    sent_at = models.DateTimeField()
    sent_by = models.CharField(max_length=150)
    taken_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(SealedModel.Meta):
        abstract = False
        ordering = ["-sent_at", "pk"]

    @property
    def ref(self) -> str:
        return f"file/{self.pk}"

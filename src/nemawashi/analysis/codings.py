"""Codings of a round that is open: each coder sees the own ones and nobody else's, until all are opened together."""

import uuid

from django.db import models

from nemawashi.access.models import User
from nemawashi.access.seal import SealedModel, SealedWords
from nemawashi.analysis.models import RoundCoder, RoundPassage


class WaitingCoding(SealedModel):
    """What a coder gave one passage; ``content`` is JSON {codes, note}, encrypted for whoever codes.

    The codings of a machine belong to the person who handed them in.
    """

    OWNER = "holder_id"
    VIEWER_KEY = "user_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    holder = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    coder = models.ForeignKey(RoundCoder, on_delete=models.PROTECT, related_name="+")
    passage = models.ForeignKey(RoundPassage, on_delete=models.PROTECT, related_name="+")
    content = SealedWords()
    at = models.DateTimeField()

    class Meta(SealedModel.Meta):
        abstract = False
        ordering = ["passage__number"]
        constraints = [models.UniqueConstraint(fields=["coder", "passage"], name="one_waiting_coding")]

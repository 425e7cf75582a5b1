"""The other sealed table: a score that waits until every assessor's is in. Each assessor sees only the own."""

import uuid

from django.db import models

from nemawashi.access.models import User
from nemawashi.access.seal import SealedModel, SealedWords
from nemawashi.commitments.models import Commitment


class WaitingScore(SealedModel):
    """An assessor's score before it is opened; ``content`` is JSON {score, why}, encrypted for the assessor."""

    OWNER = "assessor_id"
    VIEWER_KEY = "user_id"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    content = SealedWords()
    at = models.DateTimeField()

    class Meta(SealedModel.Meta):
        abstract = False
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["assessor", "commitment"], name="one_waiting_score")]


class Receipt(models.Model):
    """That an assessor's score is in. No page, API or log tells it: it only lets the act know when all are in."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="+")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["commitment", "assessor"]
        constraints = [models.UniqueConstraint(fields=["commitment", "assessor"], name="one_receipt_per_assessor")]

    def __str__(self) -> str:
        return f"Receipt {self.pk}"

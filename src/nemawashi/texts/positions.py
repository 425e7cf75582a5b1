"""The confidential tables: what a delegation drafts and has not tabled, and the files in which it sent that.

Only ``texts.queries`` and ``texts.acts`` may import this. A tabled draft is copied to ``models.Position``; the draft
stays here, so that the delegation keeps its own history.

In plain, a copy of the disk has of a draft its delegation, what became of it, and as which position it was tabled. All
else is sealed in ``about`` (``access.parts``), and so read and set on rows alone: no statement filters or orders by it.
"""

import datetime as dt
import uuid

from django.db import models

from nemawashi.access.parts import Linked, PlaceField, SealedPart, SealedParts
from nemawashi.access.seal import SealedModel, SealedWords
from nemawashi.parties.models import Party
from nemawashi.texts import terms
from nemawashi.texts.models import Clause, Position, Text


class DraftPosition(SealedModel):
    """A position before it is tabled. Its words and reasons, where and when, are encrypted for its delegation.

    ``place``: of the text. ``language``: see ``models.Position``. ``clause`` is None where ``about`` is closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=terms.draft_states, default=terms.DraftState.DRAFT)
    tabled_as = models.ForeignKey(Position, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    place = PlaceField()
    about = SealedParts(default=dict)

    clause_id: SealedPart[uuid.UUID | None] = SealedPart(uuid.UUID, None)
    clause = Linked(Clause, "text")
    operation = SealedPart(str, "")
    target_id: SealedPart[uuid.UUID | None] = SealedPart(uuid.UUID, None)
    target = Linked(Clause)
    language = SealedPart(str, "")
    wording_number = SealedPart(int, 0)
    start = SealedPart(int, 0)
    end = SealedPart(int, 0)
    words = SealedPart(str, "", says=True)
    why = SealedPart(str, "")
    instruction = SealedPart(str, "", says=True)
    taken_from = SealedPart(str, "")
    drafted_at: SealedPart[dt.datetime | None] = SealedPart(dt.datetime, None)
    changed_at: SealedPart[dt.datetime | None] = SealedPart(dt.datetime, None)
    changed_by = SealedPart(str, "")

    class Meta(SealedModel.Meta):
        abstract = False
        ordering = ["pk"]
        indexes = [models.Index(fields=["party", "state", "place"], name="drafts_of_a_party")]

    @property
    def ref(self) -> str:
        return f"draft/{self.pk}"

    @property
    def of_what(self) -> str:
        return f"text/{self.clause.text_id}"


class DraftFile(SealedModel):
    """A file that a delegation sent, as it came, until its proposals are taken in or it is discarded.

    ``content`` is the file in base64. It is read anew whenever it is shown, and never handed on: exports are made
    afresh. ``kind``: ``word``, ``brackets`` or ``amendments``. ``text`` is None where ``about`` is closed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    place = PlaceField()
    about = SealedParts(default=dict)
    content = SealedWords(blank=True, default="")

    text_id: SealedPart[int | None] = SealedPart(int, None)
    text = Linked(Text, "meeting")
    kind = SealedPart(str, "")
    name = SealedPart(str, "", says=True)
    sent_at: SealedPart[dt.datetime | None] = SealedPart(dt.datetime, None)
    sent_by = SealedPart(str, "")
    taken_at: SealedPart[dt.datetime | None] = SealedPart(dt.datetime, None)

    class Meta(SealedModel.Meta):
        abstract = False
        ordering = ["pk"]
        indexes = [models.Index(fields=["party", "place"], name="files_of_a_party")]

    @property
    def ref(self) -> str:
        return f"file/{self.pk}"

    @property
    def of_what(self) -> str:
        return f"text/{self.text_id}"

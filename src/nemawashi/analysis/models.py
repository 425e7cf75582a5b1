"""Concepts with their life spans, events of formats to compare with, runs of counting, rounds of coding.

Codings that wait for the end of their round: ``codings``.
"""

import json
import secrets
from functools import cached_property
from typing import Any

from django.db import models

from nemawashi.access.fields import ImpreciseDateField
from nemawashi.access.models import User
from nemawashi.access.origins import OriginField
from nemawashi.analysis import terms
from nemawashi.meetings.terms import Mode
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
    origin = OriginField("concept")

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
    ends_on = ImpreciseDateField(null=True, blank=True)
    level = models.CharField(max_length=60, null=True, blank=True)
    series = models.CharField(max_length=120, null=True, blank=True, help_text="none for the main one of its level")
    ordinal = models.PositiveSmallIntegerField(null=True, blank=True, help_text="within its level and series")
    mode = models.CharField(max_length=20, choices=Mode.choices, null=True, blank=True)
    city = models.CharField(max_length=120, null=True, blank=True)
    country = models.CharField(max_length=120, null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    outcomes = models.JSONField(default=list, blank=True, help_text="titles of documents, with dates where known")
    pledge = models.TextField(null=True, blank=True, help_text="as announced, never what was paid")
    is_planned = models.BooleanField(null=True)
    order = models.PositiveSmallIntegerField(default=0)
    extra = models.JSONField(default=dict, blank=True)
    origin = OriginField("event")

    class Meta:
        ordering = ["dialogue", "order"]

    def __str__(self) -> str:
        return f"{self.dialogue_id} {self.on}"

    @property
    def ref(self) -> str:
        return f"event/{self.slug}"


class DialogueFact(models.Model):
    """A sourced fact on how a dialogue works; which columns hold something depends on its kind (``analysis.record``).

    Its sources are citations of its dialogue, under the part ``kind/order``. Coverage alone is this record's own reading.
    """

    dialogue = models.ForeignKey(Dialogue, on_delete=models.PROTECT, related_name="facts")
    kind = models.CharField(max_length=20, choices=terms.fact_kinds)
    order = models.PositiveSmallIntegerField(default=0)
    on = ImpreciseDateField(null=True, blank=True)
    until = ImpreciseDateField(null=True, blank=True)
    count = models.JSONField(null=True, blank=True, help_text="a number, or words where the source does not count states")
    words = models.TextField(null=True, blank=True)
    note = models.TextField(null=True, blank=True)
    place = models.CharField(max_length=120, null=True, blank=True)
    level = models.CharField(max_length=60, null=True, blank=True)
    state = models.CharField(max_length=20, null=True, blank=True)
    matter = models.CharField(max_length=80, null=True, blank=True)
    by = models.TextField(null=True, blank=True)
    party = models.CharField(max_length=60, null=True, blank=True, help_text="a party, or a group of the forum")

    class Meta:
        ordering = ["dialogue", "kind", "order"]
        constraints = [models.UniqueConstraint(fields=["dialogue", "kind", "order"], name="one_fact_at_each_place")]

    def __str__(self) -> str:
        return f"{self.dialogue_id} {self.part}"

    @property
    def part(self) -> str:
        return f"{self.kind}/{self.order}"


def run_key() -> str:
    """The name of a run in its address. Drawn by lot: it tells neither how many there are nor what was asked."""
    return secrets.token_hex(6)


class ResultRun(models.Model):
    """A result of counting under a permanent address: what was asked, of which words, and the whole answer.

    ``answer`` is the text of its JSON, byte for byte, and ``digest`` its SHA-256; both stand for good, also when the
    collection has other words since. Who sees the row is told by its state (``queries.visible_runs``).
    """

    slug = models.CharField(max_length=12, unique=True, default=run_key, editable=False)
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=12, choices=terms.result_kinds)
    query = models.JSONField(default=dict)
    answer = models.TextField()
    digest = models.CharField(max_length=64)
    software = models.CharField(max_length=40)
    maker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    maker_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=terms.run_states, default=terms.RunState.KEPT)
    published_at = models.DateTimeField(null=True, blank=True)
    why_withdrawn = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    origin = OriginField("run")

    class Meta:
        ordering = ["-published_at", "-made_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"run/{self.slug}"

    @property
    def collections(self) -> list[str]:
        """The collections that were counted."""
        return [self.query[name] for name in ("in", "against") if name in self.query]

    @cached_property
    def content(self) -> dict[str, Any]:
        """The answer as values."""
        held: dict[str, Any] = json.loads(self.answer)
        return held


class CodebookVersion(models.Model):
    """A codebook of this installation, whole and as YAML. One that a round was coded by never changes."""

    name = models.CharField(max_length=120)
    version = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    titles = models.JSONField(default=dict)
    content = models.TextField()
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "-added_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="one_codebook_of_a_version")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class CodingRound(models.Model):
    """Passages, a codebook and people who code them without seeing each other's codings, until the round closes.

    The passages are taken over word for word when it opens: what is coded does not change under the coders.
    """

    slug = models.CharField(max_length=12, unique=True, default=run_key, editable=False)
    title = models.CharField(max_length=200)
    codebook = models.ForeignKey(CodebookVersion, on_delete=models.PROTECT, related_name="rounds")
    collection = models.CharField(max_length=120)
    language = models.CharField(max_length=8, blank=True, default="")
    digest = models.CharField(max_length=64, help_text="of the passages")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ref(self) -> str:
        return f"round/{self.slug}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class RoundPassage(models.Model):
    """A passage of a round with what is known of its document; ``ref``: the clause that it was.

    ``words`` are those of the clause. Where a part of it is coded, ``start`` and ``end`` are its code points.
    """

    round = models.ForeignKey(CodingRound, on_delete=models.PROTECT, related_name="passages")
    number = models.PositiveIntegerField()
    document = models.CharField(max_length=300)
    title = models.TextField(blank=True, default="")
    date = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=8, blank=True, default="")
    ref = models.CharField(max_length=160)
    words = models.TextField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_passage_at_each_number")]

    def __str__(self) -> str:
        return self.coded

    @property
    def before(self) -> str:
        """The words of the clause before what is coded; none where the whole clause is."""
        return self.words[: self.start] if self.start else ""

    @property
    def coded(self) -> str:
        return self.words[self.start : self.end]

    @property
    def after(self) -> str:
        return "" if self.end is None else self.words[self.end :]


class RoundCoder(models.Model):
    """Who codes in a round. A machine has no account: its codings are kept for the person who hands them in."""

    round = models.ForeignKey(CodingRound, on_delete=models.PROTECT, related_name="coders")
    name = models.CharField(max_length=200)
    account = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round", "pk"]
        constraints = [models.UniqueConstraint(fields=["round", "name"], name="one_coder_of_a_name")]

    def __str__(self) -> str:
        return self.name


class PassageCoding(models.Model):
    """What a coder gave a passage, opened when the round closed."""

    coder = models.ForeignKey(RoundCoder, on_delete=models.PROTECT, related_name="codings")
    passage = models.ForeignKey(RoundPassage, on_delete=models.PROTECT, related_name="codings")
    codes = models.JSONField(default=list)
    note = models.TextField(blank=True, default="")
    marks = models.JSONField(default=list, help_text="[code, start, end] of the words that a code is about, by code points")

    class Meta:
        ordering = ["passage", "coder"]
        constraints = [models.UniqueConstraint(fields=["coder", "passage"], name="one_opened_coding")]

    def __str__(self) -> str:
        return f"{self.coder_id} on {self.passage_id}"


class Adjudication(models.Model):
    """Which codes a passage has in the end, with the reason. A later one stands before an earlier one, which is kept."""

    passage = models.ForeignKey(RoundPassage, on_delete=models.PROTECT, related_name="adjudications")
    codes = models.JSONField(default=list)
    why = models.TextField()
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["passage", "pk"]

    def __str__(self) -> str:
        return f"adjudication {self.pk}"

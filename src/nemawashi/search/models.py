"""The index: one entry a row that can be found, and for every token the set of entries that have it.

Both tables repeat what other tables say and can be thrown away: ``index.rebuild`` makes them anew. No sealed row is
ever read for them.
"""

from django.db import models


class Entry(models.Model):
    """What search shows of a row. ``parties`` are slugs; ``shown`` has names in other languages, or for a meeting its
    number and city, so that the pages can say it in the reader's language. ``digest`` tells whether the row changed."""

    ref = models.CharField(max_length=160, unique=True)
    noun = models.CharField(max_length=20)
    audience = models.CharField(max_length=12)
    title = models.TextField()
    words = models.TextField(blank=True, default="")
    language = models.CharField(max_length=10, default="en")
    date = models.CharField(max_length=10, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True)
    track = models.CharField(max_length=60, blank=True, default="")
    parties = models.JSONField(default=list)
    pillar = models.CharField(max_length=60, blank=True, default="")
    shown = models.JSONField(default=dict)
    page_ref = models.CharField(max_length=160, help_text="the row on whose page this one is shown")
    title_size = models.PositiveSmallIntegerField(default=1)
    origin = models.CharField(max_length=8, default="")
    digest = models.CharField(max_length=32)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return self.ref


class Posting(models.Model):
    """A token and, as roaring bitmaps of entry keys, the entries that have it in their title, in the names around
    them (parties, people, places, dates), or in their words.

    ``kind`` is the token's first letter (``kit.words.analysis``; ``f`` is a filter such as ``f:year:2012``);
    ``size`` is its length, by which words of like spelling are looked for.
    """

    token = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=1)
    size = models.PositiveSmallIntegerField()
    title = models.BinaryField()
    names = models.BinaryField()
    words = models.BinaryField()

    class Meta:
        ordering = ["token"]
        indexes = [models.Index(fields=["kind", "size"])]

    def __str__(self) -> str:
        return self.token

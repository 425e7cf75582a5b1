"""The ways to read one part of the record: lists that stand beside each other under an entry of the main navigation."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of the main navigation with its lists, the one that it leads to first, and the pages of their rows."""

    lists: Mapping[str, Promise]
    rows: tuple[str, ...]


SECTIONS: tuple[Section, ...] = (
    Section(
        {
            "meetings": _("Meetings"),
            "tracks": pgettext_lazy("of meetings", "Tracks"),
            "hosts": _("Hosts"),
            "ranks": _("Ranks"),
            "events": _("Events"),
            "visits": _("Visits"),
            "formats": _("Formats compared"),
        },
        ("meeting", "track"),
    ),
    Section({"texts": _("Texts")}, ("text",)),
    Section(
        {
            "parties": _("Parties"),
            "people": _("People"),
            "organisations": _("Organisations"),
            "votes": _("Votes in the United Nations"),
        },
        ("party", "person", "organisation"),
    ),
    Section(
        {"commitments": _("Commitments"), "pillars": _("Pillars"), "remits": _("Remits")}, ("commitment", "pillar", "remit")
    ),
    Section({"recommendations": _("Recommendations"), "uptake": _("Uptake")}, ("recommendation",)),
    Section(
        {
            "assistance": _("Assistance"),
            "sums": _("Sums"),
            "initiatives": _("From word to deed"),
            "business": _("Business track"),
        },
        ("undertaking",),
    ),
    Section(
        {
            "concepts": _("Concepts"),
            "life_spans": _("Life spans"),
            "words": _("Words in context"),
            "ngrams": _("Sequences of words (n-grams)"),
            "likeness": _("Likeness of documents"),
            "keyness": _("Keyness"),
            "runs": pgettext_lazy("of counting", "Results"),
        },
        ("concept", "run", "run_passages"),
    ),
    Section({"figures": _("Pictures")}, ("figure",)),
    Section({"sources": _("Sources"), "alone": _("On one source")}, ("source",)),
    Section({"conflicts": _("Conflicts")}, ("conflict",)),
)


def of(name: str) -> Section | None:
    """The section to which a page belongs, by the name of its address."""
    return next((section for section in SECTIONS if name in section.lists or name in section.rows), None)

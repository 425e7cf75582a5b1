"""Buttons by which whoever may keeps, publishes and withdraws a result, adds formats and their events, brings and shares
material.
"""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nemawashi.access import origins
from nemawashi.access.rules import Possible
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import possible
from nemawashi.analysis.answering import CountingQuestion
from nemawashi.lineage.models import Corpus
from nemawashi.parties.models import Dialogue
from nemawashi.parties.queries import forum
from nemawashi.portal import asking

ACTS: dict[str, Promise] = {
    "keep_result": _("Keep this result"),
    "publish_run": _("Publish"),
    "withdraw_run": _("Withdraw"),
    "add_format": _("Add a format"),
    "add_event": _("Add a meeting"),
    "bring_material": _("Bring a document of your own"),
    "share_corpus": _("Share with everybody"),
}


def of_result(request: HttpRequest, asked: CountingQuestion) -> list[tuple[str, str]]:
    """The button that keeps an answer: where it leads, and its words. None where fiction was counted: no run has it."""
    viewer = asking.viewer(request)
    may_be = viewer.is_signed_in and not origins.are_asked_for()
    rows = possible.on_results(Dialogue(slug=forum().slug), viewer=viewer) if may_be else []
    query = urlencode({"question": str(asked)})
    return [(f"{href}?{query}", label) for href, label in buttons(rows)]


def buttons(rows: Sequence[Possible]) -> list[tuple[str, str]]:
    """Where each act that is granted is done, and its words."""
    return [(reverse("desk:act", args=[each.act, each.on.slug]), str(ACTS[each.act])) for each in rows if each.verdict]


def of_corpus(row: Corpus, *, viewer: Viewer) -> list[tuple[str, str]]:
    """To its owner: bring another document into it, share it."""
    acts = possible.on_corpus(row, viewer=viewer)
    more = of_corpora(viewer) if acts else []
    return [(f"{href}?{urlencode({'corpus': row.slug})}", label) for href, label in more] + buttons(acts)


def of_corpora(viewer: Viewer) -> list[tuple[str, str]]:
    """To whoever analyses: bring a document of their own."""
    return buttons(possible.on_corpora(Dialogue(slug=forum().slug), viewer=viewer)) if viewer.is_signed_in else []

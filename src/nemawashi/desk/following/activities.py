"""Activities that publishers report: a file looked at and taken in, and what belongs to which pledge or project."""

import base64
import binascii
import lzma
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.assistance import acts, matching, possible, queries
from nemawashi.assistance.matching import KINDS
from nemawashi.assistance.models import Activity, Undertaking
from nemawashi.assistance.staging import Staged
from nemawashi.desk.acting import finding, pages, unread
from nemawashi.desk.acting.forms import Blank, Why
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import apart, limits
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.iati import taking
from nemawashi.kit.iati.taking import FlawRow, SentFile
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Dialogue

MOST_CARRIED = 900_000  # signs: what a form carries back after the preview
SHOWN = 40  # activities, or refusals, on a page
REASONS = {
    "title": _("alike in title"),
    "giver": _("the same donor"),
    "not the giver": _("another donor"),
    "country": _("a common recipient"),
    "not the country": _("other recipients"),
    "amount": _("the same amount"),
    "amount through a rate": _("the same amount by a rate taken in"),
    "date": _("near in time"),
    "not the date": _("far in time"),
}


class ImportActivities(Blank):
    """A file is sent once: after the preview the form carries it back, compressed."""

    previews = _("Look at it first")

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("IATI 2.01, 2.02 or 2.03; larger files by the command nemawashi iati.")
    )
    name = forms.CharField(required=False, max_length=255, widget=forms.HiddenInput)
    carried = forms.CharField(required=False, max_length=MOST_CARRIED, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        content = self._content(cleaned)
        try:
            self.sent: SentFile = apart.ask(taking.read, content, clock.today(), whose=self.viewer.whose)
        except UnreadableError as fault:
            raise ValidationError(
                _("Nothing of this file can be taken in. %(why)s"), params={"why": unread.sentence(fault)}, code="file"
            ) from None
        return cleaned

    def _content(self, cleaned: dict[str, Any]) -> bytes:
        upload = cleaned.get("file")
        if upload is not None:
            if upload.size > limits.FILE_BYTES:
                raise ValidationError(_("The file is too large."), code="large")
            content: bytes = upload.read()
            cleaned["name"] = upload.name[:255]
            packed = base64.b64encode(lzma.compress(content, preset=3)).decode()
            fits = len(packed) <= MOST_CARRIED
            self.data = {
                **{key: self.data[key] for key in self.data},
                "carried": packed if fits else "",
                "name": cleaned["name"],
            }
            return content
        if not cleaned.get("carried"):
            raise ValidationError(_("Choose a file."), code="required")
        return _unpacked(cleaned["carried"])

    @property
    def is_looked_at(self) -> bool:
        return self.is_bound and not self.errors

    def preview(self) -> dict[str, Any]:
        staged = self._staged()
        with closing(staged):
            states = list(_states(staged, self.sent))
        return {
            "sent": self.sent,
            "counts": [
                (_now("New"), staged.new),
                (_now("Changed"), staged.changed),
                (_now("Unchanged"), staged.unchanged),
                (_now("Refused"), self.sent.refused_count),
                (_now("Transactions"), staged.transactions),
            ],
            "states": [(name, _now("New") if state == "new" else _now("Changed")) for name, state in states[:SHOWN]],
            "left_refused": max(0, self.sent.refused_count - SHOWN),
            "refused_rows": [_refused(row) for row in self.sent.refused[:SHOWN]],
        }

    def _staged(self) -> Staged:
        staged = Staged(self.cleaned_data.get("name") or "")
        staged.version, staged.refused = self.sent.version, self.sent.refused_count
        return staged

    def words_for_act(self) -> dict[str, Any]:
        staged = self._staged()
        for row in self.sent.rows:
            staged.keep(row)
        staged.compare()
        return {"staged": staged}


def _refused(row: FlawRow) -> dict[str, Any]:
    reason, detail = unread.of_activity(row)
    return {"line": row.line, "identifier": row.identifier, "reason": reason, "detail": detail}


def _states(staged: Staged, sent: SentFile) -> Iterator[tuple[str, str]]:
    """Identifiers that are new or changed."""
    for row in sent.rows:
        staged.keep(row)
    yield from ((name, state) for name, state in staged.states() if state != "unchanged")


def _unpacked(carried: str) -> bytes:
    """What the form carried; whoever changed it may send no more than a file may have."""
    try:
        unpacker = lzma.LZMADecompressor(memlimit=100_000_000)
        content = unpacker.decompress(base64.b64decode(carried, validate=True), max_length=limits.FILE_BYTES)
    except (lzma.LZMAError, binascii.Error, ValueError):
        raise ValidationError(_("Choose the file again."), code="file") from None
    if not unpacker.eof:
        raise ValidationError(_("The file is too large."), code="large")
    return content


class TieActivity(Blank):
    undertaking = forms.ModelChoiceField(Undertaking.objects.none(), label=_("Belongs to"), to_field_name="slug")

    def prepare(self) -> None:
        self.fields["undertaking"].queryset = Undertaking.objects.filter(kind__in=KINDS)  # type: ignore[attr-defined]


offer(
    acts.import_activities,
    label=_("Take in a file of activities"),
    on=finding.home_dialogue,
    form=ImportActivities,
    leads_to=pages.activities,
    sees_version=False,
)
offer(
    acts.tie_activity,
    label=_("Tie to the record"),
    on=finding.activity,
    form=TieActivity,
    leads_to=pages.activities,
)
offer(
    acts.untie_activity,
    label=_("Take the tie back"),
    on=finding.activity,
    form=Why,
    leads_to=pages.activities,
)
offer(
    acts.set_activity_aside,
    label=_("Belongs to nothing here"),
    on=finding.activity,
    form=Why,
    leads_to=pages.activities,
)


@login_required
@require_safe
def activities(request: Request) -> HttpResponse:
    """Activities that belong to nothing yet first, each with what it may belong to and why."""
    viewer = request.viewer
    page = Paginator(queries.activities_to_tie(viewer=viewer), SHOWN).get_page(request.GET.get("page", "1")[:6])
    rows: list[Activity] = list(page.object_list)
    proposed = matching.proposals([row for row in rows if _waits(row)], viewer=viewer)
    dialogue = Dialogue(slug=parties.forum().slug)
    context = {
        "title": _now("Reported activities"),
        "page": page,
        "offered": possible.on_files(dialogue, viewer=viewer),
        "rows": [
            {
                "row": row,
                "money": [(kind, amount, currency) for kind, amount, currency in queries.sums_of(row)],
                "proposed": [
                    (each.undertaking, ", ".join(str(REASONS[name]) for name in each.likeness.because))
                    for each in proposed.get(row.pk, ())
                ],
                "acts": possible.on_activity(row, viewer=viewer),
            }
            for row in rows
        ],
    }
    return render(request, "desk/activities.html", context)


def _waits(row: Activity) -> bool:
    return row.undertaking_id is None and not row.is_aside

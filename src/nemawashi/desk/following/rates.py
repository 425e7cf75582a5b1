"""A table of exchange rates, looked at and taken in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from nemawashi.assistance import acts
from nemawashi.assistance.acts import SourcedRate
from nemawashi.desk.acting import finding, pages, unread
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import apart
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.sheets import rates
from nemawashi.kit.sheets.rates import RateFault, RateLine, RefusedLine
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Source

LONGEST_TABLE = 900_000  # signs; some twenty thousand rates
SHOWN = 40  # refused lines on a page


class ImportRates(Blank):
    """A table is pasted, or sent as a file that then stands in the box, so that what was looked at is what is taken in."""

    previews = _("Look at it first")

    table = Words(
        label=_("Table of rates"),
        rows=10,
        longest=LONGEST_TABLE,
        required=False,
        help_text=_("CSV with the columns date, from, to, rate, source: 2012-11-09,USD,JPY,79.4,name-of-the-source"),
    )
    file = forms.FileField(label=_("File"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        words = self._words(cleaned)
        try:
            self.read = apart.ask(rates.read, words, whose=self.viewer.whose)
        except UnreadableError as fault:
            raise ValidationError(
                _("Nothing of this file can be taken in. %(why)s"), params={"why": unread.sentence(fault)}, code="file"
            ) from None
        self.rows, self.refused = _sourced(self.read.rows)
        self.refused = sorted([*self.read.refused, *self.refused], key=lambda each: each.line)
        return cleaned

    def _words(self, cleaned: dict[str, Any]) -> str:
        upload = cleaned.get("file")
        if upload is None:
            if not cleaned.get("table"):
                raise ValidationError(_("Paste a table or choose a file."), code="required")
            return str(cleaned["table"])
        if upload.size > LONGEST_TABLE:
            raise ValidationError(_("The file is too large."), code="large")
        try:
            words = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("The file is no text in UTF-8."), code="file") from None
        self.data = {**{key: self.data[key] for key in self.data}, "table": words}
        return str(words)

    def preview(self) -> dict[str, Any]:
        new, changed, unchanged = acts.weighed(self.rows)
        return {
            "sent": True,
            "counts": [
                (_now("New"), len(new)),
                (_now("Changed"), len(changed)),
                (_now("Unchanged"), unchanged),
                (_now("Refused"), len(self.refused)),
            ],
            "states": [(f"{row.on}: {row}", _now("New")) for row in new[:SHOWN]]
            + [(f"{row.on}: {row} → {rate.normalize():f}", _now("Changed")) for row, rate in changed[:SHOWN]],
            "left_refused": max(0, len(self.refused) - SHOWN),
            "refused_rows": [{"line": each.line, "reason": unread.of_rate(each)} for each in self.refused[:SHOWN]],
        }

    def words_for_act(self) -> dict[str, Any]:
        return {"rates": self.rows}


def _sourced(lines: list[RateLine]) -> tuple[list[SourcedRate], list[RefusedLine]]:
    """Lines with the sources that the record has under the names or addresses that they give."""
    known: dict[str, Source | None] = {name: sources.source_named(name) for name in {each.source for each in lines}}
    rows: list[SourcedRate] = []
    refused: list[RefusedLine] = []
    for each in lines:
        source = known[each.source]
        if source is None:
            refused.append(rates.refused(each.line, RateFault.UNKNOWN_SOURCE))
        else:
            day = dt.date.fromisoformat(each.on)
            rows.append(SourcedRate(day, each.base, each.quote, Decimal(each.rate), source))
    return rows, refused


offer(
    acts.import_rates,
    label=_("Take in exchange rates"),
    on=finding.home_dialogue,
    form=ImportRates,
    leads_to=pages.sums,
    sees_version=False,
)

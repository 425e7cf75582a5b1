"""A zero draft: paragraphs as they were typed become the clauses of a text."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nemawashi.desk.acting import finding, pages, unread
from nemawashi.desk.acting.forms import Blank, LineField, Words
from nemawashi.desk.acting.offering import Notified, offer
from nemawashi.kit import drafts, limits
from nemawashi.kit.languages import name_of
from nemawashi.meetings.models import AgendaItem
from nemawashi.parties import queries as parties
from nemawashi.texts import acts
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.terms import ClauseKind, TextType


def clauses_in(words: str) -> list[tuple[ClauseKind, str]]:
    """Clauses of a text typed as paragraphs, as ``kit.drafts`` reads them: without the numbers that were typed."""
    return [(ClauseKind(clause.kind), clause.words) for clause in drafts.pasted(words)]


class ZeroDraft(Blank):
    title = LineField(label=_("Title"))
    type = forms.ChoiceField(choices=TextType.choices, label=_("Type"), initial=TextType.JOINT_STATEMENT)
    agenda_item = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("Agenda item"), required=False)

    def prepare(self) -> None:
        """One box for each language of the forum's work; the first is that of the negotiation."""
        self.fields["agenda_item"].queryset = AgendaItem.objects.filter(meeting=self.subject)  # type: ignore[attr-defined]
        self.own, *self.others = parties.forum().languages
        reader = get_language() or "en"
        self.fields[self.own] = Words(
            label=name_of(self.own, reader),
            rows=12,
            longest=200_000,
            help_text=_(
                "One clause a paragraph, an empty line between. # starts a heading, - a sub-clause; "
                "a comma at the end makes a preambular clause, a colon a chapeau."
            ),
        )
        for code in self.others:
            hint = _("The same number of paragraphs, or empty.")
            self.fields[code] = Words(label=name_of(code, reader), rows=4, longest=200_000, required=False, help_text=hint)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for language in (self.own, *self.others):
            try:
                limits.check(words for _kind, words in clauses_in(cleaned.get(language, "")))
            except limits.TooMuchError as fault:
                self.add_error(language, unread.sentence(fault))
        blocks = clauses_in(cleaned.get(self.own, ""))
        for language in self.others:
            other = clauses_in(cleaned.get(language, ""))
            if other and len(other) != len(blocks):
                self.add_error(
                    language,
                    _("%(here)d paragraphs here, %(there)d in the first language: side by side they must be as many.")
                    % {"here": len(other), "there": len(blocks)},
                )
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        versions = {lang: clauses_in(cleaned[lang]) for lang in (self.own, *self.others) if cleaned.get(lang)}
        clauses = [
            ZeroClause(kind, {lang: rows[n][1] for lang, rows in versions.items()})
            for n, (kind, _words) in enumerate(versions[self.own])
        ]
        asked = {name: cleaned[name] for name in ("title", "type", "agenda_item")}
        return {**asked, "clauses": clauses, "language": self.own}


offer(
    acts.circulate_zero_draft,
    label=_("Circulate a zero draft"),
    on=finding.meeting,
    form=ZeroDraft,
    leads_to=pages.text,
    sees_version=False,
    tells=Notified.NOBODY,
    shows_new=True,
)

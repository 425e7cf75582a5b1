"""A zero draft: paragraphs as they were typed, pasted or sent become the clauses of a text, after a look at them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access import log
from nemawashi.desk.acting import finding, pages, unread
from nemawashi.desk.acting.forms import Blank, LineField, Why, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import apart, drafts, limits, sent
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.languages import name_of
from nemawashi.meetings.models import AgendaItem
from nemawashi.parties import queries as parties
from nemawashi.texts import acts, rules
from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.terms import ClauseKind, TextType

MOST_BYTES = 10_000_000
BRACKETS = "[]［］【】"


@dataclass(frozen=True)
class TypedClause:
    """A paragraph as it will be read. ``typed``: the number that stood before it and was taken off."""

    kind: ClauseKind
    words: str
    typed: str = ""
    is_joined: bool = False


@dataclass
class DraftAsRead:
    """A clause before it goes out: the number that it will have, its words by language, what was not understood of it."""

    number: str
    kind: str
    words: list[tuple[str, str]]
    doubts: list[str] = field(default_factory=list)


def typed_clauses(words: str) -> list[TypedClause]:
    """Clauses of a text typed as paragraphs, as ``kit.drafts`` reads them: a number before a paragraph is taken off, for
    clauses are counted here."""
    return [
        TypedClause(ClauseKind(clause.kind), clause.words, clause.typed, clause.is_joined)
        for clause in drafts.pasted(words)
    ]


def seal_of(versions: Mapping[str, Sequence[TypedClause]]) -> str:
    """A word for the clauses as they were looked at: others want another look."""
    said = {language: [[str(row.kind), row.words] for row in rows] for language, rows in versions.items()}
    return hashlib.sha256(log.canonical(said)).hexdigest()[:32]


def _doubts(rows: Sequence[TypedClause], at: int, number: str) -> list[str]:
    """What of a clause was not understood, or may be another thing than was meant."""
    row, doubts = rows[at], []
    if any(sign in row.words for sign in BRACKETS):
        doubts.append(gettext("Brackets stand as words: what is not agreed is asked for by positions."))
    if row.typed and row.typed.strip("().") != number.strip("()."):
        doubts.append(
            gettext("The number %(typed)s was taken off; it will be %(number)s.") % {"typed": row.typed, "number": number}
        )
    if row.is_joined:
        doubts.append(gettext("Several lines were read as one paragraph; an empty line between them makes two."))
    leads = (ClauseKind.CHAPEAU, ClauseKind.SUB, ClauseKind.OPERATIVE)
    if row.kind == ClauseKind.SUB and (not at or rows[at - 1].kind not in leads):
        doubts.append(gettext("A sub-paragraph that stands under no paragraph."))
    if row.kind == ClauseKind.CHAPEAU and (at + 1 == len(rows) or rows[at + 1].kind != ClauseKind.SUB):
        doubts.append(gettext("A chapeau, under which no sub-paragraph stands."))
    return doubts


class ZeroDraft(Blank):
    """Its first button shows the clauses as they will be read; only the second one, below these, circulates them."""

    previews = _("Look at it before it goes out")

    title = LineField(label=_("Title"))
    type = forms.ChoiceField(choices=TextType.choices, label=_("Type"), initial=TextType.JOINT_STATEMENT)
    agenda_item = forms.ModelChoiceField(AgendaItem.objects.none(), label=_("Agenda item"), required=False)
    file = forms.FileField(
        label=_("Word file"),
        required=False,
        help_text=_(
            "Its paragraphs take the place of the words in the boxes; columns in two or three languages fill these."
        ),
    )
    looked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def prepare(self) -> None:
        """One box for each language of the forum's work; the first is that of the negotiation."""
        items = AgendaItem.objects.filter(meeting=self.subject).exclude(state="withdrawn")
        self.fields["agenda_item"].queryset = items  # type: ignore[attr-defined]
        if used := parties.forum().meeting_rules.text_types:
            kind: Any = self.fields["type"]
            kind.choices = [(value, TextType(value).label) for value in used]
            kind.initial = used[0]
        self.own, *self.others = parties.forum().languages
        reader = get_language() or "en"
        self.fields[self.own] = Words(
            label=name_of(self.own, reader),
            rows=12,
            longest=200_000,
            required=False,
            help_text=_(
                "An empty line ends a paragraph. # starts a heading, - a sub-paragraph; "
                "a comma at the end makes a preambular paragraph, a colon a chapeau. Typed numbers are taken off."
            ),
        )
        for code in self.others:
            hint = _("The same number of paragraphs, or empty.")
            self.fields[code] = Words(label=name_of(code, reader), rows=4, longest=200_000, required=False, help_text=hint)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > MOST_BYTES:
            raise ValidationError(_("The file is too large."), code="large")
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("file") is not None:
            self._take_file(cleaned)
        elif not cleaned.get(self.own) and self.own not in self.errors:
            self.add_error(self.own, self.fields[self.own].error_messages["required"])
        for language in (self.own, *self.others):
            try:
                limits.check(row.words for row in typed_clauses(cleaned.get(language, "")))
            except limits.TooMuchError as fault:
                self.add_error(language, unread.sentence(fault))
        blocks = typed_clauses(cleaned.get(self.own, ""))
        for language in self.others:
            other = typed_clauses(cleaned.get(language, ""))
            if other and len(other) != len(blocks):
                self.add_error(
                    language,
                    _("%(here)d paragraphs here, %(there)d in the first language: side by side they must be as many.")
                    % {"here": len(other), "there": len(blocks)},
                )
        return cleaned

    def _take_file(self, cleaned: dict[str, Any]) -> None:
        """The words of the file, put into the boxes, where they can be mended: a browser sends no file twice.

        A file whose language versions stand side by side fills the box of each.
        """
        try:
            versions = apart.ask(sent.versions, cleaned["file"].read(), whose=self.viewer.whose)
        except UnreadableError as fault:
            self.add_error("file", unread.sentence(fault))
            return
        if len(versions) == 1:
            versions = {self.own: next(iter(versions.values()))}
        if left := [code for code in versions if code not in (self.own, *self.others)]:
            names = ", ".join(name_of(code, get_language() or "en") for code in left)
            self.add_error(
                "file", _("The file has words in a language that has no box here: %(names)s.") % {"names": names}
            )
        for code in (self.own, *self.others):
            if code in versions or code == self.own:
                cleaned[code] = "\n\n".join(versions.get(code, ()))
                self._put(code, cleaned[code])
        if self.own not in versions:
            self.add_error(self.own, self.fields[self.own].error_messages["required"])

    def _put(self, name: str, value: str) -> None:
        """Give a field another value, as if it had been sent."""
        self.data = {**{key: self.data[key] for key in self.data}, name: value}

    @cached_property
    def versions(self) -> dict[str, list[TypedClause]]:
        cleaned = self.cleaned_data
        return {code: typed_clauses(cleaned[code]) for code in (self.own, *self.others) if cleaned.get(code)}

    @property
    def is_looked_at(self) -> bool:
        return self.is_bound and not self.errors and self.cleaned_data.get("looked") == seal_of(self.versions)

    def preview(self) -> dict[str, Any]:
        rows = self.versions[self.own]
        numbers = rules.numbers(str(row.kind) for row in rows)
        looked = []
        for at, (row, number) in enumerate(zip(rows, numbers, strict=True)):
            doubts = _doubts(rows, at, number)
            for code, others in self.versions.items():
                if others[at].kind != row.kind:
                    names = {"language": name_of(code, get_language() or "en"), "kind": others[at].kind.label}
                    doubts.append(gettext("In %(language)s it reads as: %(kind)s.") % names)
            words = [(code, each[at].words) for code, each in self.versions.items()]
            looked.append(DraftAsRead(number, str(row.kind.label), words, doubts))
        self.cleaned_data["looked"] = seal_of(self.versions)
        self._put("looked", self.cleaned_data["looked"])
        return {"looked_at": looked, "doubts": sum(len(row.doubts) for row in looked)}

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        clauses = [
            ZeroClause(row.kind, {lang: rows[n].words for lang, rows in self.versions.items()})
            for n, row in enumerate(self.versions[self.own])
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
    shows_new=True,
)


offer(
    acts.take_back_zero_draft,
    label=_("Take back the zero draft"),
    on=finding.text,
    form=Why,
    leads_to=pages.text,
)

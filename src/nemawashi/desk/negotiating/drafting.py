"""The form by which a delegation drafts a position: the clause itself is edited."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from rapidfuzz.distance import Indel

from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit.clauses.operations import CUT, Operation, halves, of_edit
from nemawashi.kit.clauses.spans import normal, smallest_edit
from nemawashi.kit.languages import name_of
from nemawashi.lineage import queries as lineage
from nemawashi.texts import acts
from nemawashi.texts import queries as texts
from nemawashi.texts.models import Clause
from nemawashi.texts.terms import OPERATION_LABELS

# How the form puts an operation; one that is not here goes by its label.
WAYS = {
    Operation.ALTERNATIVE: _("An alternative to the whole paragraph: write it below"),
    Operation.NEW_CLAUSE: _("A new paragraph after this one"),
    Operation.NEW_CLAUSE_BEFORE: _("A new paragraph before this one"),
    Operation.DELETE_CLAUSE: _("Delete the paragraph"),
    Operation.MOVE: _("Move the paragraph"),
    Operation.SPLIT: _("Split the paragraph where [^] stands below; both halves may get other words"),
    Operation.MERGE: _("Merge it with the next paragraph"),
    Operation.PLACEHOLDER: _("A placeholder where [^] stands, or at the end"),
    Operation.FOOTNOTE: _("A footnote where [^] stands, or at the end"),
    Operation.RESERVE: _("Reserve on the paragraph"),
    Operation.SCRUTINY_RESERVE: _("Scrutiny reserve: until it was looked at in the capital"),
    Operation.GENERAL_RESERVE: _("General reserve on the whole text"),
    Operation.COMMENT: _("Comment"),
}
HERE = CUT  # typed into the clause where a note, a placeholder or a cut is meant


def looked_up_while_typing(name: str) -> forms.Textarea:
    """A box whose words are looked up in agreed language from the third word on; without scripts it is just a box."""
    return forms.Textarea(
        attrs={
            "rows": 5,
            "hx-post": reverse_lazy("desk:agreed_hits"),
            "hx-trigger": "input changed delay:250ms",
            "hx-sync": "this:replace",
            "hx-target": f"#hits-{name}",
            "hx-params": "csrfmiddlewaretoken",
            "data-looks-up": name,
            "aria-describedby": f"hits-{name}-help",
        }
    )


class DraftingForm(Blank):
    """A position is drafted by editing the clause; what was touched becomes insert, delete or replace.

    ``taken_from`` names agreed clauses whose words were put into the box; those that were typed over are forgotten.
    ``language``: whose words of the clause are edited, where the text has more than one; empty is the negotiated one.
    """

    looks_up = True
    boxes: tuple[str, ...] = ("clause_words", "words")

    way = forms.ChoiceField(
        label=_("What you propose"),
        widget=forms.RadioSelect,
        choices=[
            ("edit", _("Change words: edit the paragraph below")),
            *((each, WAYS.get(each, OPERATION_LABELS.get(each, each))) for each in Operation if not each.is_spanned),
        ],
        initial="edit",
    )
    clause_words = Words(
        label=_("The paragraph as you want it"), required=False, widget=looked_up_while_typing("clause_words")
    )
    words = Words(
        label=_("New paragraph, note, reserve or comment"), required=False, widget=looked_up_while_typing("words")
    )
    target = forms.ChoiceField(label=_("Move it behind"), required=False)
    why = Words(label=_("Reasons, seen by all once tabled"), rows=2, required=False, longest=4000)
    instruction = Words(label=_("Instructions and red lines, never tabled"), rows=2, required=False, longest=4000)

    taken_from = forms.CharField(required=False, max_length=600, widget=forms.HiddenInput)
    language = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)

    def prepare(self) -> None:
        whole = texts.negotiation(self.clause.text, viewer=self.viewer)
        self.view = whole.of(self.clause.pk)
        self.tongue = self._asked_language()
        if self.tongue:
            self.view = self.view.in_language(self.tongue)
            for name in ("words", "target"):
                del self.fields[name]
            self.boxes = ("clause_words",)
            ways: Any = self.fields["way"]
            ways.choices = [each for each in ways.choices if each[0] in ("edit", Operation.ALTERNATIVE)]
            return
        behind = [view for view in whole.standing if view.clause.pk != self.clause.pk]
        field: Any = self.fields["target"]
        field.choices = [("", "")] + [(str(view.clause.pk), f"{view.number} {view.words}"[:80]) for view in behind]

    def _asked_language(self) -> str:
        """The language whose words are edited: that of the draft, or one that was chosen and has words in force."""
        if not isinstance(self.subject, Clause):
            return str(self.subject.language)
        typed = self.data if self.is_bound else self.initial
        code = str(typed.get("language", ""))
        return code if code in self.view.others and code in self.view.versions else ""

    @property
    def words_before(self) -> str:
        """The words that are edited, in their language."""
        return self.view.words

    @property
    def lang(self) -> str:
        return self.tongue or str(self.clause.text.language)

    @property
    def languages(self) -> list[tuple[str, str]]:
        """The languages whose words may be chosen to be edited, with their names, where there is a choice."""
        own = str(self.clause.text.language)
        codes = [own, *(code for code in self.view.versions if code != own)] if isinstance(self.subject, Clause) else []
        return [(code, name_of(code, get_language() or "en")) for code in codes] if len(codes) > 1 else []

    def clean_language(self) -> str:
        """Refuse a language in which the clause has no words in force: those of another one were not meant."""
        code: str = self.cleaned_data["language"]
        if code not in ("", self.tongue, self.clause.text.language):
            raise ValidationError(_("The paragraph has no words in this language yet; they have to be translated first."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        way, box = cleaned.get("way"), normal(cleaned.get("clause_words", ""))
        if self.errors:
            return cleaned
        if way == "edit":
            edit = smallest_edit(self.view.words, box)
            if edit is None:
                raise ValidationError(_("This changes nothing in the paragraph."), code="no_change")
            cleaned["edit"] = edit
        elif way and Operation(way).is_placed:
            if way == Operation.SPLIT:
                cleaned["place"], cleaned["words"] = self._cut(box)
            else:
                cleaned["place"] = self._place(box)
        elif way == Operation.MOVE and not cleaned.get("target"):
            self.add_error("target", _("Choose the paragraph behind which it moves."))
        return cleaned

    def _cut(self, box: str) -> tuple[int, str]:
        """Where the clause is cut, and the words of both halves where these are other ones than stand there.

        The cut of other words lies where the two halves are nearest to what stands before and behind it.
        """
        parts = halves(box)
        if parts is None or box.count(HERE) != 1:
            raise ValidationError(_("Write [^] into the paragraph where it is to be split."), code="no_place")
        words = self.view.words
        if " ".join(filter(None, parts)).split() == words.split() or "".join(parts) == words:
            return self._place(box), ""
        places = [at for at in range(1, len(words)) if words[at - 1].isspace() or not words.isascii()]

        def likeness(at: int) -> float:
            pairs = zip(parts, (words[:at], words[at:]), strict=True)
            return float(sum(Indel.distance(half, stood) for half, stood in pairs))

        if not places or not all(parts):
            raise ValidationError(_("A paragraph is split between two of its words."), code="no_place")
        return min(places, key=likeness), f"{parts[0]} {HERE} {parts[1]}"

    def _place(self, box: str) -> int:
        """Where the mark stands in the clause; its end where there is none."""
        if HERE not in box:
            return len(self.view.words)
        before, _sep, after = box.partition(HERE)
        for place in (len(before), len(before.rstrip())):
            if self.view.words.startswith(before[:place]) and self.view.words[place:].strip() == after.strip():
                return place
        raise ValidationError(
            _("Leave the words of the paragraph as they are and only write [^] into them."), code="changed"
        )

    def first_words(self) -> dict[str, Any]:
        """The clause as it stands, or the draft as it was left."""
        if isinstance(self.subject, Clause):
            return {"clause_words": self.view.words, "language": self.tongue}
        draft, words = self.subject, self.view.words
        span = next((row.span for row in self.view.drafts if row.draft.pk == draft.pk), None)
        operation = Operation(draft.operation)
        if operation.is_spanned and span:
            words = words[: span.start] + draft.words + words[span.end :]
        elif operation == Operation.SPLIT and draft.words:
            words = draft.words
        elif operation.is_placed and span:
            words = words[: span.start] + HERE + words[span.start :]
        return {
            "way": "edit" if operation.is_spanned else draft.operation,
            "clause_words": draft.words if draft.operation == Operation.ALTERNATIVE else words,
            "words": "" if operation.is_spanned or operation == Operation.SPLIT else draft.words,
            "target": str(draft.target_id or ""),
            "why": draft.why,
            "instruction": draft.instruction,
            "taken_from": draft.taken_from,
            "language": draft.language,
        }

    def theirs(self) -> tuple[str, dict[str, Any]] | None:
        """A colleague's words in the same draft."""
        return None if isinstance(self.subject, Clause) else (self.subject.changed_by, self.first_words())

    @property
    def clause(self) -> Clause:
        return self.subject if isinstance(self.subject, Clause) else self.subject.clause

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        common = {"why": cleaned["why"], "instruction": cleaned["instruction"], "language": self.tongue}
        if cleaned["way"] != "edit":
            words = cleaned["clause_words"] if cleaned["way"] == Operation.ALTERNATIVE else cleaned["words"]
            where = {"start": cleaned["place"], "end": cleaned["place"]} if "place" in cleaned else {}
            is_move = cleaned["way"] == Operation.MOVE
            target = Clause.objects.filter(pk=str(cleaned["target"])).first() if is_move else None
            taken = self._taken(words)
            return {"operation": cleaned["way"], "words": words, "taken_from": taken, "target": target, **where, **common}
        edit = cleaned["edit"]
        common["taken_from"] = self._taken(edit.words)
        operation = of_edit(edit.start, edit.end, edit.words)
        return {"operation": operation, "words": edit.words, "start": edit.start, "end": edit.end, **common}

    def _taken(self, words: str) -> str:
        """The agreed clauses that were named and whose words still stand in ``words``."""
        rows = lineage.taken_sources(self.cleaned_data["taken_from"], words, viewer=self.viewer)
        return " ".join(row.ref for row in rows)


def redraft_position(row: Any, **words: Any) -> Any:
    return acts.draft_position(row.clause, draft=row, **words)


offer(
    acts.draft_position,
    label=_("Draft a position"),
    on=finding.clause,
    form=DraftingForm,
    leads_to=pages.clause,
    sees_version=False,
    is_main=True,
)
offer(
    redraft_position,
    label=_("Change the draft"),
    on=finding.draft,
    form=DraftingForm,
    leads_to=pages.clause,
)
offer(
    acts.table_position,
    label=_("Table"),
    on=finding.draft,
    leads_to=pages.clause,
    is_main=True,
)


class Withdraw(Blank):
    why = Words(
        label=_("Reason"),
        rows=2,
        longest=2000,
        required=False,
        help_text=_("All parties see it, if the position was tabled."),
    )


offer(
    acts.withdraw_position,
    label=_("Withdraw the draft"),
    on=finding.draft,
    form=Withdraw,
    leads_to=pages.clause,
    name="withdraw_draft",
)


def clause_view(clause: Clause, *, viewer: Viewer) -> texts.ClauseView:
    whole = texts.negotiation(clause.text, viewer=viewer)
    return next(view for view in whole.clauses if view.clause.pk == clause.pk)

"""The chair's acts on clauses and positions: accept, bridge, streamline, close, package, agree."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, LineField, Why, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.negotiating.consenting import CleanClauses
from nemawashi.desk.negotiating.drafting import clause_view
from nemawashi.kit.clauses.operations import Operation
from nemawashi.parties.models import Pillar
from nemawashi.texts import acts, rules
from nemawashi.texts import queries as texts
from nemawashi.texts.queries import verdicts


class Bridge(Blank):
    words = Words(label=_("The paragraph in the chair's words"))
    instead_of = forms.MultipleChoiceField(
        label=_("In the place of"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They stay live until the chair's words are accepted, which needs an answer of each party behind them."
        ),
    )
    why = Words(label=_("Reason"), rows=2, required=False, longest=2000)

    def prepare(self) -> None:
        view = clause_view(self.subject, viewer=self.viewer)
        named = [row for row in view.live if not row.held.language]  # words in others are not those of the chair
        self.live = {str(row.position.pk): row.position for row in named}
        self.fields["words"].initial = view.words
        self.fields["instead_of"].choices = [  # type: ignore[attr-defined]
            (
                str(row.position.pk),
                f"{', '.join(row.codes)}: {row.position.get_operation_display()} {row.position.words}"[:160],
            )
            for row in named
        ]

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "words": cleaned["words"],
            "why": cleaned["why"],
            "instead_of": [self.live[key] for key in cleaned["instead_of"]],
        }


offer(
    acts.offer_bridging_words,
    label=_("Offer bridging words"),
    on=finding.clause,
    form=Bridge,
    leads_to=pages.clause,
    sees_version=False,
)


offer(
    acts.agree_ad_referendum,
    label=_("Agree ad referendum"),
    on=finding.clause,
    leads_to=pages.clause,
    sees_version=False,
    is_main=True,
)


class AgreeClean(CleanClauses):
    def prepare(self) -> None:
        self.offer_clauses(lambda text, view: verdicts.on_agreeing_with_others(text, view, by=self.viewer))


offer(
    acts.agree_clean_clauses,
    label=_("Agree all that is clean"),
    on=finding.text,
    form=AgreeClean,
    leads_to=pages.text,
)
offer(
    acts.close_clause,
    label=_("Close the paragraph"),
    on=finding.clause,
    leads_to=pages.clause,
    sees_version=False,
)
offer(
    acts.open_clause,
    label=_("Open the paragraph again"),
    on=finding.clause,
    leads_to=pages.clause,
    sees_version=False,
)
offer(
    acts.reopen_clause,
    label=_("Undo the agreement"),
    on=finding.clause,
    form=Why,
    leads_to=pages.clause,
    sees_version=False,
)


class Accept(Blank):
    """Nothing to fill in, but where several words are proposed for one place."""

    is_at_once = True

    stands_last = forms.BooleanField(
        label=_("Several words are proposed for this place: let these stand behind the others"), required=False
    )

    def prepare(self) -> None:
        if self.subject.operation not in (Operation.INSERT, Operation.NEW_CLAUSE):
            del self.fields["stands_last"]


offer(
    acts.accept_position,
    label=_("Accept"),
    on=finding.position,
    form=Accept,
    leads_to=pages.clause,
)
offer(
    acts.ask_to_let_go,
    label=_("Ask to let it go"),
    on=finding.position,
    form=Why,
    leads_to=pages.clause,
)
offer(
    acts.mark_not_retained,
    label=_("Mark as not retained"),
    on=finding.position,
    form=Why,
    leads_to=pages.clause,
)


class Streamline(Blank):
    """Positions that ask for nearly the same words, proposed with how alike they are; the chair decides and says why."""

    others = forms.MultipleChoiceField(label=_("Put together with it"), widget=forms.CheckboxSelectMultiple)
    why = Words(label=_("Reason"), rows=2, longest=2000)

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject.clause.text, viewer=self.viewer)
        place = whole.find(self.subject.pk)
        self.rows: dict[str, Any] = {}
        choices = []
        for row in place[0].live if place and place[1].is_live else ():
            words = place[0].words_in(place[1].held.language) if place else ""
            likeness = rules.alike(place[1].held, row.held, clause=words) if place else 0.0
            if row.position.pk != self.subject.pk and likeness >= rules.LEAST_ALIKE:
                self.rows[str(row.position.pk)] = row.position
                what = row.position.get_operation_display()
                choices.append(
                    (str(row.position.pk), f"{', '.join(row.codes)}: {what} {row.position.words} ({likeness:.0%})"[:200])
                )
        self.fields["others"].choices = choices  # type: ignore[attr-defined]
        self.fields["others"].initial = list(self.rows)
        self.fields["why"].initial = _("Nearly the same words.")

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {"others": [self.rows[key] for key in cleaned["others"]], "why": cleaned["why"]}


offer(
    acts.streamline_positions,
    label=_("Streamline"),
    on=finding.position,
    form=Streamline,
    leads_to=pages.clause,
)


class MakePackage(Blank):
    title = LineField(label=_("Title"), longest=200)
    trade = Words(
        label=_("What is given for what"), rows=3, longest=2000, required=False, help_text=_("All parties read it.")
    )
    clauses = forms.MultipleChoiceField(label=_("Paragraphs"), widget=forms.CheckboxSelectMultiple)

    def prepare(self) -> None:
        whole = texts.negotiation(self.subject, viewer=self.viewer)
        self.rows = {str(view.clause.pk): view.clause for view in whole.standing if view.package is None}
        self.fields["clauses"].choices = [  # type: ignore[attr-defined]
            (str(view.clause.pk), f"{view.number} {view.words}"[:80]) for view in whole.standing if view.package is None
        ]

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "title": cleaned["title"],
            "trade": cleaned["trade"],
            "clauses": [self.rows[key] for key in cleaned["clauses"]],
        }


offer(
    acts.make_package,
    label=_("Make a package"),
    on=finding.text,
    form=MakePackage,
    leads_to=pages.text,
)
offer(
    acts.agree_package,
    label=_("Agree the package"),
    on=finding.package,
    leads_to=pages.text,
)


class DissolvePackage(Blank):
    why = Words(label=_("Reason"), rows=2, longest=2000, required=False)


offer(
    acts.dissolve_package,
    label=_("Dissolve the package"),
    on=finding.package,
    form=DissolvePackage,
    leads_to=pages.text,
)


class AssignPillar(Blank):
    pillar = forms.ModelChoiceField(Pillar.objects.none(), label=_("Pillar"), required=False)

    def prepare(self) -> None:
        field: Any = self.fields["pillar"]
        field.queryset = Pillar.objects.filter(dialogue=self.subject.text.dialogue_id)
        field.initial = self.subject.pillar_id


offer(
    acts.assign_pillar,
    label=_("Assign to a pillar"),
    on=finding.clause,
    form=AssignPillar,
    leads_to=pages.clause,
    sees_version=False,
)

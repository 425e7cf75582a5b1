"""Consensus on the desk: what a party says of it, who has spoken and who has not, and what the chair goes ahead over."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from nemawashi.access.rules import Possible, Verdict
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages, refusals
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.negotiating.drafting import clause_view
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import AtTable
from nemawashi.texts import acts, queries, rules
from nemawashi.texts.models import Text
from nemawashi.texts.queries import verdicts
from nemawashi.texts.terms import ConsentKind, Refusal

KINDS = {
    ConsentKind.JOINS: _("We can join consensus"),
    ConsentKind.AWAITS: _("We await instructions"),
    ConsentKind.CANNOT: _("We cannot join consensus"),
}
INSTRUCTED = _("Our instructions are in: we can join consensus")
ON_A_PACKAGE = {
    ConsentKind.JOINS: _("We agree to the package"),
    ConsentKind.BUT_FOR: _("We agree, but for what is said below"),
    ConsentKind.AWAITS: _("We await instructions"),
    ConsentKind.CANNOT: _("We cannot agree"),
}


class Consenting(Blank):
    """What the own party says of consensus on the words that the page shows."""

    kind = forms.ChoiceField(label=_("What we say"), widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Instructions expected by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
        help_text=_("The day in your capital; empty where it is not known. All parties see it, and it stands on your day."),
    )
    why = Words(
        label=_("Because, or but for"),
        rows=3,
        longest=2000,
        required=False,
        help_text=_("All parties and the chair read it. Whoever cannot join says why."),
    )
    mark = forms.CharField(widget=forms.HiddenInput, max_length=32)
    kinds: Mapping[Any, Any] = KINDS

    def prepare(self) -> None:
        views, spoken = self.asked_of()
        own = next((each for each in spoken if each.party == self.viewer.party), None)
        kind: Any = self.fields["kind"]
        kind.choices = [(str(key), label) for key, label in self.kinds.items()]
        if own is not None and own.kind == ConsentKind.AWAITS:
            kind.choices[0] = (str(ConsentKind.JOINS), INSTRUCTED)
        self.fields["mark"].initial = queries.words_mark(views)
        if own is not None and own.has_spoken:
            self.fields["kind"].initial = own.kind
            self.fields["why"].initial, self.fields["until"].initial = own.why, own.until

    def asked_of(self) -> tuple[list[queries.ClauseView], Iterable[rules.Heard]]:
        """The clauses about which it is asked, and what parties said of them so far."""
        view = clause_view(self.subject, viewer=self.viewer)
        return [view], view.spoken


class OnText(Consenting):
    def asked_of(self) -> tuple[list[queries.ClauseView], Iterable[rules.Heard]]:
        whole = queries.negotiation(self.subject, viewer=self.viewer)
        return whole.standing, whole.on_text


class OnPackage(Consenting):
    kinds = ON_A_PACKAGE

    def asked_of(self) -> tuple[list[queries.ClauseView], Iterable[rules.Heard]]:
        whole = queries.negotiation(self.subject.text, viewer=self.viewer)
        keys = set(self.subject.clauses.values_list("pk", flat=True))
        return [view for view in whole.clauses if view.clause.pk in keys], whole.on_packages.get(self.subject.pk, ())


offer(
    acts.consent_to_clause,
    label=_("Say whether we can join consensus"),
    on=finding.clause,
    form=Consenting,
    leads_to=pages.clause,
    sees_version=False,
)
offer(
    acts.consent_to_text,
    label=_("Say whether we can join consensus on the text"),
    on=finding.text,
    form=OnText,
    leads_to=pages.text,
    sees_version=False,
)
offer(
    acts.consent_to_package,
    label=_("Say whether we agree to the package"),
    on=finding.package,
    form=OnPackage,
    leads_to=pages.text,
    sees_version=False,
)


class CleanClauses(Blank):
    """Many clauses at once, all ticked, to untick those that are to wait."""

    clauses = forms.MultipleChoiceField(
        label=_("Paragraphs without brackets"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Untick what has to wait."),
    )

    def offer_clauses(self, may: Callable[[Text, queries.ClauseView], Verdict]) -> None:
        """The clauses of the text of which the rule says that it may be done."""
        whole = queries.negotiation(self.subject, viewer=self.viewer)
        views = [view for view in whole.standing if may(self.subject, view)]
        self.rows = {str(view.clause.pk): view.clause for view in views}
        field: Any = self.fields["clauses"]
        field.choices = [(str(view.clause.pk), f"{view.number} {view.words}".strip()[:120]) for view in views]
        field.initial = [key for key, view in zip(self.rows, views, strict=True) if self.is_ticked(view)]

    def is_ticked(self, view: queries.ClauseView) -> bool:
        """Whether a clause is chosen before somebody looks."""
        del view
        return True

    def words_for_act(self) -> dict[str, Any]:
        return {"clauses": [self.rows[key] for key in self.cleaned_data["clauses"]]}


class JoinClean(CleanClauses):
    """Not ticked is where the own party said that it cannot join, or awaits instructions: that it takes back knowingly."""

    def is_ticked(self, view: queries.ClauseView) -> bool:
        return not any(each.is_open for each in view.spoken if each.party == self.viewer.party)

    def prepare(self) -> None:
        self.offer_clauses(lambda text, view: verdicts.on_joining_with_others(text, view, by=self.viewer))


offer(
    acts.join_on_clean_clauses,
    label=_("Join consensus on all that is clean"),
    on=finding.text,
    form=JoinClean,
    leads_to=pages.text,
)


class Over(forms.MultipleChoiceField):
    """What parties said that stands in the way of consensus: whoever goes ahead ticks each, and so has named it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("The chair goes ahead over"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=_("Each has to be named; of those that belong to paragraphs that are left out, nothing is asked."),
            **kwargs,
        )

    @staticmethod
    def prepare(form: Blank, whole: queries.Negotiation) -> None:
        """Offer what stands open; without any the form has no such field."""
        rows = whole.open_consents()
        rows += [row for row in whole.open_consents(whole.standing) if row not in rows]
        if rows:
            form.fields["over"].choices = [(row.key, sentence(row)) for row in rows]  # type: ignore[attr-defined]
        else:
            del form.fields["over"]


def sentence(row: queries.OpenConsent) -> str:
    """An open word of a party as one sentence: who, what, on which clause, until when, because."""
    said = row.spoken
    names = {"party": parties.forum().codes.get(said.party, said.party), "what": ConsentKind(said.kind).label}
    names |= {"until": _day(said.until), "clause": row.where, "why": said.why}
    parts = [now("%(party)s on %(clause)s: %(what)s") if row.where else now("%(party)s: %(what)s")]
    parts += [now("until %(until)s")] if said.until else []
    return ", ".join(parts) % names + (f" ({said.why})" if said.why else "")


def _day(on: dt.date | None) -> str:
    date = ImpreciseDate.parse(on)
    return date.in_words((get_language() or "en")[:2]) if date else ""


@dataclass(frozen=True)
class Seat:
    """A party at the table, with its newest word on consensus and since when; ``kind`` is empty before it spoke."""

    party: str
    code: str
    kind: str
    label: str
    since: dt.datetime | None
    until: str
    why: str
    tone: str
    is_own: bool


def seats(spoken: Iterable[rules.Heard], table: Iterable[AtTable], *, own: str | None) -> list[Seat]:
    """The participants at the ``table``, in its order, with their newest words on one subject."""
    rows = {each.party: each for each in spoken if each.has_spoken}
    made = []
    for party in table:
        each = rows.get(party.slug)
        kind = ConsentKind(each.kind) if each else None
        made.append(
            Seat(
                party=str(party),
                code=party.code,
                kind=str(kind or ""),
                label=str(kind.label) if kind else now("has not spoken"),
                since=each.at if each else None,
                until=_day(each.until) if each else "",
                why=each.why if each else "",
                tone=str(kind.tone) if kind else "open",
                is_own=party.slug == own,
            )
        )
    return made


@dataclass(frozen=True)
class Strip:
    """Consensus on one subject as a page shows it: who said what, and with which act the own party says it.

    ``act`` is empty for whoever cannot say anything now. ``ways``: kinds with the words of their buttons, and whether one
    press says it. ``why_not``: why the own party cannot join as things stand, as a sentence.
    """

    seats: list[Seat]
    act: str
    key: object
    mark: str
    ways: Sequence[tuple[str, object, bool]]
    why_not: str
    is_open: bool

    @property
    def spoken(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.kind]

    @property
    def silent(self) -> list[Seat]:
        """Those that have not spoken on the words as they stand."""
        return [seat for seat in self.seats if not seat.kind]

    @property
    def summary(self) -> str:
        """How many can join, in words: for the head of the strip."""
        joined = sum(seat.kind == ConsentKind.JOINS for seat in self.seats)
        return ngettext(
            "%(joined)d of %(count)d party can join", "%(joined)d of %(count)d parties can join", len(self.seats)
        ) % {"joined": joined, "count": len(self.seats)}


def strip(
    heard: Sequence[rules.Heard],
    views: Iterable[queries.ClauseView],
    *,
    offered: list[Possible],
    act: str,
    joining: Verdict,
    viewer: Viewer,
    is_open: bool = False,
) -> Strip:
    """The strip of one subject; the act that it does itself is taken out of the acts that the page offers otherwise.

    ``joining``: whether the own party could join as things stand.
    """
    mine = next((each for each in heard if each.party == viewer.party), None)
    may = next((each for each in offered if each.act == act and each.verdict), None)
    if may is not None:
        offered.remove(may)
    ways: list[tuple[str, object, bool]] = []
    if may is not None and joining:
        is_awaiting = mine is not None and mine.kind == ConsentKind.AWAITS
        ways.append((str(ConsentKind.JOINS), INSTRUCTED if is_awaiting else KINDS[ConsentKind.JOINS], True))
    if may is not None:
        ways += [(str(kind), KINDS[kind], False) for kind in (ConsentKind.AWAITS, ConsentKind.CANNOT)]
    blocked = may is not None and not joining and joining.refusal is not Refusal.HOLDS_ALREADY
    return Strip(
        seats=seats(heard, parties.forum().table, own=viewer.party),
        act=act if may else "",
        key=getattr(may.on, "slug", None) or may.on.pk if may else "",
        mark=queries.words_mark(views),
        ways=ways,
        why_not=refusals.sentence(joining) if blocked else "",
        is_open=is_open,
    )

"""The papers of a meeting: handing in, languages side by side, circulars and their answers, release."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.desk.acting import finding, pages, screens
from nemawashi.desk.acting.forms import Blank, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.languages import NEGOTIATED, name_of
from nemawashi.meetings import acts, possible, queries, rules
from nemawashi.meetings.acts import SentPaper
from nemawashi.meetings.exports import handing
from nemawashi.meetings.models import AgendaItem, Meeting, MeetingDocument, MeetingPaper
from nemawashi.meetings.terms import LONGEST_PAPER, Distribution, ItemState, PaperKind, Sequel
from nemawashi.parties import queries as parties
from nemawashi.parties.models import Party
from nemawashi.sources import archive
from nemawashi.texts.rules import silence_moment


class MomentField(forms.DateTimeField):
    """A moment on the clocks of a zone that stands beside it in the form."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        forms_of_it = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"]
        super().__init__(input_formats=forms_of_it, **kwargs)


class Zoned(Blank):
    """A form with moments on the wall clock of one named zone. ``moments`` holds them by field once it is valid."""

    def prepare(self) -> None:
        if "zone" not in self.fields:
            return
        zones = sorted({party.zone for party in Party.objects.all()} | {"UTC"})
        zone: Any = self.fields["zone"]
        zone.choices = [(each, each) for each in zones]
        meeting = self.subject if isinstance(self.subject, Meeting) else self.subject.meeting
        if meeting.zone in zones:
            zone.initial = meeting.zone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.moments: dict[str, dt.datetime | None] = {}
        for name, each in self.fields.items():
            if isinstance(each, MomentField):
                self.moments[name] = self._moment(name, cleaned.get(name), cleaned.get("zone") or "UTC")
        return cleaned

    def _moment(self, name: str, typed: dt.datetime | None, zone: str) -> dt.datetime | None:
        if typed is None:
            return None
        local = typed.replace(tzinfo=None)
        if not 2000 <= local.year < 3000:  # clocks of other zones leave the calendar at its ends
            self.add_error(name, _("Write a year between 2000 and 2999."))
            return None
        try:
            return silence_moment(local, zone)
        except ValueError:
            self.add_error(name, _("The clocks of this zone skip that time on that day."))
            return None


class PaperForm(Zoned):
    """A paper in one language: words typed here, or a file."""

    language = forms.ChoiceField(label=__("Language"))
    title = LineField(label=__("Title"), longest=300)
    words = Words(label=__("Words"), rows=10, longest=LONGEST_PAPER, required=False, help_text=__("Or choose a file."))
    file = forms.FileField(
        label=__("File"),
        required=False,
        help_text=__(
            "PDF, HTML or Word without macros, up to 20 MB. It is kept as it is and only handed out as a download."
        ),
    )

    def prepare(self) -> None:
        super().prepare()
        language: Any = self.fields["language"]
        reader = (get_language() or "en")[:2]
        language.choices = [(code, name_of(code, reader)) for code in NEGOTIATED]
        language.initial = reader

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload = cleaned.get("file")
        if upload and upload.size > archive.LARGEST:
            raise ValidationError(_("The file is larger than %(most)s MB."), params={"most": archive.LARGEST // 1_000_000})
        if upload and (cleaned.get("words") or "").strip():
            self.add_error("words", _("Write the words here or choose a file, not both."))
        return cleaned

    @property
    def sent(self) -> SentPaper:
        typed, upload = self.cleaned_data, self.cleaned_data.get("file")
        if upload:
            return SentPaper(typed["language"], typed["title"], "", upload.name, upload.read())
        return SentPaper(typed["language"], typed["title"], typed["words"])


class SubmitPaper(PaperForm):
    kind = forms.ChoiceField(label=__("Kind"))
    distribution = forms.ChoiceField(
        label=__("Distribution"),
        choices=Distribution.choices,
        initial=Distribution.LIMITED,
        help_text=__("General: everybody; limited: all delegations; restricted: the participants. The host reads all."),
    )
    agenda_item = forms.ModelChoiceField(AgendaItem.objects.none(), label=__("Agenda item"), required=False)
    sequel = forms.ChoiceField(
        label=__("Follows another paper as its"),
        required=False,
        choices=[("", "—"), *((each.value, each.label) for each in Sequel)],
    )
    base = forms.ModelChoiceField(
        MeetingPaper.objects.none(),
        label=__("Which paper"),
        required=False,
        help_text=__("It gets the symbol and the distribution of that paper."),
    )
    embargo_until = MomentField(
        label=__("Embargo until"),
        required=False,
        help_text=__("Until then nobody but your side and the host learns of it."),
    )
    answer_by = MomentField(label=__("Answers to a circular until"), required=False)
    zone = forms.ChoiceField(label=__("on the clocks of"))

    field_order = ("kind", "title", "language", "words", "file", "distribution", "agenda_item", "sequel", "base")

    def prepare(self) -> None:
        super().prepare()
        kinds = PaperKind if self.viewer.is_secretariat else rules.KINDS_OF_PARTIES
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(each.value, each.label) for each in kinds]
        closed = (ItemState.DEFERRED, ItemState.WITHDRAWN)
        fields["agenda_item"].queryset = self.subject.agenda_items.exclude(state__in=closed).order_by("number")
        fields["base"].queryset = self._bases()
        fields["base"].label_from_instance = lambda row: str(row.symbol)
        if not self.viewer.is_secretariat:
            del self.fields["answer_by"]

    def _bases(self) -> QuerySet[MeetingPaper]:
        """Papers of the own side that another may follow."""
        rows = queries.visible_papers(viewer=self.viewer).filter(meeting=self.subject, base=None, withdrawn_at=None)
        own = self.viewer.party_id
        rows = rows.filter(issued_at__isnull=False)
        return rows.filter(party_id=own) if own else rows.filter(party=None)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if bool(cleaned.get("base")) != bool(cleaned.get("sequel")):
            self.add_error("base", _("Say which paper it follows, and as what."))
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        chosen = ("kind", "distribution", "agenda_item", "base", "sequel", "zone")
        return {"sent": self.sent, **{name: self.cleaned_data[name] for name in chosen}, **self.moments}


offer(
    acts.submit_paper,
    label=__("Submit a paper"),
    on=finding.meeting,
    form=SubmitPaper,
    leads_to=pages.papers,
    sees_version=False,
    is_main=True,
    shows_new=True,
)


class AddPaperLanguage(PaperForm):
    def prepare(self) -> None:
        super().prepare()
        there = set(self.subject.versions.values_list("language", flat=True))
        language: Any = self.fields["language"]
        language.choices = [(code, name) for code, name in language.choices if code not in there]
        language.initial = language.choices[0][0] if language.choices else ""

    def words_for_act(self) -> dict[str, Any]:
        return {"sent": self.sent}


offer(
    acts.add_paper_language,
    label=__("Add a language"),
    on=finding.meeting_paper,
    form=AddPaperLanguage,
    leads_to=pages.papers,
    sees_version=False,
)
offer(
    acts.issue_paper,
    label=__("Issue"),
    on=finding.meeting_paper,
    leads_to=pages.papers,
)


class WithdrawPaper(Blank):
    why = Words(label=__("Reason"), rows=3, longest=2000)


offer(
    acts.withdraw_paper,
    label=__("Withdraw the paper"),
    on=finding.meeting_paper,
    form=WithdrawPaper,
    leads_to=pages.papers,
    is_grave=True,
    for_good=__("Only your side and the host read it from then on; its symbol is given to no other paper."),
)


class AnswerCircular(Blank):
    words = Words(
        label=__("Answer"),
        rows=6,
        help_text=__("Your delegation and the host read it; the others see that you answered."),
    )

    def first_words(self) -> dict[str, Any]:
        row = self.subject.answers.filter(party_id=self.viewer.party_id).first()
        return {"words": row.words} if row else {}


offer(
    acts.answer_circular,
    label=__("Answer the circular"),
    on=finding.meeting_paper,
    form=AnswerCircular,
    leads_to=pages.papers,
    sees_version=False,
    is_main=True,
)


class ProposeRelease(Zoned):
    until = MomentField(
        label=__("Objections until"),
        help_text=__("If no participant objects by then, everybody may read the paper, with what follows it."),
    )
    zone = forms.ChoiceField(label=__("on the clocks of"))

    def words_for_act(self) -> dict[str, Any]:
        return {"until": self.moments["until"], "zone": self.cleaned_data["zone"]}


offer(
    acts.propose_release,
    label=__("Propose release"),
    on=finding.meeting_paper,
    form=ProposeRelease,
    leads_to=pages.papers,
)


class ObjectToRelease(Blank):
    why = Words(label=__("Reason"), rows=3, longest=2000, help_text=__("Those who read the paper read it."))


offer(
    acts.object_to_release,
    label=__("Object to the release"),
    on=finding.meeting_paper,
    form=ObjectToRelease,
    leads_to=pages.papers,
    sees_version=False,
)
offer(
    acts.release_paper,
    label=__("Release"),
    on=finding.meeting_paper,
    leads_to=pages.papers,
    for_good=__("Everybody may read it from then on."),
)


@dataclass(frozen=True)
class PaperRow:
    """A paper in the list of its meeting, called as its version in the reader's language is, else its first."""

    paper: MeetingPaper
    title: str
    languages: Sequence[str]
    is_late: bool = False  # it came after the day on which the forum wants papers


@dataclass(frozen=True)
class PapersOfItem:
    item: AgendaItem | None
    rows: Sequence[PaperRow]


def by_item(papers: Iterable[MeetingPaper], language: str, closes: dt.date | None = None) -> list[PapersOfItem]:
    """Papers under the items of the agenda to which they belong; those of no item first, each group by kind.

    ``closes``: the last day, where the meeting is, on which a paper came in time.
    """
    order = list(PaperKind)
    groups: dict[int | None, list[MeetingPaper]] = {}
    for paper in papers:
        groups.setdefault(paper.agenda_item_id, []).append(paper)
    return [
        PapersOfItem(
            rows[0].agenda_item,
            [_row(paper, language, closes) for paper in sorted(rows, key=lambda row: order.index(PaperKind(row.kind)))],
        )
        for rows in groups.values()
    ]


def title_of(paper: MeetingPaper, language: str) -> str:
    """Of its version in the reader's language, else of its first."""
    versions = list(paper.versions.all())
    return next((row for row in versions if row.language == language), versions[0]).title


def _row(paper: MeetingPaper, language: str, closes: dt.date | None = None) -> PaperRow:
    versions = list(paper.versions.all())
    came = paper.submitted_at.astimezone(ZoneInfo(paper.meeting.zone or "UTC")).date()
    is_late = closes is not None and came > closes
    return PaperRow(paper, title_of(paper, language), [row.language for row in versions], is_late)


def _meeting(request: Request, slug: str) -> Meeting:
    row = queries.visible_meetings(viewer=request.viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    return row


def _paper(request: Request, slug: str, pk: UUID) -> MeetingPaper:
    """A paper of this meeting and of no other."""
    if request.viewer.is_accompanying:
        return _sent(request.viewer, slug, pk)
    meeting = _meeting(request, slug)
    row = queries.visible_papers(viewer=request.viewer).filter(meeting=meeting, pk=pk).first()
    if row is None:
        raise Http404
    return row


def addresses(words: Iterable[str], viewer: Viewer) -> dict[str, str]:
    """The pages of the papers and texts whose symbols stand in words, for those who may open them."""
    return pages_of({each[start:end] for each in words for start, end in rules.symbols_in(each)}, viewer)


def pages_of(symbols: Collection[str], viewer: Viewer, known: Mapping[str, str] | None = None) -> dict[str, str]:
    """The pages of the papers and texts that have these symbols: two statements, however many there are.

    ``known``: what the page knows already, as ``known_pages`` gathers it; that is not asked for, and where nothing is left,
    nothing is asked.
    """
    where = dict(known or {})
    if not (asked := set(symbols) - where.keys()):
        return where
    named = queries.papers_by_symbol(asked, viewer=viewer)
    where |= {symbol: _page_of(row) for symbol, row in named.items()}
    if viewer.sees_negotiation:
        where |= _pages_of_texts(MeetingDocument.objects.filter(symbol__in=asked - where.keys()))
    return where


def known_pages(papers: Iterable[MeetingPaper], documents: Iterable[MeetingDocument]) -> dict[str, str]:
    """Of the rows that a page shows, by their symbols; empty of a document that has no page."""
    return _pages_of_texts(documents) | {str(row.symbol): _page_of(row) for row in papers if row.symbol}


def _page_of(paper: MeetingPaper) -> str:
    return reverse("desk:paper_of_meeting", args=[paper.meeting.slug, paper.pk])


def _pages_of_texts(documents: Iterable[MeetingDocument]) -> dict[str, str]:
    parts = [(row.symbol, *row.text_ref.partition("/")[::2]) for row in documents]
    return {symbol: reverse("desk:text", args=[slug]) if noun == "text" and slug else "" for symbol, noun, slug in parts}


@login_required
@require_safe
def papers(request: Request, slug: str) -> HttpResponse:
    meeting, viewer = _meeting(request, slug), request.viewer
    rows = queries.papers_of(meeting, viewer=viewer)
    closes = possible.papers_close(meeting)
    context = {
        "meeting": meeting,
        "closes": ImpreciseDate.parse(closes),
        "groups": by_item(rows, get_language() or "en", closes),
        "documents": meeting.documents.all() if viewer.sees_negotiation else [],
        "offered": possible.on_papers(meeting, at=clock.database_moment(), viewer=viewer),
    }
    return render(request, "desk/papers.html", context)


@login_required
@require_safe
def paper(request: Request, slug: str, pk: UUID) -> HttpResponse:
    """A paper with its languages side by side; of a circular who has answered, and who has not."""
    if request.viewer.is_accompanying:
        return _beside(request, _paper(request, slug, pk))
    row, viewer, now = _paper(request, slug, pk), request.viewer, clock.database_moment()
    versions = list(row.versions.all())
    answers = queries.answers_to(row, viewer=viewer)
    visible = queries.visible_papers(viewer=viewer)
    context = {
        "paper": row,
        "meeting": row.meeting,
        "versions": versions,
        "shown": _row(row, get_language() or "en"),
        "answers": [(each, bool(row.answer_by and each.at > row.answer_by)) for each in answers],
        "silent": _silent(row, {each.party_id for each in answers}),
        "sequels": visible.filter(base=row).order_by("sequel", "issued_at"),
        "base": visible.filter(pk=row.base_id).first() if row.base_id else None,
        "reads_former": viewer.is_secretariat or viewer.is_participant,
        "addresses": addresses([each.words for each in versions], viewer),
        "offered": possible.on_paper(row, at=now, viewer=viewer),
    }
    return render(request, "desk/paper_of_meeting.html", context)


def _sent(viewer: Viewer, slug: str, pk: UUID) -> MeetingPaper:
    """A paper that is sent to every delegation, for whoever accompanies one that was invited."""
    meeting = screens.meetings_beside(viewer=viewer).filter(slug=slug).first()
    row = next((row for row in screens.papers_beside(meeting) if row.pk == pk), None) if meeting else None
    if row is None:
        raise Http404
    return row


def _beside(request: Request, row: MeetingPaper) -> HttpResponse:
    """The paper alone: not who answered it, what it follows, nor where its symbols lead."""
    title = title_of(row, get_language() or "en")
    context = {"paper": row, "meeting": row.meeting, "versions": list(row.versions.all()), "title": title, "addresses": {}}
    return render(request, "desk/accompanied_paper.html", context)


def _silent(row: MeetingPaper, answered: set[int]) -> list[Party]:
    """The participants that were asked by a circular and have not answered."""
    if row.kind != PaperKind.CIRCULAR or row.issued_at is None:
        return []
    slugs = [each.slug for each in parties.forum().table]
    return [each for each in Party.objects.filter(slug__in=slugs) if each.pk not in answered]


@login_required
@require_safe
def file(request: Request, slug: str, pk: UUID, language: str) -> HttpResponse:
    """The file of one language, handed out and never shown."""
    version = _paper(request, slug, pk).versions.filter(language=language).exclude(sha256="").first()
    if version is None:
        raise Http404
    return handing.handed_out(version)

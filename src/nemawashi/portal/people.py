"""People: where they were seen in which office, what they led, what they wrote, what is said of them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from nemawashi.access.viewers import Viewer
from nemawashi.analysis import queries as analysis
from nemawashi.kit.words.persons import Likeness, likeness
from nemawashi.meetings import queries as meetings
from nemawashi.meetings.models import Meeting
from nemawashi.parties import queries
from nemawashi.parties.models import Office, Person
from nemawashi.portal import asking, filters, organisations, tables, words
from nemawashi.portal.once import rendered_once
from nemawashi.sources import queries as sources
from nemawashi.sources.models import Citation
from nemawashi.sources.terms import TieKind

NO_PARTY = "none"


@rendered_once
@filters.page
def people(request: HttpRequest) -> HttpResponse:
    viewer = asking.viewer(request)
    named = {row.slug: str(row) for row in queries.visible_parties(viewer=viewer).prefetch_related(None)}
    party = filters.choice(request, "party", [*named, NO_PARTY])
    q = filters.words(request).casefold()
    rows = [
        row
        for row in queries.visible_people(viewer=viewer)
        if (not party or (row.party.slug if row.party else NO_PARTY) == party) and (not q or q in _all_words(row))
    ]
    rows.sort(key=lambda row: (row.party is None, row.party.order if row.party else 0, words.person(row)))
    if (answer := tables.asked(request, rows)) is not None:
        return answer
    return render(
        request,
        "portal/people.html",
        {
            "title": gettext("People"),
            "lede": gettext("Everybody whom a source shows at a meeting or in an office, and scholars whom sources cite."),
            "people": [{"person": row, "latest": _latest(row)} for row in rows],
            "party_options": filters.options([*named.items(), (NO_PARTY, gettext("no party"))], party),
            "q": filters.words(request),
            "is_filtered": bool(party or q),
        },
    )


def _all_words(row: Person) -> str:
    offices = [office.title for office in row.offices.all()]
    return " ".join(
        filter(None, [row.name, row.name_ja, row.name_ru, row.name_own, words.person(row), *offices])
    ).casefold()


def _latest(row: Person) -> Office | None:
    dated = [office for office in row.offices.all() if office.attested_on]
    return dated[-1] if dated else next(iter(row.offices.all()), None)


@rendered_once
@filters.page
def person(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = asking.viewer(request)
    row = queries.visible_people(viewer=viewer).filter(slug=slug).first()
    if row is None:
        raise Http404
    cited = sources.citations(row.ref, viewer=viewer)
    written = [each for each in sources.with_authors(viewer=viewer) if _wrote(row, [*each.authors, *each.editors])]
    own = {each.pk for each in written}
    about = [each for each in _works(cited) if each.source_id not in own]
    return render(
        request,
        "portal/person.html",
        {
            "title": words.person(row),
            "kicker": gettext("Person"),
            "crumbs": asking.crumb(gettext("People"), "portal:people"),
            "person": row,
            "scripts": _scripts(row),
            "offices": [
                {"office": office, "citations": [c for c in cited if c.part == f"office/{office.order}"]}
                for office in row.offices.all()
            ],
            "meetings": _meetings(row, viewer),
            "organisations": organisations.tied_to(row.ref, viewer=viewer).get(TieKind.SPOKEN_FOR_BY, []),
            "concepts": list(analysis.concept_list(viewer=viewer).filter(introduced_by=row)),
            "claims": sources.claims_on(row.ref, viewer=viewer),
            "works": written,
            "says": sources.claims_of_works(own, viewer=viewer) if own else [],
            "citations": about,
        },
    )


def _scripts(row: Person) -> list[tuple[str, str, str]]:
    """The name as the record has it in every script: what it is, its language, the name."""
    known = [
        (gettext("In Latin letters"), "en", row.name),
        (gettext("In Russian"), "ru", words.person_in(row, "ru")),
        (gettext("In Japanese"), "ja", row.name_ja),
        (gettext("In the person's own language"), row.own_language or "", row.name_own),
    ]
    return [
        (label, language, words.record(name) if isinstance(name, words.InLetters) else name)
        for label, language, name in known
        if name and (language == "en" or name != row.name)
    ]


def _wrote(row: Person, names: list[str]) -> bool:
    """Whether a person is among the authors, who stand as “Family, Given”."""
    forms = [name for name in (row.name, row.name_ja, row.name_ru, row.name_own) if name]
    printed = [" ".join(reversed([part.strip() for part in name.split(",", 1)])) for name in names]
    return any(likeness(form, name) is Likeness.SAME for form in forms for name in printed)


def _works(cited: list[Citation]) -> list[Citation]:
    """Each source once, in the order in which the row cites them."""
    return list({citation.source_id: citation for citation in reversed(cited)}.values())[::-1]


def _meetings(row: Person, viewer: Viewer) -> list[dict[str, Any]]:
    """Meetings at which a person headed a delegation or had the chair, newest first."""
    chaired = {each.pk: each for each in meetings.visible_meetings(viewer=viewer).filter(chair=row)}
    led = {each.meeting_id: each for each in meetings.visible_delegations(viewer=viewer).filter(head=row)}
    met: dict[int, Meeting] = {key: team.meeting for key, team in led.items()} | chaired
    ordered = sorted(met.values(), key=lambda each: (str(each.on or ""), each.slug), reverse=True)
    return [
        {
            "meeting": each,
            "office": led[each.pk].office if each.pk in led else None,
            "party": led[each.pk].party if each.pk in led else None,
            "is_chair": each.pk in chaired,
        }
        for each in ordered
    ]

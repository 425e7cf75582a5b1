"""The form of every row of the record's files: which keys it has, what each holds, what it refers to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from nemawashi.access.terms import Standing
from nemawashi.analysis.terms import Coverage, Secretariat, Support
from nemawashi.assistance.terms import DialogueLink, UndertakingKind
from nemawashi.commitments.terms import CommitmentKind, RecordStatus, StepKind
from nemawashi.kit import languages
from nemawashi.meetings.terms import Link, MeetingState, Mode
from nemawashi.parties.terms import HostingRule, HostSpeaks, OrganisationKind, SecondFactorOf, SpeakingOrder, Translator
from nemawashi.sources.terms import ClaimKind, ConflictClass, SourceKind, WorkKind
from nemawashi.texts.terms import TextType


@dataclass(frozen=True, slots=True)
class Field:
    """What a key may hold. ``of``: the words of a choice, or the files that a reference may point into.

    A required list has at least one entry. ``others`` are values that a reference may have besides ids.
    """

    kind: str
    is_required: bool = False
    of: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    items: "Field | None" = None
    keys: "Mapping[str, Field] | None" = None

    @property
    def needed(self) -> "Field":
        return replace(self, is_required=True)


TEXT, WHOLE, NUMBER, FLAG, DATE, VALUE = (Field(kind) for kind in ("text", "whole", "number", "flag", "date", "value"))
ID = Field("id", is_required=True)


def one_of(words: Iterable[str]) -> Field:
    return Field("word", of=tuple(str(word) for word in words))


def ref(*names: str, others: tuple[str, ...] = ()) -> Field:
    return Field("ref", of=names, others=others)


def many(items: Field) -> Field:
    return Field("list", items=items.needed)


def parts(**keys: Field) -> Field:
    return Field("map", keys=keys)


SOURCES = many(ref("sources")).needed
MADE_IN = ("documents", "meetings", "assistance")
LATER = (*MADE_IN, "commitments")
ALL_NOUNS = ("parties", "people", "organisations", "tracks", *LATER, "remits", "recommendations", "concepts", "formats")
EVERYBODY = "all"  # who promised, where all parties did; other groups are the forum's
NAMES = parts(**dict.fromkeys(languages.PAGES, TEXT))
LETTERHEAD = parts(**dict.fromkeys(languages.PAGES, many(TEXT)))
FULL_NAMES = parts(**{code: TEXT.needed if code == "en" else TEXT for code in languages.PAGES})
MEETING_RULES = parts(
    hosting=one_of(HostingRule.values), host=ref("parties"), term_months=WHOLE, co_chair=FLAG, lead_days=WHOLE,
    agenda_days=WHOLE, personal_days=WHOLE, letters=NAMES,
    letter_languages=many(parts(party=ref("parties").needed, language=one_of(languages.PAGES).needed)),
    speakers=one_of(SpeakingOrder.values), host_speaks=one_of(HostSpeaks.values), speaking_minutes=WHOLE,
    silence_hours=WHOLE, silence_working_days=WHOLE, paper_days=WHOLE, text_types=many(one_of(TextType.values)),
    calendars=many(
        parts(party=ref("parties").needed, country=TEXT, days=many(parts(date=DATE.needed, name=TEXT)))
    ),
)  # fmt: skip

FORMS: Mapping[str, Mapping[str, Field]] = {
    "sources": {
        "id": ID, "title": TEXT.needed, "work": one_of(WorkKind.values), "authors": many(TEXT), "editors": many(TEXT),
        "container": TEXT, "volume": TEXT, "issue": TEXT, "pages": TEXT, "publisher": TEXT, "place": TEXT, "date": DATE,
        "url": TEXT, "file": TEXT, "doi": TEXT, "isbn": TEXT, "issn": TEXT, "licence": TEXT,
        "language": TEXT.needed, "kind": one_of(SourceKind.values).needed, "archived": one_of("yn").needed,
        "seen": one_of(("full", "excerpt")), "note": TEXT, "no_address": FLAG,
        "sources": many(ref("sources")),
    },
    "forum": {
        "id": ID, "dialogue": ref("formats").needed, "code": TEXT.needed, "symbol": TEXT.needed,
        "names": FULL_NAMES.needed, "short_names": FULL_NAMES, "headlines": FULL_NAMES, "neighbours": FULL_NAMES,
        "languages": many(one_of(languages.NEGOTIATED)).needed, "pages": many(one_of(languages.PAGES)),
        "ranked": many(ref("tracks")), "answer_days": WHOLE, "reads_mail": FLAG,
        "second_factor": one_of(SecondFactorOf.values),
        "meeting_rules": MEETING_RULES, "mark": NAMES, "letterhead": LETTERHEAD,
        "pillars": many(parts(id=ID, key=TEXT.needed, names=FULL_NAMES.needed, areas=many(TEXT))),
        "groups": many(parts(id=TEXT.needed, names=FULL_NAMES.needed, parties=many(ref("parties")).needed)),
        "places": many(parts(name=TEXT.needed, names=NAMES.needed, east=NUMBER, north=NUMBER)),
        "examples": many(FULL_NAMES),
        "labels": many(parts(property=TEXT, sphere=TEXT, names=FULL_NAMES.needed)),
    },
    "parties": {
        "id": ID, "code": TEXT.needed, "zone": TEXT.needed, "names": FULL_NAMES.needed, "role": TEXT,
        "status_history": many(
            parts(**{
                "status": one_of(Standing.values).needed, "from": DATE, "to": DATE, "note": TEXT, "sources": SOURCES,
            })
        ),
        "sources": SOURCES, "preferred_note": TEXT,
    },
    "people": {
        "id": ID, "name": TEXT.needed, "name_ja": TEXT, "name_ru": TEXT, "name_own": TEXT, "own_language": TEXT,
        "party": ref("parties"),
        "offices": many(
            parts(**{
                "title": TEXT.needed, "attested": DATE, "from": DATE, "to": DATE, "note": TEXT, "sources": SOURCES,
            })
        ),
        "note": TEXT, "sources": SOURCES,
    },
    "organisations": {
        "id": ID, "names": FULL_NAMES.needed, "short": TEXT, "kind": one_of(OrganisationKind.values).needed,
        "party": ref("parties"), "organised": many(ref("meetings")), "took_part": many(ref("meetings")),
        "carried_out": many(ref("assistance")), "people": many(ref("people")),
        "named_in": many(ref("tracks", *LATER, "recommendations", "concepts")), "note": TEXT, "sources": SOURCES,
    },
    "tracks": {
        "id": ID, "name": TEXT.needed, "names": FULL_NAMES.needed, "level": TEXT.needed, "formal": FLAG.needed,
        "feeds_into": ref("tracks"), "cadence_months": WHOLE, "first_meeting": ref("meetings"),
        "idea_first_recorded": DATE, "numbering_note": TEXT, "status": TEXT, "sources": SOURCES,
    },
    "meetings": {
        "id": ID, "track": ref("tracks").needed, "ordinal": WHOLE, "dates": parts(start=DATE, end=DATE).needed,
        "month": DATE, "year": DATE, "opens": TEXT, "zone": TEXT,
        "city": TEXT, "country": ref("parties", others=tuple(languages.lands())), "venue": TEXT,
        "mode": one_of(Mode.values), "host": ref("parties"), "chair": ref("people"), "theme": TEXT,
        "participants": TEXT, "organisers": many(TEXT),
        "delegations": many(
            parts(
                party=ref("parties").needed, head=ref("people"), office=TEXT,
                status=one_of((Standing.PARTICIPANT, Standing.OBSERVER, Standing.GUEST)).needed,
            )
        ),
        "agenda": many(TEXT), "outcomes": many(ref("documents")), "status": one_of(MeetingState.values),
        "duration_minutes": WHOLE, "note": TEXT, "sources": SOURCES,
    },
    "documents": {
        "id": ID, "title": TEXT.needed, "type": one_of(TextType.values).needed, "adopted": DATE,
        "meeting": ref("meetings"), "place": TEXT, "languages": many(TEXT), "url": TEXT, "structure": many(TEXT),
        "note": TEXT, "sources": SOURCES,
    },
    "commitments": {
        "id": ID, "made_in": ref(*MADE_IN).needed, "date": DATE,
        "by": many(ref("parties", "groups", others=(EVERYBODY,))).needed,
        "area": TEXT, "pillar": ref("pillars"), "text": TEXT.needed,
        "amount": WHOLE, "currency": TEXT, "deadline": DATE,
        "kind": one_of(CommitmentKind.values).needed, "status": one_of(RecordStatus.values),
        "evidence": many(ref(*LATER)), "evidence_note": TEXT, "sources": SOURCES, "locator": TEXT,
    },
    "remits": {
        "id": ID, "names": FULL_NAMES.needed, "note": TEXT,
        "steps": many(
            parts(
                date=DATE, kind=one_of(StepKind.values).needed, text=TEXT.needed,
                row=ref("tracks", *LATER, "recommendations", "concepts"), sources=SOURCES,
            )
        ).needed,
        "sources": SOURCES,
    },
    "recommendations": {
        "id": ID, "made_at": ref("meetings"), "document": ref("documents"), "date": DATE, "area": TEXT,
        "text": TEXT.needed, "surfaced_in": many(ref(*LATER)),
        "link": one_of((Link.STATED, Link.INFERRED, Link.NONE)).needed, "evidence": TEXT, "note": TEXT,
        "sources": SOURCES,
    },
    "assistance": {
        "id": ID, "kind": one_of(UndertakingKind.values).needed, "title": TEXT.needed, "date": DATE, "amount": WHOLE,
        "currency": TEXT, "amount_usd_stated": WHOLE, "amount_note": TEXT, "donor": ref("parties"),
        "recipients": many(ref("parties")), "spheres": many(TEXT),
        "tied_to": many(ref(*LATER, "concepts")), "dialogue_link": one_of(DialogueLink.values), "start": DATE, "end": DATE,
        "duration_months": WHOLE, "agency": TEXT, "planned": TEXT, "components": many(TEXT), "not_added": TEXT,
        "results": many(parts(text=TEXT.needed, sources=SOURCES)), "note": TEXT, "sources": SOURCES,
    },
    "concepts": {
        "id": ID, "name": TEXT.needed, "name_ja": TEXT, "introduced_by": ref("people"), "first_seen": DATE,
        "last_seen": DATE, "note": TEXT, "sources": SOURCES,
    },
    "formats": {
        "id": ID, "name": TEXT.needed, "partner": TEXT, "founded": DATE, "launch_level": TEXT,
        "permanent_secretariat": FLAG, "dissolved": DATE, "note": TEXT,
        "structure": parts(
            founded=parts(date=DATE, text=TEXT, note=TEXT, sources=SOURCES),
            members=many(parts(as_of=DATE, count=VALUE, who=TEXT.needed, sources=SOURCES)),
            observers=many(parts(as_of=DATE, who=TEXT.needed, sources=SOURCES)),
            secretariat=parts(state=one_of(Secretariat.values), place=TEXT, since=DATE, note=TEXT, sources=SOURCES),
            hosting=parts(rule=TEXT.needed, sources=SOURCES), decisions=parts(rule=TEXT.needed, sources=SOURCES),
            summit=parts(held=WHOLE, first=DATE, last=DATE, rule=TEXT, note=TEXT, sources=SOURCES),
            tracks=many(parts(name=TEXT.needed, level=TEXT, sources=SOURCES)),
        ),
        "un_support": many(
            parts(
                party=ref("parties", "groups"), matter=TEXT.needed, date=DATE, by=TEXT, text=TEXT.needed,
                strength=one_of(Support.values).needed, sources=SOURCES,
            )
        ),
        "coverage": parts(complete=one_of(Coverage.values).needed, held=TEXT, missing=TEXT),
        "events": many(
            parts(
                date=DATE, end=DATE, level=TEXT, series=TEXT, ordinal=WHOLE, city=TEXT, country=TEXT,
                mode=one_of(Mode.values), note=TEXT, outcomes=many(parts(title=TEXT.needed, date=DATE)), pledge=TEXT,
                planned=FLAG, sources=SOURCES,
            )
        ),
        "sources": SOURCES,
    },
    "conflicts": {
        "id": ID, "title": TEXT.needed, "class": one_of(ConflictClass.values), "resolution": VALUE, "basis": TEXT,
    },
    "claims": {
        "conflict": ref("conflicts").needed, "subject": ref(*ALL_NOUNS).needed, "property": TEXT.needed,
        "kind": one_of(ClaimKind.values).needed, "as_of": DATE, "value": VALUE.needed,
        "source": ref("sources").needed, "locator": TEXT.needed, "note": TEXT, "preferred": FLAG,
    },
    "words": {
        "id": ID, "en": TEXT.needed, **{code: TEXT for code in languages.PAGES if code != "en"},
        "by": one_of(Translator.values).needed, "sources": many(ref("sources")),
    },
}  # fmt: skip

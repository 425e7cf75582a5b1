"""Addresses of the API: one list a noun, one address a row, the OpenAPI document, and an index of them."""

from django.urls import path, re_path

from nemawashi.api import analysis, answering, assistance, commitments, index, meetings, parties, sources, texts

app_name = "api"
NOUNS: dict[str, type[answering.Endpoint]] = {
    "sources": sources.Sources,
    "claims": sources.Claims,
    "conflicts": sources.Conflicts,
    "dialogues": parties.Dialogues,
    "parties": parties.Parties,
    "people": parties.People,
    "organisations": parties.Organisations,
    "pillars": parties.Pillars,
    "tracks": meetings.Tracks,
    "meetings": meetings.Meetings,
    "agenda-items": meetings.AgendaItems,
    "recommendations": meetings.Recommendations,
    "texts": texts.Texts,
    "clauses": texts.Clauses,
    "commitments": commitments.Commitments,
    "remits": commitments.Remits,
    "assistance": assistance.Assistance,
    "concepts": analysis.Concepts,
    "events": analysis.Events,
    "runs": analysis.Runs,
}
urlpatterns = [
    path("", index.index(tuple(NOUNS)), name="index"),
    path("openapi.json", index.openapi, name="openapi"),
    *(
        address
        for name, endpoint in NOUNS.items()
        for address in answering.addresses(name, endpoint, key="uuid:pk" if name == "clauses" else "slug:slug")
    ),
    re_path(r"^(?P<rest>[\s\S]+)/$", index.nothing),  # ``path`` would let an address with a line end go by
]

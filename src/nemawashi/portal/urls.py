"""Public addresses, one page a noun and one a row; the slug is the record's own id."""

from django.urls import path

from nemawashi.portal import (
    assistance,
    commitments,
    concepts,
    dialogues,
    home,
    meetings,
    parties,
    recommendations,
    search,
    sources,
    texts,
    theme,
)

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("theme/", theme.choose, name="theme"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<slug:slug>/", texts.text, name="text"),
    path("parties/", parties.parties, name="parties"),
    path("parties/<slug:slug>/", parties.party, name="party"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<slug:slug>/", commitments.commitment, name="commitment"),
    path("recommendations/", recommendations.recommendations, name="recommendations"),
    path("recommendations/<slug:slug>/", recommendations.recommendation, name="recommendation"),
    path("assistance/", assistance.assistance, name="assistance"),
    path("assistance/<slug:slug>/", assistance.undertaking, name="undertaking"),
    path("concepts/", concepts.concepts, name="concepts"),
    path("concepts/<slug:slug>/", concepts.concept, name="concept"),
    path("dialogues/", dialogues.dialogues, name="dialogues"),
    path("dialogues/<slug:slug>/", dialogues.dialogue, name="dialogue"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("conflicts/", sources.conflicts, name="conflicts"),
    path("conflicts/<slug:slug>/", sources.conflict, name="conflict"),
]

"""Addresses of the desk. Every one needs a signed-in person."""

from django.urls import path

from nemawashi.desk import acting, day, follow_up, log, looking_up, meetings, record, search, texts

app_name = "desk"
urlpatterns = [
    path("", day.day, name="day"),
    path("search/", search.search, name="search"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("meetings/<slug:slug>/agenda/", meetings.agenda, name="agenda"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<slug:slug>/", texts.text, name="text"),
    path("texts/<slug:slug>/clauses/<uuid:pk>/", texts.clause, name="clause"),
    path("texts/<slug:slug>/revisions/<int:number>/", texts.revision, name="revision"),
    path("texts/<slug:slug>/silence/", texts.silence, name="silence"),
    path("agreed-language/", texts.agreed_language, name="agreed_language"),
    path("agreed-language/hits/", looking_up.hits, name="agreed_hits"),
    path("follow-up/", follow_up.follow_up, name="follow_up"),
    path("follow-up/<slug:slug>/", follow_up.commitment, name="commitment"),
    path("record/", record.overview, name="record"),
    path("record/sources/", record.choose_source, name="choose_source"),
    path("record/import/", record.importing, name="import_claims"),
    path("record/claims.csv", record.export, {"form": "csv"}, name="export_claims_csv"),
    path("record/claims.yaml", record.export, {"form": "yaml"}, name="export_claims_yaml"),
    path("log/", log.log, name="log"),
    path("acts/<slug:name>/<slug:key>/", acting.act, name="act"),
]

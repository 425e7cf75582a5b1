"""Addresses of the desk. Every one needs a signed-in person."""

from django.urls import path

from nemawashi.desk import doing
from nemawashi.desk.analysing import rounds
from nemawashi.desk.curating import pages as record
from nemawashi.desk.filing import exports
from nemawashi.desk.filing import pages as files
from nemawashi.desk.following import (
    activities,
    calendar,
    complying,
    day,
    delegations,
    follow_up,
    hosting,
    log,
    meetings,
    notices,
    people,
    schedule,
    search,
)
from nemawashi.desk.negotiating import editing, live, looking_up, printing, texts, workspace
from nemawashi.desk.translating import exchange, languages

app_name = "desk"
urlpatterns = [
    path("", day.day, name="day"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("notices/mail/", notices.choose_mail, name="notices_mail"),
    path("people/", people.people, name="people"),
    path("people/password/", people.own_password, name="own_password"),
    path("search/", search.search, name="search"),
    path("meetings/", meetings.meetings, name="meetings"),
    path("meetings/calendar/", calendar.calendar, name="calendar"),
    path("meetings/hosting/", hosting.hosting, name="hosting"),
    path("meetings/schedule/", schedule.schedule, name="schedule"),
    path("meetings/<slug:slug>/", meetings.meeting, name="meeting"),
    path("meetings/<slug:slug>/agenda/", meetings.agenda, name="agenda"),
    path("meetings/<slug:slug>/delegations/", delegations.delegations, name="delegations"),
    path("meetings/<slug:slug>/delegations/plates.pdf", delegations.plates, name="plates"),
    path("meetings/<slug:slug>/delegations/seats.pdf", delegations.seats, name="seats"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<slug:slug>/", workspace.text, name="text"),
    path("texts/<slug:slug>/looked/", workspace.looked, name="looked"),
    path("texts/<slug:slug>/matrix/", workspace.matrix, name="matrix"),
    path("texts/<slug:slug>/compare/", workspace.compare, name="compare"),
    path("texts/<slug:slug>/redline/", exports.redline, name="redline"),
    path("texts/<slug:slug>/screen/", workspace.screen, name="screen"),
    path("texts/<slug:slug>/paper.css", printing.paper, name="paper"),
    path("texts/<slug:slug>/live/", live.stream, name="live"),
    path("texts/<slug:slug>/poll/", live.poll, name="poll"),
    path("texts/<slug:slug>/languages/", languages.languages, name="languages"),
    path("texts/<slug:slug>/languages/exchange/", exchange.exchange, name="exchange"),
    path("texts/<slug:slug>/files/", files.files, name="files"),
    path("texts/<slug:slug>/files/<uuid:pk>/discard/", files.discard, name="discard_file"),
    path("texts/<slug:slug>/exports/", exports.exports, name="exports"),
    path("texts/<slug:slug>/clauses/<uuid:pk>/", texts.clause, name="clause"),
    path("texts/<slug:slug>/clauses/<uuid:pk>/edit/", editing.edit_words, name="edit_words"),
    path("texts/<slug:slug>/revisions/<int:number>/", texts.revision, name="revision"),
    path("texts/<slug:slug>/silence/", texts.silence, name="silence"),
    path("agreed-language/", texts.agreed_language, name="agreed_language"),
    path("agreed-language/hits/", looking_up.hits, name="agreed_hits"),
    path("follow-up/", follow_up.follow_up, name="follow_up"),
    path("follow-up/report.docx", complying.as_word, name="compliance_word"),
    path("follow-up/report.pdf", complying.as_pdf, name="compliance_pdf"),
    path("follow-up/<slug:slug>/", follow_up.commitment, name="commitment"),
    path("rounds/", rounds.rounds_list, name="rounds"),
    path("rounds/<slug:slug>/", rounds.coding_round, name="round"),
    path("rounds/<slug:slug>/code/<int:number>/", rounds.code, name="code"),
    path("rounds/<slug:slug>.<str:form>", rounds.file, name="round_file"),
    path("activities/", activities.activities, name="activities"),
    path("record/", record.overview, name="record"),
    path("record/sources/", record.choose_source, name="choose_source"),
    path("record/import/", record.importing, name="import_claims"),
    path("record/claims.csv", record.export, {"form": "csv"}, name="export_claims_csv"),
    path("record/claims.yaml", record.export, {"form": "yaml"}, name="export_claims_yaml"),
    path("log/", log.log, name="log"),
    path("acts/<slug:name>/<slug:key>/", doing.act, name="act"),
]

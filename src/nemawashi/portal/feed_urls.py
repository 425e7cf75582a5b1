"""Addresses of the feeds and of what can be taken away, within those of the portal."""

from django.urls import path

from nemawashi.portal.feeds import calendars, news
from nemawashi.portal.take_away import pages

urlpatterns = [
    path("feeds/meetings.ics", calendars.meetings, name="calendar"),
    path("feeds/tracks/<slug:track>.ics", calendars.meetings, name="calendar_of_track"),
    path("feeds/parties/<slug:party>.ics", calendars.meetings, name="calendar_of_party"),
    path("feeds/own/<str:key>.ics", calendars.own, name="own_calendar"),
    path("feeds/meetings.atom", news.meetings, name="news"),
    path("feeds/tracks/<slug:track>.atom", news.meetings, name="news_of_track"),
    path("feeds/parties/<slug:party>.atom", news.meetings, name="news_of_party"),
    path("feeds/rulings.atom", news.rulings, name="rulings"),
    path("take-away/", pages.take_away, name="take_away"),
    path("take-away/<str:name>", pages.file, name="take_away_file"),
]

"""Permanent addresses, outside the languages."""

from django.urls import path

from nemawashi.portal import permanent

app_name = "permanent"
urlpatterns = [
    path("", permanent.home, name="home"),
    path("<slug:name>", permanent.of_list, name="list"),
    path("text/<slug:slug>.<str:form>", permanent.of_file, name="file"),
    path("<slug:noun>/<slug:slug>", permanent.of_row, name="row"),
]

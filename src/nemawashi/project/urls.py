"""Addresses. Public pages carry their language; desk, API and sign-in do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from nemawashi.portal import contact, forum_mark, robots
from nemawashi.project import proving, second, sign_in, way_in
from nemawashi.project.outside import pages as outside

handler500 = "nemawashi.project.faults.failed"
urlpatterns = [
    path("robots.txt", robots.robots, name="robots"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("sitemap-<slug:part>.xml", robots.sitemap_of, name="sitemap_of"),
    path("favicon.ico", robots.favicon, name="favicon"),
    path("forum-mark/<str:name>", forum_mark.mark, name="forum_mark"),
    path(".well-known/security.txt", contact.security_txt, name="security_txt"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign_in"),
    path("sign-in/second/", second.second_step, name="second_step"),
    path("sign-in/first-factor/", second.first_factor, name="first_factor"),
    path("sign-in/passkey/", second.passkey_in, name="passkey_in"),
    path("sign-in/outside/<slug:provider>/", outside.go, name="outside"),
    path("sign-in/outside/<slug:provider>/back/", outside.back, name="outside_back"),
    path("sign-in/outside/<slug:provider>/answer/", outside.answer, name="outside_answer"),
    path("sign-in/outside/<slug:provider>/metadata/", outside.described, name="outside_metadata"),
    path("sign-in/forgotten/", way_in.forgotten, name="forgotten"),
    path("sign-in/reset/<slug:whose>/<slug:token>/", way_in.reset, name="reset"),
    path("join/<slug:token>/", way_in.join, name="join"),
    path("join/<slug:token>/outside/<slug:provider>/", outside.join, name="join_outside"),
    path("sign-out/outside/<slug:provider>/", outside.left, name="outside_left"),
    path("sign-out/outside/<slug:provider>/go/", outside.leave, name="outside_leave"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign_out"),
    path("desk/log/checkpoint.txt", proving.checkpoint, name="checkpoint"),
    path("desk/", include("nemawashi.desk.urls")),
    path("id/", include("nemawashi.portal.permanent_urls")),
    path("api/v1/", include("nemawashi.api.urls")),
    *i18n_patterns(path("", include("nemawashi.portal.urls"))),
]

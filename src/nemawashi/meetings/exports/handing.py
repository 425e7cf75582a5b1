"""Files of papers as they were sent: handed out and never shown, so that nobody's page runs as one of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext

from nemawashi.meetings.models import CredentialsLetter, PaperInLanguage
from nemawashi.sources import archive


def handed_out(version: PaperInLanguage | CredentialsLetter) -> HttpResponse:
    """A file as a download that is kept by no cache: who may have it can change. Whoever asks has been asked before."""
    content = archive.opened(version.sha256)
    if content is None:
        words = gettext("The archive has lost this file.")
        return HttpResponse(words, status=410, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(content.read(), content_type=version.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, version.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "no-store"
    return answer

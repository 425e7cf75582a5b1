"""What stands on every sheet of a text that is printed from its page: symbol, distribution, date, page of pages."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.desk.negotiating.workspace import text_of
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.models import MeetingDocument


def _quoted(words: str) -> str:
    """A string of CSS; whatever is no letter or digit is written as its number."""
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in words) + '"'


def _day(at: dt.datetime) -> str:
    return ImpreciseDate(at.year, at.month, at.day).in_words(get_language() or "en")


@login_required
@require_safe
def paper(request: Request, slug: str) -> HttpResponse:
    """The margins of the sheets as a style for print: a style sheet cannot read them from its page."""
    text = text_of(request, slug)
    latest = text.revisions.order_by("-number").first() if request.viewer.sees_negotiation else None
    symbol = latest.symbol if latest else text.symbol
    document = MeetingDocument.objects.filter(symbol=symbol).first() if latest else None
    printed = _("Printed on %(date)s. Drafts are not printed.") % {"date": _day(clock.database_moment())}
    boxes = {
        "top-left": _quoted(symbol),
        "top-center": _quoted(str(document.get_distribution_display()) if document else ""),
        "top-right": _quoted(_day(latest.issued_at) if latest else ""),
        "bottom-left": _quoted(printed),
        "bottom-right": 'counter(page) " / " counter(pages)',
    }
    rules = "".join(f"@{place} {{ content: {words}; }}" for place, words in boxes.items())
    return HttpResponse(f"@page {{ {rules} }}", content_type="text/css; charset=utf-8")

"""Rows of long lists, written without a template: it would take half of the time that their page takes."""

from collections.abc import Iterable, Mapping
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from nemawashi.portal.meetings import MeetingRow
from nemawashi.portal.templatetags.origin_words import came_from
from nemawashi.portal.templatetags.portal_words import said_of, state

register = template.Library()


@register.simple_tag(takes_context=True)
def meeting_rows(context: template.Context, rows: Iterable[MeetingRow]) -> SafeString:
    """The rows of a list of meetings, without a template: there is one for each meeting of twenty years."""
    said = {name: escape(gettext(name)) for name in ("When", "Place", "Host", "State")}
    return SafeString("".join(_meeting_row(context, row, said) for row in rows))


def _meeting_row(context: template.Context, row: MeetingRow, said: Mapping[str, str]) -> str:
    host = f'<span class="party" title="{escape(row.host_name)}">{escape(row.host)}</span>' if row.host else ""
    return (
        f'<tr><td class="nowrap" data-label="{said["When"]}">{escape(row.when)}</td>'
        f'<th scope="row"><a href="{escape(row.href)}">{escape(row.title)}</a>'
        f" {came_from(context, row)} {said_of(row.ref)}</th>"
        f'<td data-label="{said["Place"]}">{escape(row.place)}</td><td data-label="{said["Host"]}">{host}</td>'
        f'<td data-label="{said["State"]}">{state(row.state, "meeting")}</td></tr>\n'
    )

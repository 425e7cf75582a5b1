"""What desk templates say and draw: brackets, moments with their zone, buttons of acts."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta
from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from nemawashi.desk.register import DEEDS
from nemawashi.kit.texts.brackets import Bracket, Node, Plain
from nemawashi.parties.terms import PARTY_CODES

register = template.Library()


def _language() -> str:
    return (get_language() or "en")[:2]


@register.simple_tag
def brackets(nodes: Sequence[Node], own: str = "") -> SafeString:
    """A clause with its brackets, nested, each with the parties that ask for it. ``own``: the viewer's code."""
    return format_html_join("", "{}", ((_node(node, own),) for node in nodes))


def _node(node: Node, own: str) -> SafeString:
    if isinstance(node, Plain):
        return format_html("{}", node.words)
    return _bracket(node, own)


def _bracket(node: Bracket, own: str) -> SafeString:
    mark = node.mark
    who = ", ".join([*mark.parties, *mark.supporters])
    mine = " bracket__who--mine" if own and own in mark.parties else ""
    wish = gettext("delete") if node.kind == "delete" and not mark.words else ""
    against = gettext("%(parties)s oppose") % {"parties": ", ".join(mark.opponents)} if mark.opponents else ""
    label = "; ".join(part for part in (f"{who} {wish}".strip(), against) if part)
    inside = brackets(node.inside, own)
    element = "del" if node.kind == "delete" else "ins"
    return format_html(
        '<span class="bracket" data-parties="{}"><span class="bracket__who{}">{}:</span>{}</span>',
        " ".join(mark.parties),
        mine,
        label,
        format_html("<" + element + ">{}</" + element + ">", inside),
    )


@register.filter
def code(slug: str | None) -> str:
    return PARTY_CODES.get(slug or "", "")


@register.simple_tag
def moment(at: dt.datetime | None, zone: str = "UTC") -> str:
    """A moment on the clocks of ``zone``, with the name of the zone."""
    if at is None:
        return ""
    shown = format_datetime(at.astimezone(ZoneInfo(zone or "UTC")), "d MMM y, HH:mm", locale=_language())
    return f"{shown} {zone or 'UTC'}"


@register.filter
def left(span: dt.timedelta) -> str:
    """What is left, in the two largest units: 2 days 4 hours."""
    total = int(span.total_seconds())
    units: list[tuple[int, Literal["day", "hour", "minute", "second"]]] = [
        (86400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ]
    parts: list[str] = []
    for size, unit in units:
        count, total = divmod(total, size)
        if count or (unit == "second" and not parts):
            parts.append(
                format_timedelta(dt.timedelta(seconds=count * size), granularity=unit, threshold=10**9, locale=_language())
            )
        if len(parts) == 2:
            break
    return " ".join(parts)


@register.inclusion_tag("desk/parts/act_link.html")
def act_link(name: str, key: object, back: str = "", tone: str = "quiet") -> dict[str, Any]:
    """A link to the form of an act."""
    deed = DEEDS[name]
    return {"name": name, "key": str(key), "label": deed.label, "next": back, "tone": "danger" if deed.is_grave else tone}


@register.inclusion_tag("desk/parts/act_now.html", takes_context=True)
def act_now(context: template.Context, name: str, row: Any, back: str = "", tone: str = "quiet") -> dict[str, Any]:
    """A button that does an act with no words of its own, guarded against stale pages and double clicks."""
    deed = DEEDS[name]
    return {
        "name": name,
        "key": str(getattr(row, "slug", row.pk)),
        "label": deed.label,
        "seen": getattr(row, "version", ""),
        "once": uuid.uuid4(),
        "next": back,
        "tone": tone,
        "csrf_token": context.get("csrf_token"),
    }

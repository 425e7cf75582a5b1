"""Buttons of acts, written without a template: a text may have thousands of them on one page.

A granted act is a button that does it at once, or a link to its form; one that its rule refuses is greyed and opens to the
sentence why. The buttons belong to the one form of the page (``act_fields``); each names its own address and the version
seen. Every function but ``offered`` gives HTML as a plain string, in which ``escape`` was put around whatever is not ours.
"""

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from nemawashi.access.rules import Possible
from nemawashi.desk.acting import refusals
from nemawashi.desk.acting.offering import DEEDS, Deed

NOT_NOW = gettext_noop("not possible now, why?")


@lru_cache(maxsize=256)
def _address(name: str) -> str:
    return reverse("desk:act", args=[name, "key"]).removesuffix("key/")


# Words are looked up once for each language and not for each button. Lazy words are no keys: hashing one translates it.


@lru_cache(maxsize=256)
def _label(name: str, language: str) -> str:
    return escape(str(DEEDS[name].label))


@lru_cache(maxsize=16)
def _not_now(language: str) -> str:
    return escape(gettext(NOT_NOW))


@lru_cache(maxsize=256)
def _query(back: str) -> str:
    return escape(f"?{urlencode({'next': back})}") if back else ""


def _tone(deed: Deed) -> str:
    if deed.is_grave:
        return " button--danger"
    if deed.for_good is not None:
        return " button--final"
    return "" if deed.is_main else " button--quiet"


@lru_cache(maxsize=64)
def _key_field(model: type[Model]) -> str:
    return "slug" if any(field.name == "slug" for field in model._meta.fields) else "pk"


def _key(row: Model) -> str:
    """By the fields of the model: a query may have put a slug of something else beside the row."""
    return escape(str(getattr(row, _key_field(type(row)))))


def address(act: str, on: Model) -> str:
    """Where an act on a row is done, escaped."""
    return f"{_address(act)}{_key(on)}/"


def _one(row: Possible, key: str, back: str, language: str) -> str:
    """The button of one act on the row of this key, greyed where its rule refuses it."""
    deed, label = DEEDS[row.act], _label(row.act, language)
    if not row.verdict:
        why = escape(refusals.sentence(row.verdict))
        return (
            f'<details class="refused" data-act="{row.act}" data-on="{key}">'
            f'<summary class="button button--small button--refused">{label}'
            f'<span class="unseen">: {_not_now(language)}</span></summary>'
            f'<p class="refused__why">{why}</p></details>'
        )
    address = f"{_address(row.act)}{key}/"
    if deed.is_at_once and not row.needs_form:
        seen = escape(str(getattr(row.on, "version", "")))
        return (
            f'<button class="button button--small{_tone(deed)}" formaction="{address}" name="seen" '
            f'value="{seen}">{label}</button>'
        )
    return (
        f'<a class="button button--small{_tone(deed)}" href="{address}{_query("" if deed.shows_new else back)}">{label}</a>'
    )


def offered(rows: Iterable[Possible], back: str = "") -> SafeString:
    """The acts that a page offers, in one row of buttons; nothing where there is none."""
    language = get_language() or "en"
    buttons, on, key = "", None, ""
    for row in rows:
        if row.on is not on:  # most acts of a row are on one thing, whose key is written once
            on, key = row.on, _key(row.on)
        buttons += _one(row, key, back, language)
    return SafeString(f'<div class="buttons">{buttons}</div>' if buttons else "")

"""Buttons of acts, written without a template: a text may have thousands of them on one page.

A granted act is a button that does it at once, or a link to its form; one that its rule refuses is greyed and opens to the
sentence why. The buttons belong to the one form of the page (``act_fields``); each names its own address and the version
seen. Every function but ``offered`` gives HTML as a plain string, in which ``escape`` was put around whatever is not ours.
"""

from collections.abc import Iterable
from dataclasses import dataclass
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
def address(act: str) -> str:
    """Where an act is done; the key of the row that it is done on follows, and a slash."""
    return reverse("desk:act", args=[act, "key"]).removesuffix("key/")


def label(act: str) -> str:
    """What stands on the button of an act, in the language of the page, escaped."""
    return _face(act, get_language() or "en").label


# Words are looked up once for each language and not for each button. Lazy words are no keys: hashing one translates it.


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


@dataclass(frozen=True, slots=True)
class _Face:
    """What the buttons of one act have in common in one language, escaped: all but the row and the way back."""

    label: str
    address: str
    css: str
    is_at_once: bool
    shows_new: bool


@lru_cache(maxsize=1024)
def _face(act: str, language: str) -> _Face:
    deed = DEEDS[act]
    return _Face(
        label=escape(str(deed.label)),
        address=address(act),
        css=f"button button--small{_tone(deed)}",
        is_at_once=deed.is_at_once,
        shows_new=deed.shows_new,
    )


def _one(row: Possible, key: str, seen: str, query: str, language: str) -> str:
    """The button of one act on the row of this key, greyed where its rule refuses it; ``seen``: the row's version."""
    face = _face(row.act, language)
    if row.verdict.refusal is not None:
        why = escape(refusals.sentence_in(language, row.verdict))
        return (
            f'<details class="refused" data-act="{row.act}" data-on="{key}">'
            f'<summary class="button button--small button--refused">{face.label}'
            f'<span class="unseen">: {_not_now(language)}</span></summary>'
            f'<p class="refused__why">{why}</p></details>'
        )
    if face.is_at_once and not row.needs_form:
        return (
            f'<button class="{face.css}" formaction="{face.address}{key}/" name="seen" value="{seen}">{face.label}</button>'
        )
    return f'<a class="{face.css}" href="{face.address}{key}/{"" if face.shows_new else query}">{face.label}</a>'


def offered(rows: Iterable[Possible], back: str = "") -> SafeString:
    """The acts that a page offers, in one row of buttons; nothing where there is none."""
    return offered_in(get_language() or "en", rows, back)


def offered_in(language: str, rows: Iterable[Possible], back: str = "") -> SafeString:
    """The same where the language of the page is known: asking for it a thousand times is a tenth of a large page."""
    buttons, on, key, seen, query = [], None, "", "", _query(back)
    for row in rows:
        if row.on is not on:  # most acts of a row are on one thing, whose key is written once
            on, key, seen = row.on, _key(row.on), escape(str(getattr(row.on, "version", "")))
        buttons.append(_one(row, key, seen, query, language))
    return SafeString(f'<div class="buttons">{"".join(buttons)}</div>' if buttons else "")

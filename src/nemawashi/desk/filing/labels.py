"""What is told of a Word file in the language of the reader: where something stands, what was done to it."""

from django.utils.translation import gettext, gettext_noop

from nemawashi.kit.word.places import Place
from nemawashi.kit.word.values import Tracked, Undone, Unknown

_STEPS = {
    "paragraph": gettext_noop("paragraph %(name)s"),
    "footnote": gettext_noop("footnote %(name)s"),
    "endnote": gettext_noop("endnote %(name)s"),
    "header": gettext_noop("header %(name)s"),
    "footer": gettext_noop("footer %(name)s"),
    "comment": gettext_noop("comment %(name)s"),
    "text box": gettext_noop("text box"),
    "style": gettext_noop("style “%(name)s”"),
    "list definitions": gettext_noop("list definitions"),
    "building blocks": gettext_noop("building blocks"),
    "before the first paragraph": gettext_noop("before the first paragraph"),
    "not opened:": gettext_noop("not opened: %(name)s"),
}
_PLACES = {"instruction": gettext_noop("instruction %(name)s"), "clause": gettext_noop("line %(name)s")}
_KINDS = {
    "inserted": gettext_noop("inserted"),
    "deleted": gettext_noop("deleted"),
    "moved from": gettext_noop("moved from here"),
    "moved to": gettext_noop("moved to here"),
    "mark inserted": gettext_noop("paragraph mark inserted"),
    "mark deleted": gettext_noop("paragraph mark deleted"),
    "mark moved from": gettext_noop("paragraph mark moved from here"),
    "mark moved to": gettext_noop("paragraph mark moved to here"),
    "footnote inserted": gettext_noop("footnote inserted"),
    "footnote deleted": gettext_noop("footnote deleted"),
    "footnote moved from": gettext_noop("footnote moved from here"),
    "footnote moved to": gettext_noop("footnote moved to here"),
    "endnote inserted": gettext_noop("endnote inserted"),
    "endnote deleted": gettext_noop("endnote deleted"),
    "endnote moved from": gettext_noop("endnote moved from here"),
    "endnote moved to": gettext_noop("endnote moved to here"),
    "field inserted": gettext_noop("field inserted"),
    "field deleted": gettext_noop("field deleted"),
    "field moved from": gettext_noop("field moved from here"),
    "field moved to": gettext_noop("field moved to here"),
    "picture inserted": gettext_noop("picture inserted"),
    "picture deleted": gettext_noop("picture deleted"),
    "picture moved from": gettext_noop("picture moved from here"),
    "picture moved to": gettext_noop("picture moved to here"),
    "object inserted": gettext_noop("embedded object inserted"),
    "object deleted": gettext_noop("embedded object deleted"),
    "object moved from": gettext_noop("embedded object moved from here"),
    "object moved to": gettext_noop("embedded object moved to here"),
    "row inserted": gettext_noop("row inserted"),
    "row deleted": gettext_noop("row deleted"),
    "cell inserted": gettext_noop("cell inserted"),
    "cell deleted": gettext_noop("cell deleted"),
    "cells merged": gettext_noop("cells merged"),
    "formatted": gettext_noop("formatted"),
    "paragraph formatted": gettext_noop("paragraph formatted"),
    "numbering changed": gettext_noop("numbering changed"),
    "section changed": gettext_noop("section changed"),
    "table formatted": gettext_noop("table formatted"),
    "row formatted": gettext_noop("row formatted"),
    "cell formatted": gettext_noop("cell formatted"),
    "content control inserted": gettext_noop("content control inserted"),
    "content control deleted": gettext_noop("content control deleted"),
    "content control moved from": gettext_noop("content control moved from here"),
    "content control moved to": gettext_noop("content control moved to here"),
    "content control changed": gettext_noop("content control changed"),
    "comment": gettext_noop("comment"),
    "number changed": gettext_noop("number changed"),
    "brackets changed": gettext_noop("brackets changed"),
    "belongs to no paragraph": gettext_noop("belongs to no paragraph"),
    "hidden": gettext_noop("hidden words, not taken"),
    "another language": gettext_noop("column in another language, not read"),
    "words in another language": gettext_noop("words in another language than the paragraph, not taken"),
    "a wish beside the words": gettext_noop("wish beside the words, not taken"),
    "comment settled": gettext_noop("comment that is marked as resolved"),
    "in brackets": gettext_noop("in brackets, not taken"),
}
_ELEMENTS = {
    "w:drawing (picture)": gettext_noop("picture"),
    "w:pict (picture)": gettext_noop("picture"),
    "w:object (embedded object)": gettext_noop("embedded object"),
    "w:sym": gettext_noop("sign of an unknown font"),
    "template on a drive": gettext_noop("template on a drive"),
    "template on a share": gettext_noop("template on a share, not fetched"),
    "template on the net": gettext_noop("template on the net, not fetched"),
    "linked picture": gettext_noop("linked picture, not fetched"),
    "linked part": gettext_noop("linked part of another file, not fetched"),
    "changes in building blocks": gettext_noop("changes in building blocks"),
}


def place(where: str) -> str:
    """Where something stands; a place of a kind that is not known as it is."""
    if not isinstance(where, Place):
        kind, _blank, name = where.rpartition(" ")
        return gettext(_PLACES[kind]) % {"name": name} if kind in _PLACES and name.isdecimal() else where
    return ", ".join(_step(kind, name) for kind, name in where.steps)


def kind(code: str) -> str:
    """What was done."""
    return gettext(_KINDS[code]) if code in _KINDS else code


def change(row: Tracked) -> str:
    """A change in one line: where, what, by whom, on which words."""
    return " · ".join(part for part in (place(row.place), kind(row.kind), row.author, row.words) if part)


def unknown(row: Unknown) -> str:
    """What was not read: its name in the file stands beside its name in words."""
    name = f"{gettext(_ELEMENTS[row.element])} ({row.element.split(' ')[0]})" if row.element in _ELEMENTS else row.element
    return f"{name} × {row.count} · {place(row.place)}"


def undone(row: Undone) -> str:
    """Words that one author put in and another took out."""
    facts = {"place": place(row.place), "names": " / ".join(row.authors), "words": row.words}
    return gettext("%(place)s: put in and taken out again (%(names)s): %(words)s") % facts


def _step(kind: str, name: str) -> str:
    return gettext(_STEPS[kind]) % {"name": name} if kind in _STEPS else f"{kind} {name}".strip()

"""Atom (RFC 4287): a feed and its entries to bytes. Nothing here asks for the time."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

# What no XML document may hold, however it is written.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``uid`` is an IRI that never changes; ``changed_at`` moves only when the record does."""

    uid: str
    changed_at: dt.datetime
    title: str
    href: str
    summary: str = ""
    category: str = ""
    category_label: str = ""
    published_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    uid: str
    changed_at: dt.datetime
    title: str
    language: str
    href: str
    page: str
    author: str
    rights: str
    entries: Sequence[Entry]


def written(feed: Feed) -> bytes:
    """The bytes of a feed."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={_quoted(feed.language)}>',
        f"<id>{_said(feed.uid)}</id>",
        f"<title>{_said(feed.title)}</title>",
        f"<updated>{moment(feed.changed_at)}</updated>",
        f"<author><name>{_said(feed.author)}</name></author>",
        f"<rights>{_said(feed.rights)}</rights>",
        f'<link rel="self" type="application/atom+xml" href={_quoted(feed.href)}/>',
        f'<link rel="alternate" type="text/html" hreflang={_quoted(feed.language)} href={_quoted(feed.page)}/>',
    ]
    for entry in feed.entries:
        lines += _entry(entry)
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _entry(entry: Entry) -> list[str]:
    lines = [
        "<entry>",
        f"<id>{_said(entry.uid)}</id>",
        f"<title>{_said(entry.title)}</title>",
        f"<updated>{moment(entry.changed_at)}</updated>",
        f'<link rel="alternate" type="text/html" href={_quoted(entry.href)}/>',
    ]
    if entry.published_at:
        lines.append(f"<published>{moment(entry.published_at)}</published>")
    if entry.category:
        lines.append(f"<category term={_quoted(entry.category)} label={_quoted(entry.category_label)}/>")
    if entry.summary:
        lines.append(f"<summary>{_said(entry.summary)}</summary>")
    return [*lines, "</entry>"]


def _said(words: str) -> str:
    return escape(_NO_XML.sub("", words))


def _quoted(words: str) -> str:
    return quoteattr(_NO_XML.sub("", words))

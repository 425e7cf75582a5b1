"""What stands around the words of an official text on its page, taken off and told: heads of databases, ways back.

Which words these are depends on who publishes. Known are the head by which collections of documents say what they hold,
line by line in square brackets before the text (in Japanese or in English), and lines that lead elsewhere on the site.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from nemawashi.kit.corpora.reading import language_of, whole
from nemawashi.kit.corpora.splitting import split
from nemawashi.kit.corpora.values import About, Document, OfficialReading, Piece, Unread, UnreadableError

LEAST_WORDS = 200  # signs: a page with fewer holds no text, but says that there is none
_HEAD = re.compile(
    r"^\s*\[\s*(?P<name>文書名|場所|年月日|出典|備考|全文|Title|Place|Date|Source|Notes?|Full [Tt]ext)\s*\]\s*(?P<rest>.*)",
    re.S,
)
_DAY = re.compile(r"(\d{4})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})")
_ENGLISH_DAY = re.compile(r"([A-Z][a-z]{2,8})\s+(\d{1,2})\s*,\s*(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_WAY = 60  # signs of a line that leads elsewhere
_WAY = re.compile(
    r"^[\[(（〔<《]?\s*(?:Back to\b|Return to\b|Go to\b|To the top\b|Top of (?:this )?page|Page top|Print this page"
    r"|Skip to\b|Text size\b|Related (?:information|links)|Japanese(?: version)?\s*[\])]?$|English(?: version)?\s*[\])]?$"
    r"|PDF\s*[\])]?$|目次へ|前のページ|トップページ|ページの先頭|ページトップ|このページの|関連(?:情報|リンク)|本文へ|印刷用|戻る|英語版|日本語版"
    r"|ロシア語版|Наверх|Назад|На главную|Версия для печати|Вернуться)",
    re.I,
)
_SHOWN = 60  # signs of what was left out that a report repeats


def official(content: bytes, name: str, language: str = "") -> OfficialReading:
    """The clauses of the one text on a page, in a PDF or in a Word file; what was left out is told with its words.

    Raises ``UnreadableError``, also where a page holds next to no words: it says that the text has gone.
    """
    reading = whole(content, name=name)
    (document,) = reading.documents
    kept, about, left_out = within(document)
    signs = sum(len(piece.words.strip()) for piece in kept)
    if signs < LEAST_WORDS:
        raise UnreadableError(f"holds {signs} characters of text, fewer than a text has: it may say that the page has gone")
    spoken = language or language_of(" ".join(piece.words[:300] for piece in kept[:40]))
    clauses, unsplit = split(kept, language=spoken, title=about.title)
    return OfficialReading(
        replace(about, language=spoken), tuple(clauses), tuple(document.unread) + tuple(left_out) + tuple(unsplit)
    )


def within(document: Document) -> tuple[list[Piece], About, list[Unread]]:
    """The pieces of the text itself, what its head says of it, and what was left out."""
    about, left_out = document.about, []
    pieces = list(document.pieces)
    start = _behind_the_head(pieces)
    if start:
        about = _told_by_head(about, pieces[:start])
        rest = _rest(pieces[start - 1])
        left_out += [Unread("before the text", f"left out: {_short(piece.words)}") for piece in pieces[:start]]
        pieces = ([Piece(rest)] if rest else []) + pieces[start:]
    kept = []
    for piece in pieces:
        words = " ".join(piece.words.split())
        if len(words) <= _LONGEST_WAY and _WAY.match(words):
            left_out.append(Unread("around the text", f"left out: {_short(words)}"))
        else:
            kept.append(piece)
    return kept, about, left_out


def _behind_the_head(pieces: Sequence[Piece]) -> int:
    """Where the text begins behind the line that announces all of it; nought where no head stands there."""
    for place, piece in enumerate(pieces[:40], start=1):
        line = _HEAD.match(piece.words)
        if line and line["name"].lower() in ("全文", "full text"):
            return place
    return 0


def _rest(piece: Piece) -> str:
    line = _HEAD.match(piece.words)
    return line["rest"].strip() if line else ""


def _told_by_head(about: About, head: Sequence[Piece]) -> About:
    said = {line["name"]: " ".join(line["rest"].split()) for piece in head if (line := _HEAD.match(piece.words))}
    title = said.get("文書名") or said.get("Title") or about.title
    return replace(about, title=title, date=_date(said.get("年月日") or said.get("Date") or "") or about.date)


def _date(words: str) -> str:
    if day := _DAY.search(words):
        return f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}"
    if (day := _ENGLISH_DAY.search(words)) and (month := day[1][:3].lower()) in _MONTHS:
        return f"{day[3]}-{_MONTHS.index(month) + 1:02}-{int(day[2]):02}"
    return ""


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN]}…"

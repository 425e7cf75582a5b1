"""PDF files with text: lines put together to clauses, hyphens at line ends mended, running heads and page numbers left out.

What a PDF does not say (where a clause ends) is told from the lengths of lines and from their first and last signs.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from statistics import quantiles

from nemawashi.kit.corpora import leads
from nemawashi.kit.corpora.numbers import NumberStyle, without_number
from nemawashi.kit.corpora.values import About, Document, Piece, Unread, UnreadableError

MOST_PAGES = 3000
MOST_CHARACTERS = 20_000_000

_EDGES = 3  # lines at the top and the bottom of a page that may run through the whole file
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_DIGITS = re.compile(r"\d+")
_PAGE = re.compile(r"^\W*(?:[Pp]age\s*)?\d{1,4}(?:\s*(?:/|of|из)\s*\d{1,4})?\W*$")
_HYPHEN = re.compile(r"(\w)[-\u00ad\u2010]$")
_DONE = re.compile(r"[.;:。；：][”\"'’)\]]*\d{0,3}$")
_END = 40  # signs in which the end of a clause shows; all that is held would be looked through again for each line


def document(content: bytes) -> Document:
    """The document of a PDF file. Raises ``UnreadableError`` for a file without text, locked or damaged."""
    pages, unread, about = _pages(content)
    if not any(page for page in pages):
        raise UnreadableError("the PDF file has no text: it is a scan; recognise its words (OCR) first")
    pages = _without_running(pages)
    return Document(about, tuple(paragraphs(pages)), tuple(unread))


def _pages(content: bytes) -> tuple[list[list[str]], list[Unread], About]:
    import pypdf  # noqa: PLC0415  slow
    from pypdf.errors import PdfReadError  # noqa: PLC0415  slow

    pages: list[list[str]] = []
    unread, size = [], 0
    try:
        reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("the PDF file is locked with a password")
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableError(f"the PDF file has more than {MOST_PAGES} pages; divide it")
        for number, page in enumerate(reader.pages, start=1):
            try:
                text = page.extract_text() or ""
            except Exception as fault:  # parsers of hostile files raise whatever they like
                unread.append(Unread(f"page {number}", f"cannot be read ({type(fault).__name__})"))
                text = ""
            size += len(text)
            if size > MOST_CHARACTERS:
                raise UnreadableError("the PDF file has more text than a document may")
            if not text.strip() and not (unread and unread[-1].place == f"page {number}"):
                unread.append(Unread(f"page {number}", "has no text: it is empty or a scan"))
            pages.append([line.rstrip() for line in text.translate(_LIGATURES).splitlines()])
        metadata = reader.metadata
        about = About(title=str(metadata.title or "").strip() if metadata else "")
    except UnreadableError:
        raise
    except (PdfReadError, Exception) as fault:
        raise UnreadableError("the PDF file is cut off or damaged") from fault
    return [page if any(line.strip() for line in page) else [] for page in pages], unread, about


def _without_running(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the lines that run through at least half of them, whatever number they carry."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_same(line) for line in _edges(page)})
    most = max(3, sum(bool(page) for page in pages) / 2)
    running = {line for line, count in seen.items() if count >= most and line}
    kept = []
    for page in pages:
        filled = [place for place, line in enumerate(page) if line.strip()]
        edge = {*filled[:_EDGES], *filled[-_EDGES:]}
        kept.append(
            [
                line
                for place, line in enumerate(page)
                if not (place in edge and (_same(line) in running or _PAGE.match(line)))
            ]
        )
    return kept


def _edges(page: list[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    return filled[:_EDGES] + filled[-_EDGES:]


def _same(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split())).casefold()


def paragraphs(pages: list[list[str]]) -> Iterator[Piece]:
    """Lines of pages put together to paragraphs, by their lengths and their first and last signs."""
    lengths = [len(line.strip()) for page in pages for line in page if line.strip()]
    full = quantiles(lengths, n=10)[7] if len(lengths) > 1 else 80.0
    held, place = "", ""
    for number, page in enumerate(pages, start=1):
        last = ""
        for line in page:
            words = line.strip()
            if not words:
                if held and last and (_DONE.search(held[-_END:]) or len(last) < 0.6 * full):
                    yield Piece(held, place=place)
                    held = ""
                last = ""
                continue
            if held and _breaks(held, last or held[-int(full) :], words, full):
                yield Piece(held, place=place)
                held = ""
            if not held:
                held, place = words, f"page {number}"
            else:
                held = _joined(held, words)
            last = words
    if held:
        yield Piece(held, place=place)


def _breaks(held: str, last: str, words: str, full: float) -> bool:
    """Whether a new clause begins with these words."""
    done, short = bool(_DONE.search(held[-_END:])), len(last) < 0.8 * full
    line = without_number(words)
    if line.style is not NumberStyle.NONE and (
        done or short or held.endswith(",") or line.style in (NumberStyle.BULLET, NumberStyle.PREAMBLE)
    ):
        return True
    if leads.SECTION.match(words) and len(words) < 0.8 * full and (done or short):
        return True
    if held.endswith(",") and words[:1].isupper() and leads.is_preambular(words, "en"):
        return True
    if held.endswith(";") and words[:1].isupper():
        return True
    return short and (done or (words[:1].isupper() and len(held) < 0.8 * full))


def _joined(held: str, words: str) -> str:
    if _HYPHEN.search(held[-_END:]):
        return held[:-1] + words if words[:1].islower() else held + words
    wide = held[-1] > "\u3000" and words[0] > "\u3000"
    return held + ("" if wide else " ") + words

"""What a PDF says: which seals it names, and whether its pages bear the words of a paper, clause for clause."""

import io
import re
import unicodedata

import pypdf
from pypdf.errors import PyPdfError

from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.papers.printing import printed
from nemawashi.kit.papers.values import Paper
from nemawashi.kit.papers.wordings import plain

_SEAL = re.compile(r"sha256-([a-z]{2,3}(?:-[a-z]+)?):([0-9a-f]{64})", re.IGNORECASE)


def seals(raw: bytes) -> dict[str, str]:
    """The seals that a file names of itself, by language; none where we did not make it."""
    try:
        about = pypdf.PdfReader(io.BytesIO(raw)).metadata
        keywords = str(about.get("/Keywords", "")) if about else ""
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise UnreadableError(str(fault) or "it is no PDF") from fault
    return dict(_SEAL.findall(keywords))


def bears(raw: bytes, paper: Paper) -> dict[str, bool]:
    """By language, whether the pages have all clauses of that version in order, with nothing between them."""
    try:
        pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as fault:
        raise UnreadableError(str(fault)) from fault
    top = _bare(paper.symbol or paper.title)
    bare_pages = "".join(
        _bare(page).removesuffix(f"{number}/{len(pages)}").removesuffix(top if number > 1 else "")
        for number, page in enumerate(pages, start=1)
    )
    return {
        language: _bare(_shown(paper, language)) in bare_pages for language in seals(raw) if language in paper.languages
    }


def _shown(paper: Paper, language: str) -> str:
    shown = []
    for row in printed(paper, language):
        shown.append(row.number + "".join(words + (str(note) if note else "") for words, note in row.pieces))
        shown += [f"{number}{note}" for number, note in row.notes]
    return "".join(shown)


def _bare(words: str) -> str:
    """Without blanks and ends of lines, which a page sets where it has room, and letters in one form."""
    normal = unicodedata.normalize("NFKC", plain(words)).replace("\u00ad", "")
    return "".join(normal.split())

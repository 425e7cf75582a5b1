"""PDF/A-2a: archival, tagged, with the fonts of three scripts inside. WeasyPrint lays out the same HTML that readers get.

The fonts come with the project's own requirements (Noto Serif, Noto Serif JP and Noto Sans JP, all under the SIL Open Font
Licence), so that a paper looks the same on every server. WeasyPrint needs Pango, which is the system's; it is asked for
when the first PDF is made, and without it everything else works.
"""

import logging
import os
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nemawashi.kit.faults import NotThereError
from nemawashi.kit.papers import page
from nemawashi.kit.papers.values import Paper
from nemawashi.kit.papers.wordings import plain

VARIANT = "pdf/a-2a"
_alone = threading.Lock()
NEEDS = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"

_SHEET = """
@page { size: A4; margin: 25mm 22mm 24mm; @bottom-center { content: counter(page) " / " counter(pages);
  font: 9pt "Noto Serif"; } @top-right { content: %s; font: 9pt "Noto Serif", "Noto Serif JP"; } }
@page :first { @top-right { content: none } }
body { max-width: none; margin: 0; padding: 0; font: 11pt/1.55 "Noto Serif", "Noto Serif JP", serif; }
h1 { bookmark-level: 1 } h2 { bookmark-level: 2 } h3 { bookmark-level: none }
a { color: inherit; text-decoration: none }
.version + .version { break-before: page; border: 0; margin: 0; padding: 0 }
h1, h2, h3 { break-after: avoid } p { orphans: 2; widows: 2 }
"""


class PdfMissingError(NotThereError):
    """PDF cannot be made on this machine; the message says what to install."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(f"PDF needs Pango, which is not installed: on Debian, apt-get install {NEEDS} ({fault!s:.120})")


def written(paper: Paper) -> bytes:
    """The file. Raises ``PdfMissingError`` where WeasyPrint or Pango is missing."""
    return laid_out(
        lambda sheet: page.document(paper, sheet),
        top=paper.symbol or paper.title,
        moment=int(paper.adoption.at.timestamp()),
        languages=paper.languages,
    )


def laid_out(document: Callable[[str], str], *, top: str, moment: int, languages: tuple[str, ...]) -> bytes:
    """A document of ours as a file in the house form; ``document`` takes the style sheet, ``top`` stands on every page."""
    weasyprint = _weasyprint()
    sheet = _faces() + page.LOOKS.partition("@media (prefers")[0] + _SHEET % _quoted(top)
    with _at(moment):
        made: bytes = weasyprint.HTML(
            string=document(sheet), media_type="print", url_fetcher=_fonts_alone(weasyprint)
        ).write_pdf(pdf_variant=VARIANT, pdf_tags=True, finisher=_tongues(weasyprint, languages))
    return made


def _tongues(weasyprint: Any, languages: tuple[str, ...]) -> Callable[[Any, Any], None]:
    """Says in the structure which language each version is in; WeasyPrint says it of the whole document alone."""
    spelled = weasyprint.pdf.pydyf.String

    def finish(document: Any, made: Any) -> None:
        by_page, language = {}, languages[0]
        for reference, page_made in zip(made.page_references, document.pages, strict=True):
            language = next((code for code in languages if code in page_made.anchors), language)
            by_page[reference] = language
        for row in made.objects:
            if isinstance(row, dict) and row.get("S") == "/Art" and row.get("Pg") in by_page:
                row["Lang"] = spelled(by_page[row["Pg"]])

    return finish


@contextmanager
def _at(moment: int) -> Iterator[None]:
    """One paper at a time, with the moment that fontTools writes into subsets of fonts: else no two files were alike."""
    with _alone:
        before = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = str(moment)
        try:
            yield
        finally:
            if before is None:
                del os.environ["SOURCE_DATE_EPOCH"]
            else:
                os.environ["SOURCE_DATE_EPOCH"] = before


def is_possible() -> str:
    """Why no PDF can be made here; empty where it can."""
    try:
        _weasyprint()
    except PdfMissingError as fault:
        return str(fault)
    return ""


def _weasyprint() -> Any:
    """Slow to import, and with a library of the system behind it: only who wants a PDF waits for it."""
    try:
        import weasyprint  # noqa: PLC0415
    except (ImportError, OSError) as fault:
        raise PdfMissingError(fault) from fault
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # of a style sheet that is ours there is nothing to warn of
    return weasyprint


def fonts() -> dict[str, Path]:
    """The files of the fonts, by the names under which the style sheet has them."""
    import fontpkg_noto_serif  # noqa: PLC0415  data, needed here alone
    import pylopdf_fonts_jp  # noqa: PLC0415

    return {
        "Noto Serif": Path(fontpkg_noto_serif.ROOT) / "files" / "NotoSerif[wdth,wght].ttf",
        "Noto Serif JP": Path(pylopdf_fonts_jp.serif_path()),
        "Noto Sans JP": Path(pylopdf_fonts_jp.sans_path()),
    }


def foreign(paper: Paper) -> str:
    """Letters of the words that none of our fonts has: a machine sets them in a font of its own, or as an empty box."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415  slow, and needed here alone

    known = {code for path in fonts().values() for code in TTFont(path, lazy=True).getBestCmap()}
    signs = {sign for clause in paper.clauses for words in clause.words.values() for sign in plain(words)}
    signs |= {sign for clause in paper.clauses for note in clause.notes for sign in plain(note.words)}
    shown = (sign for sign in signs if unicodedata.category(sign)[0] not in "CZ" or unicodedata.category(sign) == "Co")
    return "".join(sorted(sign for sign in shown if ord(sign) not in known))


def _faces() -> str:
    weights = {"Noto Serif": "font-weight: 100 900;"}
    return "".join(
        f'@font-face {{ font-family: "{name}"; src: url("{path.as_uri()}"); {weights.get(name, "")} }}\n'
        for name, path in fonts().items()
    )


def _fonts_alone(weasyprint: Any) -> Any:
    """A fetcher that reads the three fonts and pictures within the document, and nothing else from disk or network."""
    known = {path.as_uri() for path in fonts().values()}

    class Fonts(weasyprint.urls.URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in known and not url.startswith(("data:image/svg+xml;base64,", "data:image/png;base64,")):
                raise ValueError("a paper fetches nothing")
            return super().fetch(url, headers)

    return Fonts(allowed_protocols=["file", "data"])


def _quoted(words: str) -> str:
    """Words as a string of a style sheet: every sign that is no letter or digit by its number."""
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in words) + '"'


__all__ = ["NEEDS", "VARIANT", "PdfMissingError", "fonts", "foreign", "is_possible", "written"]

"""The forms in which an adopted text is handed out, and how each is made."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from nemawashi.kit.papers import Paper, akoma, docx, page, pdf, plaintext


@dataclass(frozen=True, slots=True)
class Form:
    """``asked``: the media types that a reader may ask for. ``is_single``: one language a file, never all of them.

    ``has_lineage``: the file tells where its clauses come from. ``is_shown``: a browser shows it, instead of keeping it.
    ``is_slow``: it takes a second or more of one core, so that one is made at a time.
    """

    label: Promise
    media: str
    asked: tuple[str, ...]
    made: Callable[[Paper], bytes]
    is_single: bool = False
    has_lineage: bool = False
    is_shown: bool = False
    is_slow: bool = False


def _akoma(paper: Paper) -> bytes:
    return akoma.written(paper, paper.languages[0])


def _sealed(paper: Paper) -> bytes:
    return plaintext.sealed(paper, paper.languages[0])


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PLAIN = "text/plain; charset=utf-8"
FORMS: dict[str, Form] = {
    "pdf": Form(
        gettext_lazy("PDF/A, to keep and to sign"),
        "application/pdf",
        ("application/pdf",),
        pdf.written,
        is_shown=True,
        is_slow=True,
    ),
    "docx": Form(gettext_lazy("Word, languages side by side"), WORD, (WORD,), docx.written),
    "html": Form(gettext_lazy("Web page in one file"), "text/html; charset=utf-8", (), page.written, is_shown=True),
    "akn.xml": Form(
        gettext_lazy("Akoma Ntoso 3.0, with lineage"),
        "application/akn+xml; charset=utf-8",
        ("application/akn+xml", "application/xml", "text/xml"),
        _akoma,
        is_single=True,
        has_lineage=True,
    ),
    "txt": Form(gettext_lazy("Plain text"), PLAIN, ("text/plain",), plaintext.written, is_shown=True),
    "sealed.txt": Form(gettext_lazy("The sealed bytes, to compute the seal again"), PLAIN, (), _sealed, is_single=True),
}

"""A text as a file: made afresh for whoever asks, with what they may see."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.access.viewers import Viewer
from nemawashi.desk.filing import redlines, renderings, word
from nemawashi.desk.negotiating import comparing
from nemawashi.desk.negotiating.workspace import in_negotiation, opened
from nemawashi.kit.languages import name_of
from nemawashi.kit.papers import amending
from nemawashi.kit.word.negotiated import printed
from nemawashi.texts import queries
from nemawashi.texts.models import Text
from nemawashi.texts.queries import Negotiation, possible

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True)
class ExportSource:
    """What an export is made of: the negotiation as its reader sees it; ``other`` is the language asked for beside."""

    text: Text
    whole: Negotiation
    code: str = ""
    other: str = ""
    template: bytes | None = None
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class Export:
    """A form in which a text is handed out. ``holds_drafts``: with those of the reader's own delegation, for it alone."""

    label: Promise
    description: Promise
    suffix: str
    media: str
    make: Callable[[ExportSource], bytes]
    holds_drafts: bool = False
    is_in_two_languages: bool = False

    def made(self, asked: ExportSource, language: str) -> bytes:
        """The file on the words in ``language``, with a note of what is asked of words in others and left out.

        One in two languages says of each what is asked of it.
        """
        if self.is_in_two_languages:
            return self.make(asked)
        note = renderings.left_out(asked.whole, language, code=asked.code)
        return self.make(replace(asked, whole=asked.whole.in_language(language), note=note))


def _plain(asked: ExportSource) -> bytes:
    lines = [f"{printed(view.number)} {view.words}".lstrip() for view in asked.whole.standing]
    return ("\n\n".join(lines) + "\n").encode()


EXPORTS: dict[str, Export] = {
    "clean.docx": Export(
        gettext_lazy("Clean text"),
        gettext_lazy("The words as they stand, without brackets."),
        "docx", _WORD,
        lambda asked: word.clean(asked.text, asked.whole, template=asked.template),
    ),
    "tracked.docx": Export(
        gettext_lazy("Positions of all parties"),
        gettext_lazy("Each party is the author of its tracked changes. Change it in Word and send it back."),
        "docx", _WORD,
        lambda asked: word.tracked(asked.text, asked.whole, template=asked.template, note=asked.note),
    ),
    "ours.docx": Export(
        gettext_lazy("Only our own, drafts included"),
        gettext_lazy("What we tabled and what we draft, as tracked changes. For our delegation alone."),
        "docx", _WORD,
        lambda asked: word.ours(asked.text, asked.whole, code=asked.code, template=asked.template, note=asked.note),
        holds_drafts=True,
    ),
    "compilation.docx": Export(
        gettext_lazy("Compilation with brackets"),
        gettext_lazy("All positions typed into the words, in the colours of the parties."),
        "docx", _WORD,
        lambda asked: word.compilation(asked.text, asked.whole, template=asked.template, note=asked.note),
    ),
    "beside.docx": Export(
        gettext_lazy("Two languages side by side"),
        gettext_lazy("Paragraph by paragraph in two columns."),
        "docx", _WORD,
        lambda asked: word.beside(asked.text, asked.whole, asked.other, template=asked.template),
        is_in_two_languages=True,
    ),
    "clean.txt": Export(
        gettext_lazy("Clean text"), gettext_lazy("The words as they stand, without brackets."), "txt", _PLAIN, _plain
    ),
    "compilation.txt": Export(
        gettext_lazy("Compilation with brackets"),
        gettext_lazy("All positions in the notation that “Send a file” reads."),
        "txt", _PLAIN,
        lambda asked: renderings.compilation(asked.whole, note=asked.note).encode(),
    ),
    "streamlined.txt": Export(
        gettext_lazy("Streamlined compilation"),
        gettext_lazy("One bracket for all who ask for the same; no comments, no reasons."),
        "txt", _PLAIN,
        lambda asked: renderings.compilation(asked.whole, is_streamlined=True, note=asked.note).encode(),
    ),
    "amendments.akn.xml": Export(
        gettext_lazy("Akoma Ntoso with all amendments"),
        gettext_lazy("Every position with its parties, stances and outcome, for programs of parliaments and archives."),
        "akn.xml", "application/akn+xml; charset=utf-8",
        lambda asked: amending.written(
            renderings.amended(
                asked.text, asked.whole, at=clock.database_moment(), address=asked.address, note=asked.note
            )
        ),
    ),
}  # fmt: skip


@login_required
def exports(request: Request, slug: str) -> HttpResponse:
    """The forms that can be had; with ``?as=`` the file itself, never kept by a browser or a proxy.

    ``?with=`` names the second language of a file in two, ``?language=`` the one of the words that it holds, with what is
    asked of these; without it, that is the one of the negotiation. Only the file that says so holds drafts, and only those
    of the reader's own delegation.
    """
    opening = opened(slug, viewer=request.viewer)
    row = opening.text
    viewer = request.viewer
    if not viewer.sees_negotiation:
        raise Http404
    wanted = request.GET.get("as", "")
    export = EXPORTS.get(wanted)
    if wanted and (export is None or (export.holds_drafts and not viewer.is_delegate)):
        raise Http404
    whole = opening.negotiation(viewer=viewer, with_drafts=export is not None and export.holds_drafts)
    others = sorted({code for view in whole.standing for code in (*view.versions, *view.asked_in)} - {row.language})
    if export is None:
        return _offered(request, row, viewer, others)
    other = request.GET.get("with", "")
    if export.is_in_two_languages and other not in others:
        raise Http404
    code = renderings.own_code(viewer) if export.holds_drafts else ""
    template = queries.letterhead_of(row)
    address = request.build_absolute_uri(reverse("permanent:row", args=["text", row.slug]))
    language = request.GET.get("language", "") or row.language
    if language not in (row.language, *others):
        raise Http404
    content = export.made(ExportSource(row, whole, code, other, template, address), language)
    marked = other if export.is_in_two_languages else "" if language == row.language else language
    name = f"{(row.symbol or row.slug).replace('/', '-')}-{f'{marked}-' if marked else ''}{wanted}"
    return _handed_out(content, name, export.media)


@login_required
def redline(request: Request, slug: str) -> HttpResponse:
    """Two states of a text as tracked changes: ``one`` and ``other`` as the page that compares them names them.

    404 where a state, or the language, is none of this text; the compilation is no state that a change could lead to.
    """
    row, whole = in_negotiation(request, slug)
    states = {key: state for key, state in comparing.states(row, whole).items() if key != "brackets"}
    one, other = states.get(request.GET.get("one", "")), states.get(request.GET.get("other", "now"))
    language = request.GET.get("language", "") or row.language
    if one is None or other is None or language not in (row.languages or [row.language]):
        raise Http404
    blocks = redlines.passages(one, other, language, redlines.accepted(whole, one, other))
    what = _("%(one)s → %(other)s") % {"one": one.label, "other": other.label}
    content = word.redline(row, blocks, what, language, template=queries.letterhead_of(row))
    names = "-".join(request.GET.get(side, "now") for side in ("one", "other"))
    return _handed_out(content, f"{(row.symbol or row.slug).replace('/', '-')}-{names}-{language}.docx", _WORD)


def _handed_out(content: bytes, name: str, media: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _offered(request: Request, row: Text, viewer: Viewer, others: list[str]) -> HttpResponse:
    exports: list[tuple[str, Export, str, list[tuple[str, str]]]] = []
    named = [(code, name_of(code, get_language() or "en")) for code in others]
    for name, export in EXPORTS.items():
        if export.holds_drafts and not viewer.is_delegate:
            continue
        if export.is_in_two_languages:
            exports += [(f"{name}&with={code}", export, called, []) for code, called in named]
        else:
            exports.append((name, export, "", [(f"{name}&language={code}", called) for code, called in named]))
    letterhead = possible.on_letterhead(row, viewer=viewer)
    context = {"text": row, "title": _("Take it as a file"), "exports": exports, "offered": letterhead}
    return render(request, "desk/exports.html", context)

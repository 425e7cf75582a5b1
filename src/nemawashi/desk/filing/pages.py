"""Files that a delegation sends: looked at before anything is stored, kept sealed, reviewed, taken in or discarded."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from nemawashi.access import clock
from nemawashi.access.requests import Request
from nemawashi.desk.filing.reading import read_sent
from nemawashi.desk.negotiating.workspace import text_of
from nemawashi.kit import apart, limits
from nemawashi.kit.limits import MOST_SIGNS
from nemawashi.texts import acts, queries
from nemawashi.texts.terms import OPEN_STATES

LARGEST = limits.FILE_BYTES


class SendFile(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            ("word", gettext_lazy("File of Word or LibreOffice (.docx, .odt), with tracked changes or without")),
            ("brackets", gettext_lazy("Text with brackets")),
            ("amendments", gettext_lazy("Amendments in instruction form")),
        ],
        widget=forms.RadioSelect,
        initial="word",
    )
    file = forms.FileField(label=gettext_lazy("File"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Or its words"),
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("Paste a bracketed text or amendments here instead of sending a file."),
    )

    def __init__(self, *args: Any, size: int = 0, **kwargs: Any) -> None:
        self.size = size  # bytes of the whole request: a file that is too large is dropped before it gets here
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sent = cleaned.get("file")
        if self.size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE or (sent is not None and sent.size > LARGEST):
            raise forms.ValidationError(_("The file is larger than 20 MB; nothing of it was kept."))
        if sent is None and not cleaned.get("words", "").strip():
            raise forms.ValidationError(_("Choose a file, or paste its words."))
        if cleaned.get("kind") == "word" and sent is None:
            raise forms.ValidationError(_("A Word file cannot be pasted; choose the file."))
        return cleaned


@login_required
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: Request, slug: str) -> HttpResponse:
    """Send a file, and see the own ones. A file that cannot be read is refused with the reason and not stored."""
    row = text_of(request, slug)
    viewer = request.viewer
    if not (viewer.is_participant and viewer.may_draft):
        raise Http404
    form, status = SendFile(), 200
    if request.method == "POST":
        form = SendFile(request.POST, request.FILES, size=int(request.META.get("CONTENT_LENGTH") or 0))
        status = 422
        if form.is_valid():
            sent = form.cleaned_data["file"]
            content = sent.read() if sent else form.cleaned_data["words"].encode()
            name = (sent.name if sent else _("pasted words"))[:120]
            reading = read_sent(row, form.cleaned_data["kind"], content, viewer=viewer)
            if reading.fault:
                form.add_error(None, reading.fault)
            elif row.state not in OPEN_STATES:
                form.add_error(None, _("The text is not under negotiation at present."))
            else:
                at, kind = clock.database_moment(), form.cleaned_data["kind"]
                kept = acts.keep_file(row, called=name, content=content, kind=kind, by=viewer, at=at)
                return HttpResponseRedirect(reverse("desk:act", args=["take_in_file", kept.pk]))
    context = {"text": row, "title": _("Send a file"), "form": form, "files": queries.own_files(row, viewer=viewer)}
    response = render(request, "desk/files.html", context, status=status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def discard(request: Request, slug: str, pk: str) -> HttpResponse:
    """Empty an own file. Drafts that were taken in from it stay."""
    row = text_of(request, slug)
    viewer = request.viewer
    file = queries.own_file(pk, viewer=viewer)
    if file is None or file.text_id != row.pk:
        raise Http404
    acts.discard_file(file, by=viewer)
    apart.forget(viewer.whose)
    messages.success(request, _("The file was discarded."))
    return HttpResponseRedirect(reverse("desk:files", args=[row.slug]))

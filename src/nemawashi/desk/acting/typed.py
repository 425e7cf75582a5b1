"""What somebody typed into a form of the desk, given back by a page that has no form: a fault, or a refusal of the server.

Nothing is asked of the database: it may be what failed. What was typed goes from the request into the answer, escaped, and
nowhere else.
"""

from dataclasses import dataclass

from django import forms
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve

from nemawashi.desk.acting.offering import DEEDS

TYPED_INTO = (forms.Textarea, forms.TextInput)
NEVER_SHOWN = ("csrfmiddlewaretoken", "proof", "passkey")  # the second is a password or a code
LONG = 80  # signs, beyond which a box has several lines
UNREADABLE = (RequestDataTooBig, SuspiciousOperation, UnreadablePostError, MultiPartParserError)


@dataclass(frozen=True)
class Sent:
    """One field as it was sent. Without a ``label`` it was chosen or came with the page, and goes along unseen."""

    name: str
    value: str
    label: str = ""

    @property
    def lines(self) -> int:
        return min(12, 1 + self.value.count("\n") + len(self.value) // LONG)


@dataclass(frozen=True)
class TypedForm:
    """What was sent to ``address``; ``files`` names the fields whose file only the browser has.

    ``is_ours``: the form came from a page of ours, and has the token by which it is acted on once. One that did not is
    shown, so that no words are lost, but a button below it would do what some other page wanted.
    """

    address: str
    fields: tuple[Sent, ...]
    files: tuple[str, ...]
    is_ours: bool

    @property
    def has_words(self) -> bool:
        return bool(self.files) or any(each.label and each.value.strip() for each in self.fields)


def sent_with(request: HttpRequest) -> TypedForm | None:
    """What was typed where somebody sends a form to the desk and gets another page than its own, else None."""
    try:
        match = resolve(request.path_info)
        if request.method != "POST" or match.namespace != "desk":
            return None
        sent, files = request.POST, tuple(request.FILES)
    except (Resolver404, *UNREADABLE):
        return None
    known = _known(match.kwargs.get("name", ""))
    labels = {name: _label(name, field) for name, field in known.items() if isinstance(field.widget, TYPED_INTO)}
    fields = [
        Sent(name, value, labels.get(name, ""))
        for name, values in sent.lists()
        if name not in NEVER_SHOWN
        for value in values
    ]
    return TypedForm(
        address=request.path_info,
        fields=tuple(fields),
        files=tuple(_label(name, known.get(name)) for name in files),
        is_ours=getattr(request, "csrf_processing_done", False) and "once" in sent,
    )


def _known(act: str) -> dict[str, forms.Field]:
    """The fields of the form of an act; on other pages, such as that of files, of all that is called alike anywhere."""
    deeds = [DEEDS[act]] if act in DEEDS else DEEDS.values()
    return {name: field for deed in deeds for name, field in deed.form.base_fields.items()}


def _label(name: str, field: forms.Field | None) -> str:
    return str((field.label if field else None) or name)

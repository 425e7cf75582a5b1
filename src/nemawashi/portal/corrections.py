"""What readers say is wrong: the form at the foot of every row's page, and the answers, for everybody to read."""

from functools import lru_cache
from unicodedata import category

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nemawashi.access import clock, pausing
from nemawashi.access.acts import RefusedError
from nemawashi.access.viewers import PUBLIC
from nemawashi.parties import queries as parties
from nemawashi.portal import addresses, asking, fiction, filters, names, permanent, words
from nemawashi.portal.once import rendered_once
from nemawashi.sources import acts, queries
from nemawashi.sources.models import ReaderRemark
from nemawashi.sources.rules import LONGEST_REMARK

SIZE = 30
CORRECTABLE = (*addresses.PAGES, "person", "track")
OWN_AT_FIRST = {"run"}  # rows that somebody sees before the public does: nothing is asked of the public there


def _readable(value: str) -> str:
    """Without marks that hide words or turn their direction: whoever answers must see what was written."""
    return "".join(mark for mark in value if mark in "\n\t" or category(mark) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp"))


class SayWhatIsWrong(forms.Form):
    """Bounded, and without an account. ``website`` is seen by programs alone: what fills it in is thanked and not read."""

    words = forms.CharField(
        label=_("What is wrong"), max_length=LONGEST_REMARK, widget=forms.Textarea(attrs={"rows": 4}), strip=True
    )
    instead = forms.CharField(
        label=_("What it should say"), max_length=LONGEST_REMARK, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    proof = forms.CharField(
        label=_("Where one can see it"),
        max_length=500,
        required=False,
        help_text=_("An http or https address."),
    )
    address = forms.EmailField(
        label=_("Your mail address, if you want to be answered there"),
        required=False,
        help_text=_("It is shown to nobody, and struck out once you were answered."),
    )
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="wrong-%s")
        if not settings.MAIL_IS_SET_UP:
            del self.fields["address"]
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"wrong-{name}-help"

    def clean_words(self) -> str:
        words = _readable(self.cleaned_data["words"]).strip()
        if not words:
            raise forms.ValidationError(self.fields["words"].error_messages["required"])
        return words

    def clean_instead(self) -> str:
        return _readable(self.cleaned_data["instead"]).strip()


def empty_fields() -> SafeString:
    """The fields as they stand at the foot of every row's page, written once for each language."""
    return _empty_fields(words.language(), settings.MAIL_IS_SET_UP)


@lru_cache(maxsize=16)
def _empty_fields(language: str, is_mail_set_up: bool) -> SafeString:
    del language, is_mail_set_up  # of the thread and the settings; they are what the words are kept under
    return render_to_string("parts/correct_fields.html", {"form": SayWhatIsWrong()})


def address_of(request: HttpRequest) -> str:
    """Where a remark on the row of this page is sent; empty on pages of no row."""
    ref = permanent.ref_of(request)
    noun, _sep, slug = ref.partition("/")
    if noun not in CORRECTABLE or (noun in OWN_AT_FIRST and not _known(noun, slug)):
        return ""
    return reverse("portal:correct", args=[noun, slug])


def _known(noun: str, slug: str) -> bool:
    rows = names.rows_of(noun, PUBLIC)
    return rows is not None and rows.filter(slug=slug).exists()


@rendered_once
@filters.page
def corrections(request: HttpRequest) -> HttpResponse:
    """Every remark that was answered, the latest first, with the reader's words beside the answer."""
    viewer = asking.viewer(request)
    page = filters.paged(request, queries.remarks_answered(viewer=viewer), SIZE)
    named = names.named({row.subject_ref for row in page.object_list}, viewer=PUBLIC)
    waiting = queries.remarks_waiting_count(viewer=viewer)
    context = {
        "title": gettext("Corrections"),
        "lede": gettext("What readers said is wrong in the record, and what whoever keeps it answered."),
        "page": page,
        "rows": [(row, named.get(row.subject_ref)) for row in page.object_list],
        "waiting": ngettext("%(count)s remark waits for an answer.", "%(count)s remarks wait for an answer.", waiting)
        % {"count": waiting},
        "left_out": fiction.left_out(lambda: queries.remarks_answered(viewer=viewer)),
        "was_sent": filters.only_value(request, "sent") == "1",
    }
    return render(request, "portal/corrections.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@fiction.may_be_asked_for
def correct(request: HttpRequest, noun: str, slug: str) -> HttpResponse:
    """Take in a remark on a row of the public record; whoever sends it acts as the public: no party speaks here."""
    title = _title(noun, slug)
    form = SayWhatIsWrong(request.POST if request.method == "POST" else None)
    status, paused = 200, 0
    if request.method == "POST":
        if form.is_valid():
            paused = _received(request, form, f"{noun}/{slug}")
            if not paused and not form.errors:
                return HttpResponseRedirect(f"{reverse('portal:corrections')}?sent=1", status=303)
        status = 429 if paused else 422
    context = {
        "title": gettext("Say what is wrong"),
        "kicker": title,
        "form": form,
        "to": reverse("portal:correct", args=[noun, slug]),
        "back": addresses.href(f"{noun}/{slug}"),
        "minutes": -(-paused // 60),
    }
    response = render(request, "portal/correct.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    if paused:
        response.headers["Retry-After"] = str(paused)
    return response


def _title(noun: str, slug: str) -> str:
    """What the row is called. Raises Http404 for a row that the public may not know of, as for one that is not there."""
    rows = names.rows_of(noun, PUBLIC) if noun in CORRECTABLE else None
    row = rows.filter(slug=slug).first() if rows is not None else None
    if row is None:
        raise Http404
    return names.title(row)


def _received(request: HttpRequest, form: SayWhatIsWrong, ref: str) -> int:
    """Seconds to wait where too many came; 0 where it was taken in, known already, or written by a program."""
    sent = form.cleaned_data
    if sent["website"]:
        return 0
    if ReaderRemark.objects.filter(subject_ref=ref, words=sent["words"], state="waiting").exists():
        return 0  # sent twice: double click, back button
    if seconds := pausing.enter(pausing.letter_keys(request.META.get("REMOTE_ADDR", ""))):
        return seconds
    dialogue = parties.visible_dialogues(viewer=PUBLIC).filter(slug=parties.forum().slug).first()
    if dialogue is None:
        raise Http404
    try:
        acts.receive_remark(
            dialogue,
            subject_ref=ref,
            subject_is_known=True,
            words=sent["words"],
            instead=sent["instead"],
            proof=sent["proof"],
            address=sent.get("address", ""),
            language=words.language(),
            by=PUBLIC,
            at=clock.database_moment(),
        )
    except RefusedError:
        form.add_error("proof", gettext("Give an http or https address without a user name or a password in it."))
    return 0

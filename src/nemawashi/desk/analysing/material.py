"""Forms of acts on material that somebody brought: a document of one's own, and the collection shared with everybody."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from nemawashi.analysis import acts, queries
from nemawashi.desk.acting import finding, pages, unread
from nemawashi.desk.acting.forms import Blank, DateField, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import apart, limits
from nemawashi.kit.corpora import bringing
from nemawashi.kit.faults import UnreadableError
from nemawashi.lineage.terms import SourceMaterial

LONGEST_RIGHTS = 2000
LONGEST_NAME = 200  # signs of the name of a file
SECONDS, PATIENCE = 20, 40.0  # of the processor for one file, and on the wall
_LANGUAGES = (
    ("", _("as its letters tell")), ("en", "English"), ("ru", "Русский"), ("ja", "日本語"), ("kk", "Қазақша"),
    ("ky", "Кыргызча"), ("uz", "Oʻzbekcha"), ("tg", "Тоҷикӣ"), ("tk", "Türkmençe"),
)  # fmt: skip


def _kinds() -> list[tuple[str, Any]]:
    """No adopted texts: what is agreed language for everybody is not said by one person alone."""
    return [(str(kind), kind.label) for kind in SourceMaterial if kind != SourceMaterial.ADOPTED]


class BringMaterial(Blank):
    file = forms.FileField(
        label=_("File"), help_text=_("Word, HTML, PDF with text, Akoma Ntoso or plain text: one document.")
    )
    corpus = forms.ChoiceField(label=_("Into the collection"), required=False)
    called = LineField(label=_("Name of a new collection"), longest=200, required=False)
    kind = forms.ChoiceField(label=_("Kind of source"), choices=_kinds, initial=SourceMaterial.SPEECH)
    title = LineField(
        label=_("Title of the document"), longest=300, required=False, help_text=_("Empty: as the file says.")
    )
    date = DateField(
        label=_("Date"),
        required=False,
        help_text=_("Without a date it is in no figure by year. 2012, 2012-11, 2012-11-10."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES, required=False)
    party = LineField(label=_("Speaks for"), longest=120, required=False)
    speaker = LineField(label=_("Speaker"), longest=200, required=False)
    office = LineField(label=_("Office"), longest=200, required=False)
    url = forms.URLField(label=_("Published at"), max_length=2000, required=False, assume_scheme="https")
    in_place = forms.BooleanField(
        label=_("In the place of the document of the same name in this collection"), required=False
    )

    def prepare(self) -> None:
        self.corpora = {row.slug: row for row in queries.own_material(viewer=self.viewer).order_by("title")}
        rows = [("", gettext("a new one")), *((slug, row.title) for slug, row in self.corpora.items())]
        self.fields["corpus"].choices = rows  # type: ignore[attr-defined]
        self.warnings = [
            gettext("Nobody else finds it, or what is counted of it, until you share the collection."),
            gettext("Whoever runs the installation can read what lies on it."),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if not cleaned["corpus"] and not cleaned["called"]:
            raise ValidationError({"called": _("Give the new collection a name.")})
        upload = cleaned["file"]
        if upload.size > limits.FILE_BYTES:
            raise ValidationError({"file": _("The file is too large.")})
        content: bytes = upload.read()
        name = str(upload.name)[-LONGEST_NAME:]
        asked = (content, name, cleaned["language"], cleaned["title"])
        try:
            cleaned["reading"] = apart.ask(
                bringing.brought, *asked, seconds=SECONDS, patience=PATIENCE, whose=self.viewer.whose
            )
        except UnreadableError as fault:
            raise ValidationError({"file": unread.of_material(fault)}) from None
        cleaned |= {"file_name": name, "digest": hashlib.sha256(content).hexdigest()}
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        about = {name: cleaned[name] for name in ("title", "url") if cleaned[name]}
        about |= {name: cleaned[name] for name in ("party", "speaker", "office")}
        return {
            "corpus": self.corpora.get(cleaned["corpus"]),
            "called": cleaned["called"],
            "about": {**about, "material": cleaned["kind"]},
            **{name: cleaned[name] for name in ("reading", "date", "file_name", "digest", "in_place")},
        }


offer(
    acts.bring_material,
    label=_("Bring a document of your own"),
    on=finding.home_dialogue,
    form=BringMaterial,
    leads_to=pages.corpus,
    sees_version=False,
    shows_new=True,
)


class ShareCorpus(Blank):
    rights = Words(
        label=_("By which right everybody may read it"),
        rows=3,
        longest=LONGEST_RIGHTS,
        help_text=_("The licence, or by whose leave, and who is to be named. It stands beside the documents."),
    )

    def prepare(self) -> None:
        documents = queries.documents_in(self.subject)
        self.warnings = [
            ngettext(
                "%(count)s document will be read, counted and cited by everybody, and the public log names you.",
                "%(count)s documents will be read, counted and cited by everybody, and the public log names you.",
                documents,
            )
            % {"count": documents}
        ]
        if agreed := queries.documents_in(self.subject, agreed=True):
            self.warnings.append(
                ngettext(
                    "%(count)s of them is an adopted text: its words are offered as agreed language from then on.",
                    "%(count)s of them are adopted texts: their words are offered as agreed language from then on.",
                    agreed,
                )
                % {"count": agreed}
            )

    def first_words(self) -> dict[str, Any]:
        return {"rights": self.subject.rights}


offer(
    acts.share_corpus,
    label=_("Share with everybody"),
    on=finding.owned_corpus,
    form=ShareCorpus,
    leads_to=pages.corpus,
    sees_version=False,
    is_grave=True,
    for_good=_("It cannot be taken back: others will have read it, counted it, and built on it."),
)

"""Words of a clause in another language, with help from terms and earlier adopted pairs."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.desk.translating import terminology
from nemawashi.kit.clauses.spans import normal
from nemawashi.kit.languages import NEGOTIATED, name_of
from nemawashi.texts import acts, rules
from nemawashi.texts.acts.translating import numbers_of
from nemawashi.texts.models import Clause, Wording
from nemawashi.texts.terms import Version


class Translate(Blank):
    assists = True
    language = forms.ChoiceField(label=_("Language"))
    words = Words(label=_("The paragraph in that language"), rows=5)
    version = forms.ChoiceField(
        label=_("What it is worth"), choices=Version.choices, widget=forms.RadioSelect, initial=Version.COURTESY
    )

    saw = forms.RegexField(r"^(?:[a-z]{2}:\d{1,5},?)*$", required=False, widget=forms.HiddenInput)

    def prepare(self) -> None:
        own = self.subject.text.language
        self.initial["saw"] = _numbers(self.subject)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, name_of(code, get_language() or "en")) for code in NEGOTIATED if code != own
        ]
        others = [code for code in NEGOTIATED if code != own and code in self.subject.text.languages]
        if others:
            self.initial.setdefault("language", others[0])
        if not self.is_bound and "words" not in self.initial and self.initial.get("language") in NEGOTIATED:
            row = last_wording(self.subject, self.initial["language"])
            if row:
                self.initial.update(words=row.words, version=row.version)

    @sensitive_variables()
    def assistance(self) -> dict[str, Any]:
        """Terms, earlier adopted pairs, and whether what stands in the box agrees with the clause."""
        own, language = self.subject.text.language, str(self["language"].value() or "")
        if language not in NEGOTIATED or language == own:
            language = next(code for code in NEGOTIATED if code != own)
        row = last_wording(self.subject, own)
        words = row.words if row else ""
        typed = normal(str(self["words"].value() or ""))[: rules.LONGEST_POSITION]
        advice = terminology.help_with(words, typed, own=own, language=language, viewer=self.viewer)
        return {"help": advice, "help_language": language, "clause_language": own}

    def taken_over(self, asked: str) -> dict[str, Any]:
        words = terminology.words_of(asked, str(self.initial.get("language", "")), viewer=self.viewer)
        return {"words": words} if words else {}

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        saw = {
            code: int(number)
            for code, _colon, number in (part.partition(":") for part in cleaned["saw"].split(",") if part)
        }
        return {**cleaned, "saw": saw or None}

    def theirs(self) -> tuple[str, dict[str, str]]:
        row = last_wording(self.subject, str(self.data.get("language", "")))
        self.data = {name: self.data.get(name) for name in self.data} | {"saw": _numbers(self.subject)}  # it is seen now
        return (row.made_by, {"words": row.words}) if row else ("", {})


offer(
    acts.translate_clause,
    label=_("Translate"),
    on=finding.clause,
    form=Translate,
    leads_to=pages.clause,
    sees_version=False,
    template="desk/translate.html",
)


def _numbers(clause: Clause) -> str:
    return ",".join(f"{code}:{number}" for code, number in numbers_of(clause).items())


def last_wording(clause: Clause, language: str) -> Wording | None:
    """The last words of a clause in a language, also a stale translation: whoever words it again starts from there."""
    return clause.wordings.filter(language=language).order_by("-number").first()

"""Forms of acts on rounds of coding."""

import json
from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access.models import User
from nemawashi.access.terms import Circle
from nemawashi.access.viewers import Viewer
from nemawashi.analysis import acts, codebooks, counted, rounds
from nemawashi.analysis.rounds import GivenCodes, Material
from nemawashi.analysis.rules import MOST_PASSAGES
from nemawashi.analysis.terms import CodingUnit
from nemawashi.desk.acting import finding, pages
from nemawashi.desk.acting.forms import Blank, LineField, Words
from nemawashi.desk.acting.offering import offer
from nemawashi.kit import counting
from nemawashi.kit.coding import marking
from nemawashi.kit.coding.marking import CodedWords, MarkError, MarkFault
from nemawashi.kit.coding.values import Codebook, CodebookCode
from nemawashi.kit.faults import Fault

LARGEST_FILE = 5_000_000
LONGEST_NOTE = 2000
LONGEST_MARKS = 8000


def label(code: CodebookCode) -> str:
    """What a code is called in the reader's language."""
    return code.labels.get(get_language() or "en") or code.label


def code_choices(book: Codebook) -> list[tuple[str, str]]:
    """The codes that can be given, in the order of their tree, those below others behind their names."""
    return [
        (code.id, " › ".join(label(each) for each in book.path(code))) for _depth, code in book.walked() if code.is_codable
    ]


class OpenRound(Blank):
    title = LineField(label=_("Title"), longest=200)
    codebook = forms.ChoiceField(label=_("Codebook"))
    collection = forms.ChoiceField(label=_("Collection"))
    language = forms.ChoiceField(label=_("Language of the texts"), required=False)
    called = LineField(label=_("Only documents with these words in the title"), longest=100, required=False)
    phrase = LineField(
        label=_("Only paragraphs with these words"),
        longest=100,
        required=False,
        help_text=_("As on the page of words in context."),
    )
    unit = forms.ChoiceField(
        label=_("To be coded"),
        choices=CodingUnit.choices,
        initial=CodingUnit.CLAUSES,
        required=False,
        help_text=_("A sentence and a mention are shown in their paragraph, and agreement is counted of each."),
    )
    most = forms.IntegerField(
        label=_("At most so many of them"),
        initial=50,
        min_value=1,
        max_value=MOST_PASSAGES,
        help_text=_("Taken at even distances from all that there are."),
    )
    coders = forms.MultipleChoiceField(
        label=_("Coders"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None sees what another coder gives before the round closes."),
    )

    def prepare(self) -> None:
        every = gettext("all languages together")
        self.fields["codebook"].choices = list(codebooks.choices().items())  # type: ignore[attr-defined]
        adopted = gettext("Adopted texts of the Dialogue")
        self.fields["collection"].choices = [(name, title or adopted) for name, title in counted.names(self.viewer).items()]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", every), ("en", "English"), ("ru", "Русский"), ("ja", "日本語")]  # type: ignore[attr-defined]
        self.fields["coders"].choices = [(str(each.pk), each.shown_name) for each in _people(self.viewer.user_id)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        if cleaned["unit"] == CodingUnit.MENTIONS and not cleaned["phrase"]:
            raise ValidationError({"phrase": _("Say of which words each mention is coded.")})
        try:
            cleaned["passages"] = _passages(cleaned, self.viewer)
        except Fault:
            raise ValidationError(_("Nothing was found to code: choose other words or another collection.")) from None
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        cleaned = dict(self.cleaned_data)
        people = {str(each.pk): each for each in _people(self.viewer.user_id)}
        return {
            "title": cleaned["title"],
            "codebook": codebooks.book(cleaned["codebook"]),
            "collection": cleaned["collection"],
            "language": cleaned["language"],
            "passages": cleaned["passages"],
            "coders": [people[pk] for pk in cleaned["coders"]],
        }


def _people(own: int | None) -> list[User]:
    """Who can be asked to code: experts, researchers and the secretariat, and whoever asks; no account of a delegation."""
    circles = (Circle.EXPERTS, Circle.RESEARCHERS, Circle.SECRETARIAT)
    rows = User.objects.filter(is_active=True, circle__in=circles) | User.objects.filter(pk__in=[own] if own else [])
    return list(rows.order_by("last_name", "username"))


def _passages(cleaned: dict[str, Any], viewer: Viewer) -> list[Material]:
    wanted = cleaned["called"].casefold()
    rows = rounds.material(cleaned["collection"], cleaned["language"], viewer)
    rows = [row for row in rows if wanted in f"{row.title} {row.document}".casefold()]
    if cleaned["phrase"]:
        held = counted.collection(cleaned["collection"], viewer)
        table = counting.kwic(held.of(cleaned["language"]), cleaned["phrase"])
        if cleaned["unit"] == CodingUnit.MENTIONS:
            rows = rounds.mentions(rows, held, table)
        else:
            with_it = {held.passage(line.id, line.start) for line in table.lines()}
            rows = [row for row in rows if row.ref in with_it]
    if cleaned["unit"] == CodingUnit.SENTENCES:
        rows = rounds.sentences(rows)
    most = cleaned["most"]
    return rows if len(rows) <= most else [rows[number * len(rows) // most] for number in range(most)]


offer(
    acts.open_round,
    label=_("Open a round of coding"),
    on=finding.home_dialogue,
    form=OpenRound,
    leads_to=pages.coding_round,
    sees_version=False,
    shows_new=True,
)


MARK_FAULTS = {
    MarkFault.TOO_MANY: _("A passage takes at most 100 marks; line %(line)s is one too many."),
    MarkFault.NO_CODE: _("Line %(line)s names no code of the codebook: write the code, a colon, and the words."),
    MarkFault.NO_WORDS: _("Line %(line)s marks no words: write them behind the colon as they stand in the passage."),
    MarkFault.NOT_THERE: _("The words of line %(line)s do not stand in the passage."),
    MarkFault.SEVERAL: _(
        "The words of line %(line)s stand %(times)s times in the passage: write (2) behind the code for the second place."
    ),
    MarkFault.NO_SUCH_PLACE: _("The words of line %(line)s stand %(times)s times in the passage: no such place."),
}


def called(book: Codebook) -> dict[str, str]:
    """What a coder may call each code, to its id: as the reader's language calls it, by its first name, by its id."""
    codes = [code for _depth, code in book.walked() if code.is_codable]
    names = [(name, code.id) for code in codes for name in {code.label, label(code)}]
    several = {name for name, count in Counter(name for name, _code in names).items() if count > 1}
    return {name: code for name, code in names if name not in several} | {code.id: code.id for code in codes}


def marked_as(book: Codebook) -> dict[str, str]:
    """What a line calls each code: as the reader's language calls it, or by its id where that could be another one."""
    names = called(book)
    numbered = tuple(name for name in names if name.endswith(")"))  # “Article (2)” could be the second place of “Article”

    def is_clear(name: str, code: str) -> bool:
        return names.get(name) == code and not any(other.startswith(f"{name} (") for other in numbered)

    codes = [code for _depth, code in book.walked() if code.is_codable]
    return {code.id: label(code) if is_clear(label(code), code.id) else code.id for code in codes}


class CodePassage(Blank):
    codes = forms.MultipleChoiceField(label=_("Codes"), widget=forms.CheckboxSelectMultiple, required=False)
    marked = Words(
        label=_("Words that a code is about"),
        rows=3,
        longest=LONGEST_MARKS,
        required=False,
        help_text=_(
            "A line each: the code, a colon, the words as they stand in the passage. "
            "A code without a line is about all of it."
        ),
    )
    note = Words(label=_("Note"), rows=2, longest=LONGEST_NOTE, required=False)

    def prepare(self) -> None:
        book = codebooks.of_row(self.subject.round.codebook)
        self.fields["codes"].choices = code_choices(book)  # type: ignore[attr-defined]

    def clean_marked(self) -> tuple[CodedWords, ...]:
        book = codebooks.of_row(self.subject.round.codebook)
        try:
            return marking.read(self.cleaned_data["marked"], passage=self.subject.coded, codes=called(book))
        except MarkError as fault:
            params = {"line": fault.line, "times": fault.times}
            raise ValidationError(MARK_FAULTS[fault.kind], params=params, code=fault.kind) from None

    def words_for_act(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {"codes": cleaned["codes"], "marks": cleaned["marked"], "note": cleaned["note"]}


offer(
    acts.code_passage,
    label=_("Save the codes"),
    on=finding.passage,
    form=CodePassage,
    leads_to=pages.round_of_passage,
    sees_version=False,
)
offer(
    acts.hand_in_codings,
    label=_("Hand in my codings"),
    on=finding.coding_round,
    leads_to=pages.coding_round,
    sees_version=False,
    is_main=True,
    for_good=_("What you handed in is changed no more. With the last coder the round closes, and all codings are opened."),
)


class HandInFile(Blank):
    name = LineField(label=_("Name of the coder"), longest=200, help_text=_("Of a machine its name and version."))
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            'JSON lines: {"passage": 1, "codes": ["…"], "marks": [["…", 0, 5]], "note": ""}, a line for each passage of '
            "the round. Marks are optional: a code, and the code points at which its words begin and end."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (upload := cleaned.get("file")) is not None:
            if upload.size > LARGEST_FILE:
                raise ValidationError(_("The file is too large."), code="large")
            cleaned["codings"] = read_lines(upload.read())
        return cleaned

    def words_for_act(self) -> dict[str, Any]:
        return {"called": self.cleaned_data["name"], "codings": self.cleaned_data["codings"]}


def read_lines(content: bytes) -> dict[int, GivenCodes]:
    """Codings out of JSON lines, by the number of the passage; the first line that says something else is named."""
    codings: dict[int, GivenCodes] = {}
    for number, line in enumerate(content.decode("utf-8-sig", "replace").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            passage, codes, note = row["passage"], row["codes"], row.get("note", "")
            if type(passage) is not int or not isinstance(note, str) or passage in codings:
                raise ValueError
            marks = tuple(_mark(each) for each in row.get("marks", ()))
            codings[passage] = GivenCodes(tuple(_strings(codes)), note[:LONGEST_NOTE], marks)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise ValidationError(
                _("Line %(number)s is no coding: a passage that no other line has, and a list of codes."),
                params={"number": number},
                code="line",
            ) from None
    return codings


def _mark(row: Any) -> CodedWords:
    code, start, end = row
    if not isinstance(code, str) or type(start) is not int or type(end) is not int:
        raise TypeError
    return CodedWords(code, start, end)


def _strings(codes: Any) -> list[str]:
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise TypeError
    return codes


offer(
    acts.hand_in_file,
    label=_("Hand in a file of codings"),
    on=finding.coding_round,
    form=HandInFile,
    leads_to=pages.coding_round,
    sees_version=False,
)
offer(
    acts.close_round,
    label=_("Close the round"),
    on=finding.coding_round,
    leads_to=pages.coding_round,
    for_good=_("Codings that were handed in are opened. What others have not handed in is left out."),
)


class Adjudicate(Blank):
    codes = forms.MultipleChoiceField(label=_("Codes"), widget=forms.CheckboxSelectMultiple, required=False)
    why = Words(label=_("Reason"), rows=3, longest=2000)

    def prepare(self) -> None:
        book = codebooks.of_row(self.subject.round.codebook)
        self.fields["codes"].choices = code_choices(book)  # type: ignore[attr-defined]
        readings = [
            f"{each.coder.name}: {', '.join(label(book.by_id[code]) for code in each.codes) or '—'}"
            for each in self.subject.codings.select_related("coder")
        ]
        self.fields["codes"].help_text = " · ".join(readings)


offer(
    acts.adjudicate,
    label=_("Adjudicate"),
    on=finding.passage,
    form=Adjudicate,
    leads_to=pages.round_of_passage,
    sees_version=False,
)

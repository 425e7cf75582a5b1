"""What an operation needs beside its row in ``kit.clauses.operations``: a failure lists what is still to be done."""

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

import nemawashi
from nemawashi.desk.negotiating.drafting import DraftingForm
from nemawashi.kit.brackets import writing
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.papers import amending
from nemawashi.kit.word import negotiated
from nemawashi.texts.terms import OPERATION_LABELS

ROOT = Path(nemawashi.__file__).parent
GLOSSARY = (ROOT.parents[1] / "docs" / "glossary.md").read_text(encoding="utf-8")
WORDS = ((1, "The parties will meet."),)
CLAUSES = [BaseClause("a", "1", "operative", WORDS), BaseClause("b", "2", "operative", WORDS)]
RESERVES = {"reserve", "scrutiny_reserve", "general_reserve"}


def lacking(operation: Operation) -> Iterator[str]:
    """What an operation still lacks, each by its place."""
    with translation.override("en"):
        label = str(OPERATION_LABELS.get(operation, ""))
    if not label:
        yield "a label in texts/terms.py: OPERATION_LABELS"
    if f"\n| {label} | " not in GLOSSARY.partition("### `texts.Operation`")[2].partition("###")[0]:
        yield "a line in docs/glossary.md under texts.Operation"
    for language in ("ru", "ja"):
        with (ROOT / "locale" / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
            if gettext.GNUTranslations(file).gettext(label) == label:
                yield f"its label in the catalogue of {language}"
    if operation.value not in [key for key, _label in DraftingForm.base_fields["way"].choices] and not operation.is_spanned:
        yield "a way in the form by which delegations draft: desk/negotiating/drafting.py"
    if operation.can_be_accepted and operation not in amending.TYPES:
        yield "a type of modification in Akoma Ntoso: kit/papers/amending.py"
    if not _comes_back_from_brackets(operation):
        yield "a verb of its own, with which its bracket is written and read back: kit/clauses/operations.py"
    if not _comes_back_from_a_comment(operation):
        yield "a head of its own, with which its Word comment is written and read back: kit/clauses/operations.py"


def asked(operation: Operation) -> Proposed:
    start, end = (4, 11) if operation.is_spanned and operation.takes_out else (4, 4) if operation.has_place else (0, 0)
    words = "some words" if operation.needs_words else ""
    return Proposed("a", operation, 1, start, end, words, "b" if operation.has_target else "", ("KAZ",))


def _comes_back_from_brackets(operation: Operation) -> bool:
    back = writing.positions(writing.compilation(CLAUSES, [asked(operation)]), CLAUSES)
    return [(each.operation, each.start, each.end, each.words, each.target) for each in back] == [
        (operation, *(getattr(asked(operation), name) for name in ("start", "end", "words", "target")))
    ]


def _comes_back_from_a_comment(operation: Operation) -> bool:
    """As a comment that stands alone, whether or not Word could track it; a remark is a comment without a head."""
    rows = [negotiated.Tabled(asked(operation), is_stale=True)]
    (comment,) = negotiated.passages(CLAUSES, rows)[0].comments
    typed = comment.words.replace(f"[{negotiated.STALE}] ", "")
    head = negotiated.headed(typed)
    return typed == "some words" if operation == Operation.COMMENT else head is not None and head.operation == operation


@pytest.mark.parametrize("operation", Operation)
def test_operation_lacks_nothing(operation: Operation) -> None:
    assert list(lacking(operation)) == []


def test_labels_are_of_operations_that_exist() -> None:
    assert list(OPERATION_LABELS) == [each for each in OPERATION_LABELS if each in set(Operation)]
    assert len({each.verb for each in Operation}) == len({each.head for each in Operation}) == len(Operation)


@pytest.mark.parametrize(
    ("name", "operations"),
    [
        ("is_spanned", {"insert", "delete", "replace"}),
        ("is_placed", {"split", "placeholder", "footnote"}),
        ("has_place", {"insert", "delete", "replace", "split", "placeholder", "footnote"}),
        ("is_whole", {"alternative", "delete_clause"}),
        ("is_new_clause", {"new_clause", "new_clause_before"}),
        ("is_on_text", {"general_reserve"}),
        ("has_target", {"move", "merge"}),
        ("rewords", {"insert", "delete", "replace", "alternative"}),
        ("takes_out", {"delete", "replace", "alternative", "delete_clause"}),
        ("is_reserve", RESERVES),
    ],
)
def test_property_holds_of_these_operations(name: str, operations: set[str]) -> None:
    assert {each.value for each in Operation if getattr(each, name)} == operations


@pytest.mark.parametrize(
    ("name", "operations"),
    [
        ("takes_words", {"delete", "delete_clause", "move", "merge"}),
        ("needs_words", {"delete", "delete_clause", "move", "split", "merge", *RESERVES}),
        ("can_be_accepted", {*RESERVES, "placeholder", "comment"}),
        ("blocks", {"comment"}),
        ("contests", {"comment", *RESERVES}),
    ],
)
def test_property_holds_of_all_but_these_operations(name: str, operations: set[str]) -> None:
    assert {each.value for each in Operation if not getattr(each, name)} == operations

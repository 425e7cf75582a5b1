"""What can be asked of a clause, or of a text: the operations of a negotiation, each with all that is true of it.

Whoever must know whether an operation has a span, takes words or stands in the way of agreement asks the member; no room
keeps a list of its own. A new operation is one row here and one label in ``texts.terms``; the test
``tests/architecture/test_operations.py`` names whatever else it still lacks.
"""

from enum import Enum, StrEnum

CUT = "[^]"  # between the words of the two halves that a split comes with


def halves(words: str) -> tuple[str, str] | None:
    """The words that the two halves of a split clause would have; None where a split comes with none of its own."""
    first, mark, second = words.partition(CUT)
    return (first.strip(), second.strip()) if mark else None


class On(Enum):
    """What of a text an operation stands on."""

    SPAN = "words of the clause, or the place where words come in"
    PLACE = "one place between two code points of the clause"
    CLAUSE = "the clause as a whole"
    BESIDE = "the gap before or after the clause"
    ORDER = "the clause and another one"
    TEXT = "the text as a whole"


class OwnWords(Enum):
    """Whether an operation comes with words of its own."""

    NEEDED = "it is nothing without them"
    FREE = "they explain it and may be missing"
    NONE = "it has none"


class Weighs(Enum):
    """What an operation can become, and whether it keeps a clause from being clean until it has."""

    ACCEPTABLE = "the chair can accept it; open until then"
    OPEN = "open until its party withdraws it"
    RESERVE = "open until its party lifts it; no words of the clause are in question"
    REMARK = "nothing is decided about it"


class Operation(StrEnum):
    """An operation. The value is what rows, files and the record of acts hold, so that it never changes.

    ``verb`` stands in the head of its bracket (``kit.brackets.written``), ``head`` in that of its Word comment
    (``kit.word.negotiated``); both are read back.
    """

    ground: On
    verb: str
    head: str
    is_spanned: bool  # on words of the clause: insert, delete, replace
    is_placed: bool  # at one place of the clause: split, placeholder, footnote
    has_place: bool  # either of these: its span counts
    is_whole: bool  # in the place of the whole clause: alternative, delete the clause
    is_new_clause: bool  # before or after the clause
    is_on_text: bool  # about the text as a whole, at whichever clause it was drafted
    has_target: bool  # names another clause: move, merge
    takes_words: bool
    needs_words: bool
    can_be_accepted: bool
    is_reserve: bool
    blocks: bool  # keeps a text from being clean
    contests: bool  # blocks, and words are in question
    rewords: bool  # the clause would stand with other words under its number: the spanned ones and the alternative
    takes_out: bool  # words of the clause would go: delete, replace, alternative, delete the clause

    # fmt: off
    INSERT = "insert", On.SPAN, OwnWords.NEEDED, Weighs.ACCEPTABLE, "propose", "Insert"
    DELETE = "delete", On.SPAN, OwnWords.NONE, Weighs.ACCEPTABLE, "delete", "Delete"
    REPLACE = "replace", On.SPAN, OwnWords.NEEDED, Weighs.ACCEPTABLE, "alt", "Replace"
    ALTERNATIVE = "alternative", On.CLAUSE, OwnWords.NEEDED, Weighs.ACCEPTABLE, "alternative", "Alternative"
    NEW_CLAUSE = "new_clause", On.BESIDE, OwnWords.NEEDED, Weighs.ACCEPTABLE, "new paragraph after", "New paragraph after"
    NEW_CLAUSE_BEFORE = (
        "new_clause_before", On.BESIDE, OwnWords.NEEDED, Weighs.ACCEPTABLE, "new paragraph before", "New paragraph before"
    )
    DELETE_CLAUSE = "delete_clause", On.CLAUSE, OwnWords.NONE, Weighs.ACCEPTABLE, "delete paragraph", "Delete the paragraph"
    MOVE = "move", On.ORDER, OwnWords.NONE, Weighs.ACCEPTABLE, "move", "Move"
    SPLIT = "split", On.PLACE, OwnWords.FREE, Weighs.ACCEPTABLE, "split here", "Split"
    MERGE = "merge", On.ORDER, OwnWords.NONE, Weighs.ACCEPTABLE, "merge", "Merge"
    PLACEHOLDER = "placeholder", On.PLACE, OwnWords.NEEDED, Weighs.OPEN, "placeholder", "Placeholder"
    FOOTNOTE = "footnote", On.PLACE, OwnWords.NEEDED, Weighs.ACCEPTABLE, "footnote", "Footnote"
    RESERVE = "reserve", On.CLAUSE, OwnWords.FREE, Weighs.RESERVE, "reserve", "Reserve"
    SCRUTINY_RESERVE = "scrutiny_reserve", On.CLAUSE, OwnWords.FREE, Weighs.RESERVE, "scrutiny reserve", "Scrutiny reserve"
    GENERAL_RESERVE = "general_reserve", On.TEXT, OwnWords.FREE, Weighs.RESERVE, "general reserve", "General reserve"
    COMMENT = "comment", On.CLAUSE, OwnWords.NEEDED, Weighs.REMARK, "comment", "Comment"
    # fmt: on

    def __new__(
        cls,
        value: str,
        ground: On = On.CLAUSE,
        words: OwnWords = OwnWords.NEEDED,
        weight: Weighs = Weighs.REMARK,
        verb: str = "",
        head: str = "",
    ) -> "Operation":
        # Defaults, because type checkers take the call with a stored word, ``Operation("move")``, for this one. Plain
        # attributes and no properties, because pages ask thousands of positions.
        row = str.__new__(cls, value)
        row._value_ = value
        row.ground, row.verb, row.head = ground, verb, head
        row.is_spanned, row.is_placed = ground is On.SPAN, ground is On.PLACE
        row.has_place = row.is_spanned or row.is_placed
        row.is_new_clause, row.has_target = ground is On.BESIDE, ground is On.ORDER
        row.is_on_text = ground is On.TEXT
        row.takes_words, row.needs_words = words is not OwnWords.NONE, words is OwnWords.NEEDED
        row.can_be_accepted, row.is_reserve = weight is Weighs.ACCEPTABLE, weight is Weighs.RESERVE
        row.blocks = weight is not Weighs.REMARK
        row.contests = row.blocks and not row.is_reserve
        row.is_whole = ground is On.CLAUSE and row.can_be_accepted
        row.rewords = row.is_spanned or (row.is_whole and row.takes_words)
        row.takes_out = row.is_whole or (row.is_spanned and value != "insert")
        return row


def of_edit(start: int, end: int, words: str) -> Operation:
    """What an edit of a clause asks for: words put in, put in the place of others, or taken out."""
    if start == end:
        return Operation.INSERT
    return Operation.REPLACE if words else Operation.DELETE

"""Why something that was sent or pasted is not read, in the reader's language; a form of file adds its own reasons."""

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

from nemawashi.kit.apart import Reason, TooHardError
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.iati.reading import FileError
from nemawashi.kit.iati.taking import FlawRow
from nemawashi.kit.limits import Bound, TooMuchError
from nemawashi.kit.sheets.rates import RateFault, RatesError, RefusedLine
from nemawashi.kit.sheets.values import SheetError, SheetReason
from nemawashi.kit.word.packages import Refusal, WordError

_TOO_MUCH = {
    Bound.SIGNS: gettext_noop("The words are more than %(most)s signs; send them in parts."),
    Bound.PARAGRAPHS: gettext_noop("There are more than %(most)s paragraphs; send them in parts."),
    Bound.PARAGRAPH: gettext_noop("A paragraph has more than %(most)s signs; divide it."),
    Bound.BRACKETS: gettext_noop("There are more than %(most)s signs of brackets; send the text in parts."),
    Bound.DEPTH: gettext_noop("Brackets are nested more than %(most)s deep."),
}
_TOO_HARD = {
    Reason.HARD: gettext_noop("It is too complicated to read: reading it was stopped."),
    Reason.BUSY: gettext_noop("Other files are being read; send it again in a minute."),
    Reason.BROKEN: gettext_noop("It could not be read."),
}
_FILES = {
    Refusal.TOO_LARGE: gettext_noop("The file is too large."),
    Refusal.NO_PACKAGE: gettext_noop("The file is no .docx file and no .odt file."),
    Refusal.DAMAGED: gettext_noop("The file is cut off or damaged."),
    Refusal.ENCRYPTED: gettext_noop("The file is protected by a password; save it without one."),
    Refusal.OLD_FORMAT: gettext_noop("The file is of the old .doc format; save it as .docx or .odt."),
    Refusal.MACROS: gettext_noop("The file may hold macros; save it without them, as .docx or .odt."),
    Refusal.BOMB: gettext_noop("The file unpacks to more than a document may."),
    Refusal.ENTITIES: gettext_noop("The file declares a document type or entities, which are not read for safety."),
    Refusal.EXTERNAL: gettext_noop("The file fetches something from outside of itself."),
    Refusal.BAD_NAME: gettext_noop("The file holds a part with a path outside of itself."),
    Refusal.NOT_WORD: gettext_noop("The file is no text of Word or LibreOffice."),
    Refusal.COMPLICATED: gettext_noop("The file is too complicated to read."),
}

SHEETS = {
    SheetReason.LARGE: gettext_noop("The file has more than %(most)s MB."),
    SheetReason.OLD_FORMAT: gettext_noop("The file is of the old .xls format; save it as .xlsx."),
    SheetReason.ENCRYPTED: gettext_noop("The file is protected by a password; save it without one."),
    SheetReason.MACROS: gettext_noop("The file holds macros; save it as .xlsx."),
    SheetReason.UNSOUND: gettext_noop("The file is damaged, or no workbook (.xlsx)."),
    SheetReason.NO_BOOK: gettext_noop("The file is no workbook (.xlsx)."),
    SheetReason.MANY_SHEETS: gettext_noop("The file has more than %(most)s sheets."),
    SheetReason.LARGE_SHEET: gettext_noop("A sheet of the file is too large."),
    SheetReason.MANY_MERGED: gettext_noop("A sheet has more than %(most)s merged cells."),
    SheetReason.MANY_LINES: gettext_noop("A sheet has more than %(most)s lines; send it in parts."),
    SheetReason.MANY_COLUMNS: gettext_noop("Line %(line)s has more than %(most)s columns."),
    SheetReason.MANY_CELLS: gettext_noop("The file has more than %(most)s cells; send it in parts."),
    SheetReason.LONG_CELL: gettext_noop("A cell of line %(line)s has more than %(most)s signs."),
    SheetReason.NO_TABLE: gettext_noop("The file holds no table."),
    SheetReason.BROKEN_LINE: gettext_noop(
        "Line %(line)s is no line of a table: a quotation mark is not closed, or stands within a cell."
    ),
    SheetReason.NOT_AS_IT_SAYS: gettext_noop("The file is not in the encoding that its first bytes say."),
    SheetReason.NO_ENCODING: gettext_noop("The encoding of the file is not known; save it as UTF-8."),
}

RATES = {
    RateFault.OPEN_QUOTE: gettext_noop("This is no table: a quotation mark is not closed, or stands within a cell."),
    RateFault.LONG_FIELD: gettext_noop("This is no table: a cell is too long."),
    RateFault.MANY_LINES: gettext_noop("The table has more than %(what)s lines; send it in parts."),
    RateFault.NO_COLUMN: gettext_noop("The first line names no column %(what)s."),
    RateFault.LONG_CELL: gettext_noop("A cell has more than %(what)s signs."),
    RateFault.NO_DAY: gettext_noop("The date is no day written like 2012-11-09."),
    RateFault.NO_CURRENCY: gettext_noop("No currency has the code %(what)s."),
    RateFault.ONE_CURRENCY: gettext_noop("Both currencies are the same."),
    RateFault.NO_RATE: gettext_noop("The rate is no number above nothing, written with a point as 110.5."),
    RateFault.NO_SOURCE: gettext_noop("The line names no source."),
    RateFault.TWICE: gettext_noop("The same day, currencies and source stand in an earlier line."),
    RateFault.UNKNOWN_SOURCE: gettext_noop("The record has no source of this name or address."),
}
FILES_OF_ACTIVITIES = {
    "another form": gettext_noop("The file is no file of IATI activities."),
    "another version": gettext_noop(
        "Activities of IATI 2.01, 2.02 and 2.03 are read; the file is of another version, or names none."
    ),
    "cut off": gettext_noop("The file is cut off."),
    "damaged": gettext_noop("The file is damaged, or no well-formed XML."),
    "empty": gettext_noop("The file holds no activity."),
    "encoding": gettext_noop("The file is not in the encoding that it names."),
    "entities": _FILES[Refusal.ENTITIES],
    "too deep": gettext_noop("Elements of the file are nested more deeply than is read."),
    "too large": gettext_noop("The file holds an activity, or a text, that is larger than is read."),
}
ACTIVITIES = {
    "identifier-twice": gettext_noop("The identifier stands on line %(what)s, too."),
    "impossible-date": gettext_noop("This is no day of our time: %(what)s."),
    "no-currency": gettext_noop("An amount has no currency, and the activity names none."),
    "no-identifier": gettext_noop("The identifier is empty."),
    "no-such-kind": gettext_noop("No currency and no kind of transaction has the code %(what)s."),
    "schema": gettext_noop("The schema of IATI does not allow this:"),
}
MATERIAL = {  # by how the readers of documents begin to say it
    "the file is empty": gettext_noop("The file is empty."),
    "the file has no words": gettext_noop("No words were read in the file."),
    "the page has nothing": gettext_noop("No words were read in the file."),
    "the file is of an old Word": _FILES[Refusal.OLD_FORMAT],
    "the file is Rich Text": gettext_noop("The file is Rich Text; save it as .docx."),
    "the file is none of": gettext_noop("The file is no Word, HTML or PDF file, no Akoma Ntoso and no plain text."),
    "the file is XML": gettext_noop("The file is XML, but not Akoma Ntoso."),
    "the file is not ": SHEETS[SheetReason.NO_ENCODING],
    "the file is nested": _FILES[Refusal.COMPLICATED],
    "the PDF file has no text": gettext_noop("The PDF file is a scan without text; have its words recognised (OCR) first."),
    "the PDF file is locked": _FILES[Refusal.ENCRYPTED],
    "the PDF file has more": gettext_noop("The PDF file is too long; divide it."),
    "the PDF file is cut": _FILES[Refusal.DAMAGED],
}


def of_material(error: UnreadableError) -> str:
    """Why a document that somebody brings for a study is not read."""
    said = next((known for begins, known in MATERIAL.items() if str(error).startswith(begins)), "")
    return gettext(said) if said else sentence(error)


def of_rate(row: RefusedLine) -> str:
    """Why a line of a table of rates is refused."""
    return gettext(RATES[row.fault]) % {"what": row.what} if row.fault else row.reason


def of_activity(row: FlawRow) -> tuple[str, str]:
    """Why an activity is refused, and what the schema says of it in its own words, which are English."""
    return gettext(ACTIVITIES[row.word]) % {"what": row.what}, row.reason if row.word == "schema" else ""


def sentence(error: UnreadableError) -> str:
    """What to do about it, where something can be done."""
    if isinstance(error, TooMuchError):
        return gettext(_TOO_MUCH[error.bound]) % {"most": number_format(error.most, use_l10n=True, force_grouping=True)}
    if isinstance(error, TooHardError):
        return gettext(_TOO_HARD[error.reason])
    if isinstance(error, SheetError):
        most = number_format(error.most, use_l10n=True, force_grouping=True)
        return gettext(SHEETS[error.reason]) % {"most": most, "line": error.line}
    if isinstance(error, WordError):
        return gettext(_FILES[error.code])
    if isinstance(error, RatesError):
        return gettext(RATES[error.fault]) % {"what": error.what}
    if isinstance(error, FileError) and error.word in FILES_OF_ACTIVITIES:
        why = gettext(FILES_OF_ACTIVITIES[error.word])
        return gettext("Line %(line)s: %(why)s") % {"line": error.line, "why": why} if error.line else why
    return str(error)

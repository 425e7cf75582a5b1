"""Why something that was sent or pasted is not read, in the reader's language; a form of file adds its own reasons."""

from django.utils.formats import number_format
from django.utils.translation import gettext, gettext_noop

from nemawashi.kit.apart import Reason, TooHardError
from nemawashi.kit.faults import UnreadableError
from nemawashi.kit.limits import Bound, TooMuchError

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


def sentence(error: UnreadableError) -> str:
    """What to do about it, where something can be done."""
    if isinstance(error, TooMuchError):
        return gettext(_TOO_MUCH[error.bound]) % {"most": number_format(error.most, use_l10n=True, force_grouping=True)}
    if isinstance(error, TooHardError):
        return gettext(_TOO_HARD[error.reason])
    return str(error)

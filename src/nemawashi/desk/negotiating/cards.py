"""Cards of positions, written without a template: a text may have thousands of them on one page.

Every function but those that return ``SafeString`` gives HTML as a plain string, in which ``escape`` was put around
whatever somebody wrote.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_noop

from nemawashi.access.rules import Possible
from nemawashi.desk.acting.buttons import offered
from nemawashi.desk.negotiating.workspace import named
from nemawashi.kit.clauses.operations import Operation
from nemawashi.lineage.queries import Precedent
from nemawashi.texts.queries import DraftView, PositionView
from nemawashi.texts.terms import OPERATION_LABELS, Outcome

Known = Mapping[str, Precedent]

FROM = gettext_noop("These words: from")
SUPPORTED, OPPOSED = gettext_noop("supported by"), gettext_noop("opposed by")
BEHIND = gettext_noop("behind")
INSTRUCTION = gettext_noop("Instruction")
ACCEPTED, SEALED = gettext_noop("could be accepted by"), gettext_noop("sealed: only your delegation")


# Words are looked up once for each language and not for each card. Lazy words are no keys: hashing one translates it.


@lru_cache(maxsize=256)
def _label(word: Operation | Outcome, language: str) -> str:
    """The label of a word of the terms, escaped."""
    return escape(str(OPERATION_LABELS[word] if isinstance(word, Operation) else word.label))


@lru_cache(maxsize=64)
def _said(words: str, language: str) -> str:
    return escape(gettext(words))


def _line(css: str, words: str) -> str:
    return f'<p class="{css}">{escape(words)}</p>' if words else ""


def _held(words: str, codes: Iterable[str], language: str) -> str:
    parties = escape(", ".join(codes))
    return f'<p class="position__with">{_said(words, language)} {parties}</p>' if parties else ""


def _words(before: str, words: str, *, is_added: bool) -> str:
    gone = f"<del>{escape(before)}</del> " if before else ""
    new = (f"<ins>{escape(words)}</ins>" if is_added else escape(words)) if words else ""
    return f'<p class="position__words">{gone}{new}</p>'


def _where(operation: str, where: str, language: str) -> str:
    """The clause behind which one moves, or where in the clause a cut or a note is meant."""
    if not where:
        return ""
    place = f"{_said(BEHIND, language)} {escape(where)}" if operation == Operation.MOVE else escape(where)
    return f'<p class="position__with">{place}</p>'


def _state(outcome: Outcome, language: str) -> str:
    return f'<span class="state" data-tone="{outcome.tone}">{_label(outcome, language)}</span>'


def _codes(codes: tuple[str, ...], *, own: bool) -> str:
    mine = " party--mine" if own else ""
    return "".join(f'<span class="party{mine}">{escape(named(code))}</span>' for code in codes)


def _origin(taken_from: str, known: Known, language: str) -> str:
    """Which agreed clauses the words were taken from, each with a link to its lineage."""
    links = [
        f'<a href="{escape(reverse("portal:lineage", args=ref.split("/")))}">{escape(_cited(known.get(ref)))}</a>'
        for ref in taken_from.split()
    ]
    return f'<p class="position__with">{_said(FROM, language)} {"; ".join(links)}</p>' if links else ""


def _cited(row: Precedent | None) -> str:
    if row is None:
        return gettext("an agreed clause")
    return row.cited


def position_card(
    row: PositionView,
    *,
    acts: Iterable[Possible],
    back: str,
    known: Known,
    instruction: str = "",
) -> SafeString:
    """A tabled position as everybody of the negotiation sees it, with the ``acts`` that are possible on it.

    ``instruction``: that of the viewer's own capital, which stays sealed.
    """
    position, language = row.position, get_language() or "en"
    kind = "chair" if position.is_chair else position.outcome
    return SafeString(
        f'<li class="position position--{kind}" id="p-{position.pk}"><p class="position__head">'
        f"{_codes(row.codes, own=row.is_own)} {_label(row.held.operation, language)} "
        f"{_state(Outcome(position.outcome), language)}</p>"
        f"{_words(row.before, position.words, is_added=row.held.operation.can_be_accepted)}"
        f"{_where(position.operation, row.where, language)}"
        f"{_origin(position.taken_from, known, language)}{_line('position__note', position.why)}"
        f"{_held(SUPPORTED, row.supporters, language)}{_held(OPPOSED, row.opponents, language)}"
        f"{_held(ACCEPTED, row.acceptors, language)}"
        f"{_line('position__note', position.outcome_why)}{_instruction(instruction, language)}{offered(acts, back)}</li>"
    )


def _instruction(words: str, language: str) -> str:
    """What the capital instructed, marked as sealed; it is not printed."""
    if not words:
        return ""
    sealed = f'<span class="sealed">{_said(SEALED, language)}</span>'
    return f'<p class="position__note position__sealed"><b>{_said(INSTRUCTION, language)}:</b> {escape(words)} {sealed}</p>'


def draft_card(row: DraftView, *, acts: Iterable[Possible], code: str, back: str, known: Known) -> SafeString:
    """A draft of the viewer's own delegation, marked as sealed."""
    draft: Any = row.draft
    operation = Operation(draft.operation)
    language = get_language() or "en"
    note = escape(draft.instruction)
    instruction = f'<p class="position__note"><b>{_said(INSTRUCTION, language)}:</b> {note}</p>' if note else ""
    care = gettext("The words beneath were changed; draft it again.") if row.needs_care else ""
    return SafeString(
        f'<li class="position position--draft"><p class="position__head">{_codes((code,), own=True)} '
        f'{_label(operation, language)} <span class="sealed">{_said(SEALED, language)}</span></p>'
        f"{_words(row.before, draft.words, is_added=operation.can_be_accepted)}"
        f"{_where(draft.operation, row.where, language)}"
        f"{_origin(draft.taken_from, known, language)}{_line('field__error', care)}"
        f"{_line('position__note', draft.why)}{instruction}{offered(acts, back)}</li>"
    )

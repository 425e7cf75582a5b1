"""Cards of positions, written without a template: a text may have hundreds of them on one page.

The buttons belong to the one form of the page (``act_form_start``); each names its own address and the version seen.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from nemawashi.access.viewers import Viewer
from nemawashi.desk.register import DEEDS
from nemawashi.lineage.queries import Precedent
from nemawashi.texts.queries import DraftView, PositionView
from nemawashi.texts.terms import ACCEPTABLE, Operation, Outcome, Stance

NOTHING = SafeString("")
Known = Mapping[str, Precedent]


@lru_cache(maxsize=256)
def _address(name: str) -> str:
    return reverse("desk:act", args=[name, "key"]).removesuffix("key/")


@lru_cache(maxsize=1024)
def _told(words: Any, language: str) -> str:
    """A word of the terms, or another lazy word, in one language: looked up once and not for each of its cards."""
    return str(getattr(words, "label", words))


def _label(words: Any) -> str:
    return _told(words, get_language() or "en")


def button(name: str, key: object, seen: object, tone: str = "button--quiet") -> SafeString:
    """A button that does an act at once."""
    href, label = reverse("desk:act", args=[name, key]), DEEDS[name].label
    return format_html(
        '<button class="button button--small {}" formaction="{}" name="seen" value="{}">{}</button>',
        tone,
        href,
        seen,
        label,
    )


def link(name: str, key: object, back: str = "", tone: str = "button--quiet") -> SafeString:
    """A link to the form of an act."""
    href = f"{_address(name)}{key}/" + (f"?{urlencode({'next': back})}" if back else "")
    if DEEDS[name].is_grave:
        tone = "button--danger"
    return format_html('<a class="button button--small {}" href="{}">{}</a>', tone, href, _label(DEEDS[name].label))


def _line(css: str, words: object) -> SafeString:
    return format_html('<p class="{}">{}</p>', css, words) if words else NOTHING


def _words(before: str, words: str, *, is_added: bool) -> SafeString:
    gone = format_html("<del>{}</del> ", before) if before else NOTHING
    new = format_html("<ins>{}</ins>" if is_added else "{}", words) if words else NOTHING
    return format_html('<p class="position__words">{}{}</p>', gone, new)


def _state(value: str, label: object) -> SafeString:
    return format_html('<span class="state" data-state="{}">{}</span>', value, label)


def _codes(codes: tuple[str, ...], *, own: bool) -> SafeString:
    mine = " party--mine" if own else ""
    return format_html_join("", '<span class="party{}">{}</span>', ((mine, code) for code in codes))


def _origin(taken_from: str, known: Known) -> SafeString:
    """Which agreed clauses the words were taken from, each with a link to its lineage."""
    links = [(reverse("portal:lineage", args=ref.split("/")), _cited(known.get(ref))) for ref in taken_from.split()]
    told = format_html_join("; ", '<a href="{}">{}</a>', links)
    return format_html('<p class="position__with">{} {}</p>', gettext("These words: from"), told) if links else NOTHING


def _cited(row: Precedent | None) -> str:
    if row is None:
        return gettext("an agreed clause")
    return row.cited


def position_card(
    row: PositionView, *, viewer: Viewer, is_open: bool, back: str, known: Known, is_like_another: bool = False
) -> SafeString:
    """A tabled position as everybody of the negotiation sees it, with what this viewer may do about it."""
    position = row.position
    kind = "chair" if position.is_chair else position.outcome
    head = (
        _codes(row.codes, own=row.is_own),
        _label(Operation(position.operation)),
        _state(position.outcome, _label(Outcome(position.outcome))),
    )
    buttons = _position_buttons(row, viewer, back, is_like_another) if is_open else []
    return format_html(
        '<li class="position position--{}" id="p-{}"><p class="position__head">{} {} {}</p>{}{}{}{}{}{}{}{}</li>',
        kind,
        position.pk,
        *head,
        _words(row.before, position.words, is_added=position.operation in ACCEPTABLE),
        _origin(position.taken_from, known),
        _line("position__note", position.why),
        _line("position__with", row.supporters and f"{gettext('supported by')} {', '.join(row.supporters)}"),
        _line("position__with", row.opponents and f"{gettext('opposed by')} {', '.join(row.opponents)}"),
        _line("position__with", row.acceptors and f"{gettext('could be accepted by')} {', '.join(row.acceptors)}"),
        _line("position__note", position.outcome_why),
        _buttons(buttons),
    )


def _position_buttons(row: PositionView, viewer: Viewer, back: str, is_like_another: bool) -> list[SafeString]:
    position = row.position
    key, version = position.pk, position.version
    if viewer.may_act and viewer.is_participant:
        if not row.is_live:
            is_lost = row.is_own and position.outcome == Outcome.NOT_RETAINED
            return [button("revive_position", key, version)] if is_lost else []
        if row.is_own:
            return [link("withdraw_position", key, back)]
        stances = [
            (Stance.SUPPORT, "support_position"),
            (Stance.COULD_ACCEPT, "could_accept_position"),
            (Stance.OPPOSE, "oppose_position"),
        ]
        buttons = [button(act, key, version) for stance, act in stances if row.own_stance != stance]
        if row.own_stance not in ("", Stance.NONE):
            buttons.append(button("lift_stance", key, version))
        return buttons if position.is_chair else [*buttons, button("join_position", key, version)]
    if viewer.is_secretariat and row.is_live:
        accept = [button("accept_position", key, version)] if position.operation in ACCEPTABLE else []
        alike = [link("streamline_positions", key, back)] if is_like_another else []
        return [*accept, *alike, link("mark_not_retained", key, back)]
    return []


def _buttons(buttons: list[SafeString]) -> SafeString:
    inside = format_html_join("", "{}", ((each,) for each in buttons))
    return format_html('<div class="buttons">{}</div>', inside) if buttons else NOTHING


def draft_card(row: DraftView, *, viewer: Viewer, code: str, is_open: bool, back: str, known: Known) -> SafeString:
    """A draft of the viewer's own delegation, marked as sealed."""
    draft: Any = row.draft
    instruction = draft.instruction and format_html("<b>{}:</b> {}", gettext("Instruction"), draft.instruction)
    care = gettext("The words beneath were changed; draft it again.") if row.needs_care else ""
    buttons = []
    if viewer.may_act and is_open:
        buttons = [
            button("table_position", draft.pk, draft.version, ""),
            link("redraft_position", draft.pk, back),
            link("withdraw_draft", draft.pk, back),
        ]
    return format_html(
        '<li class="position position--draft"><p class="position__head">{} {} <span class="sealed">{}</span></p>'
        "{}{}{}{}{}{}</li>",
        _codes((code,), own=True),
        _label(Operation(draft.operation)),
        gettext("sealed: only your delegation"),
        _words(row.before, draft.words, is_added=draft.operation in ACCEPTABLE),
        _origin(draft.taken_from, known),
        _line("field__error", care),
        _line("position__note", draft.why),
        _line("position__note", instruction),
        _buttons(buttons),
    )

"""Acts on texts, by stage: drafting, negotiating, silence, adoption."""

from nemawashi.texts.acts.adopting import adopt_in_meeting, enter_reservation, issue_text
from nemawashi.texts.acts.chairing import (
    accept_position,
    agree_ad_referendum,
    issue_revision,
    offer_bridging_words,
)
from nemawashi.texts.acts.drafting import (
    circulate_zero_draft,
    draft_position,
    oppose_position,
    support_position,
    table_position,
    withdraw_position,
)
from nemawashi.texts.acts.silence import break_silence, conclude_silence, extend_silence, open_silence

__all__ = [
    "accept_position",
    "adopt_in_meeting",
    "agree_ad_referendum",
    "break_silence",
    "circulate_zero_draft",
    "conclude_silence",
    "draft_position",
    "enter_reservation",
    "extend_silence",
    "issue_revision",
    "issue_text",
    "offer_bridging_words",
    "open_silence",
    "oppose_position",
    "support_position",
    "table_position",
    "withdraw_position",
]

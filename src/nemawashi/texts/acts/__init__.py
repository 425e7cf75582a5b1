"""Acts on texts, by stage: drafting, siding, ordering, chairing, translating, silence, adoption, issue."""

from nemawashi.texts.acts.adopting import (
    adopt_in_meeting,
    announce_adoption,
    correct_text,
    enter_reservation,
    issue_text,
)
from nemawashi.texts.acts.chairing import (
    accept_position,
    agree_ad_referendum,
    issue_revision,
    offer_bridging_words,
)
from nemawashi.texts.acts.drafting import circulate_zero_draft, draft_position, table_position, withdraw_position
from nemawashi.texts.acts.issuing import set_letterhead
from nemawashi.texts.acts.ordering import (
    agree_package,
    assign_pillar,
    close_clause,
    dissolve_package,
    make_package,
    mark_not_retained,
    open_clause,
    reopen_clause,
    streamline_positions,
)
from nemawashi.texts.acts.siding import (
    could_accept_position,
    join_position,
    lift_stance,
    oppose_position,
    revive_position,
    support_position,
)
from nemawashi.texts.acts.silence import break_silence, conclude_silence, extend_silence, open_silence
from nemawashi.texts.acts.taking_in import discard_file, keep_file, take_in_file
from nemawashi.texts.acts.translating import translate_clause

__all__ = [
    "accept_position",
    "adopt_in_meeting",
    "agree_ad_referendum",
    "agree_package",
    "announce_adoption",
    "assign_pillar",
    "break_silence",
    "circulate_zero_draft",
    "close_clause",
    "conclude_silence",
    "correct_text",
    "could_accept_position",
    "discard_file",
    "dissolve_package",
    "draft_position",
    "enter_reservation",
    "extend_silence",
    "issue_revision",
    "issue_text",
    "join_position",
    "keep_file",
    "lift_stance",
    "make_package",
    "mark_not_retained",
    "offer_bridging_words",
    "open_clause",
    "open_silence",
    "oppose_position",
    "reopen_clause",
    "revive_position",
    "set_letterhead",
    "streamline_positions",
    "support_position",
    "table_position",
    "take_in_file",
    "translate_clause",
    "withdraw_position",
]

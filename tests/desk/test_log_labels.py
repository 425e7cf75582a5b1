"""That the log has a name for each act that the desk offers."""

from collections import defaultdict

from nemawashi.desk import register  # noqa: F401  by which the desk knows its acts
from nemawashi.desk.acting.offering import DEEDS
from nemawashi.desk.following import log


def test_every_act_of_the_desk_has_its_name_in_the_log() -> None:
    """One act may stand behind several buttons, of which the log takes one; what wraps an act enters that act."""
    named = set(map(str, log.labels().values()))
    labels = defaultdict(set)
    for deed in DEEDS.values():
        if ".acts" in deed.act.__module__:
            labels[deed.act.__name__].add(str(deed.label))
    assert [name for name, own in labels.items() if not own & named] == []
    assert "talk.moved" in log.labels()

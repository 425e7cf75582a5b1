"""An invented forum of five parties, with other tracks, symbols and languages, and the round played on it half-way."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from nemawashi.project.round import cast, play, words
from nemawashi.record import loading

FOLDER = Path(__file__).parent / "forums" / "amber"


@pytest.fixture
def amber(db: None, now: dt.datetime, settings: Any, tmp_path: Path) -> words.RoundScript:
    """The script of its round, played to tabled positions in an empty database."""
    settings.LINEAGE = tmp_path / "lineage"
    script = words.read(FOLDER / "round.yaml")
    loading.record_loaded(FOLDER, at=now - dt.timedelta(days=100))
    cast.enlist(script, at=play.beginning(now))
    play.half_way(now, script)
    return script

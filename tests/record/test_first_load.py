"""The first load into a database that has only its tables."""

import pytest
from tests.conftest import LOADED_AT

from nemawashi.record import loading


@pytest.mark.usefixtures("db")
def test_first_load_writes_every_row() -> None:
    assert loading.record_loaded(at=LOADED_AT) == loading.Loaded(written=3647, unchanged=0, gone=())

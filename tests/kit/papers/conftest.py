"""Papers to make files of."""

from __future__ import annotations

from typing import Any

import pytest
from tests.kit.papers import cases


@pytest.fixture
def paper() -> Any:
    return cases.paper()


@pytest.fixture
def hostile() -> Any:
    return cases.hostile()

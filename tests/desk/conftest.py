"""Who acts, what was logged, and that nothing changed."""

import pytest
from tests.desk.stage import Stage
from tests.texts.unchanged import *  # noqa: F403


@pytest.fixture
def stage(done, clean_text, settings):  # type: ignore[no-untyped-def]
    """Subjects, people and complete forms for every act: ``stage.scene("adopt_agenda")``. Mail leaves, as in service."""
    settings.MAIL_IS_SET_UP = True
    return Stage(done, clean_text)

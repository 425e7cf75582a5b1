"""Who acts, what was logged, and that nothing changed."""

from tests.texts.unchanged import *  # noqa: F403

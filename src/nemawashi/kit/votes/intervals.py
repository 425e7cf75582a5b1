"""The interval of a share. Wilson's score interval: closed, the same each time, and right at nought and at one.

Of a bootstrap over resolutions nothing is left to draw where all of them say the same: its interval of 20 votes out of 20
would be one point. Wilson's is from 0.84 to 1. A resolution is one trial, whoever voted on it, so that states that vote
together on it do not count twice.
"""

import math

_Z = 1.959963984540054  # of 95 in 100, both sides


def wilson(hits: int, of: int) -> tuple[float, float]:
    """From where to where a share of ``hits`` in ``of`` may lie, 95 in 100 (Wilson 1927). Raises ``ValueError``."""
    if not 0 <= hits <= of or not of:
        raise ValueError(f"{hits} of {of} is no share")
    share, z = hits / of, _Z * _Z
    middle = (share + z / (2 * of)) / (1 + z / of)
    half = _Z * math.sqrt(share * (1 - share) / of + z / (4 * of * of)) / (1 + z / of)
    return (0.0 if not hits else middle - half, 1.0 if hits == of else middle + half)

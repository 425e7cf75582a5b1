"""In which colour the brackets of each party stand in Word files."""

from collections.abc import Sequence

COLOURS = ("1F4E9E", "9C2B2B", "1B6B3A", "7A3E9D", "8A5A00", "00636B", "5B5B5B", "A0296B")  # each keeps 4.5:1 on white


def of_parties(codes: Sequence[str]) -> dict[str, str]:
    """The colour of each party, the same one in every file: by the place of its code among all."""
    return {code: COLOURS[at % len(COLOURS)] for at, code in enumerate(sorted(codes))}

"""Words as a square of dots for a camera (a QR code), drawn black on white whatever the colours of the page are."""

import segno


def square(words: str) -> str:
    """An SVG that says its size and no words; whoever shows it says beside it what it is."""
    made = segno.make(words, error="m", micro=False)
    return str(made.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="square", lineclass=None))

"""Words as a square of dots for a camera (a QR code), drawn black on white whatever the colours of the page are."""

import segno


def square(words: str, *, fits: bool = False) -> str:
    """An SVG without words; whoever shows it says what it is. It has a size, or ``fits`` into whatever holds it."""
    made = segno.make(words, error="m", micro=False)
    drawn = made.svg_inline(scale=4, border=4, dark="#000", light="#fff", svgclass="square", lineclass=None, omitsize=fits)
    return str(drawn)

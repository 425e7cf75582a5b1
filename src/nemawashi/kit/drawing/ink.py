"""What every figure is drawn with: colours, words, links, the frame, and a scale of days.

Colours are literal attributes, so that paper and Word show them; classes of the same marks let a page follow
its theme. All words are escaped here and nowhere else.
"""

import re
from collections.abc import Sequence
from datetime import date
from html import escape

INK, SOFT, RULE, STRONG = "#1e1d1b", "#6b655a", "#ded7c9", "#b3a992"
INDIGO, PAPER, WELL, STOP, WARN = "#1f4068", "#fffdf9", "#f1ecdf", "#97301f", "#7c5200"
SEGMENTS = ("#2a5f44", "#5f261b", "#577093", "#b7c3d1", "#97301f", "#aca89f", "#dedbd4", "#b0956a")
FONTS = "Noto Sans, Segoe UI, Helvetica, Arial, sans-serif"
_FORBIDDEN = re.compile("[\x7f\ud800-\udfff\ufffe\uffff]")


def _clean(words: str) -> str:
    """Escaped, and without the characters that XML forbids."""
    return escape("".join(c for c in words if c in "\t\n" or (c >= " " and not _FORBIDDEN.match(c))))


def linked(href: str | None, title: str, inner: str, lang: str = "") -> str:
    """A mark with what it stands for; a link where it leads somewhere."""
    spoken = f' lang="{lang}"' if lang else ""
    body = f"<title{spoken}>{_clean(title)}</title>{inner}"
    if href is None:
        return f"<g>{body}</g>"
    return f'<a href="{_clean(href)}">{body}</a>'


def worded(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 13,
    css: str = "c-ink",
    fill: str = INK,
    anchor: str = "start",
    weight: str = "",
    lang: str = "",
) -> str:
    """Words of the figure at a place; ``x`` is their start, middle or end, as ``anchor`` says."""
    bold = f' font-weight="{weight}"' if weight else ""
    end = "" if anchor == "start" else f' text-anchor="{anchor}"'
    end += f' lang="{lang}"' if lang else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" class="{css}" fill="{fill}"{end}{bold}>{_clean(words)}</text>'


def framed(width: int, height: float, name: str, title: str, description: str, body: Sequence[str]) -> str:
    """The whole figure, named and described for those who hear it. ``name`` is unique on the page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {width} {height:.0f}" '
        f'role="group" aria-labelledby="{name}-t {name}-d" font-family="{FONTS}">'
        f'<title id="{name}-t">{_clean(title)}</title><desc id="{name}-d">{_clean(description)}</desc>'
        + "".join(body)
        + "</svg>"
    )


def width_of(words: str) -> float:
    """Rough width of 13 px text; Cyrillic letters are wider than Latin ones, Japanese twice as wide."""
    return sum(13.0 if c > "\u2e7f" else 8.4 if "\u0400" <= c < "\u0530" else 7.1 for c in words)


def folded(words: str, room: float) -> list[str]:
    """At most two lines that fit ``room``; what is left over ends in an ellipsis."""
    if width_of(words) <= room:
        return [words]
    parts = words.split(" ") if " " in words else list(words)
    glue = " " if " " in words else ""
    lines = [""]
    for part in parts:
        longer = lines[-1] + (glue if lines[-1] else "") + part
        if width_of(longer) > room and lines[-1]:
            if len(lines) == 2:
                lines[-1] += "…"
                return lines
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


class Scale:
    """Where a day stands between the left and the right edge; days outside stand at the edge."""

    def __init__(self, first: date, last: date, *, left: float, width: float) -> None:
        self.first, self.left = first.toordinal(), left
        self.unit = width / max(1, last.toordinal() - self.first)
        self.right = left + width

    def at(self, day: date) -> float:
        return min(self.right, max(self.left, self.left + (day.toordinal() - self.first) * self.unit))


def year_lines(scale: Scale, first: date, last: date, *, top: float, bottom: float) -> list[str]:
    """A line and a number at each New Year, or at every second or fifth, so that the numbers do not touch."""
    step = 1 if last.year - first.year <= 12 else 2
    if last.year - first.year > 30:
        step = 5
    out = []
    for year in range(first.year, last.year + 1):
        if year % step or date(year, 1, 1) < first:
            continue
        x = scale.at(date(year, 1, 1))
        out.append(f'<path d="M{x:.1f} {top}V{bottom}" class="c-rule" stroke="{RULE}"/>')
        out.append(worded(x, top - 8, str(year), size=12, css="c-soft", fill=SOFT, anchor="middle"))
    return out

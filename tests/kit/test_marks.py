"""The mark of a forum: what of a stranger's drawing or picture is taken, and what is refused by name."""

import base64
import struct
import zlib

import pytest

from nemawashi.kit import marks
from nemawashi.kit.papers import heads
from nemawashi.kit.papers.values import ForumHead

PLAIN = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"><defs><linearGradient id="g">'
    b'<stop offset="0" stop-color="#123"/></linearGradient></defs><g transform="scale(2)">'
    b'<path d="M0 0h4v4z" fill="url(#g)"/>'
    b'</g><text x="1" y="2" font-size="3">R&amp;C</text></svg>'
)


def svg(inside: str, head: str = 'viewBox="0 0 9 9"', space: str = "http://www.w3.org/2000/svg") -> bytes:
    return f'<svg xmlns="{space}" xmlns:xlink="http://www.w3.org/1999/xlink" {head}>{inside}</svg>'.encode()


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(wide: int = 4, high: int = 4, *, pixels: bytes | None = None, extra: bytes = b"", end: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 6, 0, 0, 0))
    packed = zlib.compress(b"\0" * (high * (wide * 4 + 1)) if pixels is None else pixels)
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", packed) + chunk(b"IEND") + end


def head(*, depth: int = 8, colours: int = 6, pressed: int = 0, woven: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, depth, colours, pressed, 0, woven))


def test_a_plain_drawing_is_taken_and_the_page_says_how_large_it_is() -> None:
    mark = marks.of_file(PLAIN)

    assert (mark.kind, mark.type, len(mark.digest)) == ("svg", "image/svg+xml", 20)
    assert mark.content == PLAIN.replace(b' width="9" height="9"', b"")
    assert marks.of_said(mark.as_said) == mark
    assert marks.of_said("\n" + mark.as_said) == mark


def test_comments_and_encodings_leave_no_trace() -> None:
    utf16 = PLAIN.decode().replace("<defs>", "<!-- made by --><defs>").encode("utf-16")

    assert marks.drawing(utf16) == marks.drawing(PLAIN)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (svg("<script>alert(1)</script>"), "<script>"),
        (svg("<style>*{fill:red}</style>"), "<style>"),
        (svg("<image xlink:href='http://a.example/x.png'/>"), "<image>"),
        (svg("<use xlink:href='#a'/>"), "<use>"),
        (svg("<foreignObject/>"), "<foreignObject>"),
        (svg("<a><path d='M0 0'/></a>"), "<a>"),
        (svg("<animate/>"), "<animate>"),
        (svg("<set/>"), "<set>"),
        (svg("<filter/>"), "<filter>"),
        (svg("<g xmlns='http://www.w3.org/1999/xhtml'/>"), "<g>"),
        (svg("<path onload='x()' d='M0 0'/>"), "onload"),
        (svg("<path style='fill:red' d='M0 0'/>"), "style"),
        (svg("<path class='a' d='M0 0'/>"), "class"),
        (svg("<path xlink:href='#a'/>"), "href"),
        (svg("<path fill='url(http://a.example/#g)'/>"), "fetches"),
        (svg("<path fill='URL( #g )'/>"), "fetches"),
        (svg("<path fill='url(#g) url(//a.example)'/>"), "fetches"),
        (svg("<path fill='u\\72l(//a.example)'/>"), "could hide"),
        (b'<?xml-stylesheet href="a.css"?>' + PLAIN, "style sheet"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + PLAIN, "entities"),
        (svg("", head=""), "viewBox"),
        (svg("", head='viewBox="0 0 0 9"'), "viewBox"),
        (svg("", head='viewBox="0 0 nan 9"'), "viewBox"),
        (svg("", head='viewBox="0 0 9"'), "viewBox"),
        (svg("", space="http://a.example"), "no SVG"),
        (b"<html/>", "no SVG"),
        (b"<svg", "no well-formed"),
        (b"", "no well-formed"),
        (b"GIF89a", "no well-formed"),
    ],
)  # fmt: skip
def test_what_no_plain_drawing_has_is_refused_by_name(content: bytes, why: str) -> None:
    with pytest.raises(marks.NoMarkError, match=why.replace("(", r"\(")):
        marks.of_file(content)


def test_a_drawing_is_bounded() -> None:
    shapes = marks.MOST_SHAPES - 1
    assert marks.drawing(svg("<g/>" * shapes)).kind == "svg"
    with pytest.raises(marks.NoMarkError, match="more than 600 shapes"):
        marks.drawing(svg("<g/>" * (shapes + 1)))
    room = marks.MOST_BYTES - len(svg("<title></title>"))
    assert marks.drawing(svg(f"<title>{'a' * room}</title>")).kind == "svg"
    with pytest.raises(marks.NoMarkError, match="more than 30 KB"):
        marks.drawing(svg(f"<title>{'a' * (room + 1)}</title>"))
    with pytest.raises(marks.NoMarkError):
        marks.drawing(svg("<g>" * 599 + "</g>" * 599))  # deeper than a document may be


def test_a_picture_keeps_what_draws_it_and_nothing_of_its_maker() -> None:
    plain = png()

    assert marks.of_file(plain).content == plain
    assert marks.of_file(png(extra=chunk(b"tEXt", b"Author\0Somebody") + chunk(b"eXIf", b"GPS"))).content == plain
    assert marks.of_said(marks.of_file(plain).as_said) == marks.of_file(plain)
    assert marks.of_file(plain).uri.startswith("data:image/png;base64,")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (png()[:-4], "damaged"),
        (png()[:-12], "cut off"),
        (png(end=b"PK"), "behind"),
        (png().replace(b"IHDR", b"IHDX"), "damaged"),
        (png(extra=chunk(b"ABCD")), "not known"),
        (png(marks.MOST_PIXELS + 1, 1), "points"),
        (png(1, marks.MOST_PIXELS + 1), "points"),
        (png(0, 1), "points"),
        (png(pixels=b"\0" * 100_000), "damaged"),  # more is packed in it than its head says
        (png(pixels=b"\0" * (4 * 17 - 1)), "damaged"),  # less is
        (png().replace(png()[8:33], chunk(b"IHDR", b"\0" * 12)), "damaged"),
        (png().replace(png()[8:33], chunk(b"IHDR")), "damaged"),
        (png(extra=png()[8:33]), "damaged"),  # two heads
        (png().replace(png()[8:33], head(depth=4)), "points"),
        (png().replace(png()[8:33], head(colours=3)), "damaged"),  # no palette
        (png().replace(png()[8:33], head(pressed=1)), "damaged"),
        (png().replace(png()[8:33], head(woven=2)), "damaged"),
        (png().replace(png()[8:33], head(woven=1)), "damaged"),  # its passes have more lines
        (b"\x89PNG\r\n\x1a\n", "cut off"),
        (b"\x89PNG", "no PNG"),
        (png() + b"\0" * marks.MOST_BYTES, "30 KB"),
    ],
)
def test_a_picture_that_is_damaged_too_large_or_more_than_one_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(marks.NoMarkError, match=why):
        marks.of_file(content)


def test_a_woven_picture_is_taken_with_the_lines_of_its_passes() -> None:
    passes = b"\0" * (5 + 5 + 2 * 5 + 2 * 9 + 2 * 17)  # 4 × 4 points: five of the seven passes have any

    assert marks.of_file(png(pixels=passes).replace(png()[8:33], head(woven=1))).kind == "png"


CLIPPED = "<clipPath id='a'><path d='M0 0h4v4z'/></clipPath>"


def test_a_drawing_is_as_large_as_it_looks() -> None:
    """Each step of a chain of clips, drawn twice, doubles the time of every paper."""
    assert marks.drawing(svg(f"{CLIPPED}<path d='M0 0h9v9z' clip-path='url(#a)'/>")).kind == "svg"
    for inside in (
        f"{CLIPPED}<clipPath id='b'><path d='M0 0' clip-path='url(#a)'/></clipPath>",
        f"{CLIPPED}<clipPath id='b' clip-path='url(#a)'/>",
        "<clipPath id='a'><g><path d='M0 0' clip-path='url(#a)'/></g></clipPath>",
    ):
        with pytest.raises(marks.NoMarkError, match="clips what clips"):
            marks.drawing(svg(inside))


@pytest.mark.parametrize(("uses", "is_taken"), [(marks.MOST_DRAWN // 10, True), (marks.MOST_DRAWN // 10 + 1, False)])
def test_as_often_as_something_is_referred_to_it_counts(uses: int, is_taken: bool) -> None:
    stops = f"<linearGradient id='g'>{'<stop/>' * 9}</linearGradient>"
    drawn = svg(stops + "<rect fill='url(#g)'/>" * uses)

    if is_taken:
        assert marks.drawing(drawn).kind == "svg"
    else:
        with pytest.raises(marks.NoMarkError, match="clips and colours"):
            marks.drawing(drawn)


@pytest.mark.parametrize("spread", ["repeat", "reflect"])
def test_no_colours_are_repeated_without_end(spread: str) -> None:
    gradient = "<linearGradient id='g' x2='1e-9' spreadMethod='{}'/>"

    assert marks.drawing(svg(gradient.format("pad"))).kind == "svg"
    with pytest.raises(marks.NoMarkError, match="spreadMethod"):
        marks.drawing(svg(gradient.format(spread)))


@pytest.mark.parametrize("box", ["nan 0 9 9", "0 inf 9 9", "-1e6 0 9 9", "0 0 inf 9", "0 0 nan 9"])
def test_a_drawing_lies_at_a_place(box: str) -> None:
    with pytest.raises(marks.NoMarkError, match="viewBox"):
        marks.drawing(svg("", f'viewBox="{box}"'))


def test_the_largest_picture_is_taken() -> None:
    assert marks.of_file(png(marks.MOST_PIXELS, marks.MOST_PIXELS)).kind == "png"


@pytest.mark.parametrize("said", ["RBC", "МКРБ", "河川委員会", "A" * marks.MOST_LETTERS])
def test_letters_are_a_mark(said: str) -> None:
    assert marks.of_said(said) == marks.ForumMark("words", words=said)
    assert marks.as_html(marks.of_said("R&C"), "Rivers") == '<p class="mark">R&amp;C</p>'


@pytest.mark.parametrize("said", ["", " ", "A" * 13, "A\nB", "mark.svg", "data:image/gif;base64,AA", marks.PNG + "é"])
def test_what_is_neither_letters_nor_a_picture_is_refused(said: str) -> None:
    with pytest.raises(marks.NoMarkError):
        marks.of_said(said)


def test_a_head_speaks_the_language_of_its_paper_else_english_else_any() -> None:
    head = ForumHead(
        "Rivers", {"en": marks.of_said("RBC"), "ja": marks.of_file(png())}, {"ru": ["Вена"], "en": ["Vienna <1>", "Ring"]}
    )

    assert (
        heads.as_html(head, "fr")
        == '<div class="letterhead"><p class="mark">RBC</p><p>Vienna &lt;1&gt;</p><p>Ring</p></div>'
    )
    assert heads.as_html(head, "ja").startswith('<div class="letterhead"><img class="mark" src="data:image/png;base64,')
    assert 'alt="Rivers"' in heads.as_html(head, "ja")
    assert (heads.lines_in(head, "ru"), heads.lines_in(head, "ja")) == (("RBC", "Вена"), ("Vienna <1>", "Ring"))
    assert heads.as_html(ForumHead("Rivers", {}, {"ru": ["Вена"]}), "ja").endswith("<p>Вена</p></div>")
    assert (heads.as_html(ForumHead(), "en"), heads.lines_in(ForumHead(), "en")) == ("", ())


def test_a_picture_within_the_file_is_read_as_one() -> None:
    said = marks.PNG + base64.b64encode(png()).decode()

    assert marks.of_said(said).as_said == said

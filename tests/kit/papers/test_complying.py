"""The report on commitments as Word and HTML: all that was said stands in it, under its own label, and nothing runs."""

from nemawashi.kit import word
from nemawashi.kit.papers import complying
from nemawashi.kit.papers.complying import ComplianceReport, ReportedPromise

ROW = ReportedPromise(
    "Japan will train <b>40</b> officers.",
    "en",
    (("Responsible", "Japan"), ("Due", "2027")),
    (("What the parties report", ("Japan: thirty.", "Japan: forty.")), ("How it was scored", ("+1: seen",))),
    (("A notice, p. 2", "https://example.org/notice?a=1&b=2"),),
)
REPORT = ComplianceReport(
    "Report on commitments",
    ("The Forum", "For the 18th meeting"),
    "en",
    (("State", "Commitments"), ("Delivered", "1")),
    ("Scored: 1 of 1.",),
    (ROW,),
    {"evidence": "Evidence"},
)


def test_word_holds_everything_that_was_said() -> None:
    document = word.read(complying.as_word(REPORT))

    words = ["".join(run.words for run in passage.runs) for passage in document.body]
    assert "1. Japan will train <b>40</b> officers." in words
    assert [line for line in words if line.startswith("Japan: ")] == ["Japan: thirty.", "Japan: forty."]
    assert "A notice, p. 2: https://example.org/notice?a=1&b=2" in words
    assert {"Delivered", "Scored: 1 of 1.", "Responsible: Japan", "Evidence"} <= set(words)


def test_html_escapes_what_others_wrote() -> None:
    html = complying.as_html(REPORT)

    assert "Japan will train &lt;b&gt;40&lt;/b&gt; officers." in html
    assert 'href="https://example.org/notice?a=1&amp;b=2"' in html
    assert html.count("<h2>") == len(REPORT.rows)
    assert "<script" not in html

"""Official texts on the pages of ministries and databases: their clauses, what was left out, and old encodings."""

import pytest
from tests.kit.corpora import official_pages as pages

from nemawashi.kit.corpora import surroundings
from nemawashi.kit.corpora.readers import decoding
from nemawashi.kit.corpora.values import OfficialReading
from nemawashi.kit.faults import UnreadableError


def said(reading: OfficialReading) -> list[tuple[str, str, str]]:
    return [(str(clause.kind), clause.number, clause.words[:40]) for clause in reading.clauses]


def test_a_ministrys_page_gives_its_text_alone() -> None:
    reading = surroundings.official(pages.MINISTRY_EN.encode("cp932"), "plan.html")

    assert said(reading) == [
        ("heading", "", "(unofficial translation)"),
        ("heading", "", "Sea Dialogue - Action Plan -"),
        ("operative", "", "The Ministers met in the capital on June"),
        ("preambular", "", "Recognizing that the islands share one s"),
        ("heading", "1", "Political dialogue"),
        ("sub", "1", "The Ministers will meet every two years,"),
        ("sub", "2", "Senior officials will prepare each meeti"),
        ("heading", "2", "Cooperation among the islands"),
        ("sub", "", "Safety at sea: coast guards will exchang"),
        ("sub", "", "Fisheries: the islands intend to hold a "),
        ("other", "", "(Note 1) A buoy is a floating mark."),
        ("heading", "", "Annex"),
        ("sub", "a", "List of harbours"),
        ("sub", "b", "List of lights"),
    ]
    assert [str(each) for each in reading.unread] == ["around the text: left out: Back to Index"]
    assert (reading.about.language, reading.about.title) == ("en", "Ministry of the Islands: Action Plan")


def test_a_japanese_page_that_is_laid_out_with_breaks_is_parted_where_it_is_indented_and_numbered() -> None:
    reading = surroundings.official(pages.MINISTRY_JA.encode("cp932"), "seimei.html")

    assert [(number, words[:14]) for _kind, number, words in said(reading)] == [
        ("", "海の対話 共同声明"),
        ("", "平成18年6月5日"),
        ("１", "政治対話"),
        ("", "大臣は、二年に一度、各島で順"),
        ("", "高級実務者は、会合を準備し、"),
        ("２", "島々の協力"),
        ("１", "沿岸警備隊は、毎年春に浮標の"),
        ("２", "大臣は、漁業に関する①研修、"),
        ("", "株式会社（㈱）の参加を歓迎す"),
        ("", "大臣は、この声明が島々の平和"),
        ("", "（注）浮標とは、水面に浮かぶ"),
    ]
    assert reading.clauses[9].words.endswith("次回会合を外側の島で開催することで一致し、議長は招待に感謝の意を表明した。")
    assert [str(each) for each in reading.unread] == ["around the text: left out: このページのトップへ戻る"]


@pytest.mark.parametrize(
    ("encoding", "declared", "guessed"),
    [("euc_jp", "EUC-JP", ""), ("euc_jp", "", "EUC-JP"), ("cp932", "x-sjis", ""), ("cp932", "", "Shift_JIS"),
     ("iso2022_jp", "", "ISO-2022-JP"), ("utf-8", "utf-8", ""), ("utf-8", "", "")],
)  # fmt: skip
def test_the_head_of_a_database_is_left_out_and_told_in_each_encoding(encoding: str, declared: str, guessed: str) -> None:
    reading = surroundings.official(pages.database_ja(declared).encode(encoding), "20060605.D1J.html")

    assert [(str(clause.kind), clause.words[:12]) for clause in reading.clauses] == [
        ("operative", "島々の首脳は、海の対話の"),
        ("operative", "首脳は、法の支配に基づく"),
        ("heading", "緑の海"),
        ("operative", "首脳は、浮標の灯を太陽の"),
        ("operative", "首脳は、次回の首脳会合を"),
        ("other", "（注）浮標とは、水面に浮"),
    ]
    assert (reading.about.title, reading.about.date) == ("海の対話首脳共同宣言", "2006-06-05")
    told = [str(each) for each in reading.unread]
    assert told[-1] == "around the text: left out: トップページに戻る"
    assert "before the text: left out: [場所] 外側の島" in told
    assert [line for line in told if line.startswith("encoding")] == (
        [f"encoding: the page does not say it; it was read as {guessed}"] if guessed else []
    )


def test_an_english_head_tells_title_and_date() -> None:
    reading = surroundings.official(pages.DATABASE_EN.encode(), "s1e.html")

    assert (reading.about.title, reading.about.date, reading.about.language) == (
        "Policy Speech on the Sea", "2004-08-26", "en",
    )  # fmt: skip
    assert [clause.words.split()[0] for clause in reading.clauses] == ["Ladies", "I", "Our"]


@pytest.mark.parametrize(("signs", "is_text"), [(surroundings.LEAST_WORDS - 1, False), (surroundings.LEAST_WORDS, True)])
def test_a_page_with_next_to_no_words_holds_no_text(signs: int, is_text: bool) -> None:
    page = f"<html><body><p>{'a' * signs}</p></body></html>".encode()

    if is_text:
        assert len(surroundings.official(page, "x.html").clauses) == 1
    else:
        with pytest.raises(UnreadableError, match=f"holds {signs} characters"):
            surroundings.official(page, "x.html")


@pytest.mark.parametrize("content", [b"<html>\xff\xfe\xfa</html>", b"<html><meta charset=utf-8>\x93\xfa\x96\x7b</html>"])
def test_bytes_that_are_no_japanese_are_not_guessed_at(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        decoding.of_page(content)


def test_a_page_of_twice_as_many_breaks_has_twice_as_many_paragraphs() -> None:
    def paragraphs(lines: int) -> int:
        words = "<br>".join(f"({n}) The islands will share list {n}." for n in range(lines))
        return len(surroundings.official(f"<html><body><p>{words}</p></body></html>".encode(), "x.html").clauses)

    assert (paragraphs(400), paragraphs(800)) == (400, 800)

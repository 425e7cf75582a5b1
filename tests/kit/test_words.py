"""The analyser before index and question: folding, stems, sounds, equivalents, marks."""

import pytest

from nemawashi.kit.words import sounds, stems
from nemawashi.kit.words.analysis import asked, tokens
from nemawashi.kit.words.folding import fold
from nemawashi.kit.words.lexicon import Lexicon
from nemawashi.kit.words.marking import MarkedWords, marked, snippet
from nemawashi.kit.words.reading import read

LEXICON = Lexicon(
    [
        ("water", ["water", "вода", "водный", "水"]),
        ("foreign-ministers-meeting", ["foreign ministers' meeting", "встреча министров иностранных дел", "外相会合"]),
        ("foreign-minister", ["foreign minister", "министр иностранных дел", "外相"]),
        ("kazakhstan", ["Kazakhstan", "Казахстан", "カザフスタン", "カザフ"]),
    ]
)
NAMES = {
    "Tokayev": ["tokayev", "tokaev", "токаев", "トカエフ"],
    "Nazarbayev": ["nazarbayev", "назарбаев", "ナザルバエフ"],
    "Mirziyoyev": ["mirziyoyev", "мирзиеев", "ミルジヨエフ"],
    "Berdimuhamedov": ["berdimuhamedov", "berdymukhamedov", "бердымухамедов", "ベルディムハメドフ"],
    "Rahmon": ["rahmon", "rakhmon", "рахмон", "ラフモン"],
    "Japarov": ["japarov", "zhaparov", "жапаров", "ジャパロフ"],
    "Kawaguchi": ["kawaguchi", "kavaguti", "кавагути", "カワグチ", "かわぐち"],
    "Aso": ["aso", "асо", "アソウ"],
    "Kono": ["kono", "коно", "コウノ"],
    "Gemba": ["gemba", "гэмба", "ゲンバ"],
    "Koizumi": ["koizumi", "коидзуми", "コイズミ"],
    "Hajiyev": ["hajiyev", "хаджиев", "ハジエフ"],
}


@pytest.mark.parametrize("name", NAMES)
def test_spellings_of_a_name_have_one_key(name: str) -> None:
    keys = {sounds.key(spelling) for spelling in NAMES[name]}

    assert len(keys) == 1
    assert "" not in keys


def test_different_names_have_different_keys() -> None:
    keys = {sounds.key(spellings[0]) for spellings in NAMES.values()}

    assert len(keys) == len(NAMES)


def test_words_of_two_sounds_have_no_key() -> None:
    assert sounds.key("eu") == ""


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＦＭＭ", "fmm"),
        ("Ёлка", "елка"),
        ("Tōkyō", "tokyo"),
        ("Йод", "йод"),
        ("が", "が"),
        ("Oʻzbek", "o'zbek"),
        ("ß", "ss"),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed).words == folded


def test_places_in_folded_words_lead_back_to_the_original() -> None:
    folded = fold("Straße ﬁne")
    start = folded.words.index("fine")

    assert folded.span(start, start + 4) == (7, 10)


@pytest.mark.parametrize(
    "forms",
    [
        ["Афганистан", "Афганистана", "Афганистану", "Афганистаном"],
        ["встреча", "встречи", "встречу", "встречами"],
        ["виза", "визы", "визами"],
        ["Қазақстан", "Қазақстанда", "Қазақстанның", "Қазақстанға"],
        ["Өзбекстан", "Өзбекстанда", "Өзбекстаннан"],
        ["дәрігер", "дәрігерлер", "дәрігерлердің"],
    ],
)
def test_inflections_have_one_stem(forms: list[str]) -> None:
    assert len({stems.cyrillic(fold(form).words) for form in forms}) == 1


def test_english_inflections_and_possessives_have_one_stem() -> None:
    assert {word.stem for word in read("minister ministers minister's ministers'")} == {"minist"}


def test_number_is_one_word_with_and_without_its_commas() -> None:
    stems_of = [word.stem for word in read("2,000 trainees, 2000; 1,2 and 3,5000")]

    assert stems_of == ["2000", "traine", "2000", "1", "2", "3", "5000"]


@pytest.mark.parametrize("text", ["Meeting on WATER", "о водных ресурсах", "水資源の会合"])
def test_equivalents_share_a_token(text: str) -> None:
    assert "t:water" in tokens(text, LEXICON)


def test_forms_inside_a_longer_form_are_in_the_index_too() -> None:
    assert {"t:foreign-ministers-meeting", "t:foreign-minister"} <= tokens("Foreign Ministers' Meeting", LEXICON)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("встречи министров иностранных дел", ["встречи министров иностранных дел"]),
        ("foreign ministers' meeting Kazakhstan", ["foreign ministers meeting", "kazakhstan"]),
        ("外相会合の水", ["外相会合", "水"]),
        ("カザフ人", ["カザフ", "人"]),
        ("カザフスタソ", ["カザフスタソ"]),
        ("第12回外相会合", ["12", "外相会合"]),
        ("2022年の水", ["2022", "水"]),
        ("ｶｻﾞﾌｽﾀﾝ", ["カザフスタン"]),
        ("the of and", []),
        ("water water WATER", ["water"]),
        ("!?… ー・", []),
    ],
)
def test_question_falls_into_units(question: str, said: list[str]) -> None:
    assert [unit.said for unit in asked(question, LEXICON)] == said


def test_marks_stand_on_the_words_of_the_text_in_any_language() -> None:
    wanted = {"t:water"}

    assert marked("Safe water, safe Water!", wanted, LEXICON) == [
        MarkedWords("Safe ", False),
        MarkedWords("water", True),
        MarkedWords(", safe ", False),
        MarkedWords("Water", True),
        MarkedWords("!", False),
    ]
    assert [part.words for part in marked("東京の水資源", wanted, LEXICON) if part.is_marked] == ["水"]


def test_snippet_is_cut_around_the_marks() -> None:
    text = "before " * 60 + "the water here " + "after " * 60

    parts = snippet(text, {"t:water"}, LEXICON, most=80)

    assert [part.words for part in parts if part.is_marked] == ["water"]
    assert len("".join(part.words for part in parts)) <= 84
    assert (parts[0].words, parts[-1].words) == ("… ", " …")


def test_snippet_of_a_short_text_is_the_text() -> None:
    assert "".join(part.words for part in snippet("A short one.", {"t:water"}, LEXICON)) == "A short one."


def test_snippet_of_one_endless_word_is_cut_all_the_same() -> None:
    parts = snippet("水" * 1000, {"t:water"}, LEXICON, most=80)

    assert len("".join(part.words for part in parts)) <= 84

"""What clauses promise: each kind of sentence and list in three languages, and how well items kept aside are found."""

import pytest
from tests.kit.promises import scoring

from nemawashi.kit import promises
from nemawashi.kit.promises import SaidClause, sentences


def rows(words: str, language: str = "en", kind: str = "operative") -> list[tuple[str, str, str, str, str]]:
    return [
        (row.kind, row.strength, row.owner, row.due, row.amount)
        for row in promises.find([SaidClause(kind, words)], language).promises
    ]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("The senior officials will endeavour to set up a hotline.", ("policy", "endeavour", "group:senior officials", "", "")),
        ("The next meeting will be held in Oslo in 2027.", ("procedural", "will", "all", "2027", "")),
        ("Norway will train 40 geologists.", ("policy", "will", "Norway", "", "40 geologists")),
        ("Notwithstanding delays, Norway will provide 5 million euros by 2029.", ("financial", "will", "Norway", "2029", "5 million euros")),
        ("Each party shall name a focal point within ten days.", ("policy", "shall", "each", "within ten days", "")),
        ("Norway, which hosts the office, will pay the rent.", ("policy", "will", "Norway", "", "")),
        ("Sweden announced that it would open a school.", ("policy", "will", "Sweden", "", "")),
        ("Our aim is to halve waste by 2030.", ("policy", "intend", "all", "2030", "halve waste")),
        ("They reaffirmed their commitment to halving waste.", ("reaffirmation", "shall", "all", "", "halving waste")),
        ("The UNDP was asked to submit a report at the next session.", ("remit", "will", "third:United Nations Development Programme", "next session", "")),
        ("We agree, subject to national law, to share the data.", ("policy", "will", "all", "", "")),
        ("If the level falls, the operators shall close the gates.", ("policy", "shall", "group:operators", "", "")),
        ("While that process goes on, we are committed to working together.", ("policy", "shall", "all", "", "")),
        ("We continue to support the miners.", ("policy", "welcome", "all", "", "")),
        ("The parties decided not to raise tariffs.", ("policy", "will", "all", "", "")),
        ("No party shall raise tariffs.", ("policy", "shall", "all", "", "")),
        ("The secretariat is to prepare a list by 2027.", ("procedural", "will", "group:secretariat", "2027", "")),
        ("They tasked the experts with drawing up a plan for the next session.", ("remit", "will", "group:experts", "next session", "")),
        ("We therefore commit to mending the dams.", ("policy", "shall", "all", "", "")),
        ("At its ninth meeting, on 4 May 2023, the council decided to open a school.", ("policy", "will", "all", "", "")),
        ("Norway, Sweden and Finland will meet.", ("procedural", "will", "group:Norway, Sweden, Finland", "", "")),
    ],
)  # fmt: skip
def test_a_sentence_gives_one_promise_with_its_terms(words: str, expected: tuple[str, ...]) -> None:
    assert rows(words) == [expected]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("The ministers welcomed that Norway will open an office.", "stance"),
        ("We call on all to pay.", "stance"),
        ("Trade will grow.", "forecast or description"),
        ("The partnership seeks to widen trade.", "forecast or description"),
        ("Nothing in this text shall be construed as a duty.", "rule or permission"),
        ("A majority shall be required.", "stance, rule or forecast"),
        ("We will not tolerate threats.", "stance, rule or forecast"),
        ("We agreed on the importance of trade.", "agreed view"),
        ("They reaffirmed their commitment to the rule of law.", "principle or stance"),
        ("The parties did not agree to meet.", "denied"),
        ("We ask the Secretary-General to lend support.", "request without a report"),
        ("The visit of 2019 was long.", "no verb of promise"),
        ("Recalling that they will meet,", "recalled"),
        ("They praised the political will of the host.", "stance"),
        ("The task force is large.", "no verb of promise"),
        ("The parties commit to the following steps by 2027:", "chapeau alone"),
        ("This pledge-making endeavor is long.", "no verb of promise"),
    ],
)
def test_a_sentence_without_a_promise_says_why(words: str, reason: str) -> None:
    found = promises.find([SaidClause("operative", words)], "en")

    assert (found.promises, found.reasons) == ((), (reason,))


def test_two_acts_in_one_sentence_are_two_and_each_has_its_owner_and_date() -> None:
    found = promises.find(
        [SaidClause("operative", "Norway will sign by 2027, and Sweden and Finland plan to ratify by 2028.")], "en"
    )

    assert [(row.words, row.strength, row.owner, row.due) for row in found.promises] == [
        ("Norway will sign by 2027", "will", "Norway", "2027"),
        ("Sweden and Finland plan to ratify by 2028.", "intend", "group:Sweden, Finland", "2028"),
    ]


def test_words_that_recall_or_belong_to_a_stance_are_left_out() -> None:
    words = "Recalling the talks of 2024, we note the report and pledge to plant 20 forests."
    found = promises.find([SaidClause("operative", words)], "en").promises

    assert [(row.words, row.due, row.amount) for row in found] == [("pledge to plant 20 forests.", "", "20 forests")]


def test_each_item_of_a_list_is_a_promise_with_the_verb_owner_and_date_of_its_opening() -> None:
    clauses = [
        SaidClause("chapeau", "To this end Norway intends by 2030 to:"),
        SaidClause("sub", "(a) open two schools;"),
        SaidClause("sub", "(b) train 40 teachers by 2028;"),
        SaidClause("sub", "(c) welcoming the work of the council;"),
        SaidClause("operative", "The sky is blue."),
        SaidClause("sub", "(d) paint it;"),
    ]
    found = promises.find(clauses, "en")

    assert [(row.clause, row.words, row.strength, row.owner, row.due) for row in found.promises] == [
        (1, "open two schools;", "intend", "Norway", "2030"),
        (2, "train 40 teachers by 2028;", "intend", "Norway", "2028"),
    ]
    assert found.reasons[0] == "chapeau of a list"
    assert all(found.reasons[at] for at in (3, 4, 5))


def test_the_opening_of_a_list_decides_whether_its_items_promise() -> None:
    def of(opening: str, *items: str, language: str = "en") -> list[tuple[str, str]]:
        clauses = [SaidClause("chapeau", opening), *(SaidClause("sub", item) for item in items)]
        return [(row.kind, row.owner) for row in promises.find(clauses, language).promises]

    assert of("They welcomed:", "(a) the launch of flights;") == []
    assert of("They call upon States:", "(a) to protect witnesses;") == []
    assert of("They agreed on the following:", "1. Norway will build a port.", "2. To meet every year.") == [
        ("policy", "Norway"),
        ("procedural", "all"),
    ]
    assert of("Requests the Secretary-General:", "(a) To submit a report;", "(b) To inform all;") == [
        ("remit", "third:Secretary-General")
    ]
    assert of("Стороны намерены:", "а) открыть школу;", language="ru") == [("policy", "all")]
    assert of("双方は、以下を実施する。", "(1) 学校を開く。", language="ja") == [("policy", "all")]
    assert of("双方は、以下を歓迎した。", "(1) 学校の開設", language="ja") == []


def test_a_list_within_a_sentence_is_taken_apart_and_means_are_not() -> None:
    assert len(rows("We pledge to: (i) plant trees; (ii) clean rivers; and (iii) save water.")) == 3
    assert len(rows("We pledge to save water, including by: (i) mending pipes; (ii) metering.")) == 1
    assert rows("They welcome: (i) the trees; (ii) the rivers.") == []


@pytest.mark.parametrize("kind", ["preambular", "title", "heading"])
def test_preambles_and_headings_promise_nothing(kind: str) -> None:
    assert rows("The parties will meet.", kind=kind) == []


def test_an_opening_alone_is_a_promise_only_where_it_is_whole() -> None:
    assert rows("The parties agreed on the following:") == []
    assert rows("以下のとおり一致した。", "ja", "chapeau") == []
    assert rows("The council decided to defer until its ninth session the following papers:", kind="chapeau") == [
        ("remit", "will", "all", "ninth session", "")
    ]


def test_an_item_without_its_opening_promises_by_a_bare_verb() -> None:
    assert rows("(a) Promote trade;", kind="sub") == [("policy", "welcome", "all", "", "")]
    assert rows("(a) Promote trade;", kind="operative") == []


@pytest.mark.parametrize(
    ("language", "words", "expected"),
    [
        ("ru", "Норвегия выделит 5 млн евро до конца 2029 года.", ("financial", "will", "Norway", "2029", "5 млн евро")),
        ("ru", "Мы восстановим мост в течение двух лет.", ("policy", "will", "all", "в течение двух лет", "")),
        ("ru", "Министры поручили экспертам доложить к следующей встрече.", ("remit", "will", "group:experts", "к следующей встрече", "")),
        ("ru", "Центр будет открыт в 2028 году.", ("policy", "will", "all", "2028", "")),
        ("ru", "Министры приняли решение, что Швеция построит мост.", ("policy", "will", "Sweden", "", "")),
        ("ja", "ノルウェーは、2029年末までに500万ユーロを拠出する。", ("financial", "will", "Norway", "2029", "500万ユーロ")),
        ("ja", "双方は、作業部会の設置で一致した。", ("procedural", "will", "all", "", "")),
        ("ja", "閣僚は、専門家に対し、次回会合までに報告するよう指示した。", ("remit", "will", "group:experts", "次回会合までに", "")),
        ("ja", "我々の目標は、2030年までに廃棄物を半減させることである。", ("policy", "intend", "all", "2030", "半減")),
        ("ja", "橋は2028年に開通される。", ("policy", "will", "all", "2028", "")),
    ],
)  # fmt: skip
def test_russian_and_japanese_give_the_same_terms(language: str, words: str, expected: tuple[str, ...]) -> None:
    assert rows(words, language) == [expected]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "Министры приветствовали, что Швеция построит мост."),
        ("ru", "Объём торговли достигнет 5 млн тонн."),
        ("ru", "Стороны проводят встречи."),
        ("ru", "Мы поддерживаем мир."),
        ("ru", "Министры согласились с тем, что мир важен."),
        ("ja", "双方は、協力している。"),
        ("ja", "貿易額は倍増すると見込まれる。"),
        ("ja", "双方は、法の支配へのコミットメントを再確認した。"),
        ("ja", "議長は、専門家を招請することができる。"),
        ("ja", "閣僚は、各国に対し拡大を求めた。"),
    ],
)
def test_russian_and_japanese_tell_promises_from_the_rest(language: str, words: str) -> None:
    assert rows(words, language) == []


def test_two_acts_of_two_parties_in_japanese() -> None:
    found = promises.find(
        [SaidClause("operative", "ノルウェーは橋を建設し、スウェーデンは鉄道を敷設する。")], "ja"
    ).promises

    assert [(row.owner, row.words) for row in found] == [
        ("Norway", "ノルウェーは橋を建設し、"),
        ("Sweden", "スウェーデンは鉄道を敷設する。"),
    ]


def test_sentences_end_at_full_stops_that_are_no_abbreviations() -> None:
    words = "Mr. Holm of the U.S. delegation spoke. 3.5 per cent, i.e. little. It ended, cf. the table. Господин И. Орлов (ст. 5) тоже."

    assert [piece.words for piece in sentences.sentences(words)] == [
        "Mr. Holm of the U.S. delegation spoke.",
        "3.5 per cent, i.e. little.",
        "It ended, cf. the table.",
        "Господин И. Орлов (ст. 5) тоже.",
    ]
    assert [piece.words for piece in sentences.sentences("1. 終わる。続く。")] == ["終わる。", "続く。"]


def test_what_led_to_a_promise_is_told() -> None:
    row = promises.find([SaidClause("operative", "Norway will give 5 euros by 2029.")], "en").promises[0]

    assert dict(row.because) == {"verb": "will", "strength": "will", "owner": "Norway", "date": "2029", "amount": "5 euros"}


def test_a_language_without_a_ladder_is_refused() -> None:
    with pytest.raises(ValueError, match="no verbs of promise are known in kk"):
        promises.find([SaidClause("operative", "Тараптар кездеседі.")], "kk")


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_items_kept_aside_are_found_as_well_as_those_that_were_worked_on(language: str) -> None:
    kept = scoring.score(scoring.items(language, "kept"))

    assert kept.f1 >= 0.8
    assert kept.by_clause >= 0.85
    assert min(kept.fields.values()) >= 0.85

"""Brackets as delegations type them: nesting, alternatives, who asks for what, and every sign accounted for."""

import json
import lzma
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kit.corpora.making import word_file

from nemawashi.kit.brackets import files, party_names, reading
from nemawashi.kit.brackets.reading import Bracketed, Typed, flat
from nemawashi.kit.corpora import UnreadableError

CORPORA = Path(os.environ.get("NEMAWASHI_CORPORA", Path(__file__).resolve().parents[4] / "shared" / "corpora"))
PARIS = CORPORA / "cop21.jsonl.xz"


def brackets(*words: str) -> list[Bracketed]:
    return [b for clause in reading.read([Typed(w) for w in words]).clauses for b in flat(clause.brackets)]


def one(words: str) -> Bracketed:
    return brackets(words)[0]


def test_brackets_nest_and_keep_the_places_that_were_typed() -> None:
    words = "Parties [shall [promptly [and [fully]]]] report"
    found = brackets(words)

    assert [b.depth for b in found] == [1, 2, 3, 4]
    assert [words[b.start : b.end] for b in found][-1] == "[fully]"
    assert found[0].inside[0].inside[0].inside[0].words == "fully"


@pytest.mark.parametrize("words", ["a [shall][should][may] b", "a [shall] [should] [may] b", "a [shall]/[should]/[may] b"])
def test_brackets_side_by_side_are_alternatives(words: str) -> None:
    found = brackets(words)

    assert [b.kind for b in found] == ["alternative"] * 3
    assert len({b.group for b in found}) == 1


def test_words_between_part_the_alternatives() -> None:
    assert [b.kind for b in brackets("[shall] and [should]")] == ["open", "open"]


def test_a_slash_within_a_bracket_parts_choices_but_not_in_and_or() -> None:
    assert one("Parties [shall/should/may] act").choices == ("shall", "should", "may")
    assert one("goods [and/or] services").choices == ()


HEADS = [
    ("[JPN, KAZ: on water]", "insert", ("JPN", "KAZ"), (), (), "on water"),
    ("[US/SG propose; CL/MY oppose: 6. Each Party]", "insert", ("US", "SG"), (), ("CL", "MY"), "6. Each Party"),
    ("[KAZ delete: gladly]", "delete", ("KAZ",), (), (), "gladly"),
    ("[JPN alt: with care]", "alternative", ("JPN",), (), (), "with care"),
    ("[Japan: on water]", "insert", ("Japan",), (), (), "on water"),
    ("[Chair: on rivers]", "insert", ("Chair",), (), (), "on rivers"),
    ("[UZB propose; TJK, TKM support: x]", "insert", ("UZB",), ("TJK", "TKM"), (), "x"),
    ("[SG oppose: (a) all]", "oppose", (), (), ("SG",), "(a) all"),
    ("[placeholder: on finance]", "placeholder", (), (), (), "on finance"),
    ("[KAZ reserves its position]", "reserve", ("KAZ",), (), (), ""),
    ("[on water – JPN]", "insert", ("JPN",), (), (), "on water"),
    ("[on water (JPN, KAZ)]", "insert", ("JPN", "KAZ"), (), (), "on water"),
    ("[Япония, Казахстан: по воде]", "insert", ("Япония", "Казахстан"), (), (), "по воде"),
    ("[Узбекистан исключить: охотно]", "delete", ("Узбекистан",), (), (), "охотно"),
    ("［日本、カザフスタン：水について］", "insert", ("日本", "カザフスタン"), (), (), "水について"),
    ("［日本 削除：喜んで］", "delete", ("日本",), (), (), "喜んで"),
    ("[[JPN: deep] words]", "open", (), (), (), "[JPN: deep] words"),
    ("[Article 3: scope]", "open", (), (), (), "Article 3: scope"),
    ("[Decides: to act]", "open", (), (), (), "Decides: to act"),
    ("[x]", "placeholder", (), (), (), "x"),
    ("[20XX]", "placeholder", (), (), (), "20XX"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kind", "parties", "supporters", "opponents", "inner"), HEADS)
def test_the_head_of_a_bracket_says_who_asks_for_what(
    words: str, kind: str, parties: tuple[str, ...], supporters: tuple[str, ...], opponents: tuple[str, ...], inner: str
) -> None:
    found = one(f"Agree {words} today")

    assert (found.kind, found.parties, found.supporters, found.opponents) == (kind, parties, supporters, opponents)
    assert found.words == inner


TYPED = [
    ("[JPN: reserve]", "reserve", ("JPN",), (), (), ""),
    ("[reserve JPN]", "reserve", ("JPN",), (), (), ""),
    ("[Reservation by Japan]", "reserve", ("Japan",), (), (), ""),
    ("[JPN scrutiny reserve]", "reserve", ("JPN",), (), (), ""),
    ("[Japan reserves its position on this paragraph.]", "reserve", ("Japan",), (), (), ""),
    ("[Япония: резерв]", "reserve", ("Япония",), (), (), ""),
    ("[delete – UZB]", "delete", ("UZB",), (), (), ""),
    ("[delete: UZB]", "delete", ("UZB",), (), (), ""),
    ("[UZB: delete]", "delete", ("UZB",), (), (), ""),
    ("[UZB delete]", "delete", ("UZB",), (), (), ""),
    ("[on water – UZB delete]", "delete", ("UZB",), (), (), "on water"),
    ("[on water—JPN]", "insert", ("JPN",), (), (), "on water"),
    ("[on water] (JPN, KAZ)", "insert", ("JPN", "KAZ"), (), (), "on water"),
    ("(JPN, KAZ) [on water]", "insert", ("JPN", "KAZ"), (), (), "on water"),
    ("[on water]JPN", "insert", ("JPN",), (), (), "on water"),
    ("[on water] (AC)", "open", (), (), (), "on water"),
    ("[KAZ oppose]", "oppose", (), (), ("KAZ",), ""),
    ("[KAZ, UZB support]", "support", (), ("KAZ", "UZB"), (), ""),
    ("[Supported by KAZ]", "support", (), ("KAZ",), (), ""),
    ("[US support]", "open", (), (), (), "US support"),
    ("[JPN, KAZ, supported by UZB: on water]", "insert", ("JPN", "KAZ"), ("UZB",), (), "on water"),
    ("[JPN (supported by UZB): on water]", "insert", ("JPN",), ("UZB",), (), "on water"),
    ("[-UZB: on water]", "oppose", (), (), ("UZB",), "on water"),
    ("[JPN: alt: on rivers]", "alternative", ("JPN",), (), (), "on rivers"),
    ("[JPN (alt): on rivers]", "alternative", ("JPN",), (), (), "on rivers"),
    ("[Chair’s proposal: on water]", "insert", ("Chair",), (), (), "on water"),
    ("[the Republic of Korea: on water]", "insert", ("the Republic of Korea",), (), (), "on water"),
    ("[agreed ad ref]", "comment", (), (), (), "agreed ad ref"),
    ("[moved to OP3]", "comment", (), (), (), "moved to OP3"),
    ("[insert date]", "placeholder", (), (), (), "insert date"),
    ("[DD Month YYYY]", "placeholder", (), (), (), "DD Month YYYY"),
    ("[X million]", "placeholder", (), (), (), "X million"),
    ("[TBD]", "placeholder", (), (), (), "TBD"),
    ("[,]", "open", (), (), (), ","),
    ("[2030]", "open", (), (), (), "2030"),
    ("[~~on water~~]", "delete", (), (), (), "~~on water~~"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "kind", "parties", "supporters", "opponents", "inner"), TYPED)
def test_what_delegations_type_beside_and_within_a_bracket(
    words: str, kind: str, parties: tuple[str, ...], supporters: tuple[str, ...], opponents: tuple[str, ...], inner: str
) -> None:
    found = one(f"Agree {words} today")

    assert (found.kind, found.parties, found.supporters, found.opponents) == (kind, parties, supporters, opponents)
    assert found.words == inner


def test_a_list_of_parties_before_the_colon_of_a_bracketed_clause_asks_for_it() -> None:
    assert one("JPN, KAZ: [to act]").parties == ("JPN", "KAZ")
    assert one("Decides: [to act]").parties == ()


def test_a_slash_between_brackets_with_blanks_parts_alternatives() -> None:
    assert [b.kind for b in brackets("[one way] / [another way]")] == ["alternative", "alternative"]


@pytest.mark.parametrize(
    ("words", "label"),
    [("Alt.: Agree", "Alt."), ("[Alt: Agree]", "Alt"), ("Alternative: Agree", "Alternative"), ("OPTION A", "OPTION A"),
     ("Option 1: Agree", "Option 1"), ("[JPN alt: Agree]", None), ("Alternative fuels: agree", None)],
)  # fmt: skip
def test_a_line_of_an_alternative_has_its_label(words: str, label: str | None) -> None:
    option = reading.read([Typed(words)]).clauses[0].option

    assert (option.label if option else None) == label


@pytest.mark.parametrize(
    ("words", "kind"),
    [("~~old~~", "struck"), ("<s>old</s>", "struck"), ("<del>old</del>", "struck"), ("**new**", "bold"), ("<b>new</b>", "bold"), ("<ins>new</ins>", "underlined")],
)  # fmt: skip
def test_marks_that_are_typed_as_signs_are_told(words: str, kind: str) -> None:
    remarks = reading.read([Typed(f"Agree {words} today")]).clauses[0].remarks

    assert [(remark.kind, remark.words) for remark in remarks] == [(kind, words)]


def test_abbreviations_that_are_no_parties_are_not_taken_for_them() -> None:
    assert party_names.parties("COP, CMA") == ()
    assert one("[the Adaptation Committee (AC)]").parties == ()


@pytest.mark.parametrize(
    "words", ["as decided [sic] in", "and [...] so on", "the report[1] of", "the report[^12] of", "文言［…］は"]
)
def test_marks_of_an_editor_are_no_disagreement_and_are_accounted_for(words: str) -> None:
    text = reading.read([Typed(words)])

    assert text.counts["brackets"] == 0
    assert text.counts["notes"] == 1
    assert text.counts["signs"] == 2


def test_figures_side_by_side_are_alternatives_and_no_footnotes() -> None:
    assert [b.words for b in brackets("by [50][70] per cent")] == ["50", "70"]
    assert [b.words for b in brackets("by at least [50] per cent")] == ["50"]


def test_a_bracket_that_closes_in_a_later_clause_is_carried_on() -> None:
    text = reading.read([Typed("We [agree"), Typed("(a) [to act]"), Typed("(b) to rest] now")])

    assert text.imbalances == ()
    assert text.counts["carried"] == 1
    first = text.clauses[0].brackets[0]
    assert (first.end, first.closes) == (len("We [agree"), (3, 11))
    assert text.clauses[1].brackets[0].depth == 2
    assert [clause.open_before for clause in text.clauses] == [0, 1, 1]


def test_what_has_no_partner_is_told_with_its_place_and_not_repaired() -> None:
    text = reading.read([Typed("1. We agree] to act;"), Typed("2. We [also agree to rest.")])

    assert [(i.clause, i.number, i.place, i.sign) for i in text.imbalances] == [(1, "1", 11, "]"), (2, "2", 6, "[")]
    assert text.imbalances[0].near == "1. We agree] to act;"
    assert all(clause.brackets == () for clause in text.clauses)


def test_a_bracket_over_the_head_of_an_article_from_within_a_clause_is_doubtful() -> None:
    text = reading.read([Typed("We shall [act"), Typed("Article 4"), Typed("We rest] now")])

    assert text.imbalances == ()
    assert [(each.clause, each.place) for each in text.doubtful] == [(1, 9)]


def test_options_are_grouped_and_no_text_is_one_of_them() -> None:
    text = reading.read(
        [
            Typed(w)
            for w in ("Option 1: to act", "Option 2: No text", "Option 1: to rest", "Alt 2: [to sleep]", "選択肢１：行う")
        ]
    )
    options = [clause.option for clause in text.clauses]

    assert [(o.label, o.group, o.is_empty) for o in options if o] == [
        ("Option 1", 1, False), ("Option 2", 1, True), ("Option 1", 2, False), ("Alt 2", 2, False), ("選択肢１", 3, False),
    ]  # fmt: skip


def test_braces_hashes_and_marks_of_type_are_remarks() -> None:
    text = reading.read([Typed("{Purpose} Article ### gladly", marks=(("struck", 22, 28),))])

    assert [(r.kind, r.words) for r in text.clauses[0].remarks] == [
        ("braces", "Purpose"),
        ("hashes", "###"),
        ("struck", "gladly"),
    ]


def test_words_struck_out_within_a_bracket_are_to_be_deleted() -> None:
    found = reading.read([Typed("We [gladly] act", marks=(("struck", 3, 11),))]).clauses[0].brackets[0]

    assert found.kind == "delete"


@given(st.lists(st.text(alphabet="[]［］【】a1 .:/J日", max_size=24), max_size=6))
def test_every_sign_is_of_a_pair_of_a_note_or_an_imbalance(words: list[str]) -> None:
    text = reading.read([Typed(w) for w in words])
    counts = text.counts

    assert counts["signs"] == sum(sign in "[]［］【】" for w in words if w.strip() for sign in w)
    assert counts["signs"] == 2 * counts["brackets"] + 2 * counts["notes"] + counts["imbalances"]
    assert sum(1 for clause in text.clauses for _b in flat(clause.brackets)) == counts["brackets"]


def docx(body: str) -> bytes:
    return word_file(body)


WORD = (
    "<w:p><w:r><w:t>We [</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>gladly</w:t></w:r>"
    "<w:r><w:t xml:space='preserve'>] [</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>soon</w:t></w:r><w:r><w:t>] act</w:t></w:r></w:p>"
)
SHAPES = {
    "a.txt": b"We [gladly] [soon] act",
    "a.md": b"We [~~gladly~~] \\[**soon**\\] act",
    "a.html": b"<html><body><p>We [<del>gladly</del>]\n [<b>soon</b>] act</p></body></html>",
    "a.docx": docx(WORD),
    "a.json": json.dumps({"paragraphs": ["We [gladly] [soon] act"]}).encode(),
    "a.jsonl": json.dumps({"paragraphs": ["We [gladly] [soon] act"]}).encode() + b"\n",
    "a.jsonl.xz": lzma.compress(json.dumps({"paragraphs": ["We [gladly] [soon] act"]}).encode()),
}


@pytest.mark.parametrize("name", SHAPES)
def test_files_of_each_form_give_the_same_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SHAPES[name])
    typed = files.typed(path)

    assert [clause.words for clause in typed] == ["We [gladly] [soon] act"]
    if name in ("a.md", "a.html", "a.docx"):
        struck, bold = sorted(typed[0].marks, key=lambda mark: mark[1])
        assert (struck[0], typed[0].words[struck[1] : struck[2]]) == ("struck", "gladly")
        assert (bold[0], typed[0].words[bold[1] : bold[2]]) == ("bold", "soon")
        assert reading.read(typed).clauses[0].brackets[0].kind == "delete"


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.json", b"{", "not JSON"),
        ("a.json", b"[1, 2]", "no JSON object"),
        ("a.json", b'{"paragraphs": []}', "no list of paragraphs"),
        ("a.json", b'{"paragraphs": [1]}', "paragraph 1 is no text"),
        ("a.jsonl", b'{"paragraphs": ["a"]}\n{"paragraphs": ["b"]}', "2 documents"),
        ("a.jsonl.xz", b"\xfd7zXZ\x00broken", "damaged"),
        ("a.json", b"\xff\xfe", "UTF-8"),
        ("a.txt", b"  ", "empty"),
        ("a.docx", b"PK broken", "damaged"),
        ("a.bin", b"\x00\x01\x02", "none of"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(name: str, content: bytes, why: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableError, match=why):
        files.typed(path)


@pytest.mark.slow
@pytest.mark.skipif(not PARIS.is_file(), reason=f"the corpora are not here: {CORPORA}")
def test_the_texts_of_paris_are_read_with_every_bracket_accounted_for() -> None:
    counts = {}
    with lzma.open(PARIS, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = reading.read([Typed(words) for words in row["paragraphs"]])
            count = counts[row["id"]] = text.counts
            assert count["signs"] == sum(words.count("[") + words.count("]") for words in row["paragraphs"])
            assert count["signs"] == 2 * (count["brackets"] + count["notes"]) + count["imbalances"]
            assert all(sign.near for sign in text.imbalances)

    assert len(counts) == 10
    october = counts["paris-draft-2015-10-23"]
    assert (october["brackets"], october["depth_in_clause"], october["imbalances"]) == (1024, 4, 3)
    assert counts["paris-agreement-2015-12-12"]["brackets"] == 4
    assert counts["paris-draft-2015-12-09"]["options"] == 26

"""A negotiation written as a Word file and read back: every position of every party is there again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kit.word.test_proposals import CLAUSES, KEYS, WORDS
from tests.kit.word.test_writing import _office, needs_office

from nemawashi.kit import word
from nemawashi.kit.clauses.proposals import CHAIR, BaseClause, Proposed, Tabled
from nemawashi.kit.word import Change, Document, Run
from nemawashi.kit.word.negotiated import asked_for, clean, headed, passages
from nemawashi.kit.word.proposals import Taken, proposed

AT = datetime(2027, 3, 5, 9, 30, tzinfo=UTC)
PARTIES = ("JPN", "KAZ", "KGZ", "TJK", "TKM", "UZB")
AUTHORS = (*PARTIES, CHAIR)
KINDS = ["insert", "delete", "replace", "alternative", "new_clause", "delete_clause", "reserve", "comment", "footnote"]


def back(rows: list[Tabled], clauses: list[BaseClause] = CLAUSES) -> Taken:
    file = word.read(word.write(Document(passages(clauses, rows), track=True)))
    return proposed(clauses, file, parties=AUTHORS)


def tabled(operation: str, key: int, *parties: str, **told: object) -> Tabled:
    return Tabled(Proposed(KEYS[key], operation, parties=parties, **told), AT)  # type: ignore[arg-type]


def asked(taken: Taken) -> list[tuple[object, ...]]:
    return sorted((asked_for(one), *sorted(one.parties)) for one in taken.proposals)


def written(rows: list[Tabled]) -> list[tuple[object, ...]]:
    return sorted((asked_for(row.asked), *sorted(row.asked.parties)) for row in rows)


def test_every_operation_comes_back_in_the_name_of_its_party() -> None:
    rows = [
        tabled("replace", 0, "JPN", start=14, end=24, words="firmly reaffirmed"),
        tabled("insert", 0, "KAZ", start=4, end=4, words="Foreign "),
        tabled("delete", 0, "UZB", "KGZ", start=46, end=54),
        tabled("footnote", 1, "TJK", start=13, end=13, words="TJK recalls the decision of 2019."),
        tabled("new_clause", 1, "KAZ", words="The Ministers will meet in Almaty."),
        tabled("new_clause_before", 1, "JPN", words="The Ministers recalled the vision."),
        tabled("delete_clause", 2, "TKM"),
        tabled("reserve", 3, "KGZ", words="Bishkek awaits instructions."),
        tabled("scrutiny_reserve", 3, "JPN"),
        tabled("general_reserve", 3, "TKM", words="until the whole is seen"),
        tabled("placeholder", 3, "UZB", start=15, end=15, words="figure to come"),
        tabled("comment", 3, "KAZ", words="Observation by whom?", start=0, end=4),
        tabled("split", 4, "UZB", start=45, end=45),
        tabled("merge", 4, "JPN", target=KEYS[5]),
        tabled("alternative", 5, "KAZ", words="The Ministers thanked Kazakhstan."),
    ]
    rows[12:13] = []  # a clause is split or merged, not both in one file of tracked changes
    taken = back(rows)

    found = {(asked_for(one), tuple(sorted(one.parties))) for one in taken.proposals}
    assert found == {(asked_for(row.asked), tuple(sorted(row.asked.parties))) for row in rows}
    assert taken.conflicts == taken.outside == taken.not_understood == ()


@pytest.mark.parametrize("target", ["", KEYS[4]])
def test_a_move_is_a_tracked_move(target: str) -> None:
    row = tabled("move", 1, "UZB", target=target)
    told = passages(CLAUSES, [row])

    assert {change.kind for one in told for change in one.mark_changes} == {"moveFrom", "moveTo"}
    assert asked(back([row])) == written([row])


def test_a_move_of_a_clause_that_others_change_is_told_in_a_comment() -> None:
    rows = [tabled("move", 1, "UZB", target=KEYS[4]), tabled("delete", 1, "KAZ", start=5, end=14)]
    told = passages(CLAUSES, rows)

    assert [comment.words for one in told for comment in one.comments] == ["[Move after 5]"]
    assert asked(back(rows)) == written(rows)


def test_positions_that_cross_come_back_whole() -> None:
    rows = [
        tabled("replace", 0, "JPN", start=4, end=24, words="Heads of State recalled"),
        tabled("delete", 0, "KAZ", start=14, end=40),
        tabled("alternative", 0, "UZB", words="The Ministers met."),
        tabled("insert", 0, "TJK", start=24, end=24, words=" again"),
    ]

    assert asked(back(rows)) == written(rows)


def test_two_parties_that_delete_the_same_words_are_one_change() -> None:
    rows = [tabled("delete", 0, "KAZ", start=4, end=14), tabled("delete", 0, "UZB", start=4, end=14)]
    told = passages(CLAUSES, rows)
    taken = back(rows)

    content = word.write(Document(told))
    assert {(row.author, row.kind) for row in word.read(content).changes} == {("KAZ; UZB", "deleted")}
    assert [(one.operation, one.parties) for one in taken.proposals] == [("delete", ("KAZ", "UZB"))]


def test_stances_and_reasons_stand_beside_the_words_and_ask_for_nothing() -> None:
    asked_ = Proposed(
        KEYS[0], "delete", start=4, end=14, parties=("KAZ",), supporters=("UZB",), opponents=("JPN",), why="too narrow"
    )
    row = Tabled(asked_, AT, acceptors=("KGZ",))
    (first, *_) = passages(CLAUSES, [row])
    taken = back([row])

    (comment,) = first.comments
    assert (comment.author, comment.words, comment.on) == ("KAZ", "[Why] too narrow", "Ministers ")
    assert [(one.author, one.words) for one in comment.answers] == [
        ("UZB", "[Supports]"), ("JPN", "[Opposes]"), ("KGZ", "[Could accept]")
    ]  # fmt: skip
    assert [one.operation for one in taken.proposals] == ["delete"]


def test_words_that_changed_beneath_a_position_are_told_and_not_placed_anywhere() -> None:
    row = Tabled(Proposed(KEYS[0], "replace", start=4, end=9, words="new", parties=("KAZ",)), AT, is_stale=True)
    (first, *_) = passages(CLAUSES, [row])

    assert first.runs == (Run(WORDS[0]),)
    assert [one.words for one in first.comments] == ["[On words that changed] [Replace] new"]
    assert back([row]).proposals == ()


def test_a_delegate_goes_on_in_the_file_and_only_their_own_changes_are_new() -> None:
    rows = [tabled("replace", 0, "KAZ", start=14, end=24, words="recalled"), tabled("delete", 1, "JPN", start=0, end=5)]
    told = list(passages(CLAUSES, rows))
    own = Change("ins", "Dana Seitkali", AT + timedelta(days=1))
    out = Change("del", "Dana Seitkali", AT + timedelta(days=1))
    runs = list(told[0].runs)
    assert runs[-1].words.startswith(" their commitment")
    runs[-1:] = [Run(" their "), Run("firm ", (own,)), Run(runs[-1].words.removeprefix(" their "))]
    told[0] = word.Passage(tuple(runs), style="Clause", number="1.", bookmark=told[0].bookmark)
    told[2] = word.Passage((Run(WORDS[2], (out,)),), style="Clause", bookmark=told[2].bookmark, mark_changes=(out,))

    taken = proposed(CLAUSES, word.read(word.write(Document(tuple(told)))), parties=AUTHORS)
    known = {asked_for(row.asked) for row in rows}
    fresh = [one for one in taken.proposals if asked_for(one) not in known]
    assert [(one.operation, one.parties, one.words) for one in fresh] == [
        ("insert", ("Dana Seitkali",), "firm "),
        ("delete_clause", ("Dana Seitkali",), ""),
    ]
    assert len(taken.proposals) == 4


def test_agreed_footnotes_stand_in_the_clean_text_and_are_no_changes() -> None:
    content = word.write(Document(clean(CLAUSES, notes={KEYS[0]: ((13, "As agreed in Astana."),)})))
    file = word.read(content)

    assert file.changes == ()
    assert [one.words(accepted=True) for note in file.notes.values() for one in note] == [" As agreed in Astana."]
    assert proposed(CLAUSES, file).proposals == ()


@pytest.mark.parametrize(
    ("words", "operation"),
    [
        ("[Reserve] we wait", "reserve"),
        ("[Scrutiny reserve]", "scrutiny_reserve"),
        ("[Move after #0]", "move"),
        ("[Supports]", None),
    ],
)
def test_heads_of_comments_are_read(words: str, operation: str | None) -> None:
    told = headed(words)

    assert told is not None
    assert told.operation == operation


@pytest.mark.parametrize("words", ["[Move]", "[reserve] small", "We reserve", "[JPN] see above", "[Merge with ]", ""])
def test_other_comments_stay_comments(words: str) -> None:
    assert headed(words) is None


def _spans(key: int) -> st.SearchStrategy[tuple[int, int]]:
    words = WORDS[key].split(" ")
    borders = [0]
    for each in words:
        borders.append(borders[-1] + len(each) + 1)
    borders[-1] -= 1
    return st.tuples(st.sampled_from(borders), st.sampled_from(borders)).map(lambda pair: (min(pair), max(pair)))


@st.composite
def negotiations(draw: st.DrawFn) -> list[Tabled]:
    """Positions of six parties on six clauses, each party at most once on a clause."""
    rows = []
    for key in range(len(KEYS)):
        for party in PARTIES:
            if draw(st.integers(0, 3)):
                continue
            start, end = draw(_spans(key))
            kind = draw(st.sampled_from(KINDS))
            words = f"{party} {draw(st.sampled_from(['words', 'слова', '言葉', 'и & <b>']))} {key}"
            if kind in ("delete", "replace") and (start == end or end - start == len(WORDS[key])):
                kind = "comment"
            told: dict[str, object] = {"start": start, "end": end, "words": words}
            if kind == "insert":
                told |= {"start": end, "words": f"{words} "}
            elif kind == "footnote":
                told |= {"start": end}
            elif kind == "delete":
                told |= {"words": ""}
            elif kind not in ("replace", "comment"):
                told |= {"start": 0, "end": 0, "words": "" if kind == "delete_clause" else words}
            rows.append(tabled(kind, key, party, **told))
    return rows


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(negotiations())
def test_whatever_parties_ask_for_comes_back_from_the_file(rows: list[Tabled]) -> None:
    taken = back(rows)
    found: dict[object, set[str]] = {}
    for one in taken.proposals:
        found.setdefault(asked_for(one), set()).update(one.parties)
    sent: dict[object, set[str]] = {}
    for row in rows:
        sent.setdefault(asked_for(row.asked), set()).update(row.asked.parties)

    assert found == sent
    assert taken.not_understood == ()


@pytest.mark.slow
@needs_office
def test_libreoffice_opens_a_negotiation_and_keeps_its_changes(tmp_path: object) -> None:
    rows = [
        tabled("replace", 0, "JPN", start=14, end=24, words="firmly reaffirmed"),
        tabled("delete", 0, "KAZ", start=14, end=40),
        tabled("new_clause", 1, "KAZ", words="外相はアルマトイで会合する。"),
        tabled("delete_clause", 2, "TKM"),
        tabled("reserve", 3, "KGZ", words="Бишкек ждёт указаний."),
    ]
    content = word.write(Document(passages(CLAUSES, rows), title="Draft", symbol="CAJ/1", track=True))
    told = _office(content, tmp_path)  # type: ignore[arg-type]
    file = word.read(told)

    assert {row.author for row in file.changes} == {"JPN", "KAZ", "TKM", "JPN; KAZ"}
    assert [comment.words for comment in file.comments] == ["[Reserve] Бишкек ждёт указаний."]
    assert file.rejected == list(WORDS) or [line.split("\t")[-1] for line in file.rejected] == list(WORDS)

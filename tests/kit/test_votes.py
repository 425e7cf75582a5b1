"""Votes: what is read of a public table, what is told and left out, and agreement against figures reckoned by hand."""

import gzip
import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest

from nemawashi.kit.faults import DamagedError, NotThereError, UnreadableError
from nemawashi.kit.votes import agreement
from nemawashi.kit.votes.agreement import SameVotes, within
from nemawashi.kit.votes.intervals import wilson
from nemawashi.kit.votes.states import OF_NUMBER

pq = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("ibis")

from nemawashi.kit.votes import counting, reading  # noqa: E402

HEAD = "rcid,ccode,vote,date,unres,me,hr\n"


def table(*rows: str, head: str = HEAD) -> str:
    return head + "".join(f"{row}\n" for row in rows)


def read(folder: Path, words: str, **options: Any) -> tuple[reading.ReadVotes, list[dict[str, Any]]]:
    path = folder / "votes.csv"
    path.write_text(words, encoding="utf-8")
    done = reading.into_parquet(path, folder / "votes.parquet", **options)
    return done, pq.read_table(done.path).to_pylist()


# ── Intervals ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Newcombe (1998), table I, method 3
        *((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)),
        # by hand: z² = 3.841459; 1 of 1 has 1 / (1 + z²) below, 0 of 1 the rest above; half of 4 is 0.5 ± z/2/√(4 + z²)
        *((1, 1, 0.2065, 1.0), (0, 1, 0.0, 0.7935), (2, 4, 0.1500, 0.8500), (20, 20, 0.8389, 1.0)),
    ],
)
def test_intervals_are_those_of_the_published_table(hits: int, of: int, low: float, high: float) -> None:
    assert wilson(hits, of) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("hits", "of"), [(0, 0), (2, 1), (-1, 4)])
def test_what_is_no_share_has_no_interval(hits: int, of: int) -> None:
    with pytest.raises(ValueError, match="is no share"):
        wilson(hits, of)


def test_nobody_agreed_where_nobody_voted() -> None:
    assert (SameVotes().share, SameVotes().interval) == (None, None)
    assert SameVotes(3, 2, 1) + SameVotes(1, 0, 1) == SameVotes(4, 2, 2)
    years = {2001: SameVotes(3, 2, 1), 2002: SameVotes(1, 0, 1), 2004: SameVotes(5, 5, 0)}
    assert within(years) == SameVotes(9, 7, 2)
    assert within(years, 2002, 2003) == SameVotes(1, 0, 1)
    assert within({}) == SameVotes()


# ── Reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_table_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    done, rows = read(
        tmp_path,
        table(
            "3001,740,1,1992-03-02,R/46/235,1,0",
            "3001.0,705.0,8.0,1992-03-02 00:00:00,R/46/235,1.0,0",
            "3002,511,3,1992-10-05,NA,0,1",
        ),
        said="a public table",
    )

    assert (done.form, done.rows, done.faulty, done.years, done.unnamed) == ("voeten", 3, 0, (1992, 1992), {"511": 1})
    assert [(row["call"], row["state"], row["said"], row["issues"], row["line"]) for row in rows] == [
        *(("3001", "JPN", 1, ["me"], 2), ("3001", "KAZ", 8, ["me"], 3), ("3002", "511", 3, ["hr"], 4)),
    ]
    assert (rows[0]["resolution"], rows[2]["resolution"], str(rows[1]["day"])) == ("R/46/235", "", "1992-03-02")
    assert reading.about(done.path) | {"sha256": ""} == {
        **{"source": "a public table", "form": "voeten", "file": "votes.csv", "sha256": ""},
    }


def test_roll_calls_may_stand_in_a_table_of_their_own(tmp_path: Path) -> None:
    calls = tmp_path / "calls.tab"
    calls.write_text(
        "rcid\tdate\tunres\tshort\tnu\n1\t1999-12-01\tA/1\tArms\t1\n2\tsoon\tA/2\tx\t0\n3\t2000-01-01\t\t\t0\n"
    )
    words = "rcid,ccode,vote\n1,2,1\n3,2,2\n2,2,3\n"
    with pytest.raises(UnreadableError, match="when it was: name the table of roll calls"):
        read(tmp_path, words)
    done, rows = read(tmp_path, words, calls=calls)

    assert [(row["call"], row["year"], row["issues"], row["title"]) for row in rows] == [
        ("1", 1999, ["nu"], "Arms"),
        ("3", 2000, [], ""),
    ]
    assert done.faults == [
        (3, "of the roll calls: no day such as 1992-03-02"),
        (4, "its roll call is not in the table of roll calls"),
    ]
    assert {"calls", "calls_sha256"} <= set(reading.about(done.path))


def test_the_table_of_the_library_is_read(tmp_path: Path) -> None:
    head = "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title,subjects\n"
    done, rows = read(
        tmp_path,
        table(
            '77,JPN,JAPAN,Y,2023-10-27,ES-10,A/RES/1,"A, b",PEACE|LAW', "77,KAZ,K,X,2023-10-27,ES-10,A/RES/1,,", head=head
        ),
    )

    assert (done.form, [row["said"] for row in rows], rows[0]["issues"], rows[0]["title"]) == (
        *("library", [1, 8], ["PEACE", "LAW"], "A, b"),
    )


def test_lines_that_cannot_be_read_are_told_and_left_out(tmp_path: Path) -> None:
    good = "1,740,1,1992-03-02,,0,0"
    wrong = {
        ",740,1,1992-03-02,,0,0": "no number of a roll call",
        "1,740,1,1992-03-02,,0,0": "a second vote of JPN in this roll call",
        "1,2,4,1992-03-02,,0,0": "a vote is one of 1, 2, 3, 8, 9",
        "1,Japan,1,1992-03-02,,0,0": "no number of a state, and no code of three letters",
        "1,2,1,1992-03-03,,0,0": "another day than the lines before give this roll call",
        "2,2,1,1944-12-31,,0,0": "a day before there was an Assembly, or long after today",
        "2,2,1,,,0,0": "neither a day nor a year of the roll call",
        "2,2": "it has fewer cells than the first line has names",
        "2,2,1,1992-03-02,,0,0,0": "it has more cells than the first line has names",
        "1,2,NA,1992-03-02,,0,0": "no vote stands there",
    }
    done, rows = read(tmp_path, table(good, *wrong, "2,2,1,1945-01-01,,0,0", "2,2,9,1945-01-01,,0,0"))

    assert ([row["line"] for row in rows], done.outside, done.first_at) == ([2, 13], 1, {"outside": 14})
    assert done.faults == list(zip(itertools.count(3), wrong.values(), strict=False))


def test_the_form_of_voeten_is_read_with_odd_lines_told_in_their_place(tmp_path: Path) -> None:
    head = (
        '"rcid","ccode","member","vote","Country","Countryname","year","session","date","unres","amend","para",'
        '"short","descr","me","nu","di","hr","co","ec"\n'
    )

    def line(
        call: int, state: int, vote: object, code: str, name: str, day: str, short: str = "x", descr: str = "y"
    ) -> str:
        about = f'"{code}","{name}",{day[:4]},47,"{day}","R/47/{call}",0,0,"{short}","{descr}",0,0,0,1,0,0'
        return f"{call},{state},{int(vote != 9)},{vote},{about}"

    day = "1992-10-05"
    words = table(
        line(5, 740, 1, "JPN", "Japan", day, "CRIMÉE", 'TO ADOPT A ""TEXT""\nof two lines'),  # lines 2 and 3
        line(5, 437, 3, "CIV", "Côte d’Ivoire", day),
        line(5, 713, 9, "TWN", "Taiwan", day),
        line(5, 2, "NA", "USA", "United States", day, descr="of\ntwo"),  # lines 6 and 7
        line(5, 9999, 2, "XXX", "Nowhere", day),
        line(5, 437, 3, "CIV", "Côte d’Ivoire", day),
        head=head,
    )
    faults = [
        (7, "no vote stands there; a quoted cell runs on from line 6"),
        (9, "a second vote of CIV in this roll call"),
    ]
    for form, garbled in (("utf-8", 0), ("utf-8-sig", 0), ("cp1252", 3)):
        path = tmp_path / "votes.csv"
        path.write_bytes(words.encode(form))
        done = reading.into_parquet(path, tmp_path / "votes.parquet")
        rows = pq.read_table(done.path).to_pylist()
        assert [(row["state"], row["said"], row["line"], row["issues"]) for row in rows] == [
            *(("JPN", 1, 3, ["hr"]), ("CIV", 3, 4, ["hr"]), ("9999", 2, 8, ["hr"])),
        ]
        assert rows[0]["title"] == "CRIMÉE"
        assert (done.faults, done.outside, done.unnamed, done.garbled) == (faults, 1, {"9999": 1}, garbled)
        assert done.first_at == {"outside": 5, "9999": 8} | ({"garbled": 2} if garbled else {})
    path.write_bytes(words.encode("utf-16"))
    with pytest.raises(UnreadableError, match="it is UTF-16: save it as UTF-8"):
        reading.into_parquet(path, tmp_path / "votes.parquet")


def test_a_quote_that_nobody_closed_is_told_with_the_lines_that_it_took(tmp_path: Path) -> None:
    rows = [f"1,{state},1,1992-03-02,R/1,0,0" for state in (2, 20, 31, 40, 41)]
    rows[1] = '1,20,1,1992-03-02,"R/1,0,0'
    done, read_rows = read(tmp_path, table(*rows))

    assert [row["line"] for row in read_rows] == [2]
    assert done.faults == [(6, "it has fewer cells than the first line has names; a quoted cell runs on from line 3")]


def test_files_of_something_else_are_refused(tmp_path: Path) -> None:
    for words, why in {
        "": "names neither a column 'rcid' nor one 'undl_id'",
        "a,b\n": "names neither a column",
        "rcid,vote,date\n": "names no column 'ccode'",
        HEAD: "no vote is in it$",
        table("x"): "no vote is in it: line 2, it has fewer cells",
        table(*["x"] * 1000): "the first 1,000 lines are not of the form voeten",
    }.items():
        with pytest.raises(UnreadableError, match=why):
            read(tmp_path, words)
    with pytest.raises(UnreadableError, match="at most 500 characters"):
        read(tmp_path, table("1,740,1,1992-03-02,,0,0"), said="x" * 501)
    with pytest.raises(NotThereError, match=r"there is no file 'none\.csv'"):
        read(tmp_path, table("1,740,1,1992-03-02,,0,0"), calls=tmp_path / "none.csv")
    packed = tmp_path / "cut.gz"
    packed.write_bytes(gzip.compress(table(*["1,740,1,1992-03-02,,0,0"] * 900).encode())[:-20])
    with pytest.raises(DamagedError):
        reading.into_parquet(packed, tmp_path / "cut.parquet")
    assert [each.name for each in tmp_path.iterdir() if each.suffix in (".part", ".parquet")] == []


@pytest.mark.parametrize(
    ("bound", "most", "why"),
    [
        ("MOST_ROWS", 3, "more than 3 votes"),
        ("MOST_CALLS", 2, "more than 2 roll calls"),
        ("MOST_STATES", 2, "more than 2 states"),
    ],
)
def test_a_table_has_bounds(bound: str, most: int, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {"MOST_ROWS": ["1,2", "1,20", "1,31", "1,40"], "MOST_CALLS": ["1,2", "2,2", "3,2"]}.get(
        bound, ["1,2", "1,20", "1,31"]
    )
    monkeypatch.setattr(reading, bound, most)
    lines = [f"{row},1,1992-03-02,,0,0" for row in rows]

    assert read(tmp_path, table(*lines[:most]))[0].rows == most
    with pytest.raises(UnreadableError, match=why):
        read(tmp_path, table(*lines))


# ── SameVotes ─────────────────────────────────────────────────────────────────────────────────────────────────────


def voted(tmp_path: Path, calls: dict[tuple[str, int, str], dict[str, int]]) -> Path:
    """A table with these votes: by roll call, year and marked issue, what each state cast."""
    numbers = {code: number for number, code in OF_NUMBER.items()}
    rows = [
        f"{call},{numbers[state]},{cast},{year}-12-01,,{int('me' in issue)},{int('hr' in issue)}"
        for (call, year, issue), each in calls.items()
        for state, cast in each.items()
    ]
    return read(tmp_path, table(*rows))[0].path


CALLS = {
    ("1", 2001, "me"): {"JPN": 2, "KAZ": 1, "UZB": 1, "TKM": 8},
    ("2", 2001, "hr"): {"JPN": 1, "KAZ": 3, "UZB": 3, "TKM": 9},
    ("3", 2001, ""): {"JPN": 1, "KAZ": 1, "UZB": 1, "TKM": 1},
    ("4", 2002, "me hr"): {"JPN": 1, "KAZ": 1, "UZB": 2, "USA": 3},
    ("5", 2002, ""): {"JPN": 1, "TKM": 1},
}


def test_agreement_is_what_one_counts_by_hand(tmp_path: Path) -> None:
    path = voted(tmp_path, CALLS)
    made = counting.counted(path, ["JPN", "KAZ", "UZB", "TKM", "XKX"], {"three": ["KAZ", "UZB", "TKM"]}, left_out=2)

    assert made.between("JPN", "KAZ") == made.between("KAZ", "JPN") == {2001: SameVotes(3, 1, 1), 2002: SameVotes(1, 1, 0)}
    assert made.between("JPN", "KAZ", "me") == {2001: SameVotes(1, 0, 0), 2002: SameVotes(1, 1, 0)}
    assert made.between("JPN", "KAZ", "hr") == {2001: SameVotes(1, 0, 1), 2002: SameVotes(1, 1, 0)}
    assert made.between("JPN", "TKM") == {2001: SameVotes(1, 1, 0), 2002: SameVotes(1, 1, 0)}
    assert made.between("JPN", "XKX") == {}
    assert made.among("three") == {2001: SameVotes(3, 3, 1), 2002: SameVotes(1, 0, 0)}
    assert made.among("three", "hr") == {2001: SameVotes(1, 1, 0), 2002: SameVotes(1, 0, 0)}
    assert (made.rows, made.calls, made.first, made.last, made.left_out) == (17, 5, 2001, 2002, 2)
    assert (made.lacking, made.issues) == (["XKX"], {"hr": 2, "me": 2})
    assert made.cast["TKM"] == {1: 2, 8: 1}
    assert agreement.read(made.written()) == made


def test_agreement_is_that_of_a_count_in_plain_words(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311  no secret
    states = ["JPN", "KAZ", "UZB", "TJK"]
    calls = {
        (str(number), 1990 + number % 9, chance.choice(["", "me", "hr", "me hr"])): {
            state: chance.choice([1, 1, 2, 3, 8]) for state in states
        }
        for number in range(1, 300)
    }
    made = counting.counted(voted(tmp_path, calls), states, {"all": states})

    for one, other in itertools.combinations(sorted(states), 2):
        for issue in ("", "me", "hr"):
            both = [each for (_, _, marked), each in calls.items() if issue in marked and max(each[one], each[other]) < 8]
            assert within(made.between(one, other, issue)) == SameVotes(
                len(both),
                sum(each[one] == each[other] for each in both),
                sum({each[one], each[other]} == {1, 3} for each in both),
            )
    voting = [[cast for cast in each.values() if cast < 8] for each in calls.values()]
    assert within(made.among("all")) == SameVotes(
        sum(len(each) > 1 for each in voting),
        sum(len(each) > 1 and len(set(each)) == 1 for each in voting),
        sum(len(each) == 4 for each in voting),
    )


@pytest.mark.parametrize(("states", "counted"), [(2, 12), (16, 12), (17, 12), (18, 11), (43, 1), (44, 0), (60, 0)])
def test_of_issues_there_are_fewer_the_more_states(states: int, counted: int) -> None:
    known = {f"issue {number:02}": 100 - number for number in range(40)}

    assert counting._chosen(known, states, "") == list(known)[:counted]
    assert counting._chosen(known, states, "issue 39") == [*list(known)[:counted], "issue 39"]


def test_an_issue_that_is_rare_is_counted_where_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = voted(tmp_path, CALLS | {("6", 2003, "hr"): {"JPN": 1, "KAZ": 1}})
    monkeypatch.setattr(counting, "MOST_ISSUES", 1)

    assert list(counting.counted(path, ["JPN", "KAZ"], {}).issues) == ["hr"]
    made = counting.counted(path, ["JPN", "KAZ"], {"two": ["JPN", "KAZ"]}, issue="me")
    assert within(made.between("JPN", "KAZ", "me")) == SameVotes(2, 1, 0)
    assert within(made.among("two", "me")) == SameVotes(2, 1, 2)
    with pytest.raises(UnreadableError, match="no roll call of an issue 'nu'"):
        counting.counted(path, ["JPN", "KAZ"], {}, issue="nu")


def test_what_cannot_be_counted_is_refused(tmp_path: Path) -> None:
    path = voted(tmp_path, CALLS)
    many = [f"{a}{b}A" for a in "ABCDEFGHIJ" for b in "ABCDEFG"]
    for states in (["JPN"], many[:61]):
        with pytest.raises(UnreadableError, match="of 2 to 60 states at once"):
            counting.counted(path, states, {})
    assert counting.counted(path, many[:60], {}).lacking == sorted(many[:60])
    with pytest.raises(UnreadableError, match="it is no Parquet file"):
        counting.counted(tmp_path / "votes.csv", ["JPN", "KAZ"], {})
    with pytest.raises(NotThereError, match="there is no such file"):
        counting.counted(tmp_path / "none", ["JPN", "KAZ"], {})
    for text in ("", "[]", "{}", json.dumps({"version": 0}), json.dumps({"version": 1, "about": {}})):
        with pytest.raises(DamagedError, match="import the table again"):
            agreement.read(text)


def test_numbers_of_states_are_codes_once() -> None:
    twice = {code for code in OF_NUMBER.values() if list(OF_NUMBER.values()).count(code) > 1}

    assert twice == {"DEU", "YEM", "SSD"}  # two states that became one, and a number that the tables changed
    assert (OF_NUMBER["740"], OF_NUMBER["316"], OF_NUMBER["315"], len(OF_NUMBER)) == ("JPN", "CZE", "CSK", 202)

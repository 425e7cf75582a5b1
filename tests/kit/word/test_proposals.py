"""What a file asks of a text: applied, it gives the words of the file with every change accepted."""

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemawashi.kit import word
from nemawashi.kit.clauses.proposals import BaseClause, Proposed
from nemawashi.kit.word import Change, Comment, Passage, Run, WordDocument
from nemawashi.kit.word.proposals import Taken, proposed

AT = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)
INS, DEL = Change("ins", "KAZ", AT), Change("del", "KAZ", AT)
WORDS = (
    "The Ministers reaffirmed their commitment to a free and open international order based on the rule of law.",
    "They welcomed the progress made in the management of transboundary water resources in the region.",
    "The Ministers decided to hold expert meetings on disaster risk reduction every year in rotation.",
    "They expressed concern about the melting of glaciers and called for joint scientific observation.",
    "Participants noted the growing volume of trade and agreed to remove barriers at border crossings.",
    "The Ministers thanked the Government of Kazakhstan for its generous hospitality and excellent organisation.",
)
KEYS = [str(UUID(int=at + 1)) for at in range(len(WORDS))]
CLAUSES = [
    BaseClause(key, str(at + 1), "operative", ((1, words),))
    for at, (key, words) in enumerate(zip(KEYS, WORDS, strict=True))
]


def take(passages: Sequence[Passage], clauses: Sequence[BaseClause] = CLAUSES, **told: dict[str, tuple[str, ...]]) -> Taken:
    return proposed(clauses, word.read(word.write(WordDocument(tuple(passages)))), known=told.get("known"))


def applied(clauses: Sequence[BaseClause], proposals: Sequence[Proposed]) -> list[str]:
    """The text after all proposals, as the chair would have it who accepts every one."""
    order = [clause.key for clause in clauses]
    words = {clause.key: dict(clause.wordings) for clause in clauses}
    texts: dict[str, str] = {}
    added: dict[str, list[str]] = defaultdict(list)
    ahead: dict[str, list[str]] = defaultdict(list)
    gone = {one.key for one in proposals if one.operation == "delete_clause"}
    for key in order:
        own = [one for one in proposals if one.key == key and one.operation in ("insert", "delete", "replace", "split")]
        text = words[key][own[0].wording] if own else words[key][max(words[key])]
        for _, one in sorted(enumerate(own), key=lambda row: (row[1].start, row[1].end, row[0]), reverse=True):
            put = "\n" if one.operation == "split" else one.words
            text = text[: one.start] + put + text[one.end :]
        texts[key] = text
    for one in proposals:
        if one.operation == "new_clause":
            added[one.key].append(one.words)
        elif one.operation == "new_clause_before":
            ahead[one.key].append(one.words)
        elif one.operation == "move":
            order.remove(one.key)
            order.insert(order.index(one.target) + 1 if one.target else 0, one.key)
    merged = {one.key for one in proposals if one.operation == "merge"}
    out, held = [], ""
    for key in order:
        out += ahead[key]
        if key not in gone:
            held = f"{held} {texts[key]}" if held else texts[key]
            if key not in merged:
                out += held.split("\n")
                held = ""
        out += added[key]
    return [flat for line in [*out, held] if (flat := " ".join(line.split()))]


def flat(lines: Sequence[str]) -> list[str]:
    return [" ".join(line.split()) for line in lines]


def unchanged() -> list[Passage]:
    return [Passage((Run(words),), number=f"{at}.", style="Clause") for at, words in enumerate(WORDS, start=1)]


def test_text_that_comes_back_as_it_was_proposes_nothing() -> None:
    taken = take([Passage((Run("CAJ/L.1"),), "Title"), *unchanged()])

    assert taken == Taken(unchanged=6)


def test_tracked_words_become_proposals_in_the_name_of_their_author() -> None:
    passages = unchanged()
    passages[0] = replace(
        passages[0],
        runs=(
            Run("The Ministers "),
            Run("strongly ", (Change("ins", "JPN"),)),
            Run("reaffirmed their commitment to a free and "),
            Run("open ", (DEL,)),
            Run("fair ", (INS,)),
            Run("international order based on the rule of law"),
            Run(" and equity", (INS,)),
            Run("."),
        ),
    )

    made = take(passages).proposals

    assert [(one.operation, one.words, one.parties) for one in made] == [
        ("insert", "strongly ", ("JPN",)),
        ("replace", "fair ", ("KAZ",)),
        ("insert", " and equity", ("KAZ",)),
    ]
    assert [WORDS[0][one.start : one.end] for one in made] == ["", "open ", ""]
    assert {one.key for one in made} == {KEYS[0]}
    assert made[0].place == "paragraph 1"


def test_whole_clauses_come_go_and_move() -> None:
    new = Passage((Run("New words on tourism.", (INS,)),), number="1bis.", mark_changes=(INS,))
    passages = unchanged()
    gone = replace(passages[1], runs=(Run(WORDS[1], (DEL,)),), mark_changes=(DEL,))
    away = Change("moveFrom", "UZB", AT, "move1")
    here = Change("moveTo", "UZB", AT, "move1")
    left = replace(passages[3], runs=(Run(WORDS[3], (away,)),), mark_changes=(away,))
    came = Passage((Run(WORDS[3], (here,)),), number="5.", mark_changes=(here,))

    made = take([passages[0], new, gone, passages[2], left, passages[4], came, passages[5]]).proposals

    assert [(one.key, one.operation, one.words, one.target, one.parties) for one in made] == [
        (KEYS[0], "new_clause", "New words on tourism.", "", ("KAZ",)),
        (KEYS[1], "delete_clause", "", "", ("KAZ",)),
        (KEYS[3], "move", "", KEYS[4], ("UZB",)),
    ]


def test_new_clause_before_the_first_stands_before_it() -> None:
    new = Passage((Run("Opening words of ours.", (INS,)),), mark_changes=(INS,))

    [made] = take([new, *unchanged()]).proposals

    assert (made.key, made.operation, made.words) == (KEYS[0], "new_clause_before", "Opening words of ours.")


def test_marks_split_and_merge() -> None:
    passages = unchanged()
    half = WORDS[3].index(" and called")
    split = [Passage((Run(WORDS[3][:half]),), mark_changes=(INS,)), Passage((Run(WORDS[3][half:]),))]
    joined = replace(passages[0], mark_changes=(DEL,))

    made = take([joined, passages[1], passages[2], *split, *passages[4:]]).proposals

    assert [(one.key, one.operation, one.start, one.target) for one in made] == [
        (KEYS[3], "split", half, ""),
        (KEYS[0], "merge", 0, KEYS[1]),
    ]


def test_comments_and_footnotes_are_taken_with_their_place() -> None:
    passages = unchanged()
    comment = Comment("UZB", "In which year?", AT, "every year", answers=(Comment("KAZ", "2027"),))
    passages[2] = replace(passages[2], comments=(comment,))
    at = WORDS[4].index("trade") + 5
    passages[4] = replace(
        passages[4], runs=(Run(WORDS[4][:at]), Run("", (INS,), note="1"), Run(WORDS[4][at:])), footnotes=("Goods only.",)
    )

    comment_made, note_made = take(passages).proposals

    assert (comment_made.operation, comment_made.words) == ("comment", "In which year?\nKAZ: 2027")
    assert (comment_made.parties, comment_made.why) == (("UZB",), "on “every year”")
    assert WORDS[2][comment_made.start : comment_made.end] == "every year"
    assert (note_made.key, note_made.operation, note_made.words) == (KEYS[4], "footnote", "Goods only.")
    assert note_made.start == at


def test_changes_outside_the_clauses_are_told_and_not_proposed() -> None:
    title = Passage((Run("Draft "), Run("Joint ", (INS,)), Run("Statement of the parties in question")), "Title")
    made = word.write(WordDocument((title, *unchanged()), symbol="CAJ/L.1"))

    taken = proposed(CLAUSES, word.read(made))

    assert taken.proposals == ()
    assert [(row.kind, row.words, row.place) for row in taken.outside] == [("inserted", "Joint ", "paragraph 1")]


def test_one_author_undoing_another_is_a_conflict() -> None:
    passages = unchanged()
    passages[0] = replace(
        passages[0], runs=(Run(WORDS[0][:13]), Run(" always", (Change("ins", "JPN"), DEL)), Run(WORDS[0][13:]))
    )

    taken = take(passages)

    assert taken.proposals == ()
    assert tuple(map(str, taken.conflicts)) == ("paragraph 1: put in and taken out again (JPN / KAZ): always",)


def test_file_that_began_from_an_earlier_wording_is_counted_in_it() -> None:
    later = [
        replace(CLAUSES[0], wordings=((1, WORDS[0]), (2, "The Ministers, meeting in Astana, " + WORDS[0][14:]))),
        *CLAUSES[1:],
    ]
    passages = unchanged()
    passages[0] = replace(passages[0], runs=(Run(WORDS[0][:-1]), Run(" and equity", (INS,)), Run(".")))

    [made] = take(passages, later).proposals

    assert (made.wording, made.start, made.words) == (1, len(WORDS[0]) - 1, " and equity")


def test_bookmark_finds_a_clause_whose_words_are_all_others() -> None:
    passages = unchanged()
    passages[2] = Passage((Run("Something else entirely stands here now."),), bookmark=f"nmw_{KEYS[2].replace('-', '')}")

    made = take(passages).proposals

    assert {one.key for one in made} == {KEYS[2]}
    assert applied(CLAUSES, made)[2] == "Something else entirely stands here now."


def test_brackets_of_our_own_rendering_are_no_new_words() -> None:
    shown = WORDS[0].replace("open ", "[KAZ delete: open ][JPN: fair and ]")
    passages = unchanged()
    passages[0] = Passage((Run(shown[:13]), Run(" jointly", (INS,)), Run(shown[13:])))

    taken = take(passages, known={KEYS[0]: (shown,)})

    assert [(one.operation, one.start, one.words) for one in taken.proposals] == [("insert", 13, " jointly")]
    assert taken.outside == ()


def test_part_of_a_text_deletes_nothing_that_it_does_not_show() -> None:
    passages = [Passage((Run(WORDS[2].replace("every year", "every two years")),))]

    taken = take(passages)

    assert [one.operation for one in taken.proposals] == ["insert"] or [one.operation for one in taken.proposals] == [
        "replace"
    ]
    assert taken.absent == tuple(key for key in KEYS if key != KEYS[2])


def test_renumbering_is_no_change_of_words() -> None:
    passages = unchanged()
    passages[4] = Passage((Run("5.", (DEL,)), Run("6.", (INS,)), Run(" " + WORDS[4])))

    taken = take(passages)

    assert taken.proposals == ()
    assert [row.kind for row in taken.outside] == ["number changed"]


def test_looks_alone_are_told_and_not_proposed() -> None:
    from tests.kit.word.making import WHO, p, r, word_file

    looks = "<w:b/><w:rPrChange " + WHO.format("A") + "><w:rPr/></w:rPrChange>"
    body = "".join(p(r(words, looks if at == 1 else "")) for at, words in enumerate(WORDS))

    taken = proposed(CLAUSES, word.read(word_file(body)))

    assert taken.proposals == ()
    assert [(row.kind, row.what) for row in taken.outside] == [("formatted", "b")]


def _edited(rng: random.Random, words: str, *, tracked: bool) -> tuple[Run, ...]:
    """Words with a few of them put in, taken out or replaced."""
    runs: list[Run] = []
    for token in words.split(" "):
        choice = rng.random()
        blank = "" if not runs else " "
        if choice < 0.08:
            runs += [Run(blank + token, (DEL,))] if tracked else []
        elif choice < 0.16:
            runs += [Run(blank + token), Run(f" novel{rng.randrange(9)}", (INS,) if tracked else ())]
        elif choice < 0.22:
            runs += [Run(blank + token, (DEL,))] if tracked else []
            runs.append(Run(f"{blank}other{rng.randrange(9)}", (INS,) if tracked else ()))
        else:
            runs.append(Run(blank + token))
    return tuple(runs)


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.integers(0, 10**9), st.booleans())
def test_applying_all_proposals_gives_the_words_of_the_file(seed: int, tracked: bool) -> None:
    rng = random.Random(seed)  # noqa: S311
    passages: list[Passage] = []
    for at, words in enumerate(WORDS):
        number = f"{at + 1}." if rng.random() < 0.5 else ""
        choice = rng.random()
        if choice < 0.1:
            if tracked:
                passages.append(Passage((Run(words, (DEL,)),), mark_changes=(DEL,), number=number))
        elif choice < 0.2:
            cut = words.index(" ", len(words) // 2)
            passages += [
                Passage((Run(words[:cut]),), mark_changes=(INS,) if tracked else (), number=number),
                Passage((Run(words[cut:].lstrip()),)) if not tracked else Passage((Run(words[cut:]),)),
            ]
        else:
            passages.append(Passage(_edited(rng, words, tracked=tracked), number=number))
        if rng.random() < 0.15 and (tracked or passages):  # without tracking, what stands first may be a letterhead
            added = f"Fresh clause number {rng.randrange(99)} about something that nobody has mentioned before, item {at}."
            passages.append(Passage((Run(added, (INS,) if tracked else ()),), mark_changes=(INS,) if tracked else ()))
    if tracked and passages[-1].mark_changes:
        passages.append(Passage())
    file = word.read(word.write(WordDocument(tuple(passages))))

    taken = proposed(CLAUSES, file)

    wanted = [line.split(".\t", 1)[-1] if line[:1].isdigit() else line for line in file.accepted]
    # Behind the clauses that a file of a part shows, what belongs to none may be a signature: it is told and not taken.
    beside = {row.words for row in taken.outside if row.kind == "belongs to no paragraph"}
    assert not beside or taken.absent
    last = set(flat(wanted)[-1:])
    wanted = [line for line in wanted if line not in beside]
    # A file of a part of the text leaves the clauses that it does not show as they are, and names them.
    kept = {clause.words for clause in CLAUSES if clause.key in taken.absent}
    after = applied(CLAUSES, taken.proposals)
    # Without tracking, what stands behind the last clause that is shown may be a signature: it is told as such.
    told = set() if tracked else {row.words for row in taken.outside if row.kind == "belongs to no paragraph"}
    assert told <= last
    assert [words for words in after if words not in kept] == [words for words in flat(wanted) if words not in told]
    assert kept <= set(after)


@pytest.mark.parametrize("order", [(1, 0, 2, 3, 4, 5), (0, 2, 3, 4, 1, 5), (5, 0, 1, 2, 3, 4), (0, 1, 2, 3, 5, 4)])
def test_clauses_in_another_order_move(order: tuple[int, ...]) -> None:
    taken = take([Passage((Run(WORDS[at]),)) for at in order])

    assert {one.operation for one in taken.proposals} == {"move"}
    assert applied(CLAUSES, taken.proposals) == [WORDS[at] for at in order]


def test_clauses_written_together_without_tracking_merge() -> None:
    passages = [Passage((Run(f"{WORDS[0]} {WORDS[1]}"),)), *(Passage((Run(words),)) for words in WORDS[2:])]

    taken = take(passages)

    assert [(one.key, one.operation, one.target) for one in taken.proposals] == [(KEYS[0], "merge", KEYS[1])]


def test_what_follows_a_new_clause_and_belongs_to_none_is_told_and_the_new_clause_is_not() -> None:
    new = Passage((Run("A wholly new clause about seed banks.", (INS,)),), mark_changes=(INS,))

    taken = take([*(Passage((Run(words),)) for words in WORDS), new, Passage((Run("Yours sincerely."),))])

    assert [(one.operation, one.words) for one in taken.proposals] == [
        ("new_clause", "A wholly new clause about seed banks.")
    ]
    assert [(row.kind, row.words) for row in taken.outside] == [("belongs to no paragraph", "Yours sincerely.")]

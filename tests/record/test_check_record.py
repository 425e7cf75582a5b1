from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nemawashi.record import checking

Change = Callable[[str, str, str], int]


def found(folder: Path) -> list[tuple[str, int, str, str]]:
    return [(p.file, p.line, p.key, p.what) for p in checking.checked_record(folder).problems]


def test_the_shipped_record_is_sound() -> None:
    checked = checking.checked_record()

    assert checked.problems == ()
    assert (len(checked.rows), checked.total) == (17, 3647)


def test_all_problems_are_told_at_once_with_their_lines(folder: Path, change: Change) -> None:
    track = change("meetings", "track: som,", "track: sommm,")
    date = change("people", "attested: 1997-07-24", "attested: 1997-02-30")
    source = change("claims", "source: seed-003", "source: seed-999")
    kind = change("assistance", "kind: package,", "kind: parcel,")
    archived = change("sources", "archived: y,", "archived: true,")

    problems = found(folder)

    assert problems == [
        ("sources.yaml", archived, "seed-000", "archived True is none of: y, n"),
        (
            "people.yaml",
            date,
            "hashimoto-ryutaro",
            "attested: 1997-02-30 is not a day, month or year of the calendar",
        ),
        ("meetings.yaml", track, "som-4", "track: there is no track 'sommm'"),
        (
            "assistance.yaml",
            kind,
            "package-2012-700m",
            "kind 'parcel' is none of: package, pledge, project, total, business_result, event",
        ),
        ("claims.yaml", source, problems[-1][2], "source: there is no source 'seed-999'"),
    ]


def append(folder: Path, name: str, text: str) -> int:
    path = folder / f"{name}.yaml"
    before = path.read_text()
    path.write_text(before + text, newline="")
    return before.count("\n") + 1


ROWS = [
    ("name: Idea, sources: [seed-000], first_seen: 2012-13", "first_seen: 2012-13 is not a day, month or year"),
    ("name: Idea, sources: [seed-000], first_seen: about 2012", "first_seen: 'about 2012' is not a date"),
    ("name: Idea, sources: [seed-000], first_seen: 1066", "first_seen: 1066 lies outside 1990 to 2035"),
    ("name: Idea, sources: [seed-000], first_seen: 2012-11-10 10:00:00", "first_seen: 2012-11-10T10:00:00 is not"),
    ("name: Idea, sources: [seed-000], first_seen: 2012, last_seen: 2011-12", "last seen before first seen"),
    ("name: Idea, sources: [seed-000], introduced_by: nobody", "introduced_by: there is no person 'nobody'"),
    ("name: Idea, sources: [seed-000], note: no", "note must be text: put False in quotes"),
    ("name: Idea, sources: [seed-000], note: [a]", "note must be text: put ['a'] in quotes"),
    ("name: Idea, sources: [seed-000], note: Tokyo, Japan", "unknown key 'Japan'"),
    ("name: Idea, sources: [seed-000], note: (half", "note has unbalanced brackets in '(half'"),
    ('name: Idea, sources: [seed-000], note: "a\\0b"', "note has the character U+0000"),
    ('name: Idea, sources: [seed-000], note: "a\\u202eb"', "note has the character U+202E"),
    ('name: Idea, sources: [seed-000], note: "e\u0301"', "note has accents apart from their letters"),
    ('name: Idea, sources: [seed-000], note: " a"', "note begins or ends with a blank"),
    ("name: Idea, sources: [seed-000], name: Twice", "key 'name' occurs twice"),
    ("name: Idea, sources: [seed-000], note: !!python/object:os.system {}", "cannot be read: could not determine"),
    ("name: Idea, sources: [seed-000], note: &a x, name_ja: *a", "uses an alias"),
    ("name: Idea, sources: []", "no source"),
    ("name: Idea", "no source"),
    ("name: Idea, sources: seed-000", "sources must be a list, not 'seed-000'"),
    ("name: Idea, sources: [[seed-000]]", "sources must be an id, not ['seed-000']"),
    ("sources: [seed-000]", "name is missing"),
]
LOOSE_ROWS = [
    ("- {id: New Idea, name: Idea, sources: [seed-000]}", "New Idea", "id 'New Idea' is not a slug"),
    ("- {name: Idea, sources: [seed-000]}", "", "id is missing"),
    ("- {id: ai-partnership, name: Idea, sources: [seed-000]}", "ai-partnership", "the id occurs already in line"),
    ("- {id: japan, name: Idea, sources: [seed-000]}", "japan", "the id stands in parties.yaml:"),
    ("- only words", "", "is not a row of keys and values"),
    ("# \x00", "", "character U+0000 does not belong in a text"),
]


def test_every_bad_row_is_named_with_its_line(folder: Path) -> None:
    rows = [(f"- {{id: new-{n}, {words}}}", f"new-{n}", what) for n, (words, what) in enumerate(ROWS)] + LOOSE_ROWS
    line = append(folder, "concepts", "".join(f"{row}\n" for row, _, _ in rows))

    problems = found(folder)

    assert [(at, key) for _, at, key, _ in problems] == [(line + n, key) for n, (_, key, _) in enumerate(rows)]
    for (_, _, _, told), (_, _, what) in zip(problems, rows, strict=True):
        assert told.startswith(what)


WORDS = [
    ("en: Foreign Ministry, ru: МИД, by: machine", "no row of the record says 'Foreign Ministry'"),
    ("en: Foreign Minister, ru: министр, by: machine", "foreign-minister has these words in ru already"),
    ("en: Tashkent, by: machine", "has words in none of: ru, ja"),
    ('en: Tashkent, ru: "", by: machine', "ru has no words"),
    ("en: Tashkent, ja: Tashkent, by: machine", "ja is not in the letters of its language: 'Tashkent'"),
    (f"en: Tashkent, ru: {'Ташкент ' * 9}город, by: us", "ru is more than three times as long as the English"),
    ("en: Tashkent, ru: Ташкент, by: source", "words of a source need the source"),
    ("en: Tashkent, ru: Ташкент, by: somebody", "by 'somebody' is none of: source, us, machine"),
    ("en: Tashkent, kk: Ташкент, by: us", "unknown key 'kk'"),
    ("ru: Ташкент, by: us", "en is missing"),
]


@pytest.mark.parametrize(("words", "what"), WORDS, ids=[what for _, what in WORDS])
def test_faulty_words_in_other_languages_are_named(folder: Path, words: str, what: str) -> None:
    line = append(folder, "words", f"- {{id: new-words, {words}}}\n")

    [problem] = [problem for problem in found(folder) if problem[0] == "words.yaml"]

    assert problem[1:3] == (line, "new-words")
    assert problem[3].startswith(what)


def test_words_that_a_row_says_no_more_do_not_keep_the_record_from_being_loaded(folder: Path, change: Change) -> None:
    change("conflicts", 'title: "Japan in the chair"', 'title: "The chair of Japan"')

    checked = checking.checked_record(folder)

    assert [problem.what for problem in checked.problems] == ["no row of the record says 'Japan in the chair'"]
    assert checked.errors == ()


def test_yaml_that_does_not_parse_is_named_with_its_line(folder: Path) -> None:
    line = append(folder, "concepts", "- {id: new-idea, name: [\n")

    [problem] = found(folder)

    assert problem[:3] == ("concepts.yaml", line + 1, "")
    assert problem[3].startswith("is not YAML: while parsing")


RULES = [
    ("sources", "file: 000_", "file: a/000_", "file must be a bare name"),
    ("forum", "dialogue: caj", "dialogue: nowhere", "dialogue: there is no format 'nowhere'"),
    (
        "parties",
        "zone: Asia/Almaty",
        "zone: Asia/Alma",
        "write a name such as Europe/Vienna",
    ),
    ("parties", "code: JPN", "code: Jpn", "code 'Jpn' must be two to five capital letters"),
    ("parties", "code: KGZ", "code: KAZ", "kazakhstan has the code KAZ already"),
    ("tracks", "feeds_into: som", "feeds_into: sum", "feeds_into: there is no track 'sum'"),
    ("commitments", "pillar: business promotion", "pillar: business", "pillar: there is no pillar 'business'"),
    ("tracks", "formal: true", "formal: maybe", "formal must be true or false, not 'maybe'"),
    ("meetings", "end: 2004-08-28", "end: 2004-08-27", "ends before it starts"),
    ("meetings", "ordinal: 2,", "ordinal: 1,", "is number 1 of its track already"),
    ("commitments", "amount: null", "amount: 5", "an amount needs its currency, and a currency its amount"),
    ("commitments", "  - central asia", "  - everybody", "by: there is no party or group 'everybody'"),
    ("recommendations", "link: none", "link: stated", "link and surfaced_in disagree: none goes with nothing found"),
    ("assistance", "amount: 700000000", "amount: 700 million", "amount must be a whole number, not '700 million'"),
    ("claims", "value:", "value: null, valve:", "value is missing"),
]


def test_rules_of_each_file(folder: Path, change: Change) -> None:
    lines = [(f"{name}.yaml", change(name, old, new), what) for name, old, new, what in RULES]

    problems = {(file, line, what[-len(told) :]) for file, line, _, what in found(folder) for *_, told in RULES}

    assert set(lines) <= problems


@pytest.mark.parametrize("who", ["user:secret@", "user@"])
def test_an_address_with_a_name_or_a_password_is_named_and_not_shown(folder: Path, change: Change, who: str) -> None:
    line = change("sources", "https://", f"https://{who}")

    ((file, at, _, what),) = found(folder)

    assert (file, at, what) == ("sources.yaml", line, "url holds a user name or a password: everybody would see it")


FORUM_RULES = [
    ("code: CAJ", "code: caj", "code 'caj' must be capital letters, digits and + -, twenty at most"),
    ("{forum}/{track}", "{country}/{track}", "symbol has {country}, which is none of: forum, track, meeting, text"),
    ("/{text}", "/{meeting}", "symbol lacks {text}: two texts would bear the same"),
    ("{id: central asia,", "{id: all,", "id 'all' of groups is taken already"),
    ("name: Tokyo", "name: Almaty", "name 'Almaty' of places is taken already"),
    ("{property: iwaya_tour,", "{property: iwaya_tour, sphere: tours,", "a label names one property or one sphere"),
]


def test_everything_wrong_with_the_forum_is_said_at_once(folder: Path, change: Change) -> None:
    lines = [(change("forum", old, new), what) for old, new, what in FORUM_RULES]
    append(
        folder,
        "forum",
        "- {id: second, dialogue: sco, code: SCO, symbol: '{meeting}/{text}', names: {en: SCO}, languages: [en]}\n",
    )

    problems = [(line, what) for file, line, _, what in found(folder) if file == "forum.yaml"]

    assert set(lines) <= set(problems)
    assert problems[-1][1] == "there is a forum already"


def test_a_record_without_a_forum_is_unsound(folder: Path) -> None:
    (folder / "forum.yaml").write_text("[]\n")

    assert ("forum.yaml", 1, "", "the forum itself is missing") in found(folder)


def test_a_conflict_without_claims_and_claims_without_conflict(folder: Path) -> None:
    line = append(folder, "conflicts", "- {id: C99-lonely, title: Lonely}\n")

    assert found(folder) == [("conflicts.yaml", line, "C99-lonely", "has no claim")]


def test_a_source_nobody_cites_is_only_a_warning(folder: Path) -> None:
    append(
        folder,
        "sources",
        '- {id: unused, title: T, publisher: P, date: 2012, url: "https://x", language: en, kind: news, archived: y, '
        "seen: full}\n",
    )

    checked = checking.checked_record(folder)

    assert [str(p).split(": ", 1)[1] for p in checked.problems] == ["unused: is cited by no row"]
    assert checked.errors == ()


def test_a_missing_or_broken_file_hides_no_other_problem_and_adds_none(folder: Path, change: Change) -> None:
    (folder / "sources.yaml").unlink()
    (folder / "people.yaml").write_bytes(b"- {id: a}\n- {id: \xff}\n")
    (folder / "tracks.yaml").write_text("id: fmm\n")
    (folder / "formats.yaml").write_text("")
    line = change("meetings", "mode: in_person", "mode: by_mail")

    assert found(folder) == [
        ("sources.yaml", 1, "", "cannot be read: no such file or directory"),
        ("people.yaml", 2, "", "is not UTF-8 from here on"),
        ("tracks.yaml", 1, "", "must be a list of rows"),
        ("meetings.yaml", line, "fmm-2004-astana", "mode 'by_mail' is none of: in_person, online, hybrid"),
        ("formats.yaml", 1, "", "must be a list of rows"),
    ]


def test_the_command_says_how_many_and_fails(folder: Path, change: Change) -> None:
    line = change("tracks", "formal: true", "formal: maybe")
    out = StringIO()

    with pytest.raises(CommandError, match="1 problem in the record") as stop:
        call_command("check_record", path=folder, stdout=out)

    assert out.getvalue() == f"tracks.yaml:{line}: summit: formal must be true or false, not 'maybe'\n"
    assert stop.value.returncode == 1


def test_the_command_says_that_the_record_is_sound() -> None:
    out = StringIO()

    call_command("check_record", stdout=out)

    assert out.getvalue() == "The record is sound: 17 files, 3647 rows\n"

"""XLIFF and TMX: what is written is read again, other tools' files are read, hostile ones are refused."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from nemawashi.kit import exchange
from nemawashi.kit.exchange import ExchangeError, Note, Refusal, Unit, digest, tmx, xliff
from nemawashi.kit.exchange.matching import ClauseWords, Left, UnitFate, matched

SCHEMAS = Path(os.environ.get("NEMAWASHI_XLIFF_SCHEMAS", "/usr/share/php/Symfony/Component/Translation/Resources/schemas"))
KEY = "0b6f0f4e-2f0c-4a55-9c2c-6d2f5a1f9a01"
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=60)
FILLED = WORDS.filter(lambda words: bool(words.strip()))
UNITS = st.lists(
    st.builds(
        Unit,
        key=st.uuids().map(str),
        source=FILLED,
        target=WORDS.map(lambda words: words if words.strip() else ""),
        source_language=st.just("en"),
        target_language=st.just("ru"),
        version=st.sampled_from(["authentic", "courtesy", "machine"]),
        state=st.sampled_from(["translated", "reviewed", "final"]),
        kind=st.sampled_from(["title", "operative"]),
        number=st.sampled_from(["", "3"]),
        notes=st.lists(st.builds(Note, FILLED), max_size=2).map(tuple),
    ),
    max_size=5,
    unique_by=lambda unit: unit.key,
)


def _body(unit: Unit) -> tuple[object, ...]:
    return unit.key, unit.source, unit.target, unit.kind, unit.number, [note.words for note in unit.notes]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_what_is_written_as_xliff_is_read_again(units: list[Unit]) -> None:
    content = xliff.written(units, source="en", target="ru", title="A text")

    found = exchange.read(content)

    assert (found.form, found.source_language, found.target_language, found.not_understood) == ("XLIFF 2.0", "en", "ru", ())
    assert [_body(unit) for unit in found.units] == [_body(unit) for unit in units]
    assert [(u.state, u.version, u.digest) for u in found.units] == [
        (u.state if u.target else "initial", u.version, digest(u.source)) for u in units
    ]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(UNITS)
def test_what_is_written_as_tmx_is_read_again(units: list[Unit]) -> None:
    content = tmx.written(units, source="en", target="ru")

    found = exchange.read(content)

    assert [_body(unit) for unit in found.units] == [_body(unit) for unit in units if unit.target]
    assert [unit.version for unit in found.units] == [unit.version for unit in units if unit.target]
    assert found.not_understood == ()


def test_blanks_and_lines_within_a_clause_are_kept() -> None:
    unit = Unit(KEY, " one\n\ttwo  [three] \u00a0", " раз\r\n два ", "en", "ru", "final", "authentic")

    for module in (xliff, tmx):
        found = exchange.read(module.written([unit], source="en", target="ru")).units[0]

        assert (found.source, found.target) == (unit.source, unit.target)


def test_a_stale_translation_goes_out_as_a_note_and_comes_back_stale() -> None:
    unit = Unit(KEY, "New words.", "Старые слова.", "en", "ru", "translated", "courtesy", is_stale=True)

    content = xliff.written([unit], source="en", target="ru")
    found = exchange.read(content).units[0]

    assert etree.fromstring(content).findall(".//{*}target") == []
    assert (found.target, found.is_stale, found.notes) == ("Старые слова.", True, ())
    assert exchange.read(tmx.written([unit], source="en", target="ru")).units == ()


def test_a_sign_that_xml_cannot_hold_is_told_and_left_out() -> None:
    found = exchange.read(xliff.written([Unit(KEY, "a\x01b", "в")], source="en", target="ru")).units[0]

    assert (found.source, found.codes) == ("ab", ("cp 0001",))


@pytest.mark.skipif(not (SCHEMAS / "xliff-core-2.0.xsd").exists(), reason="the schemas of OASIS are not here")
@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(UNITS.filter(bool))
def test_xliff_is_valid_against_the_schema_of_oasis(units: list[Unit]) -> None:
    schema = _schema("xliff-core-2.0.xsd")

    schema.assertValid(etree.fromstring(xliff.written(units, source="en", target="ru", title="A text")))


def _schema(which: str) -> etree.XMLSchema:
    content = (SCHEMAS / which).read_bytes()
    for address in (b"informativeCopiesOf3rdPartySchemas/w3c/xml.xsd", b"http://www.w3.org/2001/xml.xsd"):
        content = content.replace(address, (SCHEMAS / "xml.xsd").as_uri().encode())
    return etree.XMLSchema(etree.fromstring(content))


def test_xliff_has_the_structure_of_the_standard() -> None:
    unit = Unit(KEY, "One.", "Один.", "en", "ru", "reviewed", "courtesy", "operative", "3", notes=(Note("see", "clause"),))

    root = etree.fromstring(xliff.written([unit], source="en", target="ru", title="A text"))

    space = f"{{{xliff.SPACE}}}"
    assert (root.tag, root.get("version"), root.get("srcLang"), root.get("trgLang")) == (f"{space}xliff", "2.0", "en", "ru")
    (row,) = root.iter(f"{space}unit")
    assert [child.tag.removeprefix(space) for child in row] == ["notes", "segment"]
    (segment,) = row.iter(f"{space}segment")
    assert (segment.get("state"), segment.get("subState")) == ("reviewed", "nemawashi:courtesy")
    assert [child.tag.removeprefix(space) for child in segment] == ["source", "target"]


def test_tmx_has_the_structure_of_the_standard() -> None:
    root = etree.fromstring(tmx.written([Unit(KEY, "One.", "Один.", "en", "ru")], source="en", target="ru"))

    assert (root.tag, root.get("version"), [child.tag for child in root]) == ("tmx", "1.4", ["header", "body"])
    header = root[0]
    wanted = {"creationtool", "creationtoolversion", "datatype", "segtype", "adminlang", "srclang", "o-tmf"}
    assert set(header.attrib) == wanted
    assert [child.tag for child in root[1][0]] == ["prop", "prop", "tuv", "tuv"]


XLIFF1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"{spaces}><file source-language="en-US"
 target-language="ru-RU" datatype="plaintext" original="t"><header><tool tool-id="x" tool-name="{tool}"/></header><body>{body}</body></file></xliff>"""


def _one(body: str, *, spaces: str = "", tool: str = "T") -> exchange.Exchange:
    return exchange.read(XLIFF1.format(body=body, spaces=spaces, tool=tool).encode())


def test_weblate_is_read() -> None:
    found = _one('<trans-unit id="77" resname="k1" xml:space="preserve" approved="yes"><source>One</source>'
                 '<target state="final">Один</target><note from="developer">n</note></trans-unit>'
                 '<trans-unit id="78" resname="k2"><source>Two</source><target state="needs-translation"/></trans-unit>')  # fmt: skip

    assert [(u.key, u.target, u.state, u.target_language) for u in found.units] == [
        ("k1", "Один", "final", "ru-RU"),
        ("k2", "", "initial", "ru-RU"),
    ]
    assert found.units[0].notes == (Note("n", "developer"),)
    assert found.not_understood == ()


def test_trados_segments_are_joined_and_its_states_understood() -> None:
    found = _one(
        '<trans-unit id="k1"><source>A <g id="1">b</g>. C.</source>'
        '<seg-source><mrk mtype="seg" mid="1">A b.</mrk> <mrk mtype="seg" mid="2">C.</mrk></seg-source>'
        '<target><mrk mtype="seg" mid="1">А <g id="1">б</g>.</mrk> <mrk mtype="seg" mid="2">В.</mrk></target>'
        '<sdl:seg-defs><sdl:seg id="1" conf="ApprovedTranslation"/><sdl:seg id="2" conf="Translated" origin="mt"/></sdl:seg-defs></trans-unit>',
        spaces=' xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"',
        tool="",
    )

    (unit,) = found.units
    assert (unit.source, unit.target, unit.state, unit.version) == ("A b. C.", "А б. В.", "translated", "machine")
    assert (unit.codes, found.tool) == (("g 1", "g 1"), "Trados")


def test_memoq_is_read() -> None:
    found = _one('<trans-unit id="k1" mq:status="ManuallyConfirmed"><source>A<bpt id="1">&lt;b&gt;</bpt>b<ept id="1">&lt;/b&gt;</ept></source>'
                 '<target>Б</target><mq:minorversions/></trans-unit>', spaces=' xmlns:mq="MQXliff"')  # fmt: skip

    assert [(u.source, u.state, u.codes) for u in found.units] == [("Ab", "translated", ("bpt 1", "ept 1"))]
    assert [(row.place, row.what) for row in found.not_understood] == [("k1", "minorversions")]


def test_a_unit_of_which_only_a_part_is_translated_is_named_and_not_taken() -> None:
    one = _one('<trans-unit id="k1"><source>A. B.</source><seg-source><mrk mtype="seg" mid="1">A.</mrk> <mrk mtype="seg" mid="2">B.</mrk>'
               '</seg-source><target><mrk mtype="seg" mid="1">А.</mrk></target></trans-unit>')  # fmt: skip
    two = exchange.read(b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ru"><file id="f"><unit id="k1">'
                        b'<segment><source>A.</source><target>a</target></segment><ignorable><source> </source></ignorable>'
                        b'<segment><source>B.</source></segment></unit></file></xliff>')  # fmt: skip

    for found in (one, two):
        assert [unit.target for unit in found.units] == [""]
        assert [(row.place, row.what) for row in found.not_understood] == [("k1", "only a part of it is translated")]


def test_segments_of_xliff_2_are_joined_in_the_order_of_the_target() -> None:
    found = exchange.read(b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.1" srcLang="en" trgLang="ru"><file id="f"><group id="g">'
                          b'<unit id="k1"><segment state="final"><source>A <pc id="1">b</pc>.</source><target order="3">2</target></segment><ignorable>'
                          b'<source> </source></ignorable><segment state="reviewed"><source>C<ph id="2" equiv="~"/></source>'
                          b'<target order="1">1</target></segment></unit></group></file></xliff>')  # fmt: skip

    assert [(u.source, u.target, u.state, u.codes) for u in found.units] == [
        ("A b. C~", "1 2", "reviewed", ("pc 1", "ph 2"))
    ]


def test_omegat_and_memories_of_several_languages_are_read() -> None:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header creationtool="OmegaT" '
        'srclang="EN-US" segtype="sentence" datatype="plaintext" adminlang="EN-US" o-tmf="OmegaT TMX" creationtoolversion="6"/><body>'
        '<tu><prop type="id">k1</prop><tuv xml:lang="EN-US"><seg>One <ph x="1">{0}</ph></seg></tuv><tuv lang="RU-RU" creationid="MT">'
        '<seg>Один</seg></tuv><tuv xml:lang="ja"><seg>一</seg></tuv></tu><tu tuid="k2"><tuv xml:lang="EN-US"><seg>Two</seg></tuv></tu></body></tmx>'
    )

    found = exchange.read(content.encode())

    assert [(u.key, u.source, u.target, u.target_language, u.version) for u in found.units] == [
        ("k1", "One ", "Один", "RU-RU", "machine"),
        ("k1", "One ", "一", "ja", ""),
    ]
    assert (found.tool, found.languages) == ("OmegaT", ("EN-US", "RU-RU", "ja"))
    assert [(row.place, row.what) for row in found.not_understood] == [("k2", "only one language")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_understood(encoding: str) -> None:
    declared = "UTF-16" if "16" in encoding else "UTF-8"
    text = f'<?xml version="1.0" encoding="{declared}"?><tmx version="1.4"><header srclang="ja"/><body><tu tuid="k"><tuv xml:lang="ja"><seg>第三条</seg></tuv><tuv xml:lang="ru"><seg>Статья 3</seg></tuv></tu></body></tmx>'

    assert [unit.source for unit in exchange.read(text.encode(encoding)).units] == ["第三条"]


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Refusal.DAMAGED),
        (b"<xliff", Refusal.DAMAGED),
        (b"\xff\xfe<\x00x", Refusal.DAMAGED),
        (b"PK\x03\x04", Refusal.DAMAGED),
        (b"<html/>", Refusal.NO_EXCHANGE),
        (b'<xliff version="3.0"/>', Refusal.UNKNOWN_VERSION),
        (b'<tmx version="9"/>', Refusal.UNKNOWN_VERSION),
        (f"{BOMB}<tmx>&b;</tmx>".encode(), Refusal.ENTITIES),
        (f"{BOMB}<tmx>&b;</tmx>".encode("utf-16"), Refusal.ENTITIES),
        (b'<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx>&x;</tmx>', Refusal.ENTITIES),
        (b'<!DOCTYPE tmx [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]><tmx/>', Refusal.ENTITIES),
        (b'<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd"><tmx><body>&undeclared;</body></tmx>', Refusal.ENTITIES),
        (b"<tmx>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</tmx>", Refusal.DAMAGED),
        (b"<tmx>" + b" " * exchange.MOST_BYTES + b"</tmx>", Refusal.TOO_LARGE),
    ],
    ids=range(14),
)  # fmt: skip
def test_what_is_hostile_or_broken_is_refused(content: bytes, code: Refusal) -> None:
    with pytest.raises(ExchangeError) as refused:
        exchange.read(content)

    assert refused.value.code == code


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        exchange.read(content)
    except ExchangeError as fault:
        assert str(fault)  # noqa: PT017


def _unit(key: str, source: str, target: str, **more: object) -> Unit:
    return Unit(key, source, target, "en", "ru", "translated", **more)  # type: ignore[arg-type]


def test_units_are_laid_to_clauses_and_none_is_lost() -> None:
    standing = [
        ClauseWords("a", "One."),
        ClauseWords("b", "Two.", "Два."),
        ClauseWords("c", "Three, changed."),
        ClauseWords("d", "Four.", "Четыре."),
    ]
    units = [
        _unit("a", "One.", "Один."),
        _unit("x", "Two.", "Двое."),
        _unit("c", "Three.", "Три."),
        _unit("d", "Four.", " Четыре. "),
        _unit("gone", "Five.", "Пять."),
        _unit("z", "Six.", "Шесть."),
        Unit("a", "One.", "一", "en", "ja"),
    ]

    found = matched(units, standing, source="en", target="ru", deleted={"gone"})

    assert [(row.clause.key, row.fate, row.by_words) for row in found.matches] == [
        ("a", UnitFate.NEW, False), ("b", UnitFate.CHANGED, True), ("c", UnitFate.STALE, False), ("d", UnitFate.SAME, False),
    ]  # fmt: skip
    assert [(unit.key, why) for unit, why in found.left] == [
        ("gone", Left.DELETED), ("z", Left.NO_CLAUSE), ("a", Left.OTHER_LANGUAGE),
    ]  # fmt: skip
    assert len(found.matches) + len(found.left) == len(units)


def test_two_units_for_one_clause_are_both_left_unless_they_say_the_same() -> None:
    standing = [ClauseWords("a", "One.")]

    two = matched([_unit("a", "One.", "Один."), _unit("a", "One.", "Одно.")], standing, source="en", target="ru")
    same = matched([_unit("a", "One.", "Один."), _unit("a", "One.", "Один.")], standing, source="en", target="ru")

    assert ([row[1] for row in two.left], two.matches) == ([Left.DOUBLED, Left.DOUBLED], ())
    assert ([row.fate for row in same.matches], same.left) == ([UnitFate.NEW], ())


def test_a_digest_tells_of_a_source_that_changed_since_the_file_was_written() -> None:
    unit = _unit("a", "One.", "Один.", digest=digest("Another one."))

    assert [row.fate for row in matched([unit], [ClauseWords("a", "One.")], source="en", target="ru").matches] == [
        UnitFate.STALE
    ]


def _one_unit(inside: str, attributes: str = 'id="1"') -> bytes:
    return (
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0">'
        '<file original="a" source-language="en" target-language="ru" datatype="plaintext"><body>'
        f"<trans-unit {attributes}>{inside}</trans-unit></body></file></xliff>"
    ).encode()


def test_a_unit_without_a_name_is_kept_for_its_words() -> None:
    read = exchange.read(_one_unit("<source>One</source><target>Один</target>", ""))

    assert [(unit.key, unit.source, unit.target) for unit in read.units] == [("", "One", "Один")]
    assert read.not_understood == ()


def test_tags_that_stand_for_words_are_none_and_are_named() -> None:
    code = '<x id="1" equiv-text="&lt;br/&gt;"/>'
    read = exchange.read(_one_unit(f"<source>A{code}B</source><target>А{code}Б</target>"))

    assert [(unit.source, unit.target) for unit in read.units] == [("AB", "АБ")]
    assert [(row.place, row.what) for row in read.not_understood] == [("1", "markup <br/>")]


def test_a_rejected_translation_is_to_be_done_again_and_is_named() -> None:
    seg = '<sdl:seg-defs><sdl:seg id="1" conf="RejectedTranslation"/></sdl:seg-defs>'
    read = exchange.read(_one_unit(f"<source>One</source><target>Один</target>{seg}"))

    assert [unit.state for unit in read.units] == ["initial"]
    assert [row.what for row in read.not_understood] == ["a translation that its reviewer rejected"]


@pytest.mark.parametrize("control", ["&#x1F;", "&#31;", "\x1f", "&#x0B;"])
def test_control_characters_are_left_out_and_named(control: str) -> None:
    read = exchange.read(_one_unit(f"\n<source>One{control} two</source><target>Один&#10;два</target>"))

    assert [(unit.source, unit.target) for unit in read.units] == [("One two", "Один\nдва")]
    assert [(row.place, row.what) for row in read.not_understood] == [("line 2", "control character × 1")]

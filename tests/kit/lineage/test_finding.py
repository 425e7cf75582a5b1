"""Where a clause comes from: kinds, shares, split and merged clauses, what does not matter, what is no source."""

import pytest

from nemawashi.kit.lineage import Index, IndexedClause, Kind, Part, reading

from .conftest import FIRST, clauses

WATER = "The Ministers decided to increase technical assistance for water management in the Aral Sea basin."


def test_the_same_words_are_exact(index):
    finding = index.find(WATER)
    assert finding.kind == Kind.EXACT
    assert finding.sources[0].clause.id == "JS-2004#1"
    assert finding.sources[0].kept == pytest.approx(1)


@pytest.mark.parametrize(
    "text",
    [
        "17. " + WATER.upper(),
        "(b) " + WATER.replace("water", "[water]"),
        WATER.replace("basin.", "basin;[^3]"),
        WATER.replace("technical assistance", "[technical] [assistance]"),
        "• " + WATER.replace(" ", "\u00a0"),
    ],
)
def test_case_numbering_brackets_and_footnotes_do_not_matter(index, text):
    assert index.find(text).kind == Kind.EXACT


def test_an_edited_clause_shows_what_was_changed(index):
    text = "The Ministers decided to increase technical assistance for flood management in the Aral Sea basin and beyond."
    source = index.find(text, before="2005-01-01").sources[0]
    assert source.clause.id == "JS-2004#1"
    assert source.kind in (Kind.NEAR, Kind.EDITED)
    changed = [(step.before.strip(), step.after.strip()) for step in source.steps if step.op != "keep"]
    assert changed == [("water", "flood"), ("", "and beyond.")]


def test_a_turned_polarity_is_flagged(index):
    source = index.find(FIRST[1][1].replace("increase", "reduce"), before="2005-01-01").sources[0]
    assert [(flag.kind, flag.before, flag.after) for flag in source.flags] == [("polarity", "increase", "reduce")]


def test_only_earlier_clauses_are_sources(index):
    assert [s.clause.document for s in index.find(WATER, before="2006-06-05").sources] == ["JS-2004"]
    assert not index.find(WATER, before="2004-08-28").sources


def test_a_year_alone_may_be_earlier_than_a_day_in_it(tmp_path):
    index = Index.build(tmp_path / "i", [IndexedClause("a", WATER, "d", "2004")])
    assert index.find(WATER, before="2004-03-01")
    assert not index.find(WATER, before="2004")


def test_a_text_is_no_source_of_itself(index):
    assert all(source.clause.document != "JS-2004" for source in index.find(WATER, document="JS-2004").sources)


def test_other_words_have_no_source(index):
    finding = index.find("Takes note of the budget outturn of the peacekeeping mission for the financial period;")
    assert finding.kind == Kind.NONE
    assert not finding.sources


@pytest.mark.parametrize("text", ["", "   ", "[ ] ,;", "\ud800\ud800", "1. ", "\x00" * 5])
def test_text_without_words_has_no_source(index, text):
    assert index.find(text).kind == Kind.NONE


def test_a_part_of_a_clause_is_split_from_it(index):
    text = "They decided to offer five hundred scholarships for young engineers in hydrology and seismology by 2012."
    source = index.find(text).sources[0]
    assert source.clause.id == "JS-2006#3"
    assert source.part == Part.SPLIT


def test_two_clauses_in_one_are_merged(index):
    text = FIRST[2][1].rstrip(".") + ", and " + FIRST[3][1][3:]
    found = index.find(text, before="2005-01-01")
    assert {s.clause.id for s in found.sources if s.part == Part.MERGED} == {"JS-2004#2", "JS-2004#3"}


def test_a_heading_is_no_source(tmp_path):
    heading = "Cooperation on the management of water resources in Central Asia"
    index = Index.build(tmp_path / "i", [IndexedClause("h", heading, "d", "2004-01-01", kind="heading")])
    assert not index.find(heading).sources


def test_languages_are_kept_apart_when_asked(tmp_path):
    russian = "Министры приняли решение увеличить техническое содействие управлению водными ресурсами."
    japanese = "閣僚は水資源管理に関する技術協力を拡大することを決定した。"
    rows = [IndexedClause("c", WATER, "d", "2004-01-01"), IndexedClause("c", russian, "d", "2004-01-01", language="ru")]
    index = Index.build(tmp_path / "i", [*rows, IndexedClause("c", japanese, "d", "2004-01-01", language="ja")])
    assert index.find(russian.replace("увеличить", "сократить"), language="ru").sources[0].clause.language == "ru"
    assert index.find("閣僚は水資源管理に関する技術協力を縮小することを決定した。").sources[0].clause.language == "ja"
    assert not index.find(russian, language="en").sources
    assert set(index.get("c")) == {"en", "ru", "ja"}


def test_a_whole_text_is_traced_clause_by_clause(index):
    rows = clauses("JS-2010", "2010-08-07", FIRST)
    findings = index.trace([clause.text for clause in rows], before="2010-08-07", series="joint statements")
    assert [finding.kind for finding in findings] == [Kind.EXACT] * 4
    assert findings[0].sources[0].clause.document == "JS-2004"


def test_of_equal_words_the_newest_come_first(index):
    assert [source.clause.date for source in index.find(FIRST[0][1]).sources] == ["2006-06-05", "2004-08-28"]


def test_what_stands_around_decides_between_equal_words(tmp_path):
    same = "Decides to remain seized of the matter of transport corridors and transit tariffs;"
    one = [
        "Recalling the treaty on railways,",
        "Noting the gauge of railways in the steppe,",
        same,
        "Requests rail statistics;",
    ]
    other = [
        "Recalling the treaty on rivers,",
        "Noting the delta of rivers in the desert,",
        same,
        "Requests river statistics;",
    ]
    rows = [
        IndexedClause(f"{name}#{at}", text, name, "2004-01-01", place=at / 3)
        for name, texts in (("rails", one), ("rivers", other))
        for at, text in enumerate(texts)
    ]
    index = Index.build(tmp_path / "i", rows)
    later = [
        "Recalling the treaty on rivers,",
        "Noting also the delta of rivers in the desert,",
        same,
        "Requests river figures;",
    ]
    assert index.trace(later, before="2005-01-01")[2].sources[0].clause.id == "rivers#2"


RAILS = """gauge sleeper wagon siding depot signal timetable freight locomotive platform carriage junction viaduct tunnel
ballast turntable conductor porter ticket buffer coupling boiler tender shunter cutting embankment crossing semaphore
bogie axle pantograph catenary dining parcel express sidecar trolley guard whistle lantern points level track spur
terminus roundhouse tariff waybill brake sleeperette"""
RIVERS = """delta meander estuary sediment levee barrage tributary salinity canal glacier reservoir runoff aquifer basin
sluice turbine spillway gauging inflow outflow drought flood marsh reed sturgeon ferry lock dredger silt upstream
downstream watershed irrigation furrow pump pipe tide weir culvert ford rapids torrent snowmelt moraine evaporation
seepage dyke polder wetland fishery"""


def document(name, date, words):
    """Ten clauses on the words, then one that another document has as well."""
    listed = words.split()
    rows = [f"Notes {', '.join(listed[at : at + 5])} of the region," for at in range(0, 50, 5)]
    rows += ["Decides to remain seized of the matter of corridors and tariffs;", "Thanks the hosts."]
    return [IndexedClause(f"{name}#{n}", text, name, date, place=n / 11) for n, text in enumerate(rows)]


def test_a_clause_of_the_index_has_its_document_as_evidence(tmp_path):
    earlier = [*document("rails", "2004-06-01", RAILS), *document("rivers", "2004-01-01", RIVERS)]
    later = document("rivers-2", "2005-01-01", RIVERS)
    index = Index.build(tmp_path / "i", [*earlier, *later])
    assert index.find(later[10].text, before="2005-01-01").sources[0].clause.document == "rails"
    assert index.find_for(later[10]).sources[0].clause.document == "rivers"


def test_as_many_sources_are_told_as_are_asked_for(tmp_path):
    same = "Decides to remain seized of the matter of transport corridors and transit tariffs;"
    rows = [IndexedClause(f"c{n}", same, f"d{n}", f"20{n:02}-01-01") for n in range(60)]
    index = Index.build(tmp_path / "i", rows)
    assert len(index.find(same, limit=50).sources) == 50
    assert index.find(same, limit=50).sources[0].clause.id == "c59"


@pytest.mark.parametrize(("documents", "kind"), [(5, Kind.FORMULA), (2, Kind.NONE), (1, Kind.NONE)])
def test_a_formula_stands_in_several_texts_and_not_several_times_in_one(tmp_path, documents, kind):
    words = [
        "The rangers shall report every fire without delay",
        "Customs officers release perishable goods without delay",
        "Parties notify one another of floods without delay",
        "Ships in distress are answered without delay",
        "Claims are settled without delay",
    ]
    rows = [IndexedClause(f"c{at}", each, f"d{at % documents}", "2004") for at, each in enumerate(words)]

    assert Index.build(tmp_path / "i", rows).find("Envoys travel home without delay.").kind == kind


EDITS = [
    WATER,
    WATER.replace("water management", "flood management and early warning of floods"),
    "In 2007 the Ministers decided, on 5 June, to raise technical assistance for the Aral Sea basin.",
    "The Ministers welcomed the scholarships. "
    + WATER
    + " They thanked the host for its patience and for a warm reception.",
    "Border guards of the region meet in a working group twice a year.",
    "Sheep graze on the slopes.",
]


@pytest.mark.parametrize("text", EDITS)
def test_who_asks_for_edited_forms_alone_is_told_the_same_of_them(index, text):
    edited = (Kind.EXACT, Kind.NEAR, Kind.EDITED)
    whole, asked = (index.find(text, only_edited=only).sources for only in (False, True))
    assert [s for s in asked if s.kind in edited] == [s for s in whole if s.kind in edited]


@pytest.mark.parametrize(
    "text",
    [
        WATER,
        "",
        "3. Развитие [водных] ресурсов",
        "水資源の管理 and İstanbul's",
        "x_y well-being naïve 2,000 ½",
        "ʻoʻzbekiston",
    ],
)
def test_a_text_is_hashed_as_its_words_are(text):
    assert reading.codes(text).tolist() == reading.hashed(reading.words(text)).tolist()


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Recalling its resolutions 78/298, 79/1 and 6/1234", {"78/298", "79/1", "6/1234"}),
        ("A/RES/80/133, and/or 1234/56 78/12345 1/2/3 12/", {"80/133", "2/3"}),
    ],
)
def test_symbols_have_one_to_three_figures_before_and_one_to_four_behind_the_slash(text, symbols):
    assert reading.cited([text]) == symbols

"""What the close look sees beside plain words: sentences, moves, figures, names, families, apostrophes."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemawashi.kit.lineage import FlagKind, Index, IndexedClause, Kind, Op

CHANCE = [
    IndexedClause("f0", "The parties will hold consultations on aviation safety every second year.", "x0", "2020"),
    IndexedClause(
        "f1", "Welcomes the accession of two coastal States to the Convention on the Harbour Lights.", "x1", "2020"
    ),
    IndexedClause("f2", "The secretariat shall circulate the list of participants before noon.", "x2", "2020"),
]
SHARED = (
    "We will set up a joint laboratory for seismic hazard maps in Almaty and publish its maps free of charge every year."
)
BEFORE = (
    "The delegations recalled the long friendship of their peoples and the first caravan of scholars. "
    "They spoke of wheat quality, of pasture leases and of nurses who work abroad. "
)
AFTER = (
    " Banks were invited to a round table on remittances; the press was thanked for its patience. "
    "Youth orchestras of all capitals played at the opening, and a plane tree was planted in the yard of the academy."
)
OTHER = (
    "Our meeting took place at a time of fast change for the whole continent. Ministers exchanged experience on school "
    "meals, on the training of customs dogs and on the renovation of mountain roads after the floods of spring. "
)
DUTY = "The parties shall share hydrological data on the Amu Darya every month without charge."
CENTRE = "The ministers will establish a regional centre for glacier monitoring in Dushanbe."
NAME = (
    "the Framework Convention for the Protection of the Marine Environment of the Caspian Sea and its Protocol concerning "
    "Regional Preparedness, Response and Cooperation in Combating Oil Pollution Incidents"
)


@pytest.fixture
def index(tmp_path: Path):
    def build(*clauses: IndexedClause) -> Index:
        return Index.build(tmp_path / "index", [*clauses, *CHANCE])

    return build


def test_a_sentence_that_two_long_paragraphs_share_is_a_source_with_its_place(index) -> None:
    finding = index(IndexedClause("s", BEFORE + SHARED + AFTER, "a", "2019")).find(OTHER + SHARED + " Thanks were given.")

    (source,) = finding.sources
    assert (finding.kind, source.clause.id, source.flags) == (Kind.PARTIAL, "s", ())
    kept = [step.after.strip() for step in source.steps if step.op is Op.KEEP]
    assert kept == [SHARED]


@pytest.mark.parametrize(
    "sentences",
    [
        (CENTRE, DUTY),
        (CENTRE, DUTY, SHARED),
        ("Министры создадут центр мониторинга ледников в Душанбе.", "Стороны обмениваются данными каждый месяц бесплатно."),
    ],
)
def test_sentences_that_change_places_are_kept_and_a_move(index, sentences: tuple[str, ...]) -> None:
    finding = index(IndexedClause("a", " ".join(sentences), "d", "2020")).find(" ".join(sentences[::-1]))

    (source,) = finding.sources
    assert (source.kind, source.clause.id) == (Kind.EDITED, "a")
    assert source.kept == pytest.approx(1, abs=0.01)
    assert any(step.move for step in source.steps)


def test_where_only_figures_dates_and_symbols_change_nearly_all_is_kept(index) -> None:
    earlier = "Recalling also its decisions 12/4 B of 3 March 2022 and 12/9 A of 1 July 2022,"
    later = "Recalling also its decisions 13/6 A of 8 March 2023 and 13/2 B of 5 July 2023,"
    (source,) = index(IndexedClause("a", earlier, "d", "2022")).find(later).sources

    assert source.kind == Kind.NEAR
    assert source.kept > 0.95
    assert {flag.kind for flag in source.flags} == {FlagKind.NUMBER, FlagKind.DATE}


def test_a_long_name_alone_is_no_lineage(index) -> None:
    finding = index(IndexedClause("a", f"Welcomes the opening for signature of {NAME};", "d", "2020")).find(
        f"Both Presidents support early entry into force of {NAME} before the summit in Baku."
    )

    assert finding.sources == ()
    assert finding.rejected[0].kept < 0.3


def test_words_around_a_name_still_are(index) -> None:
    earlier = f"Calls upon coastal States that have not done so to deposit their instruments of ratification of {NAME};"
    (source,) = index(IndexedClause("a", earlier, "d", "2020")).find(earlier.replace("Calls upon", "Urges")).sources

    assert (source.clause.id, source.kind) == ("a", Kind.NEAR)


def test_a_heading_is_no_source_whatever_it_is_called(index) -> None:
    heading = "Partnership for Maritime Domain Awareness in the Caspian Region (PMDA)"
    finding = index(IndexedClause("a", heading, "d", "2020", kind="operative")).find(
        f"We will invest in the {heading} and share satellite data with all ports."
    )

    assert finding.sources == ()


def test_parallel_mandates_do_not_hide_the_own_predecessor_nor_what_turned(index) -> None:
    words = "Decides to appropriate for Mission {} the amount of {} dollars for the period from 1 July {} to 30 June {};"
    letters = "ABCDEFGHIJKLMNOPQRST"
    others = [
        IndexedClause(f"m{x}", words.format(x, 100 + n, 2023, 2024), f"d{x}", "2023-06", f"mission {x}")
        for n, x in enumerate(letters)
    ]
    turned = words.format("H", 149, 2023, 2024).replace("Decides to", "Decides not to")
    others[7] = IndexedClause("mH", turned, "dH", "2023-06", "mission H")
    finding = index(*others).find(words.format("H", 200, 2024, 2025), series="mission H", before="2024-12")

    assert finding.sources[0].clause.id == "mH"
    assert FlagKind.POLARITY in {flag.kind for flag in finding.sources[0].flags}


def test_of_equal_words_those_of_a_document_that_the_text_names_come_first(index) -> None:
    words = "Invites donors to replenish the water trust fund of the basin."
    clauses = [IndexedClause(f"r{n}", words, f"A/RES/{n}/3", f"20{n - 55}-12") for n in (75, 76, 77)]
    finding = index(*clauses).find(f"Recalling its resolution 75/3, i{words[1:]}")

    assert finding.sources[0].clause.id == "r75"


@pytest.mark.parametrize("sign", ["'", "’", "ʼ", "`", "ʻ", "‘"])
@pytest.mark.parametrize("code", ["uz", "uz-Latn", "uz-latn"])
def test_an_apostrophe_is_one_however_it_is_typed(index, sign: str, code: str) -> None:
    words = "Tomonlar suv toʻgʻonlari xavfsizligi boʻyicha kelishuvni maʼqulladilar."
    typed = words.replace("ʻ", sign).replace("ʼ", sign)
    finding = index(IndexedClause("u", words, "d", "2020", language="uz")).find(typed, language=code)

    assert (finding.kind, finding.sources[0].kept) == (Kind.EXACT, 1.0)


def test_what_keeps_next_to_nothing_is_no_paraphrase(index) -> None:
    finding = index(IndexedClause("a", DUTY, "d", "2020")).find(OTHER)

    assert finding.sources == ()

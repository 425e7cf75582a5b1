"""Works as reference managers read them: what is unknown is left out, and nothing breaks a line or a brace."""

import json

import pytest

from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.formats.bibliographies import Entry, bibtex, csl, line, ris

ARTICLE = Entry(
    key="seed-3",
    kind="article-journal",
    title="Role & {strategy}:\n100 %",
    authors=["Petrova, Anna", "A Ministry"],
    container="Journal of East Asia",
    volume="11",
    issue="4",
    pages="362-375",
    publisher="Journal of East Asia, University",
    on=ImpreciseDate(2023, 5),
    url="https://example.org/a_b?x=1&y=2#z",
    doi="10.1/x_y",
    licence="CC BY-NC 4.0",
    language="en",
)
CHAPTER = Entry("ch", "chapter", "A chapter", editors=["Len, C."], container="A book", publisher="Press", place="Town")
BARE = Entry("bare", "document", "Nothing known")


def test_one_line_names_author_title_container_date_and_address() -> None:
    assert line(ARTICLE) == (
        "Anna Petrova and A Ministry. “Role & {strategy}:\n100 %”. Journal of East Asia, 11 (4), 2023-05, pp. 362-375. "
        "https://example.org/a_b?x=1&y=2#z. doi:10.1/x_y. CC BY-NC 4.0."
    )
    assert line(CHAPTER) == "C. Len (eds.). “A chapter”. In: A book, Town: Press."
    assert line(BARE) == "“Nothing known”."


def test_ris_has_a_tag_a_line_and_closes_each_work() -> None:
    told = ris([ARTICLE, BARE])

    assert told.split("\r\n") == [
        "TY  - JOUR", "ID  - seed-3", "AU  - Petrova, Anna", "AU  - A Ministry", "TI  - Role & {strategy}: 100 %",
        "T2  - Journal of East Asia", "VL  - 11", "IS  - 4", "SP  - 362", "EP  - 375",
        "PB  - Journal of East Asia, University", "PY  - 2023", "DA  - 2023/05", "DO  - 10.1/x_y", "LA  - en",
        "UR  - https://example.org/a_b?x=1&y=2#z", "N1  - Licence: CC BY-NC 4.0", "ER  - ", "",
        "TY  - GEN", "ID  - bare", "TI  - Nothing known", "ER  - ", "",
    ]  # fmt: skip


def test_bibtex_keeps_capitals_and_escapes_what_would_be_a_command() -> None:
    told = bibtex([ARTICLE])

    assert told.startswith("@article{seed-3,\n  author = {Petrova, Anna and {A Ministry}},\n")
    assert "title = {{Role \\& \\{strategy\\}: 100 \\%}}," in told
    assert "url = {https://example.org/a\\_b?x=1\\&y=2\\#z}," in told
    assert "year = {2023},\n  month = {5}," in told
    assert told.count("{") == told.count("}")
    assert "booktitle = {A book}" in bibtex([CHAPTER])


def test_csl_splits_names_and_dates() -> None:
    article, bare = json.loads(csl([ARTICLE, BARE]))

    assert article["author"] == [{"family": "Petrova", "given": "Anna"}, {"literal": "A Ministry"}]
    assert (article["issued"], article["page"]) == ({"date-parts": [[2023, 5]]}, "362-375")
    assert bare == {"id": "bare", "type": "document", "title": "Nothing known"}


@pytest.mark.parametrize("pages", ["277 (cited)", "ix, 351", "171 (first page as cited)", ""])
def test_pages_that_are_not_those_of_the_work_stay_out(pages: str) -> None:
    entry = Entry("k", "book", "T", pages=pages)

    assert entry.span == ("", "")
    assert "SP  -" not in ris([entry])
    assert "page" not in json.loads(csl([entry]))[0]

"""Thirty questions of readers, answered from the public pages alone: from the first page, in three clicks, with the source.

A click follows a link, types into the search box, or chooses in a list's filters; each is looked for on the page before it.
Where no public source answers, the page says so, and the words that say it are asked for.
"""

import html
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, quote, urljoin

import pytest
from django.test import Client

pytestmark = pytest.mark.one_database

SEARCH = "search:"  # words typed into the box that stands on every page
START = "/en/"
MOST_CLICKS = 3

# Number, question, clicks, words that answer (on any page of the way), sources of which one is linked on the way.
QUESTIONS: list[tuple[int, str, list[str], list[str], list[str]]] = [
    (1, "How many ministers' meetings were there, and when?", ["meetings/", "tracks/", "tracks/fmm/"],
     ["Hosts of 10 meetings held", "28 August 2004", "24 December 2022", "carries no number"], ["mofa-press0408"]),
    (2, "What became of the pledge of 2012?", ["assistance/", "assistance/package-2012-700m/"],
     ["700,000,000 USD", "No source seen says what came of it"], ["mofaj-fm4-gaiyo"]),
    (3, "Which recommendations of the Tokyo Dialogue were taken up?",
     ["recommendations/", "recommendations/?track=tokyo-dialogue", "recommendations/rec-td1-specific-themes/"],
     ["Stated by a source", "This record's reading", "Nothing found", "after 306 days"], ["mofaj-td1-summary"]),
    (4, "Which statements name North Korea?", [f"{SEARCH}statement names North Korea", "conflicts/C36-nk-statement-year/"],
     ["2017-05-01", "2018 (example given by the article)"], ["mofaj-fm6"]),
    (5, "How did 'free and open Central Asia' come in?",
     [f"{SEARCH}free and open Central Asia", "concepts/free-and-open-central-asia/", "people/hayashi-yoshimasa/"],
     ["Yoshimasa Hayashi", "15 April 2022", "15 December 2022"], ["mofaj-fm8"]),
    (6, "How often did each party host?", ["meetings/", "hosts/", "tracks/fmm/"],
     ["no host stated", "KAZ", "Tokyo Dialogue", "Hosts of 10 meetings held"], ["mofa-press0408"]),
    (7, "How long from the idea of a summit to its end?", ["commitments/", "remits/", "remits/remit-summit/"],
     ["5 June 2006", "Postponed", "20 December 2025", "after 7138 days"], ["mofaj-action-outline", "worldjpn-td"]),
    (8, "Is Turkmenistan an observer?", ["parties/", "parties/turkmenistan/"], ["Observer", "Participant"],
     ["mofaj-fm4-gaiyo"]),
    # Clause by clause nothing is compared here, and the page leaves the question open.
    (9, "Is the Action Plan like that of the SCO?", [f"{SEARCH}relation to the SCO", "conflicts/C25-sco/"],
     ["Open", "Views, which no document settles"], ["jt-2006"]),
    (10, "When were the Senkaku islands raised?", [f"{SEARCH}Senkaku", "conflicts/C34-senkaku-2012/"],
     ["no islands and no country named", "Only one source says this"], ["seed-003", "mofaj-fm4-gaiyo"]),
    (11, "Who condemned the invasion, and where?", [f"{SEARCH}Ukraine 2022", "conflicts/C35-ukraine-2022/"],
     ["Hayashi condemned", "did not report what the other ministers said"], ["rno-2022-04"]),
    (12, "Which ministries came to the senior officials' meeting of 2018?", ["meetings/", "meetings/som-2018-tokyo/"],
     ["Financial Services Agency of Japan", "Japan Tourism Agency", "Ministry of Finance of Japan"], ["mofa-som13-en"]),
    (13, "Who came for Uzbekistan in 2012?", ["meetings/", "meetings/fmm-2012-tokyo/"],
     ["Vladimir Norov", "First deputy foreign minister (former Foreign Minister)"], ["mofaj-fm4-gaiyo"]),
    (14, "Did visits of tourists grow by 43 per cent?", [f"{SEARCH}43 percent tourists", "conflicts/C39-uz-tourists/"],
     ["43 per cent", "68.1 per cent in the first half of 2018"], ["gazetauz-tourists-2018"]),
    (15, "What did Sputnik criticise, and what was answered?", [f"{SEARCH}Sputnik", "conflicts/C44-sputnik/"],
     ["no notable success in energy and infrastructure", "Tokyo has no strategy", "grain of truth"], ["seed-004"]),
    (16, "What are the 500,000 for UNODC?", [f"{SEARCH}UNODC 500,000", "assistance/project-unodc-pve-500k/"],
     ["500,000 USD", "only Dobrinskaya (2023)"], ["seed-003"]),
    (17, "What are the three pillars of 2015?", [f"{SEARCH}three pillars Abe 2015", "conflicts/C58-abe-pillars/"],
     ["engagement with shared problems of the region"], ["expydoc-td8-speech"]),
    (18, "When were rules for the chair tried?", ["commitments/", "remits/", "remits/remit-chair-rules/"],
     ["13 December 2007", "reach no decision"], ["seed-003"]),
    # Which words make a text the one or the other is for whoever counts and codes; scholars' readings stand side by side.
    (19, "Who reads it as a realist, who as a liberal?", [f"{SEARCH}liberal", "conflicts/C64-readings-theory/"],
     ["mercantile realism", "liberal \"adaptive state\"", "originals seen as abstracts only"],
     ["heginbotham-1998", "seed-003"]),
    # The wording is not held; the page says how far it was seen and leads to the book.
    (20, "What do the Bluebooks say of the region, year by year?", [f"{SEARCH}bluebook", "sources/dbb-2007-en/"],
     ["in part: what lies beyond the beginning of the page was not seen"], ["dbb-2007-en"]),
    (21, "Which kindergartens?", [f"{SEARCH}kindergartens", "assistance/project-kg-kindergartens/"],
     ["three kindergartens reopened in March 2019", "no second source found"], ["seed-004"]),
    (22, "Who supported a seat for Japan in the Security Council?",
     [f"{SEARCH}UN Security Council seat Japan", "commitments/com-2006-unsc-seat/"], ["5 June 2006"],
     ["mofaj-action-outline"]),
    (23, "When is the next meeting, and who hosts?", ["meetings/summit-next-kazakhstan/"],
     ["date not known", "Kazakhstan", "no date seen"], ["zakon-2025"]),
    (24, "How much went to Kyrgyzstan?", ["assistance/", "sums/", "assistance/grant-kg-2025-12/"],
     ["16,273,000 USD", "5,501,000,000 JPY", "Under several heads, and no source divides it", "never added"],
     ["qazinform-kg-2025"]),
    (25, "Which share of the commitments was kept?",
     ["commitments/", "commitments/?state=delivered", "commitments/com-2024-som16-areas/"],
     ["an outcome is known of", "32 of 174 is the least"], ["astanatimes-som16"]),
    (26, "Where is the text of 2004?", ["texts/", "texts/doc-2004-joint-statement/"],
     ["The wording is not held here", "mofa.go.jp"], ["mofa-press0408"]),
    (27, "Which meetings did Afghanistan attend, at which rank?", ["parties/", "parties/afghanistan/"],
     ["2 meetings attended", "Minister", "Rangin Dadfar Spanta", "Guest"], ["jt-2006"]),
    (28, "Do other formats meet more often?", ["dialogues/", "dialogues/c5plus1-us/"],
     ["Dated events", "57", "22", "Complete in part"], ["c5-joint-2015"]),
    (29, "Which facts rest on one source?", ["sources/", "one-source/", "conflicts/?found=single%20source"],
     ["rows", "Only one source says this"], ["jt-2006"]),
    (30, "Whom do I tell that something is wrong?", ["corrections/"], ["no account is needed"], []),
]  # fmt: skip


def links(page: str, at: str) -> set[str]:
    return {urljoin(at, html.unescape(each)).partition("#")[0] for each in re.findall(r'href="([^"]+)"', page)}


def offered(page: str, at: str) -> set[tuple[str, str]]:
    """What the filters of a page let a reader choose: name and value of each option."""
    fields = re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', page, re.S)
    return {(name, html.unescape(value)) for name, options in fields for value in re.findall(r'value="([^"]*)"', options)}


def clicked(client: Client, clicks: Sequence[str]) -> list[str]:
    """The pages of the way. A click that its page does not offer fails."""
    at, pages = START, [client.get(START).content.decode()]
    for click in clicks:
        here = pages[-1]
        if click.startswith(SEARCH):
            assert 'name="q"' in here
            to = f"{START}search/?q={quote(click.removeprefix(SEARCH))}"
        else:
            to = START + click
            path, _, query = to.partition("?")
            is_filter = path == at.partition("?")[0] and set(parse_qsl(query)) <= offered(here, at)
            assert to in links(here, at) or (query and is_filter), f"{at} does not lead to {to}"
        answer = client.get(to)
        assert answer.status_code == 200
        at = to
        pages.append(answer.content.decode())
    return pages


@pytest.mark.parametrize(
    ("number", "question", "clicks", "words", "cited"), QUESTIONS, ids=[f"{number:02d}" for number, *_ in QUESTIONS]
)
def test_a_reader_finds_the_answer_with_its_source(
    number: int, question: str, clicks: list[str], words: list[str], cited: list[str], client: Client, record: None
) -> None:
    assert len(clicks) <= MOST_CLICKS

    pages = clicked(client, clicks)

    shown = " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])) for page in pages)
    plain = " ".join(shown.split()) + " ".join(re.findall(r'href="([^"]+)"', pages[-1]))
    assert [each for each in words if each not in plain] == [], question
    sources = set(re.findall(r"/en/sources/([\w-]+)/", " ".join(pages)))
    assert set(cited) <= sources, question


def test_all_thirty_are_asked() -> None:
    assert [number for number, *_ in QUESTIONS] == list(range(1, 31))

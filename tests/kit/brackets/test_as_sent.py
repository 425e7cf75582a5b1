"""What delegations type, each line against the text that it is about: brackets and amendments, and what they ask.

A row of ``as_sent.jsonl``: the form, the text, what was sent, what it asks ("clause|operation|old|new|parties"), and the words
that are told as not used.
"""

import json
from pathlib import Path

import pytest

from nemawashi.kit import sent
from nemawashi.kit.brackets import amendments
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed

ROWS = [
    json.loads(line)
    for line in Path(__file__).with_name("as_sent.jsonl").read_text(encoding="utf-8").splitlines()
]  # fmt: skip
TEXTS = {
    "corridors": (
        ("", "title", "Road map for clean corridors"),
        ("PP1", "preambular", "Guided by the charter of 2014,"),
        ("PP2", "preambular", "Aware that freight volumes grow faster than rail capacity,"),
        ("1", "operative", "The members shall harmonize axle load limits no later than 2028."),
        ("2", "operative", "The members agree to waive transit fees for medical goods, where possible."),
        ("3", "chapeau", "The working group is tasked to:"),
        ("(a)", "sub", "map 25 border posts;"),
        ("(b)", "sub", "propose three pilot routes."),
        ("", "heading", "Digital customs"),
        ("4", "operative", "Customs bodies will accept electronic consignment notes and keep paper forms until 2029."),
        ("5", "operative", "The host is requested to report on progress every two years."),
    ),
    "seeds": (
        ("", "title", "Accord on seed banks"),
        ("PP1", "preambular", "Recalling the seed treaty of 2001,"),
        ("1", "operative", "The States will open three regional seed banks by 2029."),
        ("2", "operative", "The States shall exchange samples freely, subject to their laws."),
        ("3", "chapeau", "The council decides to:"),
        ("(a)", "sub", "train 120 curators;"),
        ("(b)", "sub", "adopt common labels;"),
        ("(c)", "sub", "review storage rules."),
        ("", "heading", "Funding"),
        ("4", "operative", "Donors are encouraged to cover at least half of the running costs."),
        ("5", "operative", "The council meets once a year in Tashkent."),
    ),
    "locusts": (
        ("", "title", "Statement on desert locusts"),
        ("PP1", "preambular", "Alarmed by the swarms of 2020,"),
        ("PP2", "preambular", "Welcoming the offer of the host to store pesticides,"),
        ("1", "operative", "The Governments will share swarm forecasts daily and free of charge."),
        ("2", "operative", "The Governments intend to spray no more than 5,000 hectares a season."),
        ("3", "chapeau", "The coordination cell shall:"),
        ("(a)", "sub", "run a hotline with four operators;"),
        ("(b)", "sub", "buy 12 drones."),
        ("", "heading", "Costs"),
        ("4", "operative", "Each Government bears its own costs unless the cell decides otherwise."),
        ("5", "operative", "The next meeting will take place in Bishkek in March 2028."),
    ),
    "skies": (
        ("", "title", "Appeal for quiet skies"),
        ("PP1", "preambular", "Bearing in mind the noise code of 1999,"),
        ("PP2", "preambular", "Noting that night flights wake millions,"),
        ("1", "operative", "Airports shall publish noise maps every five years."),
        ("2", "operative", "Airlines are urged to retire their loudest aircraft by 2032 and to report thereon."),
        ("3", "chapeau", "The forum will:"),
        ("(a)", "sub", "collect complaints in all languages;"),
        ("(b)", "sub", "award two prizes a year."),
        ("", "heading", "Financing"),
        ("4", "operative", "Landing charges may rise with noise, within limits set by each State."),
        ("5", "operative", "The forum convenes in Tokyo unless it decides otherwise."),
    ),
    "коридоры": (
        ("", "title", "Декларация о чистых коридорах"),
        ("PP1", "preambular", "Руководствуясь хартией 2014 года,"),
        ("1", "operative", "Стороны согласуют предельные осевые нагрузки не позднее 2028 года."),
        ("2", "operative", "Стороны соглашаются отменить сборы за транзит медицинских товаров."),
        ("3", "operative", "Таможенные органы будут принимать электронные накладные."),
    ),
    "回廊": (
        ("", "title", "清潔な回廊に関する宣言"),
        ("1", "operative", "加盟国は、2028年までに軸重制限を調和させる。"),
        ("2", "operative", "加盟国は、医療物資の通過料を免除することに合意する。"),
        ("3", "operative", "税関当局は、電子運送状を受け入れる。"),
    ),
    "glaciers": (
        ("", "title", "Declaration on mountain glaciers"),
        ("PP1", "preambular", "Recalling the decision of 2017 on glacier monitoring,"),
        ("PP2", "preambular", "Concerned that ice loss threatens the supply of drinking water,"),
        ("PP3", "preambular", "Noting the offer of Dushanbe to host an observatory,"),
        ("1", "operative", "The signatories shall measure snow cover each spring and publish the results within 60 days."),
        ("2", "operative", "The signatories will lend radar equipment to each other at cost."),
        ("3", "chapeau", "The joint observatory is requested to:"),
        ("(a)", "sub", "keep a register of 80 glaciers;"),
        ("(b)", "sub", "issue flood warnings in five languages;"),
        ("(c)", "sub", "advise on dams."),
        ("", "heading", "Early warning"),
        ("4", "operative", "Mayors are encouraged to rehearse evacuation before 2033."),
        (
            "5",
            "operative",
            "The signatories reaffirm that glacier data are a public good. They will review this arrangement every four years.",
        ),
    ),
    "parcels": (
        ("", "title", "Memorandum on parcel post"),
        ("PP1", "preambular", "Bearing in mind the constitution of the postal union,"),
        ("PP2", "preambular", "Recognizing the growth of online trade,"),
        ("1", "operative", "The operators agree to deliver registered parcels within nine working days."),
        (
            "2",
            "operative",
            "The operators may suspend delivery in exceptional circumstances after notifying the secretariat.",
        ),
        ("3", "operative", "Each operator shall designate a contact point and reply to enquiries within 48 hours."),
        ("", "heading", "Rates"),
        ("4", "chapeau", "The rates committee will:"),
        ("(a)", "sub", "propose a uniform rate for small packets;"),
        ("(b)", "sub", "publish rates twice a year;"),
        ("(c)", "sub", "hear complaints."),
        ("5", "operative", "Operators are invited to exempt humanitarian parcels from charges."),
        ("6", "operative", "This memorandum takes effect on 1 July 2027 for a period of five years."),
    ),
    "herds": (
        ("", "title", "Joint statement on animal disease"),
        ("PP1", "preambular", "Alarmed by outbreaks of foot-and-mouth disease along the borders,"),
        ("PP2", "preambular", "Convinced that vaccines must be affordable,"),
        ("1", "operative", "Ministers will vaccinate at least 70 per cent of cattle in border districts by 2029."),
        ("2", "operative", "Ministers undertake to exchange laboratory samples without prior authorization."),
        ("3", "chapeau", "Veterinary services should:"),
        ("(a)", "sub", "test herds every month;"),
        ("(b)", "sub", "trace movements of livestock."),
        ("", "heading", "Reporting"),
        ("4", "operative", "Outbreaks shall be reported within 24 hours to all neighbours."),
        ("5", "operative", "A conference of chief veterinarians will be convened in Astana in autumn 2027."),
    ),
    "winds": (
        ("", "title", "Communiqué on wind corridors"),
        ("PP1", "preambular", "Reaffirming the energy charter of 2019,"),
        ("PP2", "preambular", "Mindful that turbines may endanger migratory birds,"),
        ("1", "operative", "The ministers commit to install 900 megawatts of wind power along the steppe by 2034."),
        ("2", "operative", "Grid operators should grant priority access to small producers for at least seven years."),
        ("3", "chapeau", "A task force is mandated to:"),
        ("(a)", "sub", "draw up a map of suitable sites;"),
        ("(b)", "sub", "compare tariffs in all member States;"),
        ("(c)", "sub", "report to the ministers once a year."),
        ("", "heading", "Financing"),
        ("4", "operative", "Development banks are called upon to provide concessional loans and guarantees."),
        ("5", "operative", "The costs of storage shall be shared equally among the members unless they agree otherwise."),
        ("6", "operative", "The ministers will meet again in Ulaanbaatar in June 2028. They will then adopt a work plan."),
    ),
    "rivers_ru": (
        ("", "title", "Заявление о трансграничных реках"),
        ("PP1", "preambular", "ссылаясь на соглашение 2009 года,"),
        ("PP2", "preambular", "отмечая рост нагрузки на водные ресурсы,"),
        ("1", "operative", "Стороны обмениваются данными о стоке ежемесячно и безвозмездно."),
        ("2", "operative", "Стороны намерены построить четыре гидропоста до 2031 года."),
        ("3", "chapeau", "Секретариату поручается:"),
        ("(a)", "sub", "вести реестр плотин;"),
        ("(b)", "sub", "публиковать ежегодный обзор."),
        ("", "heading", "Финансирование"),
        ("4", "operative", "Расходы распределяются поровну между сторонами."),
        ("5", "operative", "Следующее заседание состоится в Ташкенте весной 2028 года."),
    ),
    "corridors_ja": (
        ("", "title", "回廊に関する共同声明"),
        ("1", "operative", "参加国は、2030年までに税関手続を電子化する。"),
        ("2", "operative", "参加国は、毎年専門家会合を開催する意向である。"),
        ("3", "operative", "事務局は、進捗状況を二年ごとに報告する。"),
    ),
}
CLAUSES = {
    name: [BaseClause(f"k{at}", number, kind, ((1, words),)) for at, (number, kind, words) in enumerate(rows)]
    for name, rows in TEXTS.items()
}


def asked(each: Proposed, clauses: list[BaseClause]) -> str:
    clause = clauses[int(each.key[1:])]
    takes_out = each.operation in (Operation.REPLACE, Operation.DELETE)
    old = clause.words[each.start : each.end].strip() if takes_out else ""
    parties = ",".join(sorted(each.parties))
    return f"{clause.number or clause.kind}|{each.operation}|{old}|{' '.join(each.words.split())}|{parties}"


def read(form: str, given: str, clauses: list[BaseClause]) -> tuple[list[str], list[str]]:
    if form == "brackets":
        taken = sent.brackets(given.encode(), clauses)
        return sorted(asked(each, clauses) for each in taken.positions), [each.words for each in taken.left]
    orders = sent.orders(given.encode(), clauses)
    made = sorted(asked(each, clauses) for order in orders for each in order.proposals)
    return made, [order.text for order in orders if order.outcome == amendments.REFUSED]


@pytest.mark.parametrize("form", ["brackets", "amendments"])
def test_what_is_sent_is_read_as_meant_or_told(form: str) -> None:
    rows = [row for row in ROWS if row["as"] == form]
    wrong = []
    for row in rows:
        answer = read(form, row["sent"], CLAUSES[row["text"]])
        if answer != (sorted(row["asked"]), row["told"]):
            wrong.append((row["sent"], answer))

    assert len(rows) > 50
    assert wrong == []


@pytest.mark.parametrize(("lines", "is_one"), [(52, True), (53, False)])
def test_a_bracket_goes_around_fifty_lines_between_its_first_and_its_last(lines: int, is_one: bool) -> None:
    rows = [f"The members will repair bridge {at} in the year {2000 + at}." for at in range(1, 61)]
    clauses = [BaseClause(f"k{at}", str(at + 1), "operative", ((1, words),)) for at, words in enumerate(rows)]
    typed = [f"{at + 1}. {words}" for at, words in enumerate(rows)]
    typed[0] = f"[{typed[0]}"
    typed[lines - 1] = f"{typed[lines - 1]}]"

    made, told = read("brackets", "\n".join(typed), clauses)

    assert made == sorted(f"{at}|delete_clause|||" for at in range(1, lines + 1 if is_one else 2))
    assert len(told) == (0 if is_one else 2)  # where it opens, and where it closes

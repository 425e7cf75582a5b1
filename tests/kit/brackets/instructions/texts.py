"""Texts to be amended, of the kinds that meetings have before them, and the changes that a table of instructions expects."""

from collections.abc import Callable, Sequence
from typing import Any

Text = dict[str, Any]
Change = Callable[[list[str | None], list[list[str]], list[list[str]]], None]

RESOLUTION: Text = {
    "title": "Cooperation on the waters of the basin",
    "paragraphs": [
        "The General Assembly,",  # 0
        "Guided by the purposes and principles of the Charter of the United Nations,",  # 1
        "Recalling its resolutions 70/1 of 25 September 2015 and 75/212 of 21 December 2020,",  # 2
        "Noting with appreciation the report of the Secretary-General,1",  # 3
        "Recognizing that water is essential for health, that water knows no borders, and that women and girls carry it,",  # 4
        "Welcoming the “water decade”, and stressing the need to act, in particular in arid regions,",  # 5
        "Deeply concerned at the state of the glaciers,",  # 6
        "1. Takes note of the report of the Secretary-General;",  # 7
        "2. Calls upon Member States to exchange data every year. It encourages them to publish these data. They may ask for help;",  # 8
        "3. Decides:",  # 9
        "(a) To hold a high-level meeting in New York in 2026;",  # 10
        "(b) To invite to the meeting:",  # 11
        "(i) Member States;",  # 12
        "(ii) Observers;",  # 13
        "(c) To make the outcome public;",  # 14
        "4. Urges all States, as appropriate, to protect glaciers, as well as wetlands, as appropriate;",  # 15
        "5. Invites the United Nations Development Programme, the World Bank and other partners to support the work;",  # 16
        "6. Requests the Secretary-General to report to the General Assembly at its eighty-second session;",  # 17
        "7. Decides to include in the provisional agenda of its eighty-second session the item entitled “Water”.",  # 18
    ],
}
AGREEMENT: Text = {
    "title": "Agreement on transport",
    "paragraphs": [
        "The Parties to this Agreement,",  # 0
        "Recalling the Charter,",  # 1
        "Noting the progress made,",  # 2
        "Convinced of the need for cooperation,",  # 3
        "Have agreed as follows:",  # 4
        "Article 1",  # 5
        "1. The Parties shall meet every year.",  # 6
        "2. The Parties shall report to the Meeting. The report is public.",  # 7
        "(a) on roads;",  # 8
        "(b) on railways;",  # 9
        "Article 2. Data",  # 10
        "1. The Parties shall exchange data.",  # 11
        "2. Data are exchanged every month.",  # 12
        "Article 3",  # 13
        "The Agreement enters into force after thirty days.",  # 14
    ],
}
COUNCIL: Text = {
    "title": "Strengthening the rule of law online",
    "paragraphs": [
        "The Human Rights Council,",  # 0
        "PP1 Reaffirming all human rights,",  # 1
        "PP2 Recalling its previous resolutions,",  # 2
        "PP2bis Recalling also the “Tunis Agenda”,",  # 3
        "PP3 Alarmed by shut-downs of the Internet,",  # 4
        "OP1 Affirms that the same rights that people have offline must also be protected online;",  # 5
        "OP2 Condemns all measures to disrupt access;",  # 6
        "OP2bis Encourages States to bridge digital divides;",  # 7
        "OP3 Requests the Office of the High Commissioner to report, within existing resources;",  # 8
        "OP4 Decides to remain seized of the matter.",  # 9
    ],
}
DECLARATION: Text = {
    "title": "Declaration of the conference",
    "paragraphs": [
        "I. Introduction",  # 0
        "1. We, the ministers, met in Samarkand.",  # 1
        "2. We thank the Government of Uzbekistan for its hospitality.",  # 2
        "II. Means of implementation",  # 3
        "A. Finance",  # 4
        "3. We commit to mobilize resources. We will report on them.",  # 5
        "4. We call for the following:",  # 6
        "(a) grants;",  # 7
        "(b) loans; and",  # 8
        "(c) guarantees.",  # 9
        "B. Capacity",  # 10
        "5. We will train officials, experts and officials of local authorities.",  # 11
        "III. Follow-up",  # 12
        "6. We will meet again in 2028.",  # 13
        "Annex I",  # 14
        "1. The secretariat keeps a list.",  # 15
        "2. The list is public.",  # 16
        "Annex II",  # 17
        "1. The budget is for two years.",  # 18
    ],
}
EUROPE: Text = {
    "title": "Draft decision of the Council on the partnership",
    "paragraphs": [
        "THE COUNCIL OF THE EUROPEAN UNION,",  # 0
        "Having regard to the Treaty on European Union,",  # 1
        "Whereas:",  # 2
        "(1) On 1 June 2019 the Union adopted its strategy.",  # 3
        "(2) The partnership should be deepened.",  # 4
        "(3) The Union should take part in the meetings,",  # 5
        "HAS ADOPTED THIS DECISION:",  # 6
        "Article 1",  # 7
        "The position to be taken on the Union’s behalf is set out in the Annex.",  # 8
        "Minor changes may be agreed without a further decision.",  # 9
        "Article 2",  # 10
        "This Decision shall enter into force on the date of its adoption.",  # 11
    ],
}
RUSSIAN: Text = {
    "title": "Сотрудничество в бассейне",
    "language": "ru",
    "paragraphs": [
        "Генеральная Ассамблея,",  # 0
        "ссылаясь на свою резолюцию 70/1,",  # 1
        "отмечая состояние ледников,",  # 2
        "признавая важность воды для здоровья,",  # 3
        "1. принимает к сведению доклад Генерального секретаря;",  # 4
        "2. призывает государства обмениваться данными каждый год;",  # 5
        "3. постановляет:",  # 6
        "a) провести совещание в Ташкенте;",  # 7
        "b) опубликовать итоги;",  # 8
        "4. просит Генерального секретаря представить доклад.",  # 9
    ],
}
TREATY_RU: Text = {
    "title": "Соглашение о перевозках",
    "language": "ru",
    "paragraphs": [
        "Статья 1",  # 0
        "1. Стороны встречаются каждый год.",  # 1
        "2. Стороны представляют доклад.",  # 2
        "Статья 2",  # 3
        "1. Стороны обмениваются данными.",  # 4
    ],
}
TREATY_JA: Text = {
    "title": "運輸に関する協定",
    "language": "ja",
    "paragraphs": [
        "第一条",  # 0
        "1 締約国は、毎年会合する。",  # 1
        "2 締約国は、報告を提出する。",  # 2
        "第二条",  # 3
        "1 締約国は、情報を交換する。",  # 4
    ],
}


def swap(place: int, old: str, new: str, times: int = 1) -> Change:
    """In paragraph ``place`` the words ``old``, which have to stand there ``times``, become ``new``."""

    def change(now: list[str | None], ahead: list[list[str]], behind: list[list[str]]) -> None:
        words = now[place]
        assert words is not None
        assert words.count(old) == times, (place, old, words)
        now[place] = words.replace(old, new)

    return change


def now(place: int, words: str) -> Change:
    def change(text: list[str | None], ahead: list[list[str]], behind: list[list[str]]) -> None:
        text[place] = words

    return change


def gone(*places: int) -> Change:
    def change(text: list[str | None], ahead: list[list[str]], behind: list[list[str]]) -> None:
        for place in places:
            text[place] = None

    return change


def after(place: int, *words: str) -> Change:
    return lambda text, ahead, behind: behind[place].extend(words)


def before(place: int, *words: str) -> Change:
    return lambda text, ahead, behind: ahead[place].extend(words)


def moved(first: int, last: int, behind: int) -> Change:
    """Paragraphs ``first`` to ``last`` stand behind paragraph ``behind``, -1 for the beginning."""

    def change(text: list[str | None], ahead: list[list[str]], after_: list[list[str]]) -> None:
        block = [words for words in text[first : last + 1] if words is not None]
        text[first : last + 1] = [None] * len(block)
        if behind < 0:
            ahead[0].extend(block)
        else:
            after_[behind].extend(block)

    return change


def expected(base: Text, changes: Sequence[Change]) -> list[str]:
    text: list[str | None] = list(base["paragraphs"])
    ahead: list[list[str]] = [[] for _ in text]
    behind: list[list[str]] = [[] for _ in text]
    for change in changes:
        change(text, ahead, behind)
    out: list[str] = []
    for words, first, then in zip(text, ahead, behind, strict=True):
        out += [*first, *([] if words is None else [words]), *then]
    return out

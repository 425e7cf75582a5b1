"""The words of the fictional round, written for it, in English, Russian and Japanese.

What falls due is counted from the year in which the words are circulated: ``{0}`` is that year, ``{2}`` two years later.
"""

from collections.abc import Iterable
from dataclasses import replace

from nemawashi.texts.acts.drafting import ZeroClause
from nemawashi.texts.terms import ClauseKind as Kind

RECOMMENDATION = (
    "Set up a shared early-warning service for glacial lakes and mudflows, with open data and a common training plan"
)

_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")


def circulated_in(year: int, clauses: Iterable[ZeroClause]) -> tuple[ZeroClause, ...]:
    """The clauses with their years written out, in Japanese with its own numerals."""
    figures = [str(year + later) for later in range(3)]
    by_language = {"ja": [figure.translate(_KANJI) for figure in figures]}
    return tuple(
        replace(clause, words={name: told.format(*by_language.get(name, figures)) for name, told in clause.words.items()})
        for clause in clauses
    )


ROAD_MAP_TITLE = "Road map on customs single windows (fiction)"
ROAD_MAP = (
    ZeroClause(
        Kind.TITLE,
        {
            "en": "Road map on customs single windows",
            "ru": "Дорожная карта по таможенным «единым окнам»",
            "ja": "税関シングルウィンドウに関するロードマップ",
        },
    ),
    ZeroClause(
        Kind.PREAMBULAR,
        {
            "en": "Recalling the Action Plan of 2006 and its chapter on trade and transport,",
            "ru": "Ссылаясь на План действий 2006 года и его раздел о торговле и транспорте,",
            "ja": "二〇〇六年の行動計画及びその貿易・運輸の章を想起し、",
        },
    ),
    ZeroClause(
        Kind.OPERATIVE,
        {
            "en": "The parties will publish their customs forms in electronic form by {0}.",
            "ru": "Стороны опубликуют свои таможенные формы в электронном виде к {0} году.",
            "ja": "当事国は、{0}年までに税関様式を電子形式で公表する。",
        },
    ),
    ZeroClause(
        Kind.OPERATIVE,
        {
            "en": "Japan will train 120 customs officers of Central Asia by {2}.",
            "ru": "Япония подготовит 120 таможенных служащих стран Центральной Азии к {2} году.",
            "ja": "日本は、{2}年までに中央アジアの税関職員百二十名の研修を行う。",
        },
    ),
)

STATEMENT_TITLE = "Joint Statement of the Tenth Foreign Ministers' Meeting (fiction)"
STATEMENT = (
    ZeroClause(
        Kind.TITLE,
        {
            "en": "Joint Statement on resilience and connectivity",
            "ru": "Совместное заявление об устойчивости и взаимосвязанности",
            "ja": "強靱性と連結性に関する共同声明",
        },
    ),
    ZeroClause(
        Kind.PREAMBULAR,
        {
            "en": "Recalling the twenty years of the Dialogue and the three principles on which it rests,",
            "ru": "Ссылаясь на двадцать лет Диалога и три принципа, на которых он основан,",
            "ja": "対話の二十年及びその基礎である三原則を想起し、",
        },
    ),
    ZeroClause(
        Kind.PREAMBULAR,
        {
            "en": "Noting with concern that glaciers in the region are retreating faster than foreseen,",
            "ru": "Отмечая с обеспокоенностью, что ледники региона отступают быстрее, чем предполагалось,",
            "ja": "地域の氷河の後退が予測を上回る速さで進んでいることに懸念をもって留意し、",
        },
    ),
    ZeroClause(
        Kind.HEADING,
        {"en": "Disaster risk reduction", "ru": "Снижение риска бедствий", "ja": "防災"},
    ),
    ZeroClause(
        Kind.OPERATIVE,
        {
            "en": "The ministers will set up a shared early-warning service for glacial lakes and mudflows by {2}.",
            "ru": "Министры создадут к {2} году общую службу раннего предупреждения о прорывах ледниковых озёр и селях.",
            "ja": "外相は、{2}年までに氷河湖及び土石流に関する共同早期警戒サービスを設置する。",
        },
    ),
    ZeroClause(
        Kind.OPERATIVE,
        {
            "en": "The parties will share hydrological data openly and without delay.",
            "ru": "Стороны будут открыто и безотлагательно обмениваться гидрологическими данными.",
            "ja": "当事国は、水文データを公開し、遅滞なく共有する。",
        },
    ),
    ZeroClause(
        Kind.CHAPEAU,
        {
            "en": "To this end Japan intends to:",
            "ru": "С этой целью Япония намерена:",
            "ja": "このため、日本は次のことを意図する。",
        },
    ),
    ZeroClause(
        Kind.SUB,
        {
            "en": "train 60 specialists in remote sensing;",
            "ru": "подготовить 60 специалистов по дистанционному зондированию;",
            "ja": "遠隔探査の専門家六十名の研修を行うこと。",
        },
    ),
    ZeroClause(
        Kind.SUB,
        {
            "en": "support two pilot stations in mountain valleys.",
            "ru": "поддержать две пилотные станции в горных долинах.",
            "ja": "山間部における二か所の試験観測所を支援すること。",
        },
    ),
    ZeroClause(
        Kind.HEADING,
        {"en": "Connectivity", "ru": "Взаимосвязанность", "ja": "連結性"},
    ),
    ZeroClause(
        Kind.OPERATIVE,
        {
            "en": "The ministers welcome progress on the trans-Caspian route and encourage further private investment.",
            "ru": "Министры приветствуют прогресс на транскаспийском маршруте и поощряют дальнейшие частные инвестиции.",
            "ja": "外相は、カスピ海横断ルートの進展を歓迎し、民間投資の一層の促進を奨励する。",
        },
    ),
)

ARRANGEMENT_TITLE = "Working arrangements of the focal points (fiction)"
ARRANGEMENT = (
    ZeroClause(
        Kind.TITLE,
        {
            "en": "Working arrangements of the focal points",
            "ru": "Рабочие договорённости контактных лиц",
            "ja": "フォーカルポイントの業務上の取決め",
        },
    ),
    ZeroClause(
        Kind.OPERATIVE,
        {
            "en": "Each party names a focal point and a deputy, and keeps their addresses with the host.",
            "ru": "Каждая сторона назначает контактное лицо и его заместителя и сообщает их адреса принимающей стороне.",
            "ja": "各当事国は、フォーカルポイント及びその代理を指名し、連絡先を議長国に届け出る。",
        },
    ),
)

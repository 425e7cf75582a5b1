"""The words in which sources state values: numbers, ranks, doubts, bases of counting; and texts cut to what they say."""

# ruff: noqa: E501 (tables of words and patterns)

import re
import unicodedata
from functools import lru_cache

from babel import Locale

from nemawashi.kit.speech import numbers
from nemawashi.kit.words import stems

NUMBERS = {word: number for number, word in enumerate([*numbers.EN_ONES, "twenty"])}
ORDINALS = {word: number for number, word in enumerate([*numbers.EN_ORDINALS[1:], "twentieth"], 1)}
SCALES = {word: float(scale) for word, scale in numbers.SCALES["en"].items()}
CURRENCIES = {
    "usd": "USD", "dollar": "USD", "dollars": "USD", "$": "USD", "us$": "USD", "yen": "JPY", "jpy": "JPY", "¥": "JPY",
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "€": "EUR", "rouble": "RUB", "roubles": "RUB", "rubles": "RUB",
    "ruble": "RUB", "rub": "RUB", "₽": "RUB", "yuan": "CNY", "renminbi": "CNY", "cny": "CNY", "rmb": "CNY", "won": "KRW",
    "krw": "KRW", "₩": "KRW", "pound": "GBP", "pounds": "GBP", "gbp": "GBP", "£": "GBP", "tenge": "KZT", "kzt": "KZT",
    "₸": "KZT", "rupee": "INR", "rupees": "INR", "inr": "INR", "₹": "INR",
}  # fmt: skip
# What stands behind a number in Russian, Kazakh and Japanese, before the endings of Russian and Kazakh.
CURRENCY_STEMS = {
    "USD": "долл|米ドル|ドル", "JPY": "иен|йен|円", "EUR": "евро|еуро|ユーロ", "RUB": "руб|ルーブル",
    "CNY": "юан|人民元|元", "KRW": "вон(?:а|ы)?\\b|ウォン", "GBP": "фунт|ポンド", "KZT": "тенге|теңге|テンゲ", "INR": "рупи|ルピー",
}  # fmt: skip
# Units of one US dollar, lowest and highest yearly average of 1990-2025: only tells whether two sums may be one.
RATES = {
    "USD": (1.0, 1.0), "JPY": (75.0, 160.0), "EUR": (0.65, 1.2), "RUB": (24.0, 110.0), "CNY": (5.5, 8.8),
    "KRW": (800.0, 1500.0), "GBP": (0.48, 0.86),
}  # fmt: skip
RANKS_OF_PERSONS = re.compile(
    r"(?<!\w)(?:(?:vice-?|deputy |first |senior |acting |then |former |foreign |prime |state )*"
    r"(?:minister(?: (?:for|of) (?:foreign affairs|[a-z]+))?|president|premier|secretary(?: of state|-general)?|chair(?:man|woman|person)?"
    r"|ambassador|director(?:-general)?|head|leader|speaker|representative|envoy)|fm|pm|mr|mrs|ms|dr|prof|sir|h\.\s?e|his excellency|her excellency"
    r"|(?:(?:первый |вице-|заместитель )*(?:министр\w*(?: иностранных дел| юстиции)?|президент\w*|премьер(?:-министр\w*)?|посол|глава мид"
    r"|председатель|спикер|директор|секретарь))|then|former|acting)(?!\w)\.?", re.I,
)  # fmt: skip
ABOUT = frozenset("about approximately around nearly almost roughly some circa ca estimated close".split())
ABOUT_ABROAD = re.compile(r"(?:около|примерно|приблизительно|почти|порядка|шамамен|約|およそ|ほぼ|概ね)\s*$")
AT_LEAST_BEFORE = re.compile(r"(?:свыше|более(?: чем)?|больше|не менее|как минимум|кемінде|最低|少なくとも)\s*$")
AT_LEAST_BEHIND = re.compile(r"[^\d.;]{0,16}?(?:以上|を?超|余り|余の|強|или более|и более|астам|артық)")
AT_MOST_BEFORE = re.compile(r"(?:не более|не свыше|менее|меньше|до|最大|最高)\s*$")
AT_MOST_BEHIND = re.compile(r"[^\d.;]{0,16}?(?:以下|未満|まで|弱)")
AT_LEAST = ("more than", "at least", "or more", "over", "surpassing", "above", "exceeding", "no fewer than")
AT_MOST = ("up to", "at most", "less than", "fewer than", "under", "no more than", "or fewer", "below")
BASES = (
    "plus", "including", "inclusive", "excluding", "counting", "not counting", "in person", "online", "additional",
    "virtual",
)  # fmt: skip
BASES_BESIDE = tuple(sign for base in BASES for sign in (f" {base} ", f"{base})"))  # as a folded text has them
COUNTED_WITH = re.compile(
    r"(?<!\w)(?:with|without|together with|besides|apart from|вместе с|с уч[её]том|включая|считая|без|не считая|не включая)(?=\s+\D)|を含め|を含む|含め|を除|含まず"
)
WHOLES = frozenset("all every both whole entire".split())
RANKS = ("president", "head", "prime", "minister", "deputy", "ambassador", "director", "expert", "scholar")
# Nouns that count the same things.
UNITS = {
    "country": "state", "nation": "state", "economy": "state", "economie": "state", "member": "state", "countrie": "state",
    "session": "meeting", "round": "meeting", "time": "meeting",
}  # fmt: skip
STOP = frozenset(
    "a an the of and or in on at to for from by with as is was were be been being it its their his her that this these "
    "those which who whom into per also then than so not no s".split()
)
# By its meaning there is one first, one last, one main: two different answers cannot both be right, however long.
SUPERLATIVE = frozenset("first last next previous primary main principal only sole chief".split())
AGES = frozenset("age anniversary years jubilee".split())
BEGINNINGS = frozenset(
    "founded established created since start started launched born birth founding birthday begun".split()
)
# What can be described in more than one way.
DESCRIPTIVE = frozenset(
    "nature character wording described description called purpose aim role focus theme topic basis meaning use "
    "content work".split()
)
CALLED = frozenset("title name names wording acronym called abbreviation".split())
SAME_AGAIN = re.compile(r"(?:the )?same\b|ditto\b|as (?:above|before)\b|то же\b|同上", re.I)
LESSER = frozenset("deputy vice assistant acting заместители заместитель".split())
# Nouns of those who do something first or alone: initiator, founder, organiser, successor.
ACTOR = re.compile(r"(?:tor|ssor|under|iser|izer|nner|host|origin|capital)$")
# States of a thing that exclude each other, and what holds one of them.
EXCLUSIVE = frozenset("outcome status level result".split())
LOCATIONS = frozenset("place venue city location site host capital".split())
# How something was held. A text is one of these if it says nothing else.
LONGEST_MODE = 80
MODES = {
    "online": re.compile(
        r"(?:(?:held|met|first|was|были?|в|проведен\w*)\W+)*(?:online|on-line|virtual(?:ly)?|video(?:[\s-]?(?:conference|link|call))?"
        r"|remote(?:ly)?|by video(?:[\s-]?conference)?|онлайн(?:[\s-]формат\w*)?|виртуальн\w+(?: формат\w*)?|дистанционно"
        r"|(?:по )?видео(?:связи|конференц\w+)|オンライン(?:形式|開催)?|テレビ会議(?:形式)?)(?:\W+(?:only|format|meeting|summit|mode))*"
    ),
    "in person": re.compile(
        r"(?:(?:held|met|first|was|были?|в|проведен\w*)\W+)*(?:in[\s-]person|face[\s-]to[\s-]face|physical(?:ly)?"
        r"|очно|очн\w+(?: формат\w*)?|対面(?:形式|開催)?)(?:\W+(?:only|format|meeting|summit|mode))*"
    ),
    "hybrid": re.compile(r"(?:hybrid|mixed|гибридн\w+(?: формат\w*)?|смешанн\w+(?: формат\w*)?|ハイブリッド(?:形式|開催)?)(?:\W+(?:format|mode))*"),
}  # fmt: skip
# What a value is a value of, where sources say it beside the value: dimension, then its ends.
QUALIFIERS = {
    "mode": {"online": r"online|virtual\w*|video\w*|remote\w*|онлайн\w*|виртуальн\w+|オンライン", "in person": r"in[\s-]person|face[\s-]to[\s-]face|physical\w*|очн\w+|対面"},
    "level": {
        "leaders": r"leaders|summits?|heads of (?:state|government)|presidents?|глав\w? государств\w*|首脳",
        "ministers": r"ministers?|ministerial|министр\w*|閣僚|外相", "officials": r"officials|senior officials|deput\w+|experts|эксперт\w*|高級実務者",
    },
    "sector": {"public": r"public|government\w*|state|official|ODA|государственн\w+|公的", "private": r"private|business|частн\w+|民間"},
    "instrument": {
        "loan": r"loans?|credits?|lending|кредит\w*|за[её]?[йи]м\w*|円借款|有償|несие\w*",
        "grant": r"grants?|грант\w*|безвозмездн\w+|無償\w*|贈与",
        "guarantee": r"guarantees?|insurance|гаранти\w+|страхован\w+|保証|貿易保険",
    },
    "stage": {
        "proposed": r"idea|propos\w+|initiative|invited|invitation|предлож\w+|提案", "announced": r"announced|declared|proclaimed|объявлен\w*|発表",
        "signed": r"signed|signature|signing|agreed|adopted|подписан\w*|принят\w*|署名|採択",
        "in force": r"in force|entered into force|ratifi\w+|effective|вступил\w*|発効", "begun": r"launch\w*|inception|opened|opening|operational|first meeting|открыт\w*|発足",
    },
    "standing": {"formal": r"formal|official|regular|ordinary|formally", "informal": r"informal\w*|unofficial|sidelines|working", "preparatory": r"preparatory|prep|extraordinary|special|подготовительн\w+|準備"},
}  # fmt: skip
OF_MONEY = ("sector", "instrument")  # dimensions of sums, which have no others
# Whoever answers these gives a view, not a reading of a document.
VIEWS = frozenset(
    "reason reasons cause causes why motive motives relation relations significance importance impact aim purpose opinion "
    "view explanation assessment evaluation blame responsibility intention intentions prospects".split()
)
PERSONS = frozenset(
    "by head minister president chair chairman chairwoman chairperson leader representative ambassador author speaker "
    "delegate envoy signatory mediator moderator coordinator secretary premier rapporteur host director commissioner "
    "spokesman spokeswoman spokesperson interpreter founder initiator organiser organizer winner".split()
)
NAMES_OF_THINGS = frozenset("office title name names form wording acronym areas spheres level".split())
ANNOUNCED = re.compile(
    r"\b(announce|announcement|announced|plan|planned|expected|pledged|pledge|target|intended|budget at)\b", re.I
)
REPORTED = re.compile(r"\b(result|results|final|completed|completion|actual|achieved|audit|evaluation|delivered)\b", re.I)
OFFERED = re.compile(
    r"\b(offer|offers|offered|propose|proposes|proposed|proposal|candidate|wishes|possible|possibly)\b", re.I
)
UNSEEN = re.compile(r"\b(only|no|not)\b.*\b(mentioned|mention|seen|shown|named|stated|report)\b", re.I)
SILENT = re.compile(
    r"\b(?:not|no|nor)\s+(?:\w+\s+)?(?:named|listed|given|specified|identified)\b|не (?:назван|указан)\w*|明記されていない",
    re.I,
)
FAULTY = re.compile(
    r"\b(?:verb|word|subject|digit|part of the sentence)s? (?:is|are) missing\b|\bgarbled\b|\bmisprint(?:ed)?\b|[\[(]sic[\])]",
    re.I,
)
# What one author makes of something: nobody else can say it.
TRUTH = re.compile(
    r"\s*(?:(?P<yes>true|yes|да|верно|はい)|(?P<no>false|no|нет|неверно|いいえ|none(?: (?:was|were|at all))?|nothing (?:was )?(?:adopted|signed|issued|agreed)"
    r"|(?:[\w]+ ){0,2}не (?:был[аои]? )?(?:принят|подписан|выпущен|состоя)\w*|without (?:a )?(?:document|statement)))(?!\w)"
    r"(?!\s+(?:dialogue|summit|meeting|plan|rule))",
    re.I,
)
DENIED_BEHIND = re.compile(r"(?:なし|採択されず|ない|無し|発表されなかった)$")
NOT = re.compile(r"(?<!\w)(?:not|never|не|ни)(?!\w)", re.I)
READINGS = frozenset("argument reading thesis interpretation".split())
LEFT = re.compile(
    r"withdr[ae]w\w*|\bleft\b|\bleaves\b|outside|suspended|suspension|expelled|ended|terminated|not a member|вышел|вышла|вышли|выход|приостанов\w+|脱退|離脱",
    re.I,
)
AGAIN = re.compile(
    r"\bagain\b|\bre-?(?:joined|entered|admitted|instated|turned)\b|\bresumed?\b|\bback\b|снова|вновь|повторно|再", re.I
)
OPEN_LIST = re.compile(
    r"(?:;|,|\band\b|\bи\b)?\s*(?:others|etc\.?|and so on|among others|и др(?:угие|\.)|и прочие|など|ほか)\W*$", re.I
)
RATE = re.compile(r"%|\bper\s?cent\b|\bpercent\b|\btimes\b|процент|パーセント|倍", re.I)
LISTED = re.compile(r"_\d{1,2}$")  # reason_1, reason_2: items of a list that a source gives, no views of ours
ITSELF = re.compile(r"\b(headline|caption|title|text|body)\b", re.I)

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_COMMENT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_QUOTE = re.compile(r"(?<!\w)['‘“\"«「]([^'’”\"»」]+(?:['’]s[^'’”\"»」]*)*)['’”\"»」](?!\w)")


def folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold().replace("’", "'")


@lru_cache(maxsize=65536)
def is_faulty(words: str) -> bool:
    """Whether a source's words are said to be faulty as they stand."""
    return FAULTY.search(words) is not None


@lru_cache(maxsize=65536)
def announces(words: str) -> bool:
    return ANNOUNCED.search(words) is not None


@lru_cache(maxsize=65536)
def reports(words: str) -> bool:
    return REPORTED.search(words) is not None


@lru_cache(maxsize=65536)
def plain(words: str) -> str:
    """What two spellings share that differ in capitals, marks and blanks only."""
    return " ".join(_WORD_ONLY.findall(folded(words)))


_WORD_ONLY = re.compile(r"[^\W_]+")


@lru_cache(maxsize=65536)
def main_part(words: str) -> str:
    """The statement without what stands in parentheses, unless nothing else is there."""
    bare = _COMMENT.sub(" ", words).strip(" ,;")
    return " ".join((bare or words).split())


@lru_cache(maxsize=65536)
def has_comment(words: str) -> bool:
    """Whether something stands in parentheses beside the statement."""
    return _COMMENT.search(words) is not None and bool(_COMMENT.sub(" ", words).strip(" ,;"))


@lru_cache(maxsize=65536)
def quotes(words: str) -> tuple[str, ...]:
    """What the source is quoted with, case folded."""
    return tuple(folded(quotation).strip() for quotation in _QUOTE.findall(words))


@lru_cache(maxsize=65536)
def tokens(words: str) -> tuple[str, ...]:
    """Content words in order, case folded, plurals cut.

    Neither stems nor six letters: "Japan" and "Japanese", "minister" and "ministry" are different answers to one question.
    """
    out = []
    for run in _WORD.findall(folded(words)):
        word = run.removesuffix("'s").strip("'.-")
        if word and word not in STOP:
            out.append(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)
    return tuple(out)


@lru_cache(maxsize=65536)
def property_words(name: str) -> frozenset[str]:
    return frozenset(folded(name).replace("-", "_").split("_"))


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """English names of states and regions (CLDR) to their codes, with the regions that this field speaks of."""
    codes = _territories("en")
    codes |= {"central asia": "143", "caucasus": "caucasus", "usa": "US", "united states of america": "US", "korea": "KR"}
    codes |= {"republic of korea": "KR", "kyrgyz republic": "KG", "viet nam": "VN", "türkiye": "TR", "turkiye": "TR"}
    codes |= {"lao pdr": "LA", "brunei darussalam": "BN", "russian federation": "RU", "czech republic": "CZ", "burma": "MM"}
    codes |= {"uk": "GB", "russia": "RU", "great britain": "GB", "prc": "CN", "myanmar": "MM", "moldova": "MD"}
    return {name: code for name, code in codes.items() if len(name) > 2 or name == "uk"}


@lru_cache(maxsize=1)
def _places_abroad() -> dict[str, str]:
    """The same in the other languages that sources are read in."""
    codes: dict[str, str] = {}
    for language in ("uz", "tk", "tg", "ky", "kk", "ja", "ru"):
        codes |= _territories(language)
    codes |= {"кыргызстан": "KG", "кыргызская республика": "KG", "молдавия": "MD", "белоруссия": "BY", "туркмения": "TM"}
    codes |= {"сша": "US", "россия": "RU", "российская федерация": "RU", "корея": "KR", "южная корея": "KR", "кнр": "CN"}
    codes |= {"米国": "US", "英国": "GB", "キルギスタン": "KG", "中国": "CN", "ロシア連邦": "RU", "центральная азия": "143"}
    codes |= {"中央アジア": "143", "лаос": "LA", "бирма": "MM", "бруней": "BN", "вьетнам": "VN"}
    return {name: code for name, code in codes.items() if len(name) > 1}


def _territories(language: str) -> dict[str, str]:
    names = Locale(language).territories
    return {folded(name).partition(" (")[0]: code for code, name in names.items() if len(code) == 2 or code.isdigit()}


@lru_cache(maxsize=1)
def _places_of_all() -> dict[str, str]:
    """In all languages, Russian names by their stems too."""
    codes = _places_abroad() | _places()
    stemmed = {stems.cyrillic(name): code for name, code in codes.items() if _CYRILLIC_WORD.fullmatch(name)}
    return stemmed | codes


_CYRILLIC_WORD = re.compile("[\u0400-\u052f]{4,}")
_LISTED_IN_SIGNS = re.compile(r"(?<=[ァ-ヺー\u3400-\u9fff])(?:と|及び|および|並びに|、|，)(?=[ァ-ヺ\u3400-\u9fff])")
_CITY_NAMES = ("en", "ru", "ja", "kk")


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Names of cities in four languages (CLDR's cities of time zones) to one key."""
    out: dict[str, str] = {}
    for language in _CITY_NAMES:
        for zone, data in Locale(language).time_zones.items():
            if "/" in zone and data.get("city"):
                out[folded(data["city"])] = zone
                out.setdefault(folded(zone.rsplit("/", 1)[1].replace("_", " ")), zone)
    return out


@lru_cache(maxsize=65536)
def city(words: str) -> str:
    """The key of the city that a text names and nothing else; empty where it is not known."""
    return _cities().get(folded(words).strip(" .,")) or ""


@lru_cache(maxsize=65536)
def mode(words: str) -> str:
    """How something was held, where a text says that and nothing else."""
    low = folded(words).strip(" .,;")
    return next((name for name, forms in MODES.items() if len(low) <= LONGEST_MODE and forms.fullmatch(low)), "")


@lru_cache(maxsize=1)
def _qualifiers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    return {
        dimension: [(end, re.compile(rf"(?<!\w)(?:{forms})(?![^\W])", re.I)) for end, forms in ends.items()]
        for dimension, ends in QUALIFIERS.items()
    }


@lru_cache(maxsize=65536)
def qualifiers(words: str, dimension: str) -> frozenset[str]:
    """What a text says of one dimension of what its value is a value of."""
    return frozenset(end for end, forms in _qualifiers()[dimension] if forms.search(words))


@lru_cache(maxsize=65536)
def places(words: str) -> frozenset[str]:
    """Codes of the states and regions that a text names; ``Central Asia and the Caucasus`` names two."""
    text = folded(words)
    known = _places()
    if not text.isascii():
        known = _places_of_all()
        text = _LISTED_IN_SIGNS.sub(", ", text)
    low = " ".join(_WORD.findall(text)).replace("-", " ")
    parts = low.split()
    out: set[str] = set()
    taken: set[int] = set()
    for size in (4, 3, 2, 1):
        for start in range(len(parts) - size + 1):
            span = range(start, start + size)
            name = " ".join(parts[start : start + size]).removesuffix("'s")
            code = known.get(name) or (known.get(stems.cyrillic(name)) if _CYRILLIC_WORD.fullmatch(name) else None)
            if code and taken.isdisjoint(span):
                out.add(code)
                taken.update(span)
    return frozenset(out)

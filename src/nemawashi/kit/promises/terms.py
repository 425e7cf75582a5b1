"""When a promise is due and what it measures, as the words print it."""

import re
from collections.abc import Iterator

from nemawashi.kit.promises.vocabulary import NOTHING
from nemawashi.kit.speech import dates

_EN_NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty|forty|fifty|sixty|ninety|\d{1,3})"
_EN_ORDINAL = (
    r"(?:(?:[a-z]+-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|\w+teenth|\w+tieth)"
    r"|\d{1,3}(?:st|nd|rd|th))"
)
_EN_MEETING = (
    r"(?:meetings?|sessions?|conference|congress|summit|round|assembly|forum|consultations|(?:progress )?report|review cycle|year"
    r"|decade)"
)
_RELATIVE = {
    "en": re.compile(
        rf"(?P<in>\b(?:within|over|during|in|for|inside)\s+(?:the\s+)?(?:next|coming|following|first|course of the next)?\s*"
        rf"{_EN_NUMBER}\s+(?:calendar |working )?(?:years?|months?|weeks?|days?|hours?)\b)"
        rf"|\b(?:by|before|at|until|till|to|for|during|in|in the context of|agenda (?:of|for)|no later than|not later than|ahead of|in time for|prior to)\s+"
        rf"(?P<meeting>(?:(?:the|its|their|our|main|part|of|a)\s+){{0,5}}(?:next|following|forthcoming|coming|upcoming|{_EN_ORDINAL})\s+"
        rf"(?:[\w'’-]+\s+){{0,4}}?{_EN_MEETING}(?:\s+of\s+(?:the\s+)?[\w'’-]+(?:\s+[\w'’-]+)?)?)"
        rf"|\b(?:by|before|until|at|to)\s+(?P<end>(?:the\s+)?(?:end|close|middle|beginning|start)\s+of\s+(?:the|this|next)\s+"
        rf"(?:(?:fiscal|financial|calendar|current|school)\s+)?(?:year|month|decade|quarter|century))"
        rf"|(?P<by>\b(?:by|before|until|till)\s+(?:the\s+)?(?:next\s+)?(?:end of next year|year[- ]end|end of next year|mid-?year))"
        rf"|(?P<this>\b(?:in this decade|this (?:year|month|decade|autumn|fall|spring|summer|winter)"
        rf"|(?:next|later this) (?:year|month|week|spring|summer|autumn|fall|winter))\b)"
        rf"|\b(?:in|within|at|during)\s+(?:the\s+)?(?:framework\s+of\s+)?(?:the\s+)?(?P<named>{_EN_ORDINAL.title() if False else '(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|[A-Z][a-z]+(?:teenth|tieth|th))'}"
        rf"\s+(?:Congress|Conference|Summit|Session|Meeting|Assembly|Forum))",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?P<in>(?<!\w)(?:в течение|в срок до|не позднее(?: чем)?(?: через)?|через|за|в ближайшие|в предстоящие|на протяжении)\s+"
        r"(?:(?:ближайших|следующих|первых|предстоящих)\s+)?"
        r"(?:(?:\d{1,3}|од\w+|дв\w+|три|тр[её]\w+|четыр\w+|пят\w+|шест\w+|сем\w+|вос\w+|девят\w+|десят\w+|тридцат\w+|сорока|девяноста)\s+)?(?:календарных |рабочих )?"
        r"(?:лет|год\w{0,2}|месяц\w{0,3}|недел\w{1,2}|дн\w{1,3}|суток|час\w{0,2})(?!\w))"
        r"|(?P<meeting>(?<!\w)(?:до|к|ко|на|в ходе|в рамках|для)\s+(?:(?:наш\w+|свое\w+|основн\w+|части)\s+)*"
        r"(?:следующ\w+|очередн\w+|предстоящ\w+|ближайш\w+|[а-яё]{0,12}(?:перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|надцат|дцат|сороков)\w{2,3}"
        r"|\d{1,3}-?\w{0,2})\s+(?:\w+\s+){0,2}?(?:встреч\w+|заседани\w+|сесси\w+|конференци\w+|конгресс\w+|саммит\w+|совещани\w+|раунд\w*|форум\w*)"
        r"(?:\s+(?:министров|комиссии|комитета|группы|совета|старших должностных лиц|экспертов|глав государств|ассамблеи))?)"
        r"|(?P<dative>(?<!\w)(?<!(?<!\w)о )(?<!по )(?:следующ|очередн|предстоящ|ближайш)(?:ей|ой|ему|ому)\s+(?:\w+\s+){0,2}?"
        r"(?:встрече|заседанию|сессии|конференции|саммиту|совещанию|форуму)(?:\s+(?:министров|комиссии|комитета|группы|глав государств))?)"
        r"|(?P<end>(?<!\w)(?:до|к|ко|в)\s+(?:конц\w|начал\w|середин\w)\s+(?:следующего |текущего |этого |финансового )*(?:года|месяца|десятилетия|квартала))"
        r"|(?P<this>(?<!\w)(?:в (?:этом|следующем|текущем|будущем) (?:году|месяце|десятилетии)))",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"(?P<in>(?:今後|向こう|来たる)?[\d０-９一二三四五六七八九十]{1,3}(?:年|か月|ヶ月|カ月|週間|日|時間)(?:間で|間に|以内に|以内|の間に|後までに)|今後[\d０-９一二三四五六七八九十]{1,3}年間(?:に|で|にわたり)?)"
        r"|(?P<meeting>(?:次回|次期|次の|第[\d０-９一二三四五六七八九十]{1,4}回)(?:の)?(?:[^、。はをがに]{0,14}?)(?:会合|会議|会期|理事会|首脳会議|サミット|委員会会合|委員会|総会)(?:までに|まで|において|で|に)?)"
        r"|(?P<end>(?:来年度?|今年度?|本年度?|年度?)(?:末)?(?:までに|まで|中に)|(?:来年度?|今年度?|本年度?)(?:の?[春夏秋冬])?(?:末|中|前半|後半)?に?)"
    ),
}  # fmt: skip
# Years that are no time of an act: of names, of what is recalled, of what is compared.
_NOT_WHEN = re.compile(
    r"(?:\b(?:since|agenda|level of|levels of|compared to|compared with|from the level of|of|dated|adopted in|signed in|as of|in \d{4} and|relative to"
    r"|order \d+ of|no\.)|(?<!\w)(?:с|со|от|по сравнению с|уровн\w+|относительно|начиная с|повестк\w+ дня(?: на период)? до)|agenda for)\s*(?:the\s+)?(?:year\s+)?$",
    re.IGNORECASE,
)
_NAME_BEHIND = re.compile(
    r"\s*(?:agenda|action plan|summit|declaration|review|levels?|framework|baseline|strategy|plan of action|roadmap|года? уровн|levels)"
    r"|\s*年(?:比|の水準|以降|のアジェンダ)|アジェンダ|\s*年?比",
    re.IGNORECASE,
)
_STARTING = re.compile(
    r"(?:\b(?:beginning|starting|begin|start|commencing|as|effective|from)\s+(?:in|on|from|of)?|(?<!\w)(?:начиная с|с))\s*(?:the\s+)?$",
    re.IGNORECASE,
)
_UNTIL_SOURCE = re.compile(
    r"\b(?:report|resolution|decision|order|decree|paragraph|statement|declaration|agreement|convention)\b[^,;]{0,40}$",
    re.I,
)
_WHEN = re.compile(
    r"(?:\b(?:by|before|until|till|in|on|at|during|for|to|from|through|within|as early as|no later than|not later than|around|about|of|early|late|mid|and"
    r"|between|spring|summer|autumn|winter|fall)|(?<!\w)(?:до|к|ко|в|во|на|с|со|не позднее|не позже|за|по|весной|летом|осенью|зимой|начале|конце|середине))"
    r"\s+(?:the\s+)?(?:(?:fiscal |financial |calendar |school )?year\s+|end\s+of\s+|beginning of )?$|^\W*$",
    re.IGNORECASE,
)


def due(words: str, language: str, act: str = "") -> tuple[str, tuple[int, int] | None]:
    """By when, with its place: an ISO date where a year is told, else the words; empty where none is.

    ``act``: the end of the words, what is done; a date before it tells when somebody spoke unless it is a bound.
    """
    words = _QUOTED.sub(lambda hit: " " * len(hit[0]), words)
    act = words[len(words) - len(act) :] if act else act
    offset = len(words) - len(act) if act and words.endswith(act) else 0
    said, place = _due(words[offset:], language)
    if place or not offset:
        return said, (place[0] + offset, place[1] + offset) if place else None
    if _SPOKEN_WHEN.match(words):
        return "", None
    return _due(words, language)


_QUOTED = re.compile(r"“[^“”]{12,400}”|«[^«»]{12,400}»|「[^「」]{12,400}」")
_SPOKEN_WHEN = re.compile(
    r"(?:at|during|on)\s+(?:its|the|their|our)\b.{0,60}\b(?:meeting|summit|session|conference)\b.{0,12},|on \d|на сво[её]м\s",
    re.IGNORECASE,
)


def _due(words: str, language: str) -> tuple[str, tuple[int, int] | None]:
    exact = next(_dates(words, language), None)
    relative = _RELATIVE.get(language, NOTHING).search(words)
    if relative and not _is_frequency(words, relative) and (exact is None or _is_part(words, exact, relative)):
        group = next(name for name, value in relative.groupdict().items() if value)
        said = relative[0] if language != "en" or group in ("in", "this") else relative[group]
        said = re.sub(r"(?:において|[でに])$", "", said) if group == "meeting" and not said.endswith("までに") else said
        return re.sub(r"^(?:the|its|their|our)\s+", "", said.strip()) if group != "in" else said.strip(), relative.span()
    if exact is None:
        return "", None
    return _iso(exact), (exact.start, exact.end)


def _is_part(words: str, exact: dates.DateSpan, relative: re.Match[str]) -> bool:
    """Whether the date only tells more of the meeting that is named first."""
    return (
        relative.lastgroup == "meeting"
        and relative.start() < exact.start
        and exact.grain == "year"
        and exact.start - relative.end() > 40
    )


_EVERY = re.compile(r"(?:\b(?:every|each|per)|(?<!\w)(?:раз в|каждые)|毎)\s*$", re.IGNORECASE)
_FOLLOWED = re.compile(r"\s+(?:of|after) (?:each|every|the (?:receipt|date))|ごとに")


def _is_frequency(words: str, hit: re.Match[str]) -> bool:
    return _EVERY.search(words[max(0, hit.start() - 12) : hit.start()]) is not None or words[hit.end() :].startswith("ごと")


def _dates(words: str, language: str) -> Iterator[dates.DateSpan]:
    spans = [span for span in dates.spans(words, language) if span.has_year]
    by = [span for span in spans if dates.bound(words, span) == "before"]
    for span in (*by, *(span for span in spans if span not in by)):
        before = words[max(0, span.start - 60) : span.start]
        if _NAME_BEHIND.match(words, span.end):
            continue
        starts = _STARTING.search(before)
        if not starts and _NOT_WHEN.search(before) and span not in by:
            continue
        if (
            language != "ja"
            and not starts
            and span not in by
            and span.grain != "part"
            and (not _WHEN.search(before) or _UNTIL_SOURCE.search(before))
        ):
            continue
        yield span


def _iso(span: dates.DateSpan) -> str:
    last = span.last
    if span.grain in ("day", "days"):
        return last.isoformat()
    return f"{last.year}-{last.month:02d}" if span.grain == "month" else str(last.year)


_CURRENCY = r"(?:US\$|USD|EUR|JPY|\$|€|¥|£)"
_DIGITS = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?"
# What stands before a number and belongs to what is printed.
_FEW = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen"
_TIMES = "days|years|months|weeks|hours|minutes|of|times|and|or"
_QUALIFIER = {
    "en": re.compile(
        r"\b(?:at least|more than|up to|about|around|approximately|over|not less than|no less than|no fewer than|not fewer than|a minimum of|no more than|not more than|less than|some|nearly"
        r"|a further|an additional)\s+(?:an additional )?$",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        r"(?<!\w)(?:(?:не менее|не более|более)(?: чем)?|свыше|около|порядка|до|на|как минимум|по меньшей мере|ещ[её]|примерно)\s+(?:на\s+)?$", re.IGNORECASE
    ),
    "ja": re.compile(r"(?:総額|約|最大|少なくとも|計|延べ)$"),
}  # fmt: skip
_HAS_AMOUNT = {
    "en": re.compile(r"\d|\b(?:doubl|halv|tripl|quadrupl|half|third|quarter|fifth|hundred|dollar|euro|yen|[a-z]+ty\b|(?:two|three|four|five|six|seven|eight|nine|ten) (?:year|month|day|hour)|(?:at least|fewer than|less than|more than|up to|minimum of) [a-z]+)", re.I),
    "ru": re.compile(r"\d|до \w+ (?:лет|месяцев|дней|часов)|(?:менее|более|свыше|минимум|мере) [а-я]+|вдвое|втрое|раза|удво|утро", re.I),
    "ja": re.compile(r"\d|[０-９]|倍|半減|分の"),
}  # fmt: skip
_AMOUNT = {
    "en": re.compile(
        rf"(?P<money>(?:{_CURRENCY}\s?)(?:{_DIGITS})(?:\s?(?:thousand|million|billion|trillion|bn|mn|m)\b)?(?:\s+(?:dollars|euros))?"
        rf"|(?:{_DIGITS}|one|two|three|five|ten|half a)\s+(?:thousand |million |billion |trillion |bn )?(?:U\.?S\.? )?(?:dollars?|euros?|yen|yuan|pounds|francs|kron[ea]r?|roubles|rubles|tenge|soms?|won|lira|rupees)\b)"
        rf"|(?P<share>(?:by\s+)?(?:{_DIGITS})\s?(?:%|per\s?cent\b|percentage points|percent)|(?:{_DIGITS})\s?°\s?C)"
        rf"|(?P<count>(?<![\w./+-])(?:{_DIGITS})(?:\s+(?:thousand|million|billion|trillion))?(?:\s+(?!(?:and|or|of|by|in|to|from|at|on|with|for|per|a|years?|months?|weeks?|days?|hours?)\b)[A-Za-z][\w-]*){{1,4}})"
        rf"|(?P<term>\bto\s+(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s+(?:years?|months?|days|hours)\b)"
        rf"|(?P<least>(?<=at least )(?:{_FEW}|twenty)\s+(?!{_TIMES})[a-z][\w-]*|(?<=fewer than )(?:{_FEW}|twenty)\s+(?!{_TIMES})[a-z][\w-]*"
        rf"|(?<=less than )(?:{_FEW})\s+(?!{_TIMES})[a-z][\w-]*|(?<=up to )(?:{_FEW})\s+(?!{_TIMES})[a-z][\w-]*|(?<=minimum of )(?:{_FEW})\s+(?!{_TIMES})[a-z][\w-]*)"
        rf"|(?P<words>\b(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|one hundred|two hundred)\s+(?!days|years|months|weeks|hours|minutes)[a-z][\w-]*)"
        rf"|(?P<times>\b(?:doubl(?:e|ing)|halv(?:e|ing)|tripl(?:e|ing)|quadrupl(?:e|ing))\s+(?:[\w'’-]+\s+){{0,4}}?[\w'’-]+(?=\s+(?:between|by|in|of the|without|for|from|to|at|and|within)\b|[.,;]|$)"
        rf"|\b(?:by\s+)?(?:one|two)[ -](?:half|third|thirds|quarter|quarters|fifth)\b)",
        re.IGNORECASE,
    ),
    "ru": re.compile(
        rf"(?P<money>(?:{_CURRENCY}\s?)?(?:{_DIGITS})\s?(?:тыс(?:\.|яч\w*)?|млн\.?|млрд\.?|трлн\.?|миллион\w*|миллиард\w*|триллион\w*)?\s?(?:долл\w*\.?|евро|иен\w*|юан\w*|рубл\w*|тенге|сом\w{{0,3}}|вон|крон\w*|франк\w*|фунт\w*)(?:\s+США)?)"
        rf"|(?P<share>(?:{_DIGITS})\s?(?:%|процент\w*))"
        rf"|(?P<count>(?<![\w./-])(?:{_DIGITS})(?:\s?(?:тыс\.?|тысяч\w*|млн\.?|млрд\.?|миллион\w*|миллиард\w*))?(?:\s+(?!(?:и|или|в|к|до|на|с|по|год\w*|г|лет|месяц\w*|дн\w*|недел\w*|суток)(?!\w))[А-Яа-яё][\w-]*){{1,2}})"
        rf"|(?P<term>(?<!\w)до\s+(?:двух|трех|четырех|пяти|шести|семи|восьми|девяти|десяти|\d+)\s+(?:лет|месяцев|дней|часов))"
        rf"|(?P<least>(?:(?<=не менее )|(?<=не менее чем )|(?<=как минимум )|(?<=по меньшей мере )|(?<=свыше ))(?:двух|трех|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти"
        rf"|двенадцати|пятнадцати|двадцати|тридцати|пятидесяти|ста)\s+(?!лет|месяц|дней|недель|часов|раз)[а-яё][\w-]*(?:\s+[а-яё][\w-]*[хвй](?!\w))?)"
        rf"|(?P<times>(?:вдвое|втрое|в два раза|в полтора раза)(?:\s+\w+){{1,3}}|(?:удво|утро)(?:ить|ят|ит)(?:\s+\w+){{1,3}})",
        re.IGNORECASE,
    ),
    "ja": re.compile(
        r"(?P<money>[\d０-９][\d０-９,，.．]*[千百十万億兆]*(?:[\d０-９,]*[千百十万億兆]+)*(?:米)?(?:ドル|円|ユーロ|元|ポンド|フラン|ルーブル|テンゲ|ウォン))"
        r"|(?P<share>[\d０-９][\d０-９.．]*(?:%|％|パーセント(?:ポイント)?|割))"
        r"|(?P<count>(?<!第)[\d０-９][\d０-９,，.．]*[千百十万億兆]*(?:人|名|件|か国|か所|カ所|ヶ所|箇所|校|社|本|台|頭|トン|キロ(?:メートル|ワット)?|メガワット|ヘクタール|基|隻|床|戸|時間以内|時間(?=(?:に|以内に|まで)短縮)|日(?:間)?(?=(?:に|以内に|まで)短縮)|の[^、。をにがはで]{1,8}(?=[をにがはで]))(?:の[^、。をにがはで]{1,10}(?=[をにがはで]))?)"
        r"|(?P<times>倍増|半減|[\d０-９一二三四五]倍|三分の一|3分の1)"
    ),
}  # fmt: skip
_NO_COUNT = re.compile(
    r"\b(?:article|articles|paragraphs?|resolution|no\.?|item|chapter|annex|goal|goals|target|sdg|cop|part|phase|order|section|at its|on|p-|scenario|c5|g)\s*$"
    r"|(?<!\w)(?:стать\w+|пункт\w*|резолюци\w+|№|раз в|каждые)\s*$|第$",
    re.IGNORECASE,
)
_NOT_COUNTED = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|plenary|meeting)\b|\d(?:st|nd|rd|th)\b",
    re.I,
)


def amount(words: str, language: str, without: tuple[int, int] | None) -> tuple[str, bool]:
    """The money, or else the target that can be measured, as printed; and whether it is money."""
    said = words
    for start, end in [*((span.start, span.end) for span in dates.spans(words, language)), *([without] if without else [])]:
        said = said[:start] + ";" * (end - start) + said[end:]
    if not _HAS_AMOUNT[language].search(said):
        return "", False
    best = None
    for hit in _AMOUNT.get(language, NOTHING).finditer(said):
        if _NO_COUNT.search(said[max(0, hit.start() - 14) : hit.start()]) or _EVERY.search(
            said[max(0, hit.start() - 12) : hit.start()]
        ):
            continue
        if hit.lastgroup == "count" and _NOT_COUNTED.search(hit[0]):
            continue
        if best is None or (hit.lastgroup == "money" and best.lastgroup != "money"):
            best = hit
        if best.lastgroup == "money":
            break
    if best is None:
        return "", False
    qualifier = _QUALIFIER[language].search(said[max(0, best.start() - 30) : best.start()])
    text = f"{qualifier[0] if qualifier else ''}{best[0]}".strip(" ;")
    text = re.sub(r"^(?:to|by)\s+", "", text)
    text = re.sub(r"\s+(?:для|между|в|на|с|со|по|к|до|и|не|of|from|for)$", "", text)
    return text, best.lastgroup == "money"

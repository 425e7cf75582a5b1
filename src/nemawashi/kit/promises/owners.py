"""Who promises: all, each, one party by its name, a group, a third body."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache

from babel import Locale

from nemawashi.kit.concordance import names
from nemawashi.kit.concordance.values import Name
from nemawashi.kit.promises.vocabulary import folded, listed

ALL, EACH = "all", "each"
_LANGUAGES = ("en", "ru", "ja")
_GROUPS = {"central-asia"}
# Expressions of the table that name no body.
_BODIES = re.compile(
    r"(?:bank|organi[sz]ation|programme|fund|agency|commission|union|office|secretary-general|commissioner|institute|foundation"
    r"|association of|unesco|unicef|nato|united nations|world|court)",
    re.IGNORECASE,
)
_NO_BODY = re.compile(r"goals|treaty|agreement|convention|charter|agenda|initiative|dialogue|plus|sea\b|\+", re.IGNORECASE)
# What the tables of translation do not have: bodies and officers, by what each language calls them.
_MORE = (
    ("third:Secretary-General", ("Secretary-General",), ("Генеральн* секретар*",), ("事務総長",)),
    ("third:United Nations Environment Programme", ("UNEP", "United Nations Environment Programme"), ("ЮНЕП",), ("国連環境計画",)),
    ("third:FAO", ("Food and Agriculture Organization",), ("ФАО",), ("FAO",)),
    ("third:ESCAP", ("ESCAP",), ("ЭСКАТО",), ("ESCAP",)),
    ("third:OECD", ("OECD",), ("ОЭСР",), ("経済協力開発機構", "OECD")),
    ("third:European Commission", ("European Commission",), ("Европейск* комисси*",), ("欧州委員会",)),
    ("group:senior officials", ("senior officials",), ("старш* должностн* лиц*",), ("高級実務者",)),
    ("group:ministers", ("our ministers", "their ministers"), ("свои* министр*",), ("各国閣僚",)),
    ("group:experts", ("experts",), ("эксперт*",), ("専門家",)),
    ("group:secretariat", ("secretariat",), ("секретариат*",), ("事務局",)),
    ("group:chair", ("chair", "chairperson", "presidency"), ("председател*", "председательств*"), ("議長国", "議長")),
    ("group:working group", ("working group", "working party"), ("рабоч* групп*",), ("作業部会",)),
    ("group:operators", ("operators",), ("оператор*",), ("運営者",)),
    ("group:museums", ("museums",), ("музе*",), ("博物館", "美術館")),
    ("group:universities", ("universities",), ("университет*", "вуз*"), ("大学",)),
    ("group:coordinators", ("national coordinators", "coordinators"), ("национальн* координатор*", "координатор*"), ("調整官",)),
)  # fmt: skip
_OTHER_NAMES = (
    ("United States", ("United States of America", "U.S.", "US", "American side"), ("США", "Соединенн* Штат*"), ("米国", "アメリカ合衆国")),
    ("United Kingdom", ("U.K.", "UK", "Britain"), ("Великобритани*", "Соединенн* Королевств*"), ("英国", "イギリス")),
    ("Republic of Korea", ("Republic of Korea", "ROK", "South Korea"), ("Республик* Коре*",), ("韓国", "大韓民国")),
    ("China", ("People's Republic of China", "PRC", "People’s Republic of China"), ("КНР",), ("中華人民共和国",)),
    ("Russia", ("Russian Federation",), ("Российск* Федераци*",), ("ロシア連邦",)),
    ("European Union", ("European Union", "EU"), ("Европейск* союз*", "ЕС"), ("欧州連合", "EU")),
    ("Türkiye", ("Türkiye", "Turkey"), ("Турци*",), ("トルコ",)),
    ("Vietnam", ("Viet Nam", "Vietnam"), ("Вьетнам*",), ("ベトナム",)),
    ("Iran", ("Islamic Republic of Iran",), ("Исламск* Республик* Иран",), ("イラン・イスラム共和国",)),
    ("Moldova", ("Moldova",), ("Молдов*", "Молдави*"), ("モルドバ",)),
    ("Belarus", ("Belarus",), ("Беларус*", "Белорусси*"), ("ベラルーシ",)),
    ("Czechia", ("Czech Republic",), ("Чехи*",), ("チェコ",)),
)  # fmt: skip


@cache
def _table() -> names.Names:
    """States by CLDR, the parties and bodies of the tables of translation, and what stands above."""
    rows = list(names.PARTIES)
    taken = {name.key.rpartition("/")[2] for name in rows}
    places = {code: Locale.parse(code).territories for code in _LANGUAGES}
    for code, english in places["en"].items():
        if (
            len(code) == 2
            and code.isalpha()
            and english.casefold() not in taken
            and code not in ("QO", "ZZ", "XA", "XB", "EZ", "UN")
        ):
            plain = re.sub(r"\s*\(.*?\)|\s+SAR.*", "", english)
            rows.append(
                Name(f"state/{plain}", {
                    "en": (plain,), "ru": _cases(folded(places["ru"].get(code, plain))), "ja": (places["ja"].get(code, plain),),
                })
            )  # fmt: skip
    rows += [Name(f"state/{name}", {"en": en, "ru": ru, "ja": ja}) for name, en, ru, ja in _OTHER_NAMES]
    rows += [Name(key, {"en": en, "ru": ru, "ja": ja}) for key, en, ru, ja in _MORE]
    known = {form.casefold() for name in rows for form in name.forms.get("en", ())}
    for name in names.known():
        english = name.forms.get("en", ())
        if name.key in _GROUPS or (english and not any(form.casefold() in known for form in english) and _is_body(english)):
            rows.append(Name(f"body/{name.key}", {code: _plain(name.forms.get(code, ())) for code in _LANGUAGES}))
    return names.Names(rows)


def _is_body(forms: Sequence[str]) -> bool:
    said = " ".join(forms)
    return bool(_BODIES.search(said)) and not _NO_BODY.search(said)


def _plain(forms: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(folded(form) for form in forms))


# The cases of a Russian name by how it ends; what is not here has one form.
_CASES = (
    (re.compile(r"ия$"), "ия ии ию ией"), (re.compile(r"[гкхжшчщ]а$"), "а и е у ой"), (re.compile(r"а$"), "а ы е у ой"),
    (re.compile(r"я$"), "я и е ю ей"), (re.compile(r"й$"), "й я ю ем е"), (re.compile(r"ь$"), "ь я ю ем е и ью"),
    (re.compile(r"[бвгджзклмнпрстфхцчшщ]$"), "+ а у ом е ы ов"),
)  # fmt: skip
_ADJECTIVE = re.compile(r"(?:ая|ый|ий|ое|ые|ие)$")


def _cases(name: str) -> tuple[str, ...]:
    """A Russian name in all its cases; what stands in round brackets behind it is no part of it."""
    *first, last = re.sub(r"\s*\(.*?\)", "", name).split() or [name]
    if any(word[:1].islower() for word in first):
        return (name,)
    lead = " ".join(f"{_ADJECTIVE.sub('', word)}*" if _ADJECTIVE.search(word) else word for word in first)
    for ending, cases in _CASES:
        if ending.search(last):
            stem = last if cases.startswith("+") else ending.sub("", last) + ("" if len(ending.pattern) < 8 else last[-2])
            forms = [stem + ("" if case == "+" else case) for case in cases.split()]
            return tuple(f"{lead} {form}".strip() for form in forms)
    return (f"{lead} {last}".strip(),)


@lru_cache(maxsize=16)
def _english(table: names.Names) -> dict[str, str]:
    """What the one who bears a key is called in English."""
    out = {}
    for name in table:
        kind, _, rest = name.key.partition("/")
        if kind == "party":
            out[name.key] = rest.replace("-", " ").title()
        elif kind == "state":
            out[name.key] = rest
        elif kind == "body":
            called = name.forms["en"][0]
            out[name.key] = f"group:{called}" if rest in _GROUPS else f"third:{called}"
        else:
            out[name.key] = name.key
    return out


_PRESENT: ContextVar[names.Names | None] = ContextVar("present", default=None)


@contextmanager
def among(parties: Sequence[Mapping[str, str]]) -> Iterator[None]:
    """Within it, these parties are known by their names, too. Each is a name by language; the English one is what it is called."""
    token = _PRESENT.set(_with(tuple(tuple(sorted(party.items())) for party in parties)) if parties else None)
    try:
        yield
    finally:
        _PRESENT.reset(token)


@lru_cache(maxsize=8)
def _with(parties: tuple[tuple[tuple[str, str], ...], ...]) -> names.Names:
    rows = []
    for party in map(dict, parties):
        called = party.get("en") or next(iter(party.values()), "")
        forms = {code: _cases(folded(name)) if code == "ru" else (name,) for code, name in party.items() if name}
        rows.append(Name(f"state/{called}", forms))
    known = {form for name in rows for form in name.forms.get("en", ())}
    return names.Names([*rows, *(name for name in _table() if not known & set(name.forms.get("en", ())))])


def named(words: str, language: str) -> list[tuple[int, int, str]]:
    """Who is named where, by English names; of bodies with ``third:`` or ``group:`` before them."""
    table = _PRESENT.get() or _table()
    english = _english(table)
    return [
        (row.start, row.end, english[row.key]) for row in names.named(folded(words), language, table) if row.key in english
    ]


_PERSONS = re.compile(
    r"\b(?:Prime Ministers?|Presidents?|Chancellor|Premier|Secretary of State|Ministers?)\s+\S+.*\band\s+(?:[A-Z]|the\b)"
)
_BOTH = re.compile(
    r"\bboth\b|\b(?:the )?two\s+(?:leaders|sides|countries|governments)|(?<!\w)об[ае]\s|双方|両国|両者", re.IGNORECASE
)
_UNIT = re.compile(r"\b(?:ministry|ministries|delegation|embassy)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:the|a|an|our|their|its|all|relevant|respective|competent|also|both|each|it is|it was|such|that|и|а|но|also)\s+",
    re.IGNORECASE,
)
_HEAD = re.compile(r"\s+(?:of|for|in|on|at|with|from|under|to|by|within|between|among|as)\s|,|\(")
_WITH = re.compile(
    r",?\s*(?:\b(?:together with|in cooperation with|in coordination with|jointly with|with the support of|along with|in partnership with"
    r"|on behalf of|with the assistance of|at the request of|on the (?:proposal|recommendation) of)\b|совместно с|при поддержке"
    r"|в сотрудничестве с|при содействии|по просьбе|по предложению).*",
    re.IGNORECASE | re.DOTALL,
)


def owner(subject: str, language: str, before: str = ALL) -> str:
    """Whose the promise is, by the subject of its verb; ``before``: the owner of what goes before, where no subject is told."""
    said = _WITH.sub("", subject).strip(" ,;:")
    if not said:
        return before
    plain = folded(said)
    if re.match(r"(?:we|мы|neither|no (?:party|side|state)|ни одна из сторон)(?!\w)", plain, re.IGNORECASE):
        return ALL
    if listed("each", language).search(plain):
        return EACH
    if _BOTH.search(plain) or (language == "en" and _PERSONS.search(said)):
        return ALL
    who = list(dict.fromkeys(name for _, _, name in named(said, language)))
    if not who:
        return _unnamed(plain, language, before)
    bodies = [name for name in who if ":" in name]
    states = [name for name in who if ":" not in name]
    if not states:
        return bodies[0] if len(bodies) == 1 else together(bodies)
    head = _LEADING.sub("", plain)
    if language == "en" and (unit := _UNIT.match(head)) and len(states) == 1 and unit:
        return states[0]
    if any(name.startswith("group:") for name in bodies):
        return ALL if language == "en" and len(states) == 1 else together([*states, *bodies])
    return states[0] if len(states) == 1 else f"group:{', '.join(states)}"


def together(bodies: Sequence[str]) -> str:
    kind = "third" if all(name.startswith("third:") for name in bodies) else "group"
    return f"{kind}:{', '.join(name.partition(':')[2] or name for name in bodies)}"


_PRONOUN = re.compile(r"(?:(?:they|it|he|she|who|which)|(?:они|он|она|оно))$", re.IGNORECASE)


def _unnamed(said: str, language: str, before: str) -> str:
    head = said
    for _ in range(4):
        head = _LEADING.sub("", head)
    if _PRONOUN.fullmatch(head.strip()):
        return before
    if language == "ru" and re.match(r"(?:в|на|с|для|при|по|к|от|о|из|до|после)\s", head, re.IGNORECASE):
        return ALL
    first = _HEAD.split(head, maxsplit=1)[0].strip() if language == "en" else head
    if listed("speakers", language).search(first) or not listed("agents", language).search(first):
        if (
            language == "en"
            and re.fullmatch(r"(?:\w+\s){0,2}ministers of .*", head, re.IGNORECASE)
            and not head.lower().startswith(("ministers of foreign", "foreign ministers"))
        ):
            return f"group:{head.strip()}"
        return ALL
    return f"group:{(head if language == 'en' else first).strip()}"

"""What a paper says beside the sealed words, in the language of the version: English where we have no other."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime

from nemawashi.kit.languages import RIGHT_TO_LEFT
from nemawashi.kit.papers.values import PaperAdoption

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_SAID: dict[str, dict[str, str]] = {
    "en": {
        "joint_statement": "Joint statement", "press_release": "Press release", "action_plan": "Action plan",
        "road_map": "Road map", "declaration": "Declaration", "draft_declaration": "Draft declaration",
        "chair_summary": "Chair's summary", "chair_statement": "Chair's statement", "issue_paper": "Issue paper",
        "initiative": "Initiative", "speech": "Speech",
        "consensus": "Adopted by consensus", "silence": "Adopted by silence", "issued": "Issued", "in": "at",
        "revision": "Revision", "statements": "Reservations and statements", "reservation": "Reservation",
        "interpretative": "Interpretative statement", "explanation": "Explanation of position",
        "corrigenda": "Corrigenda", "reads": "for", "instead": "read", "clause": "Paragraph", "seal": "Seal",
        "address": "Permanent address", "authentic": "Authentic text", "courtesy": "Courtesy translation",
        "machine": "Machine translation", "languages": "Languages", "note": "Note",
        "sealed": "SHA-256 of the canonical bytes of this version",
        "log": "The log of acts stood at {count} entries at the adoption, head {head}",
    },
    "ru": {
        "joint_statement": "Совместное заявление", "press_release": "Пресс-релиз", "action_plan": "План действий",
        "road_map": "Дорожная карта", "declaration": "Декларация", "draft_declaration": "Проект декларации",
        "chair_summary": "Резюме председателя", "chair_statement": "Заявление председателя",
        "issue_paper": "Тематический документ", "initiative": "Инициатива", "speech": "Выступление",
        "consensus": "Принято консенсусом", "silence": "Принято по процедуре молчания", "issued": "Выпущено", "in": "на",
        "revision": "Редакция", "statements": "Оговорки и заявления", "reservation": "Оговорка",
        "interpretative": "Заявление о толковании", "explanation": "Разъяснение позиции",
        "corrigenda": "Исправления", "reads": "вместо", "instead": "следует читать", "clause": "Пункт", "seal": "Печать",
        "address": "Постоянный адрес", "authentic": "Аутентичный текст", "courtesy": "Неофициальный перевод",
        "machine": "Машинный перевод", "languages": "Языки", "note": "Примечание",
        "sealed": "SHA-256 канонических байтов этой языковой версии",
        "log": "При принятии в журнале актов было записей: {count}, дайджест последней: {head}",
    },
    "ja": {
        "joint_statement": "共同声明", "press_release": "プレスリリース", "action_plan": "行動計画",
        "road_map": "ロードマップ", "declaration": "宣言", "draft_declaration": "宣言案",
        "chair_summary": "議長総括", "chair_statement": "議長声明", "issue_paper": "論点ペーパー",
        "initiative": "イニシアティブ", "speech": "演説",
        "consensus": "コンセンサスにより採択", "silence": "沈黙手続により採択", "issued": "発出", "in": "於",
        "revision": "改訂版", "statements": "留保及び声明", "reservation": "留保",
        "interpretative": "解釈声明", "explanation": "立場の説明",
        "corrigenda": "正誤表", "reads": "誤", "instead": "正", "clause": "項", "seal": "封印",
        "address": "恒久アドレス", "authentic": "正文", "courtesy": "仮訳",
        "machine": "機械翻訳", "languages": "言語", "note": "注",
        "sealed": "この言語版の正規バイト列のSHA-256",
        "log": "採択時の行為の記録簿:{count}件、最終ダイジェスト {head}",
    },
}  # fmt: skip


def said(key: str, language: str) -> str:
    """A label in a language; the key itself where nobody gave it a label."""
    return _SAID.get(language, _SAID["en"]).get(key, key)


def plain(words: str) -> str:
    """Words as every format can hold them: what XML cannot hold becomes the sign for that."""
    return _ILLEGAL.sub("\ufffd", words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def when(adoption: PaperAdoption, language: str) -> str:
    pattern = "y年M月d日 HH:mm" if language == "ja" else "d MMMM y, HH:mm"
    moment = format_datetime(adoption.at, pattern, tzinfo=ZoneInfo(adoption.zone), locale=_locale(language))
    return f"{moment} ({adoption.zone})"


def day(at: dt.datetime, zone: str, language: str) -> str:
    pattern = "y年M月d日" if language == "ja" else "d MMMM y"
    return str(format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=_locale(language)))


def language_name(code: str, reader: str) -> str:
    name = str(_locale(reader).languages.get(code, code))
    return name[:1].upper() + name[1:]


def direction(language: str) -> str:
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language if language in _SAID else "en")
    except (UnknownLocaleError, ValueError):
        return Locale("en")

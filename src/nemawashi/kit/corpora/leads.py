"""Words with which a clause begins, and by which its kind is told, in English, Russian and Japanese."""

import re

# "The General Assembly," and its like: an organ, or the parties, alone on a line before what they say.
_ORGANS_EN = (
    r"The (?:General Assembly|Security Council|Economic and Social Council|Human Rights Council|Council|Commission"
    r"|Conference(?: of the (?:States )?Parties)?(?: serving as [^,.;]{5,80})?|(?:States )?Parties(?: to [^.;]{3,80})?"
    r"|Committee|Heads of State and Government|High Contracting Parties|Board|Assembly|Congress|Ministers?[^.;]{0,60})"
)
_ORGANS_RU = (
    r"(?:Генеральная Ассамблея|Совет Безопасности|Экономический и Социальный Совет|Совет по правам человека|Комиссия"
    r"|Конференция(?: Сторон)?|Стороны|Государства-участники|Высокие Договаривающиеся Стороны|Комитет|Министры[^.;]{0,60})"
)
_ORGANS_JA = (
    r"(?:よって、|ここに、)*(?:国際連合|国連)?"
    r"(?:総会|安全保障理事会|経済社会理事会|人権理事会|締約国会議|締約国|委員会|理事会)は、?"
)
FORMULA = re.compile(rf"^[\[ ]*(?:{_ORGANS_EN}|{_ORGANS_RU}|{_ORGANS_JA})\]*[,:、]?\]*$")

_HOW = (
    r"(?:(?:Deeply|Gravely|Seriously|Strongly|Firmly|Fully|Further|Also|Particularly|Profoundly|Extremely|Keenly|Highly"
    r"|Greatly|Again|Once again|Very|Increasingly|Equally|Solemnly|Remaining)\s+)?"
)
_PREAMBULAR_EN = re.compile(
    rf"^\W*(?:(?:And|In this regard|In that regard),?\s+)?{_HOW}"
    r"(?:[A-Za-z]+ing(?:also|further)?|Concerned|Convinced|Alarmed|Determined|Dismayed|Disturbed"
    r"|Guided|Encouraged|Inspired|Committed|Outraged|Appalled|Shocked|Saddened|Troubled|Resolved|United|Gratified"
    r"|Persuaded|Pleased|Aware|Mindful|Conscious|Cognizant|Desirous|Anxious|Fearful|Hopeful|Appreciative|Supportive|Grateful|Respectful|Whereas)\b",
    re.I,
)
_PREAMBULAR_RU = re.compile(
    r"^\W*(?:(?:вновь|также|далее|с (?:глубоким |большим )?"
    r"(?:удовлетворением|признательностью|озабоченностью|беспокойством|сожалением)"
    r"|глубоко|серьёзно|серьезно|будучи|особо|решительно|ещё раз|еще раз|во исполнение|в этой связи)\s+)*"
    r"(?:[а-яё]+(?:ая|яя|уя|юя|дя|ня|ясь|аясь|яясь|ив|ав|ев|ив|ыв|вшись|вши)|будучи|поскольку|памятуя)\b",
    re.I,
)
_PREAMBULAR_JA = re.compile(r"(?:し|て|つつ|り|ながら|であることから|ことに鑑み|ので)、$")

_MANNER = (
    r"(?:(?:Also|Further|Strongly|Firmly|Once again|Again|Urgently|Solemnly|Fully|Deeply|Particularly|Reaffirming[^,]*,)"
    r"\s+)*"
)
_VERBS = (
    "Encourages Calls Requests Recognizes Recognises Welcomes Urges Recalls Decides Reaffirms Invites Stresses "
    "Takes Notes Emphasizes Emphasises Acknowledges Reiterates Underlines Endorses Expresses Recommends Commends "
    "Underscores Approves Affirms Looks Condemns Appeals Authorizes Authorises Demands Supports Appreciates "
    "Recommits Highlights Resolves Deplores Considers Appropriates Agrees Commits Adopts Declares Proclaims "
    "Regrets Concurs Confirms Designates Elects Appoints Establishes Extends Insists Instructs Pays Pledges "
    "Reminds Rejects Remains Shares Strongly Thanks Transmits Undertakes Views Warns "
).split()
_OPERATIVE_EN = re.compile(rf"^\W*{_MANNER}(?:{'|'.join(_VERBS)})\b", re.I)
_OPERATIVE_RU = re.compile(
    r"^\W*(?:(?:также|далее|вновь|настоятельно|решительно|с [а-я]+)\s+)*(?:[а-яё]+(?:ает|яет|ует|ит|ют|ывает|ется|ится))\b",
    re.I,
)

CLOSING = re.compile(
    r"^(?:\d+(?:st|nd|rd|th) (?:\(\w+\) )?(?:plenary |closed )?meeting\b.*|Resolution adopted\b.*"
    r"|\[?Adopted (?:by|at|on|without)\b.{0,160}"
    r"|Done at .{0,200}|IN WITNESS WHEREOF\b.*|[*\u2217\s_–—=·.•]+|\(?[Ss]ee (?:A|S|E)/.*|\d+-e .*заседание.*"
    r"|.{0,40}\d+-е (?:\(\w+\) )?пленарное заседание.*|Совершено в .{0,200}|第\d+回本会議.*|以上|Please recycle.*)$",
    re.S,
)
FOOTNOTE = re.compile(
    r"^(?:(?:[*†‡]+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)\s?\S|[(（]?(?:Note|NOTE|Notes|Примечание|注|注記)\s*[0-9０-９]{0,2}\s*[)）:：．.]\s*\S)"
)
ANNEX = re.compile(
    r"^\[*(?:(?:ANNEX|Annex|APPENDIX|Appendix|ENCLOSURE|Enclosure|ПРИЛОЖЕНИЕ|Приложение|ДОБАВЛЕНИЕ|Добавление)"
    r"(?:\s+(?:[IVXLC]+|\d+|[A-Z]))?"
    r"|附属書(?:[一二三四五六七八九十ⅠⅡⅢIVX\d]*)|別添\d*|別紙\d*|付録\d*)(?=$|[\s:.—–\]])"
)
SECTION = re.compile(
    r"^\[*(?:(?:Article|ARTICLE|Section|SECTION|Chapter|CHAPTER|Part|PART|Rule|RULE|Action|Objective|Target|Goal|Pillar|PILLAR"
    r"|Theme|Title|TITLE|Appendix|Protocol|Declaration|Cluster|Priority(?: area)?|Step|Model strategy(?: No\.)?|Option"
    r"|Статья|СТАТЬЯ|Раздел|РАЗДЕЛ|Глава|ГЛАВА|Часть|ЧАСТЬ|Правило)\s+(?:[IVXLC]+|\d+(?:\.\d+)*|[A-Z])(?:\s?(?:bis|ter))?\b"
    r"|第[一二三四五六七八九十百\d０-９]+(?:条|章|節|部|編))"
)


def is_preambular(words: str, language: str) -> bool:
    """Whether the clause gives a reason: a participle at its start; in Japanese a verb that goes on at its end."""
    if language == "ja":
        return bool(_PREAMBULAR_JA.search(words))
    return bool((_PREAMBULAR_RU if language == "ru" else _PREAMBULAR_EN).match(words))


def is_operative(words: str, language: str) -> bool:
    """Whether the clause says what its organ does: a verb in the third person at its start."""
    if language == "ja":
        return words.endswith("。") and bool(
            re.search(r"(?:する|します|した|いる|ある|ない|べきである|確認|要請|決定|歓迎)。$", words)
        )
    return bool((_OPERATIVE_RU if language == "ru" else _OPERATIVE_EN).match(words))

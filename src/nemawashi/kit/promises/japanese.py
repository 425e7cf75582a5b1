"""Promises of one sentence in Japanese, which says at its end what all of it is: a promise, a stance, or what is."""

import re
from dataclasses import dataclass
from itertools import pairwise

from nemawashi.kit.promises import owners
from nemawashi.kit.speech import strength

_TAIL = re.compile(r"[\s。.;；、」』）)]+$")
# Where one act ends and another begins whose doer is named.
_TWO = re.compile(
    r"(?<=[しりいきちみびぎえけせてめべれげぜねへ])(?<!ため)(?<!として)(?<!対し)(?<!際し)(?<!おいて)(?<!ついて)(?<!向けて)(?<!あわせて)(?<!加えて)(?<!応じて)(?<!とおり)(?<!より)(?<!限り)、(?=[^、。はをが]{2,30}は(?![、]?じ))|(?<=こととし)、|(?<=ほか)、"
)
_TOPIC = re.compile(r"(?<![にでてとり])は(?=[、\s]|[^いじず])")
_FROM = re.compile(r"[^、。]{2,15}側(?:から|より)、")
_SUBJECT = re.compile(r"が(?=[^いあ])")
_OPENING = re.compile(
    r"^[^。]{2,120}?(?:留意し|想起し|再確認し|歓迎し|認識し|強調し|感謝し|評価し|踏まえ|考慮し|確認し|念頭に置き)(?:つつ|ながら|、|て|た上で|、また)、?(?=[^。]{2,30}は)"
)
_CLAUSE_END = re.compile(r"(?:ため|つつ|ながら|に|で|し|て|には|場合|とともに|下|上で|際)、")
_ASKED = re.compile(
    r"(?:よう(?:に)?(?:、)?(?:[^、。]{1,20}に(?:対して)?)?|こと(?:を|が)?|の?提出(?:を|が)|の?報告(?:を|が)|検討(?:を|が))(?:、)?(?:指示|要請|求め|依頼|委任|委託|命)(?:し|す|され|た|る|じ)\w*$"
)
_REMIT = re.compile(r"検討|報告|提出|提示|研究|調査|評価|レビュー|分析|説明|審議")
_MEETING = re.compile(r"会合|会議|会期|理事会|総会|サミット")
_PREPARES = re.compile(r"作成|準備|立案|策定")
_ADDRESSEE = re.compile(r"(?P<who>[^、。は]{2,30}?)(?:に対し|に対して|に(?=[^、。]{0,60}(?:よう|こと)))")
_AGAIN = re.compile(
    r"(?:コミットメント|約束|誓約|意向|決意|意図|方針|義務)を(?:改めて)?(?:再確認|確認|再度表明)(?:し|す)\w*$"
)
_ACT_OF = re.compile(
    r"(?:する|行う|すこと|との|という|う|く|む|ぶ|る|させる)(?:との|という)?(?:コミットメント|約束|誓約|意向|決意|意図|方針|義務)"
)
_SAID = re.compile(
    r"(?P<what>.{0,14})(?:と|旨を?|こと(?:を|を改めて)|意向を|意図を|決意を|用意を|準備を|意思を|考えを|方針を)(?:発表|表明|宣言|明らかに|公表|約束|述べ|伝え|示)(?:し|す|た|べ|え)\w*$"
)
# "Announced a new initiative that invites a thousand young people".
_NEW = re.compile(
    r"(?:する|行う|す|く|む|ぶ|る)(?:との|という|ための)?(?:新たな|新しい)?[^、。をはが]{0,12}(?:イニシアティブ|構想|支援策|支援計画|方針|プログラム)を(?:発表|表明|明らかに|打ち出)(?:し|す)\w*$"
)
_CONFIRMED = re.compile(
    r"(?:する|しない|行う|行わない|いく|図る|進める)ことを(?:改めて|再度)?(?P<again>再)?確認(?:し|す)\w*$"
)
# "Agreed that the host sends": who does it stands within.
_WITHIN = re.compile(
    r"は、?(?P<who>[^、。はがを]{2,14})が、?[^。]*(?:こと|旨)(?:で|に|を|と)\w{0,3}(?:一致|合意|決定|確認)\w*$"
)
_NO_SAYING = re.compile(
    r"(?:期待|懸念|感謝|祝意|哀悼|支持|歓迎|敬意|憂慮|関心|見解|認識|希望|遺憾)\w{0,3}(?:を|の意を)?(?:表明|示|表)"
)
_GOAL = re.compile(r"(?:目標|目的|方針|狙い)は.*(?:こと)(?:である|です|だ)$")
_AGREED_ON = re.compile(
    r"(?:設置|開催|開始|実施|創設|設立|強化|推進|拡大|締結|派遣|導入|継続|促進|再開|検討|構築|作成|指名)(?:で|に|について)(?:一致|合意)(?:し|す)\w*$"
)
_MEANS = re.compile(r"(?:決意|意向|方針|考え|所存|計画|予定)(?:である|です|だ|を有する|を有している)$")
_FORESEEN = re.compile(
    r"(?:見込み(?:である|だ)?|見込まれる|見通し(?:である)?|予想される|期待される|可能にする|となる|に達する|につながる|に資する|役立つ|もたらす|寄与する|貢献する|である|された|れた)$"
)
_VIEW = re.compile(
    r"(?:認識|見解|考え)(?:が|で|を)(?:一致|共有)\w*$|べき(?:である|だ|こと)\w*|(?:重要性|必要性)\w{0,8}(?:一致|共有)\w*$|必要(?:である|がある)\w*$"
)
_STANCE = re.compile(
    r"(?:歓迎|評価|期待|留意|認識|強調|支持|感謝|奨励|想起|指摘|非難|懸念|承認|採択|勧告|提案|呼びかけ|促|求め|要求|祝意|満足|敬意|称賛|哀悼|遺憾|反対|要請)(?:す|し|の|を|さ|が|る|た|け)?\w{0,4}$"
)
_RULE = re.compile(
    r"(?:ものではない|ことができる|できる|妨げない|影響を(?:与え|及ぼさ)\w*|適用(?:する|される)|解釈\w+|とみなす|権利を有する|効力を(?:生ずる|有する)|発効する|構成する|有する権利)$"
)
_NOT_STANCE = re.compile(r"(?:容認|看過|許容|受け入れ)(?:しない|ない|できない)$")
_AGENT = re.compile(
    r"双方|両[国者側]|当事[国者]|締約国|各[国者側]|閣僚|外相|大臣|首脳|参加[国者]|政府|諸国|側$|我々|我が国|専門家|事務局|委員会|議長|機関|銀行|基金|大学|当局|省$|協会|理事会|部会"
    r"|実務者|運営者|事業者|博物館|美術館|図書館|大使館|総長|センター|グループ|国々|カ国|か国|企業|団体|大統領|総理|組織|局$|庁$|会議$|者$|チーム"
)
_PASSIVE = re.compile(r"(?:され|行われ|開かれ|設けられ|われ)(?:る|ることとなる|た)$|こととなる$")


@dataclass(frozen=True, slots=True)
class SpokenPart:
    """A promise of a sentence: its place in it, class, owner, and what is done."""

    start: int
    end: int
    promise: str
    owner: str
    verb: str
    is_reaffirmed: bool = False
    is_asked: bool = False


def read(sentence: str, *, before: str = owners.ALL) -> tuple[list[SpokenPart], str]:
    """What the sentence promises, and why it promises nothing where it does not."""
    start = 0
    if opening := _OPENING.match(sentence):
        start = opening.end()
    body = _TAIL.sub("", sentence[start:])
    pieces = _pieces(body)
    whole, reason = _read_end(body, before)
    if len(pieces) == 1 or whole is None or whole.is_reaffirmed or whole.is_asked or _is_embedded(body, whole):
        if whole is None:
            return [], reason
        return [_moved(whole, start, len(sentence))], ""
    rows = []
    for begin, end in pieces:
        piece = body[begin:end].rstrip("、")
        if end == len(body):
            last, reason = _read_end(piece, before)
            rows += [_moved(last, start + begin, len(sentence), start + begin)] if last else []
        elif _may_act(_topic(piece)):
            owner = _owner(_topic(piece), before)
            rows.append(SpokenPart(start + begin, start + end, whole.promise, owner, piece[-2:]))
    return rows, "" if rows else reason


def _moved(row: SpokenPart, start: int, end: int, begin: int | None = None) -> SpokenPart:
    return SpokenPart(
        start if begin is None else begin, end, row.promise, row.owner, row.verb, row.is_reaffirmed, row.is_asked
    )


def _is_embedded(body: str, whole: SpokenPart) -> bool:
    """Whether one verb at the end governs all acts before it: "A and B agreed that ..."."""
    return re.search(r"(?:こと(?:で|に|を|と)|よう|旨|と)\w{0,8}$", body[-16:]) is not None and re.search(
        r"(?:一致|合意|決定|約束|誓約|表明|発表|確認)\w{0,3}$", body
    ) is not None  # fmt: skip


def _pieces(body: str) -> list[tuple[int, int]]:
    cuts = [0, *(hit.end() for hit in _TWO.finditer(body)), len(body)]
    return [(one, other) for one, other in pairwise(cuts) if other > one]


def _topic(body: str) -> str:
    """Who or what the sentence speaks of: what stands before the first topic, without what is fronted."""
    hit = _TOPIC.search(body) or _FROM.match(body) or _SUBJECT.search(body)
    if not hit:
        return ""
    said = body[: hit.start()] or body[: hit.end()].rstrip("、らかりよ")
    ends = list(_CLAUSE_END.finditer(said))
    return said[ends[-1].end() :].strip("、 ") if ends else said.strip("、 ")


def _owner(topic: str, before: str) -> str:
    if not topic:
        return before
    if re.fullmatch(r"(?:[^、]{0,12}の)?各(?:国|締約国|当事国|側|政府|参加国)(?:政府)?", topic):
        return owners.EACH
    who = list(dict.fromkeys(name for _, _, name in owners.named(topic, "ja")))
    if re.search(r"(?:外相|大臣|首脳|閣僚|双方|両国|両者|我々|全て)", topic):
        return owners.ALL
    bodies = [name for name in who if ":" in name]
    states = [name for name in who if ":" not in name]
    if states:
        if bodies and all(name.startswith("group:") for name in bodies):
            return owners.ALL if len(states) == 1 else f"group:{', '.join([*states, *(name[6:] for name in bodies)])}"
        tail = re.search(r"[一-龠ァ-ヶー]$", topic)
        return states[0] if len(states) == 1 and tail else states[0] if len(states) == 1 else f"group:{', '.join(states)}"
    if bodies:
        return bodies[0] if len(bodies) == 1 else owners.together(bodies)
    if re.search(r"運営者|事業者|博物館|美術館|大学|委員会|部会|議長|機関|銀行|協会|当局|企業", topic):
        return f"group:{_GROUPS.get(topic, topic)}"
    return owners.ALL


_GROUPS = {
    "運営者": "operators",
    "博物館": "museums",
    "美術館": "museums",
    "大学": "universities",
    "議長": "chair",
    "専門家": "experts",
}


def _may_act(topic: str) -> bool:
    """Whether the topic ends with somebody who acts; what stands before tells more of it."""
    end = re.sub(r"[（(][^（）()]*[）)]$|それぞれ$|とも$", "", topic)
    return (
        not end
        or _AGENT.search(end[-7:]) is not None
        or any(place[1] == len(end[-16:]) for place in owners.named(end[-16:], "ja"))
    )


def _read_end(body: str, before: str) -> tuple[SpokenPart | None, str]:
    end = body[-40:]
    topic = _topic(body)
    owner = owners.ALL if _PASSIVE.search(end) and not _ASKED.search(end) else _owner(topic, before)
    if (within := _WITHIN.search(body)) and owners.named(within["who"], "ja"):
        owner = _owner(within["who"], owner)

    def promised(promise: str, verb: str, **more: bool) -> tuple[SpokenPart, str]:
        return SpokenPart(0, len(body), promise, owner, verb, **more), ""

    if asked := _ASKED.search(end):
        if not _REMIT.search(body) and not (_MEETING.search(body) and _PREPARES.search(body)):
            return None, "call on others"
        if re.search(r"され", asked[0]):
            return promised(strength.asked(), asked[0], is_asked=True)
        whom = _whom(body)
        return SpokenPart(0, len(body), strength.asked(), whom, asked[0], is_asked=True), ""
    if again := _AGAIN.search(end):
        if not _ACT_OF.search(body[: again.end() + len(body) - len(end)]):
            return None, "principle or stance"
        return promised("intend" if re.search(r"意向|決意|意図|方針", again[0]) else "shall", again[0], is_reaffirmed=True)
    if _VIEW.search(end):
        return None, "agreed view"
    if _NO_SAYING.search(end):
        return None, "stance"
    if said := _SAID.search(end):
        if re.search(r"べきである|重要である|必要である|可能である", said["what"]):
            return None, "agreed view"
        what = said[0]
        promise = (
            "intend"
            if re.search(r"用意|意向|意図|決意|予定|準備|意思|考え|方針|目指", what)
            else "shall"
            if re.search(r"約束|コミット", what)
            else "will"
        )
        return promised(promise, what[-8:])
    if confirmed := _CONFIRMED.search(end):
        return promised("will", confirmed[0][-8:], is_reaffirmed=bool(confirmed["again"]))
    if launched := _NEW.search(end):
        return promised("will", launched[0][-8:])
    if _RULE.search(end) or (_PASSIVE.search(end) and re.match(r"(?:この|本)(?:覚書|協定|条約|文書|声明|議定書)", topic)):
        return None, "rule or permission"
    if _NOT_STANCE.search(end):
        return None, "stance"
    if _GOAL.search(body) or _MEANS.search(end):
        return promised("intend", end[-6:])
    if agreed := _AGREED_ON.search(end):
        return promised("will", agreed[0])
    verbs = [verb for verb in strength.promises(body, "ja") if verb.end > len(body) - 14]
    if verbs:
        last = max(verbs, key=lambda verb: (verb.end, verb.end - verb.start))
        if _STANCE.search(body[last.end :]):  # "took note of the intention"
            return None, "stance"
        return promised(last.promise, last.words)
    if _FORESEEN.search(end):
        return None, "forecast or description"
    if _STANCE.search(body[-16:]) and not re.search(r"(?:提案|要請|支持|評価|奨励)\w{0,3}を(?:行|実施|作成|提出)", end):
        is_sought = re.search(r"引き続き[^、。]*求めて(?:いく|いる)$", end)
        if not is_sought:
            return None, "stance"
    ends, never = strength.plain_form("ja") or (re.compile("(?!)"), re.compile("(?!)"))
    is_going_on = re.search(r"ていく$", end)
    if not is_going_on and ((never.search(body) and not _PASSIVE.search(end)) or not ends.search(body)):
        return None, "no verb of promise"
    if not _may_act(topic) and not _PASSIVE.search(end):
        return None, "forecast or description"
    return promised("will", end[-2:])


def _whom(body: str) -> str:
    topic = _TOPIC.search(body)
    rest = body[topic.end() :].lstrip("、") if topic else body
    for hit in _ADDRESSEE.finditer(rest):
        who = list(dict.fromkeys(name for _, _, name in owners.named(hit["who"], "ja")))
        if who:
            return who[-1]
    who = list(dict.fromkeys(name for _, _, name in owners.named(rest, "ja")))
    bodies = [name for name in who if ":" in name]
    return (bodies or who or [owners.ALL])[-1] if not bodies else bodies[-1]


_FOLLOWING = re.compile(r"(?:以下|次)の?(?:とおり|こと|行動|措置|取組|事項|点|諸点|を|成果)?")


def chapeau(words: str) -> tuple[SpokenPart | None, str]:
    """What the opening of a list says of all its items: a promise, or why it is none ("neutral" where the items speak)."""
    body = _TAIL.sub("", words).rstrip("：:")
    if re.search(
        r"(?:以下|次)の(?:とおり|諸点|点|事項)(?:で|に|について)?\w{0,4}(?:一致|合意|決定|確認)(?:し|す)\w*$", body
    ):
        return None, "neutral"
    if re.search(r"(?:を|こと|よう)?(?:求め|要請|奨励|呼びかけ|促)(?:し|す|る|た|け)\w*$", body) and not _REMIT.search(
        body
    ):
        return None, "call on others"
    whole, reason = _read_end(body, owners.ALL)
    if whole is None and not re.search(r"[うくすつぬむるた]$", body):
        return None, "neutral"
    return whole, reason


def has_topic(words: str) -> bool:
    """Whether an item is a sentence that names who acts."""
    return (
        _TOPIC.search(words) is not None
        and _may_act(_topic(words))
        and re.search(r"[うくぐすつぬぶむるたい]。?$", words) is not None
    )


def agrees(words: str) -> bool:
    """Whether a chapeau says that what follows is agreed."""
    return re.search(r"(?:一致|合意|決定)(?:し|す)", words[-12:]) is not None


def is_stance(words: str) -> bool:
    return _STANCE.search(_TAIL.sub("", words)[-12:]) is not None


def asks_for_report(words: str) -> bool:
    return _REMIT.search(words) is not None

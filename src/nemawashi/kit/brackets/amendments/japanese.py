"""Japanese forms of instructions brought to the English ones that the grammar reads."""

import re

from nemawashi.kit.brackets.amendments.places import kanji

_Q = r"\x02\d+\x03"
_FIGURE = r"[一二三四五六七八九十百\d０-９]+"
_FORMS: tuple[tuple[str, str], ...] = (
    (r"[　\s]+", ""),
    (r"：", ":"),
    (r"次の新?たな?一項|次の一項", "次の項"),
    (rf"第({_FIGURE})条(?:の({_FIGURE}))?(?:第)?({_FIGURE})(?:項)?", r" article #\1#, paragraph #\3# "),
    (rf"第({_FIGURE})条", r" article #\1# "),
    (rf"前文(?:第)?({_FIGURE})(?:段落|項|パラグラフ|段)", r" preambular paragraph #\1# "),
    (rf"(?:主文|本文)(?:第)?({_FIGURE})(?:項|段落|パラグラフ|段)?", r" operative paragraph #\1# "),
    (rf"(?:第)?({_FIGURE})(?:項|段落|パラグラフ)", r" paragraph #\1# "),
    (rf"パラグラフ({_FIGURE})", r" paragraph #\1# "),
    (r"[(（]([a-z])[)）]", r" (\1) "),
    (r"全体を通じて|本文全体で|全文を通じて", "throughout the text "),
    (rf"([^;]*?)(?:中の?|の|における|において、?)?({_Q})を({_Q})に(?:改める|改め、?|置き換える|修正する|変更する|差し替える|する)。?", r"in \1 replace \2 with \3; "),
    (rf"([^;]*?)(?:中の?|の)?({_Q})の(?:次|後|あと)に({_Q})を(?:加える|挿入する|追加する)。?", r"in \1 after \2 insert \3; "),
    (rf"([^;]*?)(?:中の?|の)?({_Q})の前に({_Q})を(?:加える|挿入する|追加する)。?", r"in \1 before \2 insert \3; "),
    (rf"([^;]*?)の?(?:末尾|最後)に({_Q})を(?:加える|挿入する|追加する)。?", r"at the end of \1 insert \2; "),
    (rf"([^;]*?)(?:中の?|の)?({_Q})を(?:削る|削除する)。?", r"in \1 delete \2; "),
    (r"([^;]*?)を(?:削る|削除する)。?", r"delete \1; "),
    (r"([^;]*?)を(?:次|以下)の(?:ように|とおり|通り)(?:に|と)?(?:改める|修正する|変更する|する)。?:?", r"\1 should read as follows: "),
    (r"([^;]*?)の(?:次|後)に(?:次|以下)の(?:新たな)?(?:項|段落|パラグラフ|一項)を(?:加える|挿入する|追加する)。?:?", r"after \1 insert a new paragraph: "),
    (r"及び|並びに|、", " and "),
    (r"；|。", "; "),
)  # fmt: skip
_LEAD = "([^;]*?)"  # what stands before a form, from the last semicolon on
_COMPILED = [(re.compile(form.removeprefix(_LEAD)), put, form.startswith(_LEAD)) for form, put in _FORMS]
_KANA = re.compile(r"[\u3040-\u30ff]")


def is_japanese(text: str) -> bool:
    return bool(_KANA.search(text))


def _same_article(text: str) -> str:
    """``同条``, the same article, by the name of the one that was named last."""
    out = ""
    last = ""
    for piece in re.split(rf"(第{_FIGURE}条|同条)", text):
        if piece == "同条" and last:
            piece = last
        elif re.fullmatch(rf"第{_FIGURE}条", piece):
            last = piece
        out += piece
    return out


def _led(form: re.Pattern[str], put: str, text: str) -> str:
    """The text with each form, and what leads to it, put otherwise. The form is sought first: to try every beginning of what
    may lead to one that does not come costs the square of the text.
    """
    out: list[str] = []
    at = 0
    for instance in form.finditer(text):
        start = text.rfind(";", at, instance.start()) + 1 or at
        groups = (text[start : instance.start()], *(group or "" for group in instance.groups()))
        out += [text[at:start], re.sub(r"\\(\d)", lambda number: groups[int(number[1]) - 1], put)]  # noqa: B023  used at once
        at = instance.end()
    return "".join([*out, text[at:]])


def to_english(text: str) -> str:
    text = _same_article(text)
    for form, put, is_led in _COMPILED:
        text = _led(form, put, text) if is_led else form.sub(put, text)
    text = re.sub(r"#([^#]+)#", lambda f: str(int(f[1]) if f[1].isdecimal() else kanji(f[1])), text)
    return re.sub(r"in\s+(?=in |throughout)", "", re.sub(r";\s*$", "", " ".join(text.split())))

"""An instruction's own words cut into what they say: verbs, clauses, quotations, places."""

import re
from dataclasses import dataclass, replace

from nemawashi.kit.brackets.amendments.numerals import COUNTS
from nemawashi.kit.brackets.amendments.places import normal
from nemawashi.kit.brackets.amendments.targets import (
    FAMILY,
    HOW_MANY,
    LABEL,
    LETTERS,
    LINK,
    NTH,
    NTHS,
    NUMBER,
    ONE,
    PART,
    is_roman,
    letters_between,
    nth_of,
    nths_in,
    targets_in,
)
from nemawashi.kit.brackets.amendments.values import CannotError, Target

_TOKENS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(form))
    for name, form in (
        ("quote", r"\x02(\d+)\x03"),
        ("noise", r"(?:together with|including|with) (?:all )?(?:of )?(?:its|the|their) subparagraphs?(?! \()"),
        ("noise", r"(?:in |at |on )?lines? \d+(?:(?: and | to |[-–])\d+)?"),
        (
            "new",
            r"(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten) )?(?:the )?(?:following )?"
            r"(?:(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten) )?"
            rf"(?:new|additional|further)(?: (?P<newnth>{NTH}))?(?: (?P<newfamily>preambular|operative))? (?:paragraph|subparagraph|text)s?"
            rf"(?: \(?(?P<newnumber>{NUMBER}{LETTERS}(?:{LINK}{NUMBER})*|\([a-z]{{1,4}}\))\)?)?(?: \(?new\)?)?",
        ),
        (
            "new",
            r"(?:as )?(?:(?:a|an|one|two|three) )?(?:the )?(?:following )?(?:new |additional |further )(?P<newplace>article|annex|section|sub-?heading|section heading|heading)\b"
            rf"(?: \(?(?P<newlabel>{LABEL})\)?)?",
        ),
        (
            "new",
            r"(?:the )?following (?:new )?(?P<newplace2>article|annex|section|heading)\b(?! \d)",
        ),
        (
            "new",
            r"(?:as )?(?:the|a) (?P<newnth2>last|final|\d+th) (?P<newfamily4>preambular|operative)? ?paragraph(?= (?:the following|\x02))",
        ),
        ("new", r"(?:the )?following(?: (?:two|three|four|five))?(?: (?P<newfamily2>preambular|operative))? (?:paragraph|subparagraph|point)\b(?! \d)"),
        ("noise", r"(?:(?:a|an|the|two) )?(?:following )?(?:new |additional |further )(?:sentence|phrase|words?|clause)\b"),
        ("noise", r"(?:the )?following sentence\b"),
        ("new", rf"(?:as )?(?:a|an) (?:(?P<newfamily3>preambular|operative) )?(?:paragraph|subparagraph)\b(?: (?P<newnumber2>{NUMBER}))?"),
        ("range", r"from (?=(?:the words? )?\x02)"),
        ("rest", r"(?:all(?: the)? words|everything|the (?:remainder|rest)(?: of (?:the|that) (?:paragraph|sentence|subparagraph))?|all the text|the text)(?= (?:after|before|following|from)\b)"),
        ("rest", r"(?:the )?(?:remainder|rest) of (?:the|that) (?:paragraph|sentence)"),
        ("nth", r"where (?:it|they) (?:occurs?|appears?) (?:for )?the (\d+th|last) time"),
        ("which", r"(?:wherever|whenever|where|each time|every time)(?: (?:it|they|this|the word|the words|the phrase|the term)){0,2} (?:occurs?|appears?)(?: throughout(?: the text)?)?|in (?:all|every|each) (?:instances?|cases?|occurrences?)|both times|all (?:occurrences|instances) of|every occurrence of|each occurrence of|all references to|every reference to|on both occasions"),
        ("nth", rf"(?:the )?({NTH})(?= (?:words? |phrase |term )?\x02)"),
        ("nth", rf"(?:the )?({NTH}) (?:occurrence|instance|mention)(?: of)?|where (?:it|they) (?:occurs?|appears?) (?:for )?the (\d+th|last) time|where (?:it|they) (last|\d+th) (?:occurs?|appears?)|in the (\d+th|last) instance"),
        ("sub", rf"(?:the )?subparagraph (\([a-z0-9]{{1,5}}\){LETTERS}(?:{LINK}\([a-z0-9]{{1,5}}\){LETTERS})*)(?: (?:of|in|under))?"),
        ("part", rf"(?:the )?(?P<part>chapeau|introductory (?:part|sentence|phrase|text|words)|opening (?:words|phrase|sentence)(?! \x02)|(?:{NTHS}) sentence)(?: (?:of|in))?"),
        ("part", r"(?:the )?(?P<head>title|heading|name) (?:of|to) (?=(?:the )?(?:article|section|annex)\b)"),
        ("target", rf"(?:the )?(?P<end>1th|last|final) (?P<howmany>{HOW_MANY}) (?P<endfamily>{FAMILY})? ?paragraph\b(?! ?\d)"),
        ("target", rf"(?:the )?(?:last |final |\d+th |sole )?(?P<beginfamily>{FAMILY})? ?paragraph,? BEGINNING \x02(?P<begins>\d+)\x03"),
        ("target", rf"(?:the )?(?:existing |current |present |former |old )?article (?P<articles>{LABEL}{LETTERS}(?:{LINK}(?:article )?{LABEL}{LETTERS}|{LINK}\([a-z0-9]{{1,5}}\))*)"),
        ("target", rf"(?:the )?section (?P<sections>{PART}(?:{LINK}(?:section )?{PART})*)"),
        ("target", rf"(?:the )?annex (?P<annexes>(?:[ivxlc]+|\d+|[a-z])\b(?:{LINK}(?:annex )?(?:[ivxlc]+|\d+)\b)*)"),
        ("target", rf"(?:the )?(?:existing |current |present )?(?P<nths>{NTHS}) (?P<nfamily>{FAMILY}(?: and operative)?)? ?paragraph(?P<nletters>{LETTERS})"),
        ("target", rf"(?:the )?(?:draft |current |present |existing |original |former |old )?(?P<family>{FAMILY}|annex)?(?: |^)?paragraph (?:no\. ?|number )?(?P<numbers>{ONE}(?:{LINK}(?:(?:and|to|paragraph)\s)*{ONE}|{LINK}(?:and )?\([a-z]{{1,4}}\))*)"),
        ("target", r"(?:the )?(?P<title>title|heading)(?: of the (?:draft )?(?:resolution|decision|declaration|text))?"),
        ("target", r"(?:all |each of )?(?:the )?(?P<every>preambular|operative) paragraph\b(?! ?\d)"),
        ("target", r"(?:the )?(?P<preamble>preamble)"),
        ("target", r"(?P<whole>throughout(?: (?:the )?(?:entire |whole )?(?:text|draft|resolution|document|declaration|draft resolution))?|(?:the )?(?:entire|whole) (?:text|draft resolution|document)|everywhere|in all paragraph)"),
        ("target", r"(?:the )?(?P<annexed>annex)\b"),
        ("target", r"(?:the )?(?P<operative>operative (?:part|section))"),
        ("read", r"should read"),
        ("passive", r"<(deleted|replaced|inserted|moved|merged|renumbered|becomes)>"),
        ("verb", r"(replace|delete|insert|move|merge|split|renumber|swap)\b"),
        ("edge", r"(?:at|to|in|as) the (?:very )?(end|beginning|start)(?: of)?"),
        ("after", r"after\b"),
        ("before", r"before\b"),
        ("between", r"between\b"),
        ("with", r"(?:with|by)\b"),
        ("become", r"as (?:a |the )?(?=\x02|operative|preambular|new|paragraph)|(?:so )?(?:that )?(?:it )?becom(?:es|ing)\b"),
        ("to", r"to(?= (?:the )?(?:words? )?\x02)"),
        ("follows", r"(?:the )?following(?: (?:text|words?|wording|language|formulation|phrase|sentence|new text))*(?: (?:there(?:for|of)))?|(?:and |which |that )?reading(?: as follows)?|which reads?|that reads?|as follows|thereof|accordingly: "),
        ("here", r"(?:that|this|the same|the said|the) paragraph"),
        ("in", r"(?:in|of|from|under|to|contained in|within|for)\b(?! \x02)"),
        ("in", r"of(?= \x02)"),
        ("and", r"(?:, )?(?:and|as well as|then|also|and then|, and)\b|;(?: and)?"),
        ("comma", r"[,:.]"),
        ("noise", r"(?:the|existing|current|present|new|word|words|phrase|term|terms|text|expression|sentence|clause|so|that|it|is|be|fully|entirely|entire|in its entirety|its entirety|whole|entire|between them|reference|references|both|respectively|there|a|an|comma|quoted|following|please|should|mention|relating|accordingly|subsequent|remaining|formulation|wording|amendment|amend|revise|modify|paragraph|name|all|BEGINNING|opening)\b"),
        ("noise", r"[()\[\]–—-]"),
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    said: str
    quote: str = ""
    targets: tuple[Target, ...] = ()
    value: str = ""


def as_scope(target: Target) -> tuple[str, str]:
    return ("annex" if target.family == "annexhead" else target.family, normal(target.number))


def tokens_in(text: str, quotes: list[str]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        for kind, form in _TOKENS:
            sign = form.match(text, at)
            if sign and sign.end() > at:
                out.append(_token(kind, sign, quotes))
                at = sign.end()
                break
        else:
            word = re.match(r"\S+", text[at:])
            raise CannotError(f"the instruction is not understood at “{word[0] if word else text[at:]}”")
    return _scoped(_under(out))


def _scoped(tokens: list[Token]) -> list[Token]:
    """Paragraphs joined to the article, section or annex that stands beside them: ``Article 2, paragraph 1`` and the reverse."""
    out: list[Token] = []
    gap: list[Token] = []
    for token in tokens:
        previous = out[-1] if out else None
        if token.kind == "target" and previous is not None and previous.kind == "target":
            joined = _joint(previous, token, gap)
            if joined is not None:
                out[-1], gap = joined, []
                continue
        if token.kind in ("in", "comma") or (token.kind == "noise" and token.said == "the"):
            gap.append(token)
            continue
        out += gap
        gap = []
        out.append(token)
    return out + gap


def _joint(one: Token, other: Token, gap: list[Token]) -> Token | None:
    first, second = one.targets[0], other.targets[0]
    places = ("article", "section", "annexhead")
    if len(one.targets) == 1 and first.family in places and not first.part:
        if (second.family in ("any", "op", *places) and not second.scope and second.family != first.family) or (
            first.family == second.family == "section"
        ):
            family = {"op": "any"}.get(second.family, second.family)
            scope = (*first.scope, as_scope(first))
            return replace(
                other,
                said=f"{one.said} {other.said}",
                targets=tuple(replace(t, scope=scope, family=family) for t in other.targets),
            )
        return None
    if len(other.targets) == 1 and second.family in places and not second.part and not any(g.kind == "comma" for g in gap):
        if first.family in ("any", "op", *places) and not first.scope and first.family != second.family:
            scope = (*second.scope, as_scope(second))
            return replace(
                one, said=f"{one.said} {other.said}", targets=tuple(replace(t, scope=scope) for t in one.targets)
            )
        if first.family == "here" and first.part and not any(t.number for t in one.targets):
            return replace(other, targets=tuple(replace(second, part=t.part) for t in one.targets))
        return None
    if (
        first.family in ("pp", "op")
        and not first.number
        and not first.begins
        and second.family == "any"
        and len(one.targets) == 1
    ):
        return replace(other, targets=tuple(replace(t, family=first.family) for t in other.targets))
    return None


def _token(kind: str, sign: re.Match[str], quotes: list[str]) -> Token:
    groups = sign.groupdict()
    said = sign[0].strip()
    if kind == "quote":
        return Token(kind, said, quote=quotes[int(sign[1])])
    if kind == "new":
        family = next(
            (groups[name] for name in ("newfamily", "newfamily2", "newfamily3", "newfamily4") if groups.get(name)), "same"
        )
        place = groups.get("newplace") or groups.get("newplace2")
        nth = groups.get("newnth") or groups.get("newnth2")
        if place:
            return Token(kind, said, value=f"{'heading' if 'head' in place else place}|{groups.get('newlabel') or ''}|0")
        if nth:
            return Token(kind, said, value=f"{family}|{nth_of(nth)}|1")
        words = said.split()
        count = next((COUNTS[word] for word in words if word in COUNTS), 0)
        return Token(kind, said, value=f"{family}|{groups.get('newnumber') or groups.get('newnumber2') or ''}|{count}")
    if kind == "target":
        if groups.get("begins"):
            family = {"preambular": "pp", "operative": "op"}.get(groups["beginfamily"] or "", "any")
            return Token(kind, said, targets=(Target(family, said=said, begins=quotes[int(groups["begins"] or 0)]),))
        return Token(kind, said, targets=tuple(targets_in(groups, said)))
    if kind == "part":
        if groups.get("head"):
            return Token(kind, said, value="heading")
        part = groups["part"] or ""
        if part.endswith("sentence") and re.search(LINK, part.removesuffix(" sentence")):
            return Token(kind, said, value="|".join(f"sentence {nth}" for nth in nths_in(part)))
        if part.endswith("sentence") and part.split()[0] not in ("introductory", "opening"):
            return Token(kind, said, value=f"sentence {nth_of(part.split()[0])}")
        return Token(kind, said, value="chapeau")
    if kind == "nth":
        return Token(kind, said, value=nth_of(next(group for group in sign.groups() if group)))
    if kind == "edge":
        return Token(kind, said, value="end" if sign[1] == "end" else "start")
    if kind in ("verb", "passive"):
        name = {"deleted": "delete", "replaced": "replace", "inserted": "insert", "moved": "move", "merged": "merge"}
        return Token(kind, said, value=name.get(sign[1], "renumber" if sign[1] == "renumbered" else sign[1]))
    if kind == "sub":
        return Token(kind, said, value=sign[1])
    return Token(kind, said)


def _under(tokens: list[Token]) -> list[Token]:
    """Letters and parts joined to the clause that they belong to, before or behind them."""
    out: list[Token] = []
    waiting: list[Token] = []
    for token in tokens:
        if token.kind in ("sub", "part"):
            previous = out[-1] if out else None
            back = (
                previous
                if previous and previous.kind == "target"
                else out[-2]
                if len(out) > 1 and previous and previous.kind == "comma" and out[-2].kind == "target"
                else None
            )
            if back is not None and not re.search(r"\b(?:of|in|under)$", token.said):
                place = out.index(back)
                joined = [one for t in back.targets for one in _joined(t, token)]
                out[place] = replace(back, targets=tuple(t for group in joined for t in _spread(group, token)))
                continue
            waiting.append(token)
            continue
        if token.kind in ("target", "here") and waiting:
            targets = token.targets or (Target("here"),)
            for sub in waiting:
                targets = tuple(t for one in targets for each in _joined(one, sub) for t in _spread(each, sub))
            token, waiting = replace(token, kind="target", targets=targets), []
        elif waiting and token.kind not in ("noise", "in", "comma"):
            out += [replace(sub, kind="target", targets=_alone(sub)) for sub in waiting]
            waiting = []
        out.append(token)
    out += [replace(sub, kind="target", targets=_alone(sub)) for sub in waiting]
    return out


def _alone(sub: Token) -> tuple[Target, ...]:
    return tuple(t for each in _joined(Target("here", said=sub.said), sub) for t in _spread(each, sub))


def _joined(target: Target, token: Token) -> list[Target]:
    return [replace(target, part=part) for part in token.value.split("|")] if token.kind == "part" else [target]


def _spread(target: Target, token: Token) -> tuple[Target, ...]:
    if token.kind != "sub":
        return (target,)
    out: list[Target] = []
    reach = False
    for piece in re.split(rf"({LINK})", token.value):
        group = re.findall(r"\(([a-z0-9]+)\)", piece)
        if not group:
            reach = reach or bool(re.search(r"\b(?:to|through|till|until)\b|[–—-]", piece))
            continue
        if reach and out:
            last = out[-1].subs
            out += [replace(target, subs=(*last[:-1], each)) for each in letters_between(last[-1], group[-1])]
        if len(group) == 1 and out and len(out[-1].subs) > len(target.subs) + 1 and is_roman(group[0]):
            group = [*out[-1].subs[len(target.subs) : -1], *group]  # (b) (i) and (ii)
        reach = False
        out.append(replace(target, subs=(*target.subs, *group)))
    return tuple(out)

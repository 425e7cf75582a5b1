"""An instruction to what it asks for. Words that the grammar does not know make it not understood: nothing is skipped
that could change the meaning."""

import re
from dataclasses import dataclass, replace

from nemawashi.kit.notation.amendments.numerals import COUNTS
from nemawashi.kit.notation.amendments.places import normal
from nemawashi.kit.notation.amendments.values import CannotError, Statement, Target

_AGAIN = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|alt))?"
_NUMBER = rf"\d+(?:\.\d+)*(?:[a-z]\b)?{_AGAIN}(?!\d|th\b)"
_LETTERS = r"(?:\s?\([a-z0-9]{1,5}\))*"
_ONE = rf"{_NUMBER}{_LETTERS}"
_LINK = r"(?:\s?,\s?(?:and )?|\s?;\s?(?:and )?|\s(?:and|or|to|through|till|until)\s|\s?[–—-]\s?)"
_NTH = r"(?:\d+th|last|final|penultimate|antepenultimate|only|sole|opening)"
_NTHS = rf"{_NTH}(?:{_LINK}(?:the )?{_NTH})*"
_LABEL = rf"(?:\d+(?:\.\d+)?[a-z]?\b{_AGAIN}|[ivxlc]+\b)"
_PART = r"(?:[ivxlc]+|\d+|[a-z])\b(?:[. ]?\(?[a-z]\b\)?)?"
_HOW_MANY = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
_FAMILY = r"(?:preambular|operative)"

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
            rf"(?:new|additional|further)(?: (?P<newnth>{_NTH}))?(?: (?P<newfamily>preambular|operative))? (?:paragraph|subparagraph|text)s?"
            rf"(?: \(?(?P<newnumber>{_NUMBER}{_LETTERS}|\([a-z]{{1,4}}\))\)?)?(?: \(?new\)?)?",
        ),
        (
            "new",
            r"(?:as )?(?:(?:a|an|one|two|three) )?(?:the )?(?:following )?(?:new |additional |further )(?P<newplace>article|annex|section|sub-?heading|section heading|heading)\b"
            rf"(?: \(?(?P<newlabel>{_LABEL})\)?)?",
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
        ("new", rf"(?:as )?(?:a|an) (?:(?P<newfamily3>preambular|operative) )?(?:paragraph|subparagraph)\b(?: (?P<newnumber2>{_NUMBER}))?"),
        ("range", r"from (?=(?:the words? )?\x02)"),
        ("rest", r"(?:all(?: the)? words|everything|the (?:remainder|rest)(?: of (?:the|that) (?:paragraph|sentence|subparagraph))?|all the text|the text)(?= (?:after|before|following|from)\b)"),
        ("rest", r"(?:the )?(?:remainder|rest) of (?:the|that) (?:paragraph|sentence)"),
        ("nth", r"where (?:it|they) (?:occurs?|appears?) (?:for )?the (\d+th|last) time"),
        ("which", r"(?:wherever|whenever|where|each time|every time)(?: (?:it|they|this|the word|the words|the phrase|the term)){0,2} (?:occurs?|appears?)(?: throughout(?: the text)?)?|in (?:all|every|each) (?:instances?|cases?|occurrences?)|both times|all (?:occurrences|instances) of|every occurrence of|each occurrence of|all references to|every reference to|on both occasions"),
        ("nth", rf"(?:the )?({_NTH})(?= (?:words? |phrase |term )?\x02)"),
        ("nth", rf"(?:the )?({_NTH}) (?:occurrence|instance|mention)(?: of)?|where (?:it|they) (?:occurs?|appears?) (?:for )?the (\d+th|last) time|where (?:it|they) (last|\d+th) (?:occurs?|appears?)|in the (\d+th|last) instance"),
        ("sub", rf"(?:the )?subparagraph (\([a-z0-9]{{1,5}}\){_LETTERS}(?:{_LINK}\([a-z0-9]{{1,5}}\){_LETTERS})*)(?: (?:of|in|under))?"),
        ("part", rf"(?:the )?(?P<part>chapeau|introductory (?:part|sentence|phrase|text|words)|opening (?:words|phrase|sentence)(?! \x02)|(?:{_NTHS}) sentence)(?: (?:of|in))?"),
        ("part", r"(?:the )?(?P<head>title|heading|name) (?:of|to) (?=(?:the )?(?:article|section|annex)\b)"),
        ("target", rf"(?:the )?(?P<end>1th|last|final) (?P<howmany>{_HOW_MANY}) (?P<endfamily>{_FAMILY})? ?paragraph\b(?! ?\d)"),
        ("target", rf"(?:the )?(?:last |final |\d+th |sole )?(?P<beginfamily>{_FAMILY})? ?paragraph,? BEGINNING \x02(?P<begins>\d+)\x03"),
        ("target", rf"(?:the )?(?:existing |current |present |former |old )?article (?P<articles>{_LABEL}{_LETTERS}(?:{_LINK}(?:article )?{_LABEL}{_LETTERS}|{_LINK}\([a-z0-9]{{1,5}}\))*)"),
        ("target", rf"(?:the )?section (?P<sections>{_PART}(?:{_LINK}(?:section )?{_PART})*)"),
        ("target", rf"(?:the )?annex (?P<annexes>(?:[ivxlc]+|\d+|[a-z])\b(?:{_LINK}(?:annex )?(?:[ivxlc]+|\d+)\b)*)"),
        ("target", rf"(?:the )?(?:existing |current |present )?(?P<nths>{_NTHS}) (?P<nfamily>{_FAMILY}(?: and operative)?)? ?paragraph(?P<nletters>{_LETTERS})"),
        ("target", rf"(?:the )?(?:draft |current |present |existing |original |former |old )?(?P<family>{_FAMILY}|annex)?(?: |^)?paragraph (?:no\. ?|number )?(?P<numbers>{_ONE}(?:{_LINK}(?:(?:and|to|paragraph)\s)*{_ONE}|{_LINK}(?:and )?\([a-z]{{1,4}}\))*)"),
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


def statements(text: str, quotes: list[str], *, inherited: tuple[Target, ...] = ()) -> list[Statement]:
    """What the skeleton ``text``, in one form of words, asks for. Raises ``CannotError`` where it is not understood."""
    if re.match(r"(?:the )?(?:[a-z ]{0,40})?(?:renumber\b|<renumbered>)", text) and not re.search(
        r"\x02|\b(?:replace|delete|insert|move|merge|split)\b", text
    ):
        return [Statement("renumber")]
    tokens = _tokens(text, quotes)
    parts = _parts(tokens)
    if not parts:
        parts = _unsaid(tokens)
    if not parts:
        raise CannotError("the instruction is not understood: it has no verb such as insert, delete, replace or move")
    out: list[Statement] = []
    where = list(inherited)
    scope, family = _scope_of(where), _family_of(where)
    for verb, before, after in parts:
        made = _statement(verb, before, after)
        for statement in made:
            if statement.where and where and all(t.family == "here" and (t.part or t.subs) for t in statement.where):
                heads = list(
                    dict.fromkeys(replace(w, part="", subs=() if statement.where[0].subs else w.subs) for w in where)
                )
                statement.where = [
                    replace(h, part=t.part, subs=(*h.subs, *t.subs))
                    for h in heads
                    if h.family != "here"
                    for t in statement.where
                ] or statement.where
            if not statement.where and where and (statement.words or statement.edge or statement.after or statement.before):
                statement.where = list(where)
            elif statement.where:
                where = statement.where
            elif where and any(t.family == "here" for t in (*statement.targets, *statement.behind, *statement.ahead)):
                statement.where = list(where)
            _here(statement)
            scope = _scope_of(statement.where) or scope
            family = _family_of(statement.where) or family
            for name in ("targets", "where", "behind", "ahead", "label"):
                setattr(statement, name, [_placed(target, scope, family) for target in getattr(statement, name)])
            if verb.value == "becomes" and (
                out
                or re.match(
                    r"(?:the )?(?:existing|current|present|former|old|subsequent)", before[0].said if before else ""
                )
            ):
                statement.verb = "renumber"  # what a new number is said of stays where it is
        out += made
    return out


def _scope_of(where: list[Target]) -> tuple[tuple[str, str], ...]:
    """The article, section or annex that an instruction names alone, for the paragraphs that it names afterwards."""
    if len(where) == 1 and where[0].family in ("article", "section", "annexhead") and where[0].part != "heading":
        return (*where[0].scope, _as_scope(where[0]))
    return where[0].scope if where and len({target.scope for target in where}) == 1 else ()


def _as_scope(target: Target) -> tuple[str, str]:
    return ("annex" if target.family == "annexhead" else target.family, normal(target.number))


def _family_of(where: list[Target]) -> str:
    """``pp`` or ``op`` where an instruction names the preamble or the operative part and then paragraphs by number alone."""
    return where[0].family if len(where) == 1 and where[0].family in ("pp", "op") and not where[0].number else ""


def _placed(target: Target, scope: tuple[tuple[str, str], ...], family: str) -> Target:
    if family and target.family == "any" and not target.scope:
        return replace(target, family=family)
    if scope and not target.scope and target.family in ("any", "op", "here"):
        return replace(target, scope=scope)
    return target


def _unsaid(tokens: list[Token]) -> list[tuple[Token, list[Token], list[Token]]]:
    """What delegations write without a verb: ``New OP 6 bis: …`` and ``OP 6 alt: …``."""
    told = [token for token in tokens if token.kind not in ("noise", "comma", "follows")]
    if told and told[0].kind == "new" and "||" not in told[0].value and all(t.kind in ("new", "quote") for t in told):
        return [(Token("verb", "", value="insert"), [], tokens)]
    target = told[0].targets if told and told[0].kind == "target" else ()
    if len(target) == 1 and all(t.kind == "quote" for t in told[1:]):
        if target[0].number.endswith("alt"):
            named = replace(told[0], targets=(replace(target[0], number=target[0].number.removesuffix("alt").strip()),))
            return [(Token("read", ""), [named], [t for t in tokens if t.kind == "quote"])]
        if re.search(r"(?:bis|ter|quater|quinquies)$", target[0].number):
            family = {"pp": "preambular", "op": "operative"}.get(target[0].family, "same")
            new = Token("new", "", value=f"{family}|{target[0].number}|0")
            return [(Token("verb", "", value="insert"), [], [new, *(t for t in tokens if t.kind == "quote")])]
    return []


def _here(statement: Statement) -> None:
    """Letters and sentences that are named alone belong to the clauses that the instruction named before."""

    def settled(targets: list[Target], heads: list[Target]) -> list[Target]:
        heads = [head for head in heads if head.family != "here"]
        out = []
        for target in targets:
            if target.family == "here" and heads and (target.part or target.subs):
                out += [
                    replace(h, part=target.part or h.part, subs=(*h.subs, *target.subs), said=target.said) for h in heads
                ]
            else:
                out.append(target)
        return out

    heads = list(statement.where)
    statement.targets = settled(statement.targets, heads)
    statement.behind, statement.ahead = settled(statement.behind, heads), settled(statement.ahead, heads)
    if any(t.family == "here" and (t.part or t.subs) for t in heads) and any(t.family != "here" for t in heads):
        statement.where = settled([t for t in heads if t.family == "here"], heads)


def only_targets(text: str) -> tuple[Target, ...]:
    """The clauses that a line names without saying what is to be done: the head of a list of instructions."""
    tokens = _tokens(text, [])
    if any(token.kind not in ("target", "in", "comma", "noise", "sub", "part") for token in tokens):
        return ()
    return tuple(target for token in tokens for target in token.targets)


def _tokens(text: str, quotes: list[str]) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        for kind, form in _TOKENS:
            found = form.match(text, at)
            if found and found.end() > at:
                out.append(_token(kind, found, quotes))
                at = found.end()
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
            scope = (*first.scope, _as_scope(first))
            return replace(
                other,
                said=f"{one.said} {other.said}",
                targets=tuple(replace(t, scope=scope, family=family) for t in other.targets),
            )
        return None
    if len(other.targets) == 1 and second.family in places and not second.part and not any(g.kind == "comma" for g in gap):
        if first.family in ("any", "op", *places) and not first.scope and first.family != second.family:
            scope = (*second.scope, _as_scope(second))
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


def _token(kind: str, found: re.Match[str], quotes: list[str]) -> Token:
    groups = found.groupdict()
    said = found[0].strip()
    if kind == "quote":
        return Token(kind, said, quote=quotes[int(found[1])])
    if kind == "new":
        family = next(
            (groups[name] for name in ("newfamily", "newfamily2", "newfamily3", "newfamily4") if groups.get(name)), "same"
        )
        place = groups.get("newplace") or groups.get("newplace2")
        nth = groups.get("newnth") or groups.get("newnth2")
        if place:
            return Token(kind, said, value=f"{'heading' if 'head' in place else place}|{groups.get('newlabel') or ''}|0")
        if nth:
            return Token(kind, said, value=f"{family}|{_nth(nth)}|1")
        words = said.split()
        count = next((COUNTS[word] for word in words if word in COUNTS), 0)
        return Token(kind, said, value=f"{family}|{groups.get('newnumber') or groups.get('newnumber2') or ''}|{count}")
    if kind == "target":
        if groups.get("begins"):
            family = {"preambular": "pp", "operative": "op"}.get(groups["beginfamily"] or "", "any")
            return Token(kind, said, targets=(Target(family, said=said, begins=quotes[int(groups["begins"] or 0)]),))
        return Token(kind, said, targets=tuple(_targets(groups, said)))
    if kind == "part":
        if groups.get("head"):
            return Token(kind, said, value="heading")
        part = groups["part"] or ""
        if part.endswith("sentence") and re.search(_LINK, part.removesuffix(" sentence")):
            return Token(kind, said, value="|".join(f"sentence {nth}" for nth in _nths(part)))
        if part.endswith("sentence") and part.split()[0] not in ("introductory", "opening"):
            return Token(kind, said, value=f"sentence {_nth(part.split()[0])}")
        return Token(kind, said, value="chapeau")
    if kind == "nth":
        return Token(kind, said, value=_nth(next(group for group in found.groups() if group)))
    if kind == "edge":
        return Token(kind, said, value="end" if found[1] == "end" else "start")
    if kind in ("verb", "passive"):
        name = {"deleted": "delete", "replaced": "replace", "inserted": "insert", "moved": "move", "merged": "merge"}
        return Token(kind, said, value=name.get(found[1], "renumber" if found[1] == "renumbered" else found[1]))
    if kind == "sub":
        return Token(kind, said, value=found[1])
    return Token(kind, said)


def _nth(word: str) -> str:
    return {
        "penultimate": "last-1",
        "antepenultimate": "last-2",
        "final": "last",
        "last": "last",
        "only": "1",
        "sole": "1",
        "opening": "1",
    }.get(word, word.removesuffix("th"))


def _nths(words: str) -> list[str]:
    """Each of ``second, third and last``, with those between where it is a range."""
    out: list[str] = []
    reach = False
    for part in re.findall(rf"{_NTH}|\bto\b|\bthrough\b|[–—-]", words):
        if part in ("to", "through", "–", "—", "-"):
            reach = True
            continue
        if reach and out:
            out += [str(number) for number in range(_whole(out[-1]) + 1, _whole(part))]
        out.append(_nth(part))
        reach = False
    return out


def _ends(groups: dict[str, str | None], said: str) -> list[Target]:
    """``The first three`` and ``the last two``."""
    many = groups["howmany"] or ""
    count = int(many) if many.isdecimal() else COUNTS[many]
    family = {"preambular": "pp", "operative": "op"}.get(groups["endfamily"] or "", "any")
    if groups["end"] == "1th":
        return [Target(family, str(number), said=said) for number in range(1, count + 1)]
    return [Target(family, f"last-{back}" if back else "last", said=said) for back in reversed(range(count))]


def _articles(told: str, said: str) -> list[Target]:
    """Articles with the paragraphs and letters that stand in brackets behind them: ``2 (1) (a)`` and ``2.1``."""
    out: list[Target] = []
    reach = False
    for found in re.finditer(
        rf"(?P<label>{_LABEL})(?P<letters>{_LETTERS})|(?P<more>\([a-z0-9]{{1,5}}\))|(?P<reach>\b(?:to|through|till|until)\b|[–—-])",
        told,
    ):
        if found["reach"]:
            reach = True
            continue
        if found["more"]:
            more = found["more"].strip("()")
            if not out or out[-1].family != "any":
                raise CannotError(f"the instruction is not understood at “{found['more']}”")
            last = out[-1]
            if last.subs:
                between = _letters_between(last.subs[-1], more) if reach else []
                out += [replace(last, subs=(*last.subs[:-1], each)) for each in (*between, more)]
            else:
                between = _letters_between(last.number, more) if reach else []
                out += [replace(last, number=each) for each in (*between, more)]
            reach = False
            continue
        label, _, dotted = found["label"].partition(".")
        letters = [*([dotted] if dotted else []), *re.findall(r"\(([a-z0-9]+)\)", found["letters"])]
        if reach and out and not letters:
            low, high = normal(out[-1].number), normal(label)
            if not (low.isdecimal() and high.isdecimal() and int(low) < int(high) <= int(low) + 500):
                raise CannotError(f"no such range of articles: {low} to {high}")
            out += [Target("article", str(number), said=said) for number in range(int(low) + 1, int(high))]
        reach = False
        if letters and letters[0].isdecimal():
            out.append(Target("any", letters[0], tuple(letters[1:]), said=said, scope=(("article", normal(label)),)))
        elif letters:
            out.append(Target("any", "1", tuple(letters), said=said, scope=(("article", normal(label)),)))
        else:
            out.append(Target("article", label, said=said))
    return out


def _sections(told: str, said: str) -> list[Target]:
    out = []
    for found in re.finditer(
        r"\b([ivxlc]+|\d+|[a-z])\b(?:[. ]?\(?([a-z])\b\)?)?", re.sub(r"\b(?:section|and|or|to|through)\b", ",", told)
    ):
        if found[2]:
            out.append(Target("section", found[2], said=said, scope=(("section", normal(found[1])),)))
        else:
            out.append(Target("section", found[1], said=said))
    if re.search(r"\b(?:to|through)\b|[–—-]", told):
        raise CannotError("the instruction is not understood: a range of sections")
    return out


def _targets(groups: dict[str, str | None], said: str) -> list[Target]:
    if groups.get("end"):
        return _ends(groups, said)
    if groups.get("articles"):
        return _articles(groups["articles"] or "", said)
    if groups.get("sections"):
        return _sections(groups["sections"] or "", said)
    if groups.get("annexes"):
        return [
            Target("annexhead", label, said=said)
            for label in re.findall(r"\b(?!annex|and|or|to)(?:[a-z]+|\d+)\b", groups["annexes"] or "")
        ]
    if groups.get("nths"):
        family = (groups["nfamily"] or "").split()
        name = {"preambular": "pp", "operative": "op"}.get(family[0] if family else "", "any")
        letters = tuple(re.findall(r"\(([a-z0-9]+)\)", groups["nletters"] or ""))
        return [Target(name, nth, letters, said=said) for nth in _nths(groups["nths"] or "")]
    if groups.get("numbers"):
        name = {"preambular": "pp", "operative": "op"}.get(groups["family"] or "", "any")
        found = _numbered(name, groups["numbers"] or "", said)
        return [replace(t, scope=(("annex", ""),)) for t in found] if groups["family"] == "annex" else found
    if groups.get("title"):
        return [Target("title", said=said)]
    if groups.get("every"):
        return [Target("pp" if groups["every"] == "preambular" else "op", said=said)]
    if groups.get("operative"):
        return [Target("op", said=said)]
    if groups.get("preamble"):
        return [Target("pp", said=said)]
    if groups.get("annexed"):
        return [Target("annex", said=said)]
    return [Target("all", said=said)]


def _whole(nth: str) -> int:
    number = nth if nth.isdecimal() else _nth(nth)
    if not number.isdecimal():
        raise CannotError("the instruction is not understood: a range of paragraphs without numbers")
    return int(number)


def _numbered(name: str, numbers: str, said: str) -> list[Target]:
    out: list[Target] = []
    reach = False
    for found in re.finditer(
        rf"(?P<one>{_ONE})|(?P<more>\([a-z]+\))|(?P<reach>\bto\b|\bthrough\b|\btill\b|\buntil\b|[–—-])", numbers
    ):
        if found["reach"]:
            reach = True
            continue
        if found["more"]:
            if not out or not out[-1].subs:
                raise CannotError(f"the instruction is not understood at “{found['more']}”")
            more = found["more"].strip("()")
            depth = len(out[-1].subs) - 1
            if depth and _roman(out[-1].subs[-1]) and not _roman(more):
                depth -= 1
            if reach:
                out += [
                    replace(out[-1], subs=(*out[-1].subs[:depth], each))
                    for each in _letters_between(out[-1].subs[depth], more)
                ]
                reach = False
            out.append(replace(out[-1], subs=(*out[-1].subs[:depth], more)))
            continue
        one = found["one"].strip()
        number = re.match(_NUMBER, one)
        assert number is not None  # noqa: S101  the pattern above begins with it
        letters = tuple(re.findall(r"\(([a-z0-9]+)\)", one[number.end() :]))
        target = Target(name, number[0].strip(), letters, said=said)
        if reach and out and out[-1].number.isdecimal() and target.number.isdecimal() and not letters:
            low, high = int(out[-1].number), int(target.number)
            if not low < high <= low + 500:
                raise CannotError(f"no such range of paragraphs: {low} to {high}")
            out += [Target(name, str(n), said=said) for n in range(low + 1, high)]
        reach = False
        out.append(target)
    return out


_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def _roman(letter: str) -> bool:
    return letter in _ROMAN


def _letters_between(low: str, high: str) -> list[str]:
    """The letters of ``(a) to (e)`` between its ends."""
    if _roman(low) and _roman(high) and _ROMAN.index(low) < _ROMAN.index(high):
        return list(_ROMAN[_ROMAN.index(low) + 1 : _ROMAN.index(high)])
    if len(low) == len(high) == 1 and low < high:
        return [chr(each) for each in range(ord(low) + 1, ord(high))]
    if low.isdecimal() and high.isdecimal() and int(low) < int(high) <= int(low) + 100:
        return [str(each) for each in range(int(low) + 1, int(high))]
    raise CannotError(f"no such range of letters: ({low}) to ({high})")


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
    for piece in re.split(rf"({_LINK})", token.value):
        group = re.findall(r"\(([a-z0-9]+)\)", piece)
        if not group:
            reach = reach or bool(re.search(r"\b(?:to|through|till|until)\b|[–—-]", piece))
            continue
        if reach and out:
            last = out[-1].subs
            out += [replace(target, subs=(*last[:-1], each)) for each in _letters_between(last[-1], group[-1])]
        if len(group) == 1 and out and len(out[-1].subs) > len(target.subs) + 1 and _roman(group[0]):
            group = [*out[-1].subs[len(target.subs) : -1], *group]  # (b) (i) and (ii)
        reach = False
        out.append(replace(target, subs=(*target.subs, *group)))
    return tuple(out)


def _parts(tokens: list[Token]) -> list[tuple[Token, list[Token], list[Token]]]:
    """For each verb, what stands before it and what behind it belongs to it."""
    verbs = [place for place, token in enumerate(tokens) if token.kind in ("verb", "passive", "read")]
    verbs = [
        place for place in verbs
        if not (tokens[place].kind == "read" and any(other < place and tokens[other].kind == "verb" for other in verbs))
    ]  # fmt: skip
    out = []
    begun = 0
    for order, place in enumerate(verbs):
        end = len(tokens)
        if order + 1 < len(verbs):
            coming = verbs[order + 1]
            end = coming
            for at in range(coming - 1, place, -1):
                if tokens[at].kind == "and" or (tokens[at].kind == "comma" and tokens[at].said == "."):
                    rest = [t for t in tokens[at + 1 : coming] if t.kind not in ("comma", "noise", "and")]
                    if (
                        tokens[coming].kind != "verb"
                        or not rest
                        or rest[0].kind in ("in", "after", "before", "edge", "between")
                    ):
                        end = at
                        break
        out.append((tokens[place], tokens[begun:place], tokens[place + 1 : end]))
        begun = end
    return out


def _statement(verb: Token, before: list[Token], after: list[Token]) -> list[Statement]:
    name = "replace" if verb.kind == "read" else "move" if verb.value == "becomes" else verb.value
    statement = Statement(name, follows=verb.kind == "read")
    role = "object" if verb.kind in ("passive", "read") else "where"
    made = [statement]
    _walk(before, made, role, name)
    role = "into" if verb.kind == "read" else "label" if verb.value == "becomes" else "object"
    _walk(after, made, role, name)
    for each in made:
        if not each.where:
            each.where = made[0].where
        if each.verb == "insert" and not each.after and not each.before and not each.behind and not each.ahead:
            each.after, each.before, each.behind, each.ahead = made[0].after, made[0].before, made[0].behind, made[0].ahead
    return made


def _walk(tokens: list[Token], made: list[Statement], role: str, name: str) -> None:
    since = "comma"
    for place, token in enumerate(tokens):
        now = made[-1]
        if token.kind == "quote":
            coming = next((t.kind for t in tokens[place + 1 :] if t.kind != "noise"), "")
            paired = since and role == "into" and name == "replace" and len(now.into) < len(now.words)
            role = _quoted(token.quote, made, role, name, "" if paired and coming not in ("with", "to") else since)
        elif token.kind == "read" and name in ("merge", "insert", "replace"):
            role = "object" if name == "insert" else "into"
        elif token.kind in ("target", "here"):
            role = _named(token, now, role, name)
        elif token.kind in ("after", "before", "between"):
            role = token.kind
        elif token.kind == "edge":
            now.edge, role = token.value, "where"
        elif token.kind == "with":
            role = "into"
        elif token.kind == "to":
            role = "to" if now.is_range else "into"
        elif token.kind == "become":
            role = "label"
        elif token.kind == "in":
            if role not in ("after", "before", "between") or now.after or now.before:
                role = "after" if name == "move" and token.said == "to" else "where"
        elif token.kind == "new":
            family, number, count = token.value.split("|")
            if name in ("insert", "replace") and (not now.new or (now.new == "same" and not now.new_number)):
                now.new, now.new_number, now.count = family, number, int(count)
                role = "object" if name == "insert" else role
        elif token.kind == "follows":
            now.follows = True
        elif token.kind == "which":
            now.which = "all"
        elif token.kind == "nth":
            now.which = token.value
        elif token.kind == "range":
            now.is_range = True
        elif token.kind == "rest":
            now.rest = True
        if token.kind in ("and", "comma"):
            since = token.kind
        elif token.kind != "noise":
            since = ""


def _quoted(words: str, made: list[Statement], role: str, name: str, since: str) -> str:
    now = made[-1]
    if role == "where" and name in ("delete", "replace") and (now.words or now.into):
        made.append(Statement(name))
        now, role = made[-1], "object"
    if role == "into" and now.into and name == "replace" and since:
        made.append(Statement(name))
        now, role = made[-1], "object"
    if role in ("after", "before") and name == "insert" and (now.behind or now.ahead) and not now.words:
        now.words.append(words)  # after a paragraph, the words of the new one
        return "object"
    if role == "between" and now.behind and now.ahead:
        now.words.append(words)
        return "object"
    if role in ("after", "before"):
        held: list[str] = getattr(now, role)
        if held and name == "insert" and not now.words:
            now.words.append(words)
            return "object"
        held.append(words)
        return role
    if role == "between":
        (now.before if now.after else now.after).append(words)
        return "object" if now.before else role
    if role == "into":
        now.into.append(words)
        return role
    if role == "to":
        now.into.append(words)
        return "where"
    if role == "label" and name != "insert":
        return role
    now.words.append(words)
    return "object"


def _named(token: Token, now: Statement, role: str, name: str) -> str:
    targets = list(token.targets) or [Target("here", said=token.said)]
    if token.kind == "here" and role != "object":
        return role
    if role == "after":
        now.behind += targets
    elif role == "before":
        now.ahead += targets
    elif role == "between":
        if not now.behind:
            now.behind.append(targets.pop(0))
        now.ahead += targets
    elif role == "label":
        now.label += targets
    elif role == "into" and name == "merge":
        now.targets += targets
    elif role == "into" or (role == "object" and (now.words or now.new or now.edge) and name != "merge"):
        now.where += targets
    elif role == "object" or (role == "where" and name in ("merge", "move") and not now.targets):
        now.targets += targets
    else:
        now.where += targets
    return role

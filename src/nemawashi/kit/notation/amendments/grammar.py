"""An instruction to what it asks for. Words that the grammar does not know make it not understood: nothing is skipped
that could change the meaning."""

import re
from dataclasses import dataclass, replace

from nemawashi.kit.notation.amendments.numerals import COUNTS
from nemawashi.kit.notation.amendments.values import CannotError, Statement, Target

_AGAIN = r"(?:\s?(?:bis|ter|quater|quinquies|sexies|alt))?"
_NUMBER = rf"\d+(?:\.\d+)*{_AGAIN}(?![\d])"
_LETTERS = r"(?:\s?\([a-z0-9]{1,5}\))*"
_ONE = rf"{_NUMBER}{_LETTERS}"
_LINK = r"(?:\s?,\s?(?:and )?|\s?;\s?(?:and )?|\s(?:and|or|to|through|till|until)\s|\s?[–—-]\s?)"
_NTH = r"(?:\d+th|last|final|penultimate|only|sole|opening)"
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
            rf"(?:new|additional|further)(?: (?P<newfamily>preambular|operative))? (?:paragraph|subparagraph|text)s?"
            rf"(?: \(?(?P<newnumber>{_NUMBER}{_LETTERS}|\([a-z]{{1,4}}\))\)?)?",
        ),
        ("new", r"(?:the )?following(?: (?:two|three|four|five))?(?: (?P<newfamily2>preambular|operative))? (?:paragraph|subparagraph)\b(?! \d)"),
        ("new", r"(?:as )?(?:a|an) (?:(?P<newfamily3>preambular|operative) )?(?:paragraph|subparagraph)\b"),
        ("range", r"from (?=(?:the words? )?\x02)"),
        ("rest", r"(?:all(?: the)? words|everything|the (?:remainder|rest)(?: of (?:the|that) (?:paragraph|sentence|subparagraph))?|all the text|the text)(?= (?:after|before|following|from)\b)"),
        ("rest", r"(?:the )?(?:remainder|rest) of (?:the|that) (?:paragraph|sentence)"),
        ("which", r"(?:wherever|whenever|where|each time|every time)(?: (?:it|they|this|the word|the words|the phrase|the term)){0,2} (?:occurs?|appears?)(?: throughout(?: the text)?)?|in (?:all|every|each) (?:instances?|cases?|occurrences?)|both times|all (?:occurrences|instances) of|every occurrence of|each occurrence of|all references to|every reference to|on both occasions"),
        ("nth", rf"(?:the )?({_NTH}) (?:occurrence|instance|mention)(?: of)?|where (?:it|they) (?:(last|\d+th) (?:occurs?|appears?)|(?:occurs?|appears?) for the (\d+th|last) time)|in the (\d+th|last) (?:line|instance)"),
        ("sub", rf"(?:the )?subparagraph (\([a-z0-9]{{1,5}}\){_LETTERS}(?:{_LINK}\([a-z0-9]{{1,5}}\){_LETTERS})*)(?: (?:of|in|under))?"),
        ("part", rf"(?:the )?(?P<part>chapeau|introductory (?:part|sentence|phrase|text|words)|opening (?:words|phrase|sentence)|(?:{_NTH}) sentence)(?: (?:of|in))?"),
        ("target", rf"(?:the )?(?P<nths>{_NTH}(?:{_LINK}(?:the )?{_NTH})*) (?P<nfamily>{_FAMILY}(?: and operative)?)? ?paragraph(?P<nletters>{_LETTERS})"),
        ("target", rf"(?:the )?(?:draft |current |present |existing |original |former |old )?(?P<family>{_FAMILY}|annex)?(?: |^)?paragraph (?:no\. ?|number )?(?P<numbers>{_ONE}(?:{_LINK}(?:(?:and|to|paragraph)\s)*{_ONE}|{_LINK}(?:and )?\([a-z]{{1,4}}\))*)"),
        ("target", r"(?:the )?(?P<title>title|heading)(?: of the (?:draft )?(?:resolution|decision|declaration|text))?"),
        ("target", r"(?:all |each of )?(?:the )?(?P<every>preambular|operative) paragraph\b(?! ?\d)"),
        ("target", r"(?:the )?(?P<preamble>preamble)"),
        ("target", r"(?P<whole>throughout(?: (?:the )?(?:entire |whole )?(?:text|draft|resolution|document|declaration|draft resolution))?|(?:the )?(?:entire|whole) (?:text|draft resolution|document)|everywhere|in all paragraph)"),
        ("target", r"(?:the )?(?P<annexed>annex)\b"),
        ("target", r"(?:the )?(?P<operative>operative (?:part|section))"),
        ("read", r"should read"),
        ("passive", r"<(deleted|replaced|inserted|moved|merged|renumbered)>"),
        ("verb", r"(replace|delete|insert|move|merge|split|renumber)\b"),
        ("edge", r"(?:at|to|in) the (?:very )?(end|beginning|start)(?: of)?"),
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
        ("noise", r"(?:the|existing|current|present|new|word|words|phrase|term|terms|text|expression|sentence|clause|so|that|it|is|be|fully|entirely|entire|in its entirety|its entirety|whole|entire|between them|reference|references|both|respectively|there|a|an|comma|quoted|following|please|should|mention|relating|accordingly|subsequent|remaining|formulation|wording|amendment|amend|revise|modify|paragraph|name|all)\b"),
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
    tokens = _tokens(text, quotes)
    parts = _parts(tokens)
    if not parts:
        parts = _unsaid(tokens)
    if not parts:
        raise CannotError("the instruction is not understood: it has no verb such as insert, delete, replace or move")
    out: list[Statement] = []
    where = list(inherited)
    for verb, before, after in parts:
        made = _statement(verb, before, after)
        for statement in made:
            if not statement.where and where and (statement.words or statement.edge or statement.after or statement.before):
                statement.where = list(where)
            elif statement.where:
                where = statement.where
            elif where and any(t.family == "here" for t in (*statement.targets, *statement.behind, *statement.ahead)):
                statement.where = list(where)
            _here(statement)
        out += made
    return out


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
    return _under(out)


def _token(kind: str, found: re.Match[str], quotes: list[str]) -> Token:
    groups = found.groupdict()
    said = found[0].strip()
    if kind == "quote":
        return Token(kind, said, quote=quotes[int(found[1])])
    if kind == "new":
        family = groups.get("newfamily") or groups.get("newfamily2") or groups.get("newfamily3") or "same"
        words = said.split()
        count = next((COUNTS[word] for word in words if word in COUNTS), 0)
        return Token(kind, said, value=f"{family}|{groups.get('newnumber') or ''}|{count}")
    if kind == "target":
        return Token(kind, said, targets=tuple(_targets(groups, said)))
    if kind == "part":
        part = groups["part"]
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
    return {"penultimate": "last-1", "final": "last", "last": "last", "only": "1", "sole": "1", "opening": "1"}.get(
        word, word.removesuffix("th")
    )


def _targets(groups: dict[str, str | None], said: str) -> list[Target]:
    if groups.get("nths"):
        family = (groups["nfamily"] or "").split()
        name = {"preambular": "pp", "operative": "op"}.get(family[0] if family else "", "any")
        letters = tuple(re.findall(r"\(([a-z0-9]+)\)", groups["nletters"] or ""))
        out = []
        for place, nth in enumerate(parts := re.findall(rf"{_NTH}|\bto\b|\bthrough\b|[–—-]", groups["nths"] or "")):
            if nth in ("to", "through", "–", "—", "-"):
                out += [
                    Target(name, str(n), said=said) for n in range(_whole(parts[place - 1]) + 1, _whole(parts[place + 1]))
                ]
            else:
                out.append(Target(name, _nth(nth), letters, said=said))
        return out
    if groups.get("numbers"):
        name = {"preambular": "pp", "operative": "op", "annex": "annex"}.get(groups["family"] or "", "any")
        return _numbered(name, groups["numbers"] or "", said)
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
    number = _nth(nth)
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
            out.append(replace(out[-1], subs=(*out[-1].subs[:-1], found["more"].strip("()"))))
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
                out[place] = replace(back, targets=tuple(_joined(t, token) for t in back.targets))
                out[place] = replace(
                    out[place], targets=tuple(t for group in out[place].targets for t in _spread(group, token))
                )
                continue
            waiting.append(token)
            continue
        if token.kind in ("target", "here") and waiting:
            targets = token.targets or (Target("here"),)
            for sub in waiting:
                targets = tuple(t for one in targets for t in _spread(_joined(one, sub), sub))
            token, waiting = replace(token, kind="target", targets=targets), []
        elif waiting and token.kind not in ("noise", "in", "comma"):
            out += [
                replace(sub, kind="target", targets=_spread(_joined(Target("here", said=sub.said), sub), sub))
                for sub in waiting
            ]
            waiting = []
        out.append(token)
    out += [
        replace(sub, kind="target", targets=_spread(_joined(Target("here", said=sub.said), sub), sub)) for sub in waiting
    ]
    return out


def _joined(target: Target, token: Token) -> Target:
    return replace(target, part=token.value) if token.kind == "part" else target


def _spread(target: Target, token: Token) -> tuple[Target, ...]:
    if token.kind != "sub":
        return (target,)
    groups = [re.findall(r"\(([a-z0-9]+)\)", group) for group in re.split(_LINK, token.value)]
    return tuple(replace(target, subs=(*target.subs, *group)) for group in groups if group)


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
    name = "replace" if verb.kind == "read" else verb.value
    statement = Statement(name, follows=verb.kind == "read")
    role = "object" if verb.kind in ("passive", "read") else "where"
    made = [statement]
    _walk(before, made, role, name)
    role = "into" if verb.kind == "read" else "object"
    _walk(after, made, role, name)
    for each in made:
        if not each.where:
            each.where = made[0].where
        if each.verb == "insert" and not each.after and not each.before and not each.behind and not each.ahead:
            each.after, each.before, each.behind, each.ahead = made[0].after, made[0].before, made[0].behind, made[0].ahead
    return made


def _walk(tokens: list[Token], made: list[Statement], role: str, name: str) -> None:
    since = "comma"
    for token in tokens:
        now = made[-1]
        if token.kind == "quote":
            role = _quoted(token.quote, made, role, name, since)
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
            if name in ("insert", "replace") and not now.new:
                now.new, now.new_number, now.count = family, number, int(count)
                role = "object"
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
    if role == "label":
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
        pass
    elif role == "into" and name == "merge":
        now.targets += targets
    elif role == "into" or (role == "object" and (now.words or now.new or now.edge) and name != "merge"):
        now.where += targets
    elif role == "object" or (role == "where" and name in ("merge", "move") and not now.targets):
        now.targets += targets
    else:
        now.where += targets
    return role

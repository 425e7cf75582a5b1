"""An instruction to what it asks for. Words that the grammar does not know make it not understood: nothing is skipped
that could change the meaning."""

import re
from dataclasses import replace

from nemawashi.kit.brackets.amendments.targets import LINK
from nemawashi.kit.brackets.amendments.tokens import Token, as_scope, tokens_in
from nemawashi.kit.brackets.amendments.values import CannotError, Statement, Target


def statements(text: str, quotes: list[str], *, inherited: tuple[Target, ...] = ()) -> list[Statement]:
    """What the skeleton ``text``, in one form of words, asks for. Raises ``CannotError`` where it is not understood."""
    if re.match(r"(?:the )?(?:[a-z ]{0,40})?(?:renumber\b|<renumbered>)", text) and not re.search(
        r"\x02|\b(?:replace|delete|insert|move|merge|split)\b", text
    ):
        return [Statement("renumber")]
    tokens = tokens_in(text, quotes)
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
    _all_used([quotes[int(hole)] for hole in re.findall(r"\x02(\d+)\x03", text)], out)
    return out


def _all_used(quotes: list[str], made: list[Statement]) -> None:
    """Nothing that is quoted may be left aside: an instruction is done as a whole."""
    used = [words for each in made for words in (*each.words, *each.into, *each.after, *each.before)]
    used += [t.begins for each in made for t in (*each.targets, *each.where, *each.behind, *each.ahead, *each.label)]
    for words in quotes:
        if words not in used:
            raise CannotError(
                f"the instruction does not say what “{words if len(words) < 60 else words[:57] + '…'}” is for"
            )


def _scope_of(where: list[Target]) -> tuple[tuple[str, str], ...]:
    """The article, section or annex that an instruction names alone, for the paragraphs that it names afterwards."""
    if len(where) == 1 and where[0].family in ("article", "section", "annexhead") and where[0].part != "heading":
        return (*where[0].scope, as_scope(where[0]))
    return where[0].scope if where and len({target.scope for target in where}) == 1 else ()


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
    telling = [token for token in tokens if token.kind not in ("noise", "comma", "follows")]
    news = [token for token in telling if token.kind == "new"]
    if (
        len(news) == 1
        and any(t.kind in ("after", "before", "between") for t in telling)
        and all(t.kind in ("new", "quote", "after", "before", "between", "target", "and", "in") for t in telling)
    ):
        verb = Token("verb", "", value="insert")
        at = tokens.index(news[0])
        return [(verb, tokens[:at], tokens[at:])]
    if (
        telling
        and telling[0].kind == "new"
        and "||" not in telling[0].value
        and all(t.kind in ("new", "quote") for t in telling)
    ):
        return [(Token("verb", "", value="insert"), [], tokens)]
    target = telling[0].targets if telling and telling[0].kind == "target" else ()
    if len(target) == 1 and all(t.kind == "quote" for t in telling[1:]):
        if target[0].number.endswith("alt"):
            named = replace(telling[0], targets=(replace(target[0], number=target[0].number.removesuffix("alt").strip()),))
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
    named = [replace(target, subs=()) for target in statement.targets if target.subs and target.family != "here"]
    if not heads and statement.verb == "move" and len(named) == 1:  # one of its sub-clauses, beside another
        heads = named
    statement.targets = settled(statement.targets, heads)
    statement.behind, statement.ahead = settled(statement.behind, heads), settled(statement.ahead, heads)
    if any(t.family == "here" and (t.part or t.subs) for t in heads) and any(t.family != "here" for t in heads):
        statement.where = settled([t for t in heads if t.family == "here"], heads)


def only_targets(text: str, quotes: list[str]) -> tuple[Target, ...]:
    """The clauses that a line names without saying what is to be done: the head of a list of instructions."""
    tokens = tokens_in(text, quotes)
    if any(token.kind not in ("target", "in", "comma", "noise", "sub", "part") for token in tokens):
        return ()
    return tuple(target for token in tokens for target in token.targets)


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
    where = made[0].where or next((each.where for each in made if each.where), [])
    for each in made:
        if not each.where:
            each.where = where
        if each.verb == "insert" and not each.after and not each.before and not each.behind and not each.ahead:
            each.after, each.before, each.behind, each.ahead = made[0].after, made[0].before, made[0].behind, made[0].ahead
    return made


def _walk(tokens: list[Token], made: list[Statement], role: str, name: str) -> None:
    since = "comma"
    for place, token in enumerate(tokens):
        now = made[-1]
        if token.kind == "quote":
            coming = next((t.kind for t in tokens[place + 1 :] if t.kind != "noise"), "")
            apart = since and name == "insert" and now.words and role != "between" and (now.after or now.before or now.edge)
            if apart and coming in ("after", "before", "edge"):
                made.append(Statement("insert"))
                role = "object"
            paired = since and role == "into" and name == "replace" and len(now.into) < len(now.words)
            role = _quoted(token.quote, made, role, name, "" if paired and coming not in ("with", "to") else since)
        elif token.kind == "read" and name in ("merge", "insert", "replace"):
            role = "object" if name == "insert" else "into"
        elif token.kind == "read" and name == "delete":
            raise CannotError("the instruction is not understood: words are deleted and others are to be read")
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
                numbers = [each for each in re.split(LINK, number) if each] if not number.startswith("last") else [number]
                now.new, now.new_number, now.count = family, numbers[0].strip() if numbers else "", int(count)
                now.numbers = [each.strip() for each in numbers]
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

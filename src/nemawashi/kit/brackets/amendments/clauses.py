"""Whole clauses put in, rewritten and deleted."""

import re

from nemawashi.kit.brackets.amendments import naming, seeking
from nemawashi.kit.brackets.amendments.places import normal, opened
from nemawashi.kit.brackets.amendments.quoting import bare
from nemawashi.kit.brackets.amendments.standing import PLACES, AmendedClause, StandingWords
from nemawashi.kit.brackets.amendments.values import CannotError, Statement, Target
from nemawashi.kit.brackets.amendments.work import Work
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.corpora import leads
from nemawashi.kit.corpora.numbers import NumberStyle, without_number


def _texts(work: Work, statement: Statement) -> list[str]:
    texts = [bare(words) for words in (statement.words or statement.into)]
    if not texts:
        texts = work.taken()
    if not texts:
        raise CannotError("the words that are to be put in do not follow the instruction")
    if statement.count and statement.count != len(texts):
        work.notes.append(f"{statement.count} announced, {len(texts)} given")
    return texts


def insert_clauses(work: Work, statement: Statement) -> None:
    texts = _texts(work, statement)
    if any(seeking.is_cut(words) and len(words) < 200 and "[…]" in words for words in texts):
        raise CannotError("the new words are not given in full: they have an ellipsis")
    if statement.new in ("article", "annex") and not statement.new_number and (head := opened(texts[0], "")):
        statement.new_number = head.label
    family, anchor, ahead = _place(work, statement)
    at = work.clauses.index(anchor) if ahead else _end_of(work, anchor) + 1
    while not ahead and at < len(work.clauses) and work.clauses[at].new and work.clauses[at].anchor == anchor.key:
        at += 1
    scope = anchor.scope
    if statement.new in ("article", "annex") or family in ("article", "annexhead"):
        texts = _headed(work, statement, texts)
        scope = tuple(place for place in anchor.scope if place[0] not in ("article", statement.new))
        family = "op"
    for order, words in enumerate(texts):
        numbering = without_number(words)
        number = (
            numbering.number if numbering.style in (NumberStyle.ARABIC, NumberStyle.PREAMBLE, NumberStyle.LETTER) else ""
        )
        given = statement.numbers[order] if order < len(statement.numbers) else statement.new_number if order == 0 else ""
        if not number and given and statement.new not in ("article", "annex", "heading"):
            number = given
            words = _numbered(work, number, words, family, anchor)
            numbering = without_number(words)
        path = (re.sub(r"^(?:OP|PP)\s?", "", number, flags=re.I).casefold().strip(" ()"),) if number else ()
        lead = words.find(numbering.words) if numbering.style in (NumberStyle.ARABIC, NumberStyle.PREAMBLE) else 0
        new = AmendedClause(
            f"{anchor.key}+{work.number}.{order}",
            family,
            path,
            words,
            lead,
            anchor.wording,
            new=work.number,
            anchor=anchor.key,
            scope=scope,
        )
        work.clauses.insert(at + order, new)
        operation = Operation.NEW_CLAUSE_BEFORE if ahead else Operation.NEW_CLAUSE
        work.proposals.append(Proposed(anchor.key, operation, anchor.wording, words=words))


def _headed(work: Work, statement: Statement, texts: list[str]) -> list[str]:
    """The words of a new article under its heading, where they do not bring one."""
    name = "annex" if statement.new == "annex" else "article"
    heading = opened(texts[0], name)
    if not statement.new_number or (heading and heading.kind == name):
        return texts
    label = statement.new_number.upper() if name == "annex" else statement.new_number
    heads = [each.base for each in work.clauses if each.family == ("annexhead" if name == "annex" else name)]
    word = re.match(r"\w+", heads[0])[0] if heads and re.match(r"\w+ ", heads[0]) else name.capitalize()  # type: ignore[index]
    if word in ("Статья",):
        label = label.replace("bis", "бис")
    return [f"{word} {label}", *texts]


def _numbered(work: Work, number: str, words: str, family: str, anchor: AmendedClause) -> str:
    """The words with the number that the instruction gives them, where the base prints numbers and this one is free."""
    letter = re.search(r"\(([a-z]+)\)$", number)
    if letter:
        lettered = [c for c in work.clauses if len(c.path) > 1 and c.path[0] == anchor.path[0] and c.scope == anchor.scope]
        taken = any(c.path[-1] == letter[1] and len(c.path) == len(anchor.path) for c in lettered)
        return words if taken or not lettered else f"({letter[1]}) {words}"
    alike = [
        c for c in work.clauses if c.family == family and len(c.path) == 1 and c.lead and not c.new and c.base[:1] != "("
    ]
    if not alike or any(c.path[0].replace(" ", "") == number.replace(" ", "") and c.scope == anchor.scope for c in alike):
        return words
    number = re.sub(r"(?<=\d)(?=bis|ter|quater|quinquies)", " ", number)
    style = re.match(r"^(OP|PP)?(\s?)\d+(?:\s?bis)?([.:．]?\s*)", alike[0].base)
    if not style:
        return words
    return f"{style[1] or ''}{style[2]}{number if not style[1] else number.replace(' ', '')}{style[3] or ' '}{words}"


def _place(work: Work, statement: Statement) -> tuple[str, AmendedClause, bool]:
    """Of which family the new clauses are, the clause beside which they stand, and whether they stand before it."""
    said = {"preambular": "pp", "operative": "op", "heading": "heading", "section": "heading"}.get(statement.new, "")
    targets = statement.behind or statement.ahead
    if targets:
        ahead = not statement.behind
        target = targets[-1] if not ahead else targets[0]
        if not target.number and not target.begins and target.family in ("pp", "op", "annex"):
            siblings = [c for c in work.clauses if c.family == target.family and len(c.path) == 1]
            if not siblings:
                raise CannotError(f"the base has no {work.called(target)}")
            anchor = siblings[0] if ahead else siblings[-1]
        else:
            anchor = naming.named(work.clauses, target)[0 if ahead else -1]
            if target.subs and naming.inner(anchor, target.subs):
                raise CannotError(f"{anchor.name} has ({target.subs[-1]}) in its own words: say after which words")
        return said or anchor.family, anchor, ahead
    if statement.new in ("article", "annex"):
        return _place_of_article(work, statement)
    if statement.new_number.startswith("last"):
        statement.edge, statement.new_number, statement.numbers = "end", "", []
    scope = next(
        (t.scope or (_scope_of(t) if t.family in PLACES else ()) for t in (*statement.where, *statement.targets)), ()
    )
    if statement.new_number:
        letter = re.search(r"\(([a-z]+)\)$", statement.new_number)
        plain = re.match(r"\d+", statement.new_number)
        if letter and (statement.where or plain):
            if plain:
                statement.where = [
                    Target(said or "any", plain[0], tuple(re.findall(r"\(([a-z]+)\)", statement.new_number)[:-1]))
                ]
            head = naming.named(work.clauses, statement.where[0])[0]
            return head.family, naming.whole(work.clauses, head)[-1], False
        again = re.search(r"bis|ter|quater|quinquies|sexies|\d[a-z]$", statement.new_number)
        number = int(plain[0]) if plain else 0
        family = said or "op"
        if number == 1 and not again:
            return family, edge_of(work, family, start=True, scope=scope), True
        return family, _preceding(work, family, number, again[0] if again else "", scope), False
    family = (
        said or next((t.family for t in statement.where if t.family in ("pp", "op", "annex")), "") or _family_of_words(work)
    )
    if statement.edge or statement.where or statement.new:
        if statement.where and statement.where[0].family in PLACES and statement.new != "same":
            statement.where = []
        if statement.where and (statement.where[0].number or statement.where[0].family in PLACES):
            head = naming.named(work.clauses, statement.where[0])[0]
            block = [each for each in naming.whole(work.clauses, head) if not each.new] or [head]
            family = "op" if head.family in PLACES else head.family
            return said or family, block[0 if statement.edge == "start" else -1], False
        if not statement.edge and not statement.where:
            raise CannotError("the instruction does not say where the new paragraph goes")
        start = statement.edge == "start"
        return family, edge_of(work, family, start=start, scope=scope), start
    raise CannotError("the instruction does not say where the new paragraph goes")


def _family_of_words(work: Work) -> str:
    words = work.brings[0] if work.brings else ""
    return "pp" if leads.is_preambular(words, "en") and not leads.is_operative(words, "en") else "op"


def _place_of_article(work: Work, statement: Statement) -> tuple[str, AmendedClause, bool]:
    """Behind the article before it in number, or behind the last."""
    family = "annexhead" if statement.new == "annex" else "article"
    heads = [each for each in work.clauses if each.family == family and not each.new]
    label = normal(statement.new_number)
    digits = re.match(r"\d+", label)
    if label and any(each.path == (label,) for each in heads):
        head = next(each for each in heads if each.path == (label,))
        return "article", head, True
    if digits and heads:
        number = int(digits[0])
        wanted = str(number if label != digits[0] else number - 1)
        before = [each for each in heads if each.path[0] == wanted]
        if not before:
            raise CannotError(f"the base has no {statement.new} {wanted}, after which the new one would stand")
        return family, naming.whole(work.clauses, before[-1])[-1], False
    if heads:
        return family, naming.whole(work.clauses, heads[-1])[-1], False
    if statement.new == "annex" and work.clauses:
        return family, work.clauses[-1], False
    raise CannotError(f"the base has no {statement.new}")


def _preceding(work: Work, family: str, number: int, again: str, scope: tuple[tuple[str, str], ...]) -> AmendedClause:
    """The clause behind which one with this number stands: ``3 ter`` behind ``3 bis`` where there is one."""
    if not again:
        return naming.named(work.clauses, Target(family, str(number - 1), scope=scope))[0]
    steps = ("bis", "ter", "quater", "quinquies", "sexies")
    earlier = steps[: steps.index(again)] if again in steps else ()
    for step in reversed(earlier):
        try:
            return naming.named(work.clauses, Target(family, f"{number} {step}", scope=scope))[0]
        except CannotError:
            continue
    return naming.named(work.clauses, Target(family, str(number), scope=scope))[0]


def edge_of(work: Work, family: str, *, start: bool, scope: tuple[tuple[str, str], ...] = ()) -> AmendedClause:
    under = [
        each for each in work.clauses
        if each.family == family and not each.new and (each.scope[: len(scope)] == scope if scope else not naming.is_annexed(each))
    ]  # fmt: skip
    if not under:
        raise CannotError(f"the base has no {work.called(Target(family))}")
    return under[0] if start else under[-1]


def _end_of(work: Work, clause: AmendedClause) -> int:
    return work.clauses.index(naming.whole(work.clauses, clause)[-1])


def replace_whole(work: Work, statement: Statement) -> None:
    statement.follows = True
    targets = [t for t in (statement.targets or statement.where) if t.family != "here"] or statement.where
    if not targets:
        raise CannotError("the instruction does not say which paragraph is replaced")
    texts = _texts(work, statement)
    if any(seeking.is_cut(words) and not work.has_cut(words) for words in texts):
        raise CannotError("the new words are not given in full: they have an ellipsis")
    if len(targets) > 1 and len(texts) == 1 and statement.new:
        rest = [each for each in targets[1:] if each.number]
        _rewrite(work, targets[0], texts)
        delete_whole(work, Statement("delete", targets=rest))
        return
    if len(targets) > 1 and len(targets) != len(texts):
        refuse_unequal(work, len(targets), len(texts))
    for place, target in enumerate(targets):
        if not target.number and not target.begins and target.family not in ("title", *PLACES):
            raise CannotError("the instruction is not understood: more than one paragraph would be replaced")
        _rewrite(work, target, [texts[place]] if len(targets) > 1 else texts)


def _rewrite_place(work: Work, head: AmendedClause, texts: list[str]) -> None:
    """New words for an article: its heading stays unless they bring one, and what stood under it goes."""
    if head.gone:
        raise CannotError(f"instruction {head.gone} deleted {head.name}")
    heading = opened(texts[0], "")
    if heading and heading.family == head.family:
        head.runs = []
        head.runs = [StandingWords(0, len(head.base), texts[0], work.number)]
        work.propose(head, Operation.ALTERNATIVE, words=texts[0])
        texts = texts[1:]
    under = [each for each in naming.whole(work.clauses, head) if each is not head and not each.gone]
    runs_on = len(head.base) > head.lead + 60 or (not under and not heading)
    if runs_on and texts:
        work.edit(head, min(head.lead, len(head.words)), len(head.words), texts[0])
        texts = texts[1:]
    last = head
    for clause, words in zip(under, texts, strict=False):
        number = without_number(words)
        same = (
            clause.lead
            and number.style in (NumberStyle.ARABIC, NumberStyle.LETTER)
            and number.number.casefold() == clause.path[-1]
        )
        clause.replace_all(number.words if same else words, work.number)
        work.propose(clause, Operation.ALTERNATIVE, words=words)
        last = clause
    for clause in under[len(texts) :]:
        clause.gone = work.number
        work.propose(clause, Operation.DELETE_CLAUSE)
    at = work.clauses.index(last) + 1
    for order, words in enumerate(texts[len(under) :]):
        new = AmendedClause(
            f"{last.key}+{work.number}.{order}", "op", (), words, new=work.number, anchor=last.key, scope=head.scope
        )
        work.clauses.insert(at + order, new)
        work.proposals.append(Proposed(last.key, Operation.NEW_CLAUSE, last.wording, words=words))


def refuse_unequal(work: Work, named: int, given: int) -> None:
    raise CannotError(f"{named} paragraphs are named and {given} are given")


def _rewrite(work: Work, target: Target, texts: list[str]) -> None:
    clause = naming.named(work.clauses, target)[0]
    if clause.gone:
        raise CannotError(f"instruction {clause.gone} deleted {clause.name}")
    if clause.family in PLACES and not target.part:
        _rewrite_place(work, clause, texts)
        return
    if target.part == "heading":
        head = opened(texts[0], clause.family)
        if head and head.label in clause.path:
            work.edit(clause, 0, len(clause.words), texts[0])
            return
        if clause.lead == len(clause.base):
            texts = [f". {texts[0]}"]
    if target.part or naming.inner(clause, target.subs):
        start, end = naming.part(clause, target)
        if target.part == "chapeau":
            number = without_number(texts[0])
            texts = [number.words if clause.lead and number.number.casefold() in clause.path else texts[0]]
        start = max(start, clause.lead)
        while end > start and clause.words[end - 1].isspace():
            end -= 1
        work.edit(clause, start, end, " ".join(texts))
        return
    under = naming.whole(work.clauses, clause)[1:]
    numbering = without_number(texts[0])
    words = texts[0]
    if (
        clause.lead
        and numbering.style in (NumberStyle.ARABIC, NumberStyle.LETTER)
        and numbering.number.casefold() == clause.path[-1]
    ):
        words = numbering.words
    clause.replace_all(words, work.number)
    work.propose(clause, Operation.ALTERNATIVE, words=words)
    if len(texts) > 1 or under:
        for each in under:
            each.gone = work.number
            work.propose(each, Operation.DELETE_CLAUSE)
        at = work.clauses.index(clause) + 1
        for order, extra in enumerate(texts[1:]):
            new = AmendedClause(
                f"{clause.key}+{work.number}.{order}", clause.family, (), extra, new=work.number, anchor=clause.key
            )
            work.clauses.insert(at + order, new)
            work.proposals.append(Proposed(clause.key, Operation.NEW_CLAUSE, clause.wording, words=extra))


def delete_whole(work: Work, statement: Statement) -> None:
    quoted = work.taken() if work.brings and not work.took_brings else []
    named = []
    for target in statement.targets:
        if not target.number and not target.begins and target.family not in ("title", *PLACES):
            if target.family in ("annex", "pp", "op"):
                named += [(each, target) for each in naming.named(work.clauses, target)]
                continue
            raise CannotError("the instruction does not say which paragraph is deleted")
        named += [(each, target) for each in naming.named(work.clauses, target)]
    if quoted:
        if len(quoted) != len(named):
            refuse_unequal(work, len(named), len(quoted))
        for (clause, _target), words in zip(named, quoted, strict=True):
            _check_quoted(work, clause, words)
    parts = [(c, naming.part(c, t)) for c, t in named if t.part or naming.inner(c, t.subs)]
    for clause, (start, end) in sorted(parts, key=lambda one: -one[1][0]):
        if clause.gone:
            raise CannotError(f"instruction {clause.gone} deleted {clause.name}")
        work.edit(clause, *seeking.without(clause.words, max(start, clause.lead), end), "")
    for clause, target in named:
        if target.part or naming.inner(clause, target.subs):
            continue
        if clause.gone and clause.gone != work.number:
            raise CannotError(f"instruction {clause.gone} already deleted {clause.name}")
        for each in naming.whole(work.clauses, clause):
            if not each.gone:
                each.gone = work.number
                work.propose(each, Operation.DELETE_CLAUSE)


def _check_quoted(work: Work, clause: AmendedClause, words: str) -> None:
    """The clause that is deleted has to be the one whose words are quoted."""
    body = clause.words[clause.lead :] if clause.words.startswith(clause.base[: clause.lead]) else clause.words
    one, other = (re.sub(r"[.,;:*\s]+$", "", text) for text in (without_number(words).words, body))
    if one == other:
        return
    if not seeking.same(one, other):
        begins = re.split(r"\s*(?:…|\.\.\.)\s*", one)
        if len(begins) > 1 and all(not piece or seeking.places(other, piece) for piece in begins):
            return
        raise CannotError(f"the words quoted are not those of {clause.name}" + work.elsewhere(one))
    work.notes.append(f"{clause.name}: notes, quotation marks, blanks or hyphens are typed otherwise in the base")


def _scope_of(place: Target) -> tuple[tuple[str, str], ...]:
    return (*place.scope, ("annex" if place.family == "annexhead" else place.family, normal(place.number)))

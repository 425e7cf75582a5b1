"""Clauses moved, exchanged, merged and split."""

from nemawashi.kit.brackets.amendments import clauses, naming, seeking
from nemawashi.kit.brackets.amendments.quoting import bare
from nemawashi.kit.brackets.amendments.standing import PLACES, AmendedClause
from nemawashi.kit.brackets.amendments.values import CannotError, Statement, Target
from nemawashi.kit.brackets.amendments.work import Work, short
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.corpora.numbers import without_number


def move(work: Work, statement: Statement) -> None:
    targets = statement.targets or statement.where
    beside = statement.behind or statement.ahead
    if statement.words:
        raise CannotError("the instruction is not understood: words are moved")
    if not targets or (not beside and not statement.edge and not statement.label):
        raise CannotError("the instruction does not say which paragraph is moved, or where to")
    if any(target.part for target in targets):
        raise CannotError("the instruction is not understood: a part of a paragraph is moved")
    moved = [clause for target in targets for clause in naming.named(work.clauses, target)[:1]]
    if beside:
        anchor = naming.named(work.clauses, beside[0])[0]
        ahead = bool(statement.ahead)
    elif statement.label:
        anchor, ahead = _labelled(work, moved[0], statement.label[0])
    else:
        ahead = statement.edge == "start"
        anchor = _edge_for_move(work, statement, moved[0])
    if anchor in moved and not beside and len(moved) == 1:
        return
    if anchor in moved:
        raise CannotError("a paragraph cannot be moved beside itself")
    block = [each for clause in moved for each in naming.whole(work.clauses, clause)]
    if any(each.gone for each in (*block, anchor)):
        raise CannotError(
            "a paragraph that is moved, or beside which it would stand, was deleted by an earlier instruction"
        )
    last = naming.whole(work.clauses, anchor)[-1]
    previous = _before(work, anchor) if ahead else None
    work.clauses[:] = [each for each in work.clauses if each not in block]
    at = work.clauses.index(anchor) if ahead else work.clauses.index(last) + 1
    work.clauses[at:at] = block
    for clause in moved:
        work.propose(clause, Operation.MOVE, target=previous.key if ahead and previous else "" if ahead else anchor.key)


def _edge_for_move(work: Work, statement: Statement, moved: AmendedClause) -> AmendedClause:
    start = statement.edge == "start"
    where = statement.where[0] if statement.where and statement.targets else None
    if where is not None and where.family in PLACES:
        block = naming.whole(work.clauses, naming.named(work.clauses, where)[0])
        return block[0] if start else block[-1]
    family = where.family if where is not None and where.family in ("pp", "op", "annex") else moved.family
    return clauses.edge_of(work, family, start=start)


def _labelled(work: Work, moved: AmendedClause, label: Target) -> tuple[AmendedClause, bool]:
    """Where a clause goes that becomes, say, preambular paragraph 7: before the one that has the number, or to the end."""
    family = moved.family if label.family == "any" else label.family
    heads = [e for e in work.clauses if e.family == family and len(e.path) == 1 and not e.new and not naming.is_annexed(e)]
    if label.number.startswith("last") and heads:
        return heads[-1], False
    bearers = [each for each in heads if each.path[0] == label.number.replace(" ", "")]
    if not bearers:
        if heads and label.number.isdecimal() and int(label.number) == len(heads) + 1:
            return heads[-1], False
        raise CannotError(f"the base has no {naming.called(label)} in whose place it would stand")
    if moved.family == family and moved in heads and heads.index(moved) < heads.index(bearers[0]):
        return bearers[0], False
    return bearers[0], True


def swap(work: Work, statement: Statement) -> None:
    """Two clauses, each in the place of the other; more than two in the reverse order."""
    if statement.words:
        raise CannotError("the instruction is not understood: the order of words is changed")
    named = [naming.named(work.clauses, target)[0] for target in (*statement.targets, *statement.where)]
    if len(named) < 2 or len({each.key for each in named}) != len(named):
        raise CannotError("the instruction does not say which paragraphs change places")
    if any(each.gone for each in named):
        raise CannotError("a paragraph that changes places was deleted by an earlier instruction")
    blocks = [naming.whole(work.clauses, each) for each in named]
    inside = {each.key: number for number, block in enumerate(blocks) for each in block}
    if len(inside) != sum(map(len, blocks)):
        raise CannotError("a paragraph cannot change places with one that stands under it")
    begins = sorted(work.clauses.index(block[0]) for block in blocks)
    order = dict(zip(begins, sorted(blocks, key=lambda b: -work.clauses.index(b[0])), strict=True))
    out: list[AmendedClause] = []
    for at, each in enumerate(work.clauses):
        if at in order:
            out += order[at]
        if each.key not in inside:
            out.append(each)
    work.clauses[:] = out
    for block in blocks[1:]:
        previous = _before(work, block[0])
        work.propose(block[0], Operation.MOVE, target=previous.key if previous else "")


def _before(work: Work, clause: AmendedClause) -> AmendedClause | None:
    at = work.clauses.index(clause)
    return work.clauses[at - 1] if at else None


def merge(work: Work, statement: Statement) -> None:
    named = [naming.named(work.clauses, target)[0] for target in (*statement.targets, *statement.where)]
    if len(named) < 2:
        raise CannotError("the instruction does not say which paragraphs are merged")
    if any(each.gone for each in named):
        raise CannotError("a paragraph that is merged was deleted by an earlier instruction")
    first, *others = named
    texts = [bare(words) for words in statement.into] or (work.taken() if work.brings else [])
    if len(texts) > 1:
        clauses.refuse_unequal(work, 1, len(texts))
    if texts:
        first.replace_all(without_number(texts[0]).words, work.number)
    else:
        joined = " ".join([first.words, *(each.words[each.lead :] for each in others)])
        _append(work, first, joined[len(first.words) :])
        work.notes.append("the words are put one after the other; their grammar is left as it is")
    for each in others:
        for under in naming.whole(work.clauses, each):
            under.gone = work.number
        work.propose(first, Operation.MERGE, target=each.key)
    if texts:
        work.propose(first, Operation.ALTERNATIVE, words=texts[0])


def _append(work: Work, clause: AmendedClause, words: str) -> None:
    clause.edit(len(clause.words), len(clause.words), words, work.number)


def split(work: Work, statement: Statement) -> None:
    mark = statement.after or statement.before
    where = statement.targets or statement.where
    beside = statement.behind or statement.ahead
    if not mark and len(beside) == 1 and beside[0].part.startswith("sentence"):
        clause = naming.named(work.clauses, beside[0] if beside[0].number else where[0])[0]
        low, high = naming.part(clause, beside[0])
        _split_at(work, clause, high if statement.behind else low, beside[0].part)
        return
    if len(mark) != 1 or len(where) != 1:
        raise CannotError("the instruction does not say which paragraph is split, or after which words")
    clause = naming.named(work.clauses, where[0])[0]
    occurrences = seeking.places(clause.words, mark[0])
    if len(occurrences) != 1:
        raise CannotError(work.not_one(occurrences, mark[0], clause))
    _split_at(work, clause, occurrences[0].end if statement.after else occurrences[0].start, mark[0])


def _split_at(work: Work, clause: AmendedClause, at: int, mark: str) -> None:
    while clause.words[at : at + 1] and clause.words[at] in ".,;: ":
        at += 1
    rest = clause.words[at:].strip()
    if not rest:
        raise CannotError(f"{clause.name} ends with “{short(mark)}”: nothing is left to split off")
    kept = len(clause.words[:at].rstrip())
    low, _high, _put = clause.edit(kept, len(clause.words), "", work.number)
    new = AmendedClause(
        f"{clause.key}+{work.number}", clause.family, (), rest, new=work.number, anchor=clause.key, scope=clause.scope
    )
    work.clauses.insert(work.clauses.index(clause) + 1, new)
    work.propose(clause, Operation.SPLIT, low, low)


def renumber(work: Work, statement: Statement) -> None:
    del statement
    work.notes.append("numbers stay as they are in the base until a revision is issued")

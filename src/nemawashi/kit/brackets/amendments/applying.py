"""Instructions done one after the other to a base, each as a whole or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from nemawashi.kit import limits
from nemawashi.kit.brackets.amendments import doing, grammar, papers
from nemawashi.kit.brackets.amendments.bases import Base, of_clauses, of_document, paragraphs
from nemawashi.kit.brackets.amendments.dividing import Order, divided, orders
from nemawashi.kit.brackets.amendments.quoting import HOLE, bare, cut
from nemawashi.kit.brackets.amendments.values import APPLIED, REFUSED, Applied, CannotError, Instruction, Target
from nemawashi.kit.brackets.amendments.wording import plain
from nemawashi.kit.brackets.amendments.work import Work
from nemawashi.kit.clauses.numbers import unnumbered
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import BaseClause, Proposed

_NO_ORDER = "it is not understood as an instruction"


def apply(base: Mapping[str, Any], amendments: Mapping[str, Any]) -> Applied:
    """The base document with the amendments done. Both are documents with ``paragraphs`` and, where told, ``kinds``."""
    read = of_document(base)
    done = _do(read, amendments)
    title = next((each.words for each in read.clauses if each.key == "title"), read.title)
    return Applied(title, tuple(_printed(read)), tuple(done))


def proposed(clauses: Sequence[BaseClause], amendments: Mapping[str, Any]) -> tuple[Instruction, ...]:
    """What the amendments ask of the clauses of a negotiation, as operations on the wording that stands.

    Every paragraph is answered: what is no instruction, nor a part of one, is refused, too.
    """
    given = [words for words in paragraphs(amendments) if words.strip()]
    limits.check(given)
    lines, done = papers.parted(given, clauses)
    base = of_clauses(clauses)
    divided_orders, unused = divided({"paragraphs": [line.said for line in lines]})
    done += [(lines[at].at, Instruction(lines[at].text, REFUSED, _NO_ORDER)) for at in unused]
    for order, made in zip(divided_orders, _do_orders(base, divided_orders), strict=True):
        line = lines[order.at]
        text = made.text if line.text == line.said else line.text + made.text[len(line.said) :]
        done.append((line.at, replace(made, text=text, proposals=tuple(_unnumbered(each) for each in made.proposals))))
    return tuple(made for _at, made in sorted(done, key=lambda one: one[0]))


def _unnumbered(asked: Proposed) -> Proposed:
    """New clauses are numbered by their place, whatever number their words were printed with."""
    if asked.operation.is_new_clause or asked.operation == Operation.ALTERNATIVE:
        return replace(asked, words=unnumbered(asked.words) or asked.words)
    return asked


def _do(base: Base, amendments: Mapping[str, Any]) -> list[Instruction]:
    return _do_orders(base, orders(amendments))


def _do_orders(base: Base, given: Sequence[Order]) -> list[Instruction]:
    out = []
    for number, order in enumerate(given, start=1):
        before = [(each, each.runs, each.gone) for each in base.clauses]
        work = Work(base.clauses, number)
        try:
            _order(work, order)
        except CannotError as fault:
            base.clauses[:] = [each for each, _runs, _gone in before]
            for each, runs, gone in before:
                each.runs, each.gone = runs, gone
            out.append(Instruction(order.text, REFUSED, str(fault)))
            continue
        proposals = tuple(replace(each, place=f"instruction {number}") for each in work.proposals)
        out.append(Instruction(order.text, APPLIED, "; ".join(dict.fromkeys(work.notes)), proposals))
    return out


def _order(work: Work, order: Order) -> None:
    skeleton, quotes, closed = cut(order.said)
    if not closed:
        raise CannotError("a quotation is opened and not closed")
    if len(HOLE.sub("-", skeleton)) > limits.LONGEST_ORDER:
        raise CannotError(f"the instruction has more than {limits.LONGEST_ORDER:,} signs beside its quotations")
    if len(quotes) > limits.MOST_QUOTED:
        raise CannotError(f"the instruction has more than {limits.MOST_QUOTED} quotations")
    inherited: tuple[Target, ...] = ()
    if order.under:
        head, quoted, _closed = cut(order.under)
        inherited = grammar.only_targets(plain(head), quoted)
    brings = [bare(words) for words in order.brings]
    for statement in grammar.statements(plain(skeleton), quotes, inherited=inherited):
        doing.do(work, statement, brings)
    if brings and not work.took_brings:
        raise CannotError("the instruction is not understood: words follow it and it does not say what they are for")


def _printed(base: Base) -> list[str]:
    """The pieces of the document as they stand: notes where they were, a changed clause in its own pieces."""
    kept: dict[int, str] = {}
    for each in base.clauses:
        for segment, words in ((s, "") for s in each.segments) if each.gone else each.pieces():
            kept[segment.piece] = segment.before + words if words else segment.before.strip()
    order: list[str] = []
    loose = sorted(base.loose)
    for each in base.clauses:
        if each.new and not each.gone:
            order.append(each.words)
        for segment in each.segments:
            while loose and loose[0] < segment.piece:
                order.append(base.loose[loose.pop(0)])
            if kept[segment.piece]:
                order.append(kept[segment.piece])
    return [*order, *(base.loose[place] for place in loose)]

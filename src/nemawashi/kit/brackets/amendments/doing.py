"""One statement of an instruction done to the clauses: words first, then clauses as a whole."""

from collections.abc import Callable, Sequence

from nemawashi.kit.brackets.amendments import clauses, order, rewording, seeking
from nemawashi.kit.brackets.amendments.values import CannotError, Statement
from nemawashi.kit.brackets.amendments.work import Work, short


def do(work: Work, statement: Statement, brings: Sequence[str]) -> None:
    """Do one statement. Raises ``CannotError`` with the reason; the caller puts the clauses back."""
    work.brings = list(brings)
    done: dict[str, Callable[[Work, Statement], None]] = {
        "replace": _replace, "delete": _delete, "insert": _insert, "move": order.move,
        "merge": order.merge, "split": order.split, "renumber": order.renumber,
        "swap": order.swap,
    }  # fmt: skip
    _check(statement)
    done[statement.verb](work, statement)


def _check(told: Statement) -> None:
    """Words that the verb has no use for make an instruction not understood; half of it would be done."""
    loose: list[str] = []
    if told.verb == "insert" and told.words:
        loose = told.into
    elif told.verb == "insert" and told.new:
        loose = [*told.after, *told.before]
    elif told.verb in ("merge", "swap", "move"):
        loose = (
            [*told.words, *told.after, *told.before] if told.verb == "merge" else [*told.into, *told.after, *told.before]
        )
    elif told.verb == "split":
        loose = [*told.words, *told.into]
    if loose:
        raise CannotError(f"the instruction does not say what “{short(loose[0])}” is for")


def _replace(work: Work, told: Statement) -> None:
    if told.rest:
        rewording.delete_rest(work, told)
        return
    if told.is_range:
        if not told.words or len(told.into) != 2:
            raise CannotError("the instruction does not say which stretch of words is replaced, or with what")
        rewording.delete_range(work, told, told.words[0], told.into[0], told.into[1])
        return
    if not told.words:
        if told.after or told.before or told.edge or told.which:
            raise CannotError("the instruction does not say which words are replaced")
        clauses.replace_whole(work, told)
        return
    if not told.into:
        told.into = [" ".join(work.taken())]
        if not told.into[0].strip():
            raise CannotError(f"the instruction does not say with what “{short(told.words[0])}” is replaced")
    if len(told.words) == 1 and len(told.into) == 1 and seeking.is_cut(told.into[0]) and not work.has_cut(told.into[0]):
        raise CannotError("the new words are not given in full: they have an ellipsis")
    if len(told.into) > 1 and len(told.into) != len(told.words):
        raise CannotError(
            "the instruction is not understood: it names several words and it is not clear which become which"
        )
    for place, words in enumerate(told.words):
        rewording.change(work, told, words, told.into[place if len(told.into) > 1 else 0])


def _delete(work: Work, told: Statement) -> None:
    if told.targets and not told.rest and (told.follows or not told.words):
        if told.into or told.edge or told.which or told.after or told.before:
            raise CannotError("the instruction is not understood: a paragraph is deleted and words of it are named")
        if told.words:
            work.brings, told.words = told.words, []
        clauses.delete_whole(work, told)
        return
    if told.is_range and told.words and told.into:
        rewording.delete_range(work, told, told.words[0], told.into[0])
        return
    if told.rest:
        rewording.delete_rest(work, told)
        return
    if not told.words and told.where and not (told.after or told.before or told.into or told.edge or told.which):
        clauses.delete_whole(work, Statement("delete", targets=told.where, follows=told.follows))
        return
    if not told.words and work.brings:
        told.words = work.taken()
    if told.into or told.new:
        raise CannotError("the instruction is not understood: something is deleted and other words are named beside it")
    if not told.words:
        raise CannotError("the instruction is not understood: it does not say what to delete")
    for words in told.words:
        rewording.change(work, told, words, "")


def _insert(work: Work, told: Statement) -> None:
    if (
        not told.words
        and work.brings
        and not work.took_brings
        and (told.after or told.before or told.edge)
        and not told.new
    ):
        told.words = [" ".join(work.taken())]
    beside = told.behind or told.ahead
    if told.words and len(beside) == 1 and beside[0].part.startswith("sentence") and not told.after and not told.before:
        rewording.insert_by_sentence(work, beside[0], told, " ".join(told.words))
        return
    if told.label and not told.new and len(told.label) == 1:
        told.targets, told.label = told.label, []
    if not told.new and len(told.targets) == 1 and told.targets[0].number and not told.after and not told.before:
        named = told.targets[0]
        told.new = {"pp": "preambular", "op": "operative", "article": "article", "annexhead": "annex"}.get(
            named.family, "same"
        )
        told.new_number = named.number
    if told.new or (beside and not told.after and not told.before) or (not told.words and work.brings):
        clauses.insert_clauses(work, told)
        return
    if not told.words:
        raise CannotError("the instruction is not understood: it does not say what to insert")
    told.where = told.where or told.behind or told.ahead
    words = " ".join(told.words)
    if told.after or told.before:
        rewording.insert_beside(work, told, words)
    elif told.edge:
        for target in work.where(told):
            rewording.at_edge(work, target, told, words)
    else:
        raise CannotError("the instruction does not say where in the paragraph the words go")

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


def _check(statement: Statement) -> None:
    """Words that the verb has no use for make an instruction not understood; half of it would be done."""
    loose: list[str] = []
    if statement.verb == "insert" and statement.words:
        loose = statement.into
    elif statement.verb == "insert" and statement.new:
        loose = [*statement.after, *statement.before]
    elif statement.verb in ("merge", "swap", "move"):
        loose = (
            [*statement.words, *statement.after, *statement.before]
            if statement.verb == "merge"
            else [*statement.into, *statement.after, *statement.before]
        )
    elif statement.verb == "split":
        loose = [*statement.words, *statement.into]
    if loose:
        raise CannotError(f"the instruction does not say what “{short(loose[0])}” is for")


def _replace(work: Work, statement: Statement) -> None:
    if statement.rest:
        rewording.delete_rest(work, statement)
        return
    if statement.is_range:
        if not statement.words or len(statement.into) != 2:
            raise CannotError("the instruction does not say which stretch of words is replaced, or with what")
        rewording.delete_range(work, statement, statement.words[0], statement.into[0], statement.into[1])
        return
    if not statement.words:
        if statement.after or statement.before or statement.edge or statement.which:
            raise CannotError("the instruction does not say which words are replaced")
        clauses.replace_whole(work, statement)
        return
    if not statement.into:
        statement.into = [" ".join(work.taken())]
        if not statement.into[0].strip():
            raise CannotError(f"the instruction does not say with what “{short(statement.words[0])}” is replaced")
    if (
        len(statement.words) == 1
        and len(statement.into) == 1
        and seeking.is_cut(statement.into[0])
        and not work.has_cut(statement.into[0])
    ):
        raise CannotError("the new words are not given in full: they have an ellipsis")
    if len(statement.into) > 1 and len(statement.into) != len(statement.words):
        raise CannotError(
            "the instruction is not understood: it names several words and it is not clear which become which"
        )
    for place, words in enumerate(statement.words):
        rewording.change(work, statement, words, statement.into[place if len(statement.into) > 1 else 0])


def _delete(work: Work, statement: Statement) -> None:
    if statement.targets and not statement.rest and (statement.follows or not statement.words):
        if statement.into or statement.edge or statement.which or statement.after or statement.before:
            raise CannotError("the instruction is not understood: a paragraph is deleted and words of it are named")
        if statement.words:
            work.brings, statement.words = statement.words, []
        clauses.delete_whole(work, statement)
        return
    if statement.is_range and statement.words and statement.into:
        rewording.delete_range(work, statement, statement.words[0], statement.into[0])
        return
    if statement.rest:
        rewording.delete_rest(work, statement)
        return
    if (
        not statement.words
        and statement.where
        and not (statement.after or statement.before or statement.into or statement.edge or statement.which)
    ):
        clauses.delete_whole(work, Statement("delete", targets=statement.where, follows=statement.follows))
        return
    if not statement.words and work.brings:
        statement.words = work.taken()
    if statement.into or statement.new:
        raise CannotError("the instruction is not understood: something is deleted and other words are named beside it")
    if not statement.words:
        raise CannotError("the instruction is not understood: it does not say what to delete")
    for words in statement.words:
        rewording.change(work, statement, words, "")


def _insert(work: Work, statement: Statement) -> None:
    if (
        not statement.words
        and work.brings
        and not work.took_brings
        and (statement.after or statement.before or statement.edge)
        and not statement.new
    ):
        statement.words = [" ".join(work.taken())]
    beside = statement.behind or statement.ahead
    if (
        statement.words
        and len(beside) == 1
        and beside[0].part.startswith("sentence")
        and not statement.after
        and not statement.before
    ):
        rewording.insert_by_sentence(work, beside[0], statement, " ".join(statement.words))
        return
    if statement.label and not statement.new and len(statement.label) == 1:
        statement.targets, statement.label = statement.label, []
    if (
        not statement.new
        and len(statement.targets) == 1
        and statement.targets[0].number
        and not statement.after
        and not statement.before
    ):
        named = statement.targets[0]
        statement.new = {"pp": "preambular", "op": "operative", "article": "article", "annexhead": "annex"}.get(
            named.family, "same"
        )
        statement.new_number = named.number
    if statement.new or (beside and not statement.after and not statement.before) or (not statement.words and work.brings):
        clauses.insert_clauses(work, statement)
        return
    if not statement.words:
        raise CannotError("the instruction is not understood: it does not say what to insert")
    statement.where = statement.where or statement.behind or statement.ahead
    words = " ".join(statement.words)
    if statement.after or statement.before:
        rewording.insert_beside(work, statement, words)
    elif statement.edge:
        for target in work.where(statement):
            rewording.at_edge(work, target, statement, words)
    else:
        raise CannotError("the instruction does not say where in the paragraph the words go")

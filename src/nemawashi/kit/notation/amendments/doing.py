"""One statement of an instruction done to the clauses: words first, then clauses as a whole."""

import re
from collections.abc import Callable, Sequence

from nemawashi.kit.corpora import leads
from nemawashi.kit.corpora.numbers import Style, without_number
from nemawashi.kit.notation.amendments import naming, seeking
from nemawashi.kit.notation.amendments.quoting import bare
from nemawashi.kit.notation.amendments.seeking import Found
from nemawashi.kit.notation.amendments.places import normal, opened
from nemawashi.kit.notation.amendments.standing import PLACES, Run, Standing
from nemawashi.kit.notation.amendments.values import CannotError, Statement, Target
from nemawashi.kit.texts.proposals import Proposed

_MANY = ("all", "pp", "op", "annex")
_ONE_TIME = "the words stand there {} times and the instruction does not say which"


class Work:
    """What one instruction does. ``notes``: what was allowed; ``proposals``: what it asks for, on the base's own words."""

    def __init__(self, clauses: list[Standing], number: int) -> None:
        self.clauses = clauses
        self.number = number
        self.notes: list[str] = []
        self.proposals: list[Proposed] = []
        self.took_brings = False
        self.brings: list[str] = []

    def do(self, statement: Statement, brings: Sequence[str]) -> None:
        """Raises ``CannotError`` with the reason; the caller puts the clauses back."""
        self.brings = list(brings)
        done: dict[str, Callable[[Statement], None]] = {
            "replace": self._replace, "delete": self._delete, "insert": self._insert, "move": self._move,
            "merge": self._merge, "split": self._split, "renumber": self._renumber,
            "swap": self._swap,
        }  # fmt: skip
        done[statement.verb](statement)

    # -- words ---------------------------------------------------------------------------------------------------------

    def _replace(self, told: Statement) -> None:
        if told.rest:
            self._delete_rest(told)
            return
        if told.is_range:
            if not told.words or len(told.into) != 2:
                raise CannotError("the instruction does not say which stretch of words is replaced, or with what")
            self._delete_range(told, told.words[0], told.into[0], told.into[1])
            return
        if not told.words:
            if told.after or told.before or told.edge or told.which:
                raise CannotError("the instruction does not say which words are replaced")
            self._replace_whole(told)
            return
        if not told.into:
            told.into = [" ".join(self._taken())]
            if not told.into[0].strip():
                raise CannotError(f"the instruction does not say with what “{_short(told.words[0])}” is replaced")
        if len(told.words) == 1 and len(told.into) == 1 and seeking.is_cut(told.into[0]) and not self._has_cut(told.into[0]):
            raise CannotError("the new words are not given in full: they have an ellipsis")
        if len(told.into) > 1 and len(told.into) != len(told.words):
            raise CannotError(
                "the instruction is not understood: it names several words and it is not clear which become which"
            )
        for place, words in enumerate(told.words):
            self._change(told, words, told.into[place if len(told.into) > 1 else 0])

    def _delete(self, told: Statement) -> None:
        if told.targets and not told.rest and (told.follows or not told.words):
            if told.into or told.edge or told.which or told.after or told.before:
                raise CannotError("the instruction is not understood: a paragraph is deleted and words of it are named")
            if told.words:
                self.brings, told.words = told.words, []
            self._delete_whole(told)
            return
        if told.is_range and told.words and told.into:
            self._delete_range(told, told.words[0], told.into[0])
            return
        if told.rest:
            self._delete_rest(told)
            return
        if not told.words and told.where and not (told.after or told.before or told.into or told.edge or told.which):
            self._delete_whole(Statement("delete", targets=told.where, follows=told.follows))
            return
        if not told.words and self.brings:
            told.words = self._taken()
        if told.into or told.new:
            raise CannotError("the instruction is not understood: something is deleted and other words are named beside it")
        if not told.words:
            raise CannotError("the instruction is not understood: it does not say what to delete")
        for words in told.words:
            self._change(told, words, "")

    def _change(self, told: Statement, words: str, into: str) -> None:
        """Words of the named clauses to other words, once in each, or everywhere where the instruction says so."""
        everywhere = told.which == "all" or any(not t.number and t.family in (*_MANY, "title") for t in self._where(told))
        count = 0
        missing: list[str] = []
        already = 0
        for target in self._where(told):
            standing: list[tuple[Standing, Found]] = []
            done_before = 0
            for clause in self._spread(target):
                low, high = naming.part(clause, target)
                found = [f for f in seeking.places(clause.words, words) if low <= f.start and f.end <= high]
                found = self._at_named_edge(clause, self._beside(clause, found, told), told.edge, high)
                standing += [(clause, one) for one in found]
                done_before += not found and self._already(clause, words, into)
            chosen = standing if everywhere and told.which in ("", "all") else self._one(standing, told, target, words, everywhere)
            for clause, one in reversed(chosen):
                self._put(clause, one, into)
            already += done_before
            hits = len(chosen) + done_before
            count += hits
            if not hits:
                missing.append(self._called(target))
        many = [t for t in self._where(told) if not t.number]
        if not count or (missing and not (many and len(many) == len(self._where(told)))):
            raise CannotError(
                f"“{_short(words)}” is not found in {', '.join(missing) or 'the base'}" + self._elsewhere(words)
            )
        if missing:
            self.notes.append(f"“{_short(words)}” is not found in {', '.join(missing)}")
        if already == count:
            self.notes.append("an earlier instruction already did this")

    def _put(self, clause: Standing, found: Found, into: str) -> None:
        if found.note:
            self.notes.append(f"{clause.name}: {found.note}")
        start, end, text = found.start, found.end, clause.words
        put = into.strip()
        if not put:
            start, end = seeking.without(text, start, end)
        elif put[-1:] in ",;." and text[end : end + 1] == put[-1:]:
            put = put[:-1]
            self.notes.append("the base already has the mark that follows")
        elif put[-1:] == "," and text[end : end + 1] in (";", ".", ":"):
            put = put[:-1]
            self.notes.append("the base has another mark where the words end with a comma")
        self._edit(clause, start, end, put)

    def _edit(self, clause: Standing, start: int, end: int, words: str) -> None:
        low, high, put = clause.edit(start, end, words, self.number)
        operation = "insert" if low == high else "replace" if put else "delete"
        self._propose(clause, operation, low, high, put)

    def _propose(
        self, clause: Standing, operation: str, start: int = 0, end: int = 0, words: str = "", target: str = ""
    ) -> None:
        if clause.new:
            operation, start, end, words = "new_clause", 0, 0, words if operation == "new_clause" else clause.words
        key = clause.anchor or clause.key
        self.proposals.append(Proposed(key, operation, clause.wording, start, end, words, target))

    def _one(
        self, standing: list[tuple[Standing, Found]], told: Statement, target: Target, words: str, several: bool
    ) -> list[tuple[Standing, Found]]:
        """The one place that is meant. Raises ``CannotError`` with the places where more than one fits."""
        which = told.which
        if which.startswith("last") and standing:
            return [standing[-1]]
        if which.isdecimal():
            if standing and not 0 < int(which) <= len(standing):
                raise CannotError(f"“{_short(words)}” stands in {self._called(target)} only {len(standing)} times")
            return standing[int(which) - 1 : int(which)]
        if len(standing) > 1 and not several:
            names = list(dict.fromkeys(clause.name for clause, _found in standing))
            where = f": {', '.join(names)}" if len(names) > 1 else ""
            raise CannotError(f"{self._called(target)}: “{_short(words)}”: {_ONE_TIME.format(len(standing))}{where}")
        return standing

    def _beside(self, clause: Standing, found: list[Found], told: Statement) -> list[Found]:
        """Those places that stand after or before the words that the instruction names beside."""
        text = clause.words
        for words in told.after if told.verb != "insert" else ():
            marks = seeking.places(text, words)
            found = [f for f in found if any(0 <= f.start - m.end <= 2 for m in marks)]
        for words in told.before if told.verb != "insert" else ():
            marks = seeking.places(text, words)
            found = [f for f in found if any(0 <= m.start - f.end <= 2 for m in marks)]
        return found

    def _at_named_edge(self, clause: Standing, found: list[Found], edge: str, high: int) -> list[Found]:
        """Of several places the one at the named end of the clause."""
        if not edge or len(found) < 2:
            return found
        if edge == "start":
            return [f for f in found if f.start <= clause.lead] or found
        return [f for f in found if not clause.words[f.end : high].strip(" .,;:")] or found

    def _has_cut(self, words: str) -> bool:
        return any(words in each.words for each in self.clauses)

    def _already(self, clause: Standing, words: str, into: str) -> bool:
        """Whether an earlier instruction left nothing to do: the base has the words, and what they should become stands."""
        if not any(run.by for run in clause.runs) or not seeking.places(clause.base, words):
            return False
        return bool(seeking.places(clause.words, into)) if into.strip() else not seeking.places(clause.words, words)

    def _where(self, told: Statement) -> list[Target]:
        where = told.where or told.targets
        if (not where or all(t.family == "here" and not t.part for t in where)) and told.which == "all":
            where = [Target("all")]
        if not where:
            if sum(len(c.path) == 1 for c in self.clauses) == 1:
                return [Target(next(c.family for c in self.clauses if len(c.path) == 1), "1")]
            raise CannotError("the instruction does not say in which paragraph")
        if any(t.family == "here" for t in where):
            raise CannotError("the instruction does not say in which paragraph")
        return where

    def _spread(self, target: Target) -> list[Standing]:
        """The clauses that a target names, with what stands under them, but none that an earlier instruction deleted."""
        found = naming.named(self.clauses, target)
        gone = [each.gone for each in found if each.gone]
        if (target.number or target.begins) and gone:
            raise CannotError(f"instruction {gone[0]} deleted {naming.called(target)}")
        is_one = bool(target.number or target.begins) or target.family in PLACES
        if is_one and not target.part:
            found = [under for each in found for under in naming.whole(self.clauses, each)]
        return [each for each in found if not each.gone and each.family not in ("formula",)]

    def _called(self, target: Target) -> str:
        if target.number or target.family == "title":
            return naming.called(target) if target.number else "the title"
        return {"all": "the text", "pp": "the preamble", "op": "the operative paragraphs", "annex": "the annex"}.get(
            target.family, target.family
        )

    def _elsewhere(self, words: str) -> str:
        """Where else the words stand, so that whoever sees to a refusal need not search."""
        found = [each.name for each in self.clauses if not each.gone and each.path and each.family not in PLACES and seeking.places(each.words, words)]
        if not found and any(words in each.words for each in self.clauses if not each.gone):
            return " (it stands only within a longer word)"
        return f" (it stands in {', '.join(found[:3])}{' and more' if len(found) > 3 else ''})" if found else ""

    def _delete_range(self, told: Statement, first: str, last: str, into: str = "") -> None:
        for clause, target in self._single(told):
            low, high = naming.part(clause, target)
            one, other = seeking.places(clause.words, first), seeking.places(clause.words, last)
            one, other = (
                [f for f in one if low <= f.start and f.end <= high],
                [f for f in other if low <= f.start and f.end <= high],
            )
            if len(one) != 1 or not (other := [f for f in other if f.end >= one[0].end]):
                raise CannotError(
                    f"{clause.name} has no stretch from “{_short(first)}” to “{_short(last)}”, or more than one"
                )
            self._put(clause, Found(one[0].start, other[0].end), into)

    def _delete_rest(self, told: Statement) -> None:
        marks = told.after or told.before or told.words
        if len(marks) != 1:
            raise CannotError("the instruction is not understood: it does not say from where on words are deleted")
        for clause, target in self._single(told):
            low, high = naming.part(clause, target)
            found = [f for f in seeking.places(clause.words, marks[0]) if low <= f.start and f.end <= high]
            if len(found) != 1:
                raise CannotError(self._not_one(found, marks[0], clause))
            text = clause.words
            into = " ".join(told.into or (self._taken() if told.verb == "replace" else ()))
            if told.verb == "replace" and not into:
                raise CannotError("the instruction does not say with what the words are replaced")
            if told.before:
                self._edit(clause, max(low, clause.lead), found[0].start, f"{into.strip()} " if into else "")
                continue
            tail = re.search(r"[.,;:]?\s*$", text[:high])
            end = tail.start() if tail and tail.start() >= found[0].end else high
            start = found[0].end if told.after else found[0].start
            if into:
                start += len(text[start:end]) - len(text[start:end].lstrip())
                into = re.sub(r"\s*[.,;:]$", "", into.strip()) if end < len(text.rstrip()) else into.strip()
            self._edit(clause, start, end, into)

    def _single(self, told: Statement) -> list[tuple[Standing, Target]]:
        where = self._where(told)
        return [(clause, target) for target in where for clause in self._spread(target)][: None if len(where) > 1 else 1]

    def _not_one(self, found: Sequence[Found], words: str, clause: Standing) -> str:
        if not found:
            return f"“{_short(words)}” is not found in {clause.name}{self._elsewhere(words)}"
        return f"{clause.name}: “{_short(words)}”: {_ONE_TIME.format(len(found))}"

    # -- insertions ----------------------------------------------------------------------------------------------------

    def _insert(self, told: Statement) -> None:
        if (
            not told.words
            and self.brings
            and not self.took_brings
            and (told.after or told.before or told.edge)
            and not told.new
        ):
            told.words = [" ".join(self._taken())]
        beside = told.behind or told.ahead
        if told.words and len(beside) == 1 and beside[0].part.startswith("sentence") and not told.after and not told.before:
            self._insert_by_sentence(beside[0], told, " ".join(told.words))
            return
        if told.label and not told.new and len(told.label) == 1:
            told.targets, told.label = told.label, []
        if not told.new and len(told.targets) == 1 and told.targets[0].number and not told.after and not told.before:
            named = told.targets[0]
            told.new = {"pp": "preambular", "op": "operative", "article": "article", "annexhead": "annex"}.get(named.family, "same")
            told.new_number = named.number
        if told.new or (beside and not told.after and not told.before) or (not told.words and self.brings):
            self._insert_clauses(told)
            return
        if not told.words:
            raise CannotError("the instruction is not understood: it does not say what to insert")
        told.where = told.where or told.behind or told.ahead
        words = " ".join(told.words)
        if told.after or told.before:
            self._insert_beside(told, words)
        elif told.edge:
            for target in self._where(told):
                self._at_edge(target, told, words)
        else:
            raise CannotError("the instruction does not say where in the paragraph the words go")

    def _insert_by_sentence(self, target: Target, told: Statement, words: str) -> None:
        clause = self._spread(target)[0]
        low, high = naming.part(clause, target)
        while high > low and clause.words[high - 1].isspace():
            high -= 1
        self._put_in(clause, high if told.behind else max(low, clause.lead), words)

    def _insert_beside(self, told: Statement, words: str) -> None:
        mark = (told.after or told.before)[0]
        everywhere = told.which == "all" or all(not t.number and t.family != "title" for t in self._where(told))
        count = 0
        for target in self._where(told):
            clauses = self._spread(target)
            hits = []
            for clause in clauses:
                low, high = naming.part(clause, target)
                found = [f for f in seeking.places(clause.words, mark) if low <= f.start and f.end <= high]
                if told.after and told.before:
                    others = seeking.places(clause.words, told.before[0])
                    found = [f for f in found if any(0 <= o.start - f.end <= 2 for o in others)]
                hits += [(clause, f) for f in found]
            if told.which and told.which != "all":
                hits = [hits[-1]] if told.which.startswith("last") and hits else hits[int(told.which) - 1 : int(told.which)]
            if not hits and target.number:
                raise CannotError(f"“{_short(mark)}” is not found in {self._called(target)}{self._elsewhere(mark)}")
            if len(hits) > 1 and not everywhere:
                raise CannotError(f"{self._called(target)}: “{_short(mark)}”: {_ONE_TIME.format(len(hits))}")
            for clause, found_one in reversed(hits):
                if found_one.note:
                    self.notes.append(f"{clause.name}: {found_one.note}")
                self._put_in(clause, found_one.end if told.after else found_one.start, words)
            count += len(hits)
        if not count:
            raise CannotError(f"“{_short(mark)}” is not found in the base")

    def _put_in(self, clause: Standing, at: int, words: str) -> None:
        text = clause.words
        put, note = seeking.seam(text[:at], words.strip(), text[at:])
        if note:
            self.notes.append(note)
        self._edit(clause, at, at, put)

    def _at_edge(self, target: Target, told: Statement, words: str) -> None:
        clauses = self._spread(target)
        if not target.number and target.family != "title":
            raise CannotError("the instruction is not understood: words are added to no paragraph in particular")
        clause = clauses[0] if told.edge == "start" or target.part else clauses[-1]
        low, high = naming.part(clause, target)
        if told.edge == "start":
            self._put_in(clause, max(low, clause.lead if low == 0 else low), words)
            return
        text = clause.words
        while high > low and text[high - 1].isspace():
            high -= 1
        ends = re.search(r"[.,;:。]$", text[:high])
        if not ends:
            self._put_in(clause, high, words)
            return
        put = words.strip()
        closing = re.search(r"[.,;:。]$", put)
        if text[high - 1] in ".。" and re.match(r"[A-ZА-ЯЁ]", put) and closing and closing[0] in ".;":
            self._put_in(clause, high, put)  # a sentence of its own
            return
        if closing and closing[0] != text[high - 1]:
            self.notes.append(f"the words bring their own “{closing[0]}” for the “{text[high - 1]}” of the base")
            low_put, _note = seeking.seam(text[: high - 1], put, "")
            self._edit(clause, high - 1, high, low_put)
            return
        put = put[: closing.start()] if closing else put
        self._put_in(clause, high - 1, put)

    # -- clauses -------------------------------------------------------------------------------------------------------

    def _taken(self) -> list[str]:
        self.took_brings = True
        return list(self.brings)

    def _texts(self, told: Statement) -> list[str]:
        texts = [bare(words) for words in (told.words or told.into)]
        if not texts:
            texts = self._taken()
        if not texts:
            raise CannotError("the words that are to be put in do not follow the instruction")
        if told.count and told.count != len(texts):
            self.notes.append(f"{told.count} announced, {len(texts)} given")
        return texts

    def _insert_clauses(self, told: Statement) -> None:
        texts = self._texts(told)
        if any(seeking.is_cut(words) and len(words) < 200 and "[…]" in words for words in texts):
            raise CannotError("the new words are not given in full: they have an ellipsis")
        family, anchor, ahead = self._place(told)
        at = self.clauses.index(anchor) if ahead else self._end_of(anchor) + 1
        while not ahead and at < len(self.clauses) and self.clauses[at].new and self.clauses[at].anchor == anchor.key:
            at += 1
        scope = anchor.scope
        if told.new in ("article", "annex") or family in ("article", "annexhead"):
            texts = self._headed(told, texts)
            scope = tuple(place for place in anchor.scope if place[0] not in ("article", told.new))
            family = "op"
        for order, words in enumerate(texts):
            found = without_number(words)
            number = found.number if found.style in (Style.ARABIC, Style.PREAMBLE, Style.LETTER) else ""
            if not number and order == 0 and told.new_number and told.new not in ("article", "annex", "heading"):
                number = told.new_number
                words = self._numbered(number, words, family, anchor)
                found = without_number(words)
            path = (re.sub(r"^(?:OP|PP)\s?", "", number, flags=re.I).casefold().strip(" ()"),) if number else ()
            lead = words.find(found.words) if found.style in (Style.ARABIC, Style.PREAMBLE) else 0
            new = Standing(
                f"{anchor.key}+{self.number}.{order}",
                family,
                path,
                words,
                lead,
                anchor.wording,
                new=self.number,
                anchor=anchor.key,
                scope=scope,
            )
            self.clauses.insert(at + order, new)
            operation = "new_clause_before" if ahead else "new_clause"
            self.proposals.append(Proposed(anchor.key, operation, anchor.wording, words=words))

    def _headed(self, told: Statement, texts: list[str]) -> list[str]:
        """The words of a new article under its heading, where they do not bring one."""
        name = "annex" if told.new == "annex" else "article"
        found = opened(texts[0], name)
        if not told.new_number or (found and found.kind == name):
            return texts
        label = told.new_number.upper() if name == "annex" else told.new_number
        heads = [each.base for each in self.clauses if each.family == ("annexhead" if name == "annex" else name)]
        word = re.match(r"\w+", heads[0])[0] if heads and re.match(r"\w+ ", heads[0]) else name.capitalize()  # type: ignore[index]
        if word in ("Статья",):
            label = label.replace("bis", "бис")
        return [f"{word} {label}", *texts]

    def _numbered(self, number: str, words: str, family: str, anchor: Standing) -> str:
        """The words with the number that the instruction gives them, where the base prints numbers and this one is free."""
        letter = re.search(r"\(([a-z]+)\)$", number)
        if letter:
            lettered = [c for c in self.clauses if len(c.path) > 1 and c.path[0] == anchor.path[0] and c.scope == anchor.scope]
            taken = any(c.path[-1] == letter[1] and len(c.path) == len(anchor.path) for c in lettered)
            return words if taken or not lettered else f"({letter[1]}) {words}"
        alike = [c for c in self.clauses if c.family == family and len(c.path) == 1 and c.lead and not c.new and c.base[:1] != "("]
        if not alike or any(c.path[0].replace(" ", "") == number.replace(" ", "") and c.scope == anchor.scope for c in alike):
            return words
        number = re.sub(r"(?<=\d)(?=bis|ter|quater|quinquies)", " ", number)
        style = re.match(r"^(OP|PP)?(\s?)\d+(?:\s?bis)?([.:．]?\s*)", alike[0].base)
        if not style:
            return words
        return f"{style[1] or ''}{style[2]}{number if not style[1] else number.replace(' ', '')}{style[3] or ' '}{words}"

    def _place(self, told: Statement) -> tuple[str, Standing, bool]:
        """Of which family the new clauses are, the clause beside which they stand, and whether they stand before it."""
        said = {"preambular": "pp", "operative": "op", "heading": "heading", "section": "heading"}.get(told.new, "")
        targets = told.behind or told.ahead
        if targets:
            ahead = not told.behind
            target = targets[-1] if not ahead else targets[0]
            if not target.number and not target.begins and target.family in ("pp", "op", "annex"):
                found = [c for c in self.clauses if c.family == target.family and len(c.path) == 1]
                if not found:
                    raise CannotError(f"the base has no {self._called(target)}")
                anchor = found[0] if ahead else found[-1]
            else:
                anchor = naming.named(self.clauses, target)[0 if ahead else -1]
                if target.subs and naming.inner(anchor, target.subs):
                    raise CannotError(f"{anchor.name} has ({target.subs[-1]}) in its own words: say after which words")
            return said or anchor.family, anchor, ahead
        if told.new in ("article", "annex"):
            return self._place_of_article(told)
        if told.new_number.startswith("last"):
            told.edge, told.new_number = "end", ""
        scope = next((t.scope or (_scope_of(t) if t.family in PLACES else ()) for t in (*told.where, *told.targets)), ())
        if told.new_number:
            letter = re.search(r"\(([a-z]+)\)$", told.new_number)
            plain = re.match(r"\d+", told.new_number)
            if letter and (told.where or plain):
                if plain:
                    told.where = [Target(said or "any", plain[0], tuple(re.findall(r"\(([a-z]+)\)", told.new_number)[:-1]))]
                head = naming.named(self.clauses, told.where[0])[0]
                return head.family, naming.whole(self.clauses, head)[-1], False
            again = re.search(r"bis|ter|quater|quinquies|sexies|\d[a-z]$", told.new_number)
            number = int(plain[0]) if plain else 0
            family = said or "op"
            if number == 1 and not again:
                return family, self._edge_of(family, start=True, scope=scope), True
            return family, self._preceding(family, number, again[0] if again else "", scope), False
        family = (
            said or next((t.family for t in told.where if t.family in ("pp", "op", "annex")), "") or self._family_of_words()
        )
        if told.edge or told.where or told.new:
            if told.where and told.where[0].family in PLACES and told.new != "same":
                told.where = []
            if told.where and (told.where[0].number or told.where[0].family in PLACES):
                head = naming.named(self.clauses, told.where[0])[0]
                block = [each for each in naming.whole(self.clauses, head) if not each.new] or [head]
                family = "op" if head.family in PLACES else head.family
                return said or family, block[0 if told.edge == "start" else -1], False
            if not told.edge and not told.where:
                raise CannotError("the instruction does not say where the new paragraph goes")
            start = told.edge == "start"
            return family, self._edge_of(family, start=start, scope=scope), start
        raise CannotError("the instruction does not say where the new paragraph goes")

    def _family_of_words(self) -> str:
        words = self.brings[0] if self.brings else ""
        return "pp" if leads.is_preambular(words, "en") and not leads.is_operative(words, "en") else "op"

    def _place_of_article(self, told: Statement) -> tuple[str, Standing, bool]:
        """Behind the article before it in number, or behind the last."""
        family = "annexhead" if told.new == "annex" else "article"
        heads = [each for each in self.clauses if each.family == family and not each.new]
        label = normal(told.new_number)
        found = re.match(r"\d+", label)
        if label and any(each.path == (label,) for each in heads):
            head = next(each for each in heads if each.path == (label,))
            return "article", head, True
        if found and heads:
            number = int(found[0])
            wanted = str(number if label != found[0] else number - 1)
            before = [each for each in heads if each.path[0] == wanted]
            if not before:
                raise CannotError(f"the base has no {told.new} {wanted}, after which the new one would stand")
            return family, naming.whole(self.clauses, before[-1])[-1], False
        if heads:
            return family, naming.whole(self.clauses, heads[-1])[-1], False
        if told.new == "annex" and self.clauses:
            return family, self.clauses[-1], False
        raise CannotError(f"the base has no {told.new}")

    def _preceding(self, family: str, number: int, again: str, scope: tuple[tuple[str, str], ...]) -> Standing:
        """The clause behind which one with this number stands: ``3 ter`` behind ``3 bis`` where there is one."""
        if not again:
            return naming.named(self.clauses, Target(family, str(number - 1), scope=scope))[0]
        steps = ("bis", "ter", "quater", "quinquies", "sexies")
        earlier = steps[: steps.index(again)] if again in steps else ()
        for step in reversed(earlier):
            try:
                return naming.named(self.clauses, Target(family, f"{number} {step}", scope=scope))[0]
            except CannotError:
                continue
        return naming.named(self.clauses, Target(family, str(number), scope=scope))[0]

    def _edge_of(self, family: str, *, start: bool, scope: tuple[tuple[str, str], ...] = ()) -> Standing:
        found = [
            each for each in self.clauses
            if each.family == family and not each.new and (each.scope[: len(scope)] == scope if scope else not naming.is_annexed(each))
        ]  # fmt: skip
        if not found:
            raise CannotError(f"the base has no {self._called(Target(family))}")
        return found[0] if start else found[-1]

    def _end_of(self, clause: Standing) -> int:
        return self.clauses.index(naming.whole(self.clauses, clause)[-1])

    def _replace_whole(self, told: Statement) -> None:
        told.follows = True
        targets = [t for t in (told.targets or told.where) if t.family != "here"] or told.where
        if not targets:
            raise CannotError("the instruction does not say which paragraph is replaced")
        texts = self._texts(told)
        if any(seeking.is_cut(words) and not self._has_cut(words) for words in texts):
            raise CannotError("the new words are not given in full: they have an ellipsis")
        if len(targets) > 1 and len(texts) == 1 and told.new:
            rest = [each for each in targets[1:] if each.number]
            self._rewrite(targets[0], texts)
            self._delete_whole(Statement("delete", targets=rest))
            return
        if len(targets) > 1 and len(targets) != len(texts):
            self._refuse_unequal(len(targets), len(texts))
        for place, target in enumerate(targets):
            if not target.number and not target.begins and target.family not in ("title", *PLACES):
                raise CannotError("the instruction is not understood: more than one paragraph would be replaced")
            self._rewrite(target, [texts[place]] if len(targets) > 1 else texts)

    def _rewrite_place(self, head: Standing, texts: list[str]) -> None:
        """New words for an article: its heading stays unless they bring one, and what stood under it goes."""
        if head.gone:
            raise CannotError(f"instruction {head.gone} deleted {head.name}")
        found = opened(texts[0], "")
        if found and found.family == head.family:
            head.runs = []
            head.runs = [Run(0, len(head.base), texts[0], self.number)]
            self._propose(head, "alternative", words=texts[0])
            texts = texts[1:]
        under = [each for each in naming.whole(self.clauses, head) if each is not head and not each.gone]
        runs_on = len(head.base) > head.lead + 60 or (not under and not found)
        if runs_on and texts:
            self._edit(head, min(head.lead, len(head.words)), len(head.words), texts[0])
            texts = texts[1:]
        last = head
        for clause, words in zip(under, texts, strict=False):
            number = without_number(words)
            same = clause.lead and number.style in (Style.ARABIC, Style.LETTER) and number.number.casefold() == clause.path[-1]
            clause.replace_all(number.words if same else words, self.number)
            self._propose(clause, "alternative", words=words)
            last = clause
        for clause in under[len(texts) :]:
            clause.gone = self.number
            self._propose(clause, "delete_clause")
        at = self.clauses.index(last) + 1
        for order, words in enumerate(texts[len(under) :]):
            new = Standing(
                f"{last.key}+{self.number}.{order}", "op", (), words, new=self.number, anchor=last.key, scope=head.scope
            )
            self.clauses.insert(at + order, new)
            self.proposals.append(Proposed(last.key, "new_clause", last.wording, words=words))

    def _refuse_unequal(self, named: int, given: int) -> None:
        raise CannotError(f"{named} paragraphs are named and {given} are given")

    def _rewrite(self, target: Target, texts: list[str]) -> None:
        clause = naming.named(self.clauses, target)[0]
        if clause.gone:
            raise CannotError(f"instruction {clause.gone} deleted {clause.name}")
        if clause.family in PLACES and not target.part:
            self._rewrite_place(clause, texts)
            return
        if target.part == "heading":
            found = opened(texts[0], clause.family)
            if found and found.label in clause.path:
                self._edit(clause, 0, len(clause.words), texts[0])
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
            self._edit(clause, start, end, " ".join(texts))
            return
        under = naming.whole(self.clauses, clause)[1:]
        found = without_number(texts[0])
        words = texts[0]
        if clause.lead and found.style in (Style.ARABIC, Style.LETTER) and found.number.casefold() == clause.path[-1]:
            words = found.words
        clause.replace_all(words, self.number)
        self._propose(clause, "alternative", words=words)
        if len(texts) > 1 or under:
            for each in under:
                each.gone = self.number
                self._propose(each, "delete_clause")
            at = self.clauses.index(clause) + 1
            for order, extra in enumerate(texts[1:]):
                new = Standing(
                    f"{clause.key}+{self.number}.{order}", clause.family, (), extra, new=self.number, anchor=clause.key
                )
                self.clauses.insert(at + order, new)
                self.proposals.append(Proposed(clause.key, "new_clause", clause.wording, words=extra))

    def _delete_whole(self, told: Statement) -> None:
        quoted = self._taken() if self.brings and not self.took_brings else []
        named = []
        for target in told.targets:
            if not target.number and not target.begins and target.family not in ("title", *PLACES):
                if target.family in ("annex", "pp", "op"):
                    named += [(each, target) for each in naming.named(self.clauses, target)]
                    continue
                raise CannotError("the instruction does not say which paragraph is deleted")
            named += [(each, target) for each in naming.named(self.clauses, target)]
        if quoted:
            if len(quoted) != len(named):
                self._refuse_unequal(len(named), len(quoted))
            for (clause, _target), words in zip(named, quoted, strict=True):
                self._check_quoted(clause, words)
        parts = [(c, naming.part(c, t)) for c, t in named if t.part or naming.inner(c, t.subs)]
        for clause, (start, end) in sorted(parts, key=lambda one: -one[1][0]):
            if clause.gone:
                raise CannotError(f"instruction {clause.gone} deleted {clause.name}")
            self._edit(clause, *seeking.without(clause.words, max(start, clause.lead), end), "")
        for clause, target in named:
            if target.part or naming.inner(clause, target.subs):
                continue
            if clause.gone and clause.gone != self.number:
                raise CannotError(f"instruction {clause.gone} already deleted {clause.name}")
            for each in naming.whole(self.clauses, clause):
                if not each.gone:
                    each.gone = self.number
                    self._propose(each, "delete_clause")

    def _check_quoted(self, clause: Standing, words: str) -> None:
        """The clause that is deleted has to be the one whose words are quoted."""
        body = clause.words[clause.lead :] if clause.words.startswith(clause.base[: clause.lead]) else clause.words
        one, other = (re.sub(r"[.,;:*\s]+$", "", text) for text in (without_number(words).words, body))
        if one == other:
            return
        if not seeking.same(one, other):
            begins = re.split(r"\s*(?:…|\.\.\.)\s*", one)
            if len(begins) > 1 and all(not piece or seeking.places(other, piece) for piece in begins):
                return
            raise CannotError(f"the words quoted are not those of {clause.name}" + self._elsewhere(one))
        self.notes.append(f"{clause.name}: notes, quotation marks, blanks or hyphens are typed otherwise in the base")

    # -- order ---------------------------------------------------------------------------------------------------------

    def _move(self, told: Statement) -> None:
        targets = told.targets or told.where
        beside = told.behind or told.ahead
        if told.words:
            raise CannotError("the instruction is not understood: words are moved")
        if not targets or (not beside and not told.edge and not told.label):
            raise CannotError("the instruction does not say which paragraph is moved, or where to")
        if any(target.part for target in targets):
            raise CannotError("the instruction is not understood: a part of a paragraph is moved")
        moved = [clause for target in targets for clause in naming.named(self.clauses, target)[:1]]
        if beside:
            anchor = naming.named(self.clauses, beside[0])[0]
            ahead = bool(told.ahead)
        elif told.label:
            anchor, ahead = self._labelled(moved[0], told.label[0])
        else:
            ahead = told.edge == "start"
            anchor = self._edge_for_move(told, moved[0])
        if anchor in moved and not beside and len(moved) == 1:
            return
        if anchor in moved:
            raise CannotError("a paragraph cannot be moved beside itself")
        block = [each for clause in moved for each in naming.whole(self.clauses, clause)]
        if any(each.gone for each in (*block, anchor)):
            raise CannotError(
                "a paragraph that is moved, or beside which it would stand, was deleted by an earlier instruction"
            )
        last = naming.whole(self.clauses, anchor)[-1]
        previous = self._before(anchor) if ahead else None
        self.clauses[:] = [each for each in self.clauses if each not in block]
        at = self.clauses.index(anchor) if ahead else self.clauses.index(last) + 1
        self.clauses[at:at] = block
        for clause in moved:
            self._propose(clause, "move", target=previous.key if ahead and previous else "" if ahead else anchor.key)

    def _edge_for_move(self, told: Statement, moved: Standing) -> Standing:
        start = told.edge == "start"
        where = told.where[0] if told.where and told.targets else None
        if where is not None and where.family in PLACES:
            block = naming.whole(self.clauses, naming.named(self.clauses, where)[0])
            return block[0] if start else block[-1]
        family = where.family if where is not None and where.family in ("pp", "op", "annex") else moved.family
        return self._edge_of(family, start=start)

    def _labelled(self, moved: Standing, label: Target) -> tuple[Standing, bool]:
        """Where a clause goes that becomes, say, preambular paragraph 7: before the one that has the number, or to the end."""
        family = moved.family if label.family == "any" else label.family
        heads = [e for e in self.clauses if e.family == family and len(e.path) == 1 and not e.new and not naming.is_annexed(e)]
        if label.number.startswith("last") and heads:
            return heads[-1], False
        found = [each for each in heads if each.path[0] == label.number.replace(" ", "")]
        if not found:
            if heads and label.number.isdecimal() and int(label.number) == len(heads) + 1:
                return heads[-1], False
            raise CannotError(f"the base has no {naming.called(label)} in whose place it would stand")
        if moved.family == family and moved in heads and heads.index(moved) < heads.index(found[0]):
            return found[0], False
        return found[0], True

    def _swap(self, told: Statement) -> None:
        """Two clauses, each in the place of the other; more than two in the reverse order."""
        if told.words:
            raise CannotError("the instruction is not understood: the order of words is changed")
        named = [naming.named(self.clauses, target)[0] for target in (*told.targets, *told.where)]
        if len(named) < 2 or len({each.key for each in named}) != len(named):
            raise CannotError("the instruction does not say which paragraphs change places")
        if any(each.gone for each in named):
            raise CannotError("a paragraph that changes places was deleted by an earlier instruction")
        blocks = [naming.whole(self.clauses, each) for each in named]
        inside = {each.key: number for number, block in enumerate(blocks) for each in block}
        if len(inside) != sum(map(len, blocks)):
            raise CannotError("a paragraph cannot change places with one that stands under it")
        begins = sorted(self.clauses.index(block[0]) for block in blocks)
        order = {begin: block for begin, block in zip(begins, sorted(blocks, key=lambda b: -self.clauses.index(b[0])), strict=True)}
        out: list[Standing] = []
        for at, each in enumerate(self.clauses):
            if at in order:
                out += order[at]
            if each.key not in inside:
                out.append(each)
        self.clauses[:] = out
        for block in blocks[1:]:
            previous = self._before(block[0])
            self._propose(block[0], "move", target=previous.key if previous else "")

    def _before(self, clause: Standing) -> Standing | None:
        at = self.clauses.index(clause)
        return self.clauses[at - 1] if at else None

    def _merge(self, told: Statement) -> None:
        named = [naming.named(self.clauses, target)[0] for target in (*told.targets, *told.where)]
        if len(named) < 2:
            raise CannotError("the instruction does not say which paragraphs are merged")
        if any(each.gone for each in named):
            raise CannotError("a paragraph that is merged was deleted by an earlier instruction")
        first, *others = named
        texts = [bare(words) for words in told.into] or (self._taken() if self.brings else [])
        if len(texts) > 1:
            self._refuse_unequal(1, len(texts))
        if texts:
            first.replace_all(without_number(texts[0]).words, self.number)
        else:
            joined = " ".join([first.words, *(each.words[each.lead :] for each in others)])
            self._append(first, joined[len(first.words) :])
            self.notes.append("the words are put one after the other; their grammar is left as it is")
        for each in others:
            for under in naming.whole(self.clauses, each):
                under.gone = self.number
            self._propose(first, "merge", target=each.key)
        if texts:
            self._propose(first, "alternative", words=texts[0])

    def _append(self, clause: Standing, words: str) -> None:
        clause.edit(len(clause.words), len(clause.words), words, self.number)

    def _split(self, told: Statement) -> None:
        mark = told.after or told.before
        where = told.targets or told.where
        beside = told.behind or told.ahead
        if not mark and len(beside) == 1 and beside[0].part.startswith("sentence"):
            clause = naming.named(self.clauses, beside[0] if beside[0].number else where[0])[0]
            low, high = naming.part(clause, beside[0])
            self._split_at(clause, high if told.behind else low, beside[0].part)
            return
        if len(mark) != 1 or len(where) != 1:
            raise CannotError("the instruction does not say which paragraph is split, or after which words")
        clause = naming.named(self.clauses, where[0])[0]
        found = seeking.places(clause.words, mark[0])
        if len(found) != 1:
            raise CannotError(self._not_one(found, mark[0], clause))
        self._split_at(clause, found[0].end if told.after else found[0].start, mark[0])

    def _split_at(self, clause: Standing, at: int, mark: str) -> None:
        while clause.words[at : at + 1] and clause.words[at] in ".,;: ":
            at += 1
        rest = clause.words[at:].strip()
        if not rest:
            raise CannotError(f"{clause.name} ends with “{_short(mark)}”: nothing is left to split off")
        kept = len(clause.words[:at].rstrip())
        low, _high, _put = clause.edit(kept, len(clause.words), "", self.number)
        new = Standing(
            f"{clause.key}+{self.number}", clause.family, (), rest, new=self.number, anchor=clause.key, scope=clause.scope
        )
        self.clauses.insert(self.clauses.index(clause) + 1, new)
        self._propose(clause, "split", low, low)

    def _renumber(self, told: Statement) -> None:
        del told
        self.notes.append("numbers stay as they are in the base until a revision is issued")


def _scope_of(place: Target) -> tuple[tuple[str, str], ...]:
    return (*place.scope, ("annex" if place.family == "annexhead" else place.family, normal(place.number)))


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rstrip() + "…"

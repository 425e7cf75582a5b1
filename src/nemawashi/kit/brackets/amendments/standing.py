"""A clause under amendment: its words as they stand, each stretch tied to the stretch of the base that it came from."""

from dataclasses import dataclass, field

PLACES = ("article", "section", "annexhead")


def place_name(scope: tuple[tuple[str, str], ...]) -> str:
    """An article, section or annex as people call it: ``article 2 of annex I``."""
    return " of ".join(f"{kind} {label.upper() if len(label) == 1 else label}".strip() for kind, label in reversed(scope))


@dataclass(slots=True)
class StandingWords:
    """Words that stand for ``start:end`` of the base. ``by``: the instruction that put them there, 0 for none."""

    start: int
    end: int
    words: str
    by: int = 0


@dataclass(slots=True)
class PrintedPiece:
    """A stretch of the base clause that one printed piece holds, and what that piece holds before it."""

    piece: int
    start: int
    end: int
    before: str = ""


@dataclass(slots=True)
class AmendedClause:
    """``family``: ``pp``, ``op``, ``annex``, ``title``, ``heading``, ``formula``, ``other``. ``path``: number and letters
    under it. ``lead``: how many signs of the base are the printed number. ``gone``: the instruction that deleted it.
    ``scope``: the articles, sections and annexes in which it stands, as (kind, label), the outermost first.
    """

    key: str
    family: str
    path: tuple[str, ...]
    base: str
    lead: int = 0
    wording: int = 1
    segments: list[PrintedPiece] = field(default_factory=list)
    runs: list[StandingWords] = field(default_factory=list)
    gone: int = 0
    new: int = 0
    anchor: str = ""
    scope: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not self.runs and self.base:
            self.runs = [StandingWords(0, len(self.base), self.base)]

    @property
    def words(self) -> str:
        return "".join(run.words for run in self.runs)

    @property
    def name(self) -> str:
        if self.family in PLACES:
            return place_name(self.scope)
        number, *letters = self.path or ("",)
        kind = {"pp": "preambular paragraph", "op": "operative paragraph", "annex": "paragraph of the annex"}
        called = f"{kind.get(self.family, 'the ' + self.family)} {number}".strip()
        called += "".join(f" ({letter})" for letter in letters)
        return f"{called} of {place_name(self.scope)}" if self.path and self.is_placed else called

    @property
    def is_placed(self) -> bool:
        """Whether its number counts within an article or an annex only."""
        return any(kind in ("article", "annex") for kind, _label in self.scope)

    def edit(self, start: int, end: int, words: str, by: int) -> tuple[int, int, str]:
        """Put ``words`` where ``start:end`` of the present words stand; where that is in the base, and what it becomes there.

        A stretch that an earlier instruction changed belongs to this change as a whole.
        """
        at = 0
        before: list[StandingWords] = []
        after: list[StandingWords] = []
        held: list[tuple[StandingWords, int]] = []
        for run in self.runs:
            stop = at + len(run.words)
            if stop <= start:
                before.append(run)
            elif at >= end:
                after.append(run)
            else:
                held.append((run, at))
            at = stop
        put, spans = words, []
        for run, begun in held:
            left, right = max(0, start - begun), min(len(run.words), end - begun)
            if run.by:
                spans.append((run.start, run.end))
                put = run.words[:left] + put if left else put
                put = put + run.words[right:] if right < len(run.words) else put
                continue
            if left:
                before.append(StandingWords(run.start, run.start + left, run.words[:left]))
            spans.append((run.start + left, run.start + right))
            if right < len(run.words):
                after.insert(0, StandingWords(run.start + right, run.end, run.words[right:]))
        low, high = (spans[0][0], spans[-1][1]) if spans else (before[-1].end, before[-1].end) if before else (0, 0)
        changed = StandingWords(low, high, put, by)
        self.runs = [*before, changed, *after]
        return changed.start, changed.end, changed.words

    def replace_all(self, words: str, by: int) -> None:
        """New words for the whole clause, after its printed number unless they begin with one."""
        lead = self.base[: self.lead]
        if lead and words.startswith(lead.strip()):
            lead = ""
        self.runs = [StandingWords(0, len(self.base), lead + words, by)]

    def pieces(self) -> list[tuple[PrintedPiece, str]]:
        """The words as they stand, spread over the printed pieces; a change over a break stays with the earlier piece."""
        out: list[tuple[PrintedPiece, list[str]]] = [(segment, []) for segment in self.segments]
        for run in self.runs:
            for place, (segment, held) in enumerate(out):
                last = place == len(out) - 1
                if run.by:
                    if run.start < segment.end or last or run.start == run.end == segment.end:
                        held.append(run.words)
                        break
                elif run.start < segment.end and run.end > segment.start:
                    held.append(run.words[max(0, segment.start - run.start) : max(0, segment.end - run.start)])
        return [(segment, "".join(held)) for segment, held in out]

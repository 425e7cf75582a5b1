"""What helps while a clause is translated: terms of its words, earlier adopted pairs, and whether the languages agree.

What stands in the box is a draft: it comes by POST, is compared in this process and kept nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.views.decorators.debug import sensitive_variables

from nemawashi.access.viewers import Viewer
from nemawashi.desk.negotiating import comparing
from nemawashi.desk.translating import languages
from nemawashi.kit import concordance
from nemawashi.kit.concordance import Pair, terms
from nemawashi.kit.concordance.terms import Glossary, Term, TermUse
from nemawashi.kit.speech import months, numbers
from nemawashi.lineage import page, queries, shelf
from nemawashi.lineage.queries import Precedent
from nemawashi.parties.models import Party, Pillar
from nemawashi.search import lexicon

MOST_PAIRS = 3
_MOST_LOOKED_AT = 24
_LEAST_KEPT = 0.45  # share of what the clause says that an earlier one has to say, too; figures count as one


# What search knows as equal and nobody has to be told while translating: the concordance check sees to numbers and dates.
_NO_TERMS = {"year", *numbers.ENGLISH, *months.ENGLISH}


@dataclass(frozen=True)
class EarlierPair:
    """An adopted clause close to the one that is translated, with its words in the language that is wanted."""

    row: Precedent
    words: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Help:
    """``why_not``: why no earlier pair could be looked for; empty, ``not_built`` or ``failed``. ``is_unchecked``: the
    languages could not be compared.
    """

    terms: tuple[TermUse, ...] = ()
    pairs: tuple[EarlierPair, ...] = ()
    findings: tuple[languages.ShownFinding, ...] = ()
    is_checked: bool = False
    why_not: str = ""
    is_unchecked: bool = False


def glossary() -> Glossary:
    """The words of the field, the equivalents of search, and the names of parties and pillars. Two statements."""
    rows = [(party.ref, party.names) for party in Party.objects.all()] + [
        (pillar.ref, pillar.names) for pillar in Pillar.objects.all()
    ]
    names_by_ref = tuple(
        (ref, tuple(sorted((code, words) for code, words in names.items() if words))) for ref, names in rows
    )
    return _glossary(names_by_ref)


@lru_cache(maxsize=4)
def _glossary(rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]) -> Glossary:
    of_tables = [Term(ref, {code: (words,) for code, words in names}) for ref, names in rows]
    return Glossary.of((*of_tables, *shipped()))


def shipped() -> list[Term]:
    """The terms that need no database: words of the field, and what search knows as equal."""
    of_search = [
        Term(key, {code: tuple(map(str, forms)) for code, forms in row.items()})
        for key, row in lexicon.rows().items()
        if not {form.casefold() for form in map(str, row.get("en", []))} & _NO_TERMS
    ]
    return [*terms.own(), *of_search]


@sensitive_variables()
def help_with(source: str, typed: str, *, own: str, language: str, viewer: Viewer) -> Help:
    """Everything for one clause. ``own``: the language of negotiation; ``typed``: what stands in the box."""
    used = terms.proposed(source, typed, glossary(), source_language=own, target_language=language)
    pairs, why_not = page.answered(lambda: earlier_pairs(source, own=own, language=language, viewer=viewer))
    mismatches: Sequence[concordance.Mismatch] | None = ()
    if typed.strip():
        mismatches = languages.mismatches_of(Pair("", source, typed, own, language), languages.party_names())
    shown = tuple(languages.shown_finding(finding) for finding in mismatches or ())
    return Help(tuple(used), tuple(pairs or ()), shown, bool(typed.strip()), why_not, mismatches is None)


def earlier_pairs(source: str, *, own: str, language: str, viewer: Viewer) -> list[EarlierPair]:
    """Adopted clauses close to these words that have words in ``language``, the closest first.

    Raises ``shelf.NotBuiltError``.
    """
    hits = shelf.open_index().find(source, language=own, limit=_MOST_LOOKED_AT)
    near = [row for row in (*hits.sources, *hits.rejected) if row.kept >= _LEAST_KEPT]
    near.sort(key=lambda row: -row.kept)
    rows = queries.precedents([row.clause.id for row in near], viewer=viewer)
    pairs: list[EarlierPair] = []
    for each in near:
        row = rows.get(each.clause.id)
        words = row.versions.get(language, "") if row else ""
        if row is None or not words or any(pair.words == words for pair in pairs):
            continue
        steps = tuple(comparing.differences(row.versions.get(own, row.words), source))
        pairs.append(EarlierPair(row, words, steps))
        if len(pairs) == MOST_PAIRS:
            break
    return pairs


def words_of(ref: str, language: str, *, viewer: Viewer) -> str:
    """The words of an adopted clause in a language, empty where there are none."""
    row = queries.precedents([ref], viewer=viewer).get(ref)
    return row.versions.get(language, "") if row else ""

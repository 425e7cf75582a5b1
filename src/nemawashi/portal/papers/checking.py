"""Whether a PDF is a paper of this record: its seals, and the words on its pages, against those that were sealed."""

from dataclasses import dataclass

from nemawashi.kit.papers import reading
from nemawashi.portal.papers import gathering
from nemawashi.texts.models import Adoption
from nemawashi.texts.terms import PUBLIC_STATES


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """A version of the paper. ``is_sealed_so``: the file names its seal; ``has_words``: its pages bear the words."""

    language: str
    is_sealed_so: bool
    has_words: bool


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """The text of which a file is a paper; no ``slug`` where this record does not know it."""

    slug: str = ""
    title: str = ""
    versions: tuple[CheckedVersion, ...] = ()

    @property
    def is_so(self) -> bool:
        return all(row.is_sealed_so and row.has_words for row in self.versions)


def known(raw: bytes) -> KnownPaper:
    """The adopted text whose seals a file names, each version compared. Raises ``UnreadableError``."""
    named = reading.seals(raw)
    rows = Adoption.objects.filter(text__state__in=PUBLIC_STATES).values_list("text__slug", "digests")
    slug = next((slug for slug, digests in rows if set(named.items()) & set(digests.items())), "")
    text = gathering.adopted_text(slug) if slug else None
    if text is None:
        return KnownPaper()
    paper = gathering.paper_of(text, site="")
    words = reading.bears(raw, paper)
    seals = {row.language: row.seal for row in paper.versions}
    versions = tuple(CheckedVersion(code, seals.get(code) == seal, words.get(code, False)) for code, seal in named.items())
    return KnownPaper(slug, paper.name, versions)

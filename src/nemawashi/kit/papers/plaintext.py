"""Plain text in UTF-8: one language after another, a blank line between clauses."""

from nemawashi.kit.clauses.sealing import canonical_bytes
from nemawashi.kit.papers.printing import about, adopted, party, printed
from nemawashi.kit.papers.values import Paper
from nemawashi.kit.papers.wordings import language_name, plain, said


def written(paper: Paper) -> bytes:
    blocks = [block for language in paper.languages for block in _version(paper, language)]
    return ("\n\n".join(blocks) + "\n").encode("utf-8", "replace")


def sealed(paper: Paper, language: str) -> bytes:
    """The canonical bytes of one version: SHA-256 of them is its seal."""
    return canonical_bytes(paper.lines(language))


def _version(paper: Paper, language: str) -> list[str]:
    head = [plain(line) for line in (paper.symbol, *paper.heads) if line]
    worth = said(paper.version(language).worth, language)
    blocks = ["\n".join([*head, f"{language_name(language, language)}: {worth}"])]
    for row in printed(paper, language):
        words = "".join(f"{words}[{note}]" if note else words for words, note in row.pieces)
        blocks.append(f"{row.number} {words}" if row.number else words)
        blocks += [f"[{number}] {note}" for number, note in row.notes]
    blocks.append("\n".join(["* * *", *adopted(paper, language)]))
    if paper.statements:
        blocks.append(said("statements", language))
        blocks += [f"{party(row, language)}: {about(paper, row, language)}\n{plain(row.words)}" for row in paper.statements]
    if corrections := paper.corrections_in(language):
        blocks.append(said("corrigenda", language))
    for each in corrections:
        clause = f"{said('clause', language)} {paper.number_of(each.clause)}".rstrip()
        change = f"{said('reads', language)} “{plain(each.before)}” {said('instead', language)} “{plain(each.after)}”"
        blocks.append(f"{plain(each.symbol)}, {clause}: {change}\n{plain(each.why)}")
    seal = paper.version(language).seal
    foot = [f"{said('seal', language)}: {seal}"] if seal else []
    foot += [f"{said('address', language)}: {paper.address}"] if paper.address else []
    return [*blocks, "\n".join(foot)] if foot else blocks

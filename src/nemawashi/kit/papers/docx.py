"""A Word file: one version as a text, several side by side in a table, clause by clause. No change is tracked in it."""

from nemawashi.kit import word
from nemawashi.kit.languages import RIGHT_TO_LEFT
from nemawashi.kit.papers import heads
from nemawashi.kit.papers.printing import Printed, about, adopted, party, printed
from nemawashi.kit.papers.values import Paper
from nemawashi.kit.papers.wordings import language_name, plain, said

_STYLES = {"title": "Title", "heading": "heading 1", "sub": "Sub-clause"}


def written(paper: Paper) -> bytes:
    return word.write(
        word.WordDocument(
            blocks=(*_body(paper), *_below(paper)),
            title=plain(paper.title),
            symbol=plain(paper.symbol),
            header=tuple(plain(line) for line in (*heads.lines_in(paper.head, paper.languages[0]), *paper.heads)),
            language=paper.languages[0],
            template=paper.letterhead,
        )
    )


def _body(paper: Paper) -> tuple[word.Passage | word.Table, ...]:
    columns = [list(printed(paper, language)) for language in paper.languages]
    if len(columns) == 1:
        return tuple(_passage(row, paper.languages[0]) for row in columns[0])
    head = tuple((_line(language_name(language, language), language, bold=True),) for language in paper.languages)
    rows = tuple(
        tuple((_passage(row, language),) for row, language in zip(across, paper.languages, strict=True))
        for across in zip(*columns, strict=True)
    )
    return (word.Table((head, *rows), head=True, widths=tuple(1 for _column in columns)),)


def _passage(row: Printed, language: str) -> word.Passage:
    words = dict(row.notes)
    runs: list[word.Run] = []
    for piece, note in row.pieces:
        runs += [word.Run(piece, language=language)] if piece else []
        runs += [word.Run("", note=words[note])] if note else []
    return word.Passage(
        runs=tuple(runs),
        style=_STYLES.get(row.clause.kind, "Clause"),
        number=row.number,
        language=language,
        right_to_left=language in RIGHT_TO_LEFT,
        footnotes=tuple(note for _number, note in row.notes),
    )


def _below(paper: Paper) -> list[word.Passage]:
    """What stands below the words, once for each language of the file."""
    passages = []
    for language in paper.languages:
        passages += [_line(line, language) for line in adopted(paper, language)]
        passages.append(
            _line(f"{language_name(language, language)}: {said(paper.version(language).worth, language)}", language)
        )
        if paper.statements:
            passages.append(_line(said("statements", language), language, style="heading 1"))
        for row in paper.statements:
            passages.append(_line(f"{party(row, language)}: {about(paper, row, language)}", language, bold=True))
            passages.append(_line(plain(row.words), language))
        corrections = paper.corrections_in(language)
        if corrections:
            passages.append(_line(said("corrigenda", language), language, style="heading 1"))
        for correction in corrections:
            clause = f"{said('clause', language)} {paper.number_of(correction.clause)}".rstrip()
            passages.append(_line(f"{plain(correction.symbol)}, {clause}", language, bold=True))
            change = f"“{plain(correction.before)}” {said('instead', language)} “{plain(correction.after)}”"
            passages.append(_line(f"{said('reads', language)} {change}", language))
            passages.append(_line(plain(correction.why), language))
        if seal := paper.version(language).seal:
            passages.append(_line(f"{said('seal', language)}: {said('sealed', language)}: {seal}", language))
    if paper.address:
        passages.append(_line(f"{said('address', paper.languages[0])}: {paper.address}", paper.languages[0]))
    return passages


def _line(words: str, language: str, *, style: str = "", bold: bool = False) -> word.Passage:
    return word.Passage(
        (word.Run(words, bold=bold, language=language),),
        style=style,
        language=language,
        right_to_left=language in RIGHT_TO_LEFT,
    )

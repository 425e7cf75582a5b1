"""Every reader of what people send or paste, as a function of words: what the pages, the commands and the API call."""

import json
import tempfile
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path

from tests.kit.corpora.making import pdf_file
from tests.kit.word.making import gone, ins, p, r, word_file

from nemawashi.kit import concordance, corpora, drafts, exchange, promises, sent, word
from nemawashi.kit.brackets import amendments, compiled, files, reading, taking
from nemawashi.kit.claims import findings
from nemawashi.kit.claims.values import Said, Voice
from nemawashi.kit.clauses import spans
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.concordance import Pair, terms
from nemawashi.kit.concordance.terms import Glossary
from nemawashi.kit.corpora import Piece, copies
from nemawashi.kit.corpora.readers import jsonl
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.faults import Fault
from nemawashi.kit.lineage import aligning, turns
from nemawashi.kit.lineage import reading as lineage_reading
from nemawashi.kit.sheets import heads, lines
from nemawashi.kit.sheets import reading as reading_sheets
from nemawashi.kit.speech import strength
from nemawashi.kit.word import proposals
from nemawashi.kit.words import analysis, marking
from nemawashi.search.lexicon import lexicon
from nemawashi.sources import archive, claim_files
from nemawashi.sources.rules import LONGEST_VALUE

Reader = Callable[[str], object]
CLAUSES = tuple(
    BaseClause(f"c{at}", f"{at}.", "operative", ((1, words),))
    for at, words in enumerate(
        (
            "The Ministers welcomed cooperation in water management, and decided to meet in 2027.",
            "The Ministers shall establish a working group of border guards that meets yearly (a) in turn; (b) in Tokyo.",
            "They agreed to offer 500 scholarships for young engineers by 1 June 2027.",
        ),
        start=1,
    )
)


def _xml(words: str) -> str:
    """Words as they may stand in XML: signs that it forbids are left out."""
    return escape("".join(sign for sign in words if sign >= " " or sign in "\t\n\r"))


def brackets(words: str) -> object:
    return taking.taken(
        reading.read([reading.Typed(part) for part in sent.paragraphs(words.encode("utf-8", "replace"))]), CLAUSES
    )


def compilation(words: str) -> object:
    return compiled.read(sent.paragraphs(words.encode("utf-8", "replace")), CLAUSES)


def orders(words: str) -> object:
    return amendments.proposed(CLAUSES, {"paragraphs": sent.paragraphs(words.encode("utf-8", "replace"))})


def concordance_alike(words: str) -> object:
    return concordance.checked([Pair("", words, words + " ", "en", "ru")])


def concordance_between(source: str, target: str) -> Reader:
    return lambda words: concordance.checked([Pair("", words, words[1:] + " b", source, target)])


def concordance_one_side(words: str) -> object:
    return concordance.checked([Pair("", "We meet on 1 June 2027.", words, "en", "ja")])


@cache
def _glossary() -> Glossary:
    return Glossary.of(terms.own())


def terminology(words: str) -> object:
    glossary = _glossary()
    return [
        terms.proposed(words, words, glossary, source_language=code, target_language="ja") for code in ("en", "ru", "ja")
    ]


def word_words(words: str) -> object:
    return proposals.proposed(CLAUSES, word.read(word_file(p(r(_xml(words))))), typed=compiled.of_line)


def word_tracked(words: str) -> object:
    file = word_file(p(r(_xml(CLAUSES[0].words)) + ins(r(_xml(words))) + gone(_xml(words))))
    return proposals.proposed(CLAUSES, word.read(file), typed=compiled.of_line)


def xliff(words: str) -> object:
    unit = f"<segment><source>{_xml(words)}</source><target>{_xml(words)}</target></segment>"
    head = 'xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="ru"'
    return exchange.read(f'<xliff {head}><file id="f"><unit id="u">{unit}</unit></file></xliff>'.encode())


def tmx(words: str) -> object:
    sides = "".join(f'<tuv xml:lang="{code}"><seg>{_xml(words)}</seg></tuv>' for code in ("en", "ru"))
    return exchange.read(f'<tmx version="1.4"><header srclang="en"/><body><tu>{sides}</tu></body></tmx>'.encode())


def _split(document: corpora.Document) -> object:
    return corpora.split(document.pieces, language=document.about.language or "en", title=document.about.title)


def corpus_text(words: str) -> object:
    return [_split(document) for document in corpora.whole(("We agree.\n" + words).encode(), name="a.txt").documents]


def corpus_pieces(words: str) -> object:
    return [corpora.split([Piece(words)], language=code) for code in ("en", "ru", "ja")]


def corpus_html(words: str) -> object:
    page = f"<html><head><title>a</title></head><body><p>We agree.</p>{words}</body></html>"
    return [_split(document) for document in corpora.whole(page.encode(), name="a.html").documents]


def corpus_html_words(words: str) -> object:
    page = f"<html><head><title>{_xml(words)}</title></head><body><p>{_xml(words)}</p></body></html>"
    return [_split(document) for document in corpora.whole(page.encode(), name="a.html").documents]


def corpus_line(words: str) -> object:
    return _split(
        jsonl.document(json.loads(json.dumps({"id": "1", "title": words, "paragraphs": [words, "We agree."]})), 1)
    )


def corpus_pdf(words: str) -> object:
    plain = "".join(sign for sign in words if " " <= sign < "\x7f" and sign not in "()\\")
    lines = [plain[at : at + 90] for at in range(0, len(plain), 90)]
    pages = [lines[at : at + 50] for at in range(0, len(lines), 50)] or [[]]
    return [_split(document) for document in corpora.whole(pdf_file(["We agree."], *pages)).documents]


def _typed(name: str) -> Reader:
    def read(words: str) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(("We agree.\n" + words).encode())
            return reading.read(files.typed(path))

    return read


def claims(words: str) -> object:
    """A value is as long as the form and the file let it be (``tests/sources`` tries both sides)."""
    words = words[:LONGEST_VALUE]
    said = [
        Said(f"k{at}", "a", "held", "date" if at % 2 else "text", words + str(at) + "]", Voice(f"s{at}"), None, "", "")
        for at in range(2)
    ]
    return findings.findings(said)


def claims_yaml(words: str) -> object:
    return claim_files.read(
        json.dumps([{"subject": "a", "property": "b", "kind": "count", "source": "c", "value": words}]).encode()
    )


def claims_csv(words: str) -> object:
    return claim_files.read(("subject,property,kind,source,value\na,b,count,c," + words).encode(), is_csv=True)


def search(words: str) -> object:
    return analysis.tokens(words, lexicon())


def search_marks(words: str) -> object:
    return marking.snippet(words, frozenset({"l:we"}), lexicon())


def lookup(words: str) -> object:
    text = lineage_reading.cleaned(words)
    return lineage_reading.numbering(words), lineage_reading.words(text), aligning.pieces(words)


def difference(words: str) -> object:
    return turns.flags(aligning.align(words, words[1:] + "b"))


def edit(words: str) -> object:
    return spans.normal(words), spans.smallest_edit(words, words[: len(words) // 2] + "b" + words[len(words) // 2 :])


def verbs(words: str) -> object:
    return strength.rung(words), [strength.promises(words, code) for code in strength.LANGUAGES]


def promised(words: str) -> object:
    clauses = [promises.SaidClause("chapeau", words[:200]), promises.SaidClause("sub", words)]
    return [promises.find(clauses, code) for code in strength.LANGUAGES]


def copy_of_a_page(words: str) -> object:
    content = words.encode("utf-8", "replace")
    return archive.media_type(content), copies.words_of(b"<html>" + content, ".html")


def moment(words: str) -> object:
    try:
        return ImpreciseDate.parse(words)
    except ValueError:
        return None


_BETWEEN = (("en", "ru"), ("ru", "ja"), ("en", "kk"))


def sheet(words: str) -> object:
    """A sheet under a head that every column may have, and a head of these words."""
    content = f"Title,Amount,Start date\n{words}\n{words},{words},{words}\n".encode()
    try:
        tables = reading_sheets.read(content)
    except Fault:
        return None
    columns = heads.proposed(tables.sheets[0], heads.ASSISTANCE)
    return lines.read(tables.sheets[0], columns.heads, columns.fields, after=columns.line)


READERS: dict[str, Reader] = {
    "brackets": brackets,
    "compilation": compilation,
    "amendments": orders,
    "concordance, alike": concordance_alike,
    **{f"concordance, {one} and {other}": concordance_between(one, other) for one, other in _BETWEEN},
    "concordance, one side": concordance_one_side,
    "terms": terminology,
    "Word": word_words,
    "Word, tracked": word_tracked,
    "XLIFF": xliff,
    "TMX": tmx,
    "corpus, text": corpus_text,
    "corpus, pieces": corpus_pieces,
    "corpus, HTML": corpus_html,
    "corpus, HTML words": corpus_html_words,
    "corpus, line": corpus_line,
    "corpus, PDF": corpus_pdf,
    "typed text": _typed("a.txt"),
    "typed Markdown": _typed("a.md"),
    "typed HTML": _typed("a.html"),
    "claims": claims,
    "claims, YAML": claims_yaml,
    "claims, CSV": claims_csv,
    "sheets, CSV": sheet,
    "sheets, head": heads.plain,
    "search": search,
    "search, marks": search_marks,
    "zero draft": drafts.pasted,
    "look-up": lookup,
    "difference": difference,
    "edit": edit,
    "verbs": verbs,
    "promises": promised,
    "moment": moment,
    "copies": copy_of_a_page,
}


def _word(body: str, **parts: str) -> object:
    return proposals.proposed(CLAUSES, word.read(word_file(body, **parts)), typed=compiled.of_line)


def _struck(words: str) -> str:
    return f'<w:r><w:rPr><w:strike/></w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def _comments(count: int) -> object:
    notes = "".join(f'<w:comment w:id="{at}" w:author="JPN">{p(r("why"))}</w:comment>' for at in range(count))
    within = "".join(f'<w:commentRangeStart w:id="{at}"/>{r("we ")}<w:commentRangeEnd w:id="{at}"/>' for at in range(count))
    return _word(p(within), comments=notes)


WORD_READERS: dict[str, Callable[[int], object]] = {
    "ranges of comments": lambda count: _word(p('<w:commentRangeStart w:id="1"/>' * count + r("we ") * count)),
    "ranges of comments that differ": lambda count: _word(
        p("".join(f'<w:commentRangeStart w:id="{at}"/>{r("we ")}' for at in range(count)))
    ),
    "comments": _comments,
    "runs": lambda count: _word(p(r("we ") * count)),
    "passages": lambda count: _word(p(r("We agree.")) * count),
    "insertions": lambda count: _word(p((ins(r("we ")) + r("a ")) * count)),
    "deletions": lambda count: _word(p((gone("we ") + r("a ")) * count)),
    "bookmarks": lambda count: _word(p('<w:bookmarkStart w:id="1" w:name="a"/>' * count + r("we"))),
    "footnotes": lambda count: _word(
        p("".join(f'<w:r><w:footnoteReference w:id="{at}"/></w:r>' for at in range(count))),
        footnotes="".join(f'<w:footnote w:id="{at}">{p(r("note"))}</w:footnote>' for at in range(count)),
    ),
    "rows": lambda count: _word("<w:tbl>" + f"<w:tr><w:tc>{p(r('we'))}</w:tc></w:tr>" * count + "</w:tbl>"),
    "struck runs": lambda count: _word(p((_struck("we ") + r("a ")) * count)),
    "line breaks": lambda count: _word(p((r("1. We agree.") + "<w:r><w:br/></w:r>") * count)),
    "columns": lambda count: _word(
        "<w:tbl>" + f"<w:tr><w:tc>{p(r(CLAUSES[0].words))}</w:tc><w:tc>{p(r('we'))}</w:tc></w:tr>" * count + "</w:tbl>"
    ),
    "typed brackets": lambda count: _word(p(r("1. We [KAZ: may][will] agree.")) * count),
    "typed brackets in one line": lambda count: _word(p(r(CLAUSES[0].words) + r(" [KAZ: may][will]") * count)),
    "words struck within a bracket": lambda count: _word(p((r("[") + _struck("we ") + r("a] [KAZ] ")) * count)),
    "words struck within one bracket": lambda count: _word(p(r("1. [") + (_struck("we ") + r("a ")) * count + r("]"))),
    "new lines in brackets": lambda count: _word(p(r(CLAUSES[0].words)) + p(ins(r("[KAZ: 1 bis. We agree.]"))) * count),
    "styled runs": lambda count: _word(
        p('<w:r><w:rPr><w:rStyle w:val="s0"/></w:rPr><w:t>we </w:t></w:r>' * count),
        styles="".join(
            f'<w:style w:type="character" w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>' for at in range(count)
        ),
    ),
    "fields": lambda count: _word(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * count + r("we"))),
}

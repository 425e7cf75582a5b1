"""One reader of XML: what it refuses is refused wherever strangers' XML comes in, and time grows with the file."""

import contextlib
import time
from collections.abc import Callable

import pytest
from tests.kit.corpora.making import word_package

from nemawashi.kit import corpora, exchange, word, xml
from nemawashi.kit.corpora import copies
from nemawashi.kit.word.packages import WordError

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _text(content: bytes) -> str:
    """As the archive reads a copy, in this process: the one of its own has bounds that no test moves."""
    return copies.words_of(word_package(content), ".docx")


READERS: dict[str, tuple[Callable[[bytes], object], str, type[Exception]]] = {
    "xml": (xml.root_of, "<{0}>{1}</{0}>", xml.XmlError),
    "akoma ntoso": (
        lambda content: list(corpora.whole(content).documents),
        "<akomaNtoso><act><body><p>We agree.</p>{1}</body></act></akomaNtoso>",
        corpora.UnreadableError,
    ),
    "corpora": (
        lambda content: list(corpora.whole(word_package(content)).documents),
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>We agree.</w:t></w:r></w:p>{{1}}</w:body></w:document>',
        corpora.UnreadableError,
    ),
    "word": (
        lambda content: word.read(word_package(content)),
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>We agree.</w:t></w:r></w:p>{{1}}</w:body></w:document>',
        WordError,
    ),
    "archive": (
        _text,
        f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>We agree.</w:t></w:r></w:p>{{1}}</w:body></w:document>',
        WordError,
    ),
    "translators": (exchange.read, '<tmx version="1.4"><header/><body>{1}</body></tmx>', exchange.ExchangeError),
}


def _filled(form: str, inner: str = "") -> str:
    return form.format("a", inner)


HOSTILE: dict[str, Callable[[str], bytes]] = {
    "a document type with entities": lambda form: (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + _filled(form, "<p>&e;</p>")
    ).encode(),
    "entities of entities": lambda form: (
        '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]>' + _filled(form, '<p c="&b;">&b;</p>')
    ).encode(),
    "a document type behind a long comment": lambda form: (
        f"<!-- {'x' * 100_000} --><!DOCTYPE x [<!ENTITY e 'f'>]>" + _filled(form, "<p>&e;</p>")
    ).encode(),
    "a document type in UTF-16": lambda form: ("<!DOCTYPE x [<!ENTITY e 'f'>]>" + _filled(form)).encode("utf-16"),
    "a document type in UTF-7": lambda form: (
        '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x [+ADwAIQ-ENTITY e +ACI-f+ACIAPgBdAD4-' + _filled(form)
    ).encode(),
    "entities of nobody": lambda form: _filled(form, "<p>&nobody;</p>").encode(),
    "more levels than a document has": lambda form: _filled(form, "<p>" * 300 + "</p>" * 300).encode(),
    "a file that is cut off": lambda form: _filled(form).encode()[:-4],
    "two roots": lambda form: (_filled(form) * 2).encode(),
    "words that are not in their encoding": lambda form: (
        b'<?xml version="1.0" encoding="UTF-8"?>' + _filled(form, "<p>@</p>").encode().replace(b"@", b"\xe9\xff")
    ),
}


@pytest.mark.parametrize("reader", READERS)
def test_the_honest_form_of_each_hostile_file_is_read(reader: str) -> None:
    read, form, _ = READERS[reader]

    assert read(_filled(form).encode()) is not None


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("reader", READERS)
def test_what_one_reader_refuses_all_refuse(reader: str, hostile: str) -> None:
    read, form, fault = READERS[reader]

    with pytest.raises(fault):
        read(HOSTILE[hostile](form))


@pytest.mark.parametrize("reader", READERS)
def test_more_elements_than_fit_are_refused(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml, "MOST_TAGS", 1_000)
    read, form, fault = READERS[reader]

    assert read(_filled(form, "<p/>" * 900).encode()) is not None
    with pytest.raises(fault):
        read(_filled(form, "<p/>" * 1_000).encode())


def test_each_refusal_says_its_word_and_its_place() -> None:
    told = {}
    for content in (b"<a><b></a>", b"<!DOCTYPE a><a/>", b"<p>" * 300, b"<a/>" * 2):
        with pytest.raises(xml.XmlError) as refused:
            xml.root_of(content, what="the part")
        told[refused.value.word] = (str(refused.value), refused.value.place)

    assert told == {
        "damaged": ("the part is no well-formed XML: line 1, column 5", "line 1, column 5"),
        "entities": ("the part declares a document type or entities, which is not read for safety", ""),
        "too deep": ("the part is nested more deeply than a document may be", ""),
    }


def test_a_file_of_just_so_many_bytes_is_read() -> None:
    assert xml.root_of(b"<a/>", most_bytes=4).tag == "a"
    with pytest.raises(xml.XmlError, match="has more than") as refused:
        xml.root_of(b"<a />", most_bytes=4)

    assert refused.value.refusal is xml.Refusal.TOO_LARGE


def test_what_looks_like_a_document_type_among_the_words_is_read() -> None:
    root = xml.root_of(b"<!-- <!DOCTYPE a> --><?p <!DOCTYPE a> ?><a><![CDATA[<!DOCTYPE a [<!ENTITY b 'c'>]>]]></a>")

    assert root.text == "<!DOCTYPE a [<!ENTITY b 'c'>]>"


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        lambda n: b"<a>" + b"<b c='d'>words</b>" * n + b"</a>",
        lambda n: b" " * 20 * n + b"<a/>",
        lambda n: b"<!-- x -->" * 2 * n + b"<a/>",
        lambda n: b"<?x y?>" * 2 * n + b"<",
        lambda n: b"<!--" + b"-" * 20 * n,
        lambda n: b"<!DOCTYPE a" + b" " * 20 * n,
    ],
    ids=["elements", "blanks", "comments", "instructions", "a comment without end", "a type without end"],
)  # fmt: skip
def test_a_file_of_double_size_costs_about_double(content: Callable[[int], bytes]) -> None:
    def cost(count: int) -> float:
        given, best = content(count), 9e9
        for _ in range(5):
            start = time.process_time()
            with contextlib.suppress(xml.XmlError):
                xml.root_of(given)
            best = min(best, time.process_time() - start)
        return best

    assert cost(80_000) < 2 * 2 * cost(40_000) + 0.005  # a square would cost four times as much, and more than that here

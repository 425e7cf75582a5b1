"""Why an instruction or a bracket was not used, in the language of the reader.

The readers of files know no language of pages: they say it in English. Their sentences are known here by their form, and
what is quoted or counted in them goes over as it is. One that is not known stays in English; a test asks that each is.
"""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, gettext_noop

_SENTENCES = (
    gettext_noop("it is not understood as an instruction"),
    gettext_noop("a quotation is opened and not closed"),
    gettext_noop("the instruction has more than %(most)s signs beside its quotations"),
    gettext_noop("the instruction has more than %(most)s quotations"),
    gettext_noop("the instruction is not understood: words follow it and it does not say what they are for"),
    gettext_noop("the base has no %(place)s"),
    gettext_noop("the base has no %(place)s: it has %(count)s of them"),
    gettext_noop("the base has no %(place)s, after which the new one would stand"),
    gettext_noop("the base has no %(place)s in whose place it would stand"),
    gettext_noop("%(place)s has (%(letter)s) in its own words: say after which words"),
    gettext_noop("the instruction does not say where the new paragraph goes"),
    gettext_noop("the words that are to be put in do not follow the instruction"),
    gettext_noop("the instruction does not say which paragraph is replaced"),
    gettext_noop("the new words are not given in full: they have an ellipsis"),
    gettext_noop("the instruction is not understood: more than one paragraph would be replaced"),
    gettext_noop("instruction %(number)s deleted %(place)s"),
    gettext_noop("instruction %(number)s already deleted %(place)s"),
    gettext_noop("%(named)s paragraphs are named and %(given)s are given"),
    gettext_noop("the instruction does not say which paragraph is deleted"),
    gettext_noop("the words quoted are not those of %(place)s"),
    gettext_noop("the words quoted are not those of %(place)s (it stands in %(places)s)"),
    gettext_noop("the instruction is not understood: it does not say what to delete"),
    gettext_noop("the instruction is not understood: it does not say what to insert"),
    gettext_noop("the instruction does not say where in the paragraph the words go"),
    gettext_noop("the instruction does not say what “%(words)s” is for"),
    gettext_noop("the instruction does not say which stretch of words is replaced, or with what"),
    gettext_noop("the instruction does not say which words are replaced"),
    gettext_noop("the instruction does not say with what “%(words)s” is replaced"),
    gettext_noop("the instruction is not understood: it names several words and it is not clear which become which"),
    gettext_noop("the instruction is not understood: a paragraph is deleted and words of it are named"),
    gettext_noop("the instruction is not understood: something is deleted and other words are named beside it"),
    gettext_noop("the instruction is not understood: words are deleted and others are to be read"),
    gettext_noop("the instruction is not understood: it has no verb such as insert, delete, replace or move"),
    gettext_noop("%(place)s has no such sentence"),
    gettext_noop("the base has %(count)s of %(place)s: %(places)s"),
    gettext_noop("the instruction does not say which paragraph"),
    gettext_noop("%(count)s paragraphs begin “%(words)s”: %(places)s"),
    gettext_noop("no %(place)s of the base begins “%(words)s”"),
    gettext_noop("the base has %(count)s paragraphs with the number of %(place)s: %(places)s"),
    gettext_noop("the instruction does not say which paragraphs are merged"),
    gettext_noop("a paragraph that is merged was deleted by an earlier instruction"),
    gettext_noop("the instruction does not say which paragraph is split, or after which words"),
    gettext_noop("%(place)s ends with “%(words)s”: nothing is left to split off"),
    gettext_noop("the instruction is not understood: words are moved"),
    gettext_noop("the instruction does not say which paragraph is moved, or where to"),
    gettext_noop("the instruction is not understood: a part of a paragraph is moved"),
    gettext_noop("a paragraph cannot be moved beside itself"),
    gettext_noop("a paragraph that is moved, or beside which it would stand, was deleted by an earlier instruction"),
    gettext_noop("the instruction is not understood: the order of words is changed"),
    gettext_noop("the instruction does not say which paragraphs change places"),
    gettext_noop("a paragraph that changes places was deleted by an earlier instruction"),
    gettext_noop("a paragraph cannot change places with one that stands under it"),
    gettext_noop("no change is asked"),
    gettext_noop("the text has no paragraph with this number"),
    gettext_noop("it does not say which paragraph it is about, or the text has no such paragraph"),
    gettext_noop("the new words are missing"),
    gettext_noop("the words given as the present ones are not those of the text"),
    gettext_noop("the row does not say which paragraph it is about, or the text has no such paragraph"),
    gettext_noop("the text has no heading “%(words)s”"),
    gettext_noop("it names a heading and a paragraph: write each on a line of its own"),
    gettext_noop("the instruction does not say what the heading is to become"),
    gettext_noop("the instruction does not say what is to stand beside the heading"),
    gettext_noop("the heading does not have “%(words)s”"),
    gettext_noop("read as a wish about the words before it; where the word itself is meant, say “alt” before it"),
    gettext_noop("this bracket closes in a later line and is read up to the end of its own: give each line a bracket"),
    gettext_noop("it is read as the mark of a footnote"),
    gettext_noop("the bracket stands within words that the text does not have yet"),
    gettext_noop("these words are in another language than the text"),
    gettext_noop("nothing says where this new paragraph stands: it is read as one above the whole text"),
    gettext_noop("an instruction, and no words of the text: send it as an amendment, or put the words in the bracket"),
    gettext_noop("the number of a paragraph is none of its words: say whether the paragraph is to go"),
    gettext_noop("it stands in braces, which name no position"),
    gettext_noop("the text has these words already; %(names)s would keep them"),
    gettext_noop("the text has these words already, and they would stay"),
    gettext_noop("the text has these words already"),
    gettext_noop("the text does not have these words, so that they cannot be deleted"),
    gettext_noop("what is asked is not understood"),
    gettext_noop("it does not say what it is about"),
    gettext_noop("these words stand in one bracket with words of the text, and the text does not have them"),
    gettext_noop("these words differ from the text and stand in no bracket"),
    gettext_noop("these words differ from the text and stand in no bracket; the text has “%(words)s”"),
    gettext_noop("the text has these words, and they are left out here"),
    gettext_noop("%(place)s has no stretch from “%(words)s” to “%(other)s”, or more than one"),
    gettext_noop("the instruction is not understood: it does not say from where on words are deleted"),
    gettext_noop("the instruction does not say with what the words are replaced"),
    gettext_noop("“%(words)s” does not stand right before “%(other)s” in %(place)s"),
    gettext_noop("“%(words)s” is not found in %(place)s"),
    gettext_noop("“%(words)s” is not found in %(place)s (it stands in %(places)s)"),
    gettext_noop("“%(words)s” is not found in %(place)s (it stands only within a longer word)"),
    gettext_noop("%(place)s: “%(words)s”: the words stand there %(count)s times and the instruction does not say which"),
    gettext_noop(
        "%(place)s: “%(words)s”: the words stand there %(count)s times and the instruction does not say which: %(places)s"
    ),
    gettext_noop("the instruction is not understood: words are added to no paragraph in particular"),
    gettext_noop("“%(words)s” stands in %(place)s only %(count)s times"),
    gettext_noop("the bracket %(sign)s has no partner"),
    gettext_noop("the text has no paragraphs"),
    gettext_noop("no paragraph of the text has these words, and no bracket stands around them"),
    gettext_noop("the paragraph that this stands beside was not found"),
    gettext_noop("the instruction is not understood: a range of sections"),
    gettext_noop("the instruction is not understood: a range of paragraphs without numbers"),
    gettext_noop("the instruction is not understood at “%(words)s”"),
    gettext_noop("no such range of paragraphs: %(low)s to %(high)s"),
    gettext_noop("no such range of articles: %(low)s to %(high)s"),
    gettext_noop("no such range of letters: (%(low)s) to (%(high)s)"),
    gettext_noop("the instruction does not say in which paragraph"),
    gettext_noop("hidden words"),
)
_PLACES = (
    gettext_noop("operative paragraph %(number)s"),
    gettext_noop("preambular paragraph %(number)s"),
    gettext_noop("paragraph %(number)s"),
    gettext_noop("article %(number)s"),
    gettext_noop("the title"),
    gettext_noop("the text"),
    gettext_noop("the preamble"),
    gettext_noop("the operative paragraphs"),
    gettext_noop("the base"),
    gettext_noop("heading"),
    gettext_noop("the heading"),
    gettext_noop("paragraph"),
    gettext_noop("sentence"),
    gettext_noop("annex"),
    gettext_noop("title"),
)
_OF_PLACES = ("place", "places")
_NAMED = re.compile(r"%\((?P<name>\w+)\)s")


def _forms(sentences: Sequence[str]) -> Iterator[tuple[re.Pattern[str], str]]:
    """Each sentence as it is recognized, those with more words of their own first."""
    for sentence in sorted(sentences, key=lambda one: -len(_NAMED.sub("", one))):
        parts = _NAMED.split(sentence)
        form = "".join(re.escape(part) if at % 2 == 0 else f"(?P<{part}>.+?)" for at, part in enumerate(parts))
        yield re.compile(form, re.S), sentence


_KNOWN, _KNOWN_PLACES = tuple(_forms(_SENTENCES)), tuple(_forms(_PLACES))


def sentence(why: str) -> str:
    """The reason in the language of the reader, as it is where its form is not known."""
    for form, said in _KNOWN:
        if match := form.fullmatch(why):
            facts = {name: _place(value) if name in _OF_PLACES else value for name, value in match.groupdict().items()}
            return gettext(said) % facts
    return why


def is_known(why: str) -> bool:
    """Whether the reason is said in every language of the pages."""
    return any(form.fullmatch(why) for form, _said in _KNOWN)


def _place(names: str) -> str:
    return ", ".join(_one_place(name) for name in names.split(", "))


def _one_place(name: str) -> str:
    for form, said in _KNOWN_PLACES:
        if match := form.fullmatch(name):
            return gettext(said) % match.groupdict()
    return name

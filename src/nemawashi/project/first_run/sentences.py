"""What is wrong with what was typed, in the reader's language. The checker speaks to whoever reads a file, in English."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from nemawashi.project.first_run.door import Shut

WHY_SHUT: dict[Shut, Any] = {
    Shut.HOST: _("This page is opened by the address that the console printed, under no other name."),
    Shut.METHOD: _("Nothing is done here in this way."),
    Shut.ORIGIN: _("This was not sent by a form of this page."),
    Shut.UNKNOWN: _("This page is opened by the address that the console printed, and by nothing else."),
    Shut.TAKEN: _("Another browser has opened this page. Where that was not you, end it at the console and begin again."),
    Shut.OVER: _("This page has ended. What was typed is kept; the console says how to begin again."),
}

_SAID: tuple[tuple[str, Any], ...] = (
    (r"(?:.*: )?the (?:drawing|picture) has more than \d+ KB", _("A drawing or a picture has 30 KB at most.")),
    (
        r"(?:.*: )?the drawing (?:has .* no part of a plain one|asks for a style sheet.*|has a sign .*|clips .*)",
        _("This drawing has more in it than a plain one: a style, a script, a part of a program. Save it as a plain SVG."),
    ),
    (
        r"(?:.*: )?the drawing fetches something.*",
        _("This drawing fetches something from elsewhere. Save it as a plain SVG."),
    ),
    (r"(?:.*: )?the drawing has more than \d+ shapes", _("This drawing has more than 600 shapes.")),
    (r"(?:.*: )?the drawing has no viewBox.*", _("This drawing has no size (viewBox).")),
    (r"(?:.*: )?the picture has \d+ × \d+ points.*", _("A picture has 1024 × 1024 points at most.")),
    (
        r"(?:.*: )?(?:the (?:drawing|picture)|something stands behind|a picture within) .*",
        _("This file is no SVG and no PNG that can be read."),
    ),
    (r"a mark in letters has .*", _("A mark in letters has twelve at most.")),
    (r"the file .* is not there", _("This names a file that is not here: choose it below.")),
    (r"a letterhead has .*", _("A letterhead has eight lines of 120 signs at most.")),
    (r"\w+ is missing", _("This is needed.")),
    (r"code .* must be two to five capital letters", _("A party's code has two to five capital letters.")),
    (
        r"code .* must be capital letters, digits .*",
        _("The short code has capital letters, digits, + and -, twenty at most."),
    ),
    (r"there is no time zone .*", _("No such time zone is known: write one such as Europe/Vienna.")),
    (
        r"symbol has \{.*\}, which is none of.*",
        _("The pattern has another word in brackets than {forum}, {track}, {meeting}, {text}."),
    ),
    (r"symbol lacks .*", _("The pattern needs {meeting} and {text}: two texts would bear the same symbol.")),
    (r"symbol .* is no pattern.*", _("This is no pattern: a bracket is open.")),
    (r"\w+ .* stands in \w+ already", _("This stands in another row already.")),
    (r"no party is a participant.*", _("One party at least is a participant: nobody could agree to anything.")),
    (r".* feeds into itself.*", _("This track feeds into itself, directly or by others.")),
    (r".* is no mail address", _("This is no mail address.")),
    (r"id .* is not a slug.*", _("A word in addresses has small letters, digits and hyphens.")),
    (r"\w+ must be a whole number.*", _("Write a whole number.")),
    (
        r"[\w -]+: .* (?:is not a date|lies outside).*|.* is not a date.*|[\w-]+ lies outside.*",
        _("Write a date such as 2012, 2012-11 or 2012-11-10."),
    ),
    (r".* there is no .*", _("This is not among those that were named.")),
    (r".*, which nobody can see", _("There is a character in it that nobody can see: type it anew.")),
    (r".* has unbalanced brackets .*", _("A bracket is open.")),
    (r"meeting_rules name a host .*", _("Name a host where hosting is fixed, and nowhere else.")),
    (r"the letter has \{.*", _("The letter has a blank that is not known.")),
    (r"no calendar of .*", _("No calendar of this country is known: write a code of ISO 3166 such as AUT.")),
    (r"a day off is a whole day.*", _("A day off is a whole day, such as 2027-03-22.")),
    (r".* is none of: .*", _("Choose one of those that are offered.")),
    (r".* must be text.*", _("Words belong here.")),
)
_KNOWN = tuple((re.compile(pattern, re.DOTALL), words) for pattern, words in _SAID)


def worded(what: str) -> str:
    """The checker's sentence in the reader's language; as it stands where no words of ours are for it."""
    return next((str(words) for pattern, words in _KNOWN if pattern.fullmatch(what)), what)


NOT_SHOWN: Any = _("This file says something for which the form has no field: give it with `nemawashi init --from`.")

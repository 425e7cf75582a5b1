"""What forms of acts are made of. They check shape only: whether an act may be done is decided by its rule."""

import re
from collections.abc import Sequence
from typing import Any
from unicodedata import category

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.spans import one_line
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.kit.speech.typed import dated
from nemawashi.texts.rules import LONGEST_POSITION

_BREAKS = re.compile(r"[\r\n\t]+")
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def no_control_marks(value: str) -> None:
    """Refuse control characters and marks that turn the direction of writing: they hide words from readers."""
    if any(mark in TURNING or (category(mark) in ("Cc", "Zl", "Zp") and mark not in "\n\r\t") for mark in value):
        raise ValidationError(_("This holds control characters; remove them."), code="control")


class Words(forms.CharField):
    """A stretch of words; longer than ``longest`` is refused with both numbers."""

    def __init__(self, *, rows: int = 4, longest: int = LONGEST_POSITION, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(max_length=longest, validators=[no_control_marks], **kwargs)


class LineField(forms.CharField):
    """One line, also where somebody sent several without a browser; of signs that nobody sees it is empty."""

    def __init__(self, *, longest: int = 300, **kwargs: Any) -> None:
        super().__init__(max_length=longest, validators=[no_control_marks], **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value) or ""
        return _BREAKS.sub(" ", typed).strip() if one_line(typed) else self.empty_value


class DateField(forms.CharField):
    """A date as precise as it is known, as people write it: 14 March 2027, 14.03.2027, 2027-03-14, March 2027, 2027."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("14 March 2027, 14.03.2027, 2027-03-14; or less: 2027-03, 2027."))
        super().__init__(max_length=40, **kwargs)

    def to_python(self, value: Any) -> Any:
        typed = (value or "").strip()
        try:
            return ImpreciseDate.parse(typed)
        except ValueError:
            if (read := dated(typed)) is not None:
                return read
        raise ValidationError(_("Write the date as 14 March 2027, 14.03.2027, 2027-03-14, 2027-03 or 2027."), code="date")

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        return


class Blank(forms.Form):
    """The blank form of an act on ``subject`` by ``viewer``. ``words_for_act`` gives the act's own arguments."""

    is_at_once = False  # whether its act is done without it, though it has fields
    grows = False  # whether ``prepare`` gives it its fields: it has none before it knows its subject
    looks_up = False
    warnings: Sequence[str] = ()  # what whoever does the act should know before
    beside: Sequence[tuple[Any, Sequence[str]]] = ()  # what to read before it is filled in: each under its heading
    assists = False  # whether its page helps with the words in the box, also before they are sent
    previews: Any = ""  # what a second button shows before the act is done; empty: there is none

    def __init__(self, *args: Any, subject: Any, viewer: Viewer, **kwargs: Any) -> None:
        self.subject, self.viewer = subject, viewer
        super().__init__(*args, **kwargs)
        self.prepare()
        for name, field in self.fields.items():
            if field.help_text:
                field.widget.attrs["aria-describedby"] = f"id_{name}_help"

    @property
    def is_looked_at(self) -> bool:
        """False while only the button of ``previews`` stands there: the act is not done before that was pressed."""
        return True

    @property
    def has_words(self) -> bool:
        """Whether somebody may type for long in it."""
        return any(isinstance(field.widget, forms.Textarea) for field in self.fields.values())

    def prepare(self) -> None:
        """Fill choices and first values from the subject."""

    def first_words(self) -> dict[str, Any]:
        """What the form starts from, where the subject has words of its own."""
        return {}

    def theirs(self) -> tuple[str, dict[str, Any]] | None:
        """What somebody else put meanwhile where this form, now stale, puts something: who, and the words by field."""
        return None

    def preview(self) -> dict[str, Any]:
        """What the second button shows, for the page; asked of a form whose shape is right."""
        return {}

    def assistance(self) -> dict[str, Any]:
        """What the page shows to help with the words in the box, for a form that ``assists``."""
        return {}

    def taken_over(self, asked: str) -> dict[str, Any]:
        """First values of the form when a button of that help was pressed."""
        return {}

    def words_for_act(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class Why(Blank):
    why = Words(label=_("Reason"), rows=3, longest=2000)

"""Model fields that every noun may use."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.db.models.expressions import OrderBy

from nemawashi.kit.dates import ImpreciseDate

if TYPE_CHECKING:
    _Base = models.CharField[ImpreciseDate | str | None, ImpreciseDate | None]
else:
    _Base = models.CharField


class ImpreciseDateInput(forms.Field):
    """A date as somebody types it; the answer to a wrong one says which three forms are read."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        try:
            return ImpreciseDate.parse(value.strip() if isinstance(value, str) else value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, ImpreciseDate) else value


def undated_last(field: str, *, newest_first: bool = False) -> OrderBy:
    """Order by an imprecise date with rows that have none at the end, alike on every database."""
    return F(field).desc(nulls_last=True) if newest_first else F(field).asc(nulls_last=True)


class ImpreciseDateField(_Base):
    """A year, month or day as ISO text (``2012``, ``2012-11``, ``2012-11-10``), read back as ``ImpreciseDate``.

    The text sorts in the database as the dates sort in Python.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> ImpreciseDate | None:
        return ImpreciseDate.parse(value)

    def to_python(self, value: Any) -> ImpreciseDate | None:
        try:
            return ImpreciseDate.parse(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def get_prep_value(self, value: Any) -> str | None:
        parsed = self.to_python(value)
        return None if parsed is None else str(parsed)

    def run_validators(self, value: Any) -> None:
        """Validators look at the text: the column's length is one of them."""
        super().run_validators(None if value is None else str(value))

    def formfield(self, **kwargs: Any) -> Any:  # type: ignore[override]  # a form field, whichever class is asked for
        return models.Field.formfield(self, **{"form_class": ImpreciseDateInput} | kwargs)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

"""Fields of forms, written without a template: a form of the desk has twenty, each of three templates in each other."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

_INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("input", "text", "hidden", "number", "email", "url", "password", "checkbox", "file", "date", "time")
)
_OPTIONS = frozenset(f"django/forms/widgets/{name}_option.html" for name in ("radio", "checkbox", "input"))
_BOX = "django/forms/widgets/textarea.html"


class PlainFields(DjangoTemplates):
    """Inputs, choices and boxes as Django's own templates write them, byte for byte; all else by these templates."""

    def render(self, template_name: str, context: Any, request: Any = None) -> SafeString:
        widget = context.get("widget", {})
        if template_name in _INPUTS or (template_name in _OPTIONS and not widget.get("wrap_label")):
            return SafeString(_input(widget))
        if template_name == _BOX:
            return SafeString(_box(widget))
        return SafeString(super().render(template_name, context, request))


def _input(widget: dict[str, Any]) -> str:
    value = widget["value"]
    given = "" if value is None else f' value="{_said(value)}"'
    return f'<input type="{_said(widget["type"])}" name="{_said(widget["name"])}"{given}{_attributes(widget)}>'


def _box(widget: dict[str, Any]) -> str:
    words = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{_said(widget["name"])}"{_attributes(widget)}>\n{words}</textarea>'


def _attributes(widget: dict[str, Any]) -> str:
    """What is False is left out; what is True stands without a value."""
    given = ((name, value) for name, value in widget["attrs"].items() if value is not False)
    return "".join(f" {_said(name)}" if value is True else f' {_said(name)}="{_said(value)}"' for name, value in given)


def _said(value: Any) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))

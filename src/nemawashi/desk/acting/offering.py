"""How a room of the desk offers an act: one row beside its form says all that the act needs to have its page.

``desk/register.py`` gathers the rooms; ``tests/desk/test_every_act_has_its_page.py`` misses no act.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from nemawashi.desk.acting.finding import Find
from nemawashi.desk.acting.forms import Blank


@dataclass(frozen=True, kw_only=True)
class Deed:
    """An act as the desk offers it.

    ``label`` is on its button, which stands out where the act ``is_main`` on its page; ``find`` gives its subject by the
    key in the address, ``leads_to`` the page afterwards. ``sees_version``: a form filled in before somebody else changed
    the subject is refused; ``is_grave``: its button warns; ``for_good``: what it does that nobody can undo, which its page
    says before it is done;
    ``asks_again``: it asks for the password where that was typed a while ago;
    ``shows_new``: it leads to what it made, wherever its button stood.
    """

    act: Callable[..., Any]
    name: str
    label: Promise
    find: Find
    form: type[Blank]
    leads_to: Callable[[Any, Any], str]
    sees_version: bool
    is_main: bool
    is_grave: bool
    for_good: Promise | None
    asks_again: bool
    shows_new: bool
    template: str

    @property
    def is_at_once(self) -> bool:
        """Whether its button does it: nothing has to be filled in, or thought over."""
        return self.for_good is None and (self.form.is_at_once or not (self.form.base_fields or self.form.grows))


DEEDS: dict[str, Deed] = {}


def offer(
    act: Callable[..., Any],
    *,
    label: Promise,
    on: Find,
    leads_to: Callable[[Any, Any], str],
    form: type[Blank] = Blank,
    name: str = "",
    sees_version: bool = True,
    is_main: bool = False,
    is_grave: bool = False,
    for_good: Promise | None = None,
    asks_again: bool = False,
    shows_new: bool = False,
    template: str = "desk/act.html",
) -> None:
    """Give an act its page. ``name`` stands in its address; empty: that of the act itself."""
    name = name or act.__name__
    if name in DEEDS:
        raise ValueError(f"{name} is offered twice")
    DEEDS[name] = Deed(
        act=act,
        name=name,
        label=label,
        find=on,
        form=form,
        leads_to=leads_to,
        sees_version=sees_version,
        is_main=is_main,
        is_grave=is_grave,
        for_good=for_good,
        asks_again=asks_again,
        shows_new=shows_new,
        template=template,
    )

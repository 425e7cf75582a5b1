"""The day in a browser, without scripts: what needs whom, what happened, read marks, and when mail comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser


def test_a_party_reads_what_happened_marks_it_and_chooses_its_mail(person: Callable[..., Person]) -> None:
    host = person("host")
    host.circulate("Notices of the day", "The ministers will meet every year.")
    host.open("/desk/")
    assert not host.sees("The zero draft was circulated.", within=".told")  # its own act

    japan = person("japan", java_script_enabled=False)
    japan.open("/desk/")
    waiting = int(japan.page.locator(".bar__waiting").inner_text().split()[0])
    assert japan.sees("The zero draft was circulated.")
    asked = japan.page.locator(".day > li", has_text="Read it, and table what your party asks for.")
    before = asked.count()
    assert japan.sees("Hours by the clock of Tokyo, UTC+9.")

    japan.push("Mark as read", within=".told")
    japan.open("/desk/")
    left = japan.page.locator(".bar__waiting")
    assert left.count() == 0 or int(left.inner_text().split()[0]) < waiting
    assert asked.count() < before

    japan.follow("Notices by mail")
    japan.page.get_by_label("Once a day, all together").check()
    japan.push("Keep this choice")
    assert japan.sees("Your notices come by mail as chosen: Once a day, all together.")
    assert japan.page.get_by_label("Once a day, all together").is_checked()

    japan.page.locator(".told .rows__title").first.click()
    japan.page.wait_for_load_state()
    assert japan.sees("Notices of the day")
    assert (host.faults, japan.faults) == ([], [])

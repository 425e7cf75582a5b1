"""The page of a recommendation leads to the agenda that took it up, as soon as everybody may read that agenda."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nemawashi.meetings.models import AgendaItem, Meeting, Uptake
from nemawashi.texts.models import Text


def test_an_uptake_is_shown_with_its_meeting_and_text_once_the_agenda_is_public(
    played: None, client_of: Callable[[str], Any]
) -> None:
    uptake = Uptake.objects.select_related("recommendation", "agenda_item__meeting").order_by("-pk")[0]
    item, address = uptake.agenda_item, f"/en/recommendations/{uptake.recommendation.slug}/"
    meeting = f'href="/en/meetings/{item.meeting.slug}/"'

    before = client_of("").get(address).content.decode()
    Meeting.objects.filter(pk=item.meeting_id).update(state="held")
    AgendaItem.objects.filter(pk=item.pk).update(state="adopted")
    text = Text.objects.filter(state="issued", meeting__isnull=False).order_by("-pk")[0]
    Text.objects.filter(pk=text.pk).update(agenda_item=item)
    after = client_of("").get(address).content.decode()

    assert (meeting in before, "Nothing found." in before) == (False, True)
    assert (meeting in after, f'href="/en/texts/{text.slug}/"' in after, "Nothing found." in after) == (True, True, False)

"""No row of the round hangs on a row of the record beside it: what is fiction can be left out without a gap."""

from nemawashi.access.terms import RowOrigin
from nemawashi.commitments.models import Commitment
from nemawashi.meetings.models import AgendaItem, Decision, Meeting, Recommendation, Uptake
from nemawashi.project.round import words
from nemawashi.texts.models import Text


def test_rows_of_the_round_stand_on_its_own_meetings_and_texts(played: None) -> None:
    own = Meeting.objects.exclude(origin=RowOrigin.RECORD)
    real = RowOrigin.RECORD

    assert {meeting.track.slug for meeting in own} == {
        words.demo().tracks[name] for name in ("officials", "ministers", "scholars")
    }
    assert Recommendation.objects.exclude(origin=real).get().made_at in own
    for rows in (AgendaItem.objects, Decision.objects, Text.objects):
        assert rows.exclude(origin=real).count() > 0
        assert list(rows.exclude(origin=real).filter(meeting__origin=real)) == []
    assert Uptake.objects.get().recommendation.origin != real
    assert Commitment.objects.exclude(origin=real).count() > 0
    assert list(Commitment.objects.exclude(origin=real).filter(text__origin=real)) == []

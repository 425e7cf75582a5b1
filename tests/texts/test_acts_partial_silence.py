"""Silence on some clauses, amendments that break it, what all are told, and the job that records kept silence."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from tests.texts.unchanged import span, words_of

from nemawashi.access import log
from nemawashi.access.models import Entry, Notice, User
from nemawashi.desk.acting import notices
from nemawashi.kit.clauses.operations import Operation
from nemawashi.kit.clauses.proposals import Proposed
from nemawashi.kit.workdays import Capital, period
from nemawashi.project import tending
from nemawashi.texts import acts, queries
from nemawashi.texts.models import Clause, Text
from nemawashi.texts.terms import ClauseStatus, Refusal

Done = Callable[..., Any]
Refused = Callable[..., str]


def status(clause: Clause, who: Any) -> ClauseStatus:
    clause.text.refresh_from_db()
    return queries.negotiation(clause.text, viewer=who("host")).of(clause.pk).status


@pytest.fixture
def part(done: Done, clause: Clause, now: dt.datetime) -> Any:
    """The operative clause alone under silence for three days."""
    words = {"ends_at": now + dt.timedelta(days=3), "zone": "Asia/Almaty", "clauses": [clause]}
    return done("host", acts.open_silence, clause.text, **words)


def test_kept_silence_on_a_clause_agrees_it_and_leaves_the_text_open(
    done: Done, part: Any, clause: Clause, who: Any
) -> None:
    assert status(clause, who) == ClauseStatus.UNDER_SILENCE

    part.refresh_from_db()
    done("host", acts.conclude_silence, part, at=part.ends_at + dt.timedelta(minutes=1))

    assert status(clause, who) == ClauseStatus.AGREED
    assert Text.objects.get(pk=clause.text_id).state == "under_negotiation"


def test_an_amendment_is_tabled_by_breaking_silence(done: Done, part: Any, clause: Clause, who: Any) -> None:
    where = span(clause, "2030")
    amendment = Proposed(str(clause.pk), Operation.REPLACE, words="2031", **where)

    row = done("japan", acts.break_silence, part, words="We need a year more.", amendment=amendment)

    view = queries.negotiation(clause.text, viewer=who("host")).of(clause.pk)
    assert [(held.codes, held.before, held.position.words) for held in view.live] == [(("JPN",), "2030", "2031")]
    assert (row.kind, row.position_id, row.clauses) == ("amendment", view.live[0].position.pk, [str(clause.pk)])
    assert view.status == ClauseStatus.CONTESTED
    assert words_of(clause) == "The parties will meet every year by 2030."


def test_an_amendment_on_another_clause_does_not_break_silence_on_this_one(
    refused: Refused, part: Any, clause: Clause
) -> None:
    title = Clause.objects.get(text=clause.text, kind="title")
    amendment = Proposed(str(title.pk), Operation.ALTERNATIVE, words="Another title")

    assert refused("japan", acts.break_silence, part, words="No.", amendment=amendment) == Refusal.NOT_UNDER_SILENCE


def test_everybody_is_told_at_each_step(done: Done, clean_text: Text, now: dt.datetime, who: Any) -> None:
    ends = now + dt.timedelta(days=3)
    silence = done("host", acts.open_silence, clean_text, ends_at=ends, zone="Asia/Almaty")
    done("host", acts.extend_silence, silence, ends_at=ends + dt.timedelta(days=1), zone="Asia/Almaty")
    done("japan", acts.break_silence, silence, words="Not agreed.")

    steps = [said.sentence for said, _line in notices.steps_of_silence(clean_text, viewer=who("japan"))]

    assert list(reversed(steps)) == [
        "The text is under silence until 27 Nov 2026, 11:00 (Almaty, UTC+5) = 27 Nov 2026, 15:00 (Tokyo, UTC+9).",
        "Silence was extended until 28 Nov 2026, 11:00 (Almaty, UTC+5) = 28 Nov 2026, 15:00 (Tokyo, UTC+9).",
        "JPN broke silence by an objection; the text is not adopted and back under negotiation.",
    ]


def test_a_notice_names_the_head_with_the_entry_of_its_step(
    done: Done, clean_text: Text, now: dt.datetime, who: Any
) -> None:
    silence = done("host", acts.open_silence, clean_text, ends_at=now + dt.timedelta(days=3), zone="Asia/Almaty")
    done("japan", acts.break_silence, silence, words="Not agreed.")

    broken, opened = notices.steps_of_silence(clean_text, viewer=who("host"))
    heads = [str(log.head_with(said.notice.entry)) for said, _line in (opened, broken)]

    assert [Entry.objects.get(digest=head.partition("-")[2]).event for head in heads] == [
        "silence.opened",
        "silence.broken",
    ]
    assert heads[1] == str(log.head())
    assert [line for _said, line in (opened, broken)] == [
        f"The log of acts stood at {head.partition('-')[0]} entries, head {head}" for head in heads
    ]
    assert notices.log_line("") == ""


def test_the_job_records_kept_silence_once_and_mails_each_reader_alone(silence: Any, settings: Any, who: Any) -> None:
    settings.MAIL_IS_SET_UP = True
    User.objects.filter(username="japan").update(email="tokyo@example.org", language="ja")
    User.objects.filter(username="expert").update(email="expert@example.org")
    late = silence.ends_at + dt.timedelta(days=9)

    first, second = tending.tend(at=late), tending.tend(at=late)

    text = Text.objects.get(pk=silence.text_id)
    assert (first.concluded, second.concluded) == (1, 0)
    notices = [message for message in mail.outbox if "text/calendar" not in message.message().as_string()]
    assert (first.mailed, second.mailed) == (len(notices), 0)
    assert Notice.objects.filter(mailed_at=None).count() == 0
    assert text.adoption.at == silence.ends_at
    assert {tuple(message.to) for message in mail.outbox} == {("tokyo@example.org",)}
    assert "沈黙" in notices[-1].subject
    assert str(log.head_with(Entry.objects.get(event="silence.concluded", object_ref=text.ref))) in notices[-1].body


def test_the_job_leaves_what_was_broken_or_still_runs(done: Done, silence: Any) -> None:
    early = tending.tend(at=silence.ends_at - dt.timedelta(seconds=1))
    done("japan", acts.break_silence, silence, words="Not agreed.")
    late = tending.tend(at=silence.ends_at + dt.timedelta(days=9))

    silence.text.refresh_from_db()
    assert (early.concluded, late.concluded, silence.text.state) == (0, 0, "under_negotiation")


def test_an_adoption_by_silence_is_announced_at_the_next_meeting(done: Done, refused: Refused, adopted: Text) -> None:
    following = queries.next_meetings(adopted, since=adopted.adopted_at)
    meeting = type(adopted.meeting).objects.get(pk=following[0])
    other = type(adopted.meeting).objects.filter(state="held")[0]

    assert refused("host", acts.announce_adoption, adopted, meeting=other) == Refusal.NOT_THE_NEXT_MEETING
    done("host", acts.announce_adoption, adopted, meeting=meeting)
    assert refused("host", acts.announce_adoption, adopted, meeting=meeting) == Refusal.ANNOUNCED_ALREADY


def test_a_corrigendum_stands_beside_the_sealed_words(done: Done, refused: Refused, adopted: Text) -> None:
    clause = Clause.objects.get(text=adopted, kind="operative")
    sealed = adopted.adoption.digests

    row = done("host", acts.correct_text, adopted, clause=clause, before="2030", after="2031", why="a slip")

    adopted.refresh_from_db()
    assert (row.symbol, words_of(clause)) == (f"{adopted.symbol}/Corr.1", "The parties will meet every year by 2030.")
    assert adopted.adoption.digests == sealed
    told = {"clause": clause, "before": "2040", "after": "2031", "why": "a slip"}
    assert refused("host", acts.correct_text, adopted, **told) == Refusal.OUT_OF_THE_CLAUSE


def test_a_translation_is_stale_from_the_change_until_it_is_worded_again(
    done: Done, refused: Refused, tabled: Done, clause: Clause, who: Any, now: dt.datetime
) -> None:
    def view() -> queries.ClauseView:
        clause.text.refresh_from_db()
        return queries.negotiation(clause.text, viewer=who("host")).of(clause.pk)

    done("japan", acts.translate_clause, clause, language="ja", words="2030年まで毎年会合する。")
    assert view().versions["ja"] == "2030年まで毎年会合する。"
    change = tabled("japan", clause, "replace", "2031", on="2030")
    done("host", acts.accept_position, change, at=now + dt.timedelta(minutes=1))
    assert ("ja" in view().versions, view().stale) == (False, ("ja",))
    later = now + dt.timedelta(minutes=2)
    done("japan", acts.translate_clause, clause, language="ja", words="2031年まで毎年会合する。", at=later)
    assert (view().versions["ja"], view().stale) == ("2031年まで毎年会合する。", ())
    assert refused("japan", acts.translate_clause, clause, language="en", words="x") == Refusal.NOT_A_TRANSLATION
    assert refused("japan", acts.translate_clause, clause, language="xx", words="x") == Refusal.NO_SUCH_LANGUAGE


def test_a_period_over_nowruz_leaves_few_working_days() -> None:
    start, end = dt.datetime(2027, 3, 18, 6, tzinfo=dt.UTC), dt.datetime(2027, 3, 22, 12, tzinfo=dt.UTC)

    almaty = period(Capital("KAZ", "KAZ", "Asia/Almaty"), start, end)
    tokyo = period(Capital("JPN", "JPN", "Asia/Tokyo"), start, end)
    nowhere = period(Capital("XXX", "XXX", "UTC"), start, end)

    assert (almaty.working, almaty.ends_off, almaty.ends.hour) == (2, True, 17)
    assert (tokyo.working, tokyo.ends_off, tokyo.ends_at_night) == (1, True, True)
    assert (nowhere.is_known, [on.isoformat() for on, _name in nowhere.off]) == (False, ["2027-03-20", "2027-03-21"])


def test_words_under_silence_rest_until_it_is_broken(
    done: Done, refused: Refused, tabled: Done, clause: Clause, now: dt.datetime
) -> None:
    """Whoever wants other words breaks silence; neither a party nor the chair changes them beneath it."""
    title = Clause.objects.get(text=clause.text, kind="title")
    where = span(clause, "2030")
    sealed = done("japan", acts.draft_position, clause, operation="replace", words="2031", **where)
    remark = tabled("kazakhstan", clause, "comment", "Why 2030?")
    words = {"ends_at": now + dt.timedelta(days=3), "zone": "Asia/Almaty", "clauses": [clause]}
    silence = done("host", acts.open_silence, clause.text, **words)

    told = [
        refused("japan", acts.table_position, sealed),
        refused("host", acts.offer_bridging_words, clause, words="Other words.", instead_of=[remark]),
        refused("host", acts.agree_ad_referendum, clause),
        refused("host", acts.make_package, clause.text, title="x", clauses=[clause, title]),
        refused("host", acts.adopt_in_meeting, clause.text),
        refused("host", acts.open_silence, clause.text, **words),
    ]

    assert told == [Refusal.SILENCE_RUNS] * len(told)
    done("japan", acts.break_silence, silence, words="We need a year more.")
    done("japan", acts.table_position, sealed)


def test_the_public_reads_notes_statements_corrigenda_and_where_adoption_was_announced(
    done: Done, tabled: Done, clause: Clause, client: Any, now: dt.datetime
) -> None:
    draft = done("japan", acts.draft_position, clause, operation="footnote", words="Without prejudice.", start=3, end=3)
    done("host", acts.accept_position, done("japan", acts.table_position, draft))
    done("host", acts.issue_revision, clause.text)
    silence = done("host", acts.open_silence, clause.text, ends_at=now + dt.timedelta(days=3), zone="UTC")
    assert client.get(f"/en/texts/{clause.text.slug}/").status_code == 404
    done("host", acts.conclude_silence, silence, at=now + dt.timedelta(days=4))
    text = Text.objects.get(pk=clause.text_id)
    meeting = type(text.meeting).objects.get(pk=queries.next_meetings(text, since=text.adopted_at)[0])
    done("host", acts.announce_adoption, text, meeting=meeting)
    done("host", acts.correct_text, text, clause=clause, before="2030", after="2031", why="a slip of the pen")
    done("japan", acts.enter_reservation, text, words="As Tokyo reads it.", kind="interpretative")

    page = client.get(f"/en/texts/{text.slug}/").content.decode()

    told = [
        "Without prejudice.",
        "/Corr.1",
        "a slip of the pen",
        "Interpretative statement",
        "As Tokyo reads it.",
        "Announced at",
    ]
    assert [words for words in told if words not in page] == []
    assert "every year by 2030." in page


def test_the_public_reads_an_adopted_text_in_one_language_and_where_a_corrigendum_corrects(
    done: Done, clause: Clause, client: Any, now: dt.datetime
) -> None:
    title = clause.text.clauses.get(kind="title")
    done("host", acts.translate_clause, title, language="ru", words="Краткая декларация")  # the other clause has no words
    done("host", acts.issue_revision, clause.text)
    silence = done("host", acts.open_silence, clause.text, ends_at=now + dt.timedelta(days=3), zone="UTC")
    done("host", acts.conclude_silence, silence, at=now + dt.timedelta(days=4))
    text = Text.objects.get(pk=clause.text_id)
    done("host", acts.correct_text, text, clause=clause, before="2030", after="2031", why="a slip of the pen")

    page = client.get(f"/ru/texts/{text.slug}/").content.decode()

    assert "Краткая декларация" not in page
    assert "every year by 2030." in page
    assert "русский" not in page.partition("</dl>")[0].partition('<dl class="facts">')[2]
    assert f'<a href="#c-{clause.pk}">1 <del>2030</del></a>' in page

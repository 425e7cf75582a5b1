"""Which texts, clauses, positions, own drafts and silences a viewer may see."""

import base64
import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from nemawashi.access import origins, seal
from nemawashi.access.log import SHARED
from nemawashi.access.models import Entry
from nemawashi.access.parts import at_place, place_of
from nemawashi.access.prepared import Prepared
from nemawashi.access.terms import RowOrigin
from nemawashi.access.viewers import Viewer
from nemawashi.kit.clauses.proposals import BaseClause
from nemawashi.kit.dates import ImpreciseDate
from nemawashi.meetings.models import Meeting
from nemawashi.meetings.terms import MeetingState
from nemawashi.parties import queries as parties
from nemawashi.texts import rules
from nemawashi.texts.models import (
    Adoption,
    Clause,
    Corrigendum,
    Letterhead,
    Look,
    Position,
    Revision,
    Silence,
    Text,
    Wording,
)
from nemawashi.texts.positions import DraftFile, DraftPosition
from nemawashi.texts.queries.numbering import clause_numbers
from nemawashi.texts.terms import PUBLIC_STATES, DraftState, Outcome, SilenceState, TextState

__all__ = [
    "SilenceView",
    "acted_on",
    "awaits_announcement",
    "base_clauses",
    "content_of",
    "gone_over",
    "corrigenda",
    "drafts_mark_of",
    "followed_text",
    "latest_silence",
    "letterhead_of",
    "live_positions",
    "looked_at",
    "next_meetings",
    "opened_text",
    "own_draft",
    "own_draft_count",
    "own_drafts",
    "own_drafts_mark",
    "own_file",
    "own_files",
    "own_instructions",
    "reservations",
    "revisions_of",
    "running_silences",
    "sealed_languages",
    "silence_view",
    "texts_in_negotiation",
    "to_announce",
    "version_of",
    "visible_clauses",
    "visible_positions",
    "visible_text",
    "visible_texts",
]


def visible_texts(*, viewer: Viewer) -> QuerySet[Text]:
    """Adopted and issued texts for everybody; texts under negotiation for participants, observers, secretariat."""
    rows = origins.shown(Text.objects.select_related("meeting__track", "dialogue"), viewer=viewer)
    return rows if viewer.sees_negotiation else rows.filter(Q(state__in=PUBLIC_STATES) | Q(is_published=True))


def visible_text(slug: str, *, viewer: Viewer) -> Text | None:
    """One of ``visible_texts``; None where it is not among them, existing or not."""
    rows = _for_all_who_see(_VISIBLE, viewer, lambda rows, slug: rows.filter(slug=slug), str).instances(slug)
    return rows[0] if rows else None


def opened_text(slug: str, *, viewer: Viewer) -> Text | None:
    """The same, with all that its page asks first beside it, in one statement.

    ``has_silence``: whether it ever was under silence. ``looked_at``: when the viewer last said that they had read it.
    ``issued``: the clauses of its last revision, None where there is none.
    """
    rows = _for_all_who_see(_OPENED, viewer, _with_what_is_asked_first, str, int).instances(slug, viewer.user_id or 0)
    return rows[0] if rows else None


def _with_what_is_asked_first(rows: QuerySet[Text], slug: str, user: int) -> QuerySet[Text]:
    has_silence = Exists(Silence.objects.filter(text=OuterRef("pk")))
    looks = Look.objects.filter(text=OuterRef("pk"), user=user).values("at")
    issued = Revision.objects.filter(text=OuterRef("pk")).order_by("-number").values("snapshot")
    asked = {"has_silence": has_silence, "looked_at": Subquery(looks[:1]), "issued": Subquery(issued[:1])}
    return rows.filter(slug=slug).annotate(**asked)


_VISIBLE: dict[object, Prepared] = {}
_OPENED: dict[object, Prepared] = {}


def _for_all_who_see(
    kept: dict[object, Prepared], viewer: Viewer, ask: Callable[..., QuerySet[Text]], *kinds: type[int] | type[str]
) -> Prepared:
    """A question about visible texts, put into SQL once for all viewers of one circle, role and standing.

    It is made for a viewer of no account and no party that there is, so that it can hang on nobody's own.
    """
    of_nobody = {"user_id": None, "name": "", "party": "", "party_id": 0 if viewer.is_delegate else None}
    anybody = replace(viewer, **of_nobody)  # type: ignore[arg-type]
    key = (anybody, origins.shows_fiction(viewer))
    if key not in kept:
        rows = visible_texts(viewer=anybody)
        kept[key] = Prepared(lambda *values: ask(rows, *values), *kinds)
    return kept[key]


def followed_text(slug: str, *, viewer: Viewer) -> Text | None:
    """A text for those who read its negotiation, with its version and state and those of its meeting alone: asked over and
    over by open pages."""
    if not viewer.sees_negotiation:
        return None
    rows: list[Text] = _FOLLOWED.instances(slug)
    is_shown = rows and (origins.shows_fiction(viewer) or rows[0].origin != RowOrigin.FICTION)
    return rows[0] if is_shown else None


_FOLLOWED = Prepared(
    lambda slug: (
        Text.objects.filter(slug=slug)
        .select_related("meeting")
        .only("slug", "version", "state", "origin", "meeting__version", "meeting__state")
    ),
    str,
)


def revisions_of(text: Text, *, with_words: bool = False) -> list[Revision]:
    """Those that were issued, oldest first; without their words, which are the most of them, unless these are asked for."""
    return (_REVISIONS if with_words else _REVISIONS_IN_SHORT).instances(text.pk)


_REVISIONS = Prepared(lambda text: Revision.objects.filter(text=text), int)
_REVISIONS_IN_SHORT = Prepared(lambda text: Revision.objects.filter(text=text).defer("snapshot", "concordance"), int)


def version_of(text: int) -> int | None:
    """The version of a text by its key; None where there is none. For those who were shown it: it says nothing else."""
    rows = _VERSION.rows(text)
    return int(rows[0][0]) if rows else None


_VERSION = Prepared(lambda text: Text.objects.filter(pk=text).values_list("version").order_by(), int)


def looked_at(text: Text, *, viewer: Viewer) -> dt.datetime | None:
    """When a person last said that they had read the text as it stood."""
    rows = _LOOKED_AT.rows(text.pk, viewer.user_id) if viewer.user_id is not None else []
    return rows[0][0] if rows else None


_LOOKED_AT = Prepared(lambda text, user: Look.objects.filter(text=text, user=user).values_list("at"), int, int)


def visible_clauses(*, viewer: Viewer) -> QuerySet[Clause]:
    """Clauses of visible texts with their wordings in force, deleted ones left out, in the order of the text."""
    rows = Clause.objects.filter(text__in=visible_texts(viewer=viewer), is_deleted=False)
    return (
        rows.select_related("text")
        .prefetch_related(Prefetch("wordings", queryset=Wording.objects.order_by("language", "-number")))
        .order_by("text__order", "rank")
    )


def visible_positions(*, viewer: Viewer) -> QuerySet[Position]:
    """Positions that were tabled, ended ones included, for those of the negotiation; none for anybody else."""
    rows = Position.objects.filter(clause__text__in=visible_texts(viewer=viewer)).select_related("clause__text")
    return rows.prefetch_related("proposers").order_by("tabled_at", "pk") if viewer.sees_negotiation else rows.none()


def texts_in_negotiation(*, viewer: Viewer) -> QuerySet[Text]:
    """Texts that are not adopted yet, newest first; none for those who may not read them."""
    if not viewer.sees_negotiation:
        return Text.objects.none()
    rows = visible_texts(viewer=viewer).exclude(state__in=[*PUBLIC_STATES, TextState.WITHDRAWN, TextState.TAKEN_BACK])
    return rows.order_by("-order")


def acted_on(text: Text) -> bool:
    """Whether a party did anything about a text that others see: tabled, took a stance, translated, whatever is entered.

    Sealed entries name neither party nor text, so that drafts of delegations play no part. Three statements at most.
    """
    if Position.objects.filter(clause__text=text).exists():
        return True
    refs = [text.ref, *(f"clause/{pk}" for pk in text.clauses.values_list("pk", flat=True))]
    return Entry.objects.filter(visibility__in=SHARED, object_ref__in=refs).exclude(party="").exists()


def live_positions(text: Text) -> QuerySet[Position]:
    """Tabled positions on a text that have not ended. For acts; pages ask ``negotiation``."""
    return Position.objects.filter(clause__text=text, outcome=Outcome.LIVE)


def own_draft_count(*, viewer: Viewer) -> int:
    """How many drafts the viewer's own delegation has; 0 for everybody else, without looking."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return 0
    return int(DraftPosition.objects.filter(state=DraftState.DRAFT).count())


def own_drafts_mark(text: Text, *, viewer: Viewer) -> str:
    """A word that changes with every change of the own delegation's drafts on a text; empty for everybody else."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return ""
    asked = _for_own(_MARKED_DRAFTS, lambda rows: rows.order_by().values_list("pk", "version"))
    return drafts_mark_of(asked.rows(*place_of(DraftPosition, f"text/{text.pk}")))


def own_drafts_on(text: Text, *, viewer: Viewer) -> list[DraftPosition]:
    """Those on the text, the oldest first, and those of which this server's oldest key does not tell where they are."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return []
    asked = _for_own(_DRAFTS, lambda rows: rows)
    return sorted(asked.instances(*place_of(DraftPosition, f"text/{text.pk}")), key=oldest_first)


_Rows = QuerySet[DraftPosition, Any]
_MARKED_DRAFTS: dict[int, Prepared] = {}
_DRAFTS: dict[int, Prepared] = {}


def _for_own(kept: dict[int, Prepared], ask: Callable[[_Rows], _Rows]) -> Prepared:
    """A question for the own drafts on a text, by the place that it has for their owner.

    The guard's mark in the statement holds for this owner alone, which the guard looks at each time.
    """
    owner = seal.owner_of(DraftPosition)
    if owner not in kept:

        def asked(place: int, first: int, last: int) -> _Rows:
            return ask(DraftPosition.objects.filter(at_place(place, first, last), state=DraftState.DRAFT))

        kept[owner] = Prepared(asked, int, int, int)
    return kept[owner]


def drafts_mark_of(drafts: Iterable[tuple[object, int]]) -> str:
    """A word for these drafts in these versions, given by their keys."""
    words = " ".join(sorted(f"{pk}.{version}" for pk, version in drafts))
    return f"-{hashlib.blake2b(words.encode(), digest_size=8).hexdigest()}" if words else "-"


def own_draft(pk: object, *, viewer: Viewer) -> DraftPosition | None:
    """A draft of the viewer's own delegation; None for any other, existing or not."""
    if not viewer.is_delegate:
        return None
    row: DraftPosition | None = DraftPosition.objects.filter(pk=pk).first()
    return row


def own_drafts(*, viewer: Viewer) -> list[DraftPosition]:
    """All drafts of the viewer's own delegation that are not tabled or withdrawn: closed ones, then the oldest first."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return []
    rows = list(DraftPosition.objects.filter(state=DraftState.DRAFT))
    DraftPosition.clause.fetch(rows)
    return sorted(rows, key=oldest_first)


def oldest_first(draft: DraftPosition) -> tuple[dt.datetime, str]:
    """How drafts are put in order, which no statement can do."""
    return draft.drafted_at or _BEFORE_ALL, str(draft.pk)


_BEFORE_ALL = dt.datetime.min.replace(tzinfo=dt.UTC)


def own_instructions(positions: Iterable[object], *, viewer: Viewer) -> dict[object, str]:
    """What the own capital instructed on tabled positions, by their keys; sealed as the drafts were. One statement."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return {}
    rows = DraftPosition.objects.filter(tabled_as_id__in=list(positions), state=DraftState.TABLED)
    return {row.tabled_as_id: str(row.instruction) for row in rows if row.instruction}


def own_file(pk: object, *, viewer: Viewer) -> DraftFile | None:
    """A file of the viewer's own delegation; None for any other, existing or not."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return None
    row: DraftFile | None = DraftFile.objects.filter(pk=pk).first()
    return row


def content_of(file: DraftFile) -> bytes:
    """The bytes of an own file as they came; none where it was discarded, or no key of this server opens it."""
    if not seal.is_opened(file):
        return b""
    return base64.b64decode(str(file.content))


def letterhead_of(text: Text) -> bytes | None:
    """The file whose styles and letterhead the Word files of this text get; None for the plain look."""
    row = Letterhead.objects.filter(meeting=text.meeting_id).order_by("-pk").first() if text.meeting_id else None
    return base64.b64decode(row.content) if row is not None and row.content else None


def base_clauses(text: Text, *, viewer: Viewer, language: str = "") -> list[BaseClause]:
    """Every clause that stands, with its wordings in the language of negotiation, for reading a file against them.

    ``language``: those in another one, of the clauses that are worded in it.

    Raises PermissionError for those who may not read the text.
    """
    if not (viewer.sees_negotiation or text.is_public):
        raise PermissionError("this text is under negotiation")
    clauses = list(Clause.objects.filter(text=text, is_deleted=False).order_by("rank", "pk"))
    wordings: dict[object, list[tuple[int, str]]] = defaultdict(list)
    rows = Wording.objects.filter(clause__in=clauses, language=language or text.language).order_by("number")
    came: dict[object, dt.datetime | None] = {}
    for pk, number, words, made_at in rows.values_list("clause_id", "number", "words", "made_at"):
        wordings[pk].append((number, words))
        came.setdefault(pk, made_at)
    numbers = clause_numbers(text, clauses, came)
    return [
        BaseClause(str(clause.pk), number, str(clause.kind), tuple(wordings[clause.pk]))
        for clause, number in zip(clauses, numbers, strict=True)
        if wordings[clause.pk]
    ]


def own_files(text: Text, *, viewer: Viewer) -> list[DraftFile]:
    """The files that the own delegation sent about a text, newest first, without their contents; closed ones last."""
    if not (viewer.is_delegate and viewer.sees_negotiation):
        return []
    here = at_place(*place_of(DraftFile, f"text/{text.pk}"))
    rows = list(DraftFile.objects.filter(here).exclude(content="").defer("content"))
    own = [row for row in rows if row.text_id in (text.pk, None)]  # of a closed one nobody can tell
    return sorted(own, key=lambda row: (row.sent_at or _BEFORE_ALL, str(row.pk)), reverse=True)


@dataclass(frozen=True)
class SilenceView:
    """A silence with its derived state; ``left`` is None once the moment has passed."""

    silence: Silence
    state: SilenceState
    breaks: tuple[tuple[str, str, str, dt.datetime], ...]
    left: dt.timedelta | None
    own_break: bool


def silence_view(silence: Silence, *, viewer: Viewer, at: dt.datetime) -> SilenceView:
    """What a silence came to at ``at``, with breaks as (party code, kind, words, moment)."""
    rows = list(silence.breaks.select_related("party").order_by("at", "pk"))
    state = rules.silence_state(silence.ends_at, breaks=[row.at for row in rows], concluded_at=silence.concluded_at, at=at)
    left = silence.ends_at - at if state == SilenceState.RUNNING else None
    breaks = tuple((row.party.code, str(row.get_kind_display()), row.words, row.at) for row in rows)
    return SilenceView(silence, state, breaks, left, any(row.party_id == viewer.party_id for row in rows))


def latest_silence(text: Text) -> Silence | None:
    return Silence.objects.filter(text=text).select_related("revision").order_by("-opened_at").first()


def running_silences(*, viewer: Viewer) -> list[Silence]:
    """Silences that are not concluded or broken, nearest end first; for those of the negotiation."""
    if not viewer.sees_negotiation:
        return []
    return _RUNNING.instances()


_RUNNING = Prepared(
    lambda: (
        Silence.objects.filter(concluded_at=None, breaks__isnull=True, text__state=TextState.UNDER_SILENCE)
        .select_related("text")
        .order_by("ends_at")
    )
)


def awaits_announcement(text: Text) -> bool:
    """Whether silence adopted the text and no meeting was told so far."""
    return Adoption.objects.filter(text=text, silence__isnull=False, announced_at=None).exists()


def to_announce(*, viewer: Viewer) -> QuerySet[Text]:
    """Texts that silence adopted and no meeting was told of so far; for those of the negotiation."""
    rows = Text.objects.filter(adoption__silence__isnull=False, adoption__announced_at=None).order_by("adoption__at")
    return rows if viewer.sees_negotiation else rows.none()


def next_meetings(text: Text, *, since: dt.datetime) -> list[int]:
    """Keys of the meetings at which an adoption may be announced: those of the first day after it on which one is held.

    A meeting that opens on the day of the adoption counts, cancelled and lapsed ones do not.
    """
    rows = Meeting.objects.filter(track__dialogue=text.dialogue_id, state__in=[MeetingState.ANNOUNCED, MeetingState.HELD])
    day = ImpreciseDate.parse(since.date())
    ahead = [(row.start_on, row.pk) for row in rows if row.start_on is not None and row.start_on >= day]
    first = min((on for on, _pk in ahead), default=None)
    return [pk for on, pk in ahead if on == first]


def reservations(text: Text) -> list[tuple[str, str, str]]:
    """Who joined with which stated exception, in order."""
    return [(row.party.code, str(row.get_kind_display()), row.words) for row in text.reservations.select_related("party")]


def corrigenda(text: Text, numbers: Mapping[str, str]) -> list[tuple[Corrigendum, str]]:
    """The corrigenda of an adopted text, each with the number of its clause from ``numbers``, by key; else none."""
    if getattr(text, "adoption", None) is None:
        return []
    return [(row, numbers.get(str(row.clause_id), "")) for row in text.corrigenda.all()]


def gone_over(row: Adoption | Silence | None, *, viewer: Viewer) -> list[str]:
    """Codes of the parties over whose open word on consensus the chair went, for those of the negotiation alone."""
    codes = parties.forum().codes
    slugs = {key.rpartition(":")[2] for key in row.over} if row and viewer.sees_negotiation else set()
    return sorted(codes.get(slug, slug) for slug in slugs)


def sealed_languages(text: Text) -> tuple[str, ...]:
    """The languages in which the whole text was sealed, that of negotiation first; none for one that was not adopted."""
    adoption = getattr(text, "adoption", None)
    return tuple(sorted(adoption.digests, key=lambda code: (code != text.language, code))) if adoption else ()

"""Who is told of each act on a text, in which words, and what is asked of them. No notice holds anybody's words."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from nemawashi.access.concerns import (
    EXPERTS,
    HOST,
    NEGOTIATION,
    PARTICIPANTS,
    PARTIES,
    RESEARCHERS,
    SEALED,
    Hearer,
    NoticeFacts,
    Words,
    tells,
    tells_nobody,
)
from nemawashi.access.models import Entry
from nemawashi.access.terms import NoticeCircle
from nemawashi.meetings.models import Recommendation
from nemawashi.parties.models import Party
from nemawashi.texts import rules
from nemawashi.texts.models import Clause, Package, Position, PositionStance, Text
from nemawashi.texts.terms import Act, BreakKind, ConsentKind, CorrectionState, Outcome, Stance

BEHIND = Hearer("behind", NoticeCircle.NEGOTIATION, _("The parties behind it"), is_chosen=True)
BESIDE = Hearer("beside", NoticeCircle.NEGOTIATION, _("Parties with a position on the paragraph"), is_chosen=True)
AGAINST = Hearer("against", NoticeCircle.NEGOTIATION, _("The parties that oppose it"), is_chosen=True)
AWAITED = Hearer("awaited", NoticeCircle.NEGOTIATION, _("The parties that await instructions"), is_chosen=True)
ROOM = {NEGOTIATION: "", HOST: ""}  # all who read the negotiation, of whom nothing is asked
ABROAD = {PARTIES: "", HOST: "", EXPERTS: "", RESEARCHERS: ""}  # of what is public


def of_text(text: Text, entry: Entry) -> NoticeFacts:
    """A text as a whole, with the moment that the entry names. One statement, for the zone of its meeting."""
    zone = entry.facts.get("zone") or (text.meeting.zone if text.meeting else "")
    names = {**_counted(entry.facts), "symbol": text.symbol or text.title, "title": text.title}
    return NoticeFacts(names, ("text", text.slug), zone, _until(entry))


def of_clauses(text: Text, entry: Entry) -> NoticeFacts:
    """A text of which many clauses were agreed at once, with whoever is awaited on any of them."""
    about = of_text(text, entry)
    awaited = {slug for _ref, _wording, slugs in entry.facts["clauses"] for slug in slugs}
    return NoticeFacts(about.names, about.page, about.zone, parties={"awaited": awaited})


def of_silence(text: Text, entry: Entry) -> NoticeFacts:
    about = of_text(text, entry)
    return NoticeFacts(about.names, ("silence", text.slug), about.zone, about.until)


def _counted(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Of the facts what a sentence needs: symbols, kinds, how many clauses. Never words."""
    kept = {key: facts[key] for key in ("kind", "language", "operation", "is_ended", "state") if key in facts}
    clauses = facts.get("clauses")
    return kept | {"count": len(clauses) if isinstance(clauses, list) else 0}


def _until(entry: Entry) -> dt.datetime | None:
    """When what the entry opened ends; an entry that looks back at a moment asks for nothing until then."""
    ends_at = entry.facts.get("answer_by")
    if entry.event in (Act.OPEN_SILENCE, Act.EXTEND_SILENCE, Act.CORRECT_EDITORIALLY):
        ends_at = entry.facts["ends_at"]
    return dt.datetime.fromisoformat(ends_at) if ends_at else None


def of_clause(clause: Clause, entry: Entry) -> NoticeFacts:
    """A clause by its number today. One statement."""
    return _on_clause(clause.pk, entry, {"awaited": entry.facts.get("awaiting", ())}, {})


def _on_clause(pk: uuid.UUID, entry: Entry, parties: Mapping[str, Any], names: Mapping[str, Any]) -> NoticeFacts:
    columns = ("pk", "kind", "is_deleted", "text__slug", "text__symbol", "text__title", "text__meeting__zone")
    rows = list(Clause.objects.filter(text__clauses=pk).order_by("rank", "pk").values_list(*columns))
    standing = [row for row in rows if not row[2] or row[0] == pk]
    numbers = dict(zip((row[0] for row in standing), rules.numbers(str(row[1]) for row in standing), strict=True))
    _pk, kind, _is_deleted, slug, symbol, title, zone = next(row for row in rows if row[0] == pk)
    called = {"symbol": symbol or title, "title": title, "clause": numbers[pk], "kind_of_clause": str(kind)}
    page = ("clause", slug, str(pk))
    return NoticeFacts({**_counted(entry.facts), **called, **names}, page, zone or "", _until(entry), parties)


def of_position(position: Position, entry: Entry) -> NoticeFacts:
    """A position, with those behind it, beside it and against it. Two statements.

    Behind words of the chair are the parties whose positions these would reconcile.
    """
    is_chairs = (
        position.is_chair and entry.event != Act.OFFER_BRIDGING_WORDS
    )  # which names those whose words they would join
    keys = position.instead_of if position.is_chair else [position.pk]
    proposing = Position.proposers.through.objects.filter(party=OuterRef("pk"))
    on_clause = proposing.filter(position__clause=position.clause_id, position__outcome=Outcome.LIVE)
    stances = PositionStance.objects.filter(party=OuterRef("pk"), position=position.pk).order_by("-at", "-pk")
    rows = Party.objects.annotate(
        proposes=Exists(proposing.filter(position__in=keys)),
        is_beside=Exists(on_clause),
        stance=Subquery(stances.values("stance")[:1]),
    ).filter(Q(proposes=True) | Q(is_beside=True) | Q(stance__isnull=False))
    parties: dict[str, list[str]] = {"behind": [], "beside": [], "against": []}
    codes = []
    for row in rows.order_by("order").values("slug", "code", "proposes", "is_beside", "stance"):
        if row["proposes"]:
            codes.append(row["code"])
        if row["proposes"] or row["stance"] == Stance.SUPPORT:
            parties["behind"].append(row["slug"])
        if row["is_beside"]:
            parties["beside"].append(row["slug"])
        if row["stance"] == Stance.OPPOSE:
            parties["against"].append(row["slug"])
    return _on_clause(position.clause_id, entry, parties, {"parties": codes, "is_chair": is_chairs})


def of_package(package: Package, entry: Entry) -> NoticeFacts:
    about = of_text(Text.objects.select_related("meeting").get(pk=package.text_id), entry)
    names = {**about.names, "package": package.title}
    return NoticeFacts(names, about.page, about.zone, parties={"awaited": entry.facts.get("awaiting", ())})


def _open_silence(names: Mapping[str, Any]) -> Words:
    if not names["count"]:
        return _("The text is under silence until %(until)s.")
    return ngettext_lazy(
        "Silence on %(count)d paragraph runs until %(until)s.",
        "Silence on %(count)d paragraphs runs until %(until)s.",
        "count",
    )


def _broken(names: Mapping[str, Any]) -> Words:
    if names.get("kind") == BreakKind.AMENDMENT:
        return _("%(who)s broke silence by an amendment; the text is not adopted and back under negotiation.")
    return _("%(who)s broke silence by an objection; the text is not adopted and back under negotiation.")


def _kept(names: Mapping[str, Any]) -> Words:
    if not names["count"]:
        return _("Silence was kept: the text is adopted. It is announced at the next meeting.")
    return ngettext_lazy(
        "Silence was kept: %(count)d paragraph is agreed.", "Silence was kept: %(count)d paragraphs are agreed.", "count"
    )


def _consented(names: Mapping[str, Any]) -> Words:
    return {
        ConsentKind.JOINS: _("%(who)s can join consensus."),
        ConsentKind.BUT_FOR: _("%(who)s can join consensus, but for something that it named."),
        ConsentKind.AWAITS: _("%(who)s awaits instructions."),
        ConsentKind.CANNOT: _("%(who)s cannot join consensus."),
    }[ConsentKind(names["kind"])]


def _joined(names: Mapping[str, Any]) -> Words:
    del names
    return ngettext_lazy(
        "%(who)s can join consensus on %(count)d paragraph.", "%(who)s can join consensus on %(count)d paragraphs.", "count"
    )


def _agreed(names: Mapping[str, Any]) -> Words:
    del names
    return ngettext_lazy("%(count)d paragraph was agreed.", "%(count)d paragraphs were agreed.", "count")


def _let_go(names: Mapping[str, Any]) -> Words:
    if names.get("is_ended"):
        return _("%(who)s let the position of %(parties)s go; it is not retained.")
    return _("%(who)s let the position of %(parties)s go; others still stand behind it.")


def _corrected(names: Mapping[str, Any]) -> Words:
    if names.get("state") == CorrectionState.TAKEN_IN:
        return _("Nobody objected: an editorial correction was taken in.")
    return _("An editorial correction was overtaken and changes nothing.")


STAND = _("Say where your party stands on it.")
BREAK = _("If your party cannot agree, break silence in writing by then; after it, silence is consent.")
RESERVE = _("If your party joins with an exception or a reading of its own, enter it beside the text.")
INSTRUCT = _("Instructions of your capital are awaited.")

tells(
    Act.CIRCULATE_ZERO_DRAFT,
    _("The zero draft was circulated."),
    of_text,
    {PARTICIPANTS: _("Read it, and table what your party asks for."), **ROOM},
)
tells(Act.TAKE_BACK_ZERO_DRAFT, _("The zero draft was taken back."), of_text, ROOM)
tells_nobody(Act.DRAFT_POSITION, SEALED)
tells_nobody(Act.TAKE_IN_FILE, SEALED)
tells(Act.TABLE_POSITION, _("%(who)s tabled a position."), of_position, {BESIDE: STAND, **ROOM})
tells(Act.WITHDRAW_POSITION, _("%(who)s stepped back from its position."), of_position, {BEHIND: "", AGAINST: "", **ROOM})
tells(Act.JOIN_POSITION, _("%(who)s co-sponsors the position of %(parties)s."), of_position, {BEHIND: "", HOST: ""})
tells(Act.SUPPORT_POSITION, _("%(who)s supports the position of %(parties)s."), of_position, {BEHIND: "", HOST: ""})
tells(
    Act.COULD_ACCEPT_POSITION,
    _("%(who)s can go along with the position of %(parties)s."),
    of_position,
    {BEHIND: "", HOST: ""},
)
tells(
    Act.OPPOSE_POSITION,
    _("%(who)s opposes the position of %(parties)s."),
    of_position,
    {BEHIND: _("Seek words with %(who)s: while it objects, your position cannot be accepted."), HOST: ""},
)
tells(
    Act.LIFT_STANCE, _("%(who)s took back its stance on the position of %(parties)s."), of_position, {BEHIND: "", HOST: ""}
)
tells(Act.REVIVE_POSITION, _("%(who)s brought its position back."), of_position, {BESIDE: STAND, **ROOM})
tells(Act.ACCEPT_POSITION, _("The position of %(parties)s was accepted into the text."), of_position, {BEHIND: "", **ROOM})
tells(
    Act.OFFER_BRIDGING_WORDS,
    _("The chair offers bridging words beside the position of %(parties)s."),
    of_position,
    {BEHIND: _("Say whether your party can go along with the chair's words in the place of its own."), **ROOM},
)
tells(
    Act.STREAMLINE_POSITIONS,
    _("Positions were put together under one wording, that of %(parties)s."),
    of_position,
    {BEHIND: _("Look whether your party still finds its point in the words that stay."), **ROOM},
)
tells(
    Act.ASK_TO_LET_GO,
    _("The chair asks whether the position of %(parties)s can be let go."),
    of_position,
    {BEHIND: _("Let it go, or say that it stays."), HOST: ""},
)
tells(Act.LET_POSITION_GO, _let_go, of_position, {BEHIND: "", HOST: ""})
tells(
    Act.KEEP_POSITION,
    _("%(who)s keeps the position of %(parties)s."),
    of_position,
    {BEHIND: "", HOST: _("Offer other words, or ask again later.")},
)
tells(
    Act.MARK_NOT_RETAINED,
    _("The position of %(parties)s was not retained."),
    of_position,
    {BEHIND: _("Your party can bring it back."), **ROOM},
)
tells(Act.CLOSE_CLAUSE, _("The paragraph was closed: nothing more is tabled on it."), of_clause, ROOM)
tells(Act.OPEN_CLAUSE, _("The paragraph was opened again: positions can be tabled on it."), of_clause, ROOM)
tells(Act.CONSENT_TO_CLAUSE, _consented, of_clause, ROOM)
tells(Act.JOIN_ON_CLEAN_CLAUSES, _joined, of_text, ROOM)
tells(Act.CONSENT_TO_PACKAGE, _consented, of_package, ROOM)
tells(Act.CONSENT_TO_TEXT, _consented, of_text, ROOM)
tells(Act.AGREE_AD_REFERENDUM, _("The paragraph was agreed ad referendum."), of_clause, {AWAITED: INSTRUCT, **ROOM})
tells(Act.AGREE_CLEAN_CLAUSES, _agreed, of_clauses, {AWAITED: INSTRUCT, **ROOM})
tells(Act.REOPEN_CLAUSE, _("The agreement on the paragraph was undone."), of_clause, ROOM)
tells(Act.MAKE_PACKAGE, _("Paragraphs are held together as a package: “%(package)s”."), of_package, ROOM)
tells(Act.AGREE_PACKAGE, _("The package “%(package)s” was agreed as a whole."), of_package, {AWAITED: INSTRUCT, **ROOM})
tells(Act.DISSOLVE_PACKAGE, _("The package “%(package)s” was dissolved."), of_package, ROOM)
tells(Act.ASSIGN_PILLAR, _("The paragraph was assigned to a pillar, or taken from one."), of_clause, {HOST: ""})
tells_nobody(Act.PUT_ON_SCREEN, _("It is seen on the screens of the room, and read in the log."))
tells(Act.TRANSLATE_CLAUSE, _("The paragraph was worded in another language: %(language)s."), of_clause, {HOST: ""})
tells(
    Act.CORRECT_EDITORIALLY,
    _("An editorial correction is taken in at %(until)s unless a party objects."),
    of_clause,
    {PARTICIPANTS: _("Object before then if it is more than a slip of the pen."), **ROOM},
)
tells(Act.OBJECT_TO_CORRECTION, _("%(who)s objected to an editorial correction; the words stay."), of_clause, ROOM)
tells(Act.TAKE_IN_CORRECTION, _corrected, of_clause, ROOM)
tells(Act.ISSUE_REVISION, _("A revision was issued."), of_text, ROOM)
tells(Act.OPEN_SILENCE, _open_silence, of_silence, {PARTICIPANTS: BREAK, **ROOM})
tells(
    Act.BREAK_SILENCE,
    _broken,
    of_silence,
    {NEGOTIATION: _("Read what stands against it."), HOST: _("Decide how to go on.")},
)
tells(Act.EXTEND_SILENCE, _("Silence was extended until %(until)s."), of_silence, {PARTICIPANTS: BREAK, **ROOM})
tells(
    Act.CONCLUDE_SILENCE,
    _kept,
    of_silence,
    {PARTICIPANTS: RESERVE, NEGOTIATION: "", HOST: _("Go on: issue what was adopted, or bring the rest to agreement.")},
)
tells(
    Act.ADOPT_IN_MEETING,
    _("The text was adopted by consensus."),
    of_text,
    {PARTICIPANTS: RESERVE, NEGOTIATION: "", HOST: _("Issue it, and look through what it promises.")},
)
tells(Act.ANNOUNCE_ADOPTION, _("Its adoption by silence was announced at the next meeting."), of_silence, ROOM)
tells(Act.ENTER_RESERVATION, _("%(who)s entered a statement beside the text."), of_text, ROOM)
tells(Act.ISSUE_TEXT, _("The text was issued, for all to read."), of_text, ABROAD)
tells(Act.CORRECT_TEXT, _("A corrigendum was issued beside the text."), of_text, ABROAD)
tells_nobody(Act.SET_LETTERHEAD, _("It is the look of files, and changes no words."))


def of_uptake(row: Recommendation, entry: Entry) -> NoticeFacts:
    """A recommendation alone: which words take it up is read where they may be read."""
    del entry
    return NoticeFacts({"words": row.words}, ("recommendation", row.slug))


tells(
    Act.CONFIRM_UPTAKE,
    _("%(who)s said that a recommendation was taken up."),
    of_uptake,
    {PARTIES: "", HOST: ""},
)
tells_nobody(Act.DECLINE_UPTAKE, _("The pair is not proposed again, and stands in the log."))

"""What changed since a date: acts on the public record, and rows that its files brought or changed; also as Atom."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access import clock, log, origins
from nemawashi.access.models import Entry
from nemawashi.access.viewers import PUBLIC
from nemawashi.kit.formats import atom
from nemawashi.lineage.models import Corpus
from nemawashi.meetings.exports.calendar import uid
from nemawashi.meetings.exports.scope import BEFORE
from nemawashi.parties import queries as parties
from nemawashi.portal import citing, fiction, filters, names, words
from nemawashi.portal.feeds import scopes
from nemawashi.portal.feeds.answering import answer, etag_of
from nemawashi.sources import queries as sources

DAYS = 30  # as many are shown unless a date is chosen
FIRST_YEAR, LAST_YEAR = 1900, 2200  # of a day that can be chosen
MOST = 100  # rows of each kind on a page; the counts are of all
IN_THE_FEED = 100
# What each public act did, to a reader; tests hold this against the inventory of acts.
EVENTS = {
    "recommendation.recorded": _("A recommendation was recorded"),
    "recommendation.edited": _("A recommendation was corrected"),
    "host.stated": _("The record says which party is host"),
    "host.passed_on": _("The host's role was passed on"),
    "meeting.edited": _("A meeting was corrected"),
    "meeting.announced": _("A meeting was announced"),
    "meeting.closed": _("A meeting was closed"),
    "meeting.held": _("A meeting was held"),
    "silence.concluded": _("A silence ended"),
    "text.adopted": _("A text was adopted"),
    "adoption.announced": _("An adoption was announced"),
    "reservation.entered": _("A reservation was entered"),
    "text.issued": _("A text was issued"),
    "text.corrected": _("A text was corrected"),
    "commitment.confirmed": _("A commitment was confirmed"),
    "progress.reported": _("Progress was reported"),
    "report.edited": _("A report was corrected"),
    "evidence.attached": _("Evidence was attached"),
    "guideline.frozen": _("A guideline for scores was set"),
    "commitment.assessed": _("A commitment was assessed"),
    "score.settled": _("A score was settled"),
    "pledge.recorded": _("A pledge was recorded"),
    "pledge.edited": _("A pledge was corrected"),
    "project.recorded": _("A project was recorded"),
    "project.edited": _("A project was corrected"),
    "project.linked": _("A project was tied to a pledge"),
    "payment.recorded": _("A payment was recorded"),
    "payment.corrected": _("A payment was corrected"),
    "package.recorded": _("A package was recorded"),
    "package.edited": _("A package was corrected"),
    "partner.named": _("A partner was named"),
    "partner.corrected": _("A partner was corrected"),
    "project.ended": _("A project ended"),
    "end.corrected": _("The end of a project was corrected"),
    "indicator.recorded": _("An indicator was recorded"),
    "value.recorded": _("A value of an indicator was recorded"),
    "activities.imported": _("Reported activities were taken in"),
    "activity.tied": _("A reported activity was tied to a row"),
    "activity.untied": _("A reported activity was untied"),
    "activity.set_aside": _("A reported activity was set aside"),
    "sheet.taken_in": _("A sheet of assistance was taken in"),
    "reports.taken_in": _("A sheet of reports was taken in"),
    "rates.imported": _("Rates of currencies were taken in"),
    "source.added": _("A source was added"),
    "source.archived": _("A copy of a source was archived"),
    "source.gone": _("The address of a source no longer answers"),
    "claim.recorded": _("A claim was recorded"),
    "claim.cited": _("Another source was named for a claim"),
    "claim.ruled": _("It was ruled on a claim"),
    "ruling.reopened": _("A ruling was opened again"),
    "claims.imported": _("Claims were imported"),
    "remark.received": _("A reader said that something is wrong"),
    "remark.answered": _("A reader was answered"),
    "run.published": _("A result was published"),
    "run.withdrawn": _("A result was withdrawn"),
    "corpus.shared": _("A collection of documents was shared"),
    "format.added": _("A format was added"),
    "event.added": _("An event of a format was added"),
    "forum.handed_over": _("The forum was handed over to the next host"),
}
OF_HOSTS = ("host.stated", "host.passed_on")
SHOWN_NOUNS = (
    "meeting", "text", "party", "commitment", "recommendation", "assistance", "concept", "dialogue", "source", "conflict",
    "run", "claim", "person", "organisation", "track", "pillar", "remit",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change for a reader: what was done to which row; ``href`` is empty where the row has no page."""

    at: dt.datetime
    key: str
    what: str
    label: str
    href: str
    note: str = ""

    @property
    def day(self) -> str:
        return words.moment_day(self.at)


def _since(request: HttpRequest) -> dt.date:
    """The chosen first day. Raises ``UnknownChoiceError`` for what is no day, or one too far away."""
    value = filters.only_value(request, "since")
    if not value:
        return clock.today() - dt.timedelta(days=DAYS)
    try:
        chosen = dt.date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        chosen = None
    if chosen is not None and not FIRST_YEAR <= chosen.year <= LAST_YEAR:
        facts = {"value": value, "first": FIRST_YEAR, "last": LAST_YEAR}
        raise filters.UnknownChoiceError(
            gettext("%(value)s is too early or too late. Choose a day of the years %(first)s to %(last)s.") % facts
        )
    if chosen is None:
        raise filters.UnknownChoiceError(
            gettext("“%(value)s” is not a day. Write it as 2026-11-28.") % {"value": value[:60]}
        )
    return chosen


@filters.page
def changes(request: HttpRequest) -> HttpResponse:
    """Acts since a date, the latest first, and how many rows of each noun the files brought; of one noun its rows."""
    since = _since(request)
    noun = filters.choice(request, "noun", SHOWN_NOUNS) or ""
    start = dt.datetime.combine(since, dt.time(), tzinfo=dt.UTC)
    loaded = _public([row for row in sources.rows_loaded_since(start, viewer=PUBLIC) if not noun or _noun(row[0]) == noun])
    done = _done(start, noun)
    per_noun = Counter(_noun(ref) for ref, _at in loaded)
    context = {
        "title": gettext("What changed"),
        "lede": gettext(
            "Acts on the public record, and rows that its files brought or changed, since a day that you choose."
        ),
        "since": since.isoformat(),
        "since_shown": words.moment_day(start),
        "noun_options": filters.options([(each, str(names.PLURALS[each])) for each in SHOWN_NOUNS], noun),
        "is_filtered": bool(request.GET.get("since") or noun),
        "done": _named_entries(done[:MOST]),
        "done_count": len(done),
        "loaded_counts": [(each, str(names.PLURALS[each]), per_noun[each]) for each in SHOWN_NOUNS if per_noun[each]],
        "loaded": _loaded(loaded[:MOST]) if noun else [],
        "loaded_count": len(loaded),
        "most": MOST,
        "noun": noun,
        "left_out": fiction.left_out_of(lambda: len(_done(start, noun))),
        "feed": reverse("portal:changes_feed"),
    }
    return render(request, "portal/changes.html", context)


def _public(rows: Sequence[tuple[str, dt.datetime]]) -> list[tuple[str, dt.datetime]]:
    """Those rows of which the public may know: a count must not tell of a meeting that nobody announced."""
    nouns = {_noun(ref) for ref, _at in rows} & set(SHOWN_NOUNS)
    known = {f"{noun}/{slug}" for noun in nouns for slug in names.public_slugs(noun, viewer=PUBLIC)}
    return [row for row in rows if row[0] in known or _noun(row[0]) == "claim"]


def _noun(ref: str) -> str:
    return ref.partition("/")[0]


def _acts() -> QuerySet[Entry]:
    rows = log.visible_entries(viewer=PUBLIC).filter(event__in=EVENTS)
    return rows if origins.acts_are_shown() else rows.none()


def _done(start: dt.datetime, noun: str) -> list[Entry]:
    """Entries whose act everybody may read, of rows that everybody may see."""
    rows = _acts().filter(at__gte=start)
    if noun:
        rows = rows.filter(object_ref__startswith=f"{noun}/")
    return list(rows)


def _named_entries(entries: Sequence[Entry]) -> list[ChangeRow]:
    """Entries with the rows that they are about, by name: a fixed number of statements for all of them."""
    about = {entry.ref: _about(entry) for entry in entries}
    pages = _pages(about.values())
    return [_change(entry, pages.get(about[entry.ref])) for entry in entries]


def _pages(refs: Collection[str]) -> dict[str, names.NamedRow]:
    """The rows by name, as far as the public may know of them; a claim leads to who says what of its row."""
    claims = [ref.removeprefix("claim/") for ref in refs if ref.startswith("claim/")]
    subjects = sources.subjects_of_claims(claims, viewer=PUBLIC)
    known = names.named({*refs, *subjects.values()}, viewer=PUBLIC)
    if shared := [ref.removeprefix("corpus/") for ref in refs if ref.startswith("corpus/")]:
        for row in Corpus.objects.filter(slug__in=shared):
            known[row.ref] = names.NamedRow(row.ref, row.title, reverse("portal:corpus", args=[row.slug]), "")
    for slug, ref in subjects.items():
        if ref in known:
            href = reverse("portal:facts", args=ref.split("/", 1))
            known[f"claim/{slug}"] = replace(known[ref], href=href)
    return known


def _about(entry: Entry) -> str:
    """The row that an act is about: of a remark the page that the reader spoke of, of a host's role its party."""
    if entry.event in OF_HOSTS:
        return f"party/{entry.facts['party']}"
    page = entry.facts.get("about", "") if entry.object_ref.startswith("remark/") else ""
    return str(page or entry.object_ref)


def _change(entry: Entry, named: names.NamedRow | None) -> ChangeRow:
    is_remark = entry.object_ref.startswith("remark/")
    href = named.href if named else ""
    if entry.event == "remark.answered":
        href = f"{reverse('portal:corrections')}#r-{entry.object_ref.partition('/')[2]}"
    return ChangeRow(
        entry.at or BEFORE,
        str(entry.ref),
        str(EVENTS[entry.event]),
        named.label if named else "",
        href,
        "" if is_remark else str(entry.facts.get("reason", "")),
    )


def _loaded(rows: Sequence[tuple[str, dt.datetime]]) -> list[ChangeRow]:
    known = _pages([ref for ref, _at in rows])
    return [ChangeRow(at, ref, "", known[ref].label, known[ref].href) for ref, at in rows if ref in known]


@filters.page
def feed(request: HttpRequest) -> HttpResponse:
    """The latest acts on the public record, the same rows as on the page."""
    entries = list(_acts()[:IN_THE_FEED])
    name = scopes.titled(parties.forum().name, gettext("What changed"))

    def written() -> tuple[bytes, dt.datetime]:
        rows_told = _named_entries(entries)
        changed = max((each.at for each in rows_told), default=BEFORE)
        page = request.build_absolute_uri(reverse("portal:changes"))
        rows = [
            atom.Entry(
                uid=f"urn:uuid:{each.key}",
                changed_at=each.at,
                title=": ".join(filter(None, [each.what, each.label])),
                href=request.build_absolute_uri(each.href) if each.href else page,
                summary=each.note,
            )
            for each in rows_told
        ]
        whole = atom.Feed(
            uid=f"urn:uuid:{uid(f'feed/changes/{words.language()}')}",
            changed_at=changed,
            title=name,
            language=words.language(),
            href=request.build_absolute_uri(request.path),
            page=page,
            author=citing.title(),
            rights=citing.SHORT_LICENCE,
            entries=rows,
        )
        return atom.written(whole), changed

    return answer(
        request,
        tag=etag_of("changes", words.language(), request.build_absolute_uri(request.path), [str(e.ref) for e in entries]),
        content_type="application/atom+xml; charset=utf-8",
        written=written,
    )

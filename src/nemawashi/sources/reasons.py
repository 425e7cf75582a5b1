"""Why claims are read as they are: one sentence for each rule of ``kit.claims``, with the two claims that show it.

``%(one)s`` and ``%(other)s`` are claims in the form “value” (source, date); the rules are named in ``kit.claims``.
"""

from collections.abc import Callable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from nemawashi.kit.claims.findings import Finding
from nemawashi.kit.claims.values import Said

LONGEST = 90  # characters of a value that a sentence quotes

REASONS: dict[str, Promise] = {
    "one_claim": _("Only one source says this: %(one)s."),
    "one_view": _("One source's view, which no document settles: %(one)s."),
    "one_voice": _("All claims come from one author or publisher: %(one)s, %(other)s."),
    "not_compared": _("These claims could not be compared: %(one)s, %(other)s."),
    "not_comparable": _("The claims answer different questions and do not touch: %(one)s, %(other)s."),
    "all_say": _("All sources give the same value: %(one)s, %(other)s."),
    "same": _("All sources give the same value: %(one)s, %(other)s."),
    "same_at_all_dates": _("The same value at all dates: %(one)s, %(other)s."),
    "own_dates": _("Each value is right at its own date: %(one)s, later %(other)s."),
    "same_in_other_words": _("The same value in other words: %(one)s, %(other)s."),
    "other_words": _("Different words for what can be one thing: %(one)s, %(other)s."),
    "words_finer": _("One says more precisely what the other says: %(one)s, %(other)s."),
    "dates_finer": _("One date lies within the other and is more precise: %(one)s, %(other)s."),
    "dates_parts": _("Each gives a part of one date: %(one)s, %(other)s."),
    "dates_bounded": _("A date that is only bounded beside another: %(one)s, %(other)s."),
    "rounded": _("One number is the other, rounded: %(one)s, %(other)s."),
    "converted": _("One sum in two currencies: %(one)s, %(other)s."),
    "list_and_number": _("One lists by name what the other counts: %(one)s, %(other)s."),
    "plan_and_fact": _("What was planned beside what happened: %(one)s, then %(other)s."),
    "plans_differ": _("Plans that followed one another: %(one)s, %(other)s."),
    "announced_and_reported": _("What was announced beside what was reported: %(one)s, then %(other)s."),
    "counting_bases": _("They count different things along: %(one)s, %(other)s."),
    "other_things_counted": _("They count different things: %(one)s, %(other)s."),
    "other_regions": _("They count in different regions: %(one)s, %(other)s."),
    "age_fits": _("The age follows from the beginning: %(one)s, %(other)s."),
    "told_later": _("Told of different times, the later one carries it further: %(one)s, %(other)s."),
    "qualified": _("The sources themselves say that each is of something else: %(one)s, %(other)s."),
    "other_periods": _("They count over different periods: %(one)s, %(other)s."),
    "other_wholes": _("A first or only one among different wholes: %(one)s, %(other)s."),
    "other_words_quoted": _("The earlier use is of other words than those in question: %(one)s, %(other)s."),
    "views": _("Views, which no document settles: %(one)s, %(other)s."),
    "seen_against": _("A date by the way tells against the other, but does not settle it: %(one)s, %(other)s."),
    "silent_source": _("A source that does not mention it neither confirms nor denies: %(one)s, %(other)s."),
    "slip_calendar": _("The calendar shows that one source slips: %(one)s, against %(other)s."),
    "slip_arithmetic": _("No meeting can bear a number above the count of all: %(one)s, against %(other)s."),
    "slip_tenfold": _("The digits agree and the order of magnitude does not: %(one)s, against %(other)s."),
    "slip_counterexample": _("One example refutes a first or only one: %(one)s, against %(other)s."),
    "slip_translation": _("A translation departs from what it translates: %(one)s, against %(other)s."),
    "slip_itself": _("A source gives two values on one page: %(one)s, against %(other)s."),
    "slip_outnumbered": _("One source against several, one of higher standing: %(one)s, against %(other)s."),
    "slip_misquoted": _("A title is not quoted as the better source prints it: %(one)s, against %(other)s."),
    "slip_misread": _("The day agrees and the month or year does not, in the weaker source: %(one)s, against %(other)s."),
    "slip_garbled": _("The words of one source are faulty as they stand: %(one)s, against %(other)s."),
    "slip_again": _("The source misquotes elsewhere, and a better one stands against it: %(one)s, against %(other)s."),
    "slip_repeated": _("The source repeats words that are its slip elsewhere: %(one)s, against %(other)s."),
    "only_refuted": _("What is said to be the only one is said of another, too: %(one)s, %(other)s."),
    "titles_differ": _("One title in two forms that differ by a word: %(one)s, %(other)s."),
    "first_refuted": _("Called the first, and there was an earlier one: %(one)s, %(other)s."),
    "age_apart": _("The age does not follow from the beginning: %(one)s, %(other)s."),
    "dates_apart": _("Dates that exclude each other: %(one)s, %(other)s."),
    "spans_differ": _("Spans that begin or end on different dates: %(one)s, %(other)s."),
    "weekdays": _("Different days of the week: %(one)s, %(other)s."),
    "numbers_apart": _("Numbers that exclude each other: %(one)s, %(other)s."),
    "part_over_whole": _("A part is larger than its whole: %(one)s, %(other)s."),
    "lists_differ": _("Lists that exclude each other: %(one)s, %(other)s."),
    "persons_differ": _("Different persons: %(one)s, %(other)s."),
    "one_only": _("Only one of these can be: %(one)s, %(other)s."),
    "words_apart": _("Statements that exclude each other: %(one)s, %(other)s."),
    "translations_differ": _("Language versions that say different things: %(one)s, %(other)s."),
    "denied": _("One source asserts what another denies: %(one)s, %(other)s."),
    "counterexample": _("One source asserts what another denies: %(one)s, %(other)s."),
}


def by_source(claim: Said) -> str:
    return claim.voice.source


def claim_in_words(claim: Said, named: Callable[[Said], str] = by_source) -> str:
    """“value” (source, as of): how a sentence names a claim."""
    when = f", {claim.when}" if claim.when else ""
    return f"“{value_in_short(claim)}” ({named(claim)}{when})"


def value_in_short(claim: Said) -> str:
    return claim.text if len(claim.text) <= LONGEST else f"{claim.text[: LONGEST - 1].rstrip()}…"


def shown(finding: Finding) -> tuple[Said, Said]:
    """The two claims that show it; twice the same where there is but one."""
    claims = finding.shown or finding.claims[:2]
    return claims[0], claims[-1]


def sentence(finding: Finding, *, named: Callable[[Said], str] = by_source) -> str:
    """Why the claims are read as they are, in the reader's language, naming the claims that show it."""
    one, other = shown(finding)
    return str(REASONS[finding.rule]) % {"one": claim_in_words(one, named), "other": claim_in_words(other, named)}

"""Which checks an activity needs, told by its tags as they are written, before its tree is touched.

Publishers write the same tags again and again. A tag that breaks no rule whatever stands around it is known from then on;
of an activity whose tags are all known, only that is looked at which several tags say together. What cannot be told by tags
(escaped signs, signs ``>`` in attributes, namespaces of elements) is looked at in full.
"""

import re
from collections.abc import Iterable

from nemawashi.kit.iati import rules
from nemawashi.kit.iati.rules import LISTS, NAMES, PAYMENTS, PLANS, RESULTS, UNPRICED, WORDS, Glimpse

_MOST_KNOWN = 20_000  # tags; then they are forgotten
_LONGEST_KNOWN = 300  # bytes of a tag that is kept: longer ones are judged each time, or they would fill the memory
_BLANK = rb"[\s\x1c-\x1f]|\xc2[\x85\xa0]|\xe1\x9a\x80|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
# Words that are empty or begin with an escaped sign, both tags of a period as one, every other tag that a check asks for.
_TAG = re.compile(
    rb"<(?:narrative[^>]*+>(?:(?<=/>)|(?:" + _BLANK + rb")*+[<&])"
    rb"|period-start[^>]*+(?:>(?:</period-start>)?+\s*+<period-end[^>]*+)?+"
    rb"|[a-fhilo-v][^>]*+)"
)
_WHOLE = re.compile(rb"<([^\s/=\"']+)((?:\s+[^\s=\"'/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*+)\s*/?")
_ATTRIBUTE = re.compile(rb"([^\s=\"'/]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PERIOD = re.compile(
    rb"<period-start iso-date=\"([^\"&]*)\"\s*(?:/>|></period-start>)\s*<period-end iso-date=\"([^\"&]*)\"\s*/?"
)
_PAYMENT = b"<transaction"
_ANYWHERE = LISTS | PAYMENTS | PLANS | RESULTS
_WITHIN = frozenset(  # coded elements that stand in others
    ("transaction-type", "value", "description", "provider-org", "receiver-org", "disbursement-channel", "tied-status")
) | {"indicator"}
_SHARED = frozenset(("sector", "recipient-country", "recipient-region"))
_MEASURED = frozenset(("baseline", "target", "actual"))


class Glance:
    """What is known of tags, for one file and one day."""

    def __init__(self, today: str) -> None:
        self._before, self._behind = _KnownTags(today, is_behind=False), _KnownTags(today, is_behind=True)

    def at(self, words: bytes, name: str) -> Glimpse:
        """What to look at of the activity of this name; ``words``: as it stands in the file, in UTF-8, without comments."""
        groups = 0 if name and not rules.is_strange(name) else NAMES
        paid = words.find(_PAYMENT)
        listed: set[str] = set()
        for known, tags in (
            (self._before, _TAG.findall(words, 0, paid) if paid >= 0 else _TAG.findall(words)),
            (self._behind, _TAG.findall(words, paid) if paid >= 0 else ()),
        ):
            for asked, element in map(known.asked, known.unknown(tags)):
                groups |= asked
                if asked & LISTS:
                    listed.add(element)
        return rules.IN_FULL if "" in listed else Glimpse(groups, frozenset(listed))


class _KnownTags:
    """Tags that ask for nothing, and those that do; ``is_behind``: where payments are."""

    def __init__(self, today: str, *, is_behind: bool) -> None:
        self.today, self.is_behind = today, is_behind
        self._fine: set[bytes] = set()
        self._odd: dict[bytes, tuple[int, str]] = {}

    def unknown(self, tags: Iterable[bytes]) -> set[bytes]:
        """Those that are not known to ask for nothing."""
        if len(self._fine) + len(self._odd) > _MOST_KNOWN:
            self._fine.clear()
            self._odd.clear()
        return set(tags) - self._fine

    def asked(self, tag: bytes) -> tuple[int, str]:
        """For which checks a tag asks, and the name of its element."""
        return self._odd.get(tag) or self._judged(tag)

    def _judged(self, tag: bytes) -> tuple[int, str]:
        groups, name = _asked_by(tag, self.today)
        if self.is_behind and name in _SHARED:
            groups |= PAYMENTS
        if len(tag) > _LONGEST_KNOWN:
            return groups, name
        if groups:
            self._odd[tag] = groups, name
        else:
            self._fine.add(tag)
        return groups, name


def _asked_by(tag: bytes, today: str) -> tuple[int, str]:
    """Which checks a tag asks for by itself, and the name of its element."""
    if tag.startswith(b"<narrative"):
        return WORDS, "narrative"
    if tag.startswith(b"<period-"):
        return _of_period(tag), "period"
    whole = _WHOLE.fullmatch(tag)
    if whole is None or b"&" in tag:
        return rules.ALL, ""
    try:
        name = whole[1].decode()
        said = {key.decode(): (one or other).decode() for key, one, other in _ATTRIBUTE.findall(whole[2])}
    except UnicodeDecodeError:
        return rules.ALL, ""
    groups = 0
    if not all(said.get(attribute) in fine for attribute, fine in rules.FINE.get(name, ())):
        groups |= _ANYWHERE if name in _WITHIN else LISTS
    return groups | _of_values(name, said, today), name


def _of_values(name: str, said: dict[str, str], today: str) -> int:
    """The same, but for codes of lists."""
    if name in ("reporting-org", "participating-org"):
        ref = said.get("ref", "").strip()
        return 0 if ref and not rules.is_strange(ref) else NAMES
    if name == "related-activity":
        return NAMES
    if name == "transaction-date":
        return 0 if rules.is_past(said.get("iso-date", ""), today) else PAYMENTS
    if name == "value":
        late = 0 if rules.is_past(said.get("value-date", ""), today) else PAYMENTS | PLANS
        return late if said.get("currency") else late | UNPRICED
    if name == "indicator":
        return RESULTS if said.get("measure") == "5" else 0
    if name in _MEASURED:
        return 0 if said.get("value", "").strip() else RESULTS
    return 0


def _of_period(tags: bytes) -> int:
    """Both tags of a period: whether it runs backwards, or for longer than a budget may."""
    whole = _PERIOD.fullmatch(tags)
    if whole is None:
        return PLANS | RESULTS
    first, last = whole[1].decode("ascii", "replace"), whole[2].decode("ascii", "replace")
    if not (rules.is_day(first) and rules.is_day(last)) or last[:10] < first[:10]:
        return PLANS | RESULTS
    try:
        return PLANS if rules.days_between(first[:10], last[:10]) > rules.LONGEST_BUDGET else 0
    except ValueError:  # of an element that no schema knows
        return PLANS | RESULTS

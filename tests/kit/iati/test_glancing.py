"""Tags that are known to ask for nothing are kept, so that the next one costs nothing; long ones are judged each time."""

import pytest

from nemawashi.kit.iati.glancing import _LONGEST_KNOWN, _MOST_KNOWN, _KnownTags


@pytest.mark.parametrize(("length", "is_kept"), [(_LONGEST_KNOWN, True), (_LONGEST_KNOWN + 1, False)])
def test_a_tag_is_kept_up_to_its_bound_and_judged_alike_beyond_it(length: int, is_kept: bool) -> None:
    known = _KnownTags("2026-11-30", is_behind=False)
    tag = b'<title note="' + b"x" * (length - len(b'<title note="">')) + b'">'
    assert len(tag) == length

    first = known.asked(tag)

    assert (tag not in known.unknown([tag]) or tag in known._odd) is is_kept
    assert known.asked(tag) == first


def test_known_tags_are_forgotten_beyond_their_bound() -> None:
    known = _KnownTags("2026-11-30", is_behind=False)
    known._fine = {b"<a%d>" % number for number in range(_MOST_KNOWN)}

    assert known.unknown([b"<a1>"]) == set()
    known._fine.add(b"<b>")
    assert known.unknown([b"<a1>"]) == {b"<a1>"}

"""StreamPlaces at live streams are counted over all workers, and those of a worker that died are given back."""

from __future__ import annotations

import os
from typing import Any

from nemawashi.desk.negotiating.places import StreamPlaces


def _in_another_process(work: Any) -> int:
    process = os.fork()
    if process == 0:
        try:
            work()
        finally:
            os._exit(0)
    os.waitpid(process, 0)
    return process


def test_places_of_another_worker_count_until_it_is_buried(settings: Any) -> None:
    settings.MOST_STREAMS, settings.MOST_STREAMS_OF_ONE = 4, 2
    places = StreamPlaces()
    worker = _in_another_process(lambda: [places.take(7) for _ in range(3)])

    assert places.taken == 2
    assert places.take(7) is None
    assert [places.take(None), places.take(8)] != [None, None]
    assert places.take(9) is None

    places.give_back(worker)
    assert places.taken == 2
    assert places.take(7) is not None


def test_a_place_that_was_left_is_free(settings: Any) -> None:
    settings.MOST_STREAMS, settings.MOST_STREAMS_OF_ONE = 1, 1
    places = StreamPlaces()
    slot = places.take(1)
    assert slot is not None
    assert places.take(2) is None

    places.leave(slot)

    assert places.take(2) == slot

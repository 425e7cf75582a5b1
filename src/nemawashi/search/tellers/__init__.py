"""Every noun that can be found, in the order of the chain."""

from nemawashi.search.entries import Teller
from nemawashi.search.tellers import follow_up, meetings, parties, sources, texts
from nemawashi.search.terms import Noun

TELLERS: dict[Noun, Teller] = {
    teller.noun: teller
    for teller in (*sources.TELLERS, *parties.TELLERS, *meetings.TELLERS, *texts.TELLERS, *follow_up.TELLERS)
}

"""Parties as the countries of ISO 3166, where they are one."""

from babel.core import get_global

from nemawashi.kit.iati import codes
from nemawashi.parties.models import Party


def iso_code(party: Party) -> str:
    """The country code of a party in two letters; empty for one that is no country."""
    known = get_global("territory_aliases").get(party.code, [])
    return known[0] if known and known[0] in codes.COUNTRIES else ""

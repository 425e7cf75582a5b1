"""Words of parties. Standing and roles live in ``access.terms``, because a viewer carries them."""

from nemawashi.access.terms import Role, Standing, roles, standings

__all__ = ["Role", "Standing", "roles", "standings", "PARTY_CODES"]

# ISO 3166-1 alpha-3, the codes that delegations use as attribution inside brackets.
PARTY_CODES = {
    "japan": "JPN",
    "kazakhstan": "KAZ",
    "kyrgyzstan": "KGZ",
    "tajikistan": "TJK",
    "turkmenistan": "TKM",
    "uzbekistan": "UZB",
    "afghanistan": "AFG",
}

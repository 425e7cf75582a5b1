"""Every act that the desk offers, by name. Each room offers its own as it is imported, beside the forms."""

from nemawashi.desk.acting.offering import DEEDS, Deed
from nemawashi.desk.analysing import coding, comparing, material, results
from nemawashi.desk.curating import forms as curating
from nemawashi.desk.filing import forms as filing
from nemawashi.desk.following import (
    activities,
    badges,
    convening,
    delegations,
    delivering,
    firms,
    handing_over,
    host_role,
    invitations,
    minutes,
    outbox,
    outcomes,
    papers,
    people,
    planning,
    rates,
    room,
    sheets,
    tables,
    talks,
    uptake,
)
from nemawashi.desk.negotiating import adopting, chairing, circulating, consenting, drafting, siding, silencing
from nemawashi.desk.translating import forms as translating

ROOMS = (
    convening,
    circulating,
    drafting,
    siding,
    consenting,
    chairing,
    translating,
    filing,
    silencing,
    adopting,
    delivering,
    activities,
    rates,
    sheets,
    curating,
    results,
    coding,
    comparing,
    material,
    people,
    outbox,
    handing_over,
    host_role,
    delegations,
    papers,
    invitations,
    planning,
    room,
    badges,
    minutes,
    uptake,
    firms,
    talks,
    tables,
    outcomes,
)

__all__ = ["DEEDS", "ROOMS", "Deed"]

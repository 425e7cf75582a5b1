"""What sort of promise it is: policy, financial, procedural, remit, reaffirmation."""

import re

from nemawashi.kit.promises.vocabulary import folded, listed

POLICY, FINANCIAL, PROCEDURAL, REMIT, REAFFIRMATION = "policy", "financial", "procedural", "remit", "reaffirmation"
_FIRST = 45  # signs behind the verb within which its own act is named
_VERB = 25  # and within which its verb stands
_NEAR = 90  # signs behind the verb within which its own act and object stand


_FUNDS = re.compile(r"\s*(?:\w+ly\s+|to\s+)?(?:co-)?fund\b", re.IGNORECASE)
# Where the subject is what is arranged: "the meeting will be held".
_IS_DONE = re.compile(
    r"\s*(?:\w+ly\s+)?(?:be|take place|begin|start|convene|continue)\b|\s*(?:буд|состо|пройд|начн)", re.IGNORECASE
)
_AGENDA = re.compile(
    r"\s*(?:to\s+)?(?:include|place|inscribe|put|be included)\b.{0,400}?\bagenda\b|\s*включить.{0,300}повестк",
    re.IGNORECASE | re.DOTALL,
)


def kind(act: str, language: str, *, is_reaffirmed: bool, is_asked: bool, is_money: bool, subject: str = "") -> str:
    """By the act that follows the verb of promise and its object, in the order in which they decide."""
    said = folded(act)
    near = said[:_NEAR]
    if is_reaffirmed:
        return REAFFIRMATION
    first = said[:_FIRST]
    if _AGENDA.match(said):
        return REMIT
    examines, arranges = listed("examine", language).search(first), listed("procedural_verbs", language).search(first)
    if is_asked or (examines and examines.start() < _VERB and not (arranges and arranges.start() < examines.start())):
        return REMIT
    if (
        is_money
        or _FUNDS.match(said)
        or listed("finances", language).search(first)
        or (subject and listed("finances", language).search(folded(subject)))
    ):
        return FINANCIAL
    if listed("meets", language).search(first[:30]):
        return PROCEDURAL
    if arranges and listed("bodies_of_meeting", language).search(
        f"{folded(subject) if _IS_DONE.match(said) else ''} {near}"
    ):
        return PROCEDURAL
    return POLICY


_EXAMINES = ("検討", "報告", "審議", "延期", "協議に付", "評価を", "見直し", "再検討", "調査", "取り上げ")


def japanese(act: str, *, is_reaffirmed: bool, is_asked: bool, is_money: bool) -> str:
    """Japanese has the act at the end, behind its object."""
    end = act[-26:]
    if is_reaffirmed:
        return REAFFIRMATION
    if is_asked or any(word in end for word in _EXAMINES):
        return REMIT
    if is_money or listed("finances", "ja").search(end):
        return FINANCIAL
    if listed("procedural_verbs", "ja").search(end) and listed("bodies_of_meeting", "ja").search(act):
        return PROCEDURAL
    return POLICY

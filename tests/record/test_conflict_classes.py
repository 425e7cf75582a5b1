"""What is found from the claims alone, beside the classes that a careful reader gave to the record's conflicts."""

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from nemawashi.record import conflicts, files
from nemawashi.sources.terms import Disagreement

READER = {"error": "slip", "single": "single source", "time_series": "time series", "plan_vs_fact": "plan against fact"}
UNDECIDABLE = {
    "C19-3trn",  # a goal, a promise, an investment: that these words exclude each other is a reading
    "C19-pm-name",  # one source against one: who was prime minister then is not among the claims
}
GROWN = {"C21-catalyst", "C22-koizumi-mission", "C30-parl-league"}  # read before further claims came to them


def told(*words: str) -> list[dict[str, object]]:
    out = StringIO()
    call_command("conflicts", *words, json=True, stdout=out)
    rows: list[dict[str, object]] = json.loads(out.getvalue())
    return rows


def test_classes_agree_with_a_careful_reader(capsys: pytest.CaptureFixture[str]) -> None:
    labels = yaml.load((files.PACKAGED / "conflicts.yaml").read_text(), yaml.CSafeLoader)
    given = {row["id"]: READER.get(row["class"], row["class"]) for row in labels if row["class"]}
    groups = conflicts.as_groups(conflicts.claims_of_file(files.PACKAGED / "claims.yaml"))
    found = {str(row["conflict"]): str(row["class"]) for row in groups}
    matrix = Counter((given[key], found[key]) for key in given)
    with capsys.disabled():
        print(f"\n{'reader: found':>20} " + " ".join(f"{name[:8]:>8}" for name in Disagreement.values))
        for name in Disagreement.values:
            cells = [matrix[name, other] for other in Disagreement.values]
            if any(cells):
                print(f"{name:>20} " + " ".join(f"{cell or '.':>8}" for cell in cells))

    missed = {key for key in given if given[key] != found[key]}
    gathered = {key for key in given if key > "C34"}  # read without the rules at hand
    tuned = given.keys() - gathered

    assert (len(tuned), len(gathered), len(found)) == (61, 38, 167)
    assert missed & tuned <= UNDECIDABLE | GROWN
    assert len(gathered - missed) >= 29
    assert 1 - len(missed & tuned) / len(tuned) >= 0.85


def test_no_rule_names_a_subject() -> None:
    """The same claims under other names of subjects and sources are read alike."""
    claims = conflicts.claims_of_file(files.PACKAGED / "claims.yaml")
    tracks = {"fmm", "som", "expert", "tokyo-dialogue", "business-dialogue"}
    keep = tracks | {"catalyst", "eurasian-crossroads"}  # names that their own claims quote, and tracks of meetings
    renamed = [
        type(claim)(
            claim.key, claim.subject if claim.subject.startswith(tuple(keep)) else f"x-{hash(claim.subject) % 99991}",
            claim.property, claim.kind, claim.value, claim.voice, claim.as_of, claim.locator, claim.group,
        )
        for claim in claims
    ]  # fmt: skip

    before = [(row["conflict"], row["class"]) for row in conflicts.as_groups(claims)]
    after = [(row["conflict"], row["class"]) for row in conflicts.as_groups(renamed)]

    assert after == before


def test_command_tells_each_property_and_each_group(tmp_path: Path) -> None:
    file = tmp_path / "claims.yaml"
    file.write_text(
        "- {conflict: Q, subject: s, property: held, kind: date, value: 2012-11, source: a, locator: p.1}\n"
        "- {conflict: Q, subject: s, property: held, kind: date, value: 2012-11-10, source: b, locator: p.2}\n"
    )

    properties, groups = told("--claims", str(file)), told("--groups", "--claims", str(file))

    assert [(row["subject"], row["property"], row["class"]) for row in properties] == [("s", "held", "precision")]
    assert [(row["conflict"], row["class"]) for row in groups] == [("Q", "precision")]
    assert groups[0]["reason"] == "One date lies within the other and is more precise: “2012-11” (a), “2012-11-10” (b)."
    assert [claim["source"] for claim in groups[0]["claims"]] == ["a", "b"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- {subject: s, property: p, kind: fact, source: a}", "line 1: value is missing"),
        ("- {subject: s, property: p, kind: guess, value: 1, source: a}", "line 1: kind 'guess' is none of"),
        ("\n- {subject: s, property: p, kind: date, value: 1, source: a, as_of: 2012-13}", "line 2: as_of:"),
        ("a: b", "line 1: cannot be read: it must be a list of rows"),
        ("- {subject: [", "is not YAML"),
        ("- &a {subject: s}\n- *a", "uses aliases"),
        ("- 5", "line 1: is not a row of keys and values"),
    ],
)
def test_bad_claims_are_named_by_line(text: str, fault: str, tmp_path: Path) -> None:
    file = tmp_path / "claims.yaml"
    file.write_text(text)
    err = StringIO()

    with pytest.raises(CommandError) as refused:
        call_command("conflicts", "--claims", str(file), stderr=err)

    assert refused.value.returncode == 2
    assert fault in err.getvalue()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    err = StringIO()

    with pytest.raises(CommandError):
        call_command("conflicts", "--claims", str(tmp_path / "none.yaml"), stderr=err)

    assert "no such file or directory" in err.getvalue()

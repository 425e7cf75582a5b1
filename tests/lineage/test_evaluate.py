"""``nemawashi lineage evaluate``: the figures of a labelled file, and what it says to files that are none."""

import json
import lzma

import pytest
from django.core.management import CommandError, call_command

SHARED = "Calls upon all riparian States to publish the flow of transboundary rivers every month;"
OTHER = "Requests the secretariat to keep an archive of seismic stations in the Pamir and the Tien Shan;"
DOCUMENTS = [
    {"id": "one", "date": "2004-01-01", "title": "Rivers", "paragraphs": [SHARED, OTHER, "too short"]},
    {
        "id": "two",
        "date": "2005-01-01",
        "title": "Rivers",
        "paragraphs": [SHARED.replace("month", "week"), "Thanks the hosts for their care;"],
    },
]


def item(label, para, earlier):
    text = DOCUMENTS[1]["paragraphs"][para]
    later = {"doc": "two", "para": para, "date": "2005-01-01", "text": text}
    return {"label": label, "ambiguous": False, "later": later, "earlier": earlier, "also_accepted": [], "family": []}


@pytest.fixture
def files(tmp_path):
    gold, docs = tmp_path / "gold.jsonl", tmp_path / "docs.jsonl.xz"
    rows = [item("near", 0, {"doc": "one", "para": 0}), item("none", 1, None)]
    rows.append({**rows[0], "ambiguous": True, "earlier": {"doc": "one", "para": 1}})
    gold.write_text("\n".join(json.dumps(row) for row in rows) + "\n")
    docs.write_bytes(lzma.compress("\n".join(json.dumps(document) for document in DOCUMENTS).encode()))
    return gold, docs


def test_the_table_is_told_as_json(files, capsys):
    call_command("lineage", "evaluate", *map(str, files), "--json")
    told = json.loads(capsys.readouterr().out)
    assert told["labels"] == {"near": {"n": 1, "r1": 1.0, "r5": 1.0, "shown": 1.0}}
    assert told["false_alarms"] == {"none": 0.0}
    assert told["ms_cpu"] > 0


def test_the_table_is_told_in_words(files, capsys):
    call_command("lineage", "evaluate", *map(str, files))
    assert "near" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"{not json\n", "line 1"),
        (b'{"label": "near"}\n', "not a file of labelled clauses"),
        (b"\xff\xfe\x00", "does not unpack"),
    ],
)
def test_what_is_no_labelled_file_is_told_in_a_sentence(files, content, says):
    files[0].write_bytes(content)
    with pytest.raises(CommandError, match=says):
        call_command("lineage", "evaluate", *map(str, files))


def test_a_file_that_is_not_there_is_named(files):
    with pytest.raises(CommandError, match=r"absent\.jsonl"):
        call_command("lineage", "evaluate", str(files[0].with_name("absent.jsonl")), str(files[1]))

"""States by the numbers of the Correlates of War project, which tables of roll calls use, as codes of three letters.

The numbers are those of its State System Membership; the codes those of ISO 3166, of states that are no more those of
ISO 3166-3 (``states.csv``). West Germany and Germany are one state here, and so are the Yemen of Sanaa and Yemen;
Yugoslavia goes on as Serbia, as its number did. A number that is not there stays a number.
"""

import csv
from pathlib import Path

with Path(__file__).with_name("states.csv").open(encoding="utf-8", newline="") as _file:
    OF_NUMBER = {row["number"]: row["code"] for row in csv.DictReader(_file)}

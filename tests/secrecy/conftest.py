"""Canaries in every channel of every delegation, and every address with every sample."""

from __future__ import annotations

import datetime as dt
import secrets
import tempfile
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse
from tests.conftest import NOW
from tests.secrecy.matrix import ADDRESSES

DELEGATIONS = ("japan", "kazakhstan", "kyrgyzstan", "tajikistan", "turkmenistan", "uzbekistan")
ROLES = ("", "host", *DELEGATIONS, "japan-watcher", "expert", "researcher", "researcher-two", "interpreter")
# Words around the canaries, words that are no canary but spelt like one, and words that whole lists answer.
SEARCHED = (
    "ministers+agree",
    "zq0123456789ab",
    "alternative",
    "insert",
    "Kazakhstan",
    "%E5%A4%96%E7%9B%B8",
    "ministers&noun=position",
)
SEARCHES = ("/desk/search/", "/en/search/", "/ja/search/", "/en/search/suggestions/")
OWN = "corpus/own-speeches"
# The pages that count, of one researcher's own material: for everybody else it is no choice.
COUNTED = (
    f"words/?in={OWN}&q=ministers",
    f"words/?in={OWN}&q=ministers&as=json",
    f"words/?in={OWN}&q=ministers&as=csv&of=lines",
    f"ngrams/?in={OWN}&least=2",
    f"ngrams/?in={OWN}&least=2&as=csv",
    f"keyness/?in={OWN}&against=adopted&language=en",
    f"keyness/?in=adopted&against={OWN}&language=en&as=json",
    f"likeness/?in={OWN}&as=json",
    f"life-spans/?in={OWN}",
    f"life-spans/?in={OWN}&as=json",
)
CHANNELS = ("words", "why", "instruction", "withdrawn", "insert", "file", "name")


@dataclass
class Nest:
    """Who hid which canary where: canary -> (owner, channel). ``drafts``: keys of all sealed drafts."""

    canaries: dict[str, tuple[str, str]] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    persons: dict[str, set[str]] = field(default_factory=dict)  # canary -> the parties that may read of the person

    def lay(self, owner: str, channel: str) -> str:
        canary = f"zq{secrets.token_hex(6)}"
        self.canaries[canary] = (owner, channel)
        return canary

    def of(self, owner: str) -> set[str]:
        return {canary for canary, (who, _) in self.canaries.items() if who == owner}


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stream of changes ends at once, so that it can be read to its end."""
    from nemawashi.desk.negotiating import live

    monkeypatch.setattr(live, "LONGEST", 0.01)
    monkeypatch.setattr(live, "OWN_BEAT", 0.01)
    monkeypatch.setattr(live, "QUIET", 0.01)


@pytest.fixture
def nest(
    viewer: Callable[[str], Any], acting: Callable[..., Any], clause_of: Callable[[str], Any], db: None, shelved: Any
) -> Nest:
    """Each delegation drafts in every channel; researchers score and code and wait, and keep a result."""
    from nemawashi.access.models import User
    from nemawashi.analysis import acts as analysis
    from nemawashi.analysis import answering, codebooks, rounds
    from nemawashi.commitments import acts as commitments
    from nemawashi.commitments.models import Commitment
    from nemawashi.meetings import acts as meetings
    from nemawashi.meetings.models import Meeting
    from nemawashi.parties.models import Dialogue
    from nemawashi.sources import acts as sources
    from nemawashi.texts import acts

    nest = Nest()
    clause = clause_of("The ministers welcome progress")
    for party in DELEGATIONS:
        by = viewer(party)
        draft = acting(
            by,
            acts.draft_position,
            clause,
            operation="alternative",
            words=f"The ministers {nest.lay(party, 'words')} agree.",
            why=nest.lay(party, "why"),
            instruction=nest.lay(party, "instruction"),
            taken_from=f"ref/{shelved.pk}",
        )
        nest.drafts[str(draft.pk)] = party
        gone = acting(by, acts.draft_position, clause, operation="comment", words=nest.lay(party, "withdrawn"))
        acting(by, acts.withdraw_position, gone)
        nest.drafts[str(gone.pk)] = party
        put = acting(by, acts.draft_position, clause, operation="insert", words=nest.lay(party, "insert"), start=3, end=3)
        nest.drafts[str(put.pk)] = party
        noted = acting(
            by, acts.draft_position, clause, operation="comment", words="We note this.",
            instruction=nest.lay(party, "tabled instruction"),
        )  # fmt: skip
        acting(by, acts.table_position, noted)
        nest.drafts[str(noted.pk)] = party
        asked = f"In operative paragraph 1, replace “service” with “{nest.lay(party, 'file')}”."
        told = {"called": f"{nest.lay(party, 'name')}.txt", "content": asked.encode(), "kind": "amendments"}
        nest.files[str(acting(by, acts.keep_file, clause.text, **told).pk)] = party
    note = meetings.SentPaper("en", "On water", "Rivers are shared.")
    fmm = Meeting.objects.get(track__slug="fmm", state="announced")
    words = {"sent": note, "kind": "note_verbale"}
    for distribution in ("general", "restricted"):
        acting(viewer("japan"), meetings.submit_paper, fmm, distribution=distribution, **words)
    remark = {"subject_ref": "track/som", "subject_is_known": True, "words": "It met sixteen times."}
    acting(viewer("researcher"), sources.receive_remark, Dialogue.objects.get(slug="caj"), **remark)
    question = answering.question("life-spans?in=corpus%2Fother-forum")
    kept = {"question": question, "answer": answering.written(answering.answer(question))}
    kept |= {"title": "Kept by one alone"}
    acting(viewer("researcher"), analysis.keep_result, Dialogue.objects.get(slug="caj"), **kept)
    people = [User.objects.get(username=name) for name in ("researcher", "researcher-two")]
    asked = {"title": "Blind", "codebook": codebooks.book("agenda 1"), "collection": "corpus/other-forum", "coders": people}
    asked |= {"passages": rounds.material("corpus/other-forum", "")}
    blind = acting(viewer("host"), analysis.open_round, Dialogue.objects.get(slug="caj"), **asked)
    for name in ("researcher", "researcher-two"):
        words = {"codes": ["economic"], "note": nest.lay(name, "coding")}
        acting(viewer(name), analysis.code_passage, blind.passages.get(), **words)
    _own_material(nest.lay("researcher", "material"), User.objects.get(username="researcher"))
    choices = "language=en&q=ministers&sort=R1&case=fold&hyphens=split&cross=stop&forms=exact&overlap=all&window=5&by=g2"
    question = answering.question(f"words?in={OWN}&{choices}")
    kept = {"question": question, "answer": answering.written(answering.answer(question, viewer("researcher")))}
    acting(viewer("researcher"), analysis.keep_result, Dialogue.objects.get(slug="caj"), **kept, title="Of own speeches")
    promised = Commitment.objects.get(words__contains="customs forms", state="confirmed")
    acting(viewer("host"), commitments.freeze_guideline, promised, words="+1 all; 0 some; -1 none")
    acting(viewer("researcher"), commitments.assess, promised, score=-1, why=nest.lay("researcher", "score"))
    _talk(nest, viewer, acting)
    return nest


def _talk(nest: Nest, viewer: Callable[[str], Any], acting: Callable[..., Any]) -> None:
    """Two companies meet at a table to which the host moved them; a person of one is kept by consent."""
    from nemawashi.business import acts
    from nemawashi.kit.dates import ImpreciseDate
    from nemawashi.meetings.models import Meeting
    from nemawashi.parties.models import Dialogue, Pillar
    from nemawashi.search import lexicon

    pillar, dialogue = Pillar.objects.filter(dialogue__slug="caj")[0], Dialogue.objects.get(slug="caj")
    stated, firms = [], []
    for party, kind in (("japan", "offer"), ("kazakhstan", "need")):
        words = {"called": f"Pumps of {party}", "kind": "company", "language": "en", "areas": [pillar]}
        firms.append(acting(viewer(party), acts.state_firm, dialogue, **words))
        said = {"kind": kind, "pillar": pillar, "words": "Pumps for deep wells", "language": "en"}
        stated.append(acting(viewer(party), acts.state_interest, firms[-1], **said))
    name, reach = (f"zq{secrets.token_hex(6)}" for _ in range(2))
    nest.persons = {name: {"japan", "kazakhstan"}, reach: {"japan", "kazakhstan"}}
    consent = {
        "person": name,
        "reach": f"{reach}@example.org",
        "consent_on": ImpreciseDate(2026, 11, 2),
        "purpose": "talks",
    }
    acting(viewer("japan"), acts.keep_contact, firms[0], **consent)
    asked = {"own": stated[0], "equivalents": lexicon.lexicon()}
    talk = acting(viewer("kazakhstan"), acts.accept_talk, acting(viewer("japan"), acts.ask_for_talk, stated[1], **asked))
    fmm = Meeting.objects.get(track__slug="fmm", state="announced")
    assert fmm.start_on
    day = {"on": fmm.start_on.earliest, "opens_at": dt.time(9, 30), "minutes": 20, "slots": 3, "tables": 2}
    plan = acting(viewer("host"), acts.set_table_plan, fmm, **day)
    acting(viewer("host"), acts.move_talk, talk, plan=plan, slot=2, table=1)


def _of_business(model: str) -> list[str]:
    from django.apps import apps

    return [str(pk) for pk in apps.get_model("business", model)._default_manager.values_list("pk", flat=True)]


def _own_material(canary: str, owner: Any) -> None:
    """A speech that a researcher brought and nobody else reads; its address is tried as everybody."""
    from nemawashi.lineage import acts as lineage
    from nemawashi.lineage.models import Corpus

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speech.txt"
        path.write_text(f"Speech of {canary}\n\nThe ministers agree, said {canary}, to share customs forms.\n")
        lineage.add_file(
            path, "own-speeches", given=lineage.Given(title=f"Of {canary}", material="speech", owner=owner), at=NOW
        )
    assert not Corpus.objects.filter(slug="own-speeches").exists()


def _samples() -> dict[str, list[list[Any]]]:
    from nemawashi.access.models import User
    from nemawashi.analysis.models import CodingRound, Concept, ResultRun
    from nemawashi.assistance.models import Undertaking
    from nemawashi.business import links
    from nemawashi.business.models import FirmContact
    from nemawashi.commitments.models import Commitment, Remit
    from nemawashi.kit.papers import pdf
    from nemawashi.lineage.models import Corpus, ReferenceClause, ReferenceDocument
    from nemawashi.meetings.exports import keys
    from nemawashi.meetings.models import Meeting, MeetingPaper, Recommendation, Track
    from nemawashi.parties.models import Dialogue, Organisation, Party, Person, Pillar
    from nemawashi.sources.models import Conflict, Source
    from nemawashi.texts.models import Clause, Text

    def slugs(model: Any, count: int = 2, **where: Any) -> list[list[Any]]:
        return [[slug] for slug in model.objects.filter(**where).order_by("-pk").values_list("slug", flat=True)[:count]]

    statement = Text.objects.get(title__startswith="Joint Statement of the Tenth")
    own = ReferenceDocument.everybodys_and_own.filter(corpus__is_shared=False).select_related("corpus")
    reference = ReferenceClause.objects.select_related("document__corpus").order_by("-pk")[0]
    document = reference.document
    return {
        "": [[]],
        "meeting": slugs(Meeting, 3),
        "meeting_paper": [[row.meeting.slug, row.pk] for row in MeetingPaper.objects.select_related("meeting")],
        "meeting_paper_file": [[row.meeting.slug, row.pk, "en"] for row in MeetingPaper.objects.select_related("meeting")],
        "badge": [[slugs(Meeting, 1)[0][0], "1.no-such-mark"], [slugs(Meeting, 1)[0][0], "x"]],
        "credentials": [[slugs(Meeting, 1)[0][0], "japan"]],
        "track": slugs(Track, 9),
        "person": slugs(Person, 3),
        "organisation": slugs(Organisation),
        "remit": slugs(Remit),
        "pillar": slugs(Pillar, 5),
        "text": slugs(Text, 3),
        "clause": [[statement.slug, pk] for pk in Clause.objects.filter(text=statement).values_list("pk", flat=True)],
        "lineage": [
            ["ref", reference.pk],
            *(
                ["ref", pk]
                for pk in ReferenceClause.everybodys_and_own.filter(document__in=own).values_list("pk", flat=True)
            ),
            *(["clause", pk] for pk in Clause.objects.filter(text__state="issued").values_list("pk", flat=True)[:2]),
            *(["clause", pk] for pk in Clause.objects.filter(text=statement).values_list("pk", flat=True)[:4]),
        ],
        "corpus": [*slugs(Corpus), ["own-speeches"]],
        "reference": [[document.corpus.slug, document.symbol], *([each.corpus.slug, each.symbol] for each in own)],
        "revision": [[statement.slug, 0], [statement.slug, 99]],
        "commitment": slugs(Commitment, 3),
        "party": slugs(Party, 7),
        "recommendation": slugs(Recommendation),
        "undertaking": slugs(Undertaking),
        "concept": slugs(Concept),
        "dialogue": slugs(Dialogue),
        "round": [["0123456789ab"], *slugs(CodingRound)],
        "code": [[slug, number] for (slug,) in map(tuple, slugs(CodingRound)) for number in (0, 1)],
        "sheet_file": [["japan", purpose, form] for purpose in ("assistance", "reports") for form in ("xlsx", "csv")],
        "round_file": [
            [slug, form] for (slug,) in map(tuple, slugs(CodingRound)) for form in ("csv", "docx", "jsonl", "qdpx")
        ],
        "run": [["0123456789ab"], *slugs(ResultRun)],
        "run_file": [[slug, form] for (slug,) in map(tuple, slugs(ResultRun)) for form in ("json", "csv", "svg")],
        "source": slugs(Source),
        "mark": [["0123456789abcdef0123.svg"]],
        "sitemap": [["pages"], ["meeting"], ["text"], ["commitment"], ["conflict"]],
        "work_form": [["ris"], ["bib"], ["json"]],
        "work": [
            [*row.ref.split("/"), form]
            for model in (Meeting, Text, Commitment, Source)
            for row in model.objects.order_by("-pk")[:3]
            for form in ("ris", "json")
        ],
        "conflict": slugs(Conflict),
        "list": [["meetings"], ["drafts"]],
        "row": [["meeting", slugs(Meeting, 1)[0][0]], ["text", statement.slug], ["position", "1"], ["draft", "1"]],
        "paper": [
            [slug, form]
            for (slug,) in map(tuple, slugs(Text, 3))
            for form in ("pdf", "docx", "html", "akn.xml", "txt", "sealed.txt", "json")
            if form != "pdf" or not pdf.is_possible()
        ],
        "take_away_file": [["nemawashi-caj-record.zip"], ["texts.csv"]],
        "facts": [
            [row.ref.partition("/")[0], row.slug]
            for model in (Meeting, Text, Commitment)
            for row in model.objects.order_by("-pk")[:3]
        ],
        "calendar": [["no-such-key"], [keys.made(User.objects.get(username="kazakhstan"), at=NOW)]],
        "firm": [[str(uuid.UUID(int=4))], *([pk] for pk in (*_of_business("Firm"), *_of_business("BusinessTalk")))],
        "consent": [["no-such-key"], *([links.key_of(row.link)] for row in FirmContact.objects.all() if row.link)],
        "figure": [["timeline"], ["ranks"]],
        "join": [["no-such-token"]],
        "outside": [["no-such-ministry"]],
        "join_outside": [["no-such-token", "no-such-ministry"]],
        "reset": [["MQ", "no-such-token"]],
        "copy": [[slug, "0" * 64] for (slug,) in map(tuple, slugs(Source, 1))],
    }


def _acts(nest: Nest) -> list[list[Any]]:
    """Every act on a subject of its kind; acts on drafts with the keys of all delegations' drafts."""
    from nemawashi.access.models import User
    from nemawashi.analysis.models import RoundPassage
    from nemawashi.desk.acting import finding
    from nemawashi.desk.register import DEEDS
    from nemawashi.parties.models import Letter, Membership
    from nemawashi.sources.models import ReaderRemark

    samples = _samples()
    clause = samples["clause"][-1][1]
    keys: dict[Any, list[Any]] = {
        finding.meeting: [row[0] for row in samples["meeting"][:1]],
        finding.meeting_of_minutes: [row[0] for row in samples["meeting"][:1]],
        finding.track: ["som"],
        finding.agenda_item: [],
        finding.meeting_paper: [row[1] for row in samples["meeting_paper"]],
        finding.meeting_session: ["1", "999"],
        finding.minutes: ["1", "999"],
        finding.minutes_correction: ["1", "999"],
        finding.floor_request: ["1", "999"],
        finding.offer: ["1", "999"],
        finding.delegate: ["1", "999"],
        finding.recommendation: [samples["recommendation"][0][0]],
        finding.text: [samples["text"][0][0]],
        finding.clause: [clause],
        finding.position: [],
        finding.draft: list(nest.drafts),
        finding.file: list(nest.files),
        finding.package: ["1", "999"],
        finding.silence: ["1", "999"],
        finding.correction: ["1", "999"],
        finding.report: ["1", "999"],
        finding.remark: ["1", "999"],
        finding.commitment: [row[0] for row in samples["commitment"]],
        finding.party: ["japan", "kazakhstan"],
        finding.undertaking: [samples["undertaking"][0][0]],
        finding.activity: ["1", "999"],
        finding.payment: ["1", "999"],
        finding.indicator: ["1", "999"],
        finding.partner: ["1", "999"],
        finding.project_end: ["1", "999"],
        finding.source: [samples["source"][0][0]],
        finding.remark: list(ReaderRemark.objects.values_list("pk", flat=True)),
        finding.claim: ["C01-som-count-1", "C02-pillars-year-2"],
        finding.dialogue: [row[0] for row in samples["dialogue"]],
        finding.home_dialogue: ["caj"],
        finding.run: [row[0] for row in samples["run"]],
        finding.owned_corpus: ["own-speeches", "nothing"],
        finding.coding_round: [row[0] for row in samples["round"]],
        finding.passage: list(RoundPassage.objects.values_list("pk", flat=True)),
        finding.member: list(Membership.objects.values_list("pk", flat=True)),
        finding.person: list(User.objects.values_list("pk", flat=True)),
        finding.in_charge_of: list(User.objects.values_list("pk", flat=True)),
        finding.invited: ["1", "999"],
        finding.firm: ["1", str(uuid.UUID(int=1)), *_of_business("Firm")],
        finding.firm_contact: ["1", str(uuid.UUID(int=1)), *_of_business("FirmContact")],
        finding.interest: ["1", str(uuid.UUID(int=1)), *_of_business("Interest")],
        finding.talk: ["1", str(uuid.UUID(int=1)), *_of_business("BusinessTalk")],
        finding.table_plan: ["999", *_of_business("TablePlan")],
        finding.outcome: ["1", str(uuid.UUID(int=1)), *_of_business("TalkOutcome")],
        finding.letter: list(Letter.objects.values_list("pk", flat=True)),
        finding.held_mail: ["1", "999"],
    }
    return [[name, key] for name, deed in DEEDS.items() for key in keys[deed.find]]


@pytest.fixture
def addresses(nest: Nest) -> list[str]:
    """Every address of the matrix with every sample, in the language of the pages where one is in it."""
    from nemawashi.desk.filing.exports import EXPORTS

    samples = _samples() | {"act": _acts(nest)}
    samples["file"] = [[samples["clause"][0][0], pk] for pk in nest.files]
    found = []
    for name, kind in ADDRESSES.items():
        for key in samples[kind]:
            try:
                found.append(reverse(name, args=key))
            except NoReverseMatch:
                pytest.fail(f"{name} does not take {key}")
    found += [
        "/desk/texts/" + samples["text"][0][0] + "/?show=drafts",
        *(
            f"/desk/texts/{samples['clause'][0][0]}/languages/{more}"
            for more in (
                "?with=ru&check=all",
                "exchange/?form=xliff&source=en&target=ru",
                "exchange/?form=tmx&source=en&target=ja",
                "exchange/?form=xliff&source=ru&target=kk",
            )
        ),
        *(f"/desk/texts/{row[0]}/exports/?as={name}&with=ru" for name in EXPORTS for row in samples["text"][:2]),
        "/desk/log/?page=2",
        "/en/no-such-page/",
        "/desk/agreed-language/?q=progress",
        *(f"/en/{page}" for page in COUNTED),
        *(
            f"{page}?q={words}"
            for page in ("/desk/search/", "/en/search/", "/ja/search/", "/en/search/suggestions/")
            for words in SEARCHED
        ),
    ]
    return found

"""Real addresses of every kind of page, from the record and the fictional round that the browser's server plays."""

from __future__ import annotations

PUBLIC = (
    "search/",
    "search/?q=water",
    "",
    "meetings/",
    "meetings/?track=som",
    "meetings/?year=1999",  # nothing answers
    "meetings/summit-2025-tokyo/",
    "meetings/summit-next-kazakhstan/",  # planned: little is known
    "texts/",
    "texts/doc-2025-tokyo-declaration/",
    "parties/",
    "parties/turkmenistan/",
    "people/",
    "people/gemba-koichiro/",
    "organisations/",
    "organisations/jica/",
    "remits/",
    "remits/remit-summit/",
    "tracks/",
    "hosts/",
    "ranks/",
    "events/",
    "events/?on=2016-09-02&days=365",
    "visits/",
    "initiatives/",
    "formats/",
    "votes/",
    "uptake/",
    "tracks/tokyo-dialogue/",
    "pillars/",
    "pillars/intra-regional-cooperation/",
    "commitments/",
    "commitments/com-2012-700m/",
    "owners/",
    "recommendations/",
    "recommendations/rec-td13-geopolitics/",
    "assistance/",
    "assistance/package-2012-700m/",
    "sums/",
    "business/",
    "business/?fiction=1",
    "sums/?by=year",
    "concepts/",
    "concepts/caj-concept/",
    "life-spans/",
    "words/",
    "words/?q=parties&language=en",
    "keyness/",
    "ngrams/",
    "likeness/",
    "runs/",
    "dialogues/",
    "dialogues/c5plus1-us/",
    "sources/?page=2",
    "one-source/",
    "sources/?q=zzzz",
    "sources/seed-000/",
    "pictures/",
    "pictures/timeline/",
    "pictures/map/",
    "pictures/ranks/",
    "pictures/concepts/",
    "pictures/commitments/",
    "pictures/assistance/",
    "conflicts/",
    "conflicts/C01-som-count/",
    "conflicts/C03-turkmenistan-status/",  # ruled
    "facts/party/turkmenistan/",
    "facts/meeting/summit-2025-tokyo/",
    "take-away/",
    "promise/",
    "about/",
    "changes/",
    "changes/?since=2026-11-01&noun=meeting",
    "corrections/",
    "corrections/meeting/fmm-2012-tokyo/",
    "agreed-language/",
    "corpora/",
    "convergence/",
    "pictures/lineage/",
    "texts/doc-2025-tokyo-declaration/lineage/",  # its words are not held
)
# Pages of clauses, corpora, kept results and papers, whose addresses no record names, are read by other tests:
# tests/meetings/test_papers.py, tests/portal/test_lineage.py, test_runs.py.
WITH_A_SHELF = {"lineage", "corpus", "reference", "run", "run_passages", "paper_of_meeting"}
REFUSED = {"nothing/": 404, "conflicts/?found=whatever": 400, "sources/?page=999": 400}
DESK = (
    "/desk/",
    "/desk/notices/",
    "/desk/people/",
    "/desk/people/password/",
    "/desk/account/",
    "/desk/account/authenticator/",
    "/desk/account/tokens/",
    "/desk/mail/",
    "/desk/record/",
    "/desk/record/?state=challenged",
    "/desk/record/sources/",
    "/desk/record/sources/?q=zzzz",
    "/desk/record/import/",
    "/desk/acts/add_source/caj/",
    "/desk/acts/record_claim/seed-000/",
    "/desk/acts/cite_claim/C01-som-count-1/",
    "/desk/acts/rule_on_claim/C01-som-count-1/",
    "/desk/acts/archive_source/seed-000/",
    "/desk/log/",
    "/desk/host/",
)
OF_A_DELEGATION = (
    "/desk/",
    "/desk/notices/",
    "/desk/people/",
    "/desk/meetings/",
    "/desk/meetings/calendar/",
    "/desk/meetings/hosting/",
    "/desk/meetings/schedule/",
    "/desk/texts/",
    "/desk/follow-up/",
    "/desk/host/",
)

PDF = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj
3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200]>> endobj
trailer <</Root 1 0 R>>
"""
CLAIMS = """conflict,subject,property,kind,as_of,value,source,locator,note
C01-som-count,som,count_of_meetings,count,2022-12,14,seed-000,line 3,
C01-som-count,som,count_of_meetings,count,2024-05,16,no-such-source,line 4,
"""

"""A sentence for every word of refusal: what stands in the way, and what remains possible."""

from enum import StrEnum
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from nemawashi.access.rules import Verdict
from nemawashi.access.terms import Refusal as Access
from nemawashi.analysis.terms import Refusal as Analysis
from nemawashi.assistance.terms import Refusal as Assistance
from nemawashi.commitments.terms import Refusal as Commitments
from nemawashi.kit.clauses.proposals import CHAIR
from nemawashi.meetings.terms import Refusal as Meetings
from nemawashi.parties import queries as parties
from nemawashi.parties.terms import Refusal as People
from nemawashi.sources.terms import Refusal as Sources
from nemawashi.texts.terms import Refusal as Texts

SENTENCES: tuple[tuple[StrEnum, Promise], ...] = (
    (Access.STALE, _("This was changed since you opened it. What is there now stands above; your words are kept below.")),
    (Access.DONE_BEFORE, _("This was done already; it was not done twice.")),
    (
        Access.MOVED,
        _("The forum was handed over and lives elsewhere now. Everything stays readable here; do this there."),
    ),
    (Access.NOTHING_CHANGES, _("Nothing would change by this.")),
    (
        Access.OUT_OF_ORDER,
        _(
            "This came in before the last entry of the log: the server was too busy, or its clock was set back. Nothing was"
            " done; send it again, and tell whoever runs the server if it is refused again."
        ),
    ),
    (
        Access.NOT_OPENED,
        _(
            "These words are sealed with a key that this server does not have. Nothing is lost: they open again as soon as "
            "whoever runs the server puts the key back."
        ),
    ),
    (Sources.NOT_A_CURATOR, _("Delegates, the host's secretariat, experts and researchers work on the record.")),
    (Sources.NO_WORDS, _("Say it in words.")),
    (Sources.NO_SUCH_SUBJECT, _("The public record has no such row.")),
    (Sources.NO_SUCH_SOURCE, _("The record has no such source; add it first.")),
    (Sources.BAD_PROPERTY, _("A property is written in small letters and underscores.")),
    (Sources.SAID_ALREADY, _("The record has this claim of this source already.")),
    (Sources.SOURCE_EXISTS, _("A source with this address is on record already.")),
    (Sources.BAD_ADDRESS, _("That is no http or https address.")),
    (
        Sources.ADDRESS_OF_SOMEBODY,
        _("The address holds a user name or a password. Give it without: everybody sees the addresses of sources."),
    ),
    (Sources.NO_RULING, _("No ruling stands that could be taken back.")),
    (Sources.RULED_ALREADY, _("This claim is preferred already.")),
    (Sources.NO_FILE, _("The file is empty.")),
    (Sources.TOO_LARGE, _("The file is too large.")),
    (Sources.WRONG_TYPE, _("Only PDF, HTML and Word files without macros are archived.")),
    (Sources.ARCHIVED_ALREADY, _("This very file is archived already.")),
    (Sources.NO_ADDRESS, _("The source has no address.")),
    (Sources.GONE_ALREADY, _("The address is marked as gone already.")),
    (Sources.UNREADABLE_CLAIMS, _("Some rows cannot be read; look at them in the preview first.")),
    (Sources.ANSWERED_ALREADY, _("This remark was answered already.")),
    (Sources.NOTHING_NEW, _("The record has all of these claims already.")),
    (Analysis.NOT_AN_ANALYST, _("Delegates, the host's secretariat, experts and researchers keep results and code texts.")),
    (Analysis.NO_TITLE, _("Give it a title.")),
    (Analysis.FORMAT_EXISTS, _("The record has a format of this name already.")),
    (Analysis.NO_FOOTING, _("Name at least one source of the record; add it first, if it is not there.")),
    (Analysis.OWN_MEETING, _("Meetings of the forum itself are convened under Meetings.")),
    (Analysis.ENDS_BEFORE_IT_BEGINS, _("It ends before it begins. Set the dates right.")),
    (Analysis.EVENT_EXISTS, _("The record has a meeting of this format on this day, at this level and place.")),
    (Analysis.TOO_LARGE, _("The answer is too large to be kept. Ask for less.")),
    (Analysis.NOT_THE_MAKER, _("Only the person who kept a result publishes or withdraws it.")),
    (Analysis.PUBLISHED_ALREADY, _("The result is published already.")),
    (Analysis.NOT_PUBLISHED, _("The result is not published.")),
    (Analysis.NO_REASON, _("Give a reason.")),
    (Analysis.NO_PASSAGES, _("There is nothing to code: choose other words or another collection.")),
    (Analysis.TOO_MANY_PASSAGES, _("A round has at most 2,000 paragraphs. Choose fewer.")),
    (Analysis.NO_CODERS, _("Somebody has to code: choose a coder.")),
    (Analysis.VERSION_WAS_USED, _("Another codebook has this name and version. Give it another version.")),
    (Analysis.NOT_A_CODER, _("You do not code in this round.")),
    (Analysis.ROUND_CLOSED, _("The round is closed.")),
    (Analysis.ROUND_OPEN, _("The round is open: nobody sees what coders gave.")),
    (Analysis.HANDED_IN_ALREADY, _("You have handed in your codings already.")),
    (Analysis.PASSAGES_LEFT, _("Look at every passage first: one without a code is saved, too.")),
    (Analysis.UNKNOWN_CODE, _("The codebook has no such code.")),
    (Analysis.UNKNOWN_PASSAGE, _("The round has no such passage.")),
    (Analysis.NOT_THE_OWNER, _("Only the person who opened the round does this.")),
    (Analysis.NO_NAME, _("Name the coder.")),
    (Analysis.NO_CODINGS, _("There is no coding in the file.")),
    (Analysis.CODER_EXISTS, _("A coder of this name has handed in already, or codes in the round.")),
    (Analysis.TOO_FEW_CODERS, _("Two coders at least hand in before a round is closed.")),
    (Analysis.NO_DISAGREEMENT, _("The coders agree on this passage.")),
    (People.NOT_THE_SECRETARIAT, _("Only the host's secretariat may do this.")),
    (People.NOT_A_FOCAL_POINT, _("The focal points of a delegation say who acts for it.")),
    (People.NOT_ITS_INVITER, _("Only those who could invite may do this.")),
    (People.NO_SUCH_OFFICE, _("This is no office that you can give.")),
    (
        People.NO_MAIL,
        _("This server has no mail, and an invitation goes by mail alone. Whoever runs the server sets it up."),
    ),
    (People.SEAT_IS_OPEN, _("The seat is open: its focal points say who acts for the party.")),
    (People.SEAT_IS_OFFERED, _("A first focal point is invited already. Withdraw that invitation to invite another one.")),
    (People.ACTS_HERE, _("Whoever has this address acts here already.")),
    (People.INVITED_ALREADY, _("An invitation to this address waits already. Send it again, or withdraw it.")),
    (People.INVITATION_ENDED, _("This invitation was taken up or withdrawn.")),
    (People.EXPIRED, _("This invitation has expired. Whoever invited you can send another one.")),
    (
        People.ACTS_ELSEWHERE,
        _("An account with this address acts for somebody already. Have that office ended first, or use another address."),
    ),
    (People.LAST_FOCAL_POINT, _("A delegation keeps one focal point. Make somebody else one first.")),
    (People.LAST_OF_THE_HOST, _("The secretariat keeps one person. Invite somebody else first.")),
    (People.NOT_HELD, _("This mail was released or struck already.")),
    (
        People.NOT_ITS_SENDER,
        _("The host sends again what went to its circles, a focal point what went to the own delegation."),
    ),
    (People.STILL_ON_ITS_WAY, _("This mail is on its way already.")),
    (People.HAS_ITS_OWN_LINK, _("This mail carries a link, and goes again with another one alone.")),
    (People.ADDRESS_IS_GONE, _("The address is no longer kept.")),
    (People.OPENS_ANOTHER, _("This sign-in opens another account here already. Have the office of that one ended first.")),
    (People.NO_FACTOR, _("This account has no second factor.")),
    (People.ONE_S_OWN_FACTOR, _("Your own second factors you remove on the page My account.")),
    (Meetings.NOT_THE_SECRETARIAT, _("Only the host's secretariat may do this.")),
    (Meetings.NOT_AN_EXPERT, _("Recommendations are put on record by experts or the host's secretariat.")),
    (Meetings.NOT_A_PARTICIPANT, _("Only participants and the host's secretariat may do this.")),
    (Meetings.HELD_ALREADY, _("The meeting was held already.")),
    (Meetings.CANCELLED, _("The meeting was cancelled.")),
    (Meetings.NOT_ANNOUNCED, _("The meeting must be announced first.")),
    (Meetings.NO_DATE, _("A meeting is announced with its day. Plan or postpone it to a day first.")),
    (Meetings.ENDS_BEFORE_IT_STARTS, _("The meeting would end before it starts.")),
    (Meetings.NOT_ITS_DAY, _("The first day of the meeting has not come yet.")),
    (Meetings.NOT_OVER, _("The last day of the meeting is not over yet. Open the meeting, and close it when it ends.")),
    (Meetings.IN_SESSION, _("The meeting is in session.")),
    (Meetings.NOT_IN_SESSION, _("The meeting is not in session. The secretariat opens it on its first day.")),
    (Meetings.NOT_INVITED, _("Only those who were invited are present at a meeting.")),
    (Meetings.NO_NAMES, _("Name who speaks for the delegation.")),
    (Meetings.AGENDA_NOT_ADOPTED, _("The agenda is provisional.")),
    (Meetings.AGENDA_ADOPTED, _("The agenda was adopted; propose the item for the next meeting.")),
    (Meetings.AGENDA_EMPTY, _("There is nothing on the agenda to adopt.")),
    (Meetings.ITEM_NOT_OPEN, _("This item was deferred already.")),
    (Meetings.NO_REASON, _("Say it in words.")),
    (Meetings.TAKEN_UP_ALREADY, _("This meeting has taken up the recommendation already.")),
    (Meetings.ON_THE_AGENDA_ALREADY, _("An item with these words is on the agenda already.")),
    (Meetings.ZONE_UNKNOWN, _("There is no such time zone; use a name such as Europe/Vienna.")),
    (Meetings.BEGUN, _("The meeting has begun, and others acted on what it says. Record a claim with its source instead.")),
    (Meetings.DAYS_ANNOUNCED, _("The days were announced. Postpone the meeting to move them.")),
    (Meetings.NOT_ITS_PROPOSER, _("Only who proposed the item rewords or withdraws it; the secretariat may defer it.")),
    (Meetings.AGENDA_STANDS, _("The agenda was adopted as it stands. The secretariat can make it provisional again.")),
    (Meetings.ITEM_ENDED, _("This item was deferred or withdrawn. Propose it anew.")),
    (
        Meetings.ITEM_BUILT_ON,
        _("A text or document was issued under this item. Defer it, or propose another one."),
    ),
    (
        Meetings.ITEM_IS_A_PROMISE,
        _("These are the words of a commitment that returns. Withdraw or defer the item."),
    ),
    (Meetings.FROM_A_SOURCE, _("A source says it so. Record a claim of another source beside it.")),
    (
        Meetings.LATE_WITHOUT_REASON,
        _("Proposals for this agenda are closed. Say why yours comes late; then the chair may give it leave."),
    ),
    (Meetings.NOT_THE_FOCAL_POINT, _("The focal point or the head of a delegation does this for the own party.")),
    (Meetings.NAMED_TWICE, _("Somebody is named twice. Take one of the lines away.")),
    (Meetings.TWO_HEADS, _("A delegation has one head.")),
    (Meetings.TOO_MANY_DELEGATES, _("A list has at most 60 people.")),
    (Meetings.DECLINED_ALREADY, _("Your party has said already that it does not attend.")),
    (Meetings.NOBODY_CHOSEN, _("Choose somebody.")),
    (Meetings.ACCREDITED_ALREADY, _("That was accredited already.")),
    (Meetings.NAMES_ARE_KEPT, _("The time for which names are kept is not over.")),
    (Meetings.NOT_LATE, _("This item needs no leave.")),
    (Meetings.HOST_IS_FIXED, _("The rules of this forum name one host; nobody offers.")),
    (Meetings.OFFERED_ALREADY, _("Your party has offered already. Withdraw that offer to make another one.")),
    (Meetings.OFFER_ENDED, _("This offer was confirmed, taken up or withdrawn already.")),
    (
        Meetings.HOST_CONFIRMED_ALREADY,
        _("Another host is confirmed. That party withdraws first, or its meeting is planned."),
    ),
    (Meetings.NOT_ITS_OFFER, _("Only the party that offered withdraws its offer.")),
    (Meetings.SESSION_OUTSIDE, _("The meeting has no such day.")),
    (Meetings.SESSION_ENDS_FIRST, _("The session would end before it begins.")),
    (Meetings.SESSIONS_COLLIDE, _("Another session takes place at that time.")),
    (
        Meetings.CLOCK_SKIPPED,
        _("On that day the clocks of the venue skip this hour, as they are set forward. Choose another one."),
    ),
    (Meetings.WORDS_TAKEN_UP, _("An agenda has taken these words up, so they stand. Record another recommendation.")),
    (Texts.NOT_THE_SECRETARIAT, _("Only the host's secretariat acts for the chair.")),
    (Texts.NOT_A_PARTICIPANT, _("Only participants may do this; observers and guests follow the negotiation.")),
    (Texts.ONLY_DRAFTS, _("You draft for your delegation. Its head, a member or a focal point does this.")),
    (Texts.NOT_YOUR_POSITION, _("Only a party behind a position withdraws it.")),
    (Texts.NOT_UNDER_NEGOTIATION, _("The text is not under negotiation at present.")),
    (Texts.NOT_UNDER_SILENCE, _("The text is not under silence.")),
    (Texts.CLAUSE_DELETED, _("It was agreed to delete this paragraph.")),
    (Texts.NO_WORDS, _("There are no words. Write what you propose.")),
    (Texts.TOO_MANY_WORDS, _("That is longer than a position can be; cut it or table a new paragraph.")),
    (Texts.NO_CHANGE, _("This changes nothing in the paragraph.")),
    (Texts.OUT_OF_THE_CLAUSE, _("These words do not stand in the paragraph.")),
    (
        Texts.WORDS_CHANGED_BENEATH,
        _("The words it was drafted on were changed. Draft it again on the paragraph as it stands."),
    ),
    (Texts.NOT_A_DRAFT, _("This is no longer a draft.")),
    (Texts.NOT_LIVE, _("This position has ended already.")),
    (Texts.OWN_POSITION, _("This is your own position.")),
    (Texts.COLLIDES, _("It collides with another live position; bridge them or have one withdrawn first.")),
    (Texts.STANDING_OBJECTION, _("A party objects. Consensus needs the objection lifted, or bridging words.")),
    (Texts.NOTHING_TO_ACCEPT, _("A reserve or a comment changes no words, so there is nothing to accept.")),
    (Texts.NOTHING_TO_BRIDGE, _("Name at least one live position that the words would stand for.")),
    (Texts.AWAITS_ANSWER, _("No position ends without its party; these have not answered yet.")),
    (Texts.ASKED_ALREADY, _("The chair has asked already; the parties behind it answer.")),
    (Texts.NOT_ASKED, _("The chair has not asked to let this position go.")),
    (Texts.NOT_BEHIND_IT, _("Only a party behind a position answers for it.")),
    (Texts.NOT_CLEAN, _("There are still words in brackets or reserves.")),
    (Texts.NOT_A_CLEAN_REVISION, _("The text changed since the last revision. Issue a clean revision first.")),
    (Texts.MOMENT_PASSED, _("That moment has passed. Silence runs to a moment to come.")),
    (Texts.TOO_LATE, _("Silence has ended. What remains is a reservation, attached to the text.")),
    (Texts.BROKEN_ALREADY, _("Your party has broken this silence already; that stands.")),
    (Texts.SILENCE_RUNS, _("Silence still runs.")),
    (Texts.SILENCE_BROKEN, _("Silence was broken; the text is under negotiation again.")),
    (Texts.CONCLUDED_ALREADY, _("This silence was concluded already.")),
    (Texts.NOT_LATER, _("Silence can only be extended to a later moment.")),
    (Texts.NO_MEETING, _("The text belongs to no meeting.")),
    (
        Texts.MEETING_NOT_OPEN,
        _("The meeting of the text is not in session; texts are adopted while it is."),
    ),
    (Texts.PARTICIPANT_ABSENT, _("Consensus is that of all participants; these were not present.")),
    (Texts.NOT_ADOPTED, _("The text is not adopted yet.")),
    (Texts.NOT_OF_THIS_TEXT, _("This paragraph belongs to another text.")),
    (Texts.NO_CLAUSES, _("A zero draft needs paragraphs with words.")),
    (Texts.CLAUSE_CLOSED, _("The chair has closed this paragraph. What is tabled stands; your draft is kept.")),
    (Texts.NOT_CLOSED, _("The paragraph is not closed.")),
    (Texts.NO_TARGET, _("Choose the paragraph behind which it moves; one that was deleted is no place.")),
    (Texts.NOTHING_TO_MERGE, _("The paragraph with which it would be merged does not follow it.")),
    (Texts.NOTHING_TO_SPLIT, _("A paragraph is split between two of its words.")),
    (Texts.BEHIND_IT_ALREADY, _("Your party stands behind this position already.")),
    (Texts.NO_STANCE, _("Your party holds no stance on this position.")),
    (Texts.NOT_NOT_RETAINED, _("Only a position that was not retained is brought back.")),
    (Texts.NO_REASON, _("Say why: all parties read it.")),
    (Texts.NOT_ALIKE, _("These positions ask for different things; bridge them or let each be decided.")),
    (Texts.NOT_AGREED, _("No agreement stands on this paragraph.")),
    (Texts.IN_PACKAGE, _("The paragraph is held for a package and agreed with it or not at all.")),
    (Texts.TOO_FEW_CLAUSES, _("A package holds two paragraphs or more.")),
    (Texts.PACKAGE_ENDED, _("This package was agreed or dissolved already.")),
    (Texts.NOT_A_TRANSLATION, _("This is the language of negotiation: its words change by positions.")),
    (Texts.NO_SUCH_LANGUAGE, _("Name a language by its code, such as ru or ja.")),
    (Texts.NOT_WORDED_IN_IT, _("The paragraph has no words in this language yet; they have to be translated first.")),
    (
        Texts.OF_NO_LANGUAGE,
        _("In another language than that of the negotiation, only other words of the paragraph can be asked for."),
    ),
    (
        Texts.TRANSLATION_IS_OLDER,
        _("The original was changed since this was translated. Word the translation anew first, then accept."),
    ),
    (Texts.NOT_THE_NEXT_MEETING, _("An adoption by silence is announced at the next meeting of the Dialogue.")),
    (Texts.ANNOUNCED_ALREADY, _("The adoption was announced already.")),
    (Texts.NOTHING_TAKEN, _("Choose at least one of the changes that were found.")),
    (Texts.TAKEN_ALREADY, _("This file was taken in already; its drafts stand.")),
    (Texts.NOT_A_LETTERHEAD, _("This is no Word file of at most 2 MB whose styles and letterhead could be taken.")),
    (Texts.NOT_A_ZERO_DRAFT, _("Only a zero draft is taken back; this text has gone further.")),
    (Texts.ACTED_ON, _("A party has acted on it, so it stays. What remains is an editorial correction or bridging words.")),
    (Texts.SEALED_WORDS, _("The words are adopted and sealed. A corrigendum is issued beside them.")),
    (Texts.CORRECTION_PENDING, _("An editorial correction of this paragraph is pending. Wait until its time has passed.")),
    (
        Texts.CORRECTION_ENDED,
        _("This correction has ended. Propose another one."),
    ),
    (Texts.STILL_OPEN_TO_OBJECTION, _("Until its moment has passed, a participant may still object.")),
    (Texts.OBJECTION_TOO_LATE, _("Its moment has passed. What remains is a position on the paragraph.")),
    (Texts.HOLDS_ALREADY, _("This was said, or agreed, before and holds.")),
    (
        Texts.WORDS_CHANGED_SINCE,
        _("The words changed since you opened the page. Read them as they stand, and say it again."),
    ),
    (Texts.DAY_PASSED, _("That day has passed in your capital.")),
    (
        Texts.OWN_WISH_STANDS,
        _("Your own position or reserve stands here. Withdraw it or lift it first, then join consensus."),
    ),
    (Texts.CONSENSUS_STANDS_OUT, _("There is no consensus yet: these cannot join.")),
    (Texts.CONSENT_NOT_NAMED, _("These cannot join, or await instructions. Name each over whom you go ahead.")),
    (Texts.NONE_CHOSEN, _("Choose at least one paragraph.")),
    (Texts.ONLY_A_PACKAGE, _("Only a package is agreed but for something; on words, table what they should be.")),
    (Commitments.NOT_THE_SECRETARIAT, _("Only the host's secretariat may do this.")),
    (Commitments.NOT_THE_OWNER, _("Only the party that promised reports on it.")),
    (Commitments.NOT_AN_ASSESSOR, _("Only researchers assess; parties never score themselves.")),
    (Commitments.NOT_FOUND_STATE, _("It was confirmed or declined already.")),
    (Commitments.NOT_CONFIRMED, _("The commitment is not confirmed.")),
    (Commitments.NO_OWNER, _("Name who is responsible, or that all are jointly.")),
    (Commitments.NO_DUE_DATE, _("Name the date by which it is due.")),
    (Commitments.NO_REASON, _("Give a reason.")),
    (Commitments.NO_WORDS, _("Say it in words.")),
    (Commitments.NO_LOCATOR, _("Name the place in the source: a page, a paragraph.")),
    (Commitments.NO_GUIDELINE, _("Freeze the guideline first: nobody scores before it is said what the scores mean.")),
    (Commitments.GUIDELINE_FROZEN, _("The guideline is frozen.")),
    (Commitments.SCORE_OUT_OF_RANGE, _("A score is −1, 0 or +1.")),
    (Commitments.SCORED_ALREADY, _("You have scored this commitment already.")),
    (Commitments.TOO_FEW_SCORES, _("Two assessors' scores are needed, each given without seeing the other.")),
    (Commitments.SETTLED_ALREADY, _("The score is settled.")),
    (Commitments.NOT_OVERDUE, _("Only what is overdue, not delivered or delivered in part returns on an agenda.")),
    (Commitments.TOO_FEW_PARTS, _("Write at least two different promises, each on a line of its own.")),
    (Commitments.TOO_MANY_PARTS, _("These are too many promises for one paragraph. Divide it in several steps.")),
    (
        Commitments.NOT_ITS_WORDS,
        _(
            "Take the words from the paragraph in one language, in their order; "
            "leave out what belongs elsewhere, add nothing."
        ),
    ),
    (Commitments.NOT_NEIGHBOURS, _("Merge commitments that stand beside each other in the text, at least two.")),
    (Commitments.NOT_DUE_SOON, _("Reminders go out in the last thirty days before the due date.")),
    (Commitments.REMINDED_ALREADY, _("A reminder of this date went out already.")),
    (Commitments.NOTHING_AWAITED, _("It was reported as delivered, scored or superseded: nothing is awaited.")),
    (Commitments.NOT_THE_REPORTER, _("Only the party that reported corrects its report.")),
    (Commitments.REPORT_BUILT_ON, _("Scores are given, or evidence was attached, on these words. Report again.")),
    (Commitments.UNKNOWN_COMMITMENT, _("No confirmed commitment has this name, address or wording.")),
    (Commitments.UNKNOWN_SOURCE, _("The record has no source of this name or address. Add it first.")),
    (Commitments.REPORTED_ABOVE, _("A line above reports on the same commitment.")),
    (Commitments.NO_NEW_REPORT, _("Every line of this sheet was reported already, or is refused.")),
    (Commitments.CARRIED_ALREADY, _("It is on the agenda of that meeting already.")),
    (Assistance.NOT_THE_DONOR, _("Only the donor or the host's secretariat may do this.")),
    (Assistance.NO_TITLE, _("Give it a title.")),
    (Assistance.NO_RECIPIENT, _("Name at least one party that receives it.")),
    (Assistance.NOT_POSITIVE, _("An amount is more than nothing; leave it empty when none was stated.")),
    (Assistance.NO_CURRENCY, _("An amount needs its currency, and a currency its amount.")),
    (Assistance.NOT_A_PROJECT, _("Only a project is tied to a pledge.")),
    (Assistance.NOT_A_PLEDGE, _("A project is tied to a pledge or a package.")),
    (Assistance.LINKED_ALREADY, _("The project is tied to a pledge already.")),
    (Assistance.COMMITMENT_NOT_CONFIRMED, _("The commitment is not confirmed.")),
    (Assistance.FROM_A_SOURCE, _("A source says it so. Record a claim of another source beside it.")),
    (Assistance.PLEDGE_BUILT_ON, _("Projects or payments rest on this pledge. Record another pledge.")),
    (Assistance.PROJECT_BUILT_ON, _("Payments or other projects rest on this project. Record another project.")),
    (Assistance.NOT_AN_IMPORTER, _("Only the host's secretariat and researchers take in reported activities.")),
    (Assistance.NO_NEW_ACTIVITY, _("Everything in this file is there already, or is refused.")),
    (Assistance.NO_NEW_RATE, _("Every rate of this table is there already, or is refused.")),
    (Assistance.ACTIVITY_TIED, _("The activity is tied already. Take that back first.")),
    (Assistance.ACTIVITY_NOT_TIED, _("The activity is tied to nothing.")),
    (Assistance.NO_REASON, _("Say why.")),
    (Assistance.NOTHING_IS_PAID_UNDER_IT, _("Payments and results stand under a package, a pledge or a project.")),
    (Assistance.UNIT_IS_NO_CURRENCY, _("Write the currency as its code: JPY, USD. What is no money is a result.")),
    (Assistance.NO_UNIT, _("Say what is counted: persons, documents, places.")),
    (Assistance.UNIT_IS_MONEY, _("Money is no unit of a result; record a payment.")),
    (Assistance.NO_SOURCE, _("A value rests on a source.")),
    (Assistance.NOT_A_PACKAGE, _("A pledge is made out of a package.")),
    (Assistance.PACKAGE_BUILT_ON, _("Pledges, projects or payments rest on this package. Record another package.")),
    (Assistance.NO_PARTNER, _("Name the partner.")),
    (Assistance.PARTNER_NAMED, _("This partner is named in this role already.")),
    (Assistance.ENDED_ALREADY, _("It is said already when the project ended. Correct that.")),
    (Assistance.NOT_ENDED_YET, _("This day has not come. A planned end is part of the project itself.")),
    (Assistance.NO_OUTCOME, _("Say in words what stands of it.")),
    (Assistance.NOT_THE_SECRETARIAT, _("Only the host's secretariat may do this.")),
    (Assistance.NOT_ENDING_SOON, _("Reminders go out in the last thirty days before the planned end.")),
    (Assistance.REMINDED_ALREADY, _("A reminder of this date went out already.")),
    (Assistance.NO_NEW_LINE, _("Every line of this sheet is recorded already, or is refused.")),
    (Assistance.UNKNOWN_RECIPIENT, _("No party or group has this name.")),
    (Assistance.UNKNOWN_COMMITMENT, _("No confirmed commitment has this name or address.")),
    (Assistance.UNKNOWN_WHOLE, _("No package or pledge of this donor has this number, name or title.")),
    (Assistance.UNKNOWN_SOURCE, _("The record has no source of this name or address. Add it first.")),
    (Assistance.ANOTHER_KIND, _("It is recorded as something else: a package, a pledge or a project.")),
    (Assistance.LINE_CONTRADICTS, _("Two cells, or this line and one above it, do not say the same.")),
    (Assistance.TITLE_TWICE, _("Several have this title. Give the number or the name that it has here.")),
    (Assistance.REFUSED_ABOVE, _("The line above it, to which it belongs, is refused.")),
    (Assistance.NO_PAYMENT_DATE, _("A payment needs its date.")),
    (Assistance.NO_VALUE_DATE, _("A value needs its date.")),
    (Assistance.ENDS_BEFORE_IT_BEGINS, _("The project would end before it begins.")),
)

_BY_WORD: dict[tuple[type, StrEnum | None], Promise] = {
    (type(word), word): words
    for word, words in SENTENCES  # words of two nouns may be spelled alike
}


def sentence(verdict: Verdict) -> str:
    """Why an act was refused, for the person who asked, in their language."""
    return sentence_in(get_language() or "en", verdict)


def sentence_in(language: str, verdict: Verdict) -> str:
    """The same where the language of the page is known: a page may have a thousand refusals, of a dozen words."""
    words = _words(verdict.refusal, language)
    return f"{words} ({_about(verdict.about)})" if verdict.about else words


def _about(about: str) -> str:
    """Rules know parties by their names in addresses; people read their codes, and the chair in their language."""
    codes = {**parties.forum().codes, CHAIR: gettext(CHAIR)}
    return ", ".join(codes.get(each, each) for each in about.split(", "))


@lru_cache(maxsize=1024, typed=True)  # typed, because words of two nouns may be spelled alike
def _words(refusal: StrEnum | None, language: str) -> str:
    return str(_BY_WORD.get((type(refusal), refusal), refusal))

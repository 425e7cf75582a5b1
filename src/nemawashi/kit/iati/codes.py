"""Codes of IATI and of ISO that the checks know, by the element and the attribute that carry them.

Lists that grow (organisations, sectors, kinds of files) are left out: a code that is newer than this release would be
called wrong. What is listed here has been closed for years.
"""

_ORGANISATIONS = "10 11 15 21 22 23 24 30 40 60 70 71 72 73 80 90"
_DESCRIPTIONS = "1 2 3 4"
_CURRENCIES = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD "
    "CAD CDF CHE CHF CHW CLF CLP CNH CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP "
    "GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW "
    "KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR MVR MWK MXN MXV MYR "
    "MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP "
    "SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN USS UYI UYU UYW "
    "UZS VED VEF VES VND VUV WST XAF XBT XCD XCG XDR XOF XPF XSU XUA YER ZAR ZMK ZMW ZWG ZWL "
)
_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ "
    "CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO "
    "FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE "
    "JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO "
    "MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW "
    "PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM "
    "TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW AN "
)


def _of(words: str) -> frozenset[str]:
    return frozenset(words.split())


CURRENCIES = _of(_CURRENCIES)
COUNTRIES = _of(_COUNTRIES)
TRANSACTIONS = _of("1 2 3 4 5 6 7 8 9 10 11 12 13")

# The element's tag: each attribute with its codes.
CODED: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {
    "activity-date": (("type", _of("1 2 3 4")),),
    "activity-scope": (("code", _of("1 2 3 4 5 6 7 8")),),
    "activity-status": (("code", _of("1 2 3 4 5 6")),),
    "budget": (("type", _of("1 2")), ("status", _of("1 2"))),
    "collaboration-type": (("code", _of("1 2 3 4 5 6 7 8")),),
    "description": (("type", _of(_DESCRIPTIONS)),),
    "disbursement-channel": (("code", _of("1 2 3 4")),),
    "humanitarian-scope": (("type", _of("1 2")),),
    "indicator": (("measure", _of("1 2 3 4 5")),),
    "other-identifier": (("type", _of("A1 A2 A3 A9 B1 B9")),),
    "participating-org": (("role", _of("1 2 3 4")), ("type", _of(_ORGANISATIONS))),
    "planned-disbursement": (("type", _of("1 2")),),
    "policy-marker": (("significance", _of("0 1 2 3 4")), ("vocabulary", _of("1 99"))),
    "provider-org": (("type", _of(_ORGANISATIONS)),),
    "receiver-org": (("type", _of(_ORGANISATIONS)),),
    "recipient-country": (("code", COUNTRIES),),
    "recipient-region": (("vocabulary", _of("1 2 99")),),
    "related-activity": (("type", _of("1 2 3 4 5")),),
    "reporting-org": (("type", _of(_ORGANISATIONS)),),
    "result": (("type", _of("1 2 3 9")),),
    "sector": (("vocabulary", _of("1 2 3 4 5 6 7 8 9 10 11 12 98 99")),),
    "tied-status": (("code", _of("3 4 5")),),
    "default-tied-status": (("code", _of("3 4 5")),),
    "transaction-type": (("code", TRANSACTIONS),),
    "value": (("currency", CURRENCIES),),
    "forecast": (("currency", CURRENCIES),),
    "loan-status": (("currency", CURRENCIES),),
}  # fmt: skip

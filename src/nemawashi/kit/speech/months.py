"""Names of the months, in English and in Russian with its cases; Japanese numbers them."""

ENGLISH = "january february march april may june july august september october november december".split()
ENGLISH_SHORT = [name[:3] for name in ENGLISH]

# Each stem with the endings that a Russian month has: the nominative first, then the case of dates ("6 июня").
_STEMS = "январ феврал март апрел ма июн июл август сентябр октябр ноябр декабр".split()
_ENDINGS = {3: ("", "а", "е", "у", "ом"), 5: ("й", "я", "е", "ю", "ем"), 8: ("", "а", "е", "у", "ом")}
RUSSIAN = [
    tuple(stem + ending for ending in _ENDINGS.get(number, ("ь", "я", "е", "ю", "ем")))
    for number, stem in enumerate(_STEMS, start=1)
]
RUSSIAN_OF_DATES = [forms[1] for forms in RUSSIAN]
# With a full stop behind them.
RUSSIAN_SHORT = "янв февр? мар апр ма[йя] июн июл авг сент? окт нояб? дек".split()

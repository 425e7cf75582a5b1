"""What is repeated before the readers: signs and stretches of words that stand one behind the other without end."""

TOKENS: tuple[str, ...] = (
    # brackets, alone, nested and side by side
    "[", "]", "[]", "[a]", "[a][b]", "[a] [b]", "[a]/[b]", "[a/", "][", "[[a]]", "［", "【a】", "〔a〕",
    "[JPN: a]", "[JPN: a; KAZ: b]", "[JPN, KAZ: ", "[JPN - delete: a]", "[a] (JPN)", "(JPN) [a]", "(JPN ",
    "JPN: [a] ", "[a](", "[a](http://", "[^1]", "[1]", "a[1]", "[…]", "[sic]", "[.", "[ ", "[Option 1 ",
    "Option 1: [", "[x", "[20xx] ", "[●", "[_", "[supported by JPN] ", "[opposed by JPN, ", "[alt. ",
    "[Article 1 ", "~~a", "~~a~~", "**a", "**a**", "**a ", "~~a ", "__a ", "**~~a", "__a", "__a__", "<s>",
    "<s>a</s>", "<b>", "{", "{a}", "}", "{1}", "###", "# ", "- ", "| ", "\\[", "\\",
    # round brackets, quotation marks, slashes
    "(", ")", "()", "(a)", "(a) ", "((a)", "（", "“", "”", "„", "“a”", "“a” ", "\"", "'", "’", "a’", "«", "»",
    "«a» ", "「", "」", "「a」", "『", "/", "a/", "a/b ", "//", "<<", ">>", "<<a>> ", "<a>", "<p>", "<p>a</p>",
    "</p>", "<b>a</b>", "&amp;", "&", "<", ">", "<!--", "-->",
    # orders of amendments
    "replace “a” with “b” and ", "replace “a” with “b”. ", "delete “a”, ", "insert “a” after “b”; ",
    "In paragraph 1, ", "paragraph 1, ", "paragraphs 1, 2 and ", "1, ", "1 and ", "article 1 ", "Article 1. ",
    "delete paragraph 1 and ", "after paragraph 1 insert ", "In ", "first ", "the first ", "the ",
    "subparagraph (a) ", "second sentence ", "replace ", "with ", "and ", "in line 1 ", "move “a” ",
    "заменить «a» на «b» и ", "в пункте 1 ", "пункт 1, ", "исключить ", "第一条", "第1項中「a」を「b」に改め、",
    "「a」を", "に改め", "を削り、",
    # figures and dates
    "1", "12", "1-", "1,", "1.", "1.1.", "1 ", "1. ", "1:", "1/", "1–", "1%", "$1", "1 million ", "1,000 ",
    "1,000,", "1 000 ", "0", "9", "one ", "one hundred and ", "hundred ", "twenty-", "half a million ", "IV",
    "IV ", "I", "X", "(1) ", "(i) ", "1) ", "a) ", "A. ", "2027", "2027年", "2027-01-", "2027-01-01 ",
    "01.01.2027 ", "1 June 2027 ", "June ", "May ", "1 May ", "2027 ", "in 2027, ", "1 июня 2027 года ",
    "июня ", "один ", "сто ", "тысяч ", "полтора ", "трет", "一", "十", "百", "万", "一月", "1月", "1月1日",
    "令和", "令和7年6月6日", "第三", "第三者", "二", "年", "年月", "日", "約", "数", "1万", "人", "両", "半",
    "午後1時", "2024/25 ", "1 bis ", "12:00 ", "10.30 ",
    # words and blanks
    "a", "A", "a ", "A ", "ab ", "x y ", "JPN", "JPN ", "JPN, ", "JPN/", "KAZ; ", "UN ", "ASEAN ", "Japan ",
    "Japan, ", "Central Asia ", "the Republic of ", "Kazakhstan and ", "日", "日本", "国連", "中央アジア",
    "カザフ", "ー", "ア", "アイ", "あ", "の", "、", "。", "・", "Япони", "Японии ", "РК ", "ё", "ж ", "пункт ",
    " ", "  ", "\t", "\n", "\n\n", "\n \n", "a\n", "a\n\n", "\n1. a", "\n(a) b", "\n- a", "\u3000", "\u00a0",
    "\u200b", "\u00ad", "\f", "\r\n", "\r", ".", "..", ". ", "…", ",", ", ", ";", "; ", ":", ": ", "a:", "a: ",
    "A: b ", "!", "?", "-", "--", "– ", "—", "_", "*", "* ", "•", "+", "=", "|", "~", "^", "`", "@", "a@b",
    "a.b", "a-", "a-b ", "a.", "Mr. ", "e.g. ", "shall ", "will ", "not ", "No. ", "http://a ", "http://",
    "www.", "a.a.", "é", "e\u0301", "\u0301", "👍", "ﬁ", "²", "¹", "†", "※1", "注1", "(注1)", "* a", "&nbsp;",
    "%", "$", "€", "¥", "#1 ", "@1-2 ",
    # mixed and nested
    "[(“", "[(a)] ", "“[a]” ", "1[", "1[a]", "[1-", "(1", "(1)(a)", "1(a)", "a(b", "[a (JPN",
    "[a] supported by JPN ", "«a» “b” ", "「a『b』」", "a [b] c ", "in 1 [2] (3) ", "[2027年", "1.1.[^1] ",
    "a, b and c; ", "The Ministers welcomed cooperation. ", "Статья 1 ", "[Option 1: a] [Option 2: b] ",
    "Recalling the launch, ", "Decides to ", "ANNEX ", "Annex 1\n", "CHAPTER I\n", "a) b; c) d; ",
    "“a” and “b” and ", "delete [a] and ",
    # names, notes and marks of type at other places of a bracket
    "[a: Japan] ", "Japan: [a] ", "(KAZ: [a]) ", "(KAZ: [", "[a | b]", "[a|", "[a, supported by Japan] ",
    "[Japan needs a] ",
    "[to be deleted (KAZ)] ", "[a: delete – KAZ] ", "[KAZ: a] [KAZ: delete] ", ". [pending] ", "[a / Japan] ", "[a {KAZ}] ",
    "[KAZ: ~~a~~ b] ", "~~[a]~~ ", "[~~a", "[PP1] ", "Option A\n", "[Option A\n", "New PP after PP2 ", "UZB alt 5: ",
    "[KAZ: replace outdated paragraphs] ", "Under the heading “a”, ", "In lieu of paragraph 1, ",
)  # fmt: skip


NESTED = (
    ("[", "]"),
    ("(", ")"),
    ("“", "”"),
    ("«", "»"),
    ("「", "」"),
    ("{", "}"),
    ("[JPN: ", "]"),
    ("[a ", " b]"),
    ("<b>", "</b>"),
)


def in_one(token: str, size: int) -> str:
    """One paragraph of nothing else."""
    return (token * (size // len(token) + 1))[:size]


def in_many(token: str, size: int) -> str:
    """Paragraphs of a hundred signs each."""
    part = token * (100 // len(token) + 1) + "\n\n"
    return part * (size // len(part) + 1)


def nested(pair: tuple[str, str], size: int) -> str:
    """What opens so often and closes as often."""
    count = size // len(pair[0] + pair[1])
    return pair[0] * count + "a" + pair[1] * count

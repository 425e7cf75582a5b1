"""Names of the format: namespaces, kinds of changes, and which elements are looks alone."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
UTC_DATE = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}dateUtc"
XML = "{http://www.w3.org/XML/1998/namespace}"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
R = f"{{{RELATIONS}}}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

BOOKMARK = "nmw_"  # of a clause, before its key without dashes

STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", RELATIONS.encode()),
)

TRACKED = {f"{W}{name}": name for name in ("ins", "del", "moveFrom", "moveTo")}
TRACKED |= {f"{W14}conflictIns": "ins", f"{W14}conflictDel": "del"}  # of two who wrote at once
KINDS = {"ins": "inserted", "del": "deleted", "moveFrom": "moved from", "moveTo": "moved to"}  # as they are told
COMES = frozenset({"ins", "moveTo"})
GOES = frozenset({"del", "moveFrom"})

# Changes of looks and of structure, by the element that records them, as they are told.
FORMAT_CHANGES = {
    "rPrChange": "formatted",
    "pPrChange": "paragraph formatted",
    "numberingChange": "numbering changed",
    "sectPrChange": "section changed",
    "tblPrChange": "table formatted",
    "tblPrExChange": "table formatted",
    "tblGridChange": "table formatted",
    "trPrChange": "row formatted",
    "tcPrChange": "cell formatted",
    "cellMerge": "cells merged",
}

# Elements that hold no words and change none: they are known, and nothing is lost with them.
QUIET = frozenset(
    """
    pPr rPr sdtPr sdtEndPr tblPr tblGrid trPr tcPr tblPrEx sectPr smartTagPr customXmlPr rubyPr fldData
    proofErr lastRenderedPageBreak bookmarkEnd permStart permEnd
    annotationRef footnoteRef endnoteRef separator continuationSeparator
    instrText delInstrText fldChar
    moveFromRangeStart moveFromRangeEnd moveToRangeStart moveToRangeEnd
    customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart customXmlMoveToRangeEnd
    rt softHyphen
    ctrlPr argPr oMathParaPr accPr barPr boxPr borderBoxPr dPr eqArrPr fPr funcPr groupChrPr limLowPr limUppPr mPr naryPr
    phantPr radPr sPrePr sSubPr sSubSupPr sSupPr
    """.split()
)

# Elements whose children are read as if they stood there themselves.
OPEN = frozenset(
    """
    hyperlink fldSimple smartTag customXml sdt sdtContent bdo dir ruby rubyBase
    oMathPara oMath acc bar box borderBox d eqArr f func fName groupChr limLow limUpp lim m mr nary phant rad deg sPre sSub
    sSubSup sSup sub sup num den e
    """.split()
)

SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑"}

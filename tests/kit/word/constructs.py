"""Every construct of ECMA-376 that holds words or carries a revision, with what Word makes of it when all is accepted or
rejected. The answers are reasoned from part 1, §17.13.5 (revisions), §17.16 (fields), §17.5 (custom XML, controls),
§22.1 (math), and part 3 (alternatives)."""

from tests.kit.word.making import WHO, gone, ins, mark, moved, p, r

ANA, BEN = WHO.format("ANA"), WHO.format("BEN")
DEL_OBJECT = f"<w:del {ANA}>{{}}</w:del>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def table(*rows: str, properties: str = "") -> str:
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid/>{''.join(rows)}</w:tbl>"


def control(inside: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def sign(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def code(words: str, tag: str = "instrText") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r>'


def formula(inside: str) -> str:
    return f"<m:oMath>{inside}</m:oMath>"


def x(words: str) -> str:
    return f"<m:r><m:t>{words}</m:t></m:r>"


def controlled(name: str, change: str, inside: str) -> str:
    return f"<m:{name}><m:{name}Pr><m:ctrlPr><w:{change} {ANA}/></m:ctrlPr></m:{name}Pr>{inside}</m:{name}>"


def box(inside: str, around: str = "{}") -> str:
    """A text box as Word writes it twice: DrawingML and VML."""
    held = f"<w:txbxContent>{inside}</w:txbxContent>"
    return around.format(
        '<w:r><mc:AlternateContent xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{held}</wps:txbx></wps:wsp></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{held}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


INS_ROW, DEL_ROW = f"<w:ins {ANA}/>", f"<w:del {ANA}/>"
BOTH_MARKS = f"<w:rPr><w:ins {ANA}/><w:del {BEN}/></w:rPr>"
NEXT = p(r("next"))

# name: body, accepted, rejected
CASES: dict[str, tuple[str, list[str], list[str]]] = {
    # Runs
    "insertion in a deletion": (
        p(r("a ") + f"<w:del {ANA}>{ins(r('b '), 'BEN')}</w:del>" + r("c")),
        ["a c"],
        ["a c"],
    ),
    "three authors in one place": (
        p(ins(r("one ") + gone("two ", "BEN") + r("three "), "ANA") + gone("four ", "UZB") + r("five")),
        ["one three five"],
        ["four five"],
    ),
    "deleted words written as words": (p(f"<w:del {ANA}>{r('gone ')}</w:del>" + r("kept")), ["kept"], ["gone kept"]),
    "deleted words without a deletion": (p(code("gone ", "delText") + r("kept")), ["kept"], ["gone kept"]),
    "deletion inside an arrival": (
        p(f"<w:moveTo {ANA}>{r('here ')}{gone('not ')}</w:moveTo>" + r("stays")),
        ["here stays"],
        ["stays"],
    ),
    "signs": (
        p(ins("<w:r><w:tab/><w:noBreakHyphen/><w:softHyphen/><w:cr/><w:br/><w:t>x</w:t><w:ptab/></w:r>") + r("y")),
        ["\t‑\n\nx\ty"],
        ["y"],
    ),
    "symbols": (
        p(
            '<w:r><w:sym w:font="Symbol" w:char="F061"/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
            + ins('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="Arial" w:char="263A"/></w:r>')
        ),
        ["α✓≥☺"],
        ["α✓"],
    ),
    "hidden words and a frame": (
        p(r("seen ") + r("hidden ", "<w:vanish/>") + gone("off"), '<w:framePr w:w="2000"/>'),
        ["seen hidden "],
        ["seen hidden off"],
    ),
    "empty runs": (p("<w:r/>" + ins("<w:r/>") + ins("") + f"<w:del {ANA}/>" + r("x")), ["x"], ["x"]),
    "links, directions, smart tags": (
        p(
            f'<w:hyperlink w:anchor="a">{r("link ")}{ins(r("new "))}</w:hyperlink><w:bdo w:val="rtl">{gone("old ")}</w:bdo>'
            f'<w:dir w:val="ltr">{r("way ")}</w:dir><w:smartTag w:uri="u" w:element="e">{r("tag")}</w:smartTag>'
        ),
        ["link new way tag"],
        ["link old way tag"],
    ),
    "deleted link": (
        p(DEL_OBJECT.format(f'<w:hyperlink w:anchor="a">{code("link ", "delText")}</w:hyperlink>') + r("x")),
        ["x"],
        ["link x"],
    ),
    "permissions, proofing, bookmarks": (
        p(
            '<w:permStart w:id="1" w:edGrp="everyone"/><w:proofErr w:type="spellStart"/>'
            '<w:bookmarkStart w:id="2" w:name="b"/>'
            + ins(r("x"))
            + '<w:bookmarkEnd w:id="2"/><w:proofErr w:type="spellEnd"/><w:permEnd w:id="1"/>'
            + r("y")
        ),
        ["xy"],
        ["y"],
    ),
    "ruby with a change": (
        p(
            f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('ほう')}</w:rt><w:rubyBase>{r('法')}</w:rubyBase></w:ruby></w:r>"
            + ins(f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('りつ')}</w:rt><w:rubyBase>{r('律')}</w:rubyBase></w:ruby></w:r>")
        ),
        ["法律"],
        ["法"],
    ),
    # Marks
    "mark inserted and deleted": (p(r("One "), BOTH_MARKS) + NEXT, ["One next"], ["One next"]),
    "three marks deleted": (
        p(r("a "), mark("del")) + p(r("b "), mark("del")) + p(r("c "), mark("del")) + NEXT,
        ["a b c next"],
        ["a ", "b ", "c ", "next"],
    ),
    "passage deleted whole": (p(r("a")) + p(gone("b"), mark("del")) + NEXT, ["a", "next"], ["a", "b", "next"]),
    "end of one and beginning of the next deleted": (
        p(r("One") + gone(" and"), mark("del")) + p(gone("two ") + r("three")),
        ["Onethree"],
        ["One and", "two three"],
    ),
    "passages put in at the end": (
        p(r("last"), mark("ins")) + p(ins(r("new one")), mark("ins")) + p(ins(r("new two"))) + "<w:sectPr/>",
        ["last", "new one", "new two"],
        ["last"],
    ),
    "passages deleted at the end": (
        p(r("last"), mark("del")) + p(gone("old one"), mark("del")) + p(gone("old two")) + "<w:sectPr/>",
        ["last"],
        ["last", "old one", "old two"],
    ),
    "deleted mark of the last passage": (p(r("a")) + p(r("b"), mark("del")) + "<w:sectPr/>", ["a", "b"], ["a", "b"]),
    "deleted mark before an inserted passage": (
        p(r("a "), mark("del")) + p(ins(r("b ")), mark("ins")) + NEXT,
        ["a b ", "next"],
        ["a ", "next"],
    ),
    "moved passages that change places": (
        p(moved("moveFrom", "A."), mark("moveFrom")) + p(r("B.")) + p(moved("moveTo", "A."), mark("moveTo")) + p(r("C.")),
        ["B.", "A.", "C."],
        ["A.", "B.", "C."],
    ),
    # Content controls and custom XML
    "control inside a line": (p(control(r("a ") + gone("b ")) + ins(control(r("c "))) + r("d")), ["a c d"], ["a b d"]),
    "control around passages, its mark deleted": (
        control(p(r("a "), mark("del")) + p(r("b "), mark("del"))) + NEXT,
        ["a b next"],
        ["a ", "b ", "next"],
    ),
    "mark deleted before a control": (p(r("a "), mark("del")) + control(p(r("b"))), ["a b"], ["a ", "b"]),
    "deleted control": (
        p(
            f"<w:customXmlDelRangeStart {ANA}/>"
            + control(f'<w:customXmlDelRangeEnd w:id="1"/>{r("kept ")}<w:customXmlDelRangeStart {ANA}/>')
            + '<w:customXmlDelRangeEnd w:id="1"/>'
            + r("x")
        ),
        ["kept x"],
        ["kept x"],
    ),
    "custom XML around passages and in a line": (
        '<w:customXml w:element="e">'
        + p('<w:customXml w:element="i">' + ins(r("a ")) + "</w:customXml>" + r("b"))
        + "</w:customXml>",
        ["a b"],
        ["b"],
    ),
    "rows and cells in controls": (
        table(
            control(row(cell(p(r("a"))), control(cell(p(r("b") + gone("c")))))),
            control(row(cell(p(r("d"))), properties=DEL_ROW)),
            f'<w:customXml w:element="e">{row(cell(p(r("e"))), properties=INS_ROW)}</w:customXml>',
        ),
        ["a", "b", "e"],
        ["a", "bc", "d"],
    ),
    "borders between rows": (
        table(
            row(cell(p(r("a")))),
            '<w:bookmarkStart w:id="4" w:name="x"/>',
            f'<w:moveFromRangeStart {ANA} w:name="m"/>',
            row(cell(p(f"<w:moveFrom {ANA}>{r('b')}</w:moveFrom>")), properties=DEL_ROW),
            '<w:moveFromRangeEnd w:id="1"/>',
            '<w:bookmarkEnd w:id="4"/>',
        )
        + NEXT,
        ["a", "next"],
        ["a", "b", "next"],
    ),
    # Tables
    "row inserted and deleted": (
        table(row(cell(p(r("a")))), row(cell(p(r("b"))), properties=INS_ROW + f"<w:del {BEN}/>")),
        ["a"],
        ["a"],
    ),
    "table deleted, passages around it join": (
        p(r("a "), mark("del")) + table(row(cell(p(gone("b"))), properties=DEL_ROW)) + NEXT,
        ["a next"],
        ["a ", "b", "next"],
    ),
    "table inserted, passages around it were one": (
        p(r("a "), mark("ins")) + table(row(cell(p(ins(r("b")))), properties=INS_ROW)) + NEXT,
        ["a ", "b", "next"],
        ["a next"],
    ),
    "deleted passage before a table": (
        p(r("a")) + p(gone("b"), mark("del")) + table(row(cell(p(r("c"))))) + NEXT,
        ["a", "c", "next"],
        ["a", "b", "c", "next"],
    ),
    "mark deleted at the end of a cell": (
        table(row(cell(p(r("a "), mark("del")) + p(r("b"), mark("del"))), cell(p(r("c"))))),
        ["a b", "c"],
        ["a ", "b", "c"],
    ),
    "passages deleted at the end of a cell": (
        table(row(cell(p(r("a"), mark("del")) + p(gone("b"), mark("del")) + p("")), cell(p(r("c"))))),
        ["a", "c"],
        ["a", "b", "c"],
    ),
    "nested tables": (
        table(
            row(
                cell(
                    p(r("a "), mark("del"))
                    + table(row(cell(p(r("b"))), properties=DEL_ROW), row(cell(p(r("c"))), properties=DEL_ROW))
                    + p(r("d"))
                ),
            ),
            row(cell(p(r("e")) + table(row(cell(p(r("f"))))) + p(r("g"))), properties=DEL_ROW),
        ),
        ["a d"],
        ["a ", "b", "c", "d", "e", "f", "g"],
    ),
    "row of a nested table": (
        table(row(cell(table(row(cell(p(r("a"))), properties=INS_ROW), row(cell(p(r("b"))))) + p(r("c"))))),
        ["a", "b", "c"],
        ["b", "c"],
    ),
    "cells put in, taken out, merged": (
        table(
            row(
                cell(p(r("a")), f"<w:cellIns {ANA}/>"),
                cell(p(r("b")), f"<w:cellDel {ANA}/>"),
                cell(p(r("c")), f'<w:vMerge w:val="restart"/><w:cellMerge {ANA} w:vMerge="rest"/>'),
            ),
            row(cell(p(r("d"))), cell(p(r("e"))), cell(p(""), f'<w:cellMerge {ANA} w:vMerge="cont"/>')),
        ),
        ["a", "c", "d", "e"],
        ["b", "c", "d", "e"],
    ),
    # Fields
    "simple field": (
        p(f'<w:fldSimple w:instr="DATE">{r("today ")}{ins(r("or tomorrow"))}</w:fldSimple>'),
        ["today or tomorrow"],
        ["today "],
    ),
    "deleted field": (
        p(
            DEL_OBJECT.format(sign("begin"))
            + DEL_OBJECT.format(code(" PAGE ", "delInstrText"))
            + DEL_OBJECT.format(sign("separate"))
            + gone("7 ")
            + DEL_OBJECT.format(sign("end"))
            + r("end")
        ),
        ["end"],
        ["7 end"],
    ),
    "field with a changed instruction": (
        p(
            sign("begin")
            + DEL_OBJECT.format(code("PAGE ", "delInstrText"))
            + ins(code("NUMPAGES "))
            + sign("separate")
            + gone("1")
            + ins(r("9"))
            + sign("end")
        ),
        ["9"],
        ["1"],
    ),
    "field in the instruction of a field": (
        p(
            sign("begin")
            + code(" IF ")
            + (sign("begin") + code(" PAGE ") + sign("separate") + r("1") + sign("end"))
            + code(' = 1 "first" "other" ')
            + sign("separate")
            + r("first")
            + sign("end")
            + r(" page")
        ),
        ["first page"],
        ["first page"],
    ),
    "field over two passages": (
        p(sign("begin") + code(" TOC ") + sign("separate") + r("One") + ins(r(" 1")))
        + p(gone("Two") + r("Three") + sign("end")),
        ["One 1", "Three"],
        ["One", "TwoThree"],
    ),
    "field without an end": (p(sign("begin") + code(" PAGE ") + r("a")) + NEXT, ["a", "next"], ["a", "next"]),
    # Math
    "math in a changed line": (
        p(ins(formula(x("a") + x("+b"))) + r(" and ") + DEL_OBJECT.format(formula(x("c")))),
        ["a+b and "],
        [" and c"],
    ),
    "math runs changed inside": (
        p(formula(f"<m:r><w:ins {ANA}><m:t>2</m:t></w:ins></m:r><w:del {ANA}>{x('3')}</w:del>" + x("π"))),
        ["2π"],
        ["3π"],
    ),
    "fraction put in": (
        p(formula(x("y=") + controlled("f", "ins", f"<m:num>{x('1')}</m:num><m:den>{x('2')}</m:den>"))),
        ["y=12"],
        ["y="],
    ),
    "root and brackets deleted": (
        p(
            formula(
                controlled("rad", "del", f"<m:deg/><m:e>{x('2')}</m:e>")
                + controlled("d", "del", f"<m:e>{x('a')}</m:e>")
                + controlled("sSup", "del", f"<m:e>{x('b')}</m:e><m:sup>{x('3')}</m:sup>")
                + x("z")
            )
        ),
        ["z"],
        ["2ab3z"],
    ),
    "math on a line of its own": (
        p(f"<m:oMathPara><m:oMathParaPr/>{formula(x('a') + ins(x('b')))}</m:oMathPara>"),
        ["ab"],
        ["a"],
    ),
    # Boxes and alternatives
    "text box": (p(r("a") + box(p(r("b") + ins(r("c"))))) + NEXT, ["a", "bc", "next"], ["a", "b", "next"]),
    "deleted text box": (p(r("a") + box(p(r("b")), DEL_OBJECT)) + NEXT, ["a", "next"], ["a", "b", "next"]),
    "text box in a deleted row": (
        table(row(cell(p(r("a") + box(p(r("b"))))), properties=DEL_ROW)) + NEXT,
        ["next"],
        ["a", "b", "next"],
    ),
    "table in a text box": (
        p(r("a") + box(table(row(cell(p(r("b"))), properties=INS_ROW), row(cell(p(r("c"))))) + p(""))),
        ["a", "b", "c"],
        ["a", "c"],
    ),
    "text box of the last passage with a deleted mark": (
        p(r("a") + box(p(r("b"))), mark("del")),
        ["a", "b"],
        ["a", "b"],
    ),
    "alternative of runs": (
        p(
            '<mc:AlternateContent xmlns:z="urn:z"><mc:Choice Requires="z">'
            + r("odd ")
            + f"</mc:Choice><mc:Fallback>{r('plain ')}{ins(r('new '))}</mc:Fallback></mc:AlternateContent>"
            + r("x")
        ),
        ["plain new x"],
        ["plain x"],
    ),
    "changes of two who wrote at once": (
        p(f"<w14:conflictIns {ANA}>{r('a')}</w14:conflictIns><w14:conflictDel {ANA}>{r('b')}</w14:conflictDel>" + r("c")),
        ["ac"],
        ["bc"],
    ),
}

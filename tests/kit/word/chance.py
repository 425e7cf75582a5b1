"""Word files by chance: passages, marks, rows, links, controls, notes, with changes of three authors stacked on them."""

from random import Random

from tests.kit.word.making import WHO, mark, p, r, word_file

AUTHORS = ("JPN", "KAZ", "UZB")
WORDS = ("states", "water", "shall", "веди", "энергия", "地域", "協力", "fair", "trade,", "and")
ENDING = p(r("The end."))


class Chance:
    """One file of a seed. ``stacked``: with changes on changes, around tables, in links, on which readers differ."""

    def __init__(self, seed: int, *, stacked: bool = False) -> None:
        self._random, self._count, self._stacked = Random(seed), 0, stacked  # noqa: S311

    def file(self) -> bytes:
        blocks = [self._block(depth=0) for _ in range(self._random.randint(3, 7))]
        return word_file("".join(blocks) + ENDING + "<w:sectPr/>")

    def _block(self, depth: int) -> str:
        chance = self._random.random()
        if depth < 1 + self._stacked and chance < 0.2:
            return self._table(depth)
        if self._stacked and chance < 0.3:
            held = "".join(self._passage() for _ in range(self._random.randint(1, 2)))
            return f"<w:sdt><w:sdtPr/><w:sdtContent>{held}</w:sdtContent></w:sdt>"
        return self._passage()

    def _table(self, depth: int) -> str:
        rows, width = [], self._random.randint(1, 3)
        whole = self._random.choice(("ins", "del", "", "", ""))
        for _ in range(self._random.randint(1, 3)):
            kind = whole or self._random.choice(("ins", "del", "", "", ""))
            change = f"<w:{kind} {self._who()}/>" if kind else ""
            cells = [f"<w:tc><w:tcPr/>{self._cell(depth, kind)}</w:tc>" for _ in range(width)]
            rows.append(f"<w:tr><w:trPr>{change}</w:trPr>{''.join(cells)}</w:tr>")
        grid = '<w:gridCol w:w="2000"/>' * width
        before = "" if self._stacked else p(r(self._said()))
        return f"{before}<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{p(r(self._said()))}"

    def _cell(self, depth: int, kind: str) -> str:
        """In a row that comes or goes the words do the same, as Word writes it."""
        if kind:
            return p(self._changed(kind, self._said()))
        held = "".join(self._passage() for _ in range(self._random.randint(0, 1)))
        if self._stacked and depth == 0 and self._random.random() < 0.2:
            held += self._table(depth + 1)
        return held + p(self._inside())

    def _passage(self) -> str:
        kind = self._random.choice(("ins", "del", "", "", "", ""))
        return p(self._inside(), mark(kind, self._random.choice(AUTHORS)) if kind else "")

    def _inside(self) -> str:
        return "".join(self._piece() for _ in range(self._random.randint(1, 4)))

    def _piece(self) -> str:
        chance = self._random.random()
        if chance < 0.45:
            return r(self._said(), self._random.choice(("", "<w:b/>", self._formatted())))
        if chance < 0.62:
            return self._changed("ins", self._said())
        if chance < 0.8:
            return self._changed("del", self._said())
        if self._stacked and chance < 0.88:
            inner = self._changed("del", self._said())
            return f"<w:ins {self._who()}>{r(self._said())}{inner}{r(self._said())}</w:ins>"
        if self._stacked:
            name = self._random.choice(("smartTag", "sdt", "hyperlink", "moveTo", "moveFrom"))
            inner = self._changed(self._random.choice(("ins", "del")), self._said()) + r(self._said())
            if name == "sdt":
                return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
            if name.startswith("move"):
                return f"<w:{name} {self._who()}>{r(self._said())}</w:{name}>"
            told = {"smartTag": 'w:uri="u" w:element="e"', "hyperlink": 'w:anchor="x"'}[name]
            return f"<w:{name} {told}>{inner}</w:{name}>"
        return f'<w:hyperlink w:anchor="x">{r(self._said())}</w:hyperlink>'

    def _changed(self, kind: str, words: str) -> str:
        tag = "delText" if kind == "del" else "t"
        return f'<w:{kind} {self._who()}><w:r><w:{tag} xml:space="preserve">{words}</w:{tag}></w:r></w:{kind}>'

    def _formatted(self) -> str:
        return f"<w:i/><w:rPrChange {self._who()}><w:rPr/></w:rPrChange>"

    def _said(self) -> str:
        """Words that no other piece has."""
        self._count += 1
        return f"{self._random.choice(WORDS)}{self._count} "

    def _who(self) -> str:
        return WHO.format(self._random.choice(AUTHORS)).replace('"1"', f'"{self._count + 100}"', 1)

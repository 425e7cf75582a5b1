"""Adopted texts as papers: PDF/A, Word, HTML, Akoma Ntoso and plain text from the same values, and signatures under a PDF.

A paper is a value: the same paper gives the same bytes. It knows of no bracket, no position and no draft; ``amending``
alone does, which those of a negotiation get and the public never.
"""

from nemawashi.kit.papers.values import (
    Adoption,
    AttachedStatement,
    Correction,
    Footnote,
    Origin,
    Paper,
    PaperClause,
    Version,
)

__all__ = ["Adoption", "PaperClause", "Correction", "Footnote", "Origin", "Paper", "AttachedStatement", "Version"]

"""Adopted texts as papers: PDF/A, Word, HTML, Akoma Ntoso and plain text from the same values, and signatures under a PDF.

A paper is a value: the same paper gives the same bytes. It knows of no bracket, no position and no draft; ``amending``
alone does, which those of a negotiation get and the public never.
"""

from nemawashi.kit.papers.values import (
    AttachedStatement,
    Correction,
    Footnote,
    Origin,
    Paper,
    PaperAdoption,
    PaperClause,
    PaperVersion,
)

__all__ = ["PaperAdoption", "PaperClause", "Correction", "Footnote", "Origin", "Paper", "AttachedStatement", "PaperVersion"]

"""An encoder for tests: words that mean the same are one number of the vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np

MEANING = {
    "pupils": "students",
    "exchange": "visit",
    "fund": "finance",
    "bursaries": "scholarships",
    "yearly": "annual",
    "youngsters": "youth",
}


class Meaning:
    """Counts what it was asked, so that a test can say what was encoded."""

    languages = frozenset({"en"})

    def __init__(self, name: str = "meaning", width: int = 256) -> None:
        self.name, self.width = name, width
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        vectors = np.full((len(texts), self.width), 1e-3, np.float32)
        for nth, text in enumerate(texts):
            for word in text.lower().replace(",", " ").replace(".", " ").split():
                vectors[nth, crc32(MEANING.get(word, word).encode()) % self.width] += 1
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)

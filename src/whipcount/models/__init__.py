"""Trained weights that ship in the package, opened only when their SHA-256 is the pinned one.

Each model is an ONNX file with its card (``<name>.md``) beside it. ONNX files hold no code; a file whose hash differs
from the pin is refused, so that every result can be traced to known weights.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from whipcount.errors import ModelError

if TYPE_CHECKING:
    from typing import TypeAlias

    import onnxruntime
    from tokenizers import Tokenizer

    Session: TypeAlias = onnxruntime.InferenceSession

_PINS = "pins.json"
_FOLDER = "whipcount.models"


@cache
def pins(folder: str = _FOLDER) -> dict[str, str]:
    """File name → SHA-256 of each shipped file of a package that holds data."""
    loaded: dict[str, str] = json.loads((files(folder) / _PINS).read_text(encoding="utf-8"))
    return loaded


def model_bytes(name: str, *, folder: str = _FOLDER) -> bytes:
    """Bytes of a shipped model file, or of another package's data file, after checking its hash.

    Raises:
        ModelError: The file is missing, not pinned, or its content is not what was pinned.
    """
    pinned = pins(folder).get(name)
    path = files(folder) / name
    if pinned is None or not path.is_file():
        raise ModelError(f"The model file {name!r} is missing. Reinstall whipcount.")
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != pinned:
        raise ModelError(
            f"The model file {name!r} was altered: its SHA-256 is {found[:16]}…, {pinned[:16]}… was pinned. "
            "Reinstall whipcount."
        )
    return data


def model_version(name: str) -> str:
    """Name and first hash digits of a model file: enough to tell two releases apart in a record."""
    pinned = pins().get(name)
    if pinned is None:
        raise ModelError(f"The model file {name!r} is not pinned. Reinstall whipcount.")
    return f"{name.removesuffix('.onnx')}@{pinned[:12]}"


def sums_exactly() -> bool:
    """Whether the processor is known to add products of 8-bit integers without a limit at 16 bits.

    Older ones do not; there ONNX Runtime is told to take its slower, exact way, so that all come to the same sums.
    """
    import numpy as np

    extensions = np.show_config(mode="dicts").get("SIMD Extensions", {})  # what is empty is left out of it
    return "AVX512_ICL" in extensions.get("found", ())


def load_session(name: str, *, threads: int = 1) -> Session:
    """Open a shipped model for inference on the CPU.

    Args:
        name: File name, such as ``attribution.onnx``.
        threads: Threads that one call may use.
    Raises:
        ModelError: See ``model_bytes``.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    if not sums_exactly():
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(
            model_bytes(name), options, providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # the fused operator takes three times as long
        )  # fmt: skip
    except ModelError:
        raise
    except Exception as error:  # onnxruntime raises its own untyped errors
        raise ModelError(f"The model file {name!r} cannot be opened: {error}. Reinstall whipcount.") from error


@cache
def load_tokenizer() -> Tokenizer:
    """The word-piece tokenizer that all shipped models share: no truncation, no padding, no special tokens added."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(model_bytes("tokenizer.json").decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer

"""The shipped network, run by ONNX Runtime."""

from __future__ import annotations

import json

import numpy as np

from whipcount.attribute import MODEL_FILES
from whipcount.attribute.field import Field, Floats
from whipcount.attribute.reader import Array
from whipcount.models import load_session, model_bytes


class OnnxEngine:
    """Runs the encoder and the decoder; transition scores come with the decoder's file."""

    def __init__(self, *, threads: int = 1, calibrated: bool = True) -> None:
        self._encoder = load_session(MODEL_FILES[0], threads=threads)
        self._decoder = load_session(MODEL_FILES[1], threads=threads)
        facts = self._decoder.get_modelmeta().custom_metadata_map
        self.cue_field, self.role_field = (_field(facts[name]) for name in ("cue_field", "role_field"))
        self.calibration: dict[str, float] = json.loads(model_bytes(MODEL_FILES[2])) if calibrated else {}

    def read(self, ids: Array, features: Array) -> tuple[Floats, ...]:
        """See ``reader.Engine``."""
        given = self._encoder.run(None, {"ids": ids[None], "features": features[None]})
        return tuple(np.asarray(part, np.float32)[0] for part in given)

    def decode(self, states: Floats, places: Array, marks: Array) -> tuple[Floats, float]:
        """See ``reader.Engine``."""
        given = {"states": states[None], "places": places[None], "marks": marks[None]}
        roles, judge = self._decoder.run(None, given)
        return np.asarray(roles, np.float32)[0], float(np.asarray(judge)[0])


def _field(text: str) -> Field:
    values = json.loads(text)
    return Field(np.asarray(values["steps"], np.float32), np.asarray(values["first"], np.float32))

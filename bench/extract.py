"""Words per CPU second of ``extract`` on the development articles, on one core, with start-up time and peak memory.

    python bench/extract.py [ARTICLES.jsonl]

The default is ``../shared/data/attribution/polnear_dev.jsonl``. Every stage is timed on its own, in CPU time of this
process, so that other work on the machine does not count.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from whipcount.attribute import Reader
from whipcount.config import Settings
from whipcount.ingest import read
from whipcount.model import Document
from whipcount.pipeline import BATCH_DOCUMENTS, STAGES, Draft, Tools
from whipcount.register import shipped_register

DEFAULT = Path(__file__).parents[2] / "shared/data/attribution/polnear_dev.jsonl"


def cpu_seconds(action: Callable[[], object]) -> float:
    before = time.process_time()
    action()
    return time.process_time() - before


def startup_seconds(*arguments: str) -> float:
    """CPU seconds of a fresh ``whipcount`` process, the smallest of five."""
    found: list[float] = []
    for _ in range(5):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "whipcount", *arguments], stdout=subprocess.DEVNULL, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(found)


def stage_seconds(documents: Sequence[Document], reader: Reader) -> dict[str, float]:
    """CPU seconds of each stage over all documents, batched as the pipeline batches them."""
    tools = Tools(reader, shipped_register())
    spent: dict[str, float] = {}
    for first in range(0, len(documents), BATCH_DOCUMENTS):
        drafts = [Draft(document) for document in documents[first : first + BATCH_DOCUMENTS]]
        for stage, step in STAGES:
            before = time.process_time()
            drafts = step(drafts, tools)
            spent[stage] = spent.get(stage, 0.0) + time.process_time() - before
    return spent


class Timed:
    """An engine that adds up the CPU seconds spent inside the network."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.spent = {"read": 0.0, "decode": 0.0}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if name not in self.spent:
            return found

        def timed(*given: Any) -> Any:
            before = time.process_time()
            try:
                return found(*given)
            finally:
                self.spent[name] += time.process_time() - before

        return timed


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT
    settings = Settings(threads=1)
    documents = [item for item in read([path], settings) if isinstance(item, Document)]
    words = sum(len(document.text.split()) for document in documents)
    shipped = Reader(threads=settings.threads)
    opening = cpu_seconds(lambda: shipped.read(documents[:1]))
    timed = Timed(shipped.engine)
    reader = Reader(engine=timed)
    spent = stage_seconds(documents, reader)
    total = sum(spent.values())
    figures = {
        "articles": len(documents),
        "words": words,
        "words_per_cpu_second": round(words / total),
        "cpu_seconds_by_stage": {stage: round(seconds, 2) for stage, seconds in spent.items()},
        "words_per_cpu_second_of_the_bare_encoder": round(words / timed.spent["read"]),
        "cpu_seconds_in_encoder_and_decoder": {name: round(seconds, 2) for name, seconds in timed.spent.items()},
        "cpu_seconds_to_open_the_model_and_read_one_article": round(opening, 2),
        "cpu_seconds_of_help": round(startup_seconds("--help"), 3),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "model": reader.name,
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()

"""Measure how long the pages over positions take at the server, and how large they are.

    python bench/board_latency.py STORE [--rounds N]

For the first question's board, the board on days through the debate, a proposition's page and an actor's: bytes, and
the 50th and 95th percentile of CPU seconds (which other work on the machine does not change) and of wall-clock
seconds. The first answer after a change of the store, which reads every statement that counts, has a line of its own.
One JSON line for each.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from starlette.testclient import TestClient

from whipcount.config import Settings
from whipcount.store import open_store
from whipcount.web import create_app
from whipcount.web.query import address


def addresses(path: Path, rounds: int) -> dict[str, list[str]]:
    """Addresses of each kind of page, as many as there are rounds; the first board is asked for once before."""
    with open_store(path, create=False) as store:
        codebook = store.codebook()
        if codebook is None:
            raise SystemExit(f"{path} has no codebook, so it has no board.")
        question = codebook.questions[0].id
        one = next(p.id for p in codebook.propositions if p.question == question)
        days = sorted(s.day for s in store.sided_statements(one) if s.day)
        actors = [row.key for row in store.actors(limit=rounds).items]
    span = (days[-1] - days[0]).days
    until = [days[0] + timedelta(days=round(span * (n + 1) / (rounds + 1))) for n in range(rounds)]
    return {
        "board, first": [f"/q/{question}"],
        "board": [f"/q/{question}"] * rounds,
        "board on another day": [address(f"/q/{question}", until=day.isoformat()) for day in until],
        "proposition": [address(f"/p/{one}", page=n + 1) for n in range(rounds)],
        "actor": [f"/actors/{key}" for key in actors],
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share is not above."""
    if len(values) == 1:
        return round(values[0], 3)
    return round(statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1], 3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    arguments = parser.parse_args()
    asked = addresses(arguments.store, arguments.rounds)
    app = create_app(arguments.store, Settings())
    with TestClient(app, base_url="http://127.0.0.1:8001") as client:
        for name, pages in asked.items():
            cpu: list[float] = []
            wall: list[float] = []
            sizes: list[int] = []
            for at in pages:
                before = time.process_time(), time.perf_counter()
                answer = client.get(at)
                cpu.append(time.process_time() - before[0])
                wall.append(time.perf_counter() - before[1])
                if answer.status_code != 200:
                    raise SystemExit(f"{at} answered {answer.status_code}")
                sizes.append(len(answer.content))
            figures = {f"{kind}_{share}": percentile(values, share / 100)
                       for kind, values in (("cpu", cpu), ("wall", wall)) for share in (50, 95)}  # fmt: skip
            print(json.dumps({"page": name, "answers": len(pages), "largest_bytes": max(sizes)} | figures), flush=True)


if __name__ == "__main__":
    main()

"""Measure how long every kind of page takes at the server, and how large it is.

    python bench/page_latency.py STORE [--rounds N] [--only PAGE] [--times cold,after,warm]

Three times are taken of each kind of page: "cold" is the first answer of a server that just started, "after" the first
one after a write (a statement is accepted, or its acceptance undone), "warm" any later one. Cold is measured in a
process of its own each time, a quarter as often as the others. Counted are CPU seconds, which other work on the machine
does not change: the 50th and the 95th percentile, and the largest page in bytes. It writes to the store, so give it a
copy; ``bench/big_store.py`` makes one of the size that the figures in the documentation are for. One JSON line for
each.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from starlette.testclient import TestClient

from whipcount.config import Settings
from whipcount.store import StatementFilter, Store, open_store
from whipcount.web import create_app
from whipcount.web.query import address
from whipcount.web.server import collect_seldom

TIMES = ("cold", "after", "warm")
OURS = {"sec-fetch-site": "same-origin"}


def addresses(store: Store, rounds: int) -> dict[str, list[str]]:
    """Addresses of each kind of page, as many as there are rounds."""
    codebook = store.codebook()
    if codebook is None:
        raise SystemExit(f"{store.path} has no codebook, so it has no board.")
    question = codebook.questions[0].id
    one = next(p.id for p in codebook.propositions if p.question == question)
    rows = store.statements(StatementFilter(proposition=one, order="text"), limit=rounds, offset=500).items
    days = sorted(row.day for row in store.statements(StatementFilter(order="day"), limit=1).items if row.day)
    days += [row.day for row in store.statements(StatementFilter(order="-day"), limit=1).items if row.day]
    span = (days[-1] - days[0]).days
    until = [(days[0] + timedelta(days=round(span * (n + 1) / (rounds + 1)))).isoformat() for n in range(rounds)]
    actors = [row.key for row in store.actors(limit=rounds).items]
    parties = sorted({row.statement.speaker.party for row in rows if row.statement.speaker.party})
    blocs = [parties[n % len(parties)] for n in range(rounds)] if parties else []
    pages = range(1, rounds + 1)
    return {
        "board": [f"/q/{question}"] * rounds,
        "board on another day": [address(f"/q/{question}", until=day) for day in until],
        "board of an outlet": [address(f"/q/{question}", outlet=row.outlet) for row in rows],
        "board of an outlet on a day": [
            address(f"/q/{question}", outlet=row.outlet, until=day) for row, day in zip(rows, until, strict=True)
        ],
        "board of a bloc": [address(f"/q/{question}", bloc=bloc) for bloc in blocs],
        "board of a form": [address(f"/q/{question}", form="indirect")] * rounds,
        "board of what is reviewed": [address(f"/q/{question}", reviewed="yes")] * rounds,
        "board of what is not": [address(f"/q/{question}", reviewed="no")] * rounds,
        "board since a day": [address(f"/q/{question}", since=day) for day in until],
        "proposition": [address(f"/p/{one}", page=n) for n in pages],
        "proposition on another day": [address(f"/p/{one}", until=day) for day in until],
        "statements": [address("/statements", page=n) for n in pages],
        "statements of a proposition": [address("/statements", proposition=one, page=n) for n in pages],
        "statements counted for an actor": [
            address("/statements", proposition=one, actor=key, counted="yes") for key in actors
        ],
        "statements counted on a side": [
            address("/statements", proposition=one, position="for", page=n) for n in pages
        ],
        "statements of a rare facet": [
            address("/statements", outlet=row.outlet, reviewed="yes", stance="oppose") for row in rows
        ],
        "search": [address("/statements", text=f"plan {n}") for n in pages],
        "search, in all": [address("/statements", text="city", page=n) for n in pages],
        "one statement": [f"/statements/{row.statement.id}" for row in rows],
        "reader": [f"/documents/{row.document_id}" for row in rows],
        "documents": [address("/documents", page=n) for n in pages],
        "actors": [address("/actors", page=n) for n in pages],
        "actor": [f"/actors/{key}" for key in actors],
        "network": ["/network"] * rounds,
        "network, window": [address("/network", to=day) for day in until],
        "network, two modes": [address("/network", mode="two", page=n) for n in pages],
        "review": ["/review"] * rounds,
        "review of a proposition": [address("/review", proposition=one)] * rounds,
        "history": ["/history"] * rounds,
        "status": ["/status"] * rounds,
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value that so large a share is not above."""
    if len(values) == 1:
        return round(values[0], 3)
    return round(statistics.quantiles(values, n=100, method="inclusive")[round(share * 100) - 1], 3)


def one_page(path: Path, pages: Sequence[str], times: Sequence[str]) -> dict[str, list[float]]:
    """CPU seconds of the first answer, of later ones, and of the first after each of some writes; and bytes."""
    with open_store(path, create=False) as store:
        every = store.statements(StatementFilter(order="text", reviewed=False), limit=len(pages), offset=1_000).items
    collect_seldom()  # as the server does
    app = create_app(path, Settings())
    found: dict[str, list[float]] = {"bytes": [], **{name: [] for name in times}}
    with TestClient(app, base_url="http://127.0.0.1:8001") as client:

        def ask(at: str, kind: str) -> None:
            before = time.process_time()
            answer = client.get(at)
            spent = time.process_time() - before
            if answer.status_code != 200:
                raise SystemExit(f"{at} answered {answer.status_code}")
            if kind in found:
                found[kind].append(spent)
            found["bytes"].append(len(answer.content))

        def decide(statement: str, verdict: str) -> None:
            address_of = f"/statements/{statement}/review"
            answer = client.post(address_of, data={"verdict": verdict}, headers=OURS, follow_redirects=False)
            if answer.status_code != 303:
                raise SystemExit(f"{address_of} answered {answer.status_code}")

        ask(pages[0], "cold")
        if "warm" in times or "after" in times:
            ask(pages[0], "second")
        for at in pages if "warm" in times else ():
            ask(at, "warm")
        for at, row in zip(pages, every, strict=False) if "after" in times else ():
            for verdict in ("accept", "undo"):
                decide(row.statement.id, verdict)
                ask(at, "after")
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--only", action="append", help="a kind of page; more than once for several")
    parser.add_argument("--times", default=",".join(TIMES))
    parser.add_argument("--pages", help=argparse.SUPPRESS)
    options = parser.parse_args()
    times = options.times.split(",")
    if options.pages:
        print(json.dumps(one_page(options.store, json.loads(options.pages), times)))
        return
    with open_store(options.store, create=False) as store:
        asked = addresses(store, options.rounds)
    for name, pages in asked.items():
        if options.only and name not in options.only:
            continue
        found: dict[str, list[float]] = {}
        starts = max(1, options.rounds // 4) if "cold" in times else 1
        for number in range(starts):
            wanted = times if number == 0 else ["cold"]
            command = [sys.executable, __file__, str(options.store), "--times", ",".join(wanted), "--pages",
                       json.dumps([*pages[number:], *pages[:number]])]  # fmt: skip
            done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            for kind, values in json.loads(done.stdout).items():
                found.setdefault(kind, []).extend(values)
        figures = {
            f"{kind}_{share}": percentile(found[kind], share / 100)
            for kind in times
            for share in (50, 95)
            if found[kind]
        }
        print(json.dumps({"page": name, "largest_bytes": max(found["bytes"])} | figures), flush=True)


if __name__ == "__main__":
    main()

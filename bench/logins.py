"""How long a refused login takes, by why it is refused: no account may be told from none (check B32)."""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from whipcount.accounts import Accounts, open_accounts
from whipcount.accounts.limits import Limit

SECRET = "Seven grey herons, waiting"
CASES = {"wrong password": "ines", "no such account": "nobody", "disabled account": "otto"}


def measured(accounts: Accounts, rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each refused login, the cases in turn so that the machine's load falls on all alike."""
    times: dict[str, list[float]] = {case: [] for case in CASES}
    for _ in range(rounds):
        for case, name in CASES.items():
            began = perf_counter()
            accounts.sign_in(name, "wrong wrong wrong", "", address="192.0.2.1")
            times[case].append((perf_counter() - began) * 1000)
    return times


def main(rounds: int = 100) -> None:
    """Measure, and print the medians with their distance from the first."""
    with TemporaryDirectory() as folder:
        accounts = open_accounts(Path(folder) / "accounts.db", create=True)
        for name in ("ines", "otto"):
            accounts.add(name, SECRET)
        accounts.set_disabled("otto", disabled=True)
        accounts._bad = accounts._bad_from = Limit(10**9, accounts.clock)
        measured(accounts, 3)
        times = measured(accounts, rounds)
    first = statistics.median(times["wrong password"])
    for case, found in times.items():
        middle = statistics.median(found)
        print(f"{case:18} median {middle:7.1f} ms, {100 * (middle / first - 1):+5.1f} %, of {len(found)}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)

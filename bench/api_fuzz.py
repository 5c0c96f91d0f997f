"""Call the API of a team's server in every way that its description allows, and in many that it does not, as each role.

Check B33. `python bench/api_fuzz.py FOLDER --max-examples 200` serves the example debate from FOLDER and runs
schemathesis against it, for each role once with what the description allows and once with ids that exist. What it
writes is the result of each run: 0 where nothing was found.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.pages import started
from support.team import ROLES, originals
from whipcount.accounts import open_accounts
from whipcount.config import Settings
from whipcount.store import open_store

ROLE_OF = {"reader": "rita", "coder": "carl", "editor": "edna", "admin": "adam"}
CONFIGURATION = Path(__file__).with_name("schemathesis.toml")


def served(folder: Path) -> tuple[str, str]:
    """The server's address and a fresh account file, in a thread that ends with the process."""
    settings = Settings(team=True, accounts=str(folder / "accounts.db"), requests_per_minute=10_000_000)
    stores = {name: folder / f"{name}.db" for name in ("lanes", "bridge")}
    return started(stores, settings).rstrip("/"), settings.accounts


def configured(folder: Path, *, real: bool) -> Path:
    """The configuration; with ``real`` ids, requests get past "there is no such thing"."""
    path = folder / f"schemathesis-{'real' if real else 'made-up'}.toml"
    text = CONFIGURATION.read_text(encoding="utf-8")
    if real:
        with open_store(folder / "lanes.db") as store:
            row = store.statements(limit=1).items[0]
            codebook = store.codebook()
        assert codebook is not None
        ids = {
            "path.statement": row.statement.id, "path.document": row.document_id, "path.key": row.actor_key,
            "query.proposition": codebook.propositions[0].id,
        }  # fmt: skip
        text = "[parameters]\n" + "".join(f'"{name}" = "{id_}"\n' for name, id_ in ids.items()) + text
    path.write_text(text, encoding="utf-8")
    return path


def call(url: str, token: str, given: argparse.Namespace, *, real: bool) -> tuple[int, str]:
    """Exit code and output of one run of schemathesis."""
    command = [
        Path(sys.executable).with_name("schemathesis"), "--config-file", configured(given.folder, real=real),
        "run", f"{url}/p/lanes/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}",
        "--phases", given.phases, "--max-examples", given.max_examples, "--seed", given.seed,
        "--generation-database", "none", "--no-color", "--request-timeout", "20",
    ]  # fmt: skip
    done = subprocess.run(
        list(map(str, command)),
        capture_output=True,
        text=True,
        check=False,
        cwd=given.folder,
        env=os.environ
        | {"SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(CONFIGURATION.parent)}
        | ({"FUZZ_REAL_IDS": "yes"} if real else {}),
    )
    return done.returncode, done.stdout + done.stderr


def main(arguments: Sequence[str] | None = None) -> int:
    """Run as each role; the number of roles for which something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--max-examples", type=int, default=200)
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    parser.add_argument("--roles", default=",".join(ROLE_OF))
    parser.add_argument("--ids", default="made-up,real")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(arguments)
    originals(given.folder)
    url, accounts = served(given.folder)
    failed = 0
    for real, role in product([word == "real" for word in given.ids.split(",")], given.roles.split(",")):
        began, name = monotonic(), ROLE_OF[role]
        token, _ = open_accounts(accounts).make_token(name, "lanes", ROLES[name]["lanes"], label="fuzz", days=1)
        code, output = call(url, token, given, real=real)
        report = given.folder / f"{role}-{'real' if real else 'made-up'}.txt"
        report.write_text(output, encoding="utf-8")
        cases = next((line.strip() for line in output.splitlines() if " generated, " in line), "no cases")
        print(
            f"{role}, {'real' if real else 'made-up'} ids: {code}; {cases}; {monotonic() - began:.0f} s; {report.name}"
        )
        failed += code != 0
    return failed


if __name__ == "__main__":
    sys.exit(main())

# ruff: noqa: E501  # rows read best on one line
"""Our patterns over the training claims of the debate corpora: the same verbs under hundreds of other subjects.

    python training/stance_claims.py ../shared/data work/stance/rows3.jsonl.gz

A claim that says what should be done becomes a topic like those of ``stance_topics.txt``: "X should be banned" gives
"have X banned", "We should legalise Y" gives "legalise Y"; its perspectives are the reasons for and against.
"""

from __future__ import annotations

import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from stance_data import Row, clause, from_topics, negated, read, varied, write

ROWS_EACH = 26  # from either set of patterns
LONGEST_REASON = 22  # words
IMPERATIVE = re.compile(
    r"^(Fund|Create|Institute|Prohibit|Legali[sz]e|Limit|Make|Eliminate|Ban|Abolish|Allow|Introduce|Reform|Repeal|End|"
    r"Require|Lower|Raise|Increase|Reduce|Restrict|Remove|Extend|Establish|Impose|Pay|Use|Support|Adopt|Build|Give|Grant|"
    r"Privati[sz]e|Nationali[sz]e|Cut|Tax|Subsidi[sz]e|Promote|Encourage|Expand|Close|Open|Permit|Withdraw|Return)\b"
)


def verb_phrase(claim: str) -> tuple[str, str] | None:
    """Who would act and what they would do, where the claim's form tells.

    >>> verb_phrase("Junk food should be banned")
    ('the government', 'have junk food banned')
    """
    claim = re.sub(r"\s*\([^)]*\)", "", claim).strip().rstrip(".!?")
    if " not " in claim or " never " in claim or len(claim.split()) > 16:
        return None
    if found := re.match(r"^We (?:should|must) (.+)$", claim):
        return "the government", found[1]
    if found := re.match(r"^(.+?) (?:should|must) be (\w+(?:ed|en|t))\b(.*)$", claim):
        return "the government", f"have {clause(found[1])} {found[2]}{found[3]}"
    if found := re.match(r"^((?:The |A |An )?(?:[A-Z][\w.]+ ){0,3}?[\w.]+) (?:should|must) (?!be\b)(.+)$", claim):
        return (clause(found[1]), found[2]) if len(found[1].split()) <= 4 else None
    if IMPERATIVE.match(claim):
        return "the government", claim[0].lower() + claim[1:]
    return None


def claim_topics(data: Path) -> list[dict[str, list[str]]]:
    """Claims with at least one reason on either side, as topics."""
    reasons: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"pro": [], "con": []})
    for r in read(data / "stance" / "perspectrum_train.jsonl"):
        if len(r["text"].split()) <= LONGEST_REASON:
            reasons[r["proposition"]]["pro" if r["label"] == "support" else "con"].append(clause(r["text"]))
    for r in read(data / "stance" / "argkp_train_key_points.jsonl"):
        reasons[r["topic"]]["pro" if r["stance"] == 1 else "con"].append(clause(r["key_point"]))
    found = []
    for claim, sides in reasons.items():
        acts, turned = verb_phrase(claim), negated(claim)
        if acts is None or not sides["pro"] or not sides["con"]:
            continue
        agent, do = acts
        found.append(
            {
                "domain": ["claims"], "claim": [claim], "agent": [agent], "do": [do], "ing": [f"moves to {do}"],
                "noun": [f"the plan to {do}"], "un": [f"drop the plan to {do}"], "uning": [f"dropping plans to {do}"],
                "prop": [claim], "anti": [turned or f"It would be wrong to {do}"], **sides,
                "fact": ["the matter is due on Tuesday", "the paper has 40 pages"], "near": [],
                "nouns": [f"a push to {do}", f"the proposal to {do}", f"demands to {do}", f"a motion to {do}", f"the call to {do}"],
                "dos": [do, f"go ahead and {do}"], "uns": [f"refuse to {do}", f"shelve the plan to {do}"],
                "facts": [f"the plan to {do} will be discussed on Monday", f"a survey asked people about the plan to {do}",
                          f"the hearing on the plan to {do} lasted three hours"],
            }
        )  # fmt: skip
    return found


def rows(rng: random.Random, data: Path) -> Iterator[Row]:
    bank = claim_topics(data)
    print(len(bank), "claims as topics;", rng.sample([t["do"][0] for t in bank], 12))
    for make in (from_topics, varied):
        for row in make(rng, bank, ROWS_EACH):
            claim = bank[int(str(row["g"]).removeprefix("topic-"))]["claim"][0]
            yield row | {"g": f"claim-{claim}", "s": f"claims-{row['s']}", "w": 0.8}


def main() -> None:
    made = list(rows(random.Random(11), Path(sys.argv[1])))
    write(made, Path(sys.argv[2]))


if __name__ == "__main__":
    main()

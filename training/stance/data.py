# ruff: noqa: E501  # rows read best on one line
"""Build the training rows of the stance model from the corpora and from our own patterns.

    python -m training.stance.data ../shared/data work/stance/rows.jsonl.gz

A row is ``{p: proposition, t: text, x: context, y: label, w: weight, s: origin, g: group}``. Labels are positions in
``LABELS``; -1 means about the proposition, stance unknown; -2 no label at all. Groups (a claim, a topic) keep the calibration part apart.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from training.stance import templates as patterns
from training.stance import verbs

LABELS = ("support", "oppose", "conditional", "noncommittal", "none", "irrelevant")
SUPPORT, OPPOSE, CONDITIONAL, NONCOMMITTAL, NONE, IRRELEVANT = range(6)
FLIP = {SUPPORT: OPPOSE, OPPOSE: SUPPORT}
Row = dict[str, object]


def lines(text: str) -> list[tuple[str, str]]:
    return [(a.strip(), b.strip()) for a, b in (line.split("|", 1) for line in text.strip().splitlines())]


def items(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("|")]


BANK = {
    SUPPORT: lines(patterns.SUPPORT), OPPOSE: lines(patterns.OPPOSE), CONDITIONAL: lines(patterns.CONDITIONAL),
    NONCOMMITTAL: lines(patterns.NONCOMMITTAL), NONE: lines(patterns.NONE),
}  # fmt: skip
CLAUSES = {LABELS.index(name): lines(text) for name, text in patterns.CLAUSE.items()}
REASONED = {name: lines(text) for name, text in patterns.REASONED.items()}
REPLIES = {LABELS.index(name): items(text) for name, text in patterns.REPLIES.items()}
TAKES = {LABELS.index(name): items(text) for name, text in verbs.TAKES.items()}
OWN = {LABELS.index(name): items(text) for name, text in verbs.OWN.items()}
REPORTS, REBUTS, SCOPES = map(items, (verbs.REPORTS, verbs.REBUTS, verbs.SCOPES))
SCOPED, STALLS = lines(verbs.SCOPED), lines(verbs.STALLS)
CONTEXTS = patterns.CONTEXTS.strip().splitlines()
CONDS, SPEAKERS, SAID, TAILS = map(items, (patterns.CONDITIONS, patterns.SPEAKERS, patterns.SAID, patterns.TAILS))


def topics(path: Path) -> list[dict[str, list[str]]]:
    found = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        pairs = [line.split(": ", 1) for line in block.splitlines() if line and not line.startswith("#")]
        if pairs:
            found.append({key: items(value) for key, value in pairs})
    return found


def paraphrased(bank: list[dict[str, list[str]]], path: Path) -> list[dict[str, list[str]]]:
    """The topics with the other words for them."""
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    for topic, row in zip(bank, rows, strict=True):
        nouns, dos, uns, facts = map(items, row.split(";"))
        topic |= {"nouns": nouns, "dos": dos, "uns": uns, "facts": facts}
    return bank


def render(rng: random.Random, speaker: str, cue: str, content: str, *, direct: bool = False) -> str:
    """The text as the run-time sees it: whole sentence, or ``speaker cue: content``, or content with its cue."""
    mode = rng.random()
    if direct:
        said = rng.choice(SAID)
        quoted = content[0].upper() + content[1:]
        if mode < 0.35:
            return f"{speaker} {said}: {quoted}" + ("" if quoted[-1] in ".!?" else ".")
        if mode < 0.6:
            return f"“{quoted},” {speaker} {said}."
        return f"{said}: {quoted}" if mode < 0.7 else quoted + "."
    if mode < 0.4:
        whole = f"{speaker} {cue} {content}{rng.choice(['', ' ' + rng.choice(TAILS)])}".rstrip()
        return whole[0].upper() + whole[1:].replace(" ,", ",") + "."
    return f"{speaker} {cue}: {content}" if mode < 0.9 else f"{cue}: {content}"


def fill(rng: random.Random, pattern: str, topic: dict[str, list[str]], flipped: bool) -> str:
    one = {key: values[0] for key, values in topic.items() if key in ("do", "ing", "noun", "un", "uning", "agent")}
    if rng.random() < 0.65:  # other words than the proposition's own
        one |= {"do": rng.choice(topic["dos"]), "un": rng.choice(topic["uns"])}
        one["noun"] = rng.choice(topic["nouns"])
        one["ing"] = one["noun"] if rng.random() < 0.7 else one["ing"]
    pro, con = ("con", "pro") if flipped else ("pro", "con")
    values = {
        "A": one["agent"], "do": one["un"] if flipped else one["do"], "ing": one["uning"] if flipped else one["ing"],
        "noun": one["noun"], "pro": rng.choice(topic[pro]), "con": rng.choice(topic[con]), "fact": rng.choice(topic["fact"]),
        "T": rng.choice(SPEAKERS), "U": rng.choice(SPEAKERS), "S": rng.choice(SPEAKERS), "cond": rng.choice(CONDS), "scope": rng.choice(SCOPES),
    }  # fmt: skip
    return pattern.format(**values)


def proposition(rng: random.Random, topic: dict[str, list[str]], y: int) -> tuple[str, int]:
    """A wording for or against, and the stance towards it."""
    if rng.random() < 0.68:
        return rng.choice(topic["prop"]), y
    return rng.choice(topic["anti"]), FLIP.get(y, y)


def from_topics(rng: random.Random, bank: list[dict[str, list[str]]], each: int) -> Iterator[Row]:
    by_domain = defaultdict(list)
    for topic in bank:
        by_domain[topic["domain"][0]].append(topic)
    shares = [SUPPORT] * 30 + [OPPOSE] * 30 + [CONDITIONAL] * 13 + [NONCOMMITTAL] * 15 + [NONE] * 12
    for number, topic in enumerate(bank):
        for _ in range(each):
            y, speaker, context = rng.choice(shares), rng.choice(SPEAKERS), ""
            kind = rng.random()
            if kind < 0.14 and y != NONE:
                context = fill(rng, rng.choice(CONTEXTS), topic, False)
                reply = fill(rng, rng.choice(REPLIES[y]), topic, False)
                text = render(rng, speaker, "", reply, direct=True)
                if rng.random() < 0.3:
                    text, context = f"{text.rstrip('.')}. {context}" if rng.random() < 0.5 else f"{context} {text}", ""
            elif kind < 0.3 and y in FLIP:
                text = render(rng, speaker, "", rng.choice(topic["pro" if y == SUPPORT else "con"]), direct=True)
            else:
                cue, pattern = rng.choice(BANK[y])
                flipped = y in FLIP and "{noun}" not in pattern and rng.random() < 0.4
                text = render(rng, speaker, cue, fill(rng, pattern, topic, flipped))
                y = FLIP[y] if flipped else y
                if rng.random() < 0.12:
                    context = fill(rng, rng.choice(CONTEXTS), topic, False)
                elif rng.random() < 0.1:
                    text = f"{text} {rng.choice(topic['fact']).capitalize()}."
            group = f"topic-{number}"
            p, label = proposition(rng, topic, y)
            yield {"p": p, "t": text, "x": context, "y": label, "w": 1.0, "s": "topics", "g": group}
            if rng.random() < 0.4:
                pool = by_domain[topic["domain"][0]] if rng.random() < 0.65 else bank
                other = rng.choice(pool)
                if other is not topic:
                    p, _ = proposition(rng, other, NONE)
                    yield {"p": p, "t": text, "x": context, "y": IRRELEVANT, "w": 1.0, "s": "topics-other", "g": group}
        for near in topic["near"] * 8:
            text = render(rng, rng.choice(SPEAKERS), "said", f"that {near}")
            if rng.random() < 0.4:
                text = render(rng, rng.choice(SPEAKERS), "", near, direct=True)
            context = fill(rng, rng.choice(CONTEXTS), topic, False) if rng.random() < 0.25 else ""
            p, _ = proposition(rng, topic, NONE)
            yield {
                "p": p,
                "t": text,
                "x": context,
                "y": IRRELEVANT,
                "w": 1.0,
                "s": "topics-near",
                "g": f"topic-{number}",
            }


COMMON = "the a an there it this that all most some every people children women men parents schools governments we no any religious violent public private social free school states countries nuclear".split()  # noqa: SIM905


def clause(claim: str) -> str:
    """A claim as the inside of a that-clause."""
    claim = claim.strip().rstrip(".!?")
    first = claim.split(" ", 1)[0]
    return claim[0].lower() + claim[1:] if first.lower() in COMMON else claim


def negated(claim: str) -> str | None:
    """The same claim turned round, where one word does it."""
    for old, new in ((" should not ", " should "), (" should never ", " should "), (" must not ", " must "),
                     (" should ", " should not "), (" must ", " must not ")):  # fmt: skip
        if old in claim:
            return claim.replace(old, new, 1)
    turned = re.sub(
        r"^(Ban|Abolish|Legalize|Allow|Introduce|Create|Make|Fund|Limit|Institute)\b",
        lambda m: f"Do not {m[0].lower()}",
        claim,
    )
    return turned if turned != claim else None


def denial(claim: str) -> str | None:
    """The same claim turned round, also with a "not" behind its first auxiliary or copula; None where none is found."""
    found = re.search(r"\b(should|must|will|would|can|may|ought to|shall|could|is|are|was|were|has|have)\b", claim)
    if (turned := negated(claim)) or not found:
        return turned
    rest = claim[found.end() :]
    if re.match(r"\s+(no|never|only|at least|all|neither)\b", rest):
        return None
    return claim[: found.end()] + (rest.replace(" not", "", 1) if re.match(r"\s+not\b", rest) else " not" + rest)


def said_of(rng: random.Random, claim: str, group: str) -> Iterator[Row]:
    """Every stance towards a claim, stated with the claim inside the sentence."""
    reversed_claim = negated(claim)
    for y, bank in CLAUSES.items():
        for cue, pattern in rng.sample(bank, 4 if y in FLIP else 2):
            content = pattern.format(c=clause(claim), T=rng.choice(SPEAKERS), cond=rng.choice(CONDS))
            text = render(rng, rng.choice(SPEAKERS), cue, content)
            p, label = claim, y
            if reversed_claim and rng.random() < 0.3:
                p, label = reversed_claim, FLIP.get(y, y)
            yield {"p": p, "t": text, "x": "", "y": label, "w": 0.7, "s": "clause", "g": group}


def reasons(rng: random.Random, p: str, text: str, y: int, group: str, origin: str, weight: float) -> Iterator[Row]:
    """A debate sentence as it stands, under the reversed claim, and as something a speaker affirms or rejects."""
    yield {"p": p, "t": text, "x": "", "y": y, "w": weight, "s": origin, "g": group}
    turned = negated(p)
    if turned and rng.random() < 0.35:
        yield {"p": turned, "t": text, "x": "", "y": FLIP[y], "w": weight * 0.7, "s": origin + "-negated", "g": group}
    if rng.random() < 0.25:
        way = "same" if rng.random() < 0.65 else "flip"
        cue, pattern = rng.choice(REASONED[way])
        content = pattern.format(c=clause(text))
        label = y if way == "same" else FLIP[y]
        yield {"p": p, "t": render(rng, rng.choice(SPEAKERS), cue, content), "x": "", "y": label, "w": 0.6, "s": origin + "-said", "g": group}  # fmt: skip


def read(path: Path) -> list[dict]:  # type: ignore[type-arg]
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def motion_claim(motion: str) -> str:
    claim = re.sub(r"^This house (believes that |believes |supports |prefers )", "", motion)
    claim = re.sub(r"^This house would ", "We should ", claim)
    return claim[0].upper() + claim[1:]


def varied(rng: random.Random, bank: list[dict[str, list[str]]], each: int) -> Iterator[Row]:
    """A second helping with other verbs, reasons rebutted, whole sentences in the speaker's words, and bare facts."""
    kinds = ["takes"] * 42 + ["own"] * 20 + ["reason"] * 16 + ["stall"] * 9 + ["scoped"] * 6 + ["fact"] * 12
    for number, topic in enumerate(bank):
        for _ in range(each):
            kind, speaker, context = rng.choice(kinds), rng.choice(SPEAKERS), ""
            y = rng.choice([SUPPORT, SUPPORT, OPPOSE, OPPOSE, NONCOMMITTAL, NONE])
            flipped = rng.random() < 0.4
            if kind == "takes":
                cue, flipped = fill(rng, rng.choice(TAKES[y]), topic, False), y in FLIP and flipped
                content = (
                    topic["uning"][0] if flipped else fill(rng, rng.choice(["{noun}", "{noun}", "{ing}"]), topic, False)
                )
                text = render(rng, speaker, cue, content)
            elif kind == "own":
                y = rng.choice([SUPPORT, SUPPORT, OPPOSE, OPPOSE, CONDITIONAL, CONDITIONAL, NONCOMMITTAL])
                pattern = rng.choice(OWN[y])
                flipped = flipped and y in FLIP and "{noun}" not in pattern
                text = render(rng, speaker, "", fill(rng, pattern, topic, flipped), direct=True)
            elif kind == "reason":
                y, rebuts = rng.choice([SUPPORT, OPPOSE]), rng.random() < 0.4
                reason, flipped = rng.choice(topic["pro" if (y == SUPPORT) != rebuts else "con"]), False
                text = render(rng, speaker, rng.choice(REBUTS if rebuts else REPORTS), reason)
            elif kind == "stall":
                y = SUPPORT
                cue, pattern = rng.choice(STALLS)
                flipped = flipped and "{noun}" not in pattern
                text = render(rng, speaker, fill(rng, cue, topic, flipped), fill(rng, pattern, topic, flipped))
            elif kind == "scoped":
                y, flipped = CONDITIONAL, False
                cue, pattern = rng.choice(SCOPED)
                text = render(rng, speaker, cue, fill(rng, pattern, topic, False))
            else:
                y, flipped = NONE, False
                fact = rng.choice(topic["facts"])
                text = f"{speaker} {rng.choice(['said', 'reported', 'noted', 'announced', 'explained'])}: {fact}" if rng.random() < 0.7 else fact + "."  # fmt: skip
            y = FLIP[y] if flipped else y
            if rng.random() < 0.08:
                context = fill(rng, rng.choice(CONTEXTS), topic, False)
            p, label = proposition(rng, topic, y)
            yield {"p": p, "t": text, "x": context, "y": label, "w": 1.0, "s": "varied", "g": f"topic-{number}"}
            if rng.random() < 0.25:
                same = [t for t in bank if t["domain"] == topic["domain"] and t is not topic]
                p, _ = proposition(rng, rng.choice(same if rng.random() < 0.7 else bank), NONE)
                if p not in topic["prop"] + topic["anti"]:
                    yield {"p": p, "t": text, "x": context, "y": IRRELEVANT, "w": 1.0, "s": "varied-other", "g": f"topic-{number}"}  # fmt: skip


def from_corpora(rng: random.Random, data: Path) -> Iterator[Row]:
    stance = data / "stance"
    texts: dict[str, list[str]] = defaultdict(list)
    for r in read(stance / "perspectrum_train.jsonl"):
        y = SUPPORT if r["label"] == "support" else OPPOSE
        group = f"claim-{r['proposition']}"
        texts[r["proposition"]].append(r["text"])
        yield from reasons(rng, r["proposition"], r["text"], y, group, "perspectrum", 1.0)
    for name, key, cap in (("arguments", "argument", 120), ("key_points", "key_point", 99)):
        by_topic = defaultdict(list)
        for r in read(stance / f"argkp_train_{name}.jsonl"):
            by_topic[r["topic"]].append(r)
        for topic, rows in by_topic.items():
            for r in rng.sample(rows, min(cap, len(rows))):
                y = SUPPORT if r["stance"] == 1 else OPPOSE
                texts[topic].append(r[key])
                yield from reasons(rng, topic, r[key], y, f"claim-{topic}", "argkp", 0.8)
    for r in read(stance / "argkp_train_pairs.jsonl.gz"):
        if r["label"] == 1 and rng.random() < 0.5:
            yield {"p": r["key_point"], "t": r["argument"], "x": "", "y": SUPPORT, "w": 0.4, "s": "keypoint", "g": f"claim-{r['topic']}"}  # fmt: skip
    for r in read(stance / "ibm_ce_claims.jsonl"):
        p = motion_claim(r["motion"])
        texts[p].append(r["claim"])
        yield {"p": p, "t": r["claim"], "x": "", "y": -1, "w": 0.5, "s": "ibm", "g": f"ibm-{r['motion_id']}"}
    for r in rng.sample(read(stance / "ibm_ce_evidence.jsonl"), 1200):
        p = motion_claim(r["motion"])
        yield {"p": p, "t": r["evidence"], "x": "", "y": -1, "w": 0.3, "s": "ibm", "g": f"ibm-{r['motion_id']}"}
    claims = list(texts)
    for claim in claims:
        yield from said_of(rng, claim, f"claim-{claim}")
    yield from negatives(rng, texts, claims)
    yield from quotations(rng, data, claims)
    yield from sentiments(rng, stance)


def negatives(rng: random.Random, texts: dict[str, list[str]], claims: list[str]) -> Iterator[Row]:
    """Texts under claims of other subjects: half at random, half under a near neighbour that is not a paraphrase."""
    near = neighbours(claims)
    for claim, own in texts.items():
        for text in rng.sample(own, min(14, len(own))):
            pool = near[claim] if rng.random() < 0.5 and near[claim] else claims
            other = rng.choice(pool)
            if other != claim:
                yield {
                    "p": other,
                    "t": text,
                    "x": "",
                    "y": IRRELEVANT,
                    "w": 0.7,
                    "s": "negatives",
                    "g": f"claim-{claim}",
                }


def neighbours(claims: list[str]) -> dict[str, list[str]]:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform(claims)
    similar = np.asarray((vectors @ vectors.T).todense())
    return {
        c: [claims[j] for j in np.flatnonzero((similar[i] > 0.08) & (similar[i] < 0.3))] for i, c in enumerate(claims)
    }


def quotations(rng: random.Random, data: Path, claims: list[str]) -> Iterator[Row]:
    """Real reported speech under unrelated claims: what a news article mostly holds."""
    props = claims + [
        p for topic in topics(Path(__file__).with_name("topics.txt")) for p in topic["prop"] + topic["anti"]
    ]
    for r in read(data / "attribution" / "polnear_train.jsonl.gz"):
        text = r["text"]
        for a in rng.sample(r["attributions"], min(8, len(r["attributions"]))):
            part = {k: " ".join(" ".join(text[s:e].split()) for s, e in a[k]) for k in ("source", "cue", "content")}
            if 3 <= len(part["content"].split()) <= 60:
                said = f"{part['source']} {part['cue']}: {part['content']}" if rng.random() < 0.7 else part["content"]
                start = a["content"][0][0]
                context = " ".join(text[max(0, start - 160) : start].split()) if rng.random() < 0.3 else ""
                yield {"p": rng.choice(props), "t": said.strip(), "x": context, "y": IRRELEVANT, "w": 0.6, "s": "polnear", "g": r["doc"]}  # fmt: skip


GOOD = ("{q} deserves support", "{q} should be supported", "{q} is doing the right thing", "{q} can be trusted")
BAD = ("{q} deserves blame", "{q} should be opposed", "{q} is doing the wrong thing", "{q} cannot be trusted")


def sentiments(rng: random.Random, stance: Path) -> Iterator[Row]:
    for r in read(stance / "dse_train.jsonl.gz"):
        p, q = (r["text"][slice(*r[k])] for k in "pq")
        if r["label"] == "neutral" and rng.random() > 0.25:
            continue
        if r["direction"] == "q->p":
            p, q = q, p
        good = rng.random() < 0.6
        y = NONE if r["label"] == "neutral" else (SUPPORT if (r["label"] == "positive") == good else OPPOSE)
        claim = rng.choice(GOOD if good else BAD).format(q=q)
        yield {"p": claim, "t": f"{p}: {r['text']}", "x": "", "y": y, "w": 0.35, "s": "dse", "g": r["text"][:40]}
    for r in rng.sample(read(stance / "newsmtsc_train.jsonl"), 3000):
        t = r["targets"][0]
        good = rng.random() < 0.6
        y = NONE if t["label"] == "neutral" else (SUPPORT if (t["label"] == "positive") == good else OPPOSE)
        claim = rng.choice(GOOD if good else BAD).format(q=r["text"][slice(*t["span"])])
        yield {"p": claim, "t": r["text"], "x": "", "y": y, "w": 0.25, "s": "newsmtsc", "g": r["id"]}


def main() -> None:
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    rng = random.Random(7)
    here = Path(__file__).parent
    bank = paraphrased(topics(here / "topics.txt"), here / "paraphrases.txt")
    rows = list(from_topics(rng, bank, 420)) + list(varied(rng, bank, 420)) + list(from_corpora(rng, data))
    rng.shuffle(rows)
    write(rows, out)


def write(rows: list[Row], out: Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(out, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    counts: dict[tuple[object, object], int] = defaultdict(int)
    for row in rows:
        counts[row["s"], LABELS[row["y"]] if row["y"] >= 0 else "?"] += 1  # type: ignore[index, operator]
    print(len(rows), *sorted(counts.items(), key=str), sep="\n")


if __name__ == "__main__":
    main()

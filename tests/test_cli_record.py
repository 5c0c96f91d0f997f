"""What the command line shows and keeps of a record: lists, exports, judgements by hand, upkeep."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from support.shell import Shell

TRAM = ("--proposition", "The city should build the tram")


@pytest.fixture
def shell_with_record(shell: Shell, project: Path) -> Shell:
    records = [
        {"id": "1", "outlet": "The Paper", "published": "2024-09-10", "text": "Ann Lee said she would back the tram."},
        {
            "id": "2",
            "outlet": "The Globe",
            "published": "2024-09-20",
            "text": "Ann Lee said she would reject the tram.",
        },
        {"id": "3", "outlet": "The Globe", "published": "2024-09-11", "text": "Bob Ray said =no comment on the tram."},
    ]
    (project / "a.jsonl").write_text("\n".join(json.dumps(record) for record in records))
    assert shell("build", "a.jsonl", *TRAM).code == 0
    return shell


def test_statements_can_be_narrowed(shell_with_record: Shell) -> None:
    def outlets(*options: str) -> list[str]:
        return [row["outlet"] for row in shell_with_record("statements", *options, "--json").json]

    assert outlets() == ["The Globe", "The Globe", "The Paper"]
    assert outlets("--order", "day") == ["The Paper", "The Globe", "The Globe"]
    assert outlets("--since", "2024-09-11", "--until", "2024-09-11") == ["The Globe"]
    assert outlets("--speaker", "Bob Ray") == ["The Globe"]
    assert outlets("--stance", "support") == ["The Paper"]
    assert outlets("--outlet", "The Paper") == ["The Paper"]
    assert outlets("--reviewed") == []
    assert outlets("--limit", "1") == ["The Globe"]


def test_a_list_that_was_cut_says_so(shell_with_record: Shell) -> None:
    shown = shell_with_record("statements", "--limit", "2")
    assert "2 of 3 statements" in shown.err
    assert len(shown.out.splitlines()) == 2 * 2


def test_search_finds_words_and_never_fails_on_syntax(shell_with_record: Shell) -> None:
    assert len(shell_with_record("search", "reject", "--json").json) == 1
    assert shell_with_record("search", '"unfinished (AND', "--json").json == []


def test_positions_on_a_day(shell_with_record: Shell) -> None:
    def sides(*options: str) -> dict[str, str]:
        return {p["actor"]: p["lean"] for p in shell_with_record("positions", *options, "--json").json}

    assert sides()["Ann Lee"] == "against"
    assert sides("--at", "2024-09-10") == {"Ann Lee": "for"}


def test_a_shift_is_dated(shell_with_record: Shell) -> None:
    (ann,) = [p for p in shell_with_record("positions", "--json").json if p["actor"] == "Ann Lee"]
    (shift,) = ann["shifts"]
    assert (shift["date"], shift["from"], shift["to"]) == ("2024-09-20", "for", "against")


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_export_writes_every_statement(shell_with_record: Shell, project: Path, ending: str) -> None:
    shown = shell_with_record("export", f"out.{ending}")
    assert shown.code == 0
    assert "3 rows for 3 statements" in shown.err
    assert (project / f"out.{ending}").stat().st_size > 0


def test_csv_cannot_run_a_formula(shell_with_record: Shell, project: Path) -> None:
    shell_with_record("export", "out.csv")
    with (project / "out.csv").open(newline="", encoding="utf-8") as file:
        quotations = [row["quotation"] for row in csv.DictReader(file)]
    assert "'=no comment on the tram." in quotations


def test_an_export_that_cannot_be_written_leaves_nothing(shell_with_record: Shell, project: Path) -> None:
    before = sorted(project.iterdir())
    assert shell_with_record("export", "nowhere/out.csv").code in (1, 2)
    assert shell_with_record("export", "out.xlsx").code == 2
    assert sorted(project.iterdir()) == before


def test_a_rejected_statement_leaves_the_count_and_can_come_back(shell_with_record: Shell) -> None:
    def anns() -> list[str]:
        return [
            s for p in shell_with_record("positions", "--json").json if p["actor"] == "Ann Lee" for s in p["statements"]
        ]

    first, second = anns()
    assert shell_with_record("review", first, "reject", "--note", "a joke").code == 0
    assert anns() == [second]
    assert shell_with_record("review", first, "undo").code == 0
    assert anns() == [first, second]


def test_code_by_hand_names_its_coder(shell_with_record: Shell) -> None:
    (bob,) = [p for p in shell_with_record("positions", "--json").json if p["actor"] == "Bob Ray"]
    shown = shell_with_record(
        "code", bob["statements"][0], "--proposition", bob["proposition"], "--stance", "support", "--coder", "kim"
    )
    assert shown.code == 0
    (row,) = shell_with_record("statements", "--speaker", "Bob Ray", "--json").json
    assert (row["coder"], row["coder_kind"], row["stance"]) == ("kim", "human", "support")


def test_code_needs_something_to_code_against(shell: Shell, project: Path) -> None:
    (project / "a.txt").write_text("Ann Lee said she would back the tram.")
    shell("build", "a.txt")
    shown = shell("code")
    assert shown.code == 2
    assert "--proposition" in shown.err
    assert "1 judgement made" in shell("code", *TRAM).err


@pytest.mark.parametrize("arguments", [("--stance", "oppose"), ("0" * 32, "--stance", "oppose"), ("0" * 32, *TRAM)])
def test_half_a_judgement_is_a_wrong_call(shell_with_record: Shell, arguments: tuple[str, ...]) -> None:
    assert shell_with_record("code", *arguments).code == 2


def test_status_counts(shell_with_record: Shell) -> None:
    counts = shell_with_record("status", "--json").json
    assert (counts["documents"], counts["statements"], counts["actors"], counts["codings_model"]) == (3, 3, 2, 3)
    assert "documents" in shell_with_record("status").out


def test_log_lists_inputs_and_can_keep_to_problems(shell_with_record: Shell, project: Path) -> None:
    (project / "empty.txt").write_bytes(b"")
    shell_with_record("build", "empty.txt")
    assert len(shell_with_record("log", "--json").json) == 4
    (problem,) = shell_with_record("log", "--problems", "--json").json
    assert (problem["given_id"], problem["reason"]) == ("empty.txt", "empty")
    assert "empty.txt" in shell_with_record("log", "--problems").out


def test_doctor_looks_at_models_store_and_sqlite(shell_with_record: Shell) -> None:
    found = {finding["name"]: finding for finding in shell_with_record("doctor", "--json").json}
    assert found["store"]["ok"]
    assert "FTS5" in found["sqlite"]["found"]
    assert found["tokenizer.json"]["ok"]
    assert "as pinned" in found["tokenizer.json"]["found"]


def test_doctor_fails_where_the_store_cannot_be_written(shell: Shell) -> None:
    shown = shell("doctor", "--store", "nowhere/x.db")
    assert shown.code == 1
    assert "FAIL  store" in shown.out


def test_init_makes_a_project_that_the_other_commands_use(
    shell: Shell, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shell("init", "mine").code == 0
    assert {path.name for path in (project / "mine").iterdir()} >= {"whipcount.toml", "codebook.yaml", "whipcount.db"}
    monkeypatch.chdir(project / "mine")
    Path("codebook.yaml").write_text(Path("codebook.yaml").read_text() + "# mine\n")
    assert "Kept" in shell("init").err
    assert Path("codebook.yaml").read_text().endswith("# mine\n")
    Path("a.txt").write_text("Ann Lee said she would back the lanes.")
    assert "The city should build bus lanes in the centre" in shell("build", "a.txt").out


def test_the_demo_builds_its_bundled_debate(shell: Shell) -> None:
    shown = shell("demo", "--no-serve", "--store", "demo.db")
    assert shown.code == 0
    assert shown.out
    assert "whipcount serve --store demo.db" in shown.err
    assert shell("status", "--store", "demo.db", "--json").json["documents"] >= 20


def test_evaluate_scores_an_extraction_against_itself(shell: Shell, project: Path) -> None:
    text = "Ann Lee said she would back the tram."
    gold = {"doc": "a", "text": text, "attributions": [{"source": [[0, 7]], "cue": [[8, 12]], "content": [[13, 37]]}]}
    (project / "gold.jsonl").write_text(json.dumps(gold))
    (project / "a.txt").write_text(text)
    (project / "mine.jsonl").write_text(shell("extract", "a.txt").out)
    scores = shell("evaluate", "gold.jsonl", "mine.jsonl", "--json").json
    assert scores["content_exact"]["f1"] == 1.0
    assert "content_exact" in shell("evaluate", "gold.jsonl", "mine.jsonl").out


def test_shifts_tell_who_moved_when_and_how(shell_with_record: Shell) -> None:
    (row,) = shell_with_record("shifts", "--json").json
    assert (row["actor"], row["date"], row["from"], row["to"]) == ("Ann Lee", "2024-09-20", "for", "against")
    assert (row["kind"], row["tentative"], row["condition"]) == ("reversal", True, None)
    shown = shell_with_record("shifts").out
    assert "Ann Lee: for → against, reversal (tentative" in shown
    assert "reject the tram" in shown
    assert shell_with_record("shifts", "--confirmed", "--json").json == []
    assert shell_with_record("shifts", "--since", "2024-09-21", "--json").json == []
    assert shell_with_record("shifts", "--kind", "softening", "--json").json == []
    (cells,) = csv.DictReader(shell_with_record("shifts", "--format", "csv").out.splitlines())
    assert (cells["kind"], cells["tentative"], cells["statements"]) == ("reversal", "true", row["statements"][0])


def test_pressure_counts_each_side_week_by_week(shell_with_record: Shell) -> None:
    rows = shell_with_record("pressure", "--json").json
    assert [(r["start"], r["new_for"], r["lost_for"], r["new_against"], r["net"]) for r in rows] == [
        ("2024-09-09", 1, 0, 0, 1),
        ("2024-09-16", 0, 1, 1, -1),
    ]
    assert {r["group"] for r in shell_with_record("pressure", "--by", "outlet", "--json").json} == {
        "The Globe",
        "The Paper",
    }
    assert "new against" in shell_with_record("pressure", "--by", "kind", "--period", "month").out
    assert len(list(csv.DictReader(shell_with_record("pressure", "--format", "csv").out.splitlines()))) == 2


def test_positions_say_how_likely_each_stance_is(shell_with_record: Shell) -> None:
    found = {p["actor"]: p for p in shell_with_record("positions", "--json").json}
    assert found["Ann Lee"]["posterior"]["oppose"] > 0.5
    assert [b["date"] for b in found["Ann Lee"]["beliefs"]] == ["2024-09-10", "2024-09-20"]

"""``whipcount code --llm``: what is sent, what it costs, and how the answers stand beside other codings."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from support.chat_server import Asked, ChatServer, Reply, chat, chat_server, chosen
from support.shell import Shell
from whipcount.coders import coder_name
from whipcount.coding import dump_codebook
from whipcount.config import Settings, load_settings
from whipcount.errors import UsageError
from whipcount.project.language_model import language_model
from whipcount.store import open_store

TRAM = "the-city-should-build-the-tram"
KEY = "sk-secret-48"
SAID = (
    ("Ann Lee said she would back the tram.", "Daily"),
    ("Bob Ray said he would reject the tram.", "Daily"),
    ("Cy Fox said he would back it unless the state pays less.", "Weekly"),
)


def honest(asked: Asked) -> Reply:
    """What a person would say of these three."""
    if "unless" in asked.said:
        return chosen("conditional", list(asked.data["statement"])[-1]["id"])
    return chosen("support" if "back" in asked.said else "oppose")


class Model:
    """A server whose answers a test can change."""

    def __init__(self) -> None:
        self.answers: Callable[[Asked], Reply] = honest

    def __call__(self, asked: Asked) -> Reply:
        return self.answers(asked)


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def server(model: Model) -> Iterator[ChatServer]:
    with chat_server(model) as running:
        yield running


@pytest.fixture
def coded(shell: Shell, project: Path, server: ChatServer) -> Shell:
    """Three statements that the local model coded with 0.84, and settings that call that uncertain."""
    lines = [json.dumps({"id": str(n), "text": t, "outlet": outlet}) for n, (t, outlet) in enumerate(SAID)]
    (project / "a.jsonl").write_text("\n".join(lines))
    assert shell("build", "a.jsonl", "--proposition", "The city should build the tram").code == 0
    settings(project, server.url)
    return shell


def settings(project: Path, url: str, **more: object) -> None:
    values = {"endpoint": url, "model": "small", "below": 0.9, "per_minute": 1_000_000, **more}
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    (project / "whipcount.toml").write_text("[llm]\n" + "\n".join(lines) + "\n")


def current() -> dict[str, tuple[str, str, float]]:
    """By speaker: stance, coder and probability of the coding that holds."""
    with open_store("whipcount.db") as store:
        found = [(one.statement.speaker.name or "", one.coding) for one in store.coded_statements(TRAM)]
    return {n: (c.stance, coder_name(c.coder, c.coder_kind), c.scores[c.stance]) for n, c in found if c}


def test_it_is_off_until_an_endpoint_and_a_model_are_set(coded: Shell, project: Path, server: ChatServer) -> None:
    (project / "whipcount.toml").unlink()
    shown = coded("code", "--llm", "--yes")
    assert (shown.code, server.asked) == (2, [])
    assert "No language model is set" in shown.err


def test_without_the_flag_nothing_is_sent(coded: Shell, server: ChatServer) -> None:
    assert coded("code").code == 0
    assert server.asked == []


def test_what_would_be_sent_is_told_and_nothing_is_sent_without_a_yes(coded: Shell, server: ChatServer) -> None:
    for answer in (b"", b"n\n"):
        shown = coded("code", "--llm", stdin=answer)
        assert shown.code == 2
        assert "3 judgements below 0.9: 0 answered before, 3 to send to 127.0.0.1 (small)." in shown.err
        assert "Estimate:" in shown.err
    assert server.asked == []
    assert coded("code", "--llm", stdin=b"y\n").code == 0
    assert len(server.asked) == 3


def test_the_cost_is_told_where_prices_are_set(coded: Shell, project: Path, server: ChatServer) -> None:
    settings(project, server.url, price_in=1_000, price_out=1_000)
    shown = coded("code", "--llm", stdin=b"n\n")
    tokens = [int(word) for word in shown.err.replace(",", "").split() if word.isdigit()]
    sent, received = tokens[-2:] if tokens[-1] == 120 else tokens[-3:-1]
    assert received == 120
    assert f"about {(sent + received) / 1000:,.2f} in your currency" in shown.err


def test_answers_are_kept_under_the_name_of_model_and_prompt(coded: Shell) -> None:
    assert coded("code", "--llm", "--yes").code == 0
    name = language_model(load_settings()).name
    assert name.startswith("llm:small@")
    assert {coder for _, coder, _ in current().values()} == {name}
    assert name in coded("agreement").out


def test_agreement_keeps_the_higher_probability_and_a_difference_only_leans(coded: Shell) -> None:
    assert coded("code", "--llm", "--yes").code == 0
    stances = {who: (stance, p) for who, (stance, _, p) in current().items()}
    assert stances == {
        "Ann Lee": ("support", 0.84),
        "Bob Ray": ("oppose", 0.84),
        "Cy Fox": ("conditional", pytest.approx(0.6, abs=1e-4)),
    }
    flagged = coded("code", "--flagged").out
    assert "differs from word-coder@1: support" in flagged
    assert "unless the state pays less" in flagged


def test_a_condition_is_the_place_of_a_clause(coded: Shell) -> None:
    assert coded("code", "--llm", "--yes").code == 0
    with open_store("whipcount.db") as store:
        (one,) = [c for c in store.coded_statements(TRAM) if c.coding and c.coding.stance == "conditional"]
        text = store.document(one.statement.document_id).document.text
    assert one.coding is not None
    assert one.coding.condition is not None
    assert text[slice(*one.coding.condition)] == "he would back it unless the state pays less."


def test_a_person_is_not_overruled_and_ends_the_flag(coded: Shell, server: ChatServer) -> None:
    with open_store("whipcount.db") as store:
        rows = {one.statement.speaker.name: one.statement.id for one in store.coded_statements(TRAM)}
    judged = ("--proposition", TRAM, "--stance", "noncommittal")
    assert coded("code", rows["Ann Lee"], *judged).code == 0
    assert coded("code", "--llm", "--yes").code == 0
    assert len(server.asked) == 2
    assert current()["Ann Lee"][:2] == ("noncommittal", "analyst")
    assert coded("code", rows["Cy Fox"], *judged).code == 0
    assert coded("code", "--flagged").err == "Nothing is flagged.\n"
    assert current()["Cy Fox"][:2] == ("noncommittal", "analyst")


def test_only_what_is_uncertain_is_sent(coded: Shell, project: Path, server: ChatServer) -> None:
    settings(project, server.url, below=0.8)
    assert coded("code", "--llm", "--yes").code == 0
    assert server.asked == []


def test_no_question_is_asked_twice(coded: Shell, server: ChatServer, project: Path) -> None:
    for _ in range(2):
        assert coded("code", "--llm", "--yes").code == 0
    assert len(server.asked) == 3
    assert coded("build", "a.jsonl", "--store", "other.db", "--proposition", "The city should build the tram").code == 0
    (project / "whipcount.db.llm.jsonl").rename(project / "other.db.llm.jsonl")
    assert coded("code", "--llm", "--store", "other.db").code == 0
    assert len(server.asked) == 3


def test_an_answer_that_is_none_is_counted_kept_and_invents_nothing(
    coded: Shell, model: Model, server: ChatServer
) -> None:
    model.answers = lambda _: chat("She is surely against it.")
    before = current()
    for _ in range(2):
        shown = coded("code", "--llm", "--yes")
        assert shown.code == 0
        assert "3 answers refused: 3 not the object asked for." in shown.err
    assert current() == before
    assert len(server.asked) == 3
    with open_store("whipcount.db") as store:
        runs = [run for run in store.runs() if run.command == "code --llm"]
    assert [run.counts["refused_form"] for run in runs] == [3, 3]


def test_a_server_that_fails_leaves_what_was_answered(coded: Shell, model: Model, server: ChatServer) -> None:
    model.answers = lambda asked: Reply(b"", 404) if "reject" in asked.said else honest(asked)
    shown = coded("code", "--llm", "--yes")
    assert shown.code == 1
    assert "status 404" in shown.err
    asked = len(server.asked)
    model.answers = honest
    assert coded("code", "--llm", "--yes").code == 0
    assert len(server.asked) == 4
    assert asked == 2


def test_the_key_is_sent_and_stands_nowhere_else(
    coded: Shell, project: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings(project, server.url, key_variable="MY_MODEL_KEY")
    shown = coded("code", "--llm", "--yes")
    assert shown.code == 2
    assert "'MY_MODEL_KEY'" in shown.err
    monkeypatch.setenv("MY_MODEL_KEY", KEY)
    shown = coded("--debug", "code", "--llm", "--yes")
    assert {asked.headers["Authorization"] for asked in server.asked} == {f"Bearer {KEY}"}
    assert KEY not in shown.out + shown.err
    assert not [path for path in project.iterdir() if path.is_file() and KEY.encode() in path.read_bytes()]


def test_what_is_sent_is_logged_without_its_words(coded: Shell) -> None:
    shown = coded("--verbose", "code", "--llm", "--yes")
    lines = [line for line in shown.err.splitlines() if " Sent " in line]
    assert len(lines) == 3
    assert "outlet Daily" in lines[0]
    assert not [line for line in lines if "tram." in line or "back" in line]


def test_beyond_this_machine_only_text_of_listed_outlets_may_go() -> None:
    hosted = Settings(llm_endpoint="https://models.example/v1", llm_model="big", llm_outlets=("daily",))
    model = language_model(hosted)
    assert [model.may_see(outlet) for outlet in ("Daily", "Weekly", None, "")] == [True, False, False, False]
    local = language_model(Settings(llm_endpoint="http://localhost:1/v1", llm_model="small"))
    assert local.may_see(None)


def test_what_may_not_be_sent_is_told(coded: Shell, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings(project, "https://models.example/v1", outlets=["Daily"])
    shown = coded("code", "--llm", stdin=b"n\n")
    assert "2 to send to models.example" in shown.err
    assert "Not sent: 1 from outlets that llm_outlets does not list." in shown.err
    monkeypatch.setenv("WHIPCOUNT_LLM_OUTLETS", "Daily, weekly")
    assert "3 to send to models.example" in coded("code", "--llm", stdin=b"n\n").err


@pytest.mark.parametrize(
    "wrong",
    [{"llm_trust": 0.5}, {"llm_trust": 1.2}, {"llm_per_minute": 0}, {"llm_timeout": 0.0}, {"llm_model": "a\nb"},
     {"llm_model": ""}, {"llm_endpoint": "http://models.example"}],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, object]) -> None:
    given = {"llm_endpoint": "http://localhost/v1", "llm_model": "small"} | wrong
    with pytest.raises(UsageError):
        language_model(Settings(**given))  # type: ignore[arg-type]


@pytest.mark.parametrize(("text", "name"), [("[llm]\ncolour = 1\n", "llm_colour"), ("[other]\na = 1\n", "other")])
def test_a_setting_in_a_table_that_does_not_exist_is_an_error(project: Path, text: str, name: str) -> None:
    (project / "whipcount.toml").write_text(text)
    with pytest.raises(UsageError, match=name):
        load_settings(environment={})


def test_outlets_must_be_texts(project: Path) -> None:
    (project / "whipcount.toml").write_text("[llm]\noutlets = [1]\n")
    with pytest.raises(UsageError, match="a list of texts"):
        load_settings(environment={})


@pytest.mark.parametrize("call", [("--yes",), ("a1", "--llm"), ("a1", "--flagged")])
def test_flags_that_do_not_go_together_are_refused(coded: Shell, call: tuple[str, ...]) -> None:
    assert coded("code", *call).code == 2


def test_its_answers_are_not_out_of_date_while_the_wording_stays(coded: Shell, project: Path) -> None:
    assert coded("code", "--llm", "--yes").code == 0
    with open_store("whipcount.db") as store:
        book = store.codebook()
    assert book is not None
    (project / "same.yaml").write_text(dump_codebook(book))
    changed = replace(book, propositions=(replace(book.propositions[0], text="Build the tram, and soon"),))
    (project / "reworded.yaml").write_text(dump_codebook(changed))
    stale = [
        coded("codebook", "impact", name, "--json").json["propositions"][0]["stale"]
        for name in ("same.yaml", "reworded.yaml")
    ]
    assert stale == [0, 3]

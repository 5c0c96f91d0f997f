"""The REST API: the record that the pages show, with conditions; requests done once; problems without insides."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.pages import OURS, Pages, copied, pages_over
from support.team import Team, team_over
from support.team import originals as make
from whipcount.config import Settings
from whipcount.store import open_store

V1 = "/api/v1"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rest")
    make(folder)
    return folder / "lanes.db"


@pytest.fixture
def pages(original: Path, tmp_path: Path) -> Iterator[Pages]:
    with pages_over(copied(original, tmp_path / "debate.db"), Settings(coder="ines")) as opened:
        yield opened


def get(pages: Pages, at: str, status: int = 200) -> Any:
    answer = pages.client.get(V1 + at)
    assert answer.status_code == status, answer.text
    return answer.json()


def judge(pages: Pages, at: str, body: object, key: str = "k1", etag: str = "*", **headers: str) -> Any:
    given = OURS | {"idempotency-key": key, "if-match": etag} | headers
    return pages.client.post(V1 + at, json=body, headers=given)


def first(pages: Pages) -> dict[str, Any]:
    item = get(pages, "/statements?limit=1")["items"][0]
    assert isinstance(item, dict)
    return item


@pytest.mark.parametrize("limit", [1, 7, 100, 500])
def test_pages_of_a_list_are_the_whole_list_once(pages: Pages, limit: int) -> None:
    seen: list[str] = []
    at: str | None = f"statements?kind=person&limit={limit}"
    while at is not None:
        page = get(pages, f"/{at}")
        assert len(page["items"]) <= limit
        seen += [item["id"] for item in page["items"]]
        at = page["next"]
    twin = pages.client.get("/statements.json?kind=person").json()
    assert seen == [row["id"] for row in twin["statements"]]
    assert page["total"] == twin["total"] == len(seen) == len(set(seen))


@pytest.mark.parametrize(
    "asked",
    [
        "limit=0",
        "limit=501",
        "offset=-1",
        "limit=x",
        "sort=id",
        "order=id;DROP",
        "until=0",
        "min_confidence=2",
        "text=%00",
    ],
)
def test_only_known_filters_with_values_that_they_can_have(pages: Pages, asked: str) -> None:
    problem = get(pages, f"/statements?{asked}", 422)
    assert problem["status"] == 422
    assert asked.split("=")[0] in problem["detail"]


def test_a_statement_is_its_words_in_the_text(pages: Pages) -> None:
    statement = first(pages)
    document = get(pages, f"/documents/{statement['document']['id']}")
    pieces = [document["text"][p["start"] : p["end"]] for p in statement["content"]]
    assert statement["verified"]
    assert all(piece in statement["quotation"] for piece in pieces)


def test_every_list_and_thing_answers(pages: Pages) -> None:
    proposition = pages.proposition()
    actor = get(pages, "/actors?limit=1")["items"][0]
    assert get(pages, f"/actors/{actor['key']}") == actor
    assert get(pages, "/codebook")["propositions"][0]["id"] == proposition
    assert get(pages, "/me") == {"name": "ines", "role": "admin", "project": None, "token": None}
    for at in (
        "/documents",
        "/actors",
        "/runs",
        "/log",
        f"/positions?proposition={proposition}",
        f"/shifts?proposition={proposition}",
    ):
        page = get(pages, at)
        assert page["total"] >= len(page["items"]) > 0, at
    assert get(pages, "/actor-changes")["total"] == 0
    board = pages.client.get(f"/q/{pages.question()}.json").json()["positions"]
    mine = [p for p in board if p["proposition"] == proposition]
    assert get(pages, f"/positions?proposition={proposition}&limit=500")["total"] == len(mine)


@pytest.mark.parametrize(
    "at",
    ["/statements/" + "0" * 32, "/documents/" + "0" * 32, "/actors/nobody", "/nothing", "/positions?proposition=x"],
)
def test_what_is_not_there_is_not_found(pages: Pages, at: str) -> None:
    assert get(pages, at, 404)["title"] == "Not Found"


@pytest.mark.parametrize("key", ["%0A", "a%0Ab", "%00", "%1B[31m", "%E2%80%A8", "..%2F..%2Fx", "%252e", "x" * 401])
def test_an_actor_of_any_key_is_a_problem_for_programs_and_no_page(pages: Pages, key: str) -> None:
    answer = pages.client.get(f"{V1}/actors/{key}")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_the_caller_has_is_not_sent_again(pages: Pages) -> None:
    for at in (f"/statements/{first(pages)['id']}", "/statements?limit=3", "/codebook"):
        etag = pages.client.get(V1 + at).headers["etag"]
        same = pages.client.get(V1 + at, headers={"if-none-match": f'"other", W/{etag}'})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", etag)
        assert pages.client.get(V1 + at, headers={"if-none-match": '"other"'}).status_code == 200


def test_a_judgement_is_recorded_over_the_state_that_was_read(pages: Pages) -> None:
    at = f"/statements/{first(pages)['id']}"
    before = pages.client.get(V1 + at)
    body = {"proposition": pages.proposition(), "stance": "oppose", "note": "Read again."}
    done = judge(pages, f"{at}/codings", body, etag=before.headers["etag"])
    assert (done.status_code, done.json()["coder"]) == (201, "ines")
    after = pages.client.get(V1 + at)
    assert after.headers["etag"] != before.headers["etag"]
    assert after.json()["version"] == done.json()["version"] > before.json()["version"]
    human = [c for c in get(pages, f"{at}/codings")["items"] if c["coder_kind"] == "human"]
    assert [(c["coder"], c["stance"], c["note"]) for c in human] == [("ines", "oppose", "Read again.")]
    late = judge(pages, f"{at}/reviews", {"verdict": "reject"}, "k2", before.headers["etag"])
    assert late.status_code == 412
    assert not pages.client.get(V1 + at).json()["rejected"]
    assert judge(pages, f"{at}/reviews", {"verdict": "reject"}, "k3", after.headers["etag"]).status_code == 201
    assert pages.client.get(V1 + at).json()["rejected"]


def test_headers_that_are_missing_have_their_own_answers(pages: Pages) -> None:
    at, body = f"{V1}/statements/{first(pages)['id']}/reviews", {"verdict": "accept"}
    assert pages.client.post(at, json=body, headers=OURS).status_code == 400
    assert pages.client.post(at, json=body, headers=OURS | {"idempotency-key": "k"}).status_code == 428
    assert judge(pages, at.removeprefix(V1), body, key="no spaces").status_code == 422


def test_a_request_sent_twice_is_done_once(pages: Pages) -> None:
    """Check B14, one pair at a time: the same answer, 422 for another body, and one entry."""
    at, body = f"/statements/{first(pages)['id']}/codings", {"proposition": pages.proposition(), "stance": "oppose"}
    one, two = judge(pages, at, body), judge(pages, at, body)
    assert (one.status_code, one.content) == (two.status_code, two.content)
    assert judge(pages, at, body | {"note": "other"}).status_code == 422
    assert judge(pages, at, body, etag='"other"').status_code == 422
    assert sum(c["coder_kind"] == "human" for c in get(pages, at)["items"]) == 1


def test_the_answer_outlives_the_server(original: Path, tmp_path: Path) -> None:
    path = copied(original, tmp_path / "debate.db")
    answers = []
    for _ in range(2):
        with pages_over(path) as pages:
            answers.append(judge(pages, f"/statements/{first(pages)['id']}/reviews", {"verdict": "accept"}).content)
    assert answers[0] == answers[1]


def test_what_was_refused_may_be_tried_again_under_its_key(pages: Pages) -> None:
    at = f"/statements/{first(pages)['id']}/reviews"
    assert judge(pages, at, {"verdict": "accept"}, etag='"old"').status_code == 412
    assert judge(pages, at, {"verdict": "undo"}).status_code == 409
    assert judge(pages, at, {"verdict": "accept"}).status_code == 201


def test_a_hundred_judgements_sent_twice_at_once_are_a_hundred(pages: Pages) -> None:
    """Check B14: each request twice, at the same time, under one key."""
    rows = get(pages, "/statements?limit=100")["items"]
    proposition, found = pages.proposition(), {}

    def send(n: int, row: str) -> None:
        body = {"proposition": proposition, "stance": "oppose", "note": f"number {row}"}
        found[n, row] = judge(pages, f"/statements/{row}/codings", body, key=f"key-{row}").status_code

    threads = [threading.Thread(target=send, args=(n, row["id"])) for row in rows for n in range(2)]
    for start in range(0, len(threads), 8):
        for thread in threads[start : start + 8]:
            thread.start()
        for thread in threads[start : start + 8]:
            thread.join()
    assert set(found.values()) <= {201, 409}, "409: the other one is being answered"
    for row in rows:
        human = [c for c in pages.store.codings(row["id"]) if c.coder_kind == "human"]
        assert [c.note for c in human] == [f"number {row['id']}"]


def test_of_two_who_judge_the_same_state_one_wins(pages: Pages) -> None:
    """Check B15, fifty races: one 201 and one 412 each, nothing overwritten in silence."""
    proposition, row = pages.proposition(), first(pages)["id"]
    for race in range(50):
        etag = pages.client.get(f"{V1}/statements/{row}").headers["etag"]
        found: list[int] = []

        def send(who: int, race: int = race, etag: str = etag, found: list[int] = found) -> None:
            body = {"proposition": proposition, "stance": "oppose", "note": f"{race} {who}"}
            found.append(judge(pages, f"/statements/{row}/codings", body, f"{race}-{who}", etag).status_code)

        threads = [threading.Thread(target=send, args=(who,)) for who in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found) == [201, 412], race
    assert sum(c.coder_kind == "human" for c in pages.store.codings(row)) == 50


def test_actors_are_merged_and_the_change_is_taken_back(pages: Pages) -> None:
    one, two = (row["key"] for row in get(pages, "/actors?limit=2")["items"])
    total = get(pages, "/actors")["total"]
    done = judge(pages, "/actor-changes", {"action": "merge", "actors": [one, two]})
    assert done.status_code == 201, done.text
    assert get(pages, "/actors")["total"] == total - 1
    assert get(pages, f"/actors/{two}") == get(pages, f"/actors/{one}")
    assert judge(pages, "/actor-changes", {"action": "undo", "number": done.json()["number"]}, "k2").status_code == 201
    assert get(pages, "/actors")["total"] == total
    assert judge(pages, "/actor-changes", {"action": "undo", "number": done.json()["number"]}, "k3").status_code == 409
    assert judge(pages, "/actor-changes", {"action": "merge", "actors": [one, "x"]}, "k4").status_code == 409
    assert [c["action"] for c in get(pages, "/actor-changes")["items"]] == ["merge", "undo"]


BODIES = [
    "",
    "[]",
    "{",
    "null",
    '{"verdict": "maybe"}',
    '{"verdict": "accept", "more": 1}',
    '{"verdict": "accept", "note": 7}',
    '{"verdict": "accept", "note": "\\ud800"}',
    '{"verdict": "accept", "note": "a\\u0000"}',
    "[" * 5000,
]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body[:24])
def test_a_body_that_cannot_be_is_refused_and_nothing_is_recorded(pages: Pages, body: str) -> None:
    row = first(pages)
    headers = OURS | {"idempotency-key": "k", "if-match": "*", "content-type": "application/json"}
    answer = pages.client.post(f"{V1}/statements/{row['id']}/reviews", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"
    assert first(pages)["version"] == row["version"]


def test_problems_have_an_id_and_tell_nothing_of_our_insides(
    pages: Pages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("whipcount.web.rest.filling.codebook", lambda _: 1 / 0)
    pages.path.with_name("x").write_text("")
    broken = pages.client.get(f"{V1}/codebook")
    monkeypatch.setattr(
        "whipcount.store.catalogue.run_rows", lambda connection: connection.exec_driver_sql("SELECT x FROM y")
    )
    failing = pages.client.get(f"{V1}/runs")
    assert (broken.status_code, failing.status_code) == (500, 503)
    for answer in (broken, failing, pages.client.get(f"{V1}/nothing"), pages.client.get(f"{V1}/statements/x")):
        problem = answer.json()
        assert re.fullmatch("[0-9a-f]{16}", problem["id"])
        assert set(problem) == {"type", "title", "status", "detail", "id"}
        for inside in ("Traceback", "ZeroDivision", "SELECT", "sqlite", str(pages.path.parent), ".py"):
            assert inside not in answer.text
    logged = [record.getMessage() for record in caplog.records]
    assert any(broken.json()["id"] in line for line in logged)
    assert any(failing.json()["id"] in line for line in logged)


def test_a_query_that_takes_too_long_is_cut_off(original: Path, tmp_path: Path) -> None:
    from sqlalchemy import text

    from whipcount.errors import StoreError

    path = copied(original, tmp_path / "debate.db")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with (
        open_store(path, query_seconds=0.05) as store,
        pytest.raises(StoreError, match="took longer than is allowed"),
        store._reading() as connection,
    ):
        connection.execute(text(endless))


def test_the_description_names_every_route_and_problem(pages: Pages) -> None:
    found = get(pages, "/openapi.json")
    assert found["openapi"].startswith("3.1")
    assert found["servers"] == [{"url": "/api/v1"}]
    assert "http" not in json.dumps(found["servers"])
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            assert operation["description"], (path, method)
            assert {"401", "403", "404", "422", "429"} <= set(operation["responses"]), (path, method)


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with team_over(tmp_path, Settings(team=True, requests_per_minute=20)) as opened:
        yield opened


def test_a_token_has_so_many_requests_a_minute_and_no_more(team: Team) -> None:
    one, two = team.token("carl", "reader"), team.token("carl", "reader")
    at = "/p/lanes/api/v1/me"
    answers = [team.client.get(at, headers=one).status_code for _ in range(22)]
    assert answers == [200] * 20 + [429] * 2
    limited = team.client.get(at, headers=one)
    assert limited.headers["retry-after"] == "60"
    assert limited.headers["content-type"] == "application/problem+json"
    assert team.client.get(at, headers=two).status_code == 200, "each token for itself"
    team.clock.now += 61
    assert team.client.get(at, headers=one).status_code == 200


def test_who_records_is_the_account_behind_the_token(team: Team) -> None:
    token = team.token("edna", "coder")
    row = team.client.get("/p/lanes/api/v1/statements?limit=1", headers=token).json()["items"][0]["id"]
    at = f"/p/lanes/api/v1/statements/{row}/reviews"
    headers = token | {"idempotency-key": "k", "if-match": "*"}
    assert team.client.post(at, json={"verdict": "accept"}, headers=headers).json()["coder"] == "edna"
    assert (
        team.client.post(at, json={"verdict": "accept"}, headers=headers | team.cookie("carl")).json()["coder"]
        == "edna"
    )
    merge = {"action": "merge", "actors": ["a", "b"]}
    refused = team.client.post("/p/lanes/api/v1/actor-changes", json=merge, headers=headers)
    assert refused.status_code == 403, "the token is a coder's, though the account is an editor's"


def test_a_key_is_the_callers_own(team: Team) -> None:
    at = "/p/lanes/api/v1/statements?limit=1"
    row = team.client.get(at, headers=team.token("carl", "coder")).json()["items"][0]["id"]
    for name in ("carl", "edna"):
        headers = team.token(name, "coder") | {"idempotency-key": "same", "if-match": "*"}
        done = team.client.post(
            f"/p/lanes/api/v1/statements/{row}/reviews", json={"verdict": "accept"}, headers=headers
        )
        assert done.json()["coder"] == name


def test_ids_of_another_project_are_not_there(team: Team) -> None:
    """Neither for those who have no role there, nor through a project in which they have one."""
    both, lanes = team.session("adam"), team.token("carl", "coder")
    row = team.client.get("/p/bridge/api/v1/statements?limit=1", headers=both).json()["items"][0]
    for kind, id_ in (
        ("statements", row["id"]),
        ("documents", row["document"]["id"]),
        ("actors", row["speaker"]["actor"]),
    ):
        at = f"api/v1/{kind}/{id_}"
        assert team.client.get(f"/p/bridge/{at}", headers=both).status_code == 200
        assert team.client.get(f"/p/lanes/{at}", headers=both).status_code == 404
        hidden, nothing = (team.client.get(f"/p/{name}/{at}", headers=lanes) for name in ("bridge", "nothing"))
        assert hidden.status_code == nothing.status_code == 404
        assert hidden.json() | {"id": ""} == nothing.json() | {"id": ""}
    for at in (f"documents/{row['document']['id']}", f"statements?document={row['document']['id']}", "status"):
        assert team.client.get(f"/p/bridge/{at}", headers=lanes).status_code == 404
    for writing in ("coding", "review"):
        answer = team.client.post(
            f"/p/lanes/statements/{row['id']}/{writing}",
            data={"verdict": "accept", "proposition": "ban-ships", "stance": "none"},
            headers=OURS | both,
        )
        assert answer.status_code == 404

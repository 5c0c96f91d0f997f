"""Who may do what: every address and method that exists, for everybody who may ask (checks B30 and B31).

The rules are written down here a second time, on purpose: what is declared must be what happens, and a route that is
added without a rule fails here and is answered to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter

from support.pages import links
from support.team import OURS, Team, team_over
from whipcount.config import Settings
from whipcount.web.access import HALL_ACCESS, PROJECT_ACCESS, Access
from whipcount.web.gate import Gate
from whipcount.web.security import Guard

P = "/p/lanes"
KINDS = ("anonymous", "reader", "coder", "editor", "admin", "disabled", "other project", "expired token")
NAMES = {
    "reader": "rita",
    "coder": "carl",
    "editor": "edna",
    "admin": "adam",
    "disabled": "dora",
    "other project": "olga",
}
# What stands for the parts of an address.
PARTS = {
    "{question:path}": "harbour", "{document}": "DOCUMENT", "{statement}": "STATEMENT", "{key:path}": "ACTOR",
    "{key}": "ACTOR", "{number}": "1", "{proposition:path}": "ban-ships", "{run}": "RUN", "{view}": "nothing",
}  # fmt: skip
EVERYBODY, MEMBERS = "everybody", "members"
RULES: dict[str, str] = {
    **dict.fromkeys(
        (
            "GET /", "GET /q/{question:path}", "GET /statements", "GET /statements.json", "GET /statements.csv",
            "GET /documents", "GET /documents.json", "GET /documents.csv", "GET /documents/{document}",
            "GET /documents/{document}.json", "GET /actors", "GET /actors.json", "GET /actors.csv",
            "GET /actors/{key:path}", "GET /status", "GET /status.json", "GET /status.csv",
            "GET /api/v1/openapi.json", "GET /api/v1/me", "GET /api/v1/documents", "GET /api/v1/documents/{document}",
            "GET /api/v1/statements", "GET /api/v1/statements/{statement}",
            "GET /api/v1/statements/{statement}/codings", "GET /api/v1/actors", "GET /api/v1/actors/{key}",
            "GET /api/v1/actor-changes", "GET /api/v1/positions", "GET /api/v1/shifts", "GET /api/v1/codebook",
            "GET /api/v1/runs", "GET /api/v1/log", "GET /p/{proposition:path}", "GET /network", "GET /network.json",
            "GET /network.csv", "GET /network.graphml", "GET /network.gexf", "GET /network/matrix.csv",
            "GET /network/edge", "GET /statements/{statement}", "GET /statements/{statement}.json", "GET /review",
            "GET /review.json", "GET /review/bulk", "GET /review/bulk/{number}",
            "GET /review/bulk/{number}.json", "GET /review/disagreements", "GET /review/disagreements.json",
            "GET /codebook", "GET /codebook.json", "GET /history", "GET /history.json", "GET /history.csv",
            "GET /corrections", "GET /embed/q/{question:path}", "GET /embed/statements/{statement}",
            "GET /q/{question:path}/brief", "GET /runs", "GET /runs.json", "GET /runs.csv", "GET /runs/now",
            "GET /runs/outlets.json", "GET /runs/outlets.csv", "GET /runs/{run}", "GET /runs/{run}.json",
            "GET /views", "GET /views.json", "GET /views.csv", "GET /views/{view}", "POST /views",
            "POST /views/{view}/name", "POST /views/{view}/delete",
            "POST /statements/{statement}/reply",
        ),
        "reader",
    ),
    **dict.fromkeys(
        (
            "POST /statements/{statement}/coding", "POST /statements/{statement}/review",
            "POST /api/v1/statements/{statement}/codings", "POST /api/v1/statements/{statement}/reviews",
            "POST /statements/{statement}/correction", "POST /documents/{document}/statements",
            "POST /review/{statement}", "POST /review/bulk/{number}", "POST /history/{number}/undo",
            "GET /review/card",
        ),
        "coder",
    ),
    **dict.fromkeys(
        (
            "POST /api/v1/actor-changes", "POST /documents/{document}/correction", "POST /review/bulk",
            "POST /review/disagreements/{statement}", "GET /codebook/edit", "POST /codebook/edit",
            "GET /codebook/text", "POST /codebook/text", "POST /views/{view}/sharing", "GET /history/{number}/undo",
        ),
        "editor",
    ),
    **dict.fromkeys(("GET /members", "POST /members", "GET /api/v1/members"), "admin"),
    **dict.fromkeys(("GET /healthz", "GET /static"), EVERYBODY),
}  # fmt: skip
# Whoever is let in is told by the page itself that there is no such thing here, or that it is switched off.
NOT_HERE = frozenset(
    {
        "GET /corrections", "GET /review/bulk/{number}", "GET /review/bulk/{number}.json", "POST /members",
        "GET /views/{view}", "POST /views/{view}/name", "POST /views/{view}/delete", "POST /views/{view}/sharing",
        "GET /history/{number}/undo",
    }
)  # fmt: skip
ASKS_FOR_MORE = frozenset({"GET /network/edge"})  # two ends, in the query
# What stands beside an address with an id in the same place takes its method, and finds nothing of that id.
BESIDE = frozenset(
    {"/review/card", "/review/disagreements", "/review/disagreements.json", "/review/bulk/{number}.json"}
)
HALL_RULES: dict[str, str] = {
    **dict.fromkeys(("GET /login", "POST /login", "GET /healthz", "GET /static"), EVERYBODY),
    **dict.fromkeys(
        (
            "GET /", "POST /logout", "GET /projects", "GET /account", "POST /account/password",
            "POST /account/second-factor", "POST /account/second-factor/confirm", "POST /account/second-factor/drop",
            "POST /account/tokens", "POST /account/tokens/{number}/end",
        ),
        MEMBERS,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    settings = Settings(team=True, requests_per_minute=100_000)
    with team_over(tmp_path_factory.mktemp("access"), settings) as opened:
        yield opened


def gate_of(team: Team) -> Gate:
    guard = team.client.app
    assert isinstance(guard, Guard)
    assert isinstance(guard.app, Gate)
    return guard.app


def existing(access: Access) -> set[str]:
    """Every method and address that a route has; a HEAD is what a GET is."""
    return {f"{m} {route.path}" for route in access.routes for m in route.methods if m != "HEAD"}


def address(team: Team, path: str) -> str:
    row = team.store.statements(limit=1).items[0]
    ids = {"STATEMENT": row.statement.id, "DOCUMENT": row.document_id, "ACTOR": row.actor_key}
    ids["RUN"] = team.store.runs()[0].id
    path = path + "/app.js" if path == "/static" else path
    path += "?proposition=ban-ships" if path.endswith(("/positions", "/shifts")) else ""
    for part, value in PARTS.items():
        path = path.replace(part, ids.get(value, value))
    return path


def ask(team: Team, rule: str, headers: Mapping[str, str], prefix: str = P) -> Any:
    """One request that would do something if it were let in."""
    method, path = rule.split(" ")
    given: dict[str, Any] = {"headers": dict(headers)}
    if method == "POST" and "/api/" in path:
        kind = "verdict" if path.endswith("reviews") else "stance" if path.endswith("codings") else "action"
        bodies: dict[str, object] = {
            "verdict": {"verdict": "accept"},
            "stance": {"proposition": "ban-ships", "stance": "none"},
            "action": {"action": "merge", "actors": ["a", "b"]},
        }
        given["json"] = bodies[kind]
        given["headers"] |= {"idempotency-key": "k", "if-match": "*"}
    elif method == "POST":
        given["data"] = {
            "verdict": "accept", "proposition": "ban-ships", "stance": "none", "name": "nobody", "role": "reader",
            "password": "wrong", "new": "x", "again": "x", "code": "1", "label": "", "project": "lanes", "days": "1",
            "shared": "yes",
        }  # fmt: skip
    return team.client.request(method, prefix + address(team, path), follow_redirects=False, **given)


def outcome(answer: Any) -> str:
    location = answer.headers.get("location", "")
    if answer.status_code == 401 or location == "/login" or location.startswith("/login?next="):
        return "sign in"
    if answer.status_code in (403, 404, 405):
        return str(answer.status_code)
    assert answer.status_code < 500, answer.text
    return "in"


def expected(need: str, kind: str, *, hall: bool) -> str:
    if need == EVERYBODY:
        return "in"
    if kind in ("anonymous", "disabled", "expired token"):
        return "sign in"
    if hall:
        return "in"
    if kind == "other project":
        return "404"
    order = ("reader", "coder", "editor", "admin")
    return "in" if order.index(kind) >= order.index(need) else "403"


def headers_of(team: Team, kind: str) -> dict[str, str]:
    if kind == "anonymous":
        return dict(OURS)
    if kind == "expired token":
        token = team.token("adam", "admin", days=1)
        team.clock.now += 86_401
        return dict(token)
    return OURS | team.session(NAMES[kind])


def test_every_route_has_a_rule_here_and_in_the_table(team: Team) -> None:
    gate = gate_of(team)
    for access, rules, table in (
        (gate.rooms["lanes"].access, RULES, PROJECT_ACCESS),
        (gate.access, HALL_RULES, HALL_ACCESS),
    ):
        declared = {f"{method} {path}" for path, row in table.items() for method in row}
        assert existing(access) == set(rules)
        assert declared == set(rules)


def test_the_description_of_the_api_names_no_other_routes(team: Team) -> None:
    found = team.client.get(f"{P}/api/v1/openapi.json", headers=team.session("adam")).json()["paths"]
    described = {f"{method.upper()} /api/v1{path}" for path, operations in found.items() for method in operations}
    assert described == {rule for rule in RULES if "/api/" in rule} - {"GET /api/v1/openapi.json"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rule", RULES)
def test_a_cell_of_the_matrix_of_a_project(team: Team, rule: str, kind: str) -> None:
    answer = ask(team, rule, headers_of(team, kind))
    found = outcome(answer)
    wanted = expected(RULES[rule], kind, hall=False)
    assert found == ("404" if wanted == "in" and rule in NOT_HERE else wanted), answer.text[:300]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("rule", HALL_RULES)
def test_a_cell_of_the_matrix_of_the_hall(team: Team, rule: str, kind: str) -> None:
    answer = ask(team, rule, headers_of(team, kind), prefix="")
    if rule == "POST /login":
        assert answer.status_code in (403, 429), "let in, and told that this is no account"
    else:
        assert outcome(answer) == expected(HALL_RULES[rule], kind, hall=True), answer.text[:300]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.startswith("GET") and RULES[rule] != EVERYBODY])
def test_a_head_is_no_way_around(team: Team, rule: str) -> None:
    at = P + address(team, rule.split(" ")[1])
    assert outcome(team.client.head(at, follow_redirects=False)) == "sign in"
    assert team.client.head(at, headers=team.session("olga")).status_code == 404


@pytest.mark.parametrize("who", ["anonymous", "olga", "rita"])
@pytest.mark.parametrize(
    "at", ["/", "/statements", "/statements.json", "/status.csv", "/nothing", "/api/v1/me", "/api/x"]
)
def test_a_project_that_is_hidden_looks_like_one_that_does_not_exist(team: Team, at: str, who: str) -> None:
    hidden = "lanes" if who == "olga" else "bridge"
    headers = {} if who == "anonymous" else team.session(who)
    for method in ("GET", "POST", "PUT"):
        found = [
            team.client.request(method, f"/p/{name}{at}", headers=OURS | headers, follow_redirects=False)
            for name in (hidden, "nothing")
        ]
        told = [(a.status_code, re.sub(r"[0-9a-f]{16}|nothing|bridge|lanes", "", a.text)) for a in found]
        heads = [{k: v for k, v in a.headers.items() if k not in ("content-length", "location")} for a in found]
        assert told[0] == told[1]
        assert heads[0] == heads[1]


def test_a_route_without_a_rule_is_answered_to_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def more(_: object) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/forgotten", lambda: "secret", methods=["GET"])
        return router

    monkeypatch.setattr("whipcount.web.app.status.routes", more)
    with team_over(tmp_path) as team:
        for at in ("/forgotten", "/nothing", "/statements/", "//statements", "/api/v1", "/api/v2/me", "/%2e%2e/x"):
            answer = team.client.get(P + at, headers=team.session("adam"), follow_redirects=False)
            assert answer.status_code == 404, at
            assert "secret" not in answer.text


WRITING = [(rule, P) for rule in RULES if rule.startswith("POST")] + [
    (rule, "") for rule in HALL_RULES if rule.startswith("POST")
]
GUARDED = "did not come from a page of this server"
# What a browser says of where a request comes from → whether it is let through to the rule of the route. The table of
# Go's net/http CrossOriginProtection, which Datasette took over.
ORIGINS: dict[str, tuple[dict[str, str], bool]] = {
    "cross-site": ({"sec-fetch-site": "cross-site", "origin": "https://evil.example"}, False),
    "cross-site, no origin": ({"sec-fetch-site": "cross-site"}, False),
    "same-site": ({"sec-fetch-site": "same-site", "origin": "https://other.127.0.0.1"}, False),
    "cross-site, our origin": ({"sec-fetch-site": "cross-site", "origin": "https://127.0.0.1"}, False),
    "same-origin": ({"sec-fetch-site": "same-origin", "origin": "https://127.0.0.1"}, True),
    "none": ({"sec-fetch-site": "none"}, True),
    "older browser, other origin": ({"origin": "https://evil.example"}, False),
    "older browser, null origin": ({"origin": "null"}, False),
    "older browser, without TLS": ({"origin": "http://127.0.0.1"}, False),
    "older browser, our origin": ({"origin": "https://127.0.0.1"}, True),
    "no header": ({}, True),
}
CREDENTIALS = ("cookie", "bearer", "bearer and cookie", "wrong bearer and cookie", "nothing")


def credentials_of(team: Team, how: str) -> dict[str, str]:
    cookie, token = team.session("adam"), team.token("adam", "admin")
    wrong = {"authorization": "Bearer whip_no"}
    return {
        "cookie": cookie, "bearer": token, "bearer and cookie": token | cookie,
        "wrong bearer and cookie": wrong | cookie, "nothing": {},
    }[how]  # fmt: skip


@pytest.mark.parametrize("how", CREDENTIALS)
@pytest.mark.parametrize("origin", ORIGINS)
def test_only_our_own_pages_and_programs_change_anything(team: Team, origin: str, how: str) -> None:
    headers, let = ORIGINS[origin]
    given = credentials_of(team, how)
    before = team.dump()
    for rule, prefix in WRITING:
        answer = ask(team, rule, headers | (credentials_of(team, how) if let else given), prefix)
        assert (answer.status_code == 403 and GUARDED in answer.text) is not let, (rule, answer.text[:200])
        if let and rule != "POST /login":
            assert_decided_by_the_credentials(answer, how, hall=prefix == "")
    assert let or team.dump() == before


def assert_decided_by_the_credentials(answer: Any, how: str, *, hall: bool) -> None:
    if how in ("wrong bearer and cookie", "nothing"):
        assert outcome(answer) == "sign in", "a cookie beside a token counts for nothing"
    elif how != "cookie" and hall:
        assert answer.status_code == 403, "a token does not stand for an account's own pages"
    else:
        assert outcome(answer) in ("in", "404"), answer.text[:200]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "POST", "X"])
def test_no_other_method_does_anything(team: Team, method: str) -> None:
    headers = OURS | team.session("adam")
    before = team.dump()
    for rule in RULES:
        path = rule.split(" ")[1]
        if method == "POST" and f"POST {path}" in RULES:
            continue
        answer = team.client.request(method, P + address(team, path), headers=headers, follow_redirects=False)
        assert answer.status_code in (400, 404, 405) if path in BESIDE else answer.status_code in (404, 405), rule
    assert team.dump() == before


def test_looking_changes_nothing(team: Team) -> None:
    """Check B30: every kind of address that an admin's pages lead to is read and headed; all that is kept stays."""
    headers = team.session("adam")
    todo = [
        P + address(team, rule.split(" ")[1])
        for rule in RULES
        if rule.startswith("GET") and rule not in NOT_HERE | ASKS_FOR_MORE
    ]
    todo += ["/projects", "/account", "/login", "/"]
    before = team.dump()
    seen: dict[str, list[str]] = {}
    while todo:
        at = todo.pop(0)
        kind = re.sub(r"[0-9a-f]{16,}", "ID", at.split("?")[0])
        if at in seen.setdefault(kind, []) or len(seen[kind]) == 3:
            continue
        seen[kind].append(at)
        answer = team.client.get(at, headers=headers)
        assert answer.status_code < 400, at
        todo += links(answer.text) if answer.headers["content-type"].startswith("text/html") else []
        team.client.head(at, headers=headers)
    assert len(seen) > 35
    assert team.dump() == before

"""Sessions and tokens: how they begin, what they are worth, and what ends them (check B32)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.team import OURS, SECRET, Team, team_over
from whipcount.accounts import totp
from whipcount.accounts.accounts import Accounts
from whipcount.web.gate import COOKIE


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    with team_over(tmp_path) as opened:
        yield opened


def sign_in(team: Team, name: str = "carl", password: str = SECRET, **more: str) -> tuple[int, str, str]:
    """Status, where it leads, and the cookie as it was set."""
    form = {"name": name, "password": password, "next": "/p/lanes/status", **more}
    answer = team.client.post("/login", data=form, headers=OURS, follow_redirects=False)
    team.client.cookies.clear()
    return answer.status_code, answer.headers.get("location", ""), answer.headers.get("set-cookie", "")


def cookie_of(set_cookie: str) -> dict[str, str]:
    return {"cookie": set_cookie.split(";")[0]}


def test_the_cookie_is_out_of_reach_of_scripts_other_sites_and_the_network(team: Team) -> None:
    status, location, cookie = sign_in(team)
    assert (status, location) == (303, "/p/lanes/status")
    name, *attributes = (part.strip() for part in cookie.split(";"))
    assert name.startswith("__Host-whipcount=")
    assert {part.lower() for part in attributes} == {"secure", "httponly", "samesite=lax", "path=/"}
    assert len(name.partition("=")[2]) == 43, "256 bits in base 64"
    assert team.alive(cookie_of(cookie))


def test_signing_in_makes_a_new_session_and_ends_the_one_before(team: Team) -> None:
    _, _, first = sign_in(team)
    form = {"name": "carl", "password": SECRET}
    answer = team.client.post("/login", data=form, headers=OURS | cookie_of(first), follow_redirects=False)
    second = answer.headers["set-cookie"]
    assert cookie_of(first) != cookie_of(second)
    assert not team.alive(cookie_of(first))
    assert team.alive(cookie_of(second))


def test_a_session_that_a_browser_brings_is_never_taken_over(team: Team) -> None:
    planted = {"cookie": f"{COOKIE}={'x' * 43}"}
    form = {"name": "carl", "password": SECRET}
    answer = team.client.post("/login", data=form, headers=OURS | planted, follow_redirects=False)
    assert "x" * 43 not in answer.headers["set-cookie"]
    assert not team.alive(planted)


@pytest.mark.parametrize("next_", ["https://evil.example/", "//evil.example/", "\\\\evil", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(team: Team, next_: str) -> None:
    assert sign_in(team, next=next_)[:2] == (303, "/")


WEAKENED: dict[str, Callable[[Accounts], object]] = {
    "disabled": lambda a: a.set_disabled("carl", disabled=True),
    "another role": lambda a: a.set_role("carl", "lanes", "reader"),
    "a role elsewhere": lambda a: a.set_role("carl", "bridge", "reader"),
    "no role": lambda a: a.set_role("carl", "lanes", None),
    "another password": lambda a: a.set_password("carl", "Eight blue herons, flying"),
    "no second factor": lambda a: a.drop_secret("carl"),
    "signed out": lambda a: a.sign_out("carl"),
}


@pytest.mark.parametrize("how", WEAKENED)
def test_all_sessions_and_tokens_end_with_the_next_request(team: Team, how: str) -> None:
    """From another process, too: here it is another handle on the file, as the command line has one."""
    from whipcount.accounts import open_accounts

    headers = [cookie_of(sign_in(team)[2]) for _ in range(3)] + [team.token("carl", "reader") for _ in range(3)]
    other = cookie_of(sign_in(team, "rita")[2])
    assert all(team.alive(one, "/p/lanes/status") for one in headers)
    WEAKENED[how](open_accounts(team.folder / "accounts.db"))
    assert not any(team.alive(one) for one in headers)
    assert team.alive(other), "and nobody else's"


def test_the_button_to_sign_out_ends_them_too(team: Team) -> None:
    mine, token, again = cookie_of(sign_in(team)[2]), team.token("carl", "reader"), cookie_of(sign_in(team)[2])
    answer = team.client.post("/logout", headers=OURS | mine, follow_redirects=False)
    assert answer.headers["location"] == "/login?done=out"
    assert "max-age=0" in answer.headers["set-cookie"].lower()
    assert not any(team.alive(one) for one in (mine, token, again))


def test_a_session_ends_when_it_is_not_used_and_after_a_day_of_work(team: Team) -> None:
    mine = cookie_of(sign_in(team)[2])
    for _ in range(11):
        team.clock.now += 59 * 60
        assert team.alive(mine), "used every hour"
    idle = cookie_of(sign_in(team)[2])
    team.clock.now += 61 * 60
    assert not team.alive(idle), "an hour without a request"
    busy = cookie_of(sign_in(team)[2])
    for _ in range(24):
        team.clock.now += 29 * 60
        assert team.alive(busy)
    team.clock.now += 29 * 60
    assert not team.alive(busy), "twelve hours, however busy"


def test_a_token_ends_on_its_day(team: Team) -> None:
    token = team.token("carl", "reader", days=2)
    team.clock.now += 2 * 86_400 - 1
    assert team.alive(token)
    team.clock.now += 1
    assert not team.alive(token)
    answer = team.client.get("/p/lanes/status", headers=token)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer x", "Basic Y2FybDp4", "bearer  ", "Bearer \xff"])
def test_a_wrong_token_is_refused_even_beside_a_good_cookie(team: Team, authorization: str) -> None:
    headers = [(b"cookie", team.cookie("carl")["cookie"].encode()), (b"authorization", authorization.encode("latin-1"))]
    answer = team.client.get("/p/lanes/status", headers=headers, follow_redirects=False)
    assert answer.status_code == 401


def test_a_token_opens_no_account(team: Team) -> None:
    token = team.token("carl", "coder")
    for method, at in (("GET", "/account"), ("GET", "/projects"), ("POST", "/account/tokens"), ("POST", "/logout")):
        assert team.client.request(method, at, headers=token).status_code == 403


def test_bad_logins_are_counted_and_told_apart_by_nothing(team: Team) -> None:
    cases = [("carl", "wrong"), ("nobody", "wrong"), ("dora", SECRET), ("dora", "wrong")]
    pages = [
        team.client.post("/login", data={"name": name, "password": password}, headers=OURS) for name, password in cases
    ]
    assert {page.status_code for page in pages} == {403}
    assert len({page.text.replace(name, "NAME") for page, (name, _) in zip(pages, cases, strict=True)}) == 1
    assert not any("set-cookie" in page.headers for page in pages)
    for _ in range(9):
        team.client.post("/login", data={"name": "nobody", "password": "wrong"}, headers=OURS)
    limited = team.client.post("/login", data={"name": "nobody", "password": "wrong"}, headers=OURS)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "60")
    assert sign_in(team)[0] == 303, "another account is not shut out"


def test_there_is_no_way_to_make_an_account_from_outside(team: Team) -> None:
    for at in ("/register", "/signup", "/account/new", "/members", "/p/lanes/members"):
        for method in ("GET", "POST"):
            answer = team.client.request(method, at, headers=OURS, follow_redirects=False)
            assert answer.status_code in (303, 401)
            assert answer.headers.get("location", "/login").startswith("/login")


def form(team: Team, at: str, name: str = "carl", **fields: str) -> tuple[int, str]:
    answer = team.client.post(at, data=fields, headers=OURS | team.cookie(name), follow_redirects=False)
    return answer.status_code, answer.text


def test_ones_own_password_is_changed_with_the_old_one(team: Team) -> None:
    new = "Eight blue herons, flying"
    assert form(team, "/account/password", password="wrong", new=new, again=new)[0] == 400
    assert form(team, "/account/password", password=SECRET, new=new, again="other")[0] == 400
    assert form(team, "/account/password", password=SECRET, new="short", again="short")[0] == 400
    assert team.alive(team.cookie("carl"))
    assert form(team, "/account/password", password=SECRET, new=new, again=new)[0] == 303
    assert not team.alive(team.cookie("carl"))
    assert sign_in(team)[0] == 403
    assert sign_in(team, password=new)[0] == 303


def test_codes_are_set_up_with_the_password_and_a_code(team: Team) -> None:
    assert form(team, "/account/second-factor", password="wrong")[0] == 400
    assert form(team, "/account/second-factor", password=SECRET)[0] == 303
    secret = team.accounts.proposed_secret("carl")
    assert secret is not None
    assert secret in team.client.get("/account", headers=team.cookie("carl")).text
    code = totp.code_at(secret, int(team.clock.now) // 30)
    assert form(team, "/account/second-factor/confirm", code="000" + code)[0] == 400
    assert form(team, "/account/second-factor/confirm", code=code)[0] == 303
    assert not team.alive(team.cookie("carl"))
    team.clock.now += 30
    assert sign_in(team)[0] == 403
    status, _, cookie = sign_in(team, code=totp.code_at(secret, int(team.clock.now) // 30))
    assert status == 303
    drop = team.client.post("/account/second-factor/drop", data={"password": SECRET}, headers=OURS | cookie_of(cookie))
    assert drop.status_code == 200
    assert not team.accounts.one("carl").second_factor


def test_a_token_is_shown_once_and_can_be_ended(team: Team) -> None:
    fields = {"label": "<b>weekly</b>", "project": "lanes", "role": "reader", "days": "7"}
    status, page = form(team, "/account/tokens", **fields)
    assert status == 200
    secret = page.split('<code class="secret">')[1].split("<")[0]
    assert secret.startswith("whip_")
    token = {"authorization": f"Bearer {secret}"}
    assert team.alive(token)
    again = team.client.get("/account", headers=team.cookie("carl")).text
    assert secret not in again
    assert "&lt;b&gt;weekly&lt;/b&gt;" in again
    number = team.accounts.tokens("carl")[0].id
    assert form(team, f"/account/tokens/{number}/end", name="edna")[0] == 303, "not hers: nothing happens"
    assert team.alive(token)
    assert form(team, f"/account/tokens/{number}/end")[0] == 303
    assert not team.alive(token)
    assert form(team, "/account/tokens", **(fields | {"role": "admin"}))[0] == 400


def test_an_admin_changes_roles_in_the_project_only(team: Team) -> None:
    page = team.client.get("/p/lanes/members", headers=team.cookie("adam")).text
    assert "carl" in page
    assert "olga" not in page, "of other projects nothing is told"

    def post(who: str) -> int:
        fields = {"name": who, "role": "reader"}
        headers = OURS | team.cookie("adam")
        return team.client.post("/p/lanes/members", data=fields, headers=headers, follow_redirects=False).status_code

    assert post("olga") == 404
    assert post("adam") == 403, "nobody changes their own role"
    mine = team.cookie("carl")
    assert post("carl") == 303
    assert team.accounts.one("carl").roles == {"lanes": "reader"}
    assert not team.alive(mine)

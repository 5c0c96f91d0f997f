"""``whipcount users``: accounts are made and changed here, and no password stands on the command line."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from support.shell import Shell
from support.team import SECRET
from whipcount.accounts import open_accounts
from whipcount.cli.users import users
from whipcount.store import open_store

LINE = f"{SECRET}\n".encode()


@pytest.fixture
def made(shell: Shell) -> Shell:
    assert shell("users", "add", "ines", "--role", "coder", "--store", "lanes.db", "--stdin", stdin=LINE).code == 0
    return shell


def test_an_account_is_made_with_a_role_in_the_project_of_the_store(made: Shell) -> None:
    (account,) = made("users", "list", "--json").json
    assert (account["name"], account["roles"], account["disabled"]) == ("ines", {"lanes": "coder"}, False)
    assert open_accounts("whipcount-accounts.db").sign_in("ines", SECRET, "", address="a").refusal is None


def test_nothing_is_made_for_a_project_that_cannot_be(shell: Shell) -> None:
    call = ("users", "add", "ines", "--role", "coder", "--project", "../x", "--stdin")
    assert shell(*call, stdin=LINE).code == 2
    assert shell("users", "list").code == 1


def test_what_is_changed_is_listed(made: Shell) -> None:
    assert made("users", "role", "ines", "editor", "--project", "bridge").code == 0
    assert made("users", "role", "ines", "none", "--store", "lanes.db").code == 0
    assert made("users", "disable", "ines").code == 0
    shown = made("users", "list").out
    assert "editor in bridge" in shown
    assert "lanes" not in shown
    assert "disabled" in shown
    assert made("users", "enable", "ines").code == 0
    assert "disabled" not in made("users", "list").out


def test_a_password_is_read_from_stdin(made: Shell) -> None:
    assert made("users", "password", "ines", "--stdin", stdin=b"Eight blue herons, flying\r\n").code == 0
    accounts = open_accounts("whipcount-accounts.db")
    assert accounts.sign_in("ines", SECRET, "", address="a").refusal == "wrong"
    assert accounts.sign_in("ines", "Eight blue herons, flying", "", address="a").refusal is None
    assert made("users", "password", "ines", "--stdin").code == 2
    assert made("users", "password", "ines", "--stdin", stdin=b"short\n").code == 2
    assert made("users", "password", "otto", "--stdin", stdin=LINE).code == 2


def test_a_token_is_the_only_line_on_stdout(made: Shell) -> None:
    shown = made("users", "token", "ines", "--role", "reader", "--label", "weekly", "--store", "lanes.db")
    assert shown.code == 0
    (secret,) = shown.out.splitlines()
    identity = open_accounts("whipcount-accounts.db").by_token(secret)
    assert identity is not None
    assert identity.role_in("lanes") == "reader"
    assert secret not in shown.err
    too_much = made("users", "token", "ines", "--role", "admin", "--label", "x", "--store", "lanes.db")
    assert (too_much.code, too_much.out) == (2, "")


def test_codes_are_dropped_for_who_lost_the_device(made: Shell) -> None:
    assert made("users", "drop-code", "ines").code == 0
    assert made("users", "drop-code", "otto").code == 2


def test_no_command_takes_a_password_as_an_argument() -> None:
    options = [
        name
        for command in users.commands.values()
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for name in parameter.opts
    ]
    assert not [name for name in options if "password" in name or "secret" in name]


def test_the_server_says_what_is_missing(shell: Shell, project: Path) -> None:
    open_store(project / "whipcount.db").close()
    for arguments in (["--team"], ["--project", "a=whipcount.db"], ["--team", "--project", "a"]):
        shown = shell("serve", "--port", "0", *arguments)
        assert shown.code in (1, 2)
        assert any(word in shown.err for word in ("whipcount users add", "--team", "NAME=F"))

"""``users``: the accounts of a team. Passwords are asked for or read from stdin, never given as an argument."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from whipcount.cli import options
from whipcount.cli.output import write_json, write_table
from whipcount.errors import UsageError

if TYPE_CHECKING:
    from whipcount.accounts import Accounts
    from whipcount.config import Settings

_ROLES = ("reader", "coder", "editor", "admin")
_accounts = click.option(
    "--accounts", metavar="F", help="Where the accounts are kept.  [default: whipcount-accounts.db]"
)
_project = click.option(
    "--project", metavar="NAME", help="The project that is meant.  [default: the name of the store's file]"
)
_stdin = click.option("--stdin", is_flag=True, help="Read the password from standard input, its first line.")
_name = click.argument("name")


@click.group()
def users() -> None:
    """Accounts of a team: who may sign in, and what each may do in which project."""


def _opened(settings: Settings, *, create: bool = False) -> Accounts:
    from whipcount.accounts import open_accounts

    return open_accounts(settings.accounts, create=create)


def _project_in(settings: Settings, project: str | None) -> str:
    from whipcount.accounts import project_name
    from whipcount.accounts.records import checked_name

    return checked_name(project or project_name(settings.store), "project")


def _password(stdin: bool) -> str:
    if stdin:
        line = sys.stdin.readline()
        if not line:
            raise UsageError("There is no password on standard input. Write it there as one line.")
        return line.rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt="The same again", err=True))


@users.command()
@_name
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What the account may do in the project.")
@_project
@options.store
@_accounts
@_stdin
def add(name: str, role: str, project: str | None, store: str | None, accounts: str | None, stdin: bool) -> None:
    """Make an account with a role in a project; asks for its password."""
    from whipcount.accounts import role_named

    settings = options.settings_for(store=store, accounts=accounts)
    where = _project_in(settings, project)
    opened = _opened(settings, create=True)
    opened.add(name, _password(stdin))
    opened.set_role(name, where, role_named(role))
    click.echo(f"{name} may sign in now, as {role} in {where}.", err=True)


@users.command("list")
@_accounts
@options.as_json
def list_(accounts: str | None, as_json: bool) -> None:
    """List the accounts with their roles."""
    found = _opened(options.settings_for(accounts=accounts)).all()
    if as_json:
        write_json([{**asdict(account), "roles": dict(account.roles)} for account in found])
        return
    rows = [
        (
            account.name,
            "disabled" if account.disabled else "asks for a code" if account.second_factor else "",
            ", ".join(f"{role} in {project}" for project, role in account.roles.items()),
        )
        for account in found
    ]
    write_table(rows, ("name", "state", "roles"))


@users.command()
@_name
@_accounts
def disable(name: str, accounts: str | None) -> None:
    """Shut an account; its sessions and tokens end at once."""
    _opened(options.settings_for(accounts=accounts)).set_disabled(name, disabled=True)
    click.echo(f"{name} is disabled. What was recorded under that name stays.", err=True)


@users.command()
@_name
@_accounts
def enable(name: str, accounts: str | None) -> None:
    """Open a disabled account again."""
    _opened(options.settings_for(accounts=accounts)).set_disabled(name, disabled=False)
    click.echo(f"{name} may sign in again.", err=True)


@users.command()
@_name
@click.argument("role", type=click.Choice([*_ROLES, "none"]))
@_project
@options.store
@_accounts
def role(name: str, role: str, project: str | None, store: str | None, accounts: str | None) -> None:
    """Give an account another role in a project, or none; its sessions and tokens end at once."""
    from whipcount.accounts import role_named

    settings = options.settings_for(store=store, accounts=accounts)
    where = _project_in(settings, project)
    _opened(settings).set_role(name, where, None if role == "none" else role_named(role))
    click.echo(f"{name} has the role {role} in {where} now, and has to sign in again.", err=True)


@users.command()
@_name
@_accounts
@_stdin
def password(name: str, accounts: str | None, stdin: bool) -> None:
    """Give an account another password; its sessions and tokens end at once."""
    opened = _opened(options.settings_for(accounts=accounts))
    opened.one(name)
    opened.set_password(name, _password(stdin))
    click.echo(f"{name} has another password now, and has to sign in again.", err=True)


@users.command("drop-code")
@_name
@_accounts
def drop_code(name: str, accounts: str | None) -> None:
    """Ask an account for no code from an app any more, because its owner has lost the device."""
    _opened(options.settings_for(accounts=accounts)).drop_secret(name)
    click.echo(f"{name} signs in with the password alone now.", err=True)


@users.command()
@_name
@click.option("--role", type=click.Choice(_ROLES), required=True, help="What the token may do at most.")
@click.option("--label", required=True, help="What it is for.")
@click.option("--days", type=int, default=90, show_default=True, help="How long it lasts.")
@_project
@options.store
@_accounts
def token(
    name: str, role: str, label: str, days: int, project: str | None, store: str | None, accounts: str | None
) -> None:
    """Make an API token of an account, and write it to stdout: this once, for it is kept nowhere."""
    from whipcount.accounts import role_named

    settings = options.settings_for(store=store, accounts=accounts)
    where = _project_in(settings, project)
    secret, made = _opened(settings).make_token(name, where, role_named(role), label=label, days=days)
    click.echo(secret)
    until = datetime.fromtimestamp(made.expires, UTC).date()
    click.echo(f"Keep it safe. It stands for {name} as {role} in {where} until {until}.", err=True)

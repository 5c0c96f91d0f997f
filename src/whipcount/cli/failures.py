"""What the shell is told: exit codes, and one line for each error that whipcount raises on purpose.

::

    0    done
    1    error: nothing came of it (no input could be used, the store cannot be opened, the port is taken)
    2    the call is wrong: a flag, a setting, a date, the codebook, the list of actors
    3    partial: some inputs failed, the others are done; ``whipcount log --problems`` lists them
    130  interrupted; what was finished is kept
    141  whoever read the output closed it
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Final

import click

from whipcount.errors import ActorListError, CodebookError, UsageError, WhipcountError
from whipcount.interchange.terminal import printable

OK: Final = 0
ERROR: Final = 1
USAGE: Final = 2
PARTIAL: Final = 3
INTERRUPTED: Final = 130
OUTPUT_CLOSED: Final = 141


def guarded(action: Callable[[], int | None], *, debug: bool) -> int:
    """Run a command and turn what it raises into an exit code and a line on stderr.

    Args:
        action: The command; its result is the exit code, None for 0.
        debug: Let errors through with their tracebacks.
    """
    try:
        code = action() or OK
        sys.stdout.flush()
    except click.exceptions.Exit as finished:  # --help and --version
        return finished.exit_code
    except BrokenPipeError:
        _forget_stdout()
        return OUTPUT_CLOSED
    except (KeyboardInterrupt, click.Abort) as error:
        kept = str(error) or "Nothing that was finished is lost."
        click.echo(f"\nInterrupted. {kept}", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (WhipcountError, OSError) as error:
        if debug:
            raise
        click.echo(f"Error: {_one_line(error)}", err=True)
        return USAGE if isinstance(error, (UsageError, CodebookError, ActorListError)) else ERROR
    return code


def exit_code(*, done: int, failed: int) -> int:
    """What a run over inputs amounts to."""
    if not failed:
        return OK
    return PARTIAL if done else ERROR


def _one_line(error: Exception) -> str:
    return printable(str(error))


def _forget_stdout() -> None:
    """Point stdout at nothing, so that the interpreter does not fail again when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

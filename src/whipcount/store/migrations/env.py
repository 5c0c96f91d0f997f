"""What Alembic runs: the migrations, inside the transaction that ``open_store`` holds."""

from alembic import context


def run() -> None:
    """Run on the caller's connection, so that a cut-off upgrade leaves the old schema whole."""
    context.configure(connection=context.config.attributes["connection"])
    context.run_migrations()


if __name__ == "env_py":  # the name under which Alembic loads this file; a plain import does nothing
    run()

"""Alembic migrations, run by ``open_store``: one file for each revision, and one for its SQLite triggers."""

"""What several tests share: engines made by hand, and a command line in this process."""

from pathlib import Path

ROOT = Path(__file__).parents[2]

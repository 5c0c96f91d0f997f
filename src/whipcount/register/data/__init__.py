"""Data files of the register; ``training.register.build`` makes them, and their SHA-256 is pinned beside them."""

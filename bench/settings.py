"""How much of a run is asked for: everything by default, less while something is being built."""

import os

# Rounds of each contender, and a factor for the size of the data (BENCH_SIZE=0.01 is a hundredth).
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "15"))
SIZE = float(os.environ.get("BENCH_SIZE", "1"))
DATABASES = tuple(os.environ.get("BENCH_DATABASES", "sqlite,postgresql").split(","))


def sized(full: int, *, least: int = 1) -> int:
    return max(round(full * SIZE), least)

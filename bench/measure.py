"""How things are timed: contenders take turns (ABAB), so that a slow minute of the machine is everybody's."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median, quantiles

Run = Callable[[], float | None]
Times = dict[str, list[float]]


def interleaved(contenders: Mapping[str, Run], rounds: int, *, warm_up: int = 1) -> Times:
    """Seconds of every round of each contender; one that returns a number has measured itself."""
    times: Times = {name: [] for name in contenders}
    for turn in range(-warm_up, rounds):
        for name, run in contenders.items():
            seconds = timed(run)
            if turn >= 0:
                times[name].append(seconds)
    return times


def timed(run: Run) -> float:
    gc.collect()
    started = time.perf_counter()
    measured = run()
    return time.perf_counter() - started if measured is None else measured


def medians(times: Times) -> dict[str, float]:
    return {name: median(values) for name, values in times.items()}


def p95(values: list[float]) -> float:
    """The time that nineteen of twenty stay below."""
    return quantiles(values, n=20, method="inclusive")[-1]

"""`python -m bench` runs everything; `python -m bench b2` one workload, with BENCH_ROUNDS and BENCH_SIZE for less."""

import importlib
import sys
import time

from bench import peer_environment, report
from bench.report import Section

WORKLOADS = {
    "b1": "bench.b1_record_list",
    "b2": "bench.b2_batch_edit",
    "b5": "bench.b5_survey_import",
    "b6": "bench.b6_export",
    "b10": "bench.b10_inbox",
    "b11": "bench.b11_unit_desk",
    "b12": "bench.b12_cold_start",
}


def run(code: str) -> None:
    """One workload; what it finds goes to RESULTS.md."""
    started = time.monotonic()
    section = importlib.import_module(WORKLOADS[code]).main()
    if isinstance(section, Section):
        report.publish(section)
    sys.stdout.write(f"{code}: {time.monotonic() - started:.0f} s\n")
    sys.stdout.flush()


def main() -> None:
    asked = [word.lower() for word in sys.argv[1:]]
    unknown = [code for code in asked if code not in WORKLOADS]
    if unknown:
        sys.exit(f"one of: {', '.join(WORKLOADS)}")
    peer_environment.prepare()
    for code in asked or WORKLOADS:
        run(code)


if __name__ == "__main__":
    main()

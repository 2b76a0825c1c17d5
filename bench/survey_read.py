"""The product reads and judges a survey workbook, in a process of its own: `python -m bench.survey_read FILE`."""

import json
import sys
import time
from pathlib import Path

from app.integrations.survey_file import read_survey
from bench.survey_files import TODAY
from workflows.rules.areas import AreaCheck
from workflows.rules.code_lists import CODE_LISTS


def main() -> None:
    path = Path(sys.argv[1])
    started = time.perf_counter()
    result = read_survey(path.read_bytes(), code_lists=CODE_LISTS, area_check=AreaCheck.error, today=TODAY)
    seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    peak = int(next(line for line in status if line.startswith("VmHWM")).split()[1]) / 1024
    print(json.dumps({"seconds": seconds, "peak": peak, "units": len(result.units), "warnings": len(result.warnings)}))


if __name__ == "__main__":
    main()

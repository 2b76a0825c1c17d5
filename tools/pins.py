"""Write requirements*.txt anew from the .in files: pinned, with hashes, and free of any index or local folder."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("requirements", "requirements-dev", "requirements-node", "bench/requirements")
LOCAL_OPTIONS = ("--index-url", "--extra-index-url", "--find-links", "--trusted-host", "-i ", "-f ")


def compile_pins(name: str) -> None:
    command = [
        str(Path(sys.executable).parent / "pip-compile"),
        "--quiet",
        "--allow-unsafe",
        "--generate-hashes",
        "--strip-extras",
        "--no-emit-index-url",
        "--no-emit-trusted-host",
        "--no-emit-find-links",
        f"--output-file={name}.txt",
        f"{name}.in",
    ]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603


def strip_local_options(path: Path) -> None:
    """What this machine is set up with is no business of the next one."""
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith(LOCAL_OPTIONS)]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")


def main() -> None:
    for name in NAMES:
        compile_pins(name)
        strip_local_options(ROOT / f"{name}.txt")


if __name__ == "__main__":
    main()

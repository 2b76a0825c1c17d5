from pathlib import Path

import pytest

MATERIALS = Path(__file__).parents[1] / "data" / "materials"


@pytest.fixture(scope="session")
def material():
    """The bytes of one sample file by its name."""
    return lambda name: (MATERIALS / name).read_bytes()

"""What an earlier return asked for."""

from collections.abc import Iterator

from models.enums import Sign
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.checks.evidence import Evidence
from workflows.rules.checks.wording import PLAIN, compared, count, held

LINES_MENDED = Message("return_lines_mended", "上次退件项均已补正")


def return_lines_mended(evidence: Evidence) -> Iterator[Finding]:
    """A place that nobody touched may still be right by now, so it is told and not refused."""
    returned = evidence.returned
    if not returned.lines:
        return
    mended = returned.lines - len(returned.unmended)
    yield compared(
        LINES_MENDED(),
        count(mended),
        count(returned.lines),
        held(not returned.unmended, Sign.doubtful),
        "=",
        "＜",
        measure="项",
        sources=tuple(PLAIN(words=title) for title in returned.unmended),
    )

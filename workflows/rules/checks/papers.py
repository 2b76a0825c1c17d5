"""收件资料: everything asked for is there, can be read, and is the newest."""

from collections.abc import Iterator

from models.enums import Legibility, Sign
from workflows.findings import Finding
from workflows.messages import Message
from workflows.rules.checks.evidence import Evidence, PaperFacts
from workflows.rules.checks.wording import PLAIN, compared, count, held

COMPLETE = Message("papers_complete", "必传资料齐全")
MISSING = Message("paper_missing", "资料【{material}】已提交")
READABLE = Message("papers_readable", "资料都能显示、辨认")
UNREADABLE = Message("paper_readable", "资料【{material}】能显示、辨认")
NEWEST = Message("paper_newest", "资料【{material}】所引证件为最新版本")
NO_FILE = "没有文件"
SIGNS = {
    Legibility.legible: Sign.holds,
    Legibility.blank: Sign.doubtful,
    Legibility.coarse: Sign.doubtful,
    Legibility.unreadable: Sign.fails,
    None: Sign.holds,
}


def papers_complete(evidence: Evidence) -> Iterator[Finding]:
    required = [paper for paper in evidence.papers if paper.required]
    missing = [paper for paper in required if not paper.handed_in]
    for paper in missing:
        yield Finding(Sign.fails, MISSING(material=paper.title), "0", "＜", "1", "份", place=f"materials.{paper.key}")
    if required and not missing:
        total = count(len(required))
        sources = tuple(PLAIN(words=paper.title) for paper in required)
        yield Finding(Sign.holds, COMPLETE(), total, "=", total, "份", sources)


def papers_readable(evidence: Evidence) -> Iterator[Finding]:
    """As found when they came in: a page that cannot be drawn fails, a blank or coarse one is told."""
    handed_in = [paper for paper in evidence.papers if paper.handed_in]
    doubtful = [paper for paper in handed_in if sign_of(paper) is not Sign.holds]
    for paper in doubtful:
        words = paper.legibility.title if paper.legibility and paper.has_file else NO_FILE
        place = f"materials.{paper.key}"
        sources = (PLAIN(words=paper.name),) if paper.name else ()
        yield Finding(
            sign_of(paper),
            UNREADABLE(material=paper.title),
            words,
            "≠",
            Legibility.legible.title,
            sources=sources,
            place=place,
            proof=place,
        )
    if handed_in and not doubtful:
        total = count(len(handed_in))
        yield Finding(Sign.holds, READABLE(), total, "=", total, "份")


def sign_of(paper: PaperFacts) -> Sign:
    return SIGNS[paper.legibility] if paper.has_file else Sign.doubtful


def papers_newest(evidence: Evidence) -> Iterator[Finding]:
    for paper in evidence.papers:
        if paper.certificate is not None:
            place = f"materials.{paper.key}"
            yield compared(
                NEWEST(material=paper.title),
                "已更新" if paper.renewed else "最新",
                "最新",
                held(not paper.renewed, Sign.doubtful),
                "=",
                "≠",
                place=place,
                proof=f"certificates.{paper.certificate.id}",
            )

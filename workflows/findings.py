"""What an automatic check found: the rule in words, both figures and what lies between them, and where they come from.

A finding is shown as it stands, so its words are Messages (translated when told) and its figures are already written.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from models.enums import Sign
from workflows import messages
from workflows.messages import Reason


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of 自动核验.

    `place` is what a return would name (`building.height`, `units.5.price_sale`, `materials.floor_plans`), empty
    where the applicant can mend nothing; `proof` is the paper that shows it: `materials.<key>`, `certificates.<id>`.
    """

    sign: Sign
    rule: Reason
    left: str = ""
    relation: str = ""
    right: str = ""
    measure: str = ""
    sources: tuple[Reason, ...] = ()
    place: str = ""
    proof: str = ""

    @property
    def key(self) -> str:
        """The stable name of the check."""
        return self.rule.code

    @property
    def figures(self) -> str:
        """15,700.00 ≥ 15,630.45 m²; what is not there is left out."""
        return " ".join(part for part in (self.left, self.relation, self.right, self.measure) if part)


Check = Callable[[Any], Iterable[Finding]]


def examine(checks: Sequence[Check], evidence: Any) -> tuple[Finding, ...]:
    """Everything that the checks find, in declared order."""
    return tuple(finding for check in checks for finding in check(evidence))


def against_agreeing(findings: Sequence[Finding]) -> list[Reason]:
    """Why a case may not be agreed to once its reviewer has confirmed what his stage asks: each check that fails (✗).

    A doubt (!) is told beside the case and left to his judgement, whether he signs one opinion for one case or several.
    """
    failed = [finding for finding in findings if finding.sign is Sign.fails]
    return [messages.CHECK_FAILED(at=one.place or None, check=one.rule, figures=one.figures) for one in failed]


def against_agreeing_unopened(findings: Sequence[Finding]) -> list[Reason]:
    """Why a case may not be confirmed and agreed to in one act with others: what fails, else that not every line is ✓.

    Nobody has looked at a doubt there; a case without any check was looked at by nobody at all.
    """
    failed = against_agreeing(findings)
    sound = bool(findings) and all_hold(findings)
    return failed or ([] if sound else [messages.NOT_EVERY_CHECK()])


def all_hold(findings: Sequence[Finding]) -> bool:
    """Whether every line is ✓."""
    return all(finding.sign is Sign.holds for finding in findings)

"""Enrolments of the first company's staff: one decided, one waiting, the rest still to be applied for."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.moments import Act, at
from app.demo.papers import Keep
from models import Membership, Person
from models.enums import OpinionResult
from workflows import service
from workflows.actor import Actor
from workflows.inputs import Inputs, OpinionInput
from workflows.materials import hand_in
from workflows.service.opinions import DEFAULT_OPINION

PAPERS = (("authorization", "授权委托书"), ("identity_document", "身份证复印件"))
REFUSAL = "授权委托书未写明授权期限"


@dataclass(slots=True)
class Enrolment:
    """One application of the company for some of its people."""

    session: Session
    usernames: Sequence[str]
    administrator: Actor
    reviewer: Actor
    keep: Keep
    number: str = field(default="", init=False)

    def apply(self, moment: dt.datetime) -> None:
        """Accepted, papers handed in, sent to the bureau."""
        session, applicant = self.session, self.administrator
        subject = {"membership_ids": self.memberships()}
        self.number = service.accept(session, "user_enrolment", subject, applicant, moment).business_no
        for key, title in PAPERS:
            hand_in(session, self.number, key, applicant, moment, kept=self.keep(title))
        confirmed = Inputs(self.version(), data={"confirmed": True})
        service.save_task(session, self.number, "applicants", confirmed, applicant, moment)
        service.dispatch(session, self.number, Inputs(self.version()), applicant, moment)

    def decide(self, moment: dt.datetime) -> None:
        """All are approved but the last, who is told why."""
        session, number = self.session, self.number
        service.receive(session, number, Inputs(self.version()), self.reviewer, moment)
        *approved, refused = self.memberships()
        decisions = [{"membership_id": each, "approved": True, "reason": ""} for each in approved]
        decisions.append({"membership_id": refused, "approved": False, "reason": REFUSAL})
        decided = Inputs(self.version(), data={"decisions": decisions})
        service.save_task(session, number, "decision", decided, self.reviewer, moment)
        agreed = Inputs(self.version(), opinion=OpinionInput(OpinionResult.agree, DEFAULT_OPINION))
        service.archive(session, number, agreed, self.reviewer, moment)

    def memberships(self) -> list[int]:
        query = select(Membership.id).join(Person, Person.id == Membership.user_id)
        return list(self.session.scalars(query.where(Person.username.in_(self.usernames)).order_by(Membership.id)))

    def version(self) -> int:
        return service.find_business(self.session, self.number).version


def scripts_of_enrolments(
    session: Session, administrator: Actor, reviewer: Actor, keep: Keep, now: dt.datetime
) -> Iterator[tuple[dt.datetime, Act]]:
    """An application that was decided on, and one that waits; the other drafts are still to be applied for."""
    decided = Enrolment(session, ("staff_1", "staff_2", "staff_3"), administrator, reviewer, keep)
    yield at(now, 33, "09:30"), decided.apply
    yield at(now, 32, "10:00"), decided.decide
    waiting = Enrolment(session, ("staff_4",), administrator, reviewer, keep)
    yield at(now, 2, "15:30"), waiting.apply

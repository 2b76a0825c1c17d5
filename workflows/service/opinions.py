"""意见签署: what is written when an opinion travels with an operation."""

import datetime as dt

from sqlalchemy.orm import Session

from models import Business, Opinion, StageRun
from models.enums import OpinionResult
from workflows import standing_in
from workflows.actor import Actor
from workflows.inputs import Inputs

DEFAULT_OPINION = "经审核，材料齐全，符合规定，同意。"


def write_opinion(
    session: Session, business: Business, run: StageRun, inputs: Inputs, actor: Actor, now: dt.datetime
) -> None:
    """The opinion that travels with a dispatch, an archive or a return; a return without words disagrees in short."""
    returning = bool(inputs.lines)
    if inputs.opinion is None and not returning:
        return
    result = OpinionResult.disagree if returning or inputs.opinion is None else inputs.opinion.result
    text = (inputs.opinion.text if inputs.opinion else "") or inputs.reason or "退回补正，详见退件通知。"
    session.add(
        Opinion(
            business_id=business.id,
            stage_run_id=run.id,
            stage_title=run.title,
            result=result,
            text=text,
            signed_by_id=actor.person_id,
            signed_by=standing_in.signed_name(run, actor),
            signed_at=now,
        )
    )

"""The papers of any business: receipt, review form, notice of return."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.contents import (
    AcceptanceReceipt,
    ReceivedMaterial,
    ReturnNotice,
    ReturnNoticeLine,
    ReviewForm,
    ReviewOpinion,
)
from app.documents.gathering.case import Case
from models import Business, Material, Opinion, ReturnLine, StageRun
from models.enums import OpinionResult, RunState
from workflows.engine.business_type import Stage
from workflows.facts.calendar import local_day
from workflows.facts.time_limits import promise_in
from workflows.registry import business_type
from workflows.stage_table import effective_stages

OUTCOMES = {RunState.returned: "退件", RunState.abnormal: "派工", RunState.cancelled: "取消"}


def stages_of(case: Case) -> tuple[Stage, ...]:
    return effective_stages(business_type(case.business.business_type), case.business.stage_table.rows)


def acceptance_receipt(session: Session, case: Case) -> AcceptanceReceipt:
    stages = stages_of(case)
    handed_in = {material.key: material for material in handed_in_materials(session, case)}
    return AcceptanceReceipt(
        authority=case.authority_name,
        business_no=case.business.business_no,
        business_type=case.type_title,
        project=case.project_name,
        building=case.building_name,
        units=case.units,
        location=case.location,
        developer=case.business.developer.name,
        credit_code=case.business.developer.credit_code,
        handler=case.business.initiator_name,
        handler_phone=case.handler_phone,
        accepted_at=case.business.accepted_at,
        accepted_by="网签系统",
        materials=tuple(
            ReceivedMaterial(
                name=material.title,
                form="电子件",
                pages=pages_of(handed_in.get(material.key)),
                required=material.required,
                received=material.key in handed_in,
            )
            for stage in stages
            for material in stage.materials
        ),
        promised_working_days=promised_working_days(session, case.business),
        promised_on=case.business.due_on,
        query_address="网签系统 业务办理 在手业务",
        query_phone=(case.authority.contact_phone or "") if case.authority else "",
    )


def promised_working_days(session: Session, business: Business) -> int | None:
    """What the case was promised; before the bureau's first receipt, what the region promises that day."""
    if business.promised_days is not None:
        return business.promised_days
    accepted_on = local_day(business.accepted_at)
    promise = promise_in(session, business_type(business.business_type), business.region_code, accepted_on)
    return promise.working_days if promise else None


def handed_in_materials(session: Session, case: Case) -> list[Material]:
    return list(
        session.scalars(
            select(Material).where(Material.business_id == case.business.id, Material.withdrawn_at.is_(None))
        )
    )


def pages_of(material: Material | None) -> int | None:
    return material.file.pages if material and material.file else None


def opinions(session: Session, case: Case) -> tuple[ReviewOpinion, ...]:
    """Every signed opinion, oldest first, with what became of its stage."""
    rows = session.execute(
        select(Opinion, StageRun)
        .join(StageRun, StageRun.id == Opinion.stage_run_id)
        .where(Opinion.business_id == case.business.id)
        .order_by(Opinion.id)
    ).all()
    last_stage = stages_of(case)[-1].key
    return tuple(
        ReviewOpinion(
            stage=opinion.stage_title,
            organization=case.authority_name,
            person=opinion.signed_by,
            result=opinion.result.title,
            text=opinion.text,
            outcome=OUTCOMES.get(run.state, "归档" if run.stage == last_stage else "派工"),
            signed_at=opinion.signed_at,
            returned=opinion.result is OpinionResult.disagree,
        )
        for opinion, run in rows
    )


def review_form(session: Session, case: Case) -> ReviewForm:
    return ReviewForm(
        authority=case.authority_name,
        business_no=case.business.business_no,
        business_type=case.type_title,
        project=case.project_name,
        building=case.building_name,
        units=case.units,
        location=case.location,
        developer=case.business.developer.name,
        handler=case.business.initiator_name,
        handler_phone=case.handler_phone,
        accepted_at=case.business.accepted_at,
        subject=case.business.subject_title,
        opinions=opinions(session, case),
        status=case.business.status.title,
        finished_at=case.business.finished_at,
    )


def return_notice(session: Session, case: Case, run_id: int) -> ReturnNotice:
    """The notice of one return: `run_id` is the reviewer's run that sent the business back."""
    run = session.get_one(StageRun, run_id)
    lines = session.scalars(
        select(ReturnLine).where(ReturnLine.stage_run_id == run_id).order_by(ReturnLine.position)
    ).all()
    to_run = session.get_one(StageRun, lines[0].to_run_id)
    opinion = session.scalars(select(Opinion).where(Opinion.stage_run_id == run_id)).first()
    assert run.finished_at is not None
    return ReturnNotice(
        authority=case.authority_name,
        business_no=case.business.business_no,
        business_type=case.type_title,
        project=case.project_name,
        building=case.building_name,
        units=case.units,
        developer=case.business.developer.name,
        recipient=to_run.holder_name or case.business.initiator_name,
        from_stage=run.title,
        to_stage=to_run.title,
        returned_by=run.holder_name or "",
        department=run.role.title,
        contact_phone=(case.authority.contact_phone or "") if case.authority else "",
        returned_at=run.finished_at,
        opinion=opinion.text if opinion else "",
        lines=tuple(ReturnNoticeLine(line.target_title, line.fault, line.wanted or "") for line in lines),
        answer_by=to_run.due_on,
    )

"""企业用户入网 (manual 3.2): a company applies for one or many of its people, the bureau decides on each."""

from models.enums import LockSubject, Role
from workflows.effect_names import EffectName
from workflows.engine.business_type import BusinessType, Material, Stage, Task
from workflows.rules import enrolment as rule
from workflows.rules.checks import company, papers, people, returns

USER_ENROLMENT = BusinessType(
    code="user_enrolment",
    prefix="R",
    title="企业用户入网",
    group="企业用户管理",
    initiator_roles=(Role.developer_admin,),
    subject=LockSubject.membership,
    promised_days=3,
    warning_days=1,
    facts="user_enrolment",
    preconditions=(
        rule.somebody_chosen,
        rule.everybody_known,
        rule.everybody_applicable,
        rule.everybody_complete,
    ),
    stages=(
        Stage(
            "apply",
            "入网申请",
            Role.developer_admin,
            tasks=(Task("applicants", "入网人员确认"),),
            materials=(
                Material("authorization", "授权委托书"),
                Material("identity_document", "身份证复印件"),
                Material("labour_contract", "劳动合同", required=False),
            ),
        ),
        Stage(
            "review",
            "入网审核",
            Role.authority_admin,
            tasks=(Task("decision", "逐人审核", "enrolment_decision", gaps=rule.decision_gaps),),
            opinion=True,
            time_limit_days=2,
        ),
    ),
    checks=(
        people.identity_numbers,
        people.numbers_of_nobody_else,
        papers.papers_complete,
        papers.papers_readable,
        returns.return_lines_mended,
        company.company_standing,
        company.qualification_in_force,
    ),
    on_accept=(EffectName.mark_members_applied,),
    on_cancel=(EffectName.restore_members,),
    on_archive=(EffectName.decide_enrolment,),
)

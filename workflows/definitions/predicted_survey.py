"""预测成果备案 (manual 5.1.1): the developer completes what the survey left blank, the survey office files it."""

from models.enums import LockSubject, Role, SurveyKind
from workflows.effect_names import DocumentName, EffectName
from workflows.engine.business_type import BusinessType, Material, Stage, Task
from workflows.rules import survey_filing as rule
from workflows.rules.checks import areas, building, certificates, company, papers, prices, returns

PREDICTED_SURVEY = BusinessType(
    code="predicted_survey",
    prefix="C",
    title="预测成果备案",
    group="测绘成果备案",
    initiator_roles=(Role.developer_operator, Role.developer_admin),
    subject=LockSubject.survey,
    facts="survey_filing",
    survey_kind=SurveyKind.predicted,
    promised_days=5,
    preconditions=(
        rule.survey_found,
        rule.survey_of_wanted_kind,
        rule.survey_unfiled,
        rule.survey_not_in_progress,
        rule.building_not_in_progress,
        rule.building_not_filed,
        rule.project_known,
        rule.parcel_of_project,
        rule.planning_permit_recorded,
    ),
    stages=(
        Stage(
            "edit",
            "预测成果导入",
            Role.developer_operator,
            tasks=(
                Task(
                    "building",
                    "栋信息",
                    "building_card",
                    gaps=rule.building_gaps,
                    on_save=EffectName.save_building_card,
                ),
                Task("units", "户室信息", "units", gaps=rule.unit_gaps),
                Task("price_check", "价格核对", gaps=rule.price_gaps, doubts=rule.doubtful_prices),
                Task("confirmation", "栋项目信息确认"),
            ),
            materials=(
                Material("survey_report", "测绘成果报告"),
                Material("floor_plans", "分层分户图"),
                Material("planning_drawing", "规划许可附图", required=False),
            ),
        ),
        Stage(
            "review",
            "测绘科审核",
            Role.survey_reviewer,
            tasks=(Task("inspection", "测绘数据查看"),),
            opinion=True,
            time_limit_days=3,
        ),
    ),
    checks=(
        building.parcel,
        certificates.planning_permit_there,
        certificates.certificates_in_force,
        certificates.certificates_of_project,
        areas.area_within_permit,
        areas.units_within_building,
        areas.unit_areas_add_up,
        areas.units_as_surveyed,
        building.unit_count,
        building.floors,
        building.card_as_surveyed,
        building.card_agrees_with_itself,
        building.completion,
        building.measured_when,
        building.duplicates,
        prices.all_priced,
        prices.totals_add_up,
        prices.average_like_project,
        prices.prices_like_neighbours,
        prices.prices_within_corridor,
        papers.papers_complete,
        papers.papers_readable,
        papers.papers_newest,
        returns.return_lines_mended,
        company.company_standing,
        company.qualification_in_force,
    ),
    on_accept=(EffectName.create_draft_building,),
    on_cancel=(EffectName.discard_draft_building,),
    on_archive=(EffectName.file_building,),
    documents=(DocumentName.survey_filing_form, DocumentName.unit_schedule, DocumentName.building_table),
)

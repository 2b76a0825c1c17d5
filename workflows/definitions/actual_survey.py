"""实测成果备案 (manual 5.1.4): 预测成果备案 for a building that was completed without a prediction, filed as 现房."""

from dataclasses import replace

from models.enums import SurveyKind
from workflows.definitions.predicted_survey import PREDICTED_SURVEY
from workflows.engine.business_type import Material
from workflows.rules import survey_filing as rule

EDIT, REVIEW = PREDICTED_SURVEY.stages

ACTUAL_SURVEY = replace(
    PREDICTED_SURVEY,
    code="actual_survey",
    title="实测成果备案",
    survey_kind=SurveyKind.actual,
    preconditions=(*PREDICTED_SURVEY.preconditions, rule.completion_filed),
    stages=(
        replace(
            EDIT,
            title="实测成果导入",
            materials=(*EDIT.materials, Material("completion_filing", "竣工验收备案表", required=False)),
        ),
        REVIEW,
    ),
)

"""What was doubtful in a survey when it came in, in the reader's language."""

from typing import Any

from app.web.errors import told
from models import Survey
from workflows.kept_reasons import restored


def survey_warnings(survey: Survey) -> list[dict[str, Any]]:
    """Each doubt with its place in the workbook and its sentence."""
    return [
        {**warning, "expected": told(restored(warning["expected"])), "message": told(restored(warning["message"]))}
        for warning in survey.warnings
    ]

"""From a business to what its documents print: one gatherer for each document."""

from collections.abc import Callable, Mapping
from typing import Any

from app.documents.gathering import building_papers, papers
from app.documents.gathering.case import Case, case_of

GATHERERS: Mapping[str, Callable[..., Any]] = {
    "acceptance_receipt": papers.acceptance_receipt,
    "review_form": papers.review_form,
    "return_notice": papers.return_notice,
    "survey_filing_form": building_papers.survey_filing_form,
    "unit_schedule": building_papers.unit_schedule,
    "building_table": building_papers.building_table,
}

__all__ = ["GATHERERS", "Case", "case_of"]

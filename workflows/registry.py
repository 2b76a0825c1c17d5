"""All business types of the desk, written out: adding one is one definition and its name here."""

from workflows.definitions.actual_survey import ACTUAL_SURVEY
from workflows.definitions.predicted_survey import PREDICTED_SURVEY
from workflows.definitions.user_enrolment import USER_ENROLMENT
from workflows.engine.business_type import BusinessType

BUSINESS_TYPES: tuple[BusinessType, ...] = (
    PREDICTED_SURVEY,
    ACTUAL_SURVEY,
    USER_ENROLMENT,
)

BY_CODE = {business_type.code: business_type for business_type in BUSINESS_TYPES}


def business_type(code: str) -> BusinessType:
    """The type of this code; LookupError for a code that no definition has."""
    return BY_CODE[code]

"""What differs when a business is started, by the facts it is judged by: template, values of the page, a file."""

from collections.abc import Mapping

from views.starts import survey_filing, user_enrolment
from views.starts.start import Start

STARTS: Mapping[str, Start] = {
    "survey_filing": survey_filing.START,
    "user_enrolment": user_enrolment.START,
}

__all__ = ["STARTS", "Start"]

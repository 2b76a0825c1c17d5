"""What differs from type to type when a business is started: its template, what the page shows, a file it may take."""

from collections.abc import Mapping

from views.starts import predicted_survey, user_enrolment
from views.starts.start import Start

STARTS: Mapping[str, Start] = {
    "predicted_survey": predicted_survey.START,
    "user_enrolment": user_enrolment.START,
}

__all__ = ["STARTS", "Start"]

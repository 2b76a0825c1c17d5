"""The form of each task, by the name that definitions give it."""

from collections.abc import Mapping

from wtforms import Form

from views.tasks.building_card import BuildingCardForm
from views.tasks.confirmation import ConfirmationForm
from views.tasks.enrolment_decision import EnrolmentDecisionForm
from views.tasks.units import UnitsForm

FORMS: Mapping[str, type[Form]] = {
    "building_card": BuildingCardForm,
    "confirmation": ConfirmationForm,
    "enrolment_decision": EnrolmentDecisionForm,
    "units": UnitsForm,
}

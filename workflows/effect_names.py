"""The names a definition may use for what follows from it; a misspelt one cannot be written."""

from enum import Enum


class EffectName(Enum):
    """Changes of other tables, done by `workflows/effects`."""

    create_draft_building = "create_draft_building"
    discard_draft_building = "discard_draft_building"
    save_building_card = "save_building_card"
    file_building = "file_building"
    mark_members_applied = "mark_members_applied"
    restore_members = "restore_members"
    decide_enrolment = "decide_enrolment"


class DocumentName(Enum):
    """Documents produced after archiving, beside those that every business has."""

    survey_filing_form = "survey_filing_form"
    unit_schedule = "unit_schedule"
    building_table = "building_table"

"""The only code that changes other tables as a consequence of an operation: one function for each effect name."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy.orm import Session

from workflows.effect_names import EffectName
from workflows.effects import enrolment, survey_filing
from workflows.effects.deed import Deed

Effect = Callable[[Session, Deed], None]

EFFECTS: Mapping[EffectName, Effect] = {
    EffectName.create_draft_building: survey_filing.create_draft_building,
    EffectName.discard_draft_building: survey_filing.discard_draft_building,
    EffectName.save_building_card: survey_filing.save_building_card,
    EffectName.file_building: survey_filing.file_building,
    EffectName.mark_members_applied: enrolment.mark_members_applied,
    EffectName.restore_members: enrolment.restore_members,
    EffectName.decide_enrolment: enrolment.decide_enrolment,
}


def apply_effects(session: Session, names: Sequence[EffectName], deed: Deed) -> None:
    """Carry out the named effects in order."""
    for name in names:
        EFFECTS[name](session, deed)

"""The people of the present visit: who may take it, in whose name, and who did a stage that forbids it."""

from models.enums import RunState
from workflows.actor import Actor, Principal
from workflows.engine.business_type import Stage
from workflows.engine.situation import Run, Situation


def acted_elsewhere(situation: Situation, stage: Stage, person_id: int) -> Stage | None:
    """The stage that this person did and that `stage` must be done by another person than."""
    if person_id not in situation.acted.get(stage.not_by or "", frozenset()):
        return None
    return next((other for other in situation.stages if other.key == stage.not_by), None)


def principal(run: Run, actor: Actor, business_type: str) -> Principal | None:
    """In whose name this person acts at the visit; None in the own name, or where he may not act at all."""
    others = actor.principals(business_type)
    if run.state is RunState.open:
        own = run.holder_id == actor.person_id
        return None if own else next((one for one in others if one.person_id == run.holder_id), None)
    return None if may_take(run, actor) else next((one for one in others if may_take(run, one)), None)


def may_take(run: Run, person: Actor | Principal) -> bool:
    """He has the role, and nobody else was named."""
    return person.holds(run.role) and run.target_person_id in {None, person.person_id}


def holding(situation: Situation, actor: Actor) -> list[Actor | Principal]:
    """The person and whom he stands in for, as far as they have the role of the present visit."""
    assert situation.run is not None
    people: list[Actor | Principal] = [actor, *actor.principals(situation.business_type)]
    return [person for person in people if person.holds(situation.run.role)]

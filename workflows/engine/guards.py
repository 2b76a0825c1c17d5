"""The conditions that an operation names beside person, place and state: each tells every reason against it."""

from collections.abc import Sequence

from models.enums import OpinionResult, TaskState
from workflows import messages
from workflows.engine.attempt import Attempt
from workflows.engine.people import acted_elsewhere, principal
from workflows.engine.preconditions import unmet
from workflows.engine.situation import Situation
from workflows.findings import against_agreeing
from workflows.messages import Reason


def four_eyes(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """Neither the person who acts nor the one in whose name may have done the other stage."""
    stage = acted_elsewhere(situation, situation.stage, attempt.actor.person_id)
    if stage is not None:
        return [messages.FOUR_EYES(stage=stage.title)]
    named = situation.run and principal(situation.run, attempt.actor, situation.business_type)
    stage = acted_elsewhere(situation, situation.stage, named.person_id) if named else None
    return [messages.TARGET_FOUR_EYES(person=named.name, stage=stage.title)] if named and stage else []


def tasks_done(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """Every task of the stage is confirmed and lacks nothing; M14 for each place, told with its first task."""
    reasons: list[Reason] = []
    for task in situation.stage.tasks:
        told = {reason.at for reason in reasons}
        gaps = [gap for gap in (task.gaps(situation.facts) if task.gaps else ()) if gap.at not in told]
        reasons += [messages.M14(at=gap.at or task.key, task=task.title, missing=gap) for gap in gaps]
        if not gaps and task.required and situation.task_states.get(task.key) is not TaskState.done:
            reasons.append(messages.M14(at=task.key, task=task.title, missing="保存确认"))
    return reasons


def materials_handed_in(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """Every required paper of the stage is there; M21 for each that is not."""
    return [
        messages.M21(at=f"materials.{material.key}", material=material.title)
        for material in situation.stage.materials
        if material.required and material.key not in situation.materials
    ]


def checks_hold(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """Where an opinion is signed, nobody agrees against a check that fails; a doubt is only told."""
    return against_agreeing(situation.findings) if situation.stage.opinion else []


def opinion_agrees(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """Where the stage is signed for, the opinion is there, has words and agrees (M15)."""
    if not situation.stage.opinion or attempt.rehearsal:
        return []
    if attempt.opinion is None:
        return [messages.M15(at="opinion")]
    if attempt.opinion is OpinionResult.disagree:
        return [messages.OPINION_DISAGREES(at="opinion")]
    return [] if attempt.opinion_text.strip() else [messages.OPINION_TEXT_MISSING(at="opinion.text")]


def lines_given(_situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """A return names at least one fault."""
    return [] if attempt.rehearsal or attempt.lines > 0 else [messages.LINES_MISSING(at="lines")]


def target_is_earlier(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """A return goes to a stage before this one that the case has been at."""
    if attempt.to_stage is None:
        return []
    earlier = {stage.key for stage in situation.stages[: situation.position]}
    if attempt.to_stage in earlier & situation.visited:
        return []
    return [messages.TARGET_NOT_EARLIER(at="to_stage")]


def still_at_the_beginning(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """Nothing has left the first stage, or all has come back, unsigned and unpaid (M16)."""
    untouched = not situation.dispatched or situation.returned
    return [] if untouched and not situation.money_received and not situation.signed else [messages.M16()]


def preconditions_hold(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """What allowed the business to begin still holds when it ends."""
    return unmet(situation.preconditions, situation.facts)


def something_sent(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """There is a dispatch to take back."""
    return [] if situation.dispatched and not situation.returned else [messages.NOTHING_SENT()]


def task_of_stage(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """The task is one of the stage where the business stands."""
    if attempt.rehearsal or situation.stage.task(attempt.task or ""):
        return []
    return [messages.UNKNOWN_TASK(task=attempt.task)]


def not_at_the_beginning(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """A signed case is not put back into the pool."""
    return [messages.ALREADY_SIGNED()] if situation.signed else []


def reason_given(_situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """The act says why."""
    return [] if attempt.rehearsal or attempt.reason.strip() else [messages.REASON_MISSING(at="reason")]


def nothing_paid(situation: Situation, _attempt: Attempt) -> Sequence[Reason]:
    """No money has come in for the case."""
    return [messages.MONEY_RECEIVED()] if situation.money_received else []


def target_fits(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """Who is to take over has the role of the visit and did not do the stage that forbids it."""
    if attempt.rehearsal:
        return []
    target = attempt.target
    if target is None or situation.run is None or not target.holds(situation.run.role):
        return [messages.TARGET_UNFIT(at="to_user")]
    stage = acted_elsewhere(situation, situation.stage, target.person_id)
    return [messages.TARGET_FOUR_EYES(at="to_user", person=target.name, stage=stage.title)] if stage else []


def next_person_fits(situation: Situation, attempt: Attempt) -> Sequence[Reason]:
    """Whoever is named to go on must be able to: else the case would wait for somebody who never can receive it."""
    if not attempt.named:
        return []
    upcoming, target = situation.stages[situation.position + 1], attempt.target
    if target is None or not target.holds(upcoming.role):
        return [messages.TARGET_UNFIT(at="to_user")]
    stage = acted_elsewhere(situation, upcoming, target.person_id)
    return [messages.TARGET_FOUR_EYES(at="to_user", person=target.name, stage=stage.title)] if stage else []

"""The operations of the desk: lock, collect facts, check, write, log, queue. None of them commits.

Every operation takes the session of one unit of work, the actor and the moment; it raises Refused with all reasons
or NotVisible, and leaves the undoing to the unit of work.
"""

from workflows.service.accepting import accept, known_type, precheck
from workflows.service.ending import archive, cancel
from workflows.service.holding import hand_over, reassign, receive, release
from workflows.service.looking import find_business
from workflows.service.returning import send_back
from workflows.service.sending import dispatch, recall
from workflows.service.tasks import save_draft, save_task

__all__ = [
    "accept",
    "archive",
    "cancel",
    "dispatch",
    "find_business",
    "hand_over",
    "known_type",
    "precheck",
    "reassign",
    "recall",
    "receive",
    "release",
    "save_draft",
    "save_task",
    "send_back",
]

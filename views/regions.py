"""Which region a page of settings is about: the one its address names, within this person's reach."""

from collections.abc import Sequence

from flask import request
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Region
from workflows.actor import Actor
from workflows.messages import NotVisible
from workflows.stage_design.table_key import reaches


def regions_within(session: Session, actor: Actor) -> Sequence[Region]:
    """The regions to choose from: the own one and those beneath it, all for the platform."""
    return [one for one in session.scalars(select(Region).order_by(Region.code)) if reaches(actor, one.code)]


def asked_region(actor: Actor, regions: Sequence[Region]) -> str:
    """The region of the address, or the own one, or the first to choose from; NotVisible for one beyond reach."""
    codes = [region.code for region in regions]
    own = actor.region_code if actor.region_code in codes else codes[0]
    asked = request.args.get("region") or own
    if asked not in codes:
        raise NotVisible(asked)
    return asked

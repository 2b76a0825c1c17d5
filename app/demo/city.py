"""The whole demo city: built in one transaction, the same for the same moment."""

import datetime as dt
from collections.abc import Mapping

from flask import current_app
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.demo.archive import store_generated, store_workbooks
from app.demo.enrolments import scripts_of_enrolments
from app.demo.filings import Cast, scripts_of_filings
from app.demo.organizations import add_bank_links, add_organizations, add_property_company, add_regions
from app.demo.papers import Keep, keeper
from app.demo.people import add_people
from app.demo.projects import add_projects
from app.demo.reference import add_reference
from app.extensions import db
from app.integrations.storage import FileStorage
from app.security.release import write_roles
from app.security.scopes import system_scope
from app.web.unit_of_work import unit_of_work
from models import Person, Project, Region
from models.base import Model
from workflows import journal
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.facts.people import colleague


def load(now: dt.datetime) -> bool:
    """Load the city unless there is anything already; whether it was loaded."""
    with system_scope():
        if db.session.scalar(select(Region.code).limit(1)) is not None:
            return False
        storage: FileStorage = current_app.extensions["storage"]
        with unit_of_work():
            build(db.session(), storage, now)
    return True


def reset(now: dt.datetime) -> None:
    """Empty every table, forget the anchor of the log that is gone, and load anew."""
    with system_scope(), unit_of_work():
        for table in reversed(Model.metadata.sorted_tables):
            db.session.execute(delete(table))
    db.session.expunge_all()
    current_app.config["AUDIT_ANCHOR"].unlink(missing_ok=True)
    write_roles()
    load(now)


def build(session: Session, storage: FileStorage, now: dt.datetime) -> None:
    """Everything in its order: each part stands on those before it."""
    keep = keeper(storage)
    actors, projects = build_town(session, keep, now)
    store_workbooks(session, storage, actors["survey_agency"], now)
    surveys = store_generated(session, actors["survey_agency"], now)
    first, second = actors["developer_operator"], actors["other_developer_operator"]
    cast = Cast(
        clerks={"shuyuan": first, "jiayuan": first, "xiaozhu": second},
        reviewers=(actors["survey_reviewer"], actors["survey_reviewer_2"]),
    )
    scripts = [
        *scripts_of_filings(session, surveys, projects, cast, keep, now),
        *scripts_of_enrolments(session, actors["developer_admin"], actors["authority_admin"], keep, now),
    ]
    for moment, act in sorted(scripts, key=lambda entry: entry[0]):
        act(moment)
    journal.record(session, actor=None, now=now, action="load_demo", subject_kind="demo", subject_id="city", detail={})


def build_town(session: Session, keep: Keep, now: dt.datetime) -> tuple[Mapping[str, Actor], Mapping[str, Project]]:
    """The people, organizations, projects and reference data, before anything has happened."""
    add_regions(session)
    add_reference(session, now)
    organizations = add_organizations(session)
    add_bank_links(session, organizations)
    property_company = add_property_company(session, organizations["developer"])
    people = add_people(session, organizations)
    projects = add_projects(session, organizations, property_company, keep)
    return actors_of(session, people, now), projects


def actors_of(session: Session, people: Mapping[str, Person], now: dt.datetime) -> Mapping[str, Actor]:
    """Everybody who may act, by username."""
    today = local_day(now)
    found = {username: colleague(session, person.id, None, today) for username, person in people.items()}
    return {username: actor for username, actor in found.items() if actor is not None}

"""Which rows each side of the desk may see and change: one entry for each table, closed where nothing is said."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select

import models
from app.security.criteria import (
    Criterion,
    Rows,
    below,
    both,
    came_to_us,
    either,
    everything,
    for_all,
    inherited,
    mine,
    named_again,
    no_developer,
    no_draft,
    of_everybody,
    own,
    under,
)
from workflows.actor import Actor
from workflows.rules.delegation import IN_CHARGE


def of(column: str, model: type[Any], key: str = "id") -> Criterion:
    """Rows that hang on a row of that model which the actor sees."""
    return lambda actor, table: table.c[column].in_(seen(model, key, actor))


def named_by(model: type[Any], column: str) -> Criterion:
    """Rows that a row of that model, which the actor sees, points to."""
    return lambda actor, table: table.c["id"].in_(seen(model, column, actor))


def seen(model: type[Any], column: str, actor: Actor) -> Select[Any]:
    """One column of the rows that the actor sees of that model."""
    table = named_again(model.__table__, column)
    return select(table.c[column]).where(ROWS[model].seen_by(actor, table))


BY_BUSINESS = for_all(of("business_id", models.Business))


BY_PROJECT = for_all(of("project_id", models.Project))


OF_THE_COMPANY = Rows(
    developer=own("developer_id"),
    bank=own("bank_id"),
    authority=of("developer_id", models.Organization),
    platform=everything,
)


# Reference data: read by everybody, changed by who has the permission, in the own region.
OF_THE_REGION = for_all(
    everything,
    # A developer changes none by hand; accepting the first business of a type publishes the declared stages.
    change=Rows(developer=everything, bank=everything, authority=below("region_code"), platform=everything),
)


SYSTEM_ONLY = Rows()


ROWS: Mapping[type[Any], Rows] = {
    # people and organizations
    models.Organization: Rows(
        developer=either(own("id"), no_developer),
        bank=either(
            no_developer,
            named_by(models.Business, "developer_id"),
            named_by(models.OrganizationBank, "developer_id"),
            named_by(models.EscrowAccount, "developer_id"),
        ),
        authority=either(below("region_code"), named_by(models.Project, "developer_id")),
        survey_agency=own("id"),
        platform=everything,
        change=Rows(own("id"), own("id"), below("region_code"), own("id"), everything),
    ),
    models.Person: Rows(
        developer=either(mine("id"), named_by(models.Membership, "user_id")),
        bank=either(mine("id"), named_by(models.Membership, "user_id")),
        authority=either(mine("id"), named_by(models.Membership, "user_id")),
        survey_agency=either(mine("id"), named_by(models.Membership, "user_id")),
        platform=everything,
    ),
    models.Membership: Rows(
        developer=either(mine("user_id"), own("organization_id")),
        bank=either(mine("user_id"), own("organization_id")),
        authority=either(mine("user_id"), of("organization_id", models.Organization)),
        survey_agency=either(mine("user_id"), own("organization_id")),
        platform=everything,
        change=Rows(
            developer=own("organization_id"),
            bank=own("organization_id"),
            authority=of("organization_id", models.Organization),
            survey_agency=own("organization_id"),
            platform=everything,
        ),
    ),
    models.MembershipRole: for_all(of("membership_id", models.Membership)),
    models.OrganizationBank: OF_THE_COMPANY,
    models.EscrowAccount: OF_THE_COMPANY,
    models.PropertyCompany: Rows(
        developer=own("developer_id"), authority=of("developer_id", models.Organization), platform=everything
    ),
    # projects
    models.Project: Rows(
        developer=own("developer_id"),
        bank=named_by(models.Building, "project_id"),
        authority=below("region_code"),
        platform=everything,
    ),
    models.ProjectParcel: BY_PROJECT,
    models.ProjectCertificate: BY_PROJECT,
    # surveys: unmatched ones belong to their uploader and the region's survey office
    models.Survey: Rows(
        developer=either(own("developer_id"), own("agency_id")),
        authority=below("region_code"),
        survey_agency=own("agency_id"),
    ),
    models.SurveyUnit: for_all(of("survey_id", models.Survey)),
    # buildings
    models.Building: Rows(
        developer=own("developer_id"), bank=named_by(models.Business, "building_id"), authority=below("region_code")
    ),
    models.Unit: Rows(
        developer=own("developer_id"), bank=of("building_id", models.Building), authority=below("region_code")
    ),
    models.FiledPrice: for_all(of("unit_id", models.Unit)),
    models.UnitBatch: for_all(of("building_id", models.Building)),
    # businesses and what hangs on them
    models.Business: Rows(developer=own("developer_id"), bank=came_to_us, authority=below("region_code")),
    models.StageRun: Rows(
        developer=own("developer_id"),
        bank=of("business_id", models.Business),
        authority=below("region_code"),
    ),
    models.TaskRun: BY_BUSINESS,
    models.Opinion: BY_BUSINESS,
    models.ReturnLine: BY_BUSINESS,
    models.Material: BY_BUSINESS,
    models.ProducedDocument: BY_BUSINESS,
    models.Intervention: BY_BUSINESS,
    # whose work somebody does: the two people, and whoever is in charge of them
    models.Delegation: for_all(
        both(own("organization_id"), either(mine("delegator_id"), mine("delegate_id"), under(*IN_CHARGE))),
        change=for_all(both(own("organization_id"), either(mine("delegator_id"), under(*IN_CHARGE)))),
    ),
    # messages: one's own in the place that one acts for; they are written by the program alone
    models.Notice: for_all(both(mine("person_id"), own("organization_id"))),
    models.NoticeMute: for_all(mine("person_id")),
    # files: the own ones, and whatever something visible points to
    models.StoredFile: for_all(
        either(
            own("owner_id"),
            named_by(models.Material, "file_id"),
            named_by(models.ProducedDocument, "file_id"),
            named_by(models.ProjectCertificate, "file_id"),
            named_by(models.Survey, "file_id"),
        ),
        change=for_all(own("owner_id")),
    ),
    # the event log: what the own people did, and what happened to the own businesses
    models.Event: Rows(
        developer=either(own("organization_id"), of("business_no", models.Business, "business_no")),
        bank=either(own("organization_id"), of("business_no", models.Business, "business_no")),
        authority=either(below("region_code"), of("business_no", models.Business, "business_no")),
        survey_agency=own("organization_id"),
        platform=everything,
        change=for_all(own("organization_id")),
        append_only=True,
    ),
    models.IdempotencyKey: for_all(mine("user_id")),
    models.ListArrangement: for_all(mine("user_id")),
    models.NamedSelection: for_all(mine("user_id")),
    # a desk's own words, and those the platform keeps for everybody
    models.Phrase: Rows(
        bank=either(own("organization_id"), of_everybody("organization_id")),
        authority=either(own("organization_id"), of_everybody("organization_id")),
        platform=everything,
        change=Rows(bank=own("organization_id"), authority=own("organization_id"), platform=everything),
    ),
    # what a region sets for itself
    models.RegionRule: OF_THE_REGION,
    models.TimeLimit: OF_THE_REGION,
    models.StageTable: Rows(
        developer=no_draft,
        bank=no_draft,
        authority=either(no_draft, below("region_code")),
        survey_agency=no_draft,
        platform=everything,
        change=OF_THE_REGION.change,
    ),
    # a bureau also reads what it inherits from the regions above; drafts of others are nobody's business
    models.DocumentTemplate: Rows(
        authority=either(below("region_code"), inherited),
        platform=everything,
        change=Rows(authority=below("region_code"), platform=everything),
    ),
    # seen by the program alone
    models.CaptchaChallenge: SYSTEM_ONLY,
    models.SmsCode: SYSTEM_ONLY,
    models.SmsMessage: SYSTEM_ONLY,
    models.LoginFailure: SYSTEM_ONLY,
}


# Tables without a scope, each with its reason. A model in neither list fails the suite.
SHARED: Mapping[type[Any], str] = {
    models.Region: "行政区划为公开代码",
    models.CalendarDay: "工作日历对所有人相同",
    models.Dictionary: "字典对所有人相同",
    models.DictionaryItem: "字典对所有人相同",
    models.ApplicationTile: "平台应用对所有人相同",
    models.VersionNote: "版本更新记录对所有人公开",
    models.StageRow: "只经所属环节表读写",
    models.SubjectLock: "取锁的人必须看得见他人的锁；没有页面或接口列出它",
    models.NumberCounter: "每日一个计数，没有页面或接口列出它",
    models.OutboxMessage: "由每次操作写入，后台进程读取；页面只经所属业务读取",
}


# Tables of Flask-AppBuilder: what it grants to roles is the same for everybody and names no person.
FRAMEWORK = frozenset(
    {"ab_role", "ab_group", "ab_permission", "ab_view_menu", "ab_permission_view", "ab_register_user", "ab_api_key"}
)

"""Every address that takes something in its path: whose thing it names, or why nobody's. What is not here fails."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

from app.security.rows import ROWS
from app.web.api import SafeRestApi
from app.web.record_view.base import SafeModelView
from tests.isolation.world import World

UNKNOWN_NUMBER = 2_000_000_011
UNKNOWN: Mapping[str, Any] = {
    "business_no": "C201901010000099",
    "survey_no": "CL19990101099",
    "building_id": UNKNOWN_NUMBER,
    "unit_id": UNKNOWN_NUMBER,
    "material_id": UNKNOWN_NUMBER,
    "document_id": UNKNOWN_NUMBER,
    "certificate_id": UNKNOWN_NUMBER,
    "filter_id": UNKNOWN_NUMBER,
    "selection_id": UNKNOWN_NUMBER,
    "membership_id": UNKNOWN_NUMBER,
    "delegation_id": UNKNOWN_NUMBER,
}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Body = Mapping[str, Any]


def of_version(**more: Any) -> Body:
    return {"json": {"version": 1, **more}}


RULE = {
    "price_kind": "sale",
    "base_price": "6800",
    "base_floor": 1,
    "direction": "up",
    "change": "increase",
    "step": "30",
}
OPERATION = of_version(
    opinion={"result": "agree", "text": "同意"},
    reason="事由",
    lines=[{"target": "building.height", "fault": "高度有误"}],
    to_user=1,
)
POINT = {"json": {"key": "survey_report", "certificate_id": 1}}
WORKBOOK: Body = {"data": {"file": (io.BytesIO(b"PK"), "价格表.xlsx")}}
UNITS = of_version(select={}, set={"decoration": "毛坯"})
TASK = of_version(data={})
PAGE_TASK = {"data": {"version": "1"}}
PAGE_OPERATION = {"data": {"version": "1", "operation": "dispatch"}}

# Whose thing the address names, and with what body a write would do something were the thing one's own.
SCOPED: Mapping[str, Body] = {
    "BuildingsApi.units": {},
    "BuildingsApi.edit_units": UNITS,
    "NamedSelectionsApi.selections": {},
    "NamedSelectionsApi.keep": {"json": {"name": "边户", "filter": {"digits": "01"}}},
    "NamedSelectionsApi.drop": {"json": {}},
    "UnitWorkbooksApi.workbook": {},
    "UnitWorkbooksApi.bring_back": WORKBOOK,
    "UnitWorkbooksApi.prices": WORKBOOK,
    "BuildingsApi.batches": {},
    "BuildingsApi.undo": of_version(),
    "BuildingsApi.price_rule": of_version(**RULE),
    "BusinessesApi.business": {},
    "BusinessesApi.progress": {},
    "BusinessesApi.tasks": {},
    "BusinessesApi.task": {},
    "BusinessesApi.save_task": TASK,
    "OperationsApi.operate": OPERATION,
    "BusinessMaterialsApi.materials": {},
    "BusinessMaterialsApi.hand_in": POINT,
    "MaterialsApi.material": {},
    "BusinessDocumentsApi.documents": {},
    "DocumentsApi.document": {},
    "SurveysApi.survey": {},
    "BuildingTableView.table": {},
    "BuildingTableView.card": {},
    "UnitDeskPage.desk": {},
    "BusinessPages.show": {},
    "BusinessPages.save_task": PAGE_TASK,
    "BusinessPages.keep_draft": {"data": {"opinion-result": "agree", "opinion-text": "草稿", "reason": "草稿"}},
    "BusinessPages.operate": PAGE_OPERATION,
    "BusinessPages.hand_in": {"data": {"key": "survey_report", "certificate_id": "1"}},
    "InboxView.progress": {},
    "DelegationsView.revoke": {"data": {}},
    "DelegationsApi.revoke": {"json": {}},
    "ReviewPages.case": {},
    "ReviewPages.units": {},
    "ReviewPages.receive": {"data": {"version": "1"}},
    "ReviewPages.operate": {"data": {"version": "1", "operation": "agree", "opinion-text": "同意"}},
    "ReviewPages.contact": {"data": {"reason": "核对"}},
    "PaperPictures.material": {},
    "PaperPictures.certificate": {},
    "ArrangementPages.drop_filter": {"data": {}},
    "SessionView.choose_membership": {},
}

TYPE_IN_REGION = (
    "the code of a business type; whose region it is stands in the query, see tests/pages/test_stage_tables"
)
RULE_IN_REGION = (
    "the code of a rule of the product; whose region it is stands in the query, see tests/pages/test_region_rules"
)

# Pages of whoever reviews: to the applicant's own people they are as unknown as to strangers.
OF_THE_DESK = frozenset({"ReviewPages.case", "ReviewPages.units"})

# Nobody's: what stands in these addresses names no row of a tenant.
PUBLIC: Mapping[str, str] = {
    "PublicView.verify": "whoever holds a paper may check its number; title and building are printed on it",
    "LoginView.captcha_image": "a picture before anybody is signed in, by a random name",
    "SecurityApi.captcha_image": "a picture before anybody is signed in, by a random name",
    "DevelopmentOutboxView.captcha": "while developing only",
    "SessionView.choose_language": "a language of the product",
    "LocaleView.index": "a language of the product",
    "DocumentTemplatesView.edit": "the kind of a document of the product; the region is the asker's own",
    "DocumentTemplatesView.save": "the kind of a document of the product; the region is the asker's own",
    "DocumentTemplatesView.keep": "the kind of a document of the product; the region is the asker's own",
    "DocumentTemplatesView.preview": "the kind of a document of the product; the business is judged by its scope",
    "DocumentTemplatesView.roll_back": "the kind of a document of the product; the region is the asker's own",
    "ArrangementPages.save_filter": "the code of a list of the product",
    "ArrangementPages.choose_columns": "the code of a list of the product",
    "StartView.show": "the code of a business type of the product",
    "StartView.accept": "the code of a business type of the product",
    "StartView.upload": "the code of a business type of the product",
    "CalendarView.year": "a year of the calendar, which is the same for everybody",
    "CalendarView.save": "a year of the calendar, kept by the platform's administrator alone",
    "CalendarApi.year": "a year of the calendar, which is the same for everybody",
    "CalendarApi.change": "a year of the calendar, kept by the platform's administrator alone",
    "StageTablePages.show": TYPE_IN_REGION,
    "StageTablePages.add": TYPE_IN_REGION,
    "StageTablePages.change": TYPE_IN_REGION,
    "StageTablePages.remove": TYPE_IN_REGION,
    "StageTablePages.order": TYPE_IN_REGION,
    "StageTablePages.copy": TYPE_IN_REGION,
    "StageTablePages.discard": TYPE_IN_REGION,
    "StageTablePages.publish": TYPE_IN_REGION,
    "StageTablePages.roll_back": TYPE_IN_REGION,
    "RegionRulePages.show": RULE_IN_REGION,
    "RegionRulePages.set_value": RULE_IN_REGION,
    "RegionRulePages.withdraw": RULE_IN_REGION,
    "DictionaryPages.show": "the key of a dictionary, which is the same for everybody",
    "DictionaryPages.order": "the key of a dictionary, which is the same for everybody",
    "OpenApi.get": "the version of the API",
    "SwaggerView.show": "the version of the API",
}
STATIC = frozenset({"static", "appbuilder.static"})
PARAMETERS_OF_RECORDS = frozenset({"pk", "name"})


@dataclass(frozen=True)
class Target:
    """One method of one address, once with a real thing of the first company and once with one that is not there."""

    endpoint: str
    method: str
    foreign: str
    unknown: str
    body: Body
    record: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.foreign} ({self.endpoint})"


def rules_with_arguments(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.arguments and rule.endpoint not in STATIC]


def record_view_of(app: Flask, endpoint: str) -> Any | None:
    """The page or call of records behind an endpoint; what they name by `pk` is a row of their table."""
    name = endpoint.partition(".")[0]
    views = (view for view in app.appbuilder.baseviews if view.endpoint == name)  # type: ignore[attr-defined]
    return next((view for view in views if isinstance(view, SafeModelView | SafeRestApi)), None)


def unclassified(app: Flask) -> list[str]:
    """Addresses that nobody has said anything about."""
    return sorted(
        f"{rule.rule} ({rule.endpoint})"
        for rule in rules_with_arguments(app)
        if rule.endpoint not in SCOPED and rule.endpoint not in PUBLIC and not is_record(app, rule)
    )


def is_record(app: Flask, rule: Rule) -> bool:
    return record_view_of(app, rule.endpoint) is not None and rule.arguments <= PARAMETERS_OF_RECORDS


def gone(app: Flask) -> list[str]:
    """Endpoints of the table that the product no longer has."""
    there = {rule.endpoint for rule in app.url_map.iter_rules()} | {"UnitDeskPage.desk"}
    return sorted({*SCOPED, *PUBLIC} - there)


def targets(app: Flask, world: World) -> Iterator[Target]:
    """All scoped addresses with every method they answer."""
    for rule in rules_with_arguments(app):
        if rule.endpoint in SCOPED:
            yield from targets_of(app, rule, world.values, {**world.values, **UNKNOWN}, SCOPED[rule.endpoint])
        elif is_record(app, rule):
            yield from record_targets(app, rule, world)


def record_targets(app: Flask, rule: Rule, world: World) -> Iterator[Target]:
    model = record_view_of(app, rule.endpoint).datamodel.obj
    if model not in ROWS or model.__name__ not in world.rows:
        return
    view = record_view_of(app, rule.endpoint)
    actions = list(getattr(view, "actions", {})) or ["export"]
    for name in actions if "name" in rule.arguments else [""]:
        foreign = {"pk": world.rows[model.__name__], "name": name}
        body = {"data": {"version": "1"}} if isinstance(view, SafeModelView) else {"json": {"version": 1}}
        yield from targets_of(app, rule, foreign, {**foreign, "pk": UNKNOWN_NUMBER}, body, record=True)


def targets_of(
    app: Flask, rule: Rule, foreign: Mapping[str, Any], unknown: Mapping[str, Any], body: Body, *, record: bool = False
) -> Iterator[Target]:
    addresses = app.url_map.bind("localhost")
    for method in METHODS:
        if method in rule.methods:
            yield Target(
                rule.endpoint,
                method,
                built(addresses, rule, method, foreign),
                built(addresses, rule, method, unknown),
                body if method != "GET" else {},
                record,
            )


def built(addresses: Any, rule: Rule, method: str, values: Mapping[str, Any]) -> str:
    """This very rule's address, though another rule may share the endpoint."""
    del addresses, method
    found = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
    assert found is not None
    return str(found[1])

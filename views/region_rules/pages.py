"""区域规则: what holds today in a region, and for each rule its past, its present and what is planned."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, request
from flask_appbuilder import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext

from app.extensions import db
from app.web.current import current_actor, now
from app.web.errors import STATUS, told
from app.web.form_fields import tidy
from app.web.unit_of_work import unit_of_work
from models import Region
from views.address import address_of
from views.region_rules.words import cell_words, value_words
from views.regions import asked_region, regions_within
from workflows.actor import Actor
from workflows.facts.calendar import local_day
from workflows.messages import Refused
from workflows.region_rule_dates import (
    KEEPERS,
    RuleInput,
    holdings,
    inherited,
    known_rule,
    set_value,
    timeline,
    withdraw,
)
from workflows.rules.rule_values import RegionRuleKey, ValueKind, read_rows, read_value

SPARE_ROWS = 3
LARGEST_ID = 2**31 - 1


class RegionRulePages(BaseView):
    route_base = "/region-rules"
    default_view = "index"
    class_permission_name = "region-rules"
    method_permission_name = {"index": "list", "show": "show", "set_value": "edit", "withdraw": "edit"}

    @expose("/")
    @has_access
    def index(self) -> str:
        """Every rule by its group with the value that holds today."""
        region_code, values = frame()
        held = holdings(db.session(), region_code, local_day(now()))
        order = list(dict.fromkeys(one.key.group for one in held))
        groups = [(title, [one for one in held if one.key.group == title]) for title in order]
        return render_template("region_rules/index.html", groups=groups, **values)

    @expose("/<key>/")
    @has_access
    def show(self, key: str) -> str:
        """One rule with its line of time, and the form of the next value."""
        return rule_page(key, {})

    @expose("/<key>/values", methods=["POST"])
    @has_access
    def set_value(self, key: str) -> Any:
        """A new value from a day on."""
        rule, (region_code, _) = known_rule(key), frame()
        typed = typed_value(rule)
        given = RuleInput(
            value=typed["value"],
            valid_from=day_of(typed["valid_from"]),
            valid_until=day_of(typed["valid_until"]),
            legal_basis=tidy(typed["legal_basis"]) or "",
        )

        def deed() -> str:
            made = set_value(db.session(), region_code, key, given, current_actor(), now())
            return str(gettext("已保存：自 %(day)s 起【%(rule)s】", day=made.valid_from, rule=gettext(rule.title)))

        return done(key, region_code, deed, typed)

    @expose("/<key>/values/<int:rule_id>/withdraw", methods=["POST"])
    @has_access
    def withdraw(self, key: str, rule_id: int) -> Any:
        """撤销计划."""
        region_code, _ = frame()
        known_rule(key)

        def deed() -> str:
            withdraw(db.session(), region_code, key, min(rule_id, LARGEST_ID), current_actor(), now())
            return str(gettext("已撤销计划的取值"))

        return done(key, region_code, deed, {})


def frame() -> tuple[str, dict[str, Any]]:
    """The region asked for, and what both pages show around it."""
    actor, session = current_actor(), db.session()
    regions = regions_within(session, actor)
    region_code = asked_region(actor, regions)
    values = {
        "regions": regions,
        "region_code": region_code,
        "names": {region.code: region.name for region in session.query(Region)},
        "today": local_day(now()),
        "keeper": is_keeper(actor),
        "value_words": value_words,
        "cell_words": cell_words,
    }
    return region_code, values


def is_keeper(actor: Actor) -> bool:
    return actor.holds_any(KEEPERS)


def typed_value(rule: RegionRuleKey) -> dict[str, Any]:
    """What was posted, with the value as it is meant; texts stay as they were typed."""
    posted = {name: request.form.get(name, "")[:2000] for name in ("valid_from", "valid_until", "legal_basis")}
    if rule.kind is ValueKind.table:
        columns = {column.name: request.form.getlist(f"cell-{column.name}") for column in rule.columns}
        return {**posted, "value": read_rows(rule, columns)}
    return {**posted, "value": read_value(rule, request.form.get("value", ""))}


def day_of(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def done(key: str, region_code: str, deed: Callable[[], str], typed: Mapping[str, Any]) -> Any:
    try:
        with unit_of_work():
            words = deed()
    except Refused as refused:
        faults = {reason.at or "": told(reason) for reason in reversed(refused.reasons)}
        return rule_page(key, typed, faults), STATUS[refused.kind]
    flash(words, "success")
    return redirect(address_of(f"/region-rules/{key}/", region=region_code))


def rule_page(key: str, typed: Mapping[str, Any], faults: Mapping[str, str] | None = None) -> str:
    rule, (region_code, values) = known_rule(key), frame()
    session, today = db.session(), values["today"]
    (held,) = [one for one in holdings(session, region_code, today) if one.key.key == key]
    value = typed.get("value", held.value)
    return render_template(
        "region_rules/rule.html",
        rule=rule,
        held=held,
        periods=timeline(session, region_code, key, today),
        above=inherited(session, region_code, key, today),
        typed={**typed, "value": value},
        rows=table_rows(rule, value),
        faults=faults or {},
        **values,
    )


def table_rows(rule: RegionRuleKey, value: Any) -> Sequence[Mapping[str, Any]]:
    """The rows of a table with a few blank ones to write in."""
    if rule.kind is not ValueKind.table:
        return ()
    return [
        *(value if isinstance(value, list) else []),
        *[dict.fromkeys((c.name for c in rule.columns), "")] * SPARE_ROWS,
    ]

"""Whatever is sent in whatever place: never a fault of ours, nothing stored on a refusal, nothing come back as markup."""

import io
import itertools
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import encode_multipart

from app.web.api import SafeRestApi
from app.web.record_view.base import SafeModelView
from tests.isolation.routes import OPERATION, RULE, rules_with_arguments
from tests.isolation.test_lists import views_of
from workflows.rules.unit_fields import UNIT_FIELDS

MARKUP = "<script>alert(7)</script>"
# Written into the JSON as they stand here; a program's own JSON would not let them pass.
LITERALS = {"@nan@": "NaN", "@infinity@": "-Infinity", "@1e400@": "1e400", "@digits@": "9" * 400, "@half@": '"\\ud800"'}
VALUES: tuple[Any, ...] = (
    "x" * 5000,
    -1,
    "-1",
    "NaN",
    *LITERALS,
    10**30,
    "1e400",
    "🏠" * 30,
    "\u202eabc\u200f\u2066",
    "a\x00b",
    "'; DROP TABLE unit; --",
    MARKUP,
    f'"><img src=x onerror={MARKUP}>',
    "{{7*7}}${7*7}",
    "=HYPERLINK(1)",
    "../../etc/passwd",
    True,
    None,
    [],
    {},
    [[[[1]]]],
    {"$gt": ""},
    0.1,
    "",
)
BODIES: tuple[bytes, ...] = (
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"7",
    b"{",
    b"\xff\xfe{}",
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    b"[" * 100_000,
    b'{"version": 1, "unknown_field": 1, "type": 1, "subject": 1, "data": 1, "items": 1}',
    b'{"version": NaN}',
)
TEN_MEGABYTES = b'{"version": 1, "reason": "' + b"x" * 10_000_000 + b'"}'
TEXTS = tuple(value for value in VALUES if isinstance(value, str))


def written(body: Any) -> bytes:
    text = json.dumps(body, ensure_ascii=False)
    for mark, literal in LITERALS.items():
        text = text.replace(f'"{mark}"', literal)
    return text.encode("utf-8", "surrogatepass")


def sent(body: Any) -> dict[str, Any]:
    return {"data": body if isinstance(body, bytes) else written(body), "content_type": "application/json"}


def with_value(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    """The body with another value in one place."""
    if not path:
        return value
    copy = dict(body)
    copy[path[0]] = with_value(copy.get(path[0], {}), path[1:], value)
    return copy


# Method, address, a body that would do, and the place in it that is spoilt.
Place = tuple[str, str, Any, tuple[Any, ...]]


def places(world, app) -> Iterator[Place]:
    yield from business_places(world)
    yield from task_places(world)
    yield from unit_places(world)
    yield from login_places()
    yield from record_places(world, app)


def business_places(world) -> Iterator[Place]:
    number = world["business_no"]
    business = f"/api/v1/businesses/{number}"
    accept = {"type": "predicted_survey", "subject": {"survey_no": world["survey_no"], "project_id": 1}}
    people = {"type": "user_enrolment", "subject": {"membership_ids": [world["membership_id"]]}}
    for path in (("type",), ("subject",), ("subject", "survey_no"), ("subject", "project_id"), ("unknown",)):
        yield "POST", "/api/v1/businesses", accept, path
    yield "POST", "/api/v1/businesses", people, ("subject", "membership_ids")
    for name in (*OPERATION["json"], "to_stage", "unknown"):
        for operation in ("dispatch", "cancel"):
            yield "POST", f"{business}/{operation}", OPERATION["json"], (name,)
    for part in ("result", "text", "unknown"):
        yield "POST", f"{business}/dispatch", OPERATION["json"], ("opinion", part)
    for operation in ("receive", "archive"):
        items = {"items": [{"business_no": number, "version": 1}], "opinion": {"result": "agree", "text": "同意"}}
        yield from (("POST", f"/api/v1/businesses/{operation}", items, (name,)) for name in ("items", "opinion"))
    for name in ("key", "certificate_id"):
        yield "POST", f"{business}/materials", {"key": "survey_report", "certificate_id": 1}, (name,)


def task_places(world) -> Iterator[Place]:
    for task, fields in TASKS.items():
        address = f"/api/v1/businesses/{world['business_no']}/tasks/{task}"
        yield from (("PUT", address, {"version": 1, "data": {}}, ("data", name)) for name in fields)
        yield "PUT", address, {"version": 1, "data": {}}, ("version",)
        yield "PUT", f"{address}?draft=1", {"data": {}}, ("data", "location")
        yield "PUT", f"{address}?draft=1", {"data": {}}, ("data",)


def unit_places(world) -> Iterator[Place]:
    units = f"/api/v1/buildings/{world['building_id']}"
    for name in (*UNIT_FIELDS, "id", "building_id", "unknown"):
        yield "PATCH", f"{units}/units", {"version": 1, "select": {}, "set": {name: 1}}, ("set", name)
    for name in ("room_match", "room_length", "entrance", "actual_floor_from", "layout", "use", "ids", "unknown"):
        yield "PATCH", f"{units}/units?dry_run=1", {"version": 1, "select": {}, "set": {"lift": "是"}}, ("select", name)
    for path in (("rows",), ("version",), ("set",), ("select",)):
        yield "PATCH", f"{units}/units", {"version": 1}, path
    for name in (*RULE, "select", "position_steps", "floor_exceptions", "rounding", "keep_manual", "floor_from"):
        yield "POST", f"{units}/price-rule?dry_run=1", {"version": 1, **RULE}, (name,)
    yield "POST", f"{units}/batches/1/undo", {"version": 1}, ("version",)


def login_places() -> Iterator[Place]:
    for name in ("username", "password", "provider"):
        yield "POST", "/api/v1/security/login", {"username": "x", "password": "y", "provider": "db"}, (name,)
    for name in ("phone", "captcha_id", "captcha", "code", "side"):
        yield "POST", "/api/v1/security/phone-login", {"phone": "13900000001", "side": "developer"}, (name,)


TASKS = {
    "building": ("location", "structure", "use", "height", "completed_on", "lift_count", "gross_area", "unknown"),
    "units": ("unknown",),
    "price_check": ("confirmed", "unknown"),
    "confirmation": ("confirmed",),
    "inspection": ("confirmed",),
}


def record_places(world, app) -> Iterator[Place]:
    for api in views_of(app, SafeRestApi):
        address = f"/api/v1/records/{api.resource_name}/"
        if "post" not in api.exclude_route_methods:
            yield from (("POST", address, {}, (name,)) for name in (*api.add_columns, "id", "version", "unknown"))
        key = world.rows.get(api.datamodel.obj.__name__)
        if key is not None and "put" not in api.exclude_route_methods:
            yield from (("PUT", f"{address}{key}", {"version": 1}, (name,)) for name in (*api.edit_columns, "version"))


def judged(response, what: str) -> list[str]:
    """What is wrong with an answer."""
    found = [f"{response.status_code} {what}"] if response.status_code >= 500 else []
    if response.mimetype == "text/html" and MARKUP in response.get_data(as_text=True):
        found.append(f"markup came back: {what}")
    return found


def spoil(world, app, people, dumped, each: int) -> list[str]:
    """Send spoilt bodies to every place (`each` values a place, going round through all); what went wrong."""
    turn, wrong, before = itertools.cycle(VALUES), [], dumped()
    for method, address, body, path in places(world, app):
        accepted = False
        for value in itertools.islice(turn, each):
            person = next(people)
            response = person.call(method, address, **sent(with_value(body, path, value)))
            wrong += judged(response, f"{method} {address} {path} {str(value)[:40]!r}")
            accepted = accepted or response.status_code < 400
        if accepted:
            before = dumped()
        elif (now := dumped()) != before:
            changed = {name for name in now if now[name] != before[name]} - COUNTED
            wrong += [f"changed although refused: {method} {address} {path}: {changed}"] if changed else []
            before = now
    return wrong


# A failed login is counted, a draft is kept however wrong it is.
COUNTED = {"login_failure", "ab_user"}


@pytest.fixture
def people(create_insider):
    cast = ("developer_operator", "developer_admin", "authority_admin", "admin")
    return itertools.cycle([create_insider(name) for name in cast])


def test_no_value_in_any_place_is_a_fault_of_ours(world, app, people, dumped):
    assert spoil(world, app, people, dumped, 1) == []


@pytest.mark.long
def test_every_value_in_every_place_is_no_fault_of_ours(world, app, people, dumped):
    assert spoil(world, app, people, dumped, len(VALUES) * 2 + 1) == []


def test_no_body_is_a_fault_of_ours(world, app, people, dumped):
    addresses = {(method, address.partition("?")[0]) for method, address, _, _ in places(world, app)}
    before, wrong = dumped(), []
    for method, address in sorted(addresses):
        for body in BODIES:
            response = next(people).call(method, address, **sent(body))
            wrong += judged(response, f"{method} {address} {body[:40]!r}")
            if response.status_code < 400:
                wrong.append(f"{response.status_code} {method} {address} {body[:40]!r}")
    assert wrong == []
    assert {name for name, rows in dumped().items() if rows != before[name]} <= COUNTED


def test_ten_megabytes_are_answered_and_not_kept(world, create_insider, dumped):
    before, operator = dumped(), create_insider("developer_operator")
    for address in (f"/api/v1/businesses/{world['business_no']}/dispatch", "/api/v1/businesses"):
        assert operator.call("POST", address, **sent(TEN_MEGABYTES)).status_code in {400, 413, 422}
    assert dumped() == before


def test_a_survey_that_is_none_is_refused_and_not_kept(world, create_insider, dumped):
    before, agency = dumped(), create_insider("survey_agency")
    bad = sorted((Path(__file__).parents[1] / "data" / "survey" / "bad").iterdir())
    assert bad
    for content in (
        b"",
        b"%PDF-1.7",
        MARKUP.encode(),
        b"PK\x03\x04" + b"\x00" * 500,
        *(path.read_bytes() for path in bad),
    ):
        boundary, body = encode_multipart({"file": (io.BytesIO(content), f"{MARKUP}.xlsx")})
        kind = f"multipart/form-data; boundary={boundary}"
        response = agency.call("POST", "/api/v1/surveys", data=body, content_type=kind)
        assert response.status_code in {400, 413, 415, 422}, response.get_data(as_text=True)[:300]
    assert dumped() == before


# What a page posts, by the last part of the address of a business, and what it never would.
POSTED: Mapping[str, tuple[str, ...]] = {
    "operation": (
        *("operation", "version", "opinion-result", "opinion-text", "reason", "to_stage", "to_user"),
        *("lines-0-target", "lines-0-fault", "lines-x", "lines-", "lines--", "lines-0-", "lines-9999999999-fault"),
    ),
    "draft": ("opinion-result", "opinion-text", "reason", "lines-0-target", "lines-x", "lines-", "lines-0-unknown"),
    "tasks/building": ("version", "location", "height", "completed_on", "structure", "unknown"),
    "materials": ("key", "certificate_id", "file", "task"),
}


def test_no_form_is_a_fault_of_ours(world, create_insider):
    operator, turn, wrong = create_insider("developer_operator"), itertools.cycle(TEXTS), []
    forms = [(address, name) for address, names in POSTED.items() for name in names]
    for (address, name), operation in itertools.product(forms, ("dispatch", "send_back")):
        form = {"operation": operation, "version": "1", "opinion-result": "agree", name: next(turn)}
        response = operator.call("POST", f"/business/{world['business_no']}/{address}", data=form)
        wrong += judged(response, f"{address} {form}"[:200])
    for form in ({"item": text} for text in (*TEXTS, f"{world['business_no']}:x", ":", "::1")):
        wrong += judged(operator.call("POST", "/inbox/receive", data=form), f"/inbox/receive {form}"[:200])
    assert not wrong, "\n".join(wrong[:20])


QUERIES: Mapping[str, tuple[str, ...]] = {
    "/api/v1/businesses": ("scope", "type", "stage", "status", "q", "from", "to", "page_token", "page_size"),
    "/api/v1/precheck": ("type", "survey_no", "project_id", "membership_ids"),
    "/inbox/": ("q", "type", "stage", "state", "page", "at"),
    "/handled/": ("q", "type", "stage", "state", "status", "from", "to", "page", "at"),
    "/buildings/": ("q", "page"),
    "/start/predicted_survey/": ("survey_no", "project_id"),
    "/start/user_enrolment/": ("membership_ids",),
    "/login/": ("next", "tab"),
    "/public/": ("number",),
    "/language/en": ("next",),
    "/dev/outbox": ("format",),
}


def queries(app) -> Iterator[str]:
    for address, names in QUERIES.items():
        yield from (
            f"{address}?{'type=predicted_survey&' if 'precheck' in address else ''}{name}={{}}" for name in names
        )
    for view in views_of(app, SafeModelView):
        name, base = type(view).__name__, view.route_base
        yield from (f"{base}/list/?{part}_{name}={{}}" for part in ("_oc", "_od", "page", "psize"))
        yield from (f"{base}/{page}?_flt_{position}_{{}}=1" for page in ("list/", "export") for position in (0, 77))
        for column in view.search_columns:
            yield from (
                f"{base}/{page}?_flt_{position}_{column}={{}}" for page in ("list/", "export") for position in (0, 2, 9)
            )
    for api in views_of(app, SafeRestApi):
        address = f"/api/v1/records/{api.resource_name}/"
        yield f"{address}?q={{}}"
        yield from (
            f"{address}?q=(filters:!((col:{column},opr:{operator},value:'{{}}')))"
            for column in api.search_columns
            for operator in ("eq", "ct", "gt", "nonsense")
        )
        yield from (f"{address}?q=({part}:'{{}}')" for part in ("order_column", "order_direction", "page", "columns"))


@pytest.mark.parametrize("each", [1, pytest.param(len(TEXTS), marks=pytest.mark.long)])
def test_no_question_in_an_address_is_a_fault_of_ours(app, world, create_insider, each):
    turn, wrong = itertools.cycle(TEXTS), []
    people = {name: create_insider(name) for name in ("developer_admin", "admin")}
    asked = list(queries(app))[:: 1 if each > 1 else SOME]
    for query, _ in itertools.product(asked, range(each)):
        address = query.format(quote(next(turn)))
        person = people["developer_admin" if each > 1 or len(address) % 2 else "admin"]
        wrong += judged(person.call("GET", address), address[:160])
    assert not wrong, "\n".join([f"{len(wrong)}", *wrong[:20]])


SOME = 5
NAMES = (
    "%00",
    "%F0%9F%8F%A0",
    "-1",
    "0",
    "9" * 30,
    "x" * 3000,
    "..%2f..%2fetc",
    quote(MARKUP),
    "1e9",
    "%E2%80%AE1",
    "NaN",
)


@pytest.mark.parametrize("each", [2, pytest.param(len(NAMES), marks=pytest.mark.long)])
def test_no_name_in_an_address_is_a_fault_of_ours(app, world, create_insider, each):
    person, wrong, turn = create_insider("developer_admin"), [], itertools.cycle(NAMES)
    for rule in rules_with_arguments(app):
        for name in itertools.islice(turn, each):
            address = "".join(name if dynamic else part for dynamic, part in rule._trace).removeprefix("|")
            for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
                wrong += judged(
                    person.call(method, address, **({} if method == "GET" else sent({"version": 1}))), address
                )
    assert not wrong, "\n".join([f"{len(wrong)}", *wrong[:20]])


HEADERS = (
    {"Idempotency-Key": "x" * 5000},
    {"Idempotency-Key": "é\u00a0"},
    {"Idempotency-Key": "'; DROP TABLE unit; --"},
    {"Accept-Language": "zz-ZZ;q=9,*;;;=,"},
    {"X-Membership": "9" * 40},
    {"X-Membership": "-1"},
    {"Authorization": "Bearer x.y.z"},
    {"Authorization": "Bearer "},
    {"Content-Type": "application/json; charset=utf-7"},
    {"X-Forwarded-For": MARKUP},
    {"Range": "bytes=99999999999-"},
)


def test_no_header_is_a_fault_of_ours(world, create_insider):
    person, wrong = create_insider("developer_operator"), []
    for headers in HEADERS:
        wrong += judged(person.call("GET", f"/api/v1/businesses/{world['business_no']}", headers=headers), str(headers))
        wrong += judged(
            person.call("POST", "/api/v1/businesses", headers=headers, data=b"{}", content_type="application/json"),
            str(headers),
        )
        wrong += judged(person.call("GET", f"/business/{world['business_no']}/", headers=headers), str(headers))
    assert wrong == []


def test_markup_that_was_accepted_is_shown_as_text(app, world, create_insider):
    """Where a person may write anything at all, everybody else reads it as text."""
    operator, admin = create_insider("developer_operator"), create_insider("developer_admin")
    number = world["business_no"]
    drafted = operator.call(
        "PUT", f"/api/v1/businesses/{number}/tasks/building?draft=1", json={"data": {"location": MARKUP}}
    )
    assert drafted.status_code == 200
    project = admin.call("PUT", f"/api/v1/records/projects/{world.rows['Project']}", json=named(admin, world))
    assert project.status_code == 200, project.get_data(as_text=True)
    shown = 0
    for address in (
        f"/business/{number}/",
        f"/business/{number}/?task=building",
        "/projects/list/",
        f"/projects/show/{world.rows['Project']}",
        f"/projects/edit/{world.rows['Project']}",
        "/inbox/",
        "/",
    ):
        text = admin.call("GET", address).get_data(as_text=True)
        assert MARKUP not in text, address
        shown += "&lt;script&gt;alert(7)" in text
    assert shown >= 3, "the text is shown somewhere"


def named(admin, world) -> dict[str, Any]:
    current = admin.call("GET", f"/api/v1/records/projects/{world.rows['Project']}").json["result"]
    return {"version": current["version"], "name": MARKUP, "promotion_name": MARKUP}

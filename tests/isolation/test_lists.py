"""No list, search, count, export, filter or choice of another's rows, however it is asked for."""

import io
import re
import zipfile
from urllib.parse import quote

import pytest
from sqlalchemy import Date, Enum

from app.security.rows import ROWS
from app.web.api import SafeRestApi
from app.web.record_view.base import SafeModelView
from tests.isolation.answers import first_difference
from tests.isolation.routes import STATIC, UNKNOWN, UNKNOWN_NUMBER
from tests.isolation.world import CANARY, ONE_OF_EACH_SIDE, OUTSIDERS, changed_tables

NOWHERE = "nobodyQX8"
# They end the session, or go elsewhere.
NOT_A_LIST = frozenset({"SessionView.logout", "UtilView.back"})
MANY = [
    pytest.param(name, marks=[] if name in ONE_OF_EACH_SIDE[:2] else [pytest.mark.long], id=name) for name in OUTSIDERS
]
SEARCHING = [
    pytest.param(name, marks=[] if name == ONE_OF_EACH_SIDE[0] else [pytest.mark.long], id=name) for name in OUTSIDERS
]


def readable(response) -> str:
    """The text of an answer; of a workbook all its parts."""
    data = response.get_data()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    text = data.decode("utf-8", "replace")
    return text + unescaped(text)


def unescaped(text: str) -> str:
    """Scripts carry their texts as escapes."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def without_arguments(app) -> list[str]:
    return sorted(
        str(rule)
        for rule in app.url_map.iter_rules()
        if not rule.arguments and "GET" in rule.methods and rule.endpoint not in STATIC | NOT_A_LIST
    )


def views_of(app, base) -> list:
    return [view for view in app.appbuilder.baseviews if isinstance(view, base)]


def test_a_workbook_and_an_escaped_text_are_read(app, world, create_insider):
    owner = create_insider("developer_admin")
    assert CANARY in readable(owner.call("GET", "/projects/export"))
    assert CANARY in unescaped(CANARY.encode("ascii", "backslashreplace").decode())


@pytest.mark.parametrize("name", MANY)
def test_no_page_or_list_shows_anothers_mark(app, world, create_outsider, dumped, name):
    outsider, before = create_outsider(name), dumped()
    addresses = without_arguments(app)
    assert len(addresses) > 40
    asked = [
        "/api/v1/businesses?scope=all&page_size=200",
        "/api/v1/businesses?scope=handled",
        f"/handled/?q={world['business_no']}",
        f"/inbox/?at={world['business_no']}",
        f"/start/predicted_survey/?survey_no={world['survey_no']}",
        f"/start/user_enrolment/?membership_ids={world['membership_id']}",
        "/api/v1/menu/",
    ]
    leaks, broken = [], []
    for address in (*addresses, *asked):
        response = outsider.call("GET", address)
        text = readable(response)
        if CANARY in text:
            leaks.append(address)
        if response.status_code >= 500:
            broken.append(address)
    assert leaks == []
    assert broken == []
    own_changes = {"captcha_challenge", "event"}
    assert set(changed_tables(before, dumped())) <= own_changes


@pytest.mark.parametrize("name", SEARCHING)
def test_a_search_finds_as_little_as_one_for_a_word_that_is_nowhere(app, world, create_outsider, name):
    """Counts and pages too: what is found must not depend on whether another has it."""
    outsider = create_outsider(name)
    queries = ["/api/v1/businesses?scope=all&q={}", "/inbox/?q={}", "/handled/?q={}", "/buildings/?q={}"]
    for api in views_of(app, SafeRestApi):
        if api.datamodel.obj in ROWS:
            queries += [
                f"/api/v1/records/{api.resource_name}/?q=(filters:!((col:{column},opr:ct,value:'{{}}')))"
                for column in api.search_columns
                if api.datamodel.is_string(column) and not api.datamodel.is_relation(column)
            ]
    for view in views_of(app, SafeModelView):
        if view.datamodel.obj in ROWS:
            queries += [f"{view.route_base}/list/?{asked}={{}}" for asked in contains(view)]
    assert len(queries) > 30
    told = []
    for query in queries:
        found, none = (outsider.call("GET", query.format(quote(word))) for word in (CANARY, NOWHERE))
        one, other = plain(found, CANARY), plain(none, NOWHERE)
        if one != other:
            told.append(f"{query}: {one[0]} {other[0]} {first_difference(one[1], other[1])}")
    assert not told, "\n".join(told[:10])


def contains(view) -> list[str]:
    """The address parts that ask for rows whose text contains something."""
    kinds = view._filters.get_search_filters()
    return [
        f"_flt_{position}_{column}"
        for column, filters in kinds.items()
        for position, kind in enumerate(filters)
        if type(kind).__name__ == "FilterContains"
    ]


def plain(response, word: str) -> tuple[int, str]:
    text = readable(response).replace(word, "WORD").replace(quote(word), "WORD")
    for pattern in (
        r'nonce="[^"]*"',
        r'value="[^"]{60,}"',
        r'content="[^"]{60,}"',
        r"<dcterms:\w+[^>]*>[^<]*<",
        r"PK.{20}",
    ):
        text = re.sub(pattern, "", text)
    return response.status_code, text


@pytest.mark.parametrize("name", MANY)
def test_naming_anothers_thing_in_a_body_is_answered_as_naming_none(app, world, create_outsider, dumped, name):
    """Keys inside what is sent: accept, precheck, lists of items, and every reference of every kind of record."""
    outsider, before = create_outsider(name), dumped()
    number, none = world["business_no"], UNKNOWN["business_no"]
    pairs = [
        ("POST", f"/api/v1/businesses/{operation}", items(number), items(none)) for operation in ("receive", "archive")
    ]
    pairs.append(("POST", "/inbox/receive", {"data": {"item": f"{number}:1"}}, {"data": {"item": f"{none}:1"}}))
    pairs.append(
        ("POST", "/api/v1/businesses", subject(survey_no=world["survey_no"]), subject(survey_no=UNKNOWN["survey_no"]))
    )
    pairs.append(
        (
            "POST",
            "/api/v1/businesses",
            subject(survey_no="CL0", project_id=world["project_id"]),
            subject(survey_no="CL0", project_id=UNKNOWN_NUMBER),
        )
    )
    pairs.append(
        (
            "POST",
            "/api/v1/businesses",
            {"json": {"type": "user_enrolment", "subject": {"membership_ids": [world["membership_id"]]}}},
            {"json": {"type": "user_enrolment", "subject": {"membership_ids": [UNKNOWN_NUMBER]}}},
        )
    )
    pairs += [
        (
            "GET",
            "/api/v1/precheck",
            {"query_string": one["json"]["subject"] | {"type": "predicted_survey"}},
            {"query_string": other["json"]["subject"] | {"type": "predicted_survey"}},
        )
        for _, _, one, other in pairs[3:5]
    ]
    pairs += [reference for api in views_of(app, SafeRestApi) for reference in references(api, world)]
    wrong = []
    for method, address, foreign, unknown in pairs:
        one, other = outsider.call(method, address, **foreign), outsider.call(method, address, **unknown)
        told_one, told_other = (
            masked(one, number, world["survey_no"], world.rows, unknown),
            masked(other, none, UNKNOWN["survey_no"], world.rows, unknown),
        )
        if told_one != told_other:
            wrong.append(f"{method} {address} {foreign}: {told_one} but {told_other}")
    assert not wrong, "\n".join(wrong[:10])
    assert changed_tables(before, dumped()) in ([], ["idempotency_key"])


def items(number: str) -> dict:
    return {"json": {"items": [{"business_no": number, "version": 1}], "opinion": {"result": "agree", "text": "同意"}}}


def subject(**named) -> dict:
    return {"json": {"type": "predicted_survey", "subject": named}}


def references(api, world) -> list:
    """Each column of a new record that names a row of another table: once with another's, once with none's key."""
    if "post" in api.exclude_route_methods:
        return []
    model, found = api.datamodel.obj, []
    for relation in model.__mapper__.relationships:
        target = relation.mapper.class_
        column = next(iter(relation.local_columns))
        name = model.__mapper__.get_property_by_column(column).key
        if name in api.add_columns and target in ROWS and target.__name__ in world.rows:
            address = f"/api/v1/records/{api.resource_name}/"
            filled = {other: sound(model, other) for other in needed(api) if other != name}
            if "parcel_codes" in api.add_columns:
                filled["parcel_codes"] = ["430802009099GB09999"]
            foreign, unknown = (
                {"json": {**filled, name: key}} for key in (world.rows[target.__name__], UNKNOWN_NUMBER)
            )
            found.append(("POST", address, foreign, unknown))
    return found


def needed(api) -> list[str]:
    """What a new record must have, so that nothing but the reference is wrong with it."""
    columns = api.datamodel.obj.__mapper__.columns
    return [name for name in api.add_columns if name in columns and not columns[name].nullable]


def sound(model, name: str):
    kind = model.__mapper__.columns[name].type
    if isinstance(kind, Enum):
        return next(iter(kind.enum_class)).value
    return "2024-01-01" if isinstance(kind, Date) else "测试"


def test_a_reference_to_anothers_row_is_refused_at_its_field(app, world, create_outsider, create_insider):
    """What the test above compares is judged: the owner may name the row, the outsider may not."""
    judged = []
    outsider, owner = create_outsider(ONE_OF_EACH_SIDE[0]), create_insider("developer_admin")
    for api in views_of(app, SafeRestApi):
        for method, address, foreign, _ in references(api, world):
            refused, taken = outsider.call(method, address, **foreign), owner.call(method, address, **foreign)
            if taken.status_code == 201:
                judged.append(address)
                assert refused.status_code in {404, 422}, address
                assert CANARY not in refused.get_data(as_text=True)
    assert {address.split("/")[-2] for address in judged} >= {"projects", "project-certificates"}


def masked(response, number: str, survey_no: str, *_: object) -> tuple[int, str]:
    text = response.get_data(as_text=True).replace(number, "NUMBER").replace(survey_no, "SURVEY")
    for pattern in (r'nonce="[^"]*"', r'value="[^"]{60,}"', r'content="[^"]{60,}"'):
        text = re.sub(pattern, "", text)
    return response.status_code, text

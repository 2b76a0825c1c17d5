"""Rules of single kinds of record, versions, what follows from who asks, and what stays in the log."""

import datetime as dt
import io

import pytest
from sqlalchemy import select

from models import (
    Dictionary,
    EscrowAccount,
    Event,
    Organization,
    OrganizationBank,
    Project,
    ProjectCertificate,
    RegionRule,
)
from models.enums import OrganizationKind
from tests.records.conftest import errors

ACCOUNT = {"name": "专户", "account_no": "6222 0000 0000 0018", "branch_name": "某支行", "bank_code": "313500000001"}


@pytest.fixture
def bank(key_of):
    return key_of(Organization, Organization.kind == OrganizationKind.bank)


@pytest.fixture
def own_project(key_of):
    return key_of(Project, Project.name.contains("澧水北岸03"))


@pytest.fixture
def foreign_project(key_of):
    return key_of(Project, Project.name.contains("天门路"))


# ---- accounts and banks ----


def test_an_account_belongs_to_the_own_company_and_is_stored_without_blanks(call, desk, bank, developer_admin):
    answer = call("developer_admin", "POST", "escrow-accounts/", json={**ACCOUNT, "bank_id": bank})
    assert answer.status_code == 201, answer.text
    assert answer.json["result"]["account_no"] == "****0018"
    with desk() as session:
        row = session.get(EscrowAccount, answer.json["id"])
        assert row.account_no == "6222000000000018"
        assert row.developer_id == developer_admin.organization_id


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"account_no": "1234567"}, "account_no", "8 至 32 位数字，现为 7 位"),
        ({"account_no": "1" * 33}, "account_no", "现为 33 位"),
        ({"account_no": "6.2E+15"}, "account_no", "科学计数"),
        ({"bank_code": "3135000001"}, "bank_code", "联行号应为 12 位数字，现为 10 位"),
        ({"bank_id": 1}, "bank_id", "请选择银行"),
        ({"bank_id": 9999}, "bank_id", ""),
    ],
)
def test_wrong_accounts_are_refused_with_the_same_words_by_call_and_page(call, browse, bank, changes, field, words):
    body = {**ACCOUNT, "bank_id": bank, **changes}
    answer = call("developer_admin", "POST", "escrow-accounts/", json=body)
    assert answer.status_code == 422
    assert words in errors(answer)[field]
    typed = {**body, "bank": body.pop("bank_id"), "status": "active"}
    page = browse("developer_admin").post("/escrow-accounts/add", **typed)
    assert page.status_code == 422
    if field != "bank_id":
        assert words in page.text


def test_a_known_account_is_refused_without_telling_whose_it_is(call, desk, bank):
    with desk() as session:
        foreign = session.scalars(select(EscrowAccount).where(EscrowAccount.name.contains("天门"))).one()
        number = foreign.account_no
    answer = call(
        "developer_admin", "POST", "escrow-accounts/", json={**ACCOUNT, "account_no": number, "bank_id": bank}
    )
    assert answer.status_code == 422
    assert "天门" not in answer.text


def test_a_blank_secret_stays_and_a_changed_choice_is_logged(browse, desk, key_of):
    key = key_of(EscrowAccount, EscrowAccount.name.contains("澧岸云庭"))
    with desk() as session:
        row = session.get(EscrowAccount, key)
        number, version = row.account_no, row.version
        other = session.scalars(
            select(Organization.id).where(Organization.kind == OrganizationKind.bank, Organization.id != row.bank_id)
        ).first()
        typed = {"name": row.name, "branch_name": row.branch_name, "bank_code": row.bank_code, "status": "active"}
    answer = browse("developer_admin").post(f"/escrow-accounts/edit/{key}", **typed, bank=other, version=version)
    assert answer.status_code == 302, answer.text
    with desk() as session:
        row = session.get(EscrowAccount, key)
        assert (row.account_no, row.bank_id, row.version) == (number, other, version + 1)
        event = session.scalars(select(Event).where(Event.action == "edit_record")).one()
        assert "bank_id" in event.detail["changes"]


def test_a_bank_is_linked_once(call, desk, developer_admin):
    with desk() as session:
        linked = session.scalars(
            select(OrganizationBank).where(OrganizationBank.developer_id == developer_admin.organization_id)
        ).first()
        body = {"bank_id": linked.bank_id, "kind": linked.kind.value}
    answer = call("developer_admin", "POST", "organization-banks/", json=body)
    assert answer.status_code == 422
    assert answer.json["code"] == "already_used"


# ---- organizations ----


def test_a_company_completes_its_own_page_but_grants_itself_nothing(call, browse, desk, developer_admin):
    key = developer_admin.organization_id
    path = f"organizations/{key}"
    assert (
        call("developer_admin", "PUT", path, json={"version": 1, "remark": "补充"}).json["result"]["remark"] == "补充"
    )
    for withheld in ({"status": "normal"}, {"region_code": "430811"}, {"kind": "bank"}, {"valid": True}):
        answer = call("developer_admin", "PUT", path, json={"version": 2, **withheld})
        assert set(errors(answer)) == set(withheld)
    form = browse("developer_admin").get(f"/organizations/edit/{key}").text
    assert 'name="credit_code"' in form
    assert 'name="status"' not in form


def test_a_company_does_not_change_a_bank_it_sees(call, browse, bank):
    assert call("developer_admin", "GET", f"organizations/{bank}").status_code == 200
    assert (
        call("developer_admin", "PUT", f"organizations/{bank}", json={"version": 1, "remark": "x"}).status_code == 404
    )
    assert browse("developer_admin").get(f"/organizations/edit/{bank}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"credit_code": "9143"}, "credit_code"),
        ({"credit_code": "91430899MA4TE5T13X"}, "credit_code"),
        ({"legal_representative_id": "110105194912310021"}, "legal_representative_id"),
        ({"legal_representative_phone": "12345"}, "legal_representative_phone"),
        ({"contact_phone": "没有电话"}, "contact_phone"),
        ({"registered_capital": "1.00", "paid_capital": "2.00"}, "paid_capital"),
        ({"kind": "不存在"}, "kind"),
        ({"kind": None}, "kind"),
    ],
)
def test_wrong_organizations_are_refused_at_their_field(call, changes, field):
    body = {"name": "新企业", "credit_code": "91430899MA4TE5T94A", "kind": "开发企业", "legal_representative": "张三"}
    answer = call("authority_admin", "POST", "organizations/", json={**body, **changes})
    assert answer.status_code == 422
    assert field in errors(answer)


def test_the_region_of_a_new_organization_is_the_bureau_s(call, authority_admin):
    from app.demo.numbers import credit_code

    body = {
        "name": "新企业",
        "credit_code": credit_code("91", "MA4TE5T94"),
        "kind": "开发企业",
        "legal_representative": "张三",
    }
    answer = call("authority_admin", "POST", "organizations/", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json["result"]["region_code"] == authority_admin.region_code


# ---- projects and certificates ----


def test_parcels_that_stay_keep_their_rows_and_their_change_is_a_version(call, desk, own_project):
    with desk() as session:
        before = {parcel.parcel_code: parcel.id for parcel in session.get(Project, own_project).parcels}
    codes = [*before, "430802009009GB00002", "430802009009GB00003"]
    answer = call("developer_admin", "PUT", f"projects/{own_project}", json={"version": 1, "parcel_codes": codes})
    assert answer.json["result"]["parcel_codes"] == codes
    assert answer.json["result"]["version"] == 2
    with desk() as session:
        after = {parcel.parcel_code: parcel.id for parcel in session.get(Project, own_project).parcels}
    assert before.items() <= after.items()
    fewer = call("developer_admin", "PUT", f"projects/{own_project}", json={"version": 2, "parcel_codes": codes[:-1]})
    assert fewer.status_code == 200, fewer.text
    assert fewer.json["result"]["parcel_codes"] == codes[:-1]


def test_a_certificate_hangs_on_an_own_project_only(call, own_project, foreign_project):
    body = {"kind": "construction_permit", "certificate_no": "施1", "issuer": "局", "issued_on": "2026-01-01"}
    assert (
        call("developer_admin", "POST", "project-certificates/", json={**body, "project_id": own_project}).status_code
        == 201
    )
    answer = call("developer_admin", "POST", "project-certificates/", json={**body, "project_id": foreign_project})
    assert answer.status_code in {404, 422}
    assert "天门" not in answer.text


def test_a_certificate_s_file_is_judged_kept_and_given_out(call, browse, desk, own_project, foreign_project, key_of):
    from app.demo.papers import paper

    typed = {
        "project": own_project,
        "kind": "construction_permit",
        "certificate_no": "施9",
        "issuer": "局",
        "issued_on": "2026-01-01",
    }
    browser = browse("developer_admin")
    refused = browser.post("/project-certificates/add", **typed, file=(io.BytesIO(b"MZ"), "证.pdf"))
    assert refused.status_code == 422
    taken = browser.post("/project-certificates/add", **typed, file=(io.BytesIO(paper("证")), "施工许可证.pdf"))
    assert taken.status_code == 302, taken.text
    key = key_of(ProjectCertificate, ProjectCertificate.certificate_no == "施9")
    given = browser.get(f"/project-certificates/file/{key}")
    assert given.data == paper("证")
    assert given.headers["Content-Disposition"].startswith("attachment")
    foreign = key_of(ProjectCertificate, ProjectCertificate.project_id == foreign_project)
    if foreign is not None:
        assert browser.get(f"/project-certificates/file/{foreign}").status_code == 404
    sent = call(
        "developer_admin",
        "PUT",
        f"project-certificates/{key}/file",
        data={"file": (io.BytesIO(paper("新证")), "新证.pdf")},
        content_type="multipart/form-data",
    )
    assert sent.status_code == 200, sent.text
    assert call("developer_admin", "GET", f"project-certificates/{key}/file").data == paper("新证")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_a_project_of_another_company_does_not_exist(call, foreign_project, method):
    assert call("developer_admin", method, f"projects/{foreign_project}", json={"version": 1}).status_code == 404


def test_what_others_stand_on_is_not_deleted(call, browse, own_project, desk):
    assert call("developer_admin", "DELETE", f"projects/{own_project}").status_code == 422
    browse("developer_admin").post(f"/projects/delete/{own_project}")
    with desk() as session:
        assert session.get(Project, own_project) is not None


# ---- versions ----


def test_an_older_version_is_refused_with_what_differs(call, browse, own_project):
    path = f"projects/{own_project}"
    assert call("developer_admin", "PUT", path, json={"version": 1, "promotion_name": "先"}).status_code == 200
    late = call("developer_admin", "PUT", path, json={"version": 1, "promotion_name": "后"})
    assert late.status_code == 409
    assert late.json["code"] == "M20"
    assert late.json["differs"]["promotion_name"] == {"yours": "后", "current": "先"}
    assert call("developer_admin", "PUT", path, json={"promotion_name": "后"}).status_code == 422


# ---- rules, calendar, dictionaries ----


def test_a_region_rule_is_of_the_own_region_and_does_not_overlap(call, authority_admin, desk):
    body = {"key": "survey_import_mode", "value": "file", "valid_from": "2026-12-01", "valid_until": "2026-12-31"}
    answer = call("authority_admin", "POST", "region-rules/", json=body)
    assert answer.status_code == 201, answer.text
    assert answer.json["result"]["region_code"] == authority_admin.region_code
    assert answer.json["result"]["title"] == "测绘成果导入方式"
    again = call(
        "authority_admin", "POST", "region-rules/", json={**body, "valid_from": "2026-12-31", "valid_until": None}
    )
    assert "valid_from" in errors(again)
    after = call(
        "authority_admin", "POST", "region-rules/", json={**body, "valid_from": "2027-01-01", "valid_until": None}
    )
    assert after.status_code == 201


@pytest.mark.parametrize(
    ("key", "value", "status"),
    [
        ("survey_import_mode", "nonsense", 422),
        ("survey_import_mode", True, 422),
        ("price_at_survey", "both", 422),
        ("price_at_survey", False, 201),
        ("no_such_rule", "x", 422),
    ],
)
def test_a_rule_takes_what_it_can_be(call, key, value, status):
    body = {"key": key, "value": value, "valid_from": "2026-12-01"}
    assert call("authority_admin", "POST", "region-rules/", json=body).status_code == status


def test_a_rule_of_the_province_is_only_to_look_at(call, browse, key_of):
    key = key_of(RegionRule, RegionRule.region_code == "430000")
    assert call("authority_admin", "GET", f"region-rules/{key}").status_code == 200
    assert (
        call("authority_admin", "PUT", f"region-rules/{key}", json={"version": 1, "value": "file"}).status_code == 404
    )
    browser = browse("authority_admin")
    assert browser.get(f"/region-rules/edit/{key}").status_code == 404
    assert f"/region-rules/edit/{key}" not in browser.get("/region-rules/list/").text


def test_by_page_a_rule_s_value_is_a_word_or_a_number(browse, desk):
    typed = {"key": "survey_import_mode", "value": "query", "valid_from": "2026-12-01"}
    assert browse("authority_admin").post("/region-rules/add", **typed).status_code == 302
    with desk() as session:
        assert session.scalars(select(RegionRule.value).where(RegionRule.region_code != "430000")).one() == "query"


def test_dictionaries_show_their_items_and_keep_their_keys(call, browse, key_of):
    key = key_of(Dictionary, Dictionary.key == "structure")
    assert "钢筋混凝土结构" in browse("admin").get(f"/dictionaries/show/{key}").text
    assert "key" in errors(call("admin", "PUT", f"dictionaries/{key}", json={"version": 1, "key": "other"}))
    assert "key" in errors(call("admin", "POST", "dictionaries/", json={"key": "坏 key", "title": "坏"}))


def test_the_regions_are_kept_by_the_platform(call):
    assert call("admin", "POST", "regions/", json={"code": "430823", "name": "新区"}).status_code == 201
    assert "code" in errors(call("admin", "POST", "regions/", json={"code": "43", "name": "坏"}))
    assert call("admin", "PUT", "regions/430823", json={"name": "某区"}).json["result"]["name"] == "某区"


def test_every_export_is_written_down(browse, desk):
    assert browse("developer_admin").get("/projects/export", _flt_2_name="云").status_code == 200
    with desk() as session:
        event = session.scalars(select(Event).where(Event.action == "export_records")).one()
        assert event.detail == {"rows": 0, "filters": ["name"]}
        assert isinstance(event.happened_at, dt.datetime)

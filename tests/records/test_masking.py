"""Personal numbers and bank accounts: masked everywhere, whole only for a reason that is written down."""

import io
import zipfile

import pytest
from sqlalchemy import select

from app.security.roles import RECORDS
from models import EscrowAccount, Event, Membership, Organization, Person
from tests.records.conftest import READ_ONLY

KEYED = {"organizations": Organization, "escrow-accounts": EscrowAccount, "users": Membership}
READERS = ("admin", "developer_admin", "authority_admin", "section_head", "escrow_bank")


def texts_of(answer):
    """What an answer holds, of a workbook the texts in it."""
    if "spreadsheet" not in (answer.mimetype or ""):
        return answer.get_data(as_text=True)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def leaks(answer, plain_numbers):
    text = texts_of(answer)
    return [number for number in plain_numbers if number in text]


@pytest.mark.parametrize("reader", READERS)
def test_no_page_export_or_call_holds_a_plain_number(browse, call, desk, plain_numbers, caplog, reader):
    browser = browse(reader)
    with desk() as session:
        keys = {record: session.scalars(select(model.id)).all() for record, model in KEYED.items()}
    answers = [browser.get(f"/{record}/{page}") for record in RECORDS for page in ("list/", "export")]
    answers += [call(reader, "GET", f"{record}/") for record in RECORDS]
    for record, ids in keys.items():
        for key in ids[:15]:
            answers += [browser.get(f"/{record}/{page}/{key}") for page in ("show", "edit")]
            answers.append(call(reader, "GET", f"{record}/{key}"))
    assert sum(answer.status_code == 200 for answer in answers) > 10
    assert not [leak for answer in answers for leak in leaks(answer, plain_numbers)]
    assert not [number for number in plain_numbers if number in caplog.text]


def test_masks_say_enough_to_recognize_somebody(call, browse):
    row = call("developer_admin", "GET", "users/?q=(page_size:100)").json["result"][0]
    assert "****" in row["phone"]
    assert "****" in row["id_number"]
    account = call("developer_admin", "GET", "escrow-accounts/").json["result"][0]["account_no"]
    assert account.startswith("****")
    assert account in browse("developer_admin").get("/escrow-accounts/list/").text


def test_the_database_file_the_log_and_the_events_hold_no_plain_number(
    app, desk, call, database, plain_numbers, caplog
):
    body = {
        "full_name": "柳依依",
        "phone": "13777654321",
        "id_number": "11010519491231002X",
        "roles": ["网签操作员"],
    }
    assert call("developer_admin", "POST", "users/", json=body).status_code == 201
    assert call("developer_admin", "POST", "users/", json={**body, "full_name": "别人"}).status_code == 422
    plain_numbers |= {body["phone"], body["id_number"]}
    with desk() as session:
        told = str([row.detail for row in session.scalars(select(Event))])
        stored = session.connection().exec_driver_sql("SELECT phone, id_number FROM ab_user").all()
    assert not [number for number in plain_numbers if number in told + caplog.text]
    assert all(value is None or value.startswith("v1:") for row in stored for value in row)
    if database.kind == "sqlite":
        for file in database.folder.glob("test.db*"):
            raw = file.read_bytes()
            assert not [number for number in plain_numbers if number.encode() in raw]


def test_a_whole_number_is_shown_for_a_reason_that_is_written_down(browse, desk, key_of):
    key = key_of(Organization, Organization.name.contains("澧岸"))
    browser = browse("developer_admin")
    with desk() as session:
        number = session.get(Organization, key).legal_representative_id
    asked = browser.post(f"/organizations/action/reveal/{key}")
    assert asked.status_code == 200
    assert number not in asked.text
    refused = browser.post(f"/organizations/reveal/{key}", reason="  ")
    assert refused.status_code == 422
    assert number not in refused.text
    shown = browser.post(f"/organizations/reveal/{key}", reason="核对营业执照")
    assert number in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    with desk() as session:
        event = session.scalars(select(Event).where(Event.action == "reveal_record")).one()
        assert event.detail["reason"] == "核对营业执照"
        assert event.subject_id == str(key)


def test_strangers_are_not_shown_whole_numbers(browse, key_of):
    bank = key_of(Organization, Organization.name.contains("三湘"))
    assert browse("developer_admin").post(f"/organizations/reveal/{bank}", reason="看看").status_code == 403
    foreign = key_of(Organization, Organization.name.contains("天门小筑"))
    assert browse("developer_admin").post(f"/organizations/reveal/{foreign}", reason="看看").status_code == 404


def test_nothing_stored_encrypted_can_be_searched_or_ordered_by(call):
    for query in (
        "(order_column:account_no,order_direction:asc)",
        "(order_column:account_no_index,order_direction:asc)",
        "(filters:!((col:account_no,opr:ct,value:4308)))",
        "(filters:!((col:account_no_index,opr:sw,value:a)))",
    ):
        assert call("developer_admin", "GET", f"escrow-accounts/?q={query}").status_code == 400


def test_a_person_is_found_by_the_whole_phone_only(browse, desk):
    with desk() as session:
        person = session.scalars(select(Person).where(Person.username == "developer_operator")).one()
        name, phone = person.full_name, person.phone
    browser = browse("developer_admin")
    assert name in browser.get("/users/list/", _flt_1_user_id=phone).text
    assert name not in browser.get("/users/list/", _flt_1_user_id=phone[:7]).text
    assert name in browser.get("/users/list/", _flt_0_user_id=name[:2]).text


def test_read_only_records_are_known():
    assert set(READ_ONLY) < set(RECORDS)

"""Dictionaries and tiles: put in order by dragging, read by whom the table of roles names, ended by their dates."""

import datetime as dt
import re

import pytest
from sqlalchemy import select

from app.dictionary_dates import settle_items
from models import ApplicationTile, Dictionary, DictionaryItem, Event


def items(desk, key="structure"):
    with desk() as session:
        query = select(DictionaryItem).join(Dictionary).where(Dictionary.key == key).order_by(DictionaryItem.position)
        return [(str(item.id), item.label) for item in session.scalars(query)]


def shown_in(text):
    return re.findall(r'data-name="([^"]+)"', text)


def change(desk, item_id, **values):
    with desk() as session:
        item = session.get(DictionaryItem, int(item_id))
        for name, value in values.items():
            setattr(item, name, value)


def is_retired(desk, item_id):
    with desk() as session:
        return session.get(DictionaryItem, int(item_id)).retired


def test_the_items_of_a_list_are_put_in_order(visit, desk):
    admin, before = visit("admin"), items(desk)
    wanted = [key for key, _ in reversed(before)]
    assert admin.post("/dictionaries/structure/order", {"order": ",".join(wanted)}).status_code == 302
    assert [key for key, _ in items(desk)] == wanted
    assert shown_in(admin.opened("/dictionaries/structure/")) == [label for _, label in reversed(before)]
    with desk() as session:
        event = session.scalars(select(Event).where(Event.action == "order_records")).one()
        assert event.detail["changes"][before[0][1]] == [1, len(before)]
    again = admin.post("/dictionaries/structure/order", {"order": ",".join(wanted)})
    assert again.status_code == 302
    with desk() as session:
        assert len(session.scalars(select(Event).where(Event.action == "order_records")).all()) == 1


@pytest.mark.parametrize("order", ["", "1", "1,1", "x,y", "9" * 10_000])
def test_an_order_of_another_list_changes_nothing(visit, desk, order):
    before = items(desk)
    answer = visit("admin").post("/dictionaries/structure/order", {"order": order})
    assert answer.status_code == 409
    assert "列表已有变化" in answer.get_data(as_text=True)
    assert items(desk) == before


def test_the_bureau_reads_dictionaries_and_does_not_change_them(visit, desk):
    reader = visit("authority_admin")
    text = reader.opened("/dictionaries/")
    assert "拖动" not in text
    assert reader.post("/dictionaries/structure/order", {"order": ""}).status_code == 403
    assert reader.get("/dictionaries/no_such_list/").status_code == 404
    assert visit("developer_admin").get("/dictionaries/").status_code == 403


def test_an_item_ends_and_begins_on_its_dates_and_old_rows_keep_its_label(visit, desk, clock, settle):
    (first, label), (second, _), (third, _) = items(desk)[:3]
    today = clock.now.date()
    change(desk, first, valid_until=today)
    change(desk, second, valid_from=today + dt.timedelta(days=1), retired=True, updated_at=clock.now)
    change(desk, third, valid_from=today - dt.timedelta(days=9), retired=True, updated_at=clock.now)
    assert settle() == 0
    clock.advance(days=1)
    assert settle() == 2
    assert [is_retired(desk, one) for one in (first, second, third)] == [True, False, True]
    assert settle() == 0
    assert label in visit("admin").opened("/dictionaries/structure/")


@pytest.fixture
def settle(app, clock):
    """What the worker does; how many items it turned."""

    def work():
        with app.app_context():
            return settle_items(clock.now)

    return work


def test_tiles_are_ordered_and_shown_by_role(visit, desk):
    admin = visit("admin")
    with desk() as session:
        tiles = session.scalars(select(ApplicationTile).order_by(ApplicationTile.position)).all()
        wanted = [str(tile.id) for tile in reversed(tiles)]
        tiles[0].roles, tiles[0].english_title = ["survey_reviewer"], "My desk"
        title = tiles[0].title
    assert admin.post("/application-tiles/order", {"order": ",".join(wanted)}).status_code == 302
    assert shown_in(admin.opened("/application-tiles/"))[-1] == title
    tile = f"</b><span>{title}"
    assert tile in visit("survey_reviewer").opened("/")
    assert tile not in visit("developer_operator").opened("/")
    assert visit("authority_admin").get("/application-tiles/").status_code == 403


def test_roles_of_a_tile_are_codes_of_roles(create_caller):
    call = create_caller("admin")
    body = {"subsystem": "甲", "title": "乙", "sign": "乙", "url": "/inbox/", "position": 9}
    made = call("POST", "/records/application-tiles/", json={**body, "roles": ["survey_reviewer"]})
    assert made.status_code == 201
    assert made.json["result"]["roles"] == ["survey_reviewer"]
    assert call("POST", "/records/application-tiles/", json={**body, "roles": ["king"]}).status_code == 422
    assert call("POST", "/records/application-tiles/", json=body).json["result"]["roles"] == []


def test_a_note_is_previewed_where_it_is_written(visit):
    assert "data-note-preview" in visit("admin").opened("/version-notes/add")

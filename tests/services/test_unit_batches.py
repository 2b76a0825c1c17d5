"""A batch is a handful of statements however many units it changes, and none of another's units is ever written."""

import pytest
from sqlalchemy import event, select

from models import Unit
from workflows import unit_edits
from workflows.messages import NotVisible
from workflows.rules.room_matching import UnitSelection
from workflows.unit_edits import UnitChange
from workflows.unit_edits.batch import write

STATEMENTS_OF_A_BATCH = 13


def asked_by(session, act):
    """The statements that an act sends."""
    statements = []

    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return statements


def test_all_units_are_changed_by_one_statement(desk):
    business = desk.accept()
    building = business.building
    values = {"decoration": "毛坯", "lift": "是", "price_sale": "7200"}

    def act():
        unit_edits.set_fields(
            desk.session, building.id, building.version, UnitSelection(), values, desk.operator, desk.now
        )

    statements = asked_by(desk.session, act)
    assert len([one for one in statements if one.startswith("UPDATE unit ")]) == 1
    assert len(statements) <= STATEMENTS_OF_A_BATCH, statements
    desk.session.expire_all()
    units = desk.session.scalars(select(Unit).where(Unit.building_id == building.id)).all()
    assert {(unit.decoration, unit.lift, str(unit.price_sale), unit.price_by_hand) for unit in units} == {
        ("1", True, "7200.00", False)
    }
    assert all(unit.filed_total == round(unit.gross_area * 7200, 2) for unit in units)


def test_a_unit_that_is_not_there_to_change_writes_nothing(desk):
    business = desk.accept()
    unit = desk.session.scalars(select(Unit).where(Unit.building_id == business.building_id)).first()
    changes = [
        UnitChange(number, unit.entrance, unit.room_no, {"balcony": None}, {"balcony": "南向"})
        for number in (unit.id, 2**31 - 1)
    ]
    with pytest.raises(NotVisible):
        write(desk.session, changes)


@pytest.mark.parametrize("text", ['{"a": "引号\\""}', "换\n行", "𠮷", "null", ""])
def test_any_text_arrives_as_it_was_typed(desk, text):
    business = desk.accept()
    unit = desk.session.scalars(select(Unit).where(Unit.building_id == business.building_id)).first()
    write(desk.session, [UnitChange(unit.id, "", "", {"balcony": None}, {"balcony": text or None})])
    desk.session.expire_all()
    assert unit.balcony == (text or None)

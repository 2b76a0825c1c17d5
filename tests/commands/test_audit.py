"""`flask audit verify`: silent while the log is what was written, loud at the first row that is not."""

import pytest
from sqlalchemy import delete, select, update

from app.sealing import ChainBroken, seal_events
from models import Event


@pytest.fixture
def write_events(desk, clock):
    """Writes as many events as asked for."""
    from workflows import journal

    def write(count):
        with desk() as session:
            for number in range(count):
                journal.record(
                    session,
                    actor=None,
                    now=clock.advance(seconds=1),
                    action="note",
                    subject_kind="test",
                    subject_id=number,
                    detail={"text": f"第 {number} 条"},
                )

    return write


def test_an_untouched_log_holds(cli, write_events, desk):
    write_events(5)
    result = cli("audit", "verify")
    assert result.exit_code == 0, result.output
    with desk() as session:
        assert session.scalars(select(Event.id).where(Event.chain_no.is_(None))).all() == []
    write_events(3)
    assert cli("audit", "verify").exit_code == 0


def test_one_changed_character_is_found(cli, write_events, desk):
    write_events(5)
    assert cli("audit", "verify").exit_code == 0
    with desk() as session:
        target = session.scalars(
            select(Event).where(Event.action == "note").order_by(Event.id).offset(2).limit(1)
        ).one()
        number = target.chain_no
        session.execute(
            update(Event)
            .where(Event.id == target.id)
            .values(detail={"text": "第 2 條"})
            .execution_options(synchronize_session=False)
        )
    result = cli("audit", "verify")
    assert result.exit_code == 1
    assert f"第 {number} 条" in result.output


def test_last_rows_cut_off_are_missed(cli, write_events, desk):
    write_events(5)
    assert cli("audit", "verify").exit_code == 0
    with desk() as session:
        last = session.scalars(select(Event.id).order_by(Event.id.desc()).limit(2)).all()
        session.execute(delete(Event).where(Event.id.in_(last)))
    result = cli("audit", "verify")
    assert result.exit_code == 1
    assert "末尾缺少 2 条记录" in result.output


def test_rows_cut_off_stay_missed_after_new_ones_are_written(app, cli, write_events, desk):
    """The worker seals on and on; it must not cover the gap with new rows."""
    write_events(5)
    assert cli("audit", "verify").exit_code == 0
    with desk() as session:
        session.execute(delete(Event).where(Event.id == session.scalar(select(Event.id).order_by(Event.id.desc()))))
    write_events(4)
    with app.app_context(), pytest.raises(ChainBroken):
        seal_events()
    assert cli("audit", "verify").exit_code == 1


def test_a_row_slipped_in_is_found(cli, write_events, desk):
    write_events(3)
    assert cli("audit", "verify").exit_code == 0
    with desk() as session:
        row = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        copied = {column.key: getattr(row, column.key) for column in Event.__table__.c if column.key != "id"}
        session.add(Event(**{**copied, "chain_no": row.chain_no + 1}))
    assert cli("audit", "verify").exit_code == 1

"""`flask jobs run`: who is told of what is due; doing it again tells nobody anything new."""

import pytest
from sqlalchemy import func, select

from models import Notice
from models.enums import Occasion


@pytest.mark.usefixtures("informed_city")
def test_the_jobs_tell_once_and_an_ending_calendar_is_told_to_its_keepers(cli, desk, clock):
    clock.advance(days=30)
    first = cli("jobs", "run")
    assert first.exit_code == 0, first.output
    with desk() as session:
        late = session.scalar(select(func.count(Notice.id)).where(Notice.occasion == Occasion.late))
    assert late > 0
    assert cli("jobs", "run").output.strip() == "已通知 0 人次"
    clock.advance(days=360)
    assert cli("jobs", "run").exit_code == 0
    with desk() as session:
        keepers = session.scalar(select(func.count(Notice.id)).where(Notice.occasion == Occasion.calendar_ends))
    assert keepers == 2, "the platform's administrator and the bureau's"

"""Two administrators at the same moment: one is first, the other is told, and nothing is lost or doubled."""

from sqlalchemy import func, select

from models import RegionRule, StageTable
from models.enums import StageTableState
from tests.pages.conftest import TOKEN
from tests.races.together import together

PAGE = "/stage-tables/predicted_survey/"
STAGE = {"role": "survey_reviewer", "time_limit_days": "2", "not_by": "", "after": "review", "version": "0"}


def poster(create_client, path, **data):
    """A signed-in administrator, the form filled in, the finger on the button."""
    client = create_client("authority_admin")
    token = TOKEN.search(client.get("/public/").get_data(as_text=True))[1]
    sent = {"csrf_token": token, **data}
    return lambda: client.post(path, data=sent, headers={"Accept": "text/html"}).status_code


def test_of_two_first_changes_one_begins_the_draft(create_client, desk):
    acts = [poster(create_client, f"{PAGE}stages?region=430802", title=f"复审{n}", **STAGE) for n in range(4)]
    assert sorted(together(acts)) == [302, 409, 409, 409]
    with desk() as session:
        drafts = session.scalars(select(StageTable).where(StageTable.state == StageTableState.draft)).all()
        assert [len(draft.rows) for draft in drafts] == [3]


def test_of_many_roll_backs_one_is_published(create_client, desk):
    assert poster(create_client, f"{PAGE}stages?region=430802", title="复审", **STAGE)() == 302
    with desk() as session:
        version = session.scalars(select(StageTable.version).where(StageTable.state == StageTableState.draft)).one()
    assert poster(create_client, f"{PAGE}publish?region=430802", version=str(version), note="复审")() == 302
    acts = [poster(create_client, f"{PAGE}roll-back?region=430802", number="1", in_force="2") for _ in range(4)]
    assert sorted(together(acts)) == [302, 409, 409, 409]
    with desk() as session:
        of_type = StageTable.business_type == "predicted_survey"
        query = select(StageTable.number).where(of_type, StageTable.region_code == "430802")
        assert session.scalars(query.order_by(StageTable.number)).all() == [1, 2, 3]


def test_of_many_values_from_one_day_none_overlaps(create_client, desk):
    path = "/region-rules/deposit_max_ratio/values?region=430802"
    typed = {"valid_from": "2026-12-01", "valid_until": "", "legal_basis": ""}
    acts = [poster(create_client, path, value=f"{10 + n}%", **typed) for n in range(4)]
    assert set(together(acts)) <= {302, 422}
    with desk() as session:
        own = (RegionRule.key == "deposit_max_ratio", RegionRule.region_code == "430802")
        assert session.scalar(select(func.count()).select_from(RegionRule).where(*own)) == 1

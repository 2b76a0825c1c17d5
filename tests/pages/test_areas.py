"""Square metres are read with two decimals; only the survey's own pages show the four that it wrote."""

from sqlalchemy import select

from models import Building, Survey
from tests.pages.conftest import rows_of


def test_areas_of_buildings_have_two_decimals_those_of_surveys_four(city, visit, desk):
    with desk() as session:
        building, survey = (
            session.scalars(select(Building.gross_area).order_by(Building.id.desc())).first(),
            session.scalars(select(Survey)).first(),
        )
        gross, written = f"{building:,.2f}", f"{survey.gross_area:,.4f}"
    admin = visit("authority_admin")
    assert gross in rows_of(admin.opened("/buildings/list/"))[0]
    assert written in [cell for row in rows_of(admin.opened("/surveys/list/")) for cell in row]

"""栋信息: what the survey left blank on the building's card."""

from decimal import Decimal

from wtforms import Form

from models import Building
from views.tasks.fields.choice import CodeField
from views.tasks.fields.column import amount_of, label_of, text_of
from views.tasks.fields.day import DayField
from views.tasks.fields.number import WholeField

COLUMNS = Building.__table__.c
HIGHEST_AREA = Decimal("9999999.9999")


class BuildingCardForm(Form):
    name = text_of(COLUMNS.name)
    structure = CodeField(label_of(COLUMNS.structure), key="structure")
    use = CodeField(label_of(COLUMNS.use), key="use")
    gross_area = amount_of(COLUMNS.gross_area, least=Decimal(0), most=HIGHEST_AREA)
    footprint_area = amount_of(COLUMNS.footprint_area, least=Decimal(0), most=HIGHEST_AREA)
    height = amount_of(COLUMNS.height, least=Decimal(0), most=Decimal(1000))
    lift_count = WholeField(label_of(COLUMNS.lift_count), most=200)
    completed_on = DayField(label_of(COLUMNS.completed_on))
    location = text_of(COLUMNS.location)
    doorplate = text_of(COLUMNS.doorplate)

"""Handing in a material: under which key, and which certificate where one is pointed at."""

from wtforms import Form

from models import Material
from views.tasks.fields.column import label_of, text_of
from views.tasks.fields.number import WholeField

COLUMNS = Material.__table__.c


class KeyForm(Form):
    key = text_of(COLUMNS.key, required=True)


class CertificateForm(Form):
    key = text_of(COLUMNS.key, required=True)
    certificate_id = WholeField(label_of(COLUMNS.certificate_id), least=1, required=True)

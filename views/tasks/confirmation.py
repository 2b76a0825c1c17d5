"""A task that is done by saying so."""

from flask_babel import lazy_gettext
from wtforms import Form

from views.tasks.fields.choice import TickField


class ConfirmationForm(Form):
    confirmed = TickField(lazy_gettext("已核对，确认无误"), must="请勾选确认")

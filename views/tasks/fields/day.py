"""Dates."""

import datetime as dt

from wtforms.widgets import DateInput

from views.tasks.fields.number import within
from views.tasks.fields.plain import PlainField, Schema, wrong_type

EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class DayField(PlainField):
    """A date as 2024-05-01."""

    widget = DateInput()

    def read(self, text: str) -> dt.date:
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise wrong_type(self.label.text, "日期，如 2024-05-01") from None
        return within(self.label.text, day, EARLIEST, LATEST)

    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}

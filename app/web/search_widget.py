"""The conditions above a list. What may be asked is the same for everybody, so it is drawn once for each language."""

from typing import Any

from flask_appbuilder.fields import QuerySelectField
from flask_appbuilder.widgets import FormWidget
from markupsafe import Markup

from app.web.languages import chosen_language


class RecordSearch(FormWidget):
    """Draws no field that the page does not show; `kept` holds what every page of the list shows alike."""

    template = "appbuilder/general/widgets/search.html"

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self.kept: dict[str, Markup] = {}

    def __call__(self, **named: Any) -> Any:
        form, filters = self.template_args["form"], self.template_args["filters"]
        names = self.template_args["include_cols"]
        offered = filters.get_search_filters()
        return super().__call__(
            **named,
            label_columns={name: str(form[name].label.text) for name in names},
            search_filters={name: [str(each.name) for each in offered[name]] for name in names},
            definitions=self.definitions,
        )

    def definitions(self, draw: Any) -> Markup:
        """What `draw` gives, drawn once; choices among rows are each person's own and drawn every time."""
        if self.has_own_choices():
            return Markup(draw())  # noqa: S704 - the page's own macro has drawn it
        code = chosen_language()
        if code not in self.kept:
            self.kept[code] = Markup(draw())  # noqa: S704 - as above
        return self.kept[code]

    def has_own_choices(self) -> bool:
        form = self.template_args["form"]
        return any(isinstance(form[name], QuerySelectField) for name in self.template_args["include_cols"])

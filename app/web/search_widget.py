"""The conditions above a list. What may be asked is the same for everybody, so it is drawn once for each language."""

from dataclasses import dataclass, field
from functools import partial
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
        self.kept: dict[str, Drawn] = {}

    def __call__(self, **named: Any) -> Any:
        drawn = self.kept.setdefault(chosen_language(), Drawn())
        if not drawn.label_columns:
            self.name(drawn)
        return super().__call__(
            **named,
            label_columns=drawn.label_columns,
            search_filters=drawn.search_filters,
            definitions=partial(self.definitions, drawn),
        )

    def name(self, drawn: "Drawn") -> None:
        """Columns and the ways of asking for them, in the language of now."""
        form, offered = self.template_args["form"], self.template_args["filters"].get_search_filters()
        names = self.template_args["include_cols"]
        drawn.search_filters = {name: [str(each.name) for each in offered[name]] for name in names}
        drawn.label_columns = {name: str(form[name].label.text) for name in names}

    def definitions(self, drawn: "Drawn", draw: Any) -> Markup:
        """What `draw` gives, drawn once; choices among rows are each person's own and drawn every time."""
        if self.has_own_choices():
            return Markup(draw())  # noqa: S704 - the page's own macro has drawn it
        if drawn.definitions is None:
            drawn.definitions = Markup(draw())  # noqa: S704 - as above
        return drawn.definitions

    def has_own_choices(self) -> bool:
        form = self.template_args["form"]
        return any(isinstance(form[name], QuerySelectField) for name in self.template_args["include_cols"])


@dataclass(slots=True)
class Drawn:
    """What every page of a list shows alike, in one language."""

    label_columns: dict[str, str] = field(default_factory=dict)
    search_filters: dict[str, list[str]] = field(default_factory=dict)
    definitions: Markup | None = None

"""One record, with the lists that belong to it."""

from typing import Any

from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.urltools import get_order_args, get_page_args, get_page_size_args

from app.web import records
from app.web.record_view.declared import DeclaredRecords
from app.web.record_view.listing import refuse_unreadable_arguments


class RecordShowing(DeclaredRecords):
    """A record and what is related to it."""

    @expose("/show/<pk>", methods=["GET"])
    @has_access
    def show(self, pk: str) -> Any:
        """The record and its related lists."""
        item = records.find(self.datamodel.obj, pk)
        refuse_unreadable_arguments()
        related = self.listable_related_views()
        widgets = self._get_show_widget(pk, item)
        widgets["related_views"] = [self.related_widget(item, view) for view in related]
        self.update_redirect()
        return self.render_template(
            self.show_template, pk=pk, title=self.show_title, widgets=widgets, related_views=related
        )

    def listable_related_views(self) -> list[Any]:
        """Only the related lists that the person may list."""
        may = self.appbuilder.sm.has_access
        return [view for view in self._related_views if may("can_list", view.class_permission_name)]

    def related_widget(self, item: Any, view: Any) -> Any:
        """A related list in the order and at the page that the address asks for it."""
        name = type(view).__name__
        order = get_order_args().get(name, ("", ""))
        page, size = get_page_args().get(name), get_page_size_args().get(name)
        return self._get_related_view_widget(item, view, *order, page=page, page_size=size)

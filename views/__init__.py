"""Every page and call of the product, written out: what is not listed here has no address."""

from flask import current_app
from flask_appbuilder import AppBuilder

from views import api, crud
from views.arrangements import ArrangementPages
from views.building_table import BuildingsView, BuildingTableView
from views.business import BusinessPages
from views.calendar import CalendarView
from views.delegations import DelegationsView
from views.desk_rows import moment, time_left
from views.dev_outbox import DevelopmentOutboxView
from views.document_templates import DocumentTemplatesView
from views.inbox import HandledView, InboxView
from views.login import SessionView
from views.messages import MessagesView
from views.ordered_lists import DictionaryPages, TilePages
from views.public import PublicView
from views.region_rules import RegionRulePages
from views.review import VIEWS as REVIEW_VIEWS
from views.search import SearchView
from views.stage_tables import StageTablePages
from views.start import StartView
from views.unit_desk import UnitDeskPage

# The workbench at / comes by FAB_INDEX_VIEW.
VIEWS = (
    SessionView,
    InboxView,
    HandledView,
    DelegationsView,
    MessagesView,
    ArrangementPages,
    *REVIEW_VIEWS,
    StartView,
    SearchView,
    BusinessPages,
    BuildingsView,
    BuildingTableView,
    UnitDeskPage,
    DocumentTemplatesView,
    CalendarView,
    PublicView,
    StageTablePages,
    RegionRulePages,
    DictionaryPages,
    TilePages,
)
DEVELOPMENT = (DevelopmentOutboxView,)


def register(appbuilder: AppBuilder, *, production: bool) -> None:
    """Register all views; the menu is `app/menu.py`, so none registers an entry of its own."""
    current_app.jinja_env.globals.update(drawn_time_left=time_left, drawn_moment=moment)
    for view in (*VIEWS, *(() if production else DEVELOPMENT)):
        appbuilder.add_view_no_menu(view)
    crud.register(appbuilder)
    api.register(appbuilder)

"""Every page and call of the product, written out."""

from flask_appbuilder import AppBuilder

from views.dev_outbox import DevelopmentOutboxView
from views.login import SessionView

VIEWS = (SessionView,)
DEVELOPMENT = (DevelopmentOutboxView,)


def register(appbuilder: AppBuilder, *, production: bool) -> None:
    """Register all views; the menu is `app/menu.py`, so none registers an entry of its own."""
    for view in (*VIEWS, *(() if production else DEVELOPMENT)):
        appbuilder.add_view_no_menu(view)

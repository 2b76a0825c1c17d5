"""What holds for every page and call that is registered, also for those to come."""

from flask_appbuilder import ModelRestApi, ModelView

from app.security.roles import RECORDS, permissions_of
from app.web.api import SafeRestApi
from app.web.record_view.base import SafeModelView
from models.enums import Role


def views_of(app):
    return app.appbuilder.baseviews


def test_records_are_shown_by_the_safe_bases_alone(app):
    for view in views_of(app):
        assert not isinstance(view, ModelView) or isinstance(view, SafeModelView), view
        assert not isinstance(view, ModelRestApi) or isinstance(view, SafeRestApi), view


def test_every_kind_of_record_has_a_line_in_the_table_of_roles(app):
    for view in views_of(app):
        if isinstance(view, SafeModelView | SafeRestApi):
            assert view.record in RECORDS, view


def test_titles_and_labels_are_chinese(app):
    for view in views_of(app):
        if isinstance(view, SafeModelView):
            words = [view.list_title, view.show_title, view.add_title, view.edit_title]
            words += [view.label_columns[name] for name in {*view.list_columns, *view.show_columns, *view.add_columns}]
            assert all(any("一" <= sign <= "鿿" for sign in str(word)) for word in words), view


def test_calls_that_a_browser_may_make_ask_for_its_token(app):
    for view in views_of(app):
        if getattr(view, "allow_browser_login", False) and type(view).__name__ != "OpenApi":
            assert not view.csrf_exempt, view


def test_an_operator_may_nothing_that_the_administrator_of_the_company_may_not():
    assert permissions_of(Role.developer_operator) <= permissions_of(Role.developer_admin)


def test_the_platform_may_not_touch_business_data():
    business = {"surveys", "buildings", "units", "businesses"}
    assert not {record for _, record in permissions_of(Role.system_admin)} & business

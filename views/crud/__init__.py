"""Every kind of record, as a page and as calls under /api/v1/records, written out."""

from typing import Any

from views.crud.projects import ProjectApi, ProjectView

PAGES = (ProjectView,)
APIS = (ProjectApi,)


def register(appbuilder: Any) -> None:
    for page in PAGES:
        appbuilder.add_view_no_menu(page)
    for api in APIS:
        appbuilder.add_api(api)

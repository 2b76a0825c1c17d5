"""The JSON API under /api/v1: thin handlers over the desk's operations and readings."""

from typing import Any

from views.api.buildings import BuildingsApi
from views.api.businesses import BusinessesApi
from views.api.calendar import CalendarApi
from views.api.delegations import DelegationsApi
from views.api.documents import BusinessDocumentsApi, DocumentsApi
from views.api.materials import BusinessMaterialsApi, MaterialsApi
from views.api.messages import MessagesApi
from views.api.named_selections import NamedSelectionsApi
from views.api.operations import OperationsApi
from views.api.precheck import PrecheckApi
from views.api.surveys import SurveysApi
from views.api.types import BusinessTypesApi
from views.api.unit_workbooks import UnitWorkbooksApi

APIS = (
    BusinessTypesApi,
    PrecheckApi,
    BusinessesApi,
    OperationsApi,
    BusinessMaterialsApi,
    MaterialsApi,
    BusinessDocumentsApi,
    DocumentsApi,
    SurveysApi,
    BuildingsApi,
    UnitWorkbooksApi,
    NamedSelectionsApi,
    DelegationsApi,
    MessagesApi,
    CalendarApi,
)


def register(appbuilder: Any) -> None:
    """Add every group of calls to the application."""
    for api in APIS:
        appbuilder.add_api(api)

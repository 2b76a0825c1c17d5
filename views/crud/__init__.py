"""Every kind of record, as a page and as calls under /api/v1/records, written out."""

from typing import Any

from views.crud.banks import EscrowAccountApi, EscrowAccountView, OrganizationBankApi, OrganizationBankView
from views.crud.dictionaries import DictionaryApi, DictionaryItemApi, DictionaryItemView, DictionaryView
from views.crud.events import EventApi, EventView
from views.crud.organizations import OrganizationApi, OrganizationView
from views.crud.phrases import PhraseApi, PhraseView
from views.crud.platform import (
    ApplicationTileApi,
    ApplicationTileView,
    RegionApi,
    RegionView,
    VersionNoteApi,
    VersionNoteView,
)
from views.crud.project_certificates import ProjectCertificateApi, ProjectCertificateView
from views.crud.projects import ProjectApi, ProjectView
from views.crud.property_companies import PropertyCompanyApi, PropertyCompanyView
from views.crud.read_only import (
    BuildingApi,
    BuildingView,
    BusinessApi,
    BusinessView,
    StageTableApi,
    StageTableView,
    SurveyApi,
    SurveyView,
    UnitApi,
    UnitView,
)
from views.crud.region_rules import RegionRuleApi, RegionRuleView
from views.crud.time_limits import TimeLimitApi, TimeLimitView
from views.crud.users import UserApi, UserView

CRUD_VIEWS = (
    OrganizationView,
    ProjectView,
    ProjectCertificateView,
    PropertyCompanyView,
    OrganizationBankView,
    EscrowAccountView,
    UserView,
    SurveyView,
    BuildingView,
    UnitView,
    BusinessView,
    StageTableView,
    RegionRuleView,
    TimeLimitView,
    DictionaryView,
    DictionaryItemView,
    PhraseView,
    ApplicationTileView,
    VersionNoteView,
    RegionView,
    EventView,
)
CRUD_APIS = (
    OrganizationApi,
    ProjectApi,
    ProjectCertificateApi,
    PropertyCompanyApi,
    OrganizationBankApi,
    EscrowAccountApi,
    UserApi,
    SurveyApi,
    BuildingApi,
    UnitApi,
    BusinessApi,
    StageTableApi,
    RegionRuleApi,
    TimeLimitApi,
    DictionaryApi,
    DictionaryItemApi,
    PhraseApi,
    ApplicationTileApi,
    VersionNoteApi,
    RegionApi,
    EventApi,
)


def register(appbuilder: Any) -> None:
    for view in CRUD_VIEWS:
        appbuilder.add_view_no_menu(view)
    for api in CRUD_APIS:
        appbuilder.add_api(api)

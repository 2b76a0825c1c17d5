"""A page and calls made of nothing but the bases, to try the bases with."""

from app.web.api import SafeRestApi
from app.web.datamodel import Records
from app.web.record_view.base import SafeModelView
from models import Project

NAMED = ["project_no", "name", "promotion_name", "location", "region", "developer", "property_company"]
MEASURED = [
    "land_area",
    "gross_area",
    "plot_ratio",
    "green_ratio",
    "building_density",
    "total_investment",
    "invested",
    "started_on",
    "completion_planned_on",
    "building_count",
    "unit_count",
    "parking_count",
    "land_use",
    "land_acquisition",
    "land_from",
    "land_until",
]
FOUND_BY = ["project_no", "name", "promotion_name", "location", "region_code", "started_on"]


class TrialView(SafeModelView):
    record = "projects"
    route_base = "/trials"
    datamodel = Records(Project, with_=(Project.developer, Project.region))
    list_columns = ["project_no", "name", "promotion_name", "developer", "region", "location", "started_on"]
    order_columns = ["project_no", "name", "started_on"]
    search_columns = FOUND_BY
    show_columns = [*NAMED, "parcel_codes", *MEASURED]
    add_columns = [*NAMED, *MEASURED]
    edit_columns = [name for name in [*NAMED, *MEASURED] if name != "developer"]
    label_columns = {"parcel_codes": "宗地代码"}


class TrialApi(SafeRestApi):
    record = "projects"
    resource_name = "trials"
    may_delete = True
    datamodel = Records(Project)
    list_columns = ["id", "version", "project_no", "name", "promotion_name", "location", "region_code", "developer_id"]
    show_columns = [*list_columns, "property_company_id", "parcel_codes", *MEASURED]
    add_columns = [
        "project_no",
        "name",
        "promotion_name",
        "location",
        "region_code",
        "developer_id",
        "property_company_id",
        *MEASURED,
    ]
    edit_columns = [name for name in add_columns if name != "developer_id"]
    search_columns = ["project_no", "name", "promotion_name", "location", "region_code", "developer_id"]
    order_columns = ["id", "project_no", "name"]

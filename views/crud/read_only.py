"""What changes through businesses only: to list, show, search and export."""

from typing import Any

from flask_appbuilder.fieldwidgets import BS3TextFieldWidget
from flask_appbuilder.models.filters import BaseFilter
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Query
from wtforms import StringField

from models import Building, Business, StageTable, Survey, Unit
from views.crud.record import Record
from views.crud.record_calls import RecordApi
from views.crud.record_page import RecordView
from views.crud.wording import business_title, label_in, region_name


class Surveys(Record):
    record = "surveys"
    model = Survey
    listed = (
        "survey_no",
        "kind",
        "state",
        "building_no",
        "project",
        "agency_name",
        "unit_count",
        "gross_area",
        "measured_on",
    )
    found_by = ("survey_no", "kind", "state", "building_no", "parcel_code", "agency_name", "measured_on")
    ordered_by = ("survey_no", "kind", "state", "building_no", "agency_name", "unit_count", "gross_area", "measured_on")
    sections = (
        ("测绘成果", ("survey_no", "kind", "state", "agency_name", "measured_on", "created_at")),
        ("标的", ("project", "developer", "region_code", "parcel_code", "natural_building_no", "building_no")),
        ("面积", ("unit_count", "gross_area", "inner_area", "shared_area")),
    )


class Buildings(Record):
    record = "buildings"
    model = Building
    listed = ("building_no", "project", "phase", "state", "floors_total", "unit_count", "gross_area", "location")
    found_by = ("building_no", "name", "parcel_code", "phase", "state", "location")
    ordered_by = ("building_no", "phase", "state", "floors_total", "unit_count", "gross_area")
    sections = (
        ("栋", ("building_no", "name", "natural_building_no", "project", "developer", "region_code", "parcel_code")),
        ("测绘", ("state", "phase", "predicted_survey", "actual_survey")),
        ("规模", ("floors_total", "floors_above", "floors_below", "entrance_count", "unit_count", "gross_area")),
        (
            "其他",
            ("structure", "use", "footprint_area", "height", "lift_count", "completed_on", "location", "doorplate"),
        ),
    )


class Units(Record):
    record = "units"
    model = Unit
    listed = (
        "room_no",
        "building",
        "entrance",
        "actual_floor",
        "gross_area",
        "inner_area",
        "shared_area",
        "price_sale",
        "filed_total",
        "sale_kind",
    )
    found_by = ("room_no", "entrance", "actual_floor", "gross_area", "price_sale", "sale_kind", "unit_code")
    ordered_by = ("room_no", "entrance", "actual_floor", "gross_area", "price_sale", "filed_total", "sale_kind")
    sections = (
        ("户室", ("building", "entrance", "actual_floor", "nominal_floor", "room_no", "unit_code", "location")),
        ("面积", ("gross_area", "inner_area", "shared_area", "basement_area", "other_area", "share_coefficient")),
        ("价格", ("price_sale", "price_bare", "price_decoration", "filed_total", "sale_kind", "pricing_mode")),
        (
            "其他",
            (
                "structure",
                "house_type",
                "use",
                "nature",
                "layout",
                "decoration",
                "lift",
                "storey_height",
                "balcony",
                "cadastral_unit_no",
                "remark",
            ),
        ),
    )


class Businesses(Record):
    record = "businesses"
    model = Business
    listed = (
        "business_no",
        "business_type",
        "status",
        "subject_title",
        "developer",
        "initiator_name",
        "accepted_at",
        "finished_at",
    )
    found_by = ("business_no", "business_type", "status", "subject_title", "building", "accepted_at", "finished_at")
    ordered_by = ("business_no", "business_type", "status", "accepted_at", "finished_at")
    sections = (
        ("业务", ("business_no", "business_type", "status", "subject_title", "building", "developer", "region_code")),
        ("办理", ("initiator_name", "accepted_at", "finished_at")),
    )


class StageTables(Record):
    record = "stage-tables"
    model = StageTable
    listed = ("business_type", "region_code", "number", "state", "published_at", "published_by", "note")
    found_by = ("business_type", "region_code", "state", "published_at")
    ordered_by = ("business_type", "region_code", "number", "state", "published_at")
    sections = (("环节表", listed),)


class ReadOnlyView(RecordView):
    """Without the pages that write."""

    base_permissions = ["can_list", "can_show", "can_export"]
    exclude_route_methods = {"download", "add", "edit", "delete", "action", "action_post"}

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        cls.add_columns = cls.edit_columns = []
        cls.add_fieldsets = cls.edit_fieldsets = None

    def fixed_among(self, keys: Any) -> frozenset[Any]:
        """There is no button to change any of them."""
        del keys
        return frozenset()


class SurveyView(Surveys, ReadOnlyView):
    exact_areas = True
    formatters_columns = {"region_code": region_name}


class BuildingView(Buildings, ReadOnlyView):
    formatters_columns = {
        "region_code": region_name,
        "structure": label_in("structure"),
        "use": label_in("use"),
    }


class UnitView(Units, ReadOnlyView):
    formatters_columns = {key: label_in(key) for key in ("structure", "house_type", "use", "nature", "decoration")}


class BuildingNumberIs(BaseFilter):
    """By what people call a building; a list to choose from would hold every building of the region."""

    name = lazy_gettext("等于")
    arg_name = "eq"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:
        return query.where(Business.building_id.in_(select(Building.id).where(Building.building_no == str(value))))


class BusinessView(Businesses, ReadOnlyView):
    formatters_columns = {"region_code": region_name, "business_type": business_title}
    search_form_extra_fields = {"building": StringField(lazy_gettext("栋号"), widget=BS3TextFieldWidget())}

    def _init_properties(self) -> None:
        super()._init_properties()
        self.found_in_words("building", BuildingNumberIs)


class StageTableView(StageTables, ReadOnlyView):
    home = "/stage-tables/"
    formatters_columns = {"region_code": region_name, "business_type": business_title}


class SurveyApi(Surveys, RecordApi):
    writable = False


class BuildingApi(Buildings, RecordApi):
    writable = False


class UnitApi(Units, RecordApi):
    writable = False


class BusinessApi(Businesses, RecordApi):
    writable = False


class StageTableApi(StageTables, RecordApi):
    writable = False

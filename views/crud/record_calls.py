"""The calls for a record under /api/v1/records, made from its declaration."""

from typing import Any

from flask_babel import lazy_gettext

from app.web.api import SafeRestApi
from app.web.current import current_actor
from app.web.record_schema import RecordConverter
from app.web.records import columns_of
from views.crud.record import Record, datamodel_of, keyed
from workflows.messages import Message, Refused

NOT_GIVEN = Message("unknown_field", "没有这个字段，或不能修改")


class Converter(RecordConverter):
    """Knows the fields that are no columns."""

    extra: dict[str, Any] = {}
    withheld_from_some: frozenset[str] = frozenset()

    def _column2field(self, datamodel: Any, column: Any, *positional: Any, **named: Any) -> Any:
        if column.name in self.extra:
            return self.extra[column.name]()
        field = super()._column2field(datamodel, column, *positional, **named)
        if column.name in self.withheld_from_some:
            field.required = False
        return field


class RecordApi(SafeRestApi):
    """A subclass names its declaration first: `class ProjectApi(Projects, RecordApi)`."""

    extra_fields: dict[str, Any] = {}
    model2schemaconverter: Any
    writable = True

    def __init_subclass__(cls, **named: Any) -> None:
        super().__init_subclass__(**named)
        if not issubclass(cls, Record) or not hasattr(cls, "sections"):
            return
        cls.resource_name = cls.record
        cls.openapi_spec_tag = str(cls.model.__table__.comment)
        cls.datamodel = datamodel_of(cls)
        heads = [name for name in ("id", "version") if name in columns_of(cls.model)]
        cls.list_columns = [*heads, *cls.plain(cls.listed)]
        cls.show_columns = [*heads, *cls.plain(cls.every())]
        cls.search_columns = keyed(cls.model, cls.found_by)
        primary = cls.model.__mapper__.primary_key[0].key
        cls.order_columns = list(dict.fromkeys([primary, *keyed(cls.model, cls.ordered_by)]))
        if cls.writable:
            cls.add_columns = cls.plain(cls.written(new=True))
            cls.edit_columns = cls.plain(cls.written(new=False))
        cls.label_columns = {name: lazy_gettext(text) for name, text in cls.labels.items()}
        cls.by_key = True
        differing = {"extra": cls.extra_fields, "withheld_from_some": frozenset(keyed(cls.model, cls.conditional))}
        cls.model2schemaconverter = type(f"{cls.__name__}Converter", (Converter,), differing)

    @classmethod
    def plain(cls, names: Any) -> list[str]:
        """Keys for relations; what only a page shows of another table is left out."""
        return [name for name in keyed(cls.model, names) if "." not in name]

    def body(self) -> dict[str, Any]:  # type: ignore[override]
        """What this person may not give is refused like a field that does not exist."""
        body = super().body()
        withheld = [name for name in keyed(self.model, self.withheld(current_actor())) if name in body]
        if withheld:
            raise Refused([NOT_GIVEN(at=name) for name in withheld])
        return body

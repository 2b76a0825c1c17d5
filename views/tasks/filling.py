"""A form filled from JSON, strictly, and a form described as JSON Schema."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import FieldList, Form, FormField

from views.tasks.faults import Fault, FieldFault, ShapeRefused
from views.tasks.fields.choice import CodeField, TickField
from views.tasks.fields.part import LinesField, PartField
from views.tasks.fields.plain import Schema
from workflows.rules.code_list import CodeList
from workflows.rules.code_lists import CODE_LISTS

CodeLists = Mapping[str, CodeList]


@dataclass(frozen=True, slots=True)
class Filled:
    """A judged form: the values of the fields that were sent, and every fault."""

    form: Any
    given: frozenset[str]
    faults: tuple[FieldFault, ...]

    @property
    def values(self) -> dict[str, Any]:
        """The value of each field that was sent; a field that was left out is not there."""
        return {name: value for name, value in self.form.data.items() if name in self.given}


def fill(form_class: type[Form], data: object, lists: CodeLists = CODE_LISTS) -> Filled:
    """Read JSON into the form and judge it: wrong types, unknown fields and everything the fields refuse."""
    blank = form_class()
    entries: MultiDict[str, str] = MultiDict()
    faults: list[FieldFault] = []
    if isinstance(data, Mapping):
        flatten(blank, data, "", entries, faults)
    else:
        faults.append(FieldFault("", "type", Fault("type", "应为 JSON 对象")))
    return judge(form_class, entries, frozenset(data) if isinstance(data, Mapping) else frozenset(), faults, lists)


def fill_from_page(form_class: type[Form], posted: MultiDict[str, str], lists: CodeLists = CODE_LISTS) -> Filled:
    """The same form as a page posts it: every field of the form counts as sent."""
    return judge(form_class, posted, frozenset(form_class()._fields), [], lists)


def judge(
    form_class: type[Form],
    entries: MultiDict[str, str],
    given: frozenset[str],
    faults: list[FieldFault],
    lists: CodeLists,
) -> Filled:
    form = form_class(entries)
    bind(form, lists)
    form.validate()
    told = {fault.field for fault in faults}
    further = [fault for fault in faults_of(form) if fault.field not in told]
    return Filled(form, given, (*faults, *further))


def filled(form_class: type[Form], data: object, lists: CodeLists = CODE_LISTS) -> Filled:
    """The form filled without fault, or ShapeRefused with all of them."""
    result = fill(form_class, data, lists)
    if result.faults:
        raise ShapeRefused(*result.faults)
    return result


def filled_from_page(form_class: type[Form], posted: Any, lists: CodeLists = CODE_LISTS) -> Filled:
    """The same of what a form or the query of an address says."""
    result = fill_from_page(form_class, posted, lists)
    if result.faults:
        raise ShapeRefused(*result.faults)
    return result


def flatten(
    form: Any, data: Mapping[Any, Any], place: str, entries: MultiDict[str, str], faults: list[FieldFault]
) -> None:
    """Write JSON as a browser would post it, noting what has the wrong type or is not asked for."""
    for name in data:
        if not isinstance(name, str) or name not in form._fields:
            where = f"{place}{str(name)[:60]}"
            faults.append(FieldFault(where, "unknown_field", Fault("unknown_field", "不认识此项")))
    for field in form:
        value = data.get(field.short_name)
        if value is not None:
            put(field, value, entries, faults)
        elif isinstance(field, TickField):
            leave_out(field, entries, faults)


def put(field: Any, value: Any, entries: MultiDict[str, str], faults: list[FieldFault]) -> None:
    where = place_of(field)
    try:
        if isinstance(field, FormField):
            expect(value, Mapping, "应为对象")
            flatten(field.form, value, f"{where}.", entries, faults)
        elif isinstance(field, FieldList):
            expect(value, list, "应为列表")
            put_lines(field, value, entries, faults)
        else:
            for text in field.texts(value):
                entries.add(field.name, text)
    except ValueError as fault:
        faults.append(FieldFault(where, fault.args[0].code, fault.args[0]))


def put_lines(field: Any, lines: list[Any], entries: MultiDict[str, str], faults: list[FieldFault]) -> None:
    if len(lines) > field.most:
        raise ValueError(Fault("too_many", "最多 %(most)s 项", most=field.most))
    for line in lines:
        put(field.append_entry(), line, entries, faults)


def expect(value: Any, kind: type, words: str) -> None:
    if not isinstance(value, kind):
        raise ValueError(Fault("type", words))  # noqa: TRY004 - a fault of what was sent, not of the program


def leave_out(field: TickField, entries: MultiDict[str, str], faults: list[FieldFault]) -> None:
    """A box that JSON does not mention stands as its default, unless it has to be said."""
    if field.given:
        faults.append(
            FieldFault(place_of(field), "required", Fault("required", "请填写%(label)s", label=field.label.text))
        )
    elif field.default:
        entries.add(field.name, "true")


def place_of(field: Any) -> str:
    return str(field.name).replace("-", ".")


def bind(form: Any, lists: CodeLists) -> None:
    """Give every coded field the list as it is administered now."""
    for field in form:
        if isinstance(field, CodeField):
            field.code_list = lists.get(field.code_list.key, field.code_list)
        elif isinstance(field, FormField):
            bind(field.form, lists)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                bind(entry.form, lists)


def faults_of(form: Any) -> Iterator[FieldFault]:
    """Every error of the form and its parts, by the place it is about."""
    for field in form:
        if isinstance(field, PartField) and not field.present:
            if field.flags.required:
                yield required_part(field)
        elif isinstance(field, FormField):
            yield from faults_of(field.form)
        elif isinstance(field, FieldList):
            for entry in field.entries:
                yield from faults_of(entry.form)
        else:
            yield from (FieldFault(place_of(field), getattr(e, "code", "value"), str(e)) for e in field.errors)


def required_part(field: Any) -> FieldFault:
    return FieldFault(place_of(field), "required", Fault("required", "请填写%(label)s", label=field.label.text))


def schema_of(form_class: type[Form], lists: CodeLists = CODE_LISTS) -> Schema:
    """The form as JSON Schema (2020-12), for programs that build their own input from it."""
    form = form_class()
    bind(form, lists)
    return form_schema(form)


def form_schema(form: Any) -> Schema:
    properties = {field.short_name: field_schema(field) for field in form}
    required = [field.short_name for field in form if field.flags.required or getattr(field, "given", False)]
    required += [field.short_name for field in form if getattr(field, "must", "")]
    described: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**described, "required": required} if required else described


def field_schema(field: Any) -> Schema:
    title = {"title": str(field.label.text)}
    if isinstance(field, FormField):
        return {**title, **form_schema(field.form)}
    if isinstance(field, LinesField):
        return {**title, "type": "array", "maxItems": field.most, "items": form_schema(field.append_entry().form)}
    described = {**title, **field.schema()}
    return described if field.flags.required or isinstance(field, TickField) else may_be_null(described)


def may_be_null(described: Schema) -> Schema:
    kinds = described["type"] if isinstance(described["type"], list) else [described["type"]]
    nullable = {**described, "type": [*kinds, "null"]}
    return {**nullable, "enum": [*described["enum"], None]} if "enum" in described else nullable

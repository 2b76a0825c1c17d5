"""The filters of one view belong to one request: shared, they would show one person the rows another asked for."""

from copy import copy
from typing import Any

from flask import g, has_request_context


class RequestFilters:
    """For views and calls of records alike; the stock object is one for all threads."""

    @property
    def _filters(self) -> Any:
        declared = self.__dict__.get("declared_filters")
        if declared is None or not has_request_context():
            return declared
        kept = g.setdefault("record_filters", {})
        if id(self) not in kept:
            kept[id(self)] = copy_of(declared)
        return kept[id(self)]

    @_filters.setter
    def _filters(self, filters: Any) -> None:
        self.__dict__["declared_filters"] = filters


def copy_of(declared: Any) -> Any:
    fresh = copy(declared)
    fresh.clear_filters()
    return fresh


def joined(asked: Any, always: Any) -> Any:
    """What was asked for within what always holds; the stock way makes every filter of every column anew."""
    both = copy(asked)
    both.filters, both.values = asked.filters + always.filters, asked.values + always.values
    return both

"""The shapes that the OpenAPI document names: problems, and the answers that many calls share."""

from views.api.schemas import buildings, businesses, calendar, papers, people, problems
from views.api.schemas.problems import PROBLEMS
from views.api.schemas.words import Schema

SCHEMAS: dict[str, Schema] = {
    name: schema
    for noun in (problems, businesses, papers, buildings, people, calendar)
    for name, schema in noun.SCHEMAS.items()
}

__all__ = ["PROBLEMS", "SCHEMAS"]

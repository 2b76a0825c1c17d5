"""The criteria of all tables as one option of a statement.

As an option each, they would be walked through for the cache key of every statement, which took longer than most
statements themselves. Their part of the key depends on their form alone, so it is worked out once.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import LoaderCriteriaOption
from sqlalchemy.orm.interfaces import CriteriaOption

# Each different form of the criteria by a number: what stands in cache keys in place of the form itself.
FORMS: dict[Any, int] = {}


class Wall(CriteriaOption):
    """Adds every criterion of a reach; people of one side share compiled statements and differ in what is bound."""

    propagate_to_loaders = False

    def __init__(self, criteria: Iterable[LoaderCriteriaOption]) -> None:
        self.criteria = tuple(criteria)
        keys = [key_of(each) for each in self.criteria]
        self.bound = [parameter for key in keys for parameter in key.bindparams]
        self.form = FORMS.setdefault(tuple(key.key for key in keys), len(FORMS))

    def process_compile_state(self, compile_state: Any) -> None:
        self.get_global_criteria(compile_state.global_attributes)

    def process_compile_state_replaced_entities(self, compile_state: Any, _mapper_entities: Any) -> None:
        self.process_compile_state(compile_state)

    def get_global_criteria(self, attributes: dict[Any, Any]) -> None:
        """Also what an UPDATE or DELETE asks for."""
        for each in self.criteria:
            each.get_global_criteria(attributes)

    def _gen_cache_key(self, _anon_map: Any, bindparams: list[Any]) -> tuple[Any, ...]:
        bindparams.extend(self.bound)
        return (Wall, self.form)


def key_of(criterion: LoaderCriteriaOption) -> Any:
    """The criterion's part of a cache key; one that cannot be cached has no place in a wall."""
    key = criterion._generate_cache_key()  # noqa: SLF001 - options have no public way to ask
    if key is None:
        raise TypeError(f"{criterion.entity} is judged by something that cannot be cached")
    return key

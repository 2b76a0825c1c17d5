"""The code lists as the administrator keeps them, over the declared ones."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Dictionary, DictionaryItem
from workflows.rules.code_list import CodeItem, CodeList
from workflows.rules.code_lists import CODE_LISTS, code_list_of

ITEM = (DictionaryItem.code, DictionaryItem.label, DictionaryItem.exchange_code, DictionaryItem.retired)


def code_lists(session: Session) -> Mapping[str, CodeList]:
    """Every list by its key: the stored one where there is one, else the declared one."""
    stored = session.execute(
        select(Dictionary.key, Dictionary.title, *ITEM)
        .outerjoin(Dictionary.items)
        .order_by(Dictionary.key, DictionaryItem.position, DictionaryItem.id)
    )
    return lists_of(tuple(map(tuple, stored)))


@lru_cache(maxsize=4)
def lists_of(rows: Sequence[tuple[Any, ...]]) -> Mapping[str, CodeList]:
    """The lists of these very rows: they are put together anew only when somebody has changed one."""
    kept = {
        (key, title): [
            CodeItem(code, label, exchange, (), retired) for _, _, code, label, exchange, retired in group if code
        ]
        for (key, title), group in groupby(rows, key=lambda row: row[:2])
    }
    return {**CODE_LISTS, **{key: code_list_of(key, title, items) for (key, title), items in kept.items()}}

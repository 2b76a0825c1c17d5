"""The code lists as the administrator keeps them, over the declared ones."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Dictionary
from workflows.rules.code_list import CodeItem, CodeList
from workflows.rules.code_lists import CODE_LISTS, code_list_of


def code_lists(session: Session) -> Mapping[str, CodeList]:
    """Every list by its key: the stored one where there is one, else the declared one."""
    stored = session.scalars(select(Dictionary).options(selectinload(Dictionary.items)))
    kept = {
        row.key: code_list_of(
            row.key,
            row.title,
            [CodeItem(item.code, item.label, item.exchange_code, (), item.retired) for item in row.items],
        )
        for row in stored
    }
    return {**CODE_LISTS, **kept}

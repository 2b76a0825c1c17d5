"""Code lists as the administrator keeps them: national codes and labels, with an item retired but never lost."""

import datetime as dt

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned


class Dictionary(Identified, Versioned, Stamped, Model):
    __tablename__ = "dictionary"
    __table_args__ = {"comment": "字典"}

    key: Mapped[str] = mapped_column(String(40), unique=True, comment="字典代码")
    title: Mapped[str] = mapped_column(String(50), comment="字典名称")

    items: Mapped[list["DictionaryItem"]] = relationship(
        back_populates="dictionary", cascade="all, delete-orphan", order_by="DictionaryItem.position"
    )

    def __str__(self) -> str:
        return self.title


class DictionaryItem(Identified, Versioned, Stamped, Model):
    __tablename__ = "dictionary_item"
    __table_args__ = (UniqueConstraint("dictionary_id", "code"), {"comment": "字典项"})

    dictionary_id: Mapped[int] = mapped_column(ForeignKey("dictionary.id"), index=True, comment="字典")
    position: Mapped[int] = mapped_column(comment="顺序")
    code: Mapped[str] = mapped_column(String(40), comment="代码")
    label: Mapped[str] = mapped_column(String(50), comment="名称")
    english_label: Mapped[str | None] = mapped_column(String(100), comment="英文名称")
    exchange_code: Mapped[str | None] = mapped_column(String(10), comment="交换代码")
    valid_from: Mapped[dt.date | None] = mapped_column(comment="启用日期")
    valid_until: Mapped[dt.date | None] = mapped_column(comment="停用日期")
    retired: Mapped[bool] = mapped_column(default=False, comment="停用")

    dictionary: Mapped[Dictionary] = relationship(back_populates="items")

    def is_offered(self, today: dt.date) -> bool:
        """Whether a form may still offer it; what has stored it before shows its label in any case."""
        started = self.valid_from is None or self.valid_from <= today
        return started and not self.retired and (self.valid_until is None or today <= self.valid_until)

    def __str__(self) -> str:
        return self.label

"""常用语: a sentence that a desk signs or returns with again and again."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Identified, Model, Stamped, Versioned, coded
from models.enums import PhraseUse, Role
from models.organization import Organization


class Phrase(Identified, Versioned, Stamped, Model):
    """Of one desk of one organization; without a role of all its desks, without an organization of everybody's."""

    __tablename__ = "phrase"
    __table_args__ = {"comment": "常用语"}

    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"), index=True, comment="机构")
    role: Mapped[Role | None] = mapped_column(coded(Role), comment="岗位")
    use: Mapped[PhraseUse] = mapped_column(coded(PhraseUse), comment="用于")
    text: Mapped[str] = mapped_column(String(200), comment="内容")
    position: Mapped[int] = mapped_column(default=1, comment="顺序")

    organization: Mapped[Organization | None] = relationship()

    def __str__(self) -> str:
        return self.text

"""A task of a business (子任务) with what was typed: it survives returns, so a stage that runs again starts from it."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model, coded
from models.enums import TaskState


class TaskRun(Identified, Model):
    __tablename__ = "task_run"
    __table_args__ = (UniqueConstraint("business_id", "task"), {"comment": "子任务"})

    business_id: Mapped[int] = mapped_column(ForeignKey("business.id"), index=True, comment="业务")
    stage: Mapped[str] = mapped_column(String(40), comment="环节代码")
    task: Mapped[str] = mapped_column(String(40), comment="任务代码")
    state: Mapped[TaskState] = mapped_column(coded(TaskState), default=TaskState.todo, comment="任务状态")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, comment="已保存内容")
    draft: Mapped[dict[str, Any] | None] = mapped_column(JSON, comment="暂存内容")
    saved_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="保存时间")
    saved_by: Mapped[str | None] = mapped_column(String(50), comment="保存人")

"""Short messages of the development outbox; a production gateway leaves none here."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model
from models.encryption import EncryptedText


class SmsMessage(Identified, Model):
    __tablename__ = "sms_message"
    __table_args__ = {"comment": "开发短信箱"}

    phone: Mapped[str] = mapped_column(EncryptedText, comment="手机号码")
    phone_index: Mapped[str] = mapped_column(String(64), index=True, comment="手机号码检索值")
    text: Mapped[str] = mapped_column(EncryptedText, comment="内容")
    sent_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="发送时间")
    reference: Mapped[str | None] = mapped_column(String(64), unique=True, comment="发送标识")

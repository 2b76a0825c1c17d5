"""What a login waits for: a picture captcha used once, and an SMS code with few tries."""

import datetime as dt

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import AwareDateTime, Identified, Model


class CaptchaChallenge(Model):
    __tablename__ = "captcha_challenge"
    __table_args__ = {"comment": "图形验证码"}

    id: Mapped[str] = mapped_column(String(32), primary_key=True, comment="编号")
    answer_hash: Mapped[str] = mapped_column(String(64), comment="答案摘要")
    expires_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, index=True, comment="失效时间")


class SmsCode(Identified, Model):
    __tablename__ = "sms_code"
    __table_args__ = {"comment": "短信验证码"}

    phone_index: Mapped[str] = mapped_column(String(64), index=True, comment="手机号码检索值")
    purpose: Mapped[str] = mapped_column(String(30), comment="用途")
    code_hash: Mapped[str] = mapped_column(String(64), comment="验证码摘要")
    sent_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, index=True, comment="发送时间")
    expires_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, comment="失效时间")
    tries: Mapped[int] = mapped_column(default=0, comment="已试次数")
    used_at: Mapped[dt.datetime | None] = mapped_column(AwareDateTime, comment="使用时间")


class LoginFailure(Identified, Model):
    """A failed login, counted by account and by address for fifteen minutes."""

    __tablename__ = "login_failure"
    __table_args__ = {"comment": "登录失败"}

    account_index: Mapped[str] = mapped_column(String(64), index=True, comment="账号检索值")
    address: Mapped[str] = mapped_column(String(45), index=True, comment="网络地址")
    failed_at: Mapped[dt.datetime] = mapped_column(AwareDateTime, index=True, comment="时间")

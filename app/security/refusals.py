"""What the login refuses with, worded once."""

from workflows.messages import Message, Reason


class Denied(Exception):
    """The door stays shut: why, with which HTTP status, and in how many seconds to try again where that is known."""

    def __init__(self, reason: Reason, status: int, *, retry_after: int | None = None) -> None:
        self.reason = reason
        self.status = status
        self.retry_after = retry_after
        super().__init__(str(reason))


WRONG_PASSWORD = Message("wrong_credentials", "用户名或密码不正确")
WRONG_CODE = Message("wrong_code", "短信验证码不正确或已失效，请重新获取")
WRONG_CAPTCHA = Message("wrong_captcha", "图形验证码不正确或已使用，请重新输入")
WRONG_PHONE = Message("wrong_phone", "手机号码为 11 位数字")
PASSWORD_NOT_FOR_ROLE = Message("password_not_allowed", "您的账号请用手机验证码登录")
NOT_USABLE = Message("not_usable", "账号尚未通过入网审核、已过有效期，或所属机构状态不正常，不能登录")
NOT_ON_SIDE = Message("not_on_side", "您的账号没有所选的登录身份")
TOO_MANY_FAILURES = Message("too_many_failures", "登录失败次数过多，请 {minutes} 分钟后再试")
CODE_TOO_SOON = Message("code_too_soon", "验证码已发送，请 {seconds} 秒后再获取")
CODES_USED_UP = Message("codes_used_up", "该号码今日获取验证码已达 {limit} 次，请明日再试")
SMS_UNAVAILABLE = Message("sms_unavailable", "短信暂时无法发送，请稍后再试")

"""What a short message says: number and type of the case and nothing that names a person, a house or a sum."""

from collections.abc import Mapping

from models.enums import Occasion

SIGNATURE = "【网签系统】"

# Occasions that are told by short message as well as on the page.
SMS_WORDS: Mapping[Occasion, str] = {
    Occasion.dispatch: "您有一件业务待办理：{title}（{business_no}），请登录系统接件。",
    Occasion.send_back: "您经办的业务已退回补正：{title}（{business_no}），请登录系统查看退件内容。",
    Occasion.due_today: "您办理的业务今日到期：{title}（{business_no}），请登录系统办理。",
    Occasion.late: "您办理的业务已超期：{title}（{business_no}），请登录系统办理。",
}


def sms_text(occasion: Occasion, title: str, business_no: str) -> str:
    return SIGNATURE + SMS_WORDS[occasion].format(title=title, business_no=business_no)


def wants_sms(occasion: Occasion, scope: str, *, named: bool, muted: bool) -> bool:
    """By the region's scope (named, pool or off) and unless the person switched it off."""
    reached = scope == "pool" or (scope == "named" and named)
    return occasion in SMS_WORDS and reached and not muted

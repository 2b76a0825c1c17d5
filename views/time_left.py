"""What is left of a promised time, in the reader's language."""

from flask_babel import gettext

from workflows.reading.lists import TimeLeft


def time_left_text(left: TimeLeft) -> str:
    """剩 2 个工作日, 今日到期 or 超期 1 个工作日; a day beyond the calendar is said as such."""
    if left.days is None:
        return gettext("超出工作日历，期限待定")
    if left.tone == "warn":
        return gettext("今日到期")
    if left.days < 0:
        return gettext("超期 %(days)s 个工作日", days=-left.days)
    return gettext("剩 %(days)s 个工作日", days=left.days)

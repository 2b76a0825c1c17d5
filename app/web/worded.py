"""Titles that rows keep in Chinese, said in the reader's language where they are shown."""

from flask import Flask
from flask_babel import gettext


def install(app: Flask) -> None:
    app.jinja_env.filters.update(type_worded=type_worded, each_worded=each_worded)


def type_worded(title: str) -> str:
    """【张家界市】预测成果备案: the type is translated, the city keeps its name."""
    city, mark, kind = title.rpartition("】")
    return f"{city}{mark}{gettext(kind)}"


def each_worded(titles: str) -> str:
    """网签操作员、印章管理员: each of the titles."""
    return "、".join(gettext(title) for title in titles.split("、")) if titles else ""

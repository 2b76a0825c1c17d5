"""What can be wrong with a template, each at its line."""

from workflows.messages import Message, Reason

TOO_LONG = Message("template_too_long", "模板超过 {most} 个字符")
EMPTY = Message("template_empty", "模板没有内容")
UNPRINTABLE = Message("template_character", "第 {line} 行：含有不能打印的控制字符（{character}）")
BACKWARDS = Message("template_character", "第 {line} 行：含有改变书写方向的字符（{character}）")
SYNTAX = Message("template_syntax", "第 {line} 行：模板标记写法有误（{detail}）")
UNFINISHED = Message("template_syntax", "第 {line} 行：模板没有写完，缺少 endfor、endif 或 endblock")
UNKNOWN_TAG = Message("template_syntax", "第 {line} 行：不认识的模板标记 {detail}")
TOO_DEEP = Message("template_syntax", "第 {line} 行：嵌套层次过多")
NOT_ALLOWED = Message("template_not_allowed", "第 {line} 行：模板里不能使用 {what}")
OUTSIDE_BLOCK = Message("template_not_allowed", "第 {line} 行：版头、正文之外不能有内容")
NO_FRAME = Message("template_frame", "第 1 行：须以 extends “base.html” 开头")
NO_BODY = Message("template_frame", "缺少正文（block body）")
UNKNOWN_BLOCK = Message("template_frame", "第 {line} 行：没有名为 {name} 的版块，可用：{offered}")
UNKNOWN_PART = Message("template_frame", "第 {line} 行：没有名为 {name} 的部件")
UNKNOWN_NAME = Message("template_field", "第 {line} 行：没有 {name} 这项数据")
UNKNOWN_FIELD = Message("template_field", "第 {line} 行：{name} 没有 {field} 这个字段")
NOT_A_LIST = Message("template_field", "第 {line} 行：{name} 不是列表，不能循环")
NOT_SO_MANY = Message("template_field", "第 {line} 行：循环变量的个数与数据不符")
NOT_A_VALUE = Message("template_field", "第 {line} 行：{name} 是一组数据，请取其中的字段")
WRONG_FILTER = Message("template_filter", "第 {line} 行：{filter} 不能用于 {name}")
UNKNOWN_FILTER = Message("template_filter", "第 {line} 行：没有名为 {filter} 的格式")
WRONG_ARGUMENTS = Message("template_filter", "第 {line} 行：{name} 的取值个数不对")
UNKNOWN_ELEMENT = Message("template_markup", "第 {line} 行：不能使用标签 <{tag}>")
UNKNOWN_ATTRIBUTE = Message("template_markup", "第 {line} 行：标签 <{tag}> 不能有属性 {attribute}")
BAD_ATTRIBUTE = Message("template_markup", "第 {line} 行：属性 {attribute} 的取值 {value} 不符合要求")
UNQUOTED = Message("template_markup", "第 {line} 行：标签里的数据须放在引号内")
UNCLOSED = Message("template_markup", "第 {line} 行：标签 <{tag}> 没有结束")
BROKEN_TAG = Message("template_markup", "第 {line} 行：标签没有写完，缺少 > 或引号")
UNOPENED = Message("template_markup", "第 {line} 行：标签 </{tag}> 没有开头")
STRANGE_MARKUP = Message("template_markup", "第 {line} 行：不能使用注释、声明或脚本")
UNKNOWN_STYLE = Message("template_style", "第 {line} 行：不能使用样式 {name}")
BAD_STYLE = Message("template_style", "第 {line} 行：样式 {name} 的取值 {value} 不符合要求")
PRINTED_ELEMENT = Message("template_printed", "填入数据后出现了不允许的内容：{what}")
PRINTED_TOO_MUCH = Message("template_printed", "填入数据后{what}，不能生成")
UNFILLED = Message("template_printed", "第 {line} 行：填入数据时出错（{detail}）")
UNPRINTED = Message("template_printed", "{sample}：{detail}")


def at_line(message: Message, line: int, **values: object) -> Reason:
    """The fault at a line, counted from 1."""
    return message(at=f"body.{line}", line=line, **values)


def line_of(reason: Reason) -> int | None:
    """The line that a fault is about."""
    number = (reason.at or "").removeprefix("body.")
    return int(number) if number.isdecimal() else None

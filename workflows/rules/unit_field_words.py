"""Why a value may not stand in a field of a unit, worded once; `field` is the field's label."""

from workflows.messages import Message

NO_SUCH_FIELD = Message("no_such_field", "户室没有字段 {field}")
NOT_YES_OR_NO = Message("not_yes_or_no", "{field}应填是或否")
NOT_A_NUMBER = Message("not_a_number", "{field}应为数字")
NOT_WHOLE = Message("not_whole", "{field}应为整数")
NOT_TEXT = Message("not_text", "{field}应为文字")
LAYOUT_UNREADABLE = Message("layout_unreadable", "{field}【{text}】不能识别，请按三室两厅两卫或三居室填写")
CODE_RETIRED = Message("code_retired", "{field}【{text}】已停用，请另选")
CODE_UNKNOWN = Message("code_unknown", "{field}【{text}】不在代码表中，可填：{labels}")
CODE_UNKNOWN_OF_MANY = Message("code_unknown", "{field}【{text}】不在代码表中，可填：{labels}等")
TOO_LONG = Message("too_long", "{field}最多 {most} 个字，现为 {count} 个")
SEVERAL_LINES = Message("several_lines", "{field}不能换行或含制表符")
ZERO_REFUSED = Message("zero", "{field}不能为 0")
TOO_MANY_PLACES = Message("too_many_places", "{field}最多 {places} 位小数")
OUT_OF_RANGE = Message("out_of_range", "{field}应在 {least} 至 {most} 之间")
OUT_OF_RANGE_OF_UNIT = Message("out_of_range", "{field}应在 {least} 至 {most} {unit} 之间")

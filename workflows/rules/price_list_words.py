"""What is said of a price list and of its rows, worded once."""

from workflows.messages import Message

NO_HEADER = Message("no_header", "没有找到价格表的表头：应有【室号】列和【单价】或【总价】列")
NOT_LISTED = Message("not_listed", "价格表中没有这一户")
OTHER_TOTAL_FILED = Message("other_total_filed", "按单价和面积计算，备案总价为 {total} 元")
SAME_UNIT = Message("same_unit", "第 {rows} 行是同一户")

AREA_UNREADABLE = Message("area_unreadable", "{title}【{typed}】不能识别")
AREA_DIFFERS = Message("area_differs", "{title}表中为 {typed} m²，户室表为 {known} m²")

PRICE_UNREADABLE = Message("price_unreadable", "价格【{typed}】不能识别")
PRICE_NEGATIVE = Message("price_negative", "价格小于 0")
PRICE_MISSING = Message("price_missing", "没有价格")
PRICE_BELOW_DECORATION = Message("price_below_decoration", "销售单价 {sale} 元低于装修单价 {decoration} 元")
PRICE_TOO_HIGH = Message("price_too_high", "价格 {price} 元超过 {most} 元")

PARTS_DIFFER = Message("parts_differ", "销售单价 {sale} 元不等于毛坯 {bare} 元加装修 {decoration} 元")
TOTAL_UNREADABLE = Message("total_unreadable", "总价【{typed}】不能识别")
TOTAL_DIFFERS = Message("total_differs", "总价为 {typed} 元，按单价和面积应为 {reckoned} 元")

ROOM_MISSING = Message("room_missing", "没有室号")
ROOM_UNKNOWN = Message("room_unknown", "本幢没有室号【{room}】")
ROOM_UNKNOWN_BUT_LIKE = Message("room_unknown", "本幢没有室号【{room}】，是否为 {likely}")
ROOM_NOT_IN_ENTRANCE = Message("room_not_in_entrance", "单元【{entrance}】没有室号【{room}】")
ROOM_IN_SEVERAL_ENTRANCES = Message("room_in_several_entrances", "室号【{room}】在 {count} 个单元都有，请填写单元")

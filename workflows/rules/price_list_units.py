"""Which unit a row of a price list names: by entrance and room exactly as stored, never by resemblance."""

import re
from collections import defaultdict
from collections.abc import Iterable

from workflows.rules.identity import clean_text
from workflows.rules.price_list_rows import PriceLine
from workflows.rules.price_list_verdict import ListedUnit


class UnitFinder:
    """Units by entrance and room; without an entrance a room must be the only one of its number."""

    def __init__(self, units: Iterable[ListedUnit]) -> None:
        self._rooms: dict[str, list[ListedUnit]] = defaultdict(list)
        self._alike: dict[str, list[str]] = defaultdict(list)
        for unit in units:
            self._rooms[clean_text(unit.room_no)].append(unit)
            self._alike[signs_of(unit.room_no)].append(unit.room_no)

    def find(self, line: PriceLine) -> ListedUnit | None:
        named = self._rooms.get(line.room_no, [])
        if line.entrance:
            named = [unit for unit in named if entrance_of(unit.entrance) == entrance_of(line.entrance)]
        return named[0] if len(named) == 1 else None

    def reason(self, line: PriceLine) -> str:
        if not line.room_no:
            return "没有室号"
        named = self._rooms.get(line.room_no, [])
        if named and line.entrance:
            return f"单元【{line.entrance[:20]}】没有室号【{line.room_no}】"
        if named:
            return f"室号【{line.room_no}】在 {len(named)} 个单元都有，请填写单元"
        likely = self.suggestion(line)
        more = f"，是否为 {likely}" if likely else ""
        return f"本幢没有室号【{line.room_no[:20]}】{more}"

    def suggestion(self, line: PriceLine) -> str | None:
        """The one room that has the same digits and letters, for a person to decide about."""
        if self._rooms.get(line.room_no) or not (signs := signs_of(line.room_no)):
            return None
        alike = self._alike.get(signs, [])
        return alike[0] if len(alike) == 1 else None


def signs_of(room_no: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", clean_text(room_no).upper())


def entrance_of(name: str) -> str:
    """Entrance 1 is written 1 or 1单元."""
    return clean_text(name).removesuffix("单元").strip().upper()

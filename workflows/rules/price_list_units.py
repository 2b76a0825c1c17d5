"""Which unit a row of a price list names: by entrance and room exactly as stored, never by resemblance."""

import re
from collections import defaultdict
from collections.abc import Iterable

from workflows.messages import Reason
from workflows.rules import price_list_words as words
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

    def reason(self, line: PriceLine) -> Reason:
        """Why the row names no unit."""
        if not line.room_no:
            return words.ROOM_MISSING()
        named = self._rooms.get(line.room_no, [])
        if named and line.entrance:
            return words.ROOM_NOT_IN_ENTRANCE(entrance=line.entrance[:20], room=line.room_no)
        if named:
            return words.ROOM_IN_SEVERAL_ENTRANCES(room=line.room_no, count=len(named))
        likely = self.suggestion(line)
        unknown = words.ROOM_UNKNOWN_BUT_LIKE if likely else words.ROOM_UNKNOWN
        return unknown(room=line.room_no[:20], likely=likely)

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

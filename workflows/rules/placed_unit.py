"""What every rule about units knows of one: which it is and where it stands. Each rule adds what it looks at."""

from typing import Protocol


class PlacedRoom(Protocol):
    """Where a room stands."""

    @property
    def entrance(self) -> str: ...
    @property
    def room_no(self) -> str: ...
    @property
    def actual_floor(self) -> int: ...


class PlacedUnit(PlacedRoom, Protocol):
    """A room with its identity."""

    @property
    def id(self) -> int: ...

"""Paper sizes in points and the room that the margins leave."""

from dataclasses import dataclass

MARGIN_SIDE = 36.0
MARGIN_TOP = 40.0
MARGIN_BOTTOM = 50.0


@dataclass(frozen=True)
class Paper:
    """A sheet as it lies; `width` and `height` in points (1/72 inch)."""

    name: str
    width: float
    height: float

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.width - 2 * MARGIN_SIDE

    @property
    def body_height(self) -> float:
        """The height between the margins."""
        return self.height - MARGIN_TOP - MARGIN_BOTTOM


A4_UPRIGHT = Paper("A4", 595.0, 842.0)
A4_LYING = Paper("A4 横", 842.0, 595.0)
A3_LYING = Paper("A3 横", 1191.0, 842.0)

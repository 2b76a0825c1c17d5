"""环节表: the pages on which an administrator designs what businesses run through in a region."""

from views.stage_tables.pages import StageTablePages

__all__ = ["StageTablePages"]

"""The small town of the doors and walls."""

from tests.web.town_fixtures import app, built_town, clock, sign_in, token

__all__ = ["app", "built_town", "clock", "sign_in", "token"]

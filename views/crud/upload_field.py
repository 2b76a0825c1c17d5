"""A file in a form: judged by its content and kept before anything is written; a blank leaves the file as it is."""

from typing import Any

from wtforms import FileField, ValidationError

from app.extensions import db
from app.web.current import current_actor
from app.web.errors import told
from views.uploads import keep
from workflows.materials import KeptFile, register_file
from workflows.messages import Refused


class UploadField(FileField):
    kept: KeptFile | None = None

    def process_data(self, value: Any) -> None:
        del value
        self.data = None

    def pre_validate(self, form: Any) -> None:
        del form
        if not self.data or not self.data.filename:
            return
        try:
            self.kept = keep([self.data])
        except Refused as refused:
            raise ValidationError("；".join(told(reason) for reason in refused.reasons)) from refused

    def populate_obj(self, obj: Any, name: str) -> None:
        if self.kept is not None:
            setattr(obj, name, register_file(db.session(), self.kept, current_actor()))

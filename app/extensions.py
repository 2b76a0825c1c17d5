"""The bare extensions that modules share; the factory binds them to an application."""

from flask_appbuilder.models.sqla.base import SQLA
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect

from models.base import Model

# Without this metadata a generated migration would drop every table.
db = SQLA(metadata=Model.metadata)
csrf = CSRFProtect()
migrate = Migrate()

"""The application that `flask fab create-app` begins with: security and nothing of one's own."""

from flask import Flask
from flask_appbuilder import AppBuilder, Model
from flask_appbuilder.models.sqla.base import SQLA
from tables import URL

app = Flask(__name__)
app.config.update(SECRET_KEY="bench", SQLALCHEMY_DATABASE_URI=URL, AUTH_TYPE=1)
db = SQLA(metadata=Model.metadata)
db.init_app(app)
with app.app_context():
    appbuilder = AppBuilder(app, db.session)
    appbuilder.post_init()

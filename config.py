"""All settings, from the environment: defaults for the embedded run; production refuses the default secrets."""

import os
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def setting(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def switch(name: str, *, default: bool) -> bool:
    return setting(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


PRODUCTION = switch("PRODUCTION", default=False)
INSTANCE_PATH = Path(setting("INSTANCE_PATH", str(ROOT / "instance"))).resolve()
HOST = setting("HOST", "127.0.0.1")
PORT = int(setting("PORT", "8080"))
PUBLIC_URL = setting("PUBLIC_URL", f"http://{HOST}:{PORT}")

DEFAULT_SECRET = "for-the-embedded-run-only-not-for-production"  # noqa: S105 - refused in production
SECRET_KEY = setting("SECRET_KEY", DEFAULT_SECRET)
DATA_KEY = setting("DATA_KEY", DEFAULT_SECRET)
AUDIT_ANCHOR = Path(setting("AUDIT_ANCHOR", str(INSTANCE_PATH / "audit-anchor.json")))

SQLALCHEMY_DATABASE_URI = setting("DATABASE_URL", f"sqlite:///{INSTANCE_PATH / 'signing.db'}")
# What a statement was given stays out of error records: names, numbers and texts of people.
SQLALCHEMY_ENGINE_OPTIONS = {"hide_parameters": True}
STORAGE_PATH = Path(setting("STORAGE_PATH", str(INSTANCE_PATH / "files")))

# Which roles may log in by password: everybody in the demo city, staff and service accounts in production.
PASSWORD_LOGIN_ROLES = setting("PASSWORD_LOGIN_ROLES", "staff" if PRODUCTION else "all")
SMS_GATEWAY_URL = setting("SMS_GATEWAY_URL")
SMS_GATEWAY_TOKEN = setting("SMS_GATEWAY_TOKEN")
IDENTITY_CHECK_URL = setting("IDENTITY_CHECK_URL")
IDENTITY_CHECK_TOKEN = setting("IDENTITY_CHECK_TOKEN")

# Above the largest single file (a workbook of 50 MB): the file's own refusal says more than the server's.
MAX_CONTENT_LENGTH = 60 * 1024 * 1024
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
PERMANENT_SESSION_LIFETIME = timedelta(minutes=30)
WTF_CSRF_TIME_LIMIT = None
JWT_ACCESS_TOKEN_EXPIRES = timedelta(hours=1)

BABEL_DEFAULT_LOCALE = "zh"
BABEL_DEFAULT_TIMEZONE = "Asia/Shanghai"
BABEL_TRANSLATION_DIRECTORIES = str(ROOT / "translations")
LANGUAGES = {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}}

APP_NAME = "网签系统"
AUTH_TYPE = 1  # accounts in our own database; app/security is the door
FAB_INDEX_VIEW = "views.workbench.WorkbenchView"
# Tables come from the migrations, roles and permissions from `flask prepare`: starting writes nothing.
FAB_UPDATE_PERMS = False
FAB_CREATE_DB = False
FAB_API_SWAGGER_UI = True
FAB_API_MAX_PAGE_SIZE = 100
FAB_ADD_SECURITY_VIEWS = True
# Failed logins are counted by account and address in app/security/login_failures.py, the same for every process.
AUTH_RATE_LIMITED = False
RATELIMIT_ENABLED = False

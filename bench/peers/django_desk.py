"""Django's admin over the same tables in one file: the list of businesses, and units edited in the list."""

import os
import sys

import django
from django.conf import settings
from sqlalchemy.engine import make_url

SELF = "django_desk"
REGION = "430802"
url = make_url(os.environ["PEER_DATABASE"])
sys.modules.setdefault(SELF, sys.modules[__name__])


def database():
    if url.get_backend_name() == "sqlite":
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": url.database, "OPTIONS": {"timeout": 60}}
    named = {"NAME": url.database, "USER": url.username, "PASSWORD": url.password or ""}
    host = url.host or url.query.get("host", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        **named,
        "HOST": host,
        "PORT": url.port or "",
        "CONN_MAX_AGE": None,
    }


settings.configure(
    SECRET_KEY="bench",
    DEBUG=False,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=SELF,
    DATABASES={"default": database()},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATA_UPLOAD_MAX_NUMBER_FIELDS=None,  # its default refuses a thousand units in one form
    USE_TZ=True,
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
    ],
    MIDDLEWARE=[
        f"{SELF}.CountStatements",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
)
django.setup()

from django.contrib import admin
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.urls import path


class CountStatements:
    """Tells in a header how many statements a page took."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        count = 0

        def counting(execute, *given):
            nonlocal count
            count += 1
            return execute(*given)

        with connection.execute_wrapper(counting):
            response = self.get_response(request)
        response["X-Queries"] = str(count)
        return response


class Organization(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        managed, app_label, db_table = False, "auth", "organization"

    def __str__(self):
        return self.name


class Business(models.Model):
    business_no = models.CharField(max_length=20)
    business_type = models.CharField(max_length=50)
    status = models.CharField(max_length=32)
    region_code = models.CharField(max_length=6)
    developer = models.ForeignKey(Organization, models.DO_NOTHING)
    building_id = models.IntegerField(null=True)
    subject_title = models.CharField(max_length=200)
    initiator_name = models.CharField(max_length=50)
    accepted_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    buyer_id_number = models.TextField(null=True)

    class Meta:
        managed, app_label, db_table = False, "auth", "business"


class Unit(models.Model):
    building_id = models.IntegerField()
    room_no = models.CharField(max_length=20)
    position = models.IntegerField()
    decoration = models.CharField(max_length=10, null=True, blank=True)
    lift = models.BooleanField(null=True, blank=True)
    balcony = models.CharField(max_length=200, null=True, blank=True)
    price_sale = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    price_bare = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    filed_total = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)

    class Meta:
        managed, app_label, db_table = False, "auth", "unit"


@admin.register(Business)
class BusinessAdmin(admin.ModelAdmin):
    list_display = (
        "business_no",
        "business_type",
        "status",
        "subject_title",
        "developer",
        "initiator_name",
        "accepted_at",
        "finished_at",
        "number",
    )
    list_select_related = ("developer",)
    ordering = ("-id",)
    list_per_page = 25
    show_full_result_count = False

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "building_id" or super().lookup_allowed(lookup, value, request)

    @admin.display(description="buyer_id_number")
    def number(self, row):
        return f"{row.buyer_id_number[:4]}**********{row.buyer_id_number[-4:]}"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(region_code=REGION)


class EditableUnits(admin.ModelAdmin):
    """As its manual shows many rows edited at once: list_editable, here a whole building on one page."""

    list_display = ("room_no", "decoration", "lift", "balcony")
    list_editable = ("decoration", "lift", "balcony")
    list_per_page = list_max_show_all = 1_000_000
    ordering = ("position",)
    show_full_result_count = False

    def lookup_allowed(self, lookup, value, request=None):
        return lookup == "building_id" or super().lookup_allowed(lookup, value, request)


admin.site.register(Unit, EditableUnits)


class PricedUnit(Unit):
    class Meta:
        proxy, app_label = True, "auth"


@admin.register(PricedUnit)
class EditablePrices(EditableUnits):
    list_display = ("room_no", "price_sale", "price_bare", "filed_total")
    list_editable = ("price_sale", "price_bare", "filed_total")


urlpatterns = [path("admin/", admin.site.urls)]
app = get_wsgi_application()


def prepare():
    """Its own tables, and somebody who may do everything."""
    from django.contrib.auth.models import User

    call_command("migrate", verbosity=0)
    if not User.objects.filter(username="bench").exists():
        User.objects.create_superuser("bench", "", "bench")
    connection.close()


prepare()

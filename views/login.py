"""The door: sign in by phone or password, sign out, choose another of the own memberships, choose the language."""

from typing import Any

from flask import Response, abort, current_app, flash, jsonify, make_response, redirect, request, session, url_for
from flask_appbuilder import BaseView, expose
from flask_babel import lazy_gettext, refresh
from flask_login import login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice

from app.extensions import db
from app.security import captcha, login
from app.security.identity import Identity, identify
from app.security.login import PhoneLogin
from app.security.manager import MEMBERSHIP, today
from app.security.refusals import Denied
from app.security.roles import password_roles
from app.security.scopes import system_scope
from app.web.current import current_identity, now
from app.web.errors import told
from app.web.unit_of_work import unit_of_work
from models.enums import Side

# A buyer comes by the link in the message; the platform's people by password.
SIDES = [side for side in Side if side not in {Side.buyer, Side.platform}]


class PhoneForm(FlaskForm):
    side = RadioField(lazy_gettext("登录身份"), choices=[SelectChoice(side.value, side.title) for side in SIDES])
    phone = StringField(lazy_gettext("手机号码"))
    captcha_id = HiddenField()
    captcha = StringField(lazy_gettext("图形验证码"))
    code = StringField(lazy_gettext("短信验证码"))
    remember = BooleanField(lazy_gettext("记住我"))


class StaffForm(FlaskForm):
    username = StringField(lazy_gettext("用户名"))
    password = PasswordField(lazy_gettext("密码"))


class LoginView(BaseView):
    route_base = "/login"
    default_view = "login"

    @expose("/", methods=["GET", "POST"])
    def login(self) -> Any:
        """The login page; a refusal keeps what was typed and shows a new picture."""
        form, staff_form, status = PhoneForm(), StaffForm(), 200
        tab = request.values.get("tab", "phone")
        if request.method == "POST":
            try:
                return self.enter(staff_login(staff_form) if tab == "staff" else phone_login(form))
            except Denied as denied:
                status = denied.status
                show(denied, staff_form if tab == "staff" else form)
        return self.page(form, staff_form, tab, status)

    def page(self, form: PhoneForm, staff_form: StaffForm, tab: str, status: int) -> Response:
        captcha_id = fresh_captcha()
        form.captcha_id.data, form.captcha.data = captcha_id, ""
        body = self.render_template(
            "security/login.html",
            form=form,
            staff_form=staff_form,
            tab=tab,
            sms_url=url_for("LoginView.send_code"),
            captcha_url=url_for("LoginView.new_captcha"),
            captcha_image=url_for("LoginView.captcha_image", captcha_id=captcha_id),
        )
        return uncached(make_response(body, status))

    def enter(self, identity: Identity) -> AnyResponse:
        sign_in(identity)
        return redirect(local_target(request.args.get("next")))

    @expose("/captcha", methods=["POST"])
    def new_captcha(self) -> Response:
        captcha_id = fresh_captcha()
        image = url_for("LoginView.captcha_image", captcha_id=captcha_id)
        return uncached(jsonify(captcha_id=captcha_id, image=image))

    @expose("/captcha/<string:captcha_id>.png")
    def captcha_image(self, captcha_id: str) -> Response:
        return captcha_picture(captcha_id)

    @expose("/sms", methods=["POST"])
    def send_code(self) -> Response:
        return jsonify(resend_seconds=send_code_asked_for())


class SessionView(BaseView):
    """What a person does with the session: end it, act for another organization, read another language."""

    route_base = ""

    @expose("/logout/", methods=["GET"])
    def logout(self) -> AnyResponse:
        """Ends every session of the account, also on other machines."""
        identity = current_identity()
        if identity is not None:
            login.sign_out_everywhere(identity, now())
        logout_user()
        session.clear()
        return redirect(url_for("LoginView.login"))

    @expose("/session/membership/<int:membership_id>", methods=["POST"])
    def choose_membership(self, membership_id: int) -> AnyResponse:
        identity = current_identity()
        if identity is None:
            abort(401)
        chosen = identify(identity.person.id, membership_id, today())
        if chosen is None:
            abort(404)
        session[MEMBERSHIP] = chosen.membership.id
        session.pop("page_history", None)
        return redirect("/")

    @expose("/language/<string:code>", methods=["GET"])
    def choose_language(self, code: str) -> AnyResponse:
        if code not in current_app.config["LANGUAGES"]:
            abort(404)
        session["locale"] = code
        refresh()
        return redirect(local_target(request.args.get("next")))


# ---- what the page and the API share ----


def fresh_captcha() -> str:
    with system_scope(), unit_of_work():
        return captcha.new_captcha(db.session(), current_app.config["SECRET_KEY"], now())


def captcha_picture(captcha_id: str) -> Response:
    with system_scope():
        if not captcha.is_known(db.session(), captcha_id, now()):
            abort(404)
    response = make_response(captcha.picture_of(current_app.config["SECRET_KEY"], captcha_id))
    response.headers["Content-Type"] = "image/png"
    return uncached(response)


def send_code_asked_for() -> int:
    """Send a code as the JSON of the request asks; in how many seconds the next one may be asked for."""
    asked = json_texts("phone", "captcha_id", "captcha")
    gateway = current_app.extensions["sms"]
    return login.send_code(asked["phone"], asked["captcha_id"], asked["captcha"], gateway=gateway, now=now())


def json_texts(*names: str) -> dict[str, str]:
    """These members of the request's JSON object as texts; 400 for anything else than an object."""
    body = request.get_json()
    if not isinstance(body, dict) or not all(is_text(body.get(name) or "") for name in names):
        abort(400)
    return {name: (body.get(name) or "")[:200] for name in names}


def is_text(value: Any) -> bool:
    """JSON can also carry half a sign, which no encoding has."""
    return isinstance(value, str) and not any("\ud800" <= sign <= "\udfff" for sign in value)


def side_of(code: str) -> Side:
    return next((side for side in SIDES if side.value == code), Side.developer)


def phone_login(form: PhoneForm) -> Identity:
    typed = PhoneLogin(
        side_of(form.side.data or ""),
        form.phone.data or "",
        form.captcha_id.data or "",
        form.captcha.data or "",
        form.code.data or "",
    )
    return login.by_phone(typed, address(), now())


def staff_login(form: StaffForm) -> Identity:
    return password_login(form.username.data or "", form.password.data or "")


def password_login(username: str, password: str) -> Identity:
    roles = password_roles(current_app.config["PASSWORD_LOGIN_ROLES"])
    return login.by_password(username[:64], password[:200], address(), now(), roles=roles)


def address() -> str:
    return request.remote_addr or "unknown"


def sign_in(identity: Identity) -> None:
    """A new session: nothing of the one before the login is kept but the language."""
    locale = session.get("locale")
    session.clear()
    if locale:
        session["locale"] = locale
    session.permanent = True
    session[MEMBERSHIP] = identity.membership.id
    login_user(identity.person)


def show(denied: Denied, form: FlaskForm) -> None:
    """The refusal at its field, or above the form."""
    field = denied.reason.at
    if field in form:
        form[field].errors = [told(denied.reason)]
    else:
        flash(told(denied.reason), "danger")


def local_target(target: str | None) -> str:
    """Where to go on: a path of this site, never another one."""
    target = (target or "").removeprefix(request.host_url.rstrip("/"))
    if not target.startswith("/") or target[1:2] in {"/", "\\"} or any(ord(c) < 32 for c in target):
        return "/"
    return target


def uncached(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response

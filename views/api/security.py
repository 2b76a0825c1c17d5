"""`/api/v1/security`: tokens for programs, with the limits and the codes of the login page."""

from flask import Response, abort, current_app, url_for
from flask_appbuilder.api import BaseApi, expose
from flask_jwt_extended import create_access_token

from app.security import login
from app.security.identity import Identity
from app.security.login import PhoneLogin
from app.security.manager import CLAIM
from app.web.current import now
from views.login import (
    address,
    captcha_picture,
    fresh_captcha,
    json_texts,
    password_login,
    send_code_asked_for,
    side_of,
)


class SecurityApi(BaseApi):
    resource_name = "security"
    openapi_spec_tag = "登录"

    @expose("/login", methods=["POST"])
    def login(self) -> Response:
        """A token by password
        ---
        post:
          summary: A token by password
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  type: object
                  required: [username, password]
                  properties:
                    username: {type: string}
                    password: {type: string}
                    provider: {type: string, enum: [db]}
          responses:
            200:
              description: The token
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      access_token: {type: string}
            400: {description: Unreadable}
            401: {description: Wrong name or password}
            403: {description: The account may not be used, or not by password}
            429: {description: Too many failures}
        """
        asked = json_texts("username", "password", "provider")
        if asked["provider"] not in {"", "db"}:
            abort(400)
        return self.token(password_login(asked["username"], asked["password"]))

    @expose("/captcha", methods=["POST"])
    def captcha(self) -> Response:
        """A picture to read
        ---
        post:
          summary: A picture to read, good for one code by SMS and one login
          responses:
            200:
              description: Its id and where it is
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      captcha_id: {type: string}
                      image: {type: string}
        """
        captcha_id = fresh_captcha()
        return self.response(200, captcha_id=captcha_id, image=url_for(".captcha_image", captcha_id=captcha_id))

    @expose("/captcha/<string:captcha_id>.png", methods=["GET"])
    def captcha_image(self, captcha_id: str) -> Response:
        """The picture
        ---
        get:
          summary: The picture
          parameters:
          - {in: path, name: captcha_id, required: true, schema: {type: string}}
          responses:
            200: {description: PNG}
            404: {description: No such picture}
        """
        return captcha_picture(captcha_id)

    @expose("/sms", methods=["POST"])
    def sms(self) -> Response:
        """A code by SMS
        ---
        post:
          summary: A code by SMS, for whoever read the picture right
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  type: object
                  required: [phone, captcha_id, captcha]
                  properties:
                    phone: {type: string}
                    captcha_id: {type: string}
                    captcha: {type: string}
          responses:
            200: {description: Seconds until the next code may be asked for}
            400: {description: Unreadable}
            422: {description: Wrong picture or number}
            429: {description: Too soon or too many}
        """
        return self.response(200, resend_seconds=send_code_asked_for())

    @expose("/phone-login", methods=["POST"])
    def phone_login(self) -> Response:
        """A token by phone
        ---
        post:
          summary: A token by phone, picture and code
          requestBody:
            required: true
            content:
              application/json:
                schema:
                  type: object
                  required: [phone, captcha_id, captcha, code, side]
                  properties:
                    phone: {type: string}
                    captcha_id: {type: string}
                    captcha: {type: string}
                    code: {type: string}
                    side: {type: string}
          responses:
            200:
              description: The token
              content:
                application/json:
                  schema:
                    type: object
                    properties:
                      access_token: {type: string}
            400: {description: Unreadable}
            401: {description: Wrong code}
            403: {description: The account may not be used, or not on this side}
            422: {description: Wrong picture or number}
            429: {description: Too many failures}
        """
        asked = json_texts("phone", "captcha_id", "captcha", "code", "side")
        typed = PhoneLogin(side_of(asked["side"]), asked["phone"], asked["captcha_id"], asked["captcha"], asked["code"])
        return self.token(login.by_phone(typed, address(), now()))

    def token(self, identity: Identity) -> Response:
        claims = {CLAIM: identity.membership.id}
        token = create_access_token(identity=str(identity.person.id), additional_claims=claims)
        minutes = current_app.config["JWT_ACCESS_TOKEN_EXPIRES"].total_seconds() / 60
        return self.response(200, access_token=token, expires_in_minutes=int(minutes))

"""Every refusal becomes an answer here: a problem document (RFC 9457) for programs, a page for people."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext
from sqlalchemy.exc import DataError, StatementError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from app.extensions import db
from app.security.refusals import Denied
from workflows.messages import Kind, NotVisible, Reason, Refused

logger = logging.getLogger(__name__)

STATUS = {Kind.refused: 422, Kind.forbidden: 403, Kind.conflict: 409}
TITLES = {
    400: "请求无法读取",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持的操作",
    409: "内容已被他人修改",
    413: "文件过大",
    415: "不支持的格式",
    422: "未能办理",
    429: "操作过于频繁",
    500: "系统出错",
    503: "服务暂不可用",
}
PAGES = frozenset({400, 403, 404, 409, 413, 429, 500})


def install(app: Flask) -> None:
    app.register_error_handler(Refused, on_refused)
    app.register_error_handler(NotVisible, on_not_visible)
    app.register_error_handler(Denied, on_denied)
    app.register_error_handler(StaleDataError, on_stale)
    app.register_error_handler(StatementError, on_statement)
    app.register_error_handler(OverflowError, on_overflow)
    app.register_error_handler(RecursionError, on_recursion)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_fault)
    app.after_request(forget_failed_page)


# ---- what happened ----


def on_refused(refused: Refused) -> Any:
    status = STATUS[refused.kind]
    return answer(status, refused.reasons[0].code, refused.reasons, {**refused.more, "differs": refused.differs})


def on_denied(denied: Denied) -> Any:
    response = answer(denied.status, denied.reason.code, [denied.reason], {"retry_after": denied.retry_after})
    if denied.retry_after is not None:
        response.headers["Retry-After"] = str(denied.retry_after)
    return response


def on_not_visible(_hidden: NotVisible) -> Any:
    return answer(404, "not_found")


def on_stale(_stale: StaleDataError) -> Any:
    """Two people changed the row at the same moment, and the other was first."""
    return answer(409, "M20")


def on_statement(fault: StatementError) -> Any:
    """A value that the column cannot hold was asked for: that is the question's fault, anything else is ours."""
    if isinstance(fault, DataError) or isinstance(fault.orig, (ValueError, LookupError, OverflowError)):
        logger.info("a value the database cannot hold: %s", type(fault.orig).__name__)
        db.session.rollback()  # the page that tells it reads the database too
        return answer(400, "unreadable")
    return on_fault(fault)


def on_overflow(_fault: OverflowError) -> Any:
    return answer(404, "not_found")


def on_recursion(_fault: RecursionError) -> Any:
    """Brackets within brackets, as no sensible question has them."""
    logger.warning("a question nested too deeply at %s", request.path)
    return answer(400, "unreadable")


def on_http(error: HTTPException) -> Any:
    status = error.code or 500
    if error.response is not None or status < 400:
        return error
    if status == 401 and not wants_problem():
        return to_login()
    names = {400: "unreadable", 401: "signed_out", 403: "forbidden", 404: "not_found", 429: "too_many"}
    response = answer(status, names.get(status, HTTPStatus(status).phrase.lower().replace(" ", "_")))
    for name, value in error.get_headers():
        if name not in {"Content-Type", "Content-Length"}:
            response.headers[name] = value
    return response


def on_fault(fault: Exception) -> Any:
    """Ours: written down with what it was, told without it."""
    logger.error("unexpected %s at %s", type(fault).__name__, request.path, exc_info=fault)
    return answer(500, "fault")


# ---- how it is told ----


def answer(status: int, code: str, reasons: Any = (), more: Mapping[str, Any] | None = None) -> Response:
    if wants_problem():
        return problem(status, code, reasons, more)
    return page(status, reasons)


def wants_problem() -> bool:
    """Programs and our own scripts ask for JSON; people get a page."""
    if request.path.startswith("/api/") or request.is_json:
        return True
    accepted = request.accept_mimetypes
    return accepted.accept_json and not accepted.accept_html


def problem(status: int, code: str, reasons: Any = (), more: Mapping[str, Any] | None = None) -> Response:
    """The document of RFC 9457; `code` is the stable name, `errors` says every reason."""
    errors = [{"field": reason.at, "code": reason.code, "message": told(reason)} for reason in reasons]
    title = gettext(TITLES.get(status, HTTPStatus(status).phrase))
    body = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": "；".join(error["message"] for error in errors) or title,
        "code": code,
        "errors": errors,
        **{name: value for name, value in (more or {}).items() if value is not None},
    }
    response = jsonify(body)
    response.status_code = status
    response.headers["Content-Type"] = "application/problem+json"
    return response


def told(reason: Reason) -> str:
    """The sentence in the reader's language; what fills its blanks is translated as well where it is ours."""
    sentence: str = gettext(reason.message.text).format(**{name: filled(each) for name, each in reason.values.items()})
    return sentence


def filled(value: str | Reason) -> str:
    """A blank's own words in the reader's language."""
    if isinstance(value, Reason):
        return told(value)
    return gettext(value) if value else value


def page(status: int, reasons: Any) -> Response:
    shown = status if status in PAGES else (400 if status < 500 else 500)
    detail = "；".join(told(reason) for reason in reasons)
    return Response(render_template(f"errors/{shown}.html", detail=detail), status)


def to_login() -> AnyResponse:
    target = request.full_path if request.method == "GET" else None
    return redirect(url_for("LoginView.login", next=target))


def forget_failed_page(response: AnyResponse) -> AnyResponse:
    """A page that failed is no place to go back to."""
    history = session.get("page_history")
    if response.status_code >= 400 and history and request.url in history:
        session["page_history"] = [url for url in history if url != request.url]
    return response

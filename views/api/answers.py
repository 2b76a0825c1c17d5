"""Answers: a body with its status; a keyed POST is done once and its first answer is given again."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from flask import Response, request
from werkzeug.exceptions import BadRequest

from app.extensions import db
from app.web import errors
from app.web.current import current_actor, now
from app.web.unit_of_work import unit_of_work
from views.api.reading_requests import fingerprint
from workflows import idempotency
from workflows.idempotency import FirstAnswer
from workflows.messages import NotVisible, Refused

HEADER = "Idempotency-Key"
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told: JSON-ready body, HTTP status, and where a new thing is found."""

    body: Any
    status: int = 200
    location: str = ""


Deed = Callable[[], Answer]


def tell(answer: Answer) -> Response:
    return written(as_json(answer.body), answer.status, answer.location)


def as_json(body: Any) -> str:
    """What is told is put together here and holds no circle, so none is looked for."""
    return json.dumps(body, ensure_ascii=False, check_circular=False)


def first_answer(answer: Answer) -> FirstAnswer:
    told = {"location": answer.location, "body": answer.body}
    return FirstAnswer(answer.status, as_json(told))


def response_of(first: FirstAnswer) -> Response:
    """The stored answer as it went out the first time."""
    told = json.loads(first.text)
    return written(json.dumps(told["body"], ensure_ascii=False), first.status, told["location"])


def written(text: str, status: int, location: str) -> Response:
    kind = "application/problem+json" if status >= 400 else "application/json"
    response = Response(text, status, content_type=kind)
    if location:
        response.headers["Location"] = location
    return response


def act(deed: Deed) -> Response:
    """Do it in one unit of work; with an Idempotency-Key once only."""
    key = request.headers.get(HEADER)
    if key is None:
        with unit_of_work():
            answer = deed()
        return tell(answer)
    return once(checked(key), fingerprint(), deed)


def checked(key: str) -> str:
    if not key.strip() or len(key) > LONGEST_KEY or not key.isprintable():
        raise BadRequest
    return key


def once(key: str, request_hash: str, deed: Deed) -> Response:
    """The first answer to this key; a refusal is an answer too and is kept, a fault of ours is not."""
    try:
        with unit_of_work():
            first = idempotency.claim(db.session, current_actor().person_id, key, request_hash, now())
            if first is None:
                first = first_answer(deed())
                idempotency.keep(db.session, current_actor().person_id, key, first)
    except (Refused, NotVisible) as refusal:
        first = keep_refusal(key, request_hash, refusal)
    return response_of(first)


def keep_refusal(key: str, request_hash: str, refusal: Refused | NotVisible) -> FirstAnswer:
    """What was done is undone, the answer stays; the key of another request is told and nothing is kept."""
    answer = refused(refusal)
    if isinstance(refusal, Refused) and refusal.reasons[0].message is idempotency.KEY_REUSED:
        return first_answer(answer)
    with unit_of_work():
        rival = idempotency.claim(db.session, current_actor().person_id, key, request_hash, now())
        if rival is None:
            idempotency.keep(db.session, current_actor().person_id, key, first_answer(answer))
    return rival or first_answer(answer)


def refused(refusal: Refused | NotVisible) -> Answer:
    """The problem document of a refusal, as an answer."""
    told: Response = errors.on_refused(refusal) if isinstance(refusal, Refused) else errors.on_not_visible(refusal)
    return Answer(told.get_json(), told.status_code)


def each(name: str, deeds: list[tuple[str, Deed]]) -> Response:
    """Several acts, each in its own unit of work and each once only under a key; a refusal is that item's result."""
    key = request.headers.get(HEADER)
    if key is None:
        return tell(Answer({"result": [item(number, alone(deed)) for number, deed in deeds]}))
    key, request_hash = checked(key), fingerprint()
    with unit_of_work():
        first = idempotency.claim(db.session, current_actor().person_id, key, request_hash, now())
    if first is None:
        first = first_answer(
            Answer({"result": [item(n, alone(deed, part_of(key, name, n), request_hash)) for n, deed in deeds]})
        )
        with unit_of_work():
            idempotency.keep(db.session, current_actor().person_id, key, first)
    return response_of(first)


def part_of(key: str, name: str, number: str) -> str:
    """The key of one item under the key of the whole."""
    return sha256(json.dumps([key, name, number]).encode()).hexdigest()


def alone(deed: Deed, key: str | None = None, request_hash: str = "") -> Answer:
    if key is not None:
        response = once(key, request_hash, deed)
        return Answer(response.get_json(force=True), response.status_code)
    try:
        with unit_of_work():
            return deed()
    except (Refused, NotVisible) as refusal:
        return refused(refusal)


def item(business_no: str, answer: Answer) -> dict[str, Any]:
    """One result of many: done with what became of it, or the problem."""
    if answer.status < 400:
        return {"business_no": business_no, "ok": True, "http_status": answer.status, "business": answer.body}
    return {"business_no": business_no, "ok": False, "http_status": answer.status, "problem": answer.body}

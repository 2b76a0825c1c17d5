"""What the one way out to other services does with good, slow, failing and senseless answers."""

import socket
import threading
import time

import pytest

from app.integrations.http_json import JsonService, NeighbourRefused, NeighbourUnavailable
from tests.integrations.neighbour import FAILING, GARBAGE, SLOW, answer, body

PRIVATE = "430899198503070118"
SENSELESS = {name: how for name, how in GARBAGE.items() if "object" not in name and "another kind" not in name}


def test_a_question_arrives_as_sent_and_the_answer_comes_back(neighbour):
    neighbour.answers = body('{"回答": "好𬱖"}'.encode())
    assert neighbour.service().post({"name": "庹景明", "count": 2}) == {"回答": "好𬱖"}
    path, headers, payload = neighbour.asked[0]
    assert (path, payload) == ("/v1/messages?region=4308", {"name": "庹景明", "count": 2})
    assert headers["Authorization"] == "Bearer key-of-the-desk"
    assert headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("how", SLOW.values(), ids=SLOW)
def test_a_slow_service_holds_us_no_longer_than_agreed(neighbour, how):
    neighbour.answers = how
    began = time.monotonic()
    with pytest.raises(NeighbourUnavailable):
        neighbour.service(timeout=0.3).post({})
    assert time.monotonic() - began < 10
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


@pytest.mark.parametrize("how", (FAILING | SENSELESS).values(), ids=FAILING | SENSELESS)
def test_a_failing_or_senseless_service_is_unavailable_and_nothing_sent_is_repeated(neighbour, how):
    neighbour.answers = how
    with pytest.raises(NeighbourUnavailable, match="短信平台") as failed:
        neighbour.service().post({"id_number": PRIVATE})
    assert PRIVATE not in str(failed.value)
    assert len(neighbour.asked) == 1


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_clear_no_is_a_refusal(neighbour, status):
    neighbour.answers = answer({"detail": PRIVATE}, status)
    with pytest.raises(NeighbourRefused) as refused:
        neighbour.service().post({})
    assert PRIVATE not in str(refused.value)


def test_nobody_listening_is_unavailable():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        service = JsonService("银行", f"http://127.0.0.1:{taken.getsockname()[1]}/", "", 1)
        with pytest.raises(NeighbourUnavailable, match="银行"):
            service.post({})


def test_a_service_without_encryption_where_it_is_expected_is_unavailable(neighbour):
    service = JsonService("银行", neighbour.service().url.replace("http:", "https:"), "", 2)
    with pytest.raises(NeighbourUnavailable):
        service.post({"id_number": PRIVATE})
    assert neighbour.asked == []


def test_the_key_is_not_shown_when_a_service_is_printed(neighbour):
    assert "key-of-the-desk" not in repr(neighbour.service())


@pytest.mark.parametrize(
    "url", ["", "ftp://host/", "file:///etc/passwd", "http://", "host/path", "http://host:0/", "http://host:99999/"]
)
def test_an_address_that_cannot_be_asked_is_an_error_at_once(url):
    with pytest.raises(ValueError, match=r"address|Port"):
        JsonService("银行", url, "")

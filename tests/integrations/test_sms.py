"""The twin and the real client of the short message gateway keep the same promises."""

from datetime import UTC, datetime, timedelta

import pytest

from app.integrations.http_json import NeighbourRefused, NeighbourUnavailable
from app.integrations.sms import LONGEST_TEXT, HttpSms, OutboxSms
from tests.integrations.neighbour import FAILING, GARBAGE, SLOW, answer

NOW = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
PHONE, REFERENCE, TEXT = "19900000021", "5b0e7c1a9f", "验证码 204816，5 分钟内有效。"


class Taken:
    """A gateway with the list of what it took, whichever gateway it is."""

    def __init__(self, kind, neighbour):
        self._stored, self._neighbour = [], neighbour
        self.gateway = (
            OutboxSms(lambda *row: self._stored.append(row)) if kind == "twin" else HttpSms(neighbour.service())
        )
        neighbour.answers = answer({"accepted": True})

    @property
    def messages(self):
        posted = [
            (sent["phone"], sent["text"], datetime.fromisoformat(sent["sent_at"]), sent["reference"])
            for *_, sent in self._neighbour.asked
        ]
        return self._stored + posted


@pytest.fixture(params=["twin", "client"])
def taken(request, neighbour):
    return Taken(request.param, neighbour)


def test_a_message_is_taken_with_number_text_time_and_reference(taken):
    assert taken.gateway.send(PHONE, TEXT, NOW, REFERENCE) is None
    assert taken.messages == [(PHONE, TEXT, NOW, REFERENCE)]


def test_each_message_is_taken_once_and_in_order(taken):
    for minute in range(3):
        taken.gateway.send(PHONE, f"{TEXT}{minute}", NOW + timedelta(minutes=minute), f"{REFERENCE}{minute}")
    assert [text for _, text, *_ in taken.messages] == [f"{TEXT}{minute}" for minute in range(3)]


def test_a_number_in_full_width_with_blanks_is_cleaned(taken):
    taken.gateway.send(" １９９ ００００ ００２１ ", TEXT, NOW, REFERENCE)
    assert taken.messages[0][0] == PHONE


@pytest.mark.parametrize("phone", ["", "0744-8380000", "1990000002", "12900000021", "+8619900000021"])
def test_a_number_that_is_no_mobile_is_refused_and_not_repeated(taken, phone):
    with pytest.raises(NeighbourRefused) as refused:
        taken.gateway.send(phone, TEXT, NOW, REFERENCE)
    assert not phone or phone not in str(refused.value)
    assert taken.messages == []


@pytest.mark.parametrize("text", ["", " \n", "字" * (LONGEST_TEXT + 1)])
def test_an_empty_or_endless_text_is_refused(taken, text):
    with pytest.raises(NeighbourRefused):
        taken.gateway.send(PHONE, text, NOW, REFERENCE)
    assert taken.messages == []


def test_the_longest_text_is_taken(taken):
    taken.gateway.send(PHONE, "字" * LONGEST_TEXT, NOW, REFERENCE)
    assert len(taken.messages[0][1]) == LONGEST_TEXT


def test_a_time_without_zone_is_an_error(taken):
    with pytest.raises(ValueError, match="aware"):
        taken.gateway.send(PHONE, TEXT, NOW.replace(tzinfo=None), REFERENCE)
    assert taken.messages == []


@pytest.mark.parametrize("how", (FAILING | GARBAGE).values(), ids=FAILING | GARBAGE)
def test_a_failing_or_senseless_gateway_has_not_taken_the_message(neighbour, how):
    neighbour.answers = how
    with pytest.raises(NeighbourUnavailable):
        HttpSms(neighbour.service()).send(PHONE, TEXT, NOW, REFERENCE)


@pytest.mark.parametrize("how", SLOW.values(), ids=SLOW)
def test_a_slow_gateway_has_not_taken_the_message(neighbour, how):
    neighbour.answers = how
    with pytest.raises(NeighbourUnavailable):
        HttpSms(neighbour.service(timeout=0.2)).send(PHONE, TEXT, NOW, REFERENCE)


def test_a_gateway_that_says_no_is_not_asked_again_and_its_words_are_not_repeated(neighbour):
    neighbour.answers = answer({"accepted": False, "reason": f"{PHONE} is on the black list"})
    with pytest.raises(NeighbourRefused, match="短信平台") as refused:
        HttpSms(neighbour.service()).send(PHONE, TEXT, NOW, REFERENCE)
    assert PHONE not in str(refused.value)
    assert len(neighbour.asked) == 1


def test_a_twin_whose_store_fails_has_not_taken_the_message():
    def full(*_):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        OutboxSms(full).send(PHONE, TEXT, NOW, REFERENCE)

"""The documents of a business by API: pending until the worker made them, then listed and given out as PDF."""

from hashlib import sha256


def test_a_receipt_is_pending_then_a_pdf_with_its_hash(case, as_, cli):
    case.accept()
    path = f"/businesses/{case.no}/documents"
    assert case.operator.get(path).json == {"result": [], "pending": ["acceptance_receipt"]}
    assert cli("outbox", "deliver").exit_code == 0
    told = case.operator.get(path).json
    assert told["pending"] == []
    (receipt,) = told["result"]
    assert (receipt["kind"], receipt["signature_state"]) == ("acceptance_receipt", "未签章")
    answer = as_.reviewer.get(f"/documents/{receipt['id']}")
    assert answer.data.startswith(b"%PDF-")
    assert answer.content_type == "application/pdf"
    assert sha256(answer.data).hexdigest() == receipt["sha256"]
    for other in (as_.stranger, as_.far_reviewer):
        assert other.get(f"/documents/{receipt['id']}").status_code == 404
        assert other.get(path).status_code == 404

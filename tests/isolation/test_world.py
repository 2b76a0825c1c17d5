"""The ground of the tests beside it: the marks are there, and those whom they belong to read them."""

from tests.isolation.world import CANARY


def test_the_first_company_reads_its_own_marks(world, create_insider):
    own = create_insider("developer_operator")
    assert CANARY in own.call("GET", f"/api/v1/businesses/{world['business_no']}").get_data(as_text=True)
    assert CANARY in own.call("GET", f"/business/{world['business_no']}/").get_data(as_text=True)
    assert CANARY in own.call("GET", "/api/v1/businesses?scope=in_hand").get_data(as_text=True)
    assert own.call("GET", f"/api/v1/documents/{world['document_id']}").status_code == 200

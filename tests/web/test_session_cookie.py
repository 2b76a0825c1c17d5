"""The session's cookie: every page renews it, a file of the program leaves it alone."""


def test_a_page_renews_the_session_and_a_file_does_not(app, sign_in):
    client = sign_in("developer_operator")
    assert any("session=" in line for line in client.get("/").headers.getlist("Set-Cookie"))
    with client.get("/static/js/app.js") as found:
        assert found.status_code == 200
        assert found.headers.getlist("Set-Cookie") == []

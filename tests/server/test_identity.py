"""Who asks: the cookie ties a browser's page and routes together, and is never kept itself."""

from server.identity import COOKIE, new_cookie, who

SID = "s" * 43


def test_the_same_cookie_is_the_same_owner_and_another_is_not():
    assert who({COOKIE: SID}) == who({COOKIE: SID})
    assert who({COOKIE: SID}).owner != who({COOKIE: "t" * 43}).owner
    assert SID not in who({COOKIE: SID}).owner


def test_without_our_cookie_nobody_is_known():
    for cookies in ({}, {COOKIE: ""}, {COOKIE: "short"}, {COOKIE: object()}):
        assert not who(cookies).known
        assert who(cookies).owner != who(cookies).owner


def test_scripts_cannot_read_the_cookie_and_other_sites_cannot_post_with_it():
    cookie = new_cookie()
    assert "; HttpOnly" in cookie
    assert "; SameSite=Lax" in cookie
    assert who({COOKIE: cookie.split(";")[0].split("=")[1]}).known

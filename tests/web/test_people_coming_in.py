"""Log-in: rules of passwords, their age, the second factor, and a single sign-on, a real one on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pyotp
import pytest
import requests
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import RSAKey

from taizhang.web.accounts import actions, factors, passwords
from taizhang.web.accounts.models import Person, RoleKind, SecondFactor
from taizhang.web.ledger.models import AuditEvent
from web.conftest import browser

PASSWORD = "青汀-2026-松溪桥"


def log_in(client=None, username="clerk", password=PASSWORD):
    client = client or Client()
    return client, client.post("/login/", {"username": username, "password": password})


# --- passwords ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("password", ["Ab1-", "abcdefghijkl", "abcdef123456", "1234567890", PASSWORD])
def test_a_password_that_is_short_plain_common_or_used_before_is_refused(bureau, password):
    before = bureau.clerk.password
    with pytest.raises(ValidationError):
        passwords.change_own(bureau.clerk, password)
    assert Person.objects.get(pk=bureau.clerk.pk).password == before


def test_the_last_passwords_are_not_chosen_again(bureau, settings):
    settings.PASSWORD_HISTORY = 3
    for at in range(3):
        passwords.change_own(bureau.clerk, f"Songxi-{at}-qiaotou")
    with pytest.raises(ValidationError, match="最近 3 次"):
        passwords.change_own(bureau.clerk, "Songxi-0-qiaotou")
    passwords.change_own(bureau.clerk, PASSWORD)  # four ago
    assert bureau.clerk.passwords_before.count() <= 3


def test_made_up_passwords_keep_the_rules(bureau):
    for _at in range(50):
        passwords.validate_password(passwords.made_up(), bureau.clerk)


def test_an_old_password_is_changed_before_anything_else(bureau, settings):
    Person.objects.filter(pk=bureau.clerk.pk).update(password_set_at=timezone.now() - timedelta(days=91))
    client = browser(bureau.clerk)
    assert client.get("/").url == "/password/"
    assert client.post("/submissions/upload/").url == "/password/"
    page = client.get("/password/").text
    assert "超过使用期限" in page
    assert "至少 3 类" in page
    weak = client.post("/password/", {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD})
    assert "最近" in weak.text
    settings.PASSWORD_DAYS = 0
    assert client.get("/").status_code == 200


def test_the_numbers_of_lock_and_length_come_from_the_environment(tmp_path):
    names = ("AXES_FAILURE_LIMIT", "AXES_COOLOFF_TIME", "PASSWORD_LENGTH", "TOTP_ROLES", "SESSION_COOKIE_SECURE")
    code = f"from django.conf import settings; print(*(getattr(settings, name) for name in {names}))"
    said = os.environ | {
        "TAIZHANG_LOCK_FAILURES": "3", "TAIZHANG_LOCK_MINUTES": "30", "TAIZHANG_PASSWORD_LENGTH": "14",
        "TAIZHANG_TOTP_ROLES": " auditor, ", "TAIZHANG_HTTPS": "True", "TAIZHANG_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "taizhang.web.settings",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=said, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "3 0:30:00 14 {'auditor'} True"


@pytest.mark.parametrize(("name", "said", "told"), [
    ("TAIZHANG_TOTP_ROLES", "Administrator, auditor", "“Administrator”不是角色，没有启动；角色写作：clerk, "),
    ("TAIZHANG_HTTPS", "https", "请写 1（开）或 0（关）"),
    ("TAIZHANG_IDLE_MINUTES", "30m", "不是整数"),
])  # fmt: skip
def test_a_setting_that_cannot_be_understood_stops_the_start_and_says_what_would_do(tmp_path, name, said, told):
    command = [sys.executable, "-m", "taizhang.cli", "doctor", "--home", str(tmp_path)]
    done = subprocess.run(command, env=os.environ | {name: said}, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert name in done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr


# --- the second factor ------------------------------------------------------------------------------------------------


@pytest.fixture
def telephone(bureau) -> pyotp.TOTP:
    """The clerk's; its last code was used a while ago."""
    secret = factors.new_secret()
    factors.set_up(bureau.clerk, secret, pyotp.TOTP(secret).now())
    SecondFactor.objects.update(last_step=0)
    return pyotp.TOTP(secret)


def test_a_second_factor_is_set_up_with_a_qr_code_and_recovery_codes(bureau):
    client = browser(bureau.clerk)
    page = client.get(reverse("second_factor")).text
    assert "data:image/svg+xml" in page
    assert "不正确" in client.post(reverse("second_factor"), {"code": "000000"}).text
    page = client.post(reverse("second_factor"), {"code": pyotp.TOTP(client.session["factor"]).now()}).text
    codes = page.partition('<pre class="code">')[2].partition("</pre>")[0].split()
    assert len(codes) == 10
    kept = SecondFactor.objects.get()
    assert codes[0] not in str(kept.recovery)
    assert client.session.get("factor") is None


def test_password_alone_lets_nobody_in_who_has_one(bureau, telephone):
    client, answer = log_in()
    assert answer.url == "/login/code/"
    assert client.get("/submissions/").status_code == 302
    code = telephone.now()
    assert client.post("/login/code/", {"code": code}).url == "/"
    assert client.get("/submissions/").status_code == 200
    again, _answer = log_in()
    assert "不正确或已用过" in again.post("/login/code/", {"code": code}).text  # a code is taken once


def test_a_recovery_code_is_taken_once(bureau):
    secret = factors.new_secret()
    codes = factors.set_up(bureau.clerk, secret, pyotp.TOTP(secret).now())
    client, _answer = log_in()
    assert client.post("/login/code/", {"code": codes[3].upper()}).status_code == 302
    client, _answer = log_in()
    assert client.post("/login/code/", {"code": codes[3]}).status_code == 200
    assert AuditEvent.objects.filter(action="factor.recover").count() == 1


def test_wrong_codes_lock_like_wrong_passwords(bureau, telephone):
    client, _answer = log_in()
    for _attempt in range(5):
        answer = client.post("/login/code/", {"code": "000000"})
    assert answer.status_code == 429
    assert client.post("/login/code/", {"code": telephone.now()}).status_code == 429
    assert log_in()[1].status_code == 429


def test_the_code_is_asked_for_a_few_minutes_only(bureau, telephone):
    client, _answer = log_in()
    session = client.session
    session["half_in"] = session["half_in"] | {"at": time.time() - 400}
    session.save()
    assert client.post("/login/code/", {"code": telephone.now()}).url == "/login/"
    assert Client().get("/login/code/").url == "/login/"


def test_roles_named_by_the_settings_need_one(bureau, settings):
    settings.TOTP_ROLES = {"auditor"}
    auditor, clerk = browser(bureau.auditor), browser(bureau.clerk)
    assert auditor.get("/").url == reverse("second_factor")
    assert "须启用" in auditor.get(reverse("second_factor")).text
    assert clerk.get("/").status_code == 200
    auditor.post(reverse("second_factor"), {"code": pyotp.TOTP(auditor.session["factor"]).now()})
    assert auditor.get("/").status_code == 200


def test_it_is_removed_with_a_code_or_by_an_administrator(bureau, telephone):
    client = browser(bureau.clerk)
    client.post(reverse("second_factor_remove"), {"code": "000000"})
    assert SecondFactor.objects.exists()
    client.post(reverse("second_factor_remove"), {"code": telephone.now()})
    assert not SecondFactor.objects.exists()
    factors.set_up(bureau.clerk, telephone.secret, telephone.now())
    browser(bureau.admin).post(reverse("people:step", args=[bureau.clerk.pk, "factor"]))
    assert not SecondFactor.objects.exists()


def test_the_back_office_has_no_way_in_of_its_own(bureau, telephone):
    assert Client().get("/admin/login/?next=/admin/").url == "/login/?next=/admin/"


def test_who_is_in_and_may_not_enter_the_back_office_is_told_so(bureau):
    assert browser(bureau.clerk).get("/admin/ledger/observation/", follow=True).status_code == 403
    assert browser(bureau.auditor).get("/admin/login/?next=/admin/", follow=True).status_code == 200


def test_what_is_sent_after_the_session_ended_leads_back_to_its_page_and_is_said_to_be_lost(bureau):
    step = "/submissions/1/submit/"
    answer = Client().post(step, headers={"Referer": "http://testserver/submissions/?state=draft"}, follow=True)
    assert answer.redirect_chain == [("/login/?next=/submissions/%3Fstate%3Ddraft", 302)]
    assert "没有保存任何内容" in answer.text
    for elsewhere in ({}, {"Referer": "http://elsewhere/"}):
        assert Client().post(step, headers=elsewhere).url == "/login/?next=/"
    assert Client().get("/submissions/?state=draft").url == "/login/?next=/submissions/%3Fstate%3Ddraft"


def test_an_address_that_only_takes_what_is_sent_says_so_on_a_page(bureau):
    for address in ("/submissions/1/submit/", "/logout/"):
        answer = browser(bureau.clerk).get(address)
        assert (answer.status_code, answer.headers["Allow"].split(",")[0]) == (405, "POST"), address
        assert "这个地址不能直接打开" in answer.text


def test_coming_in_and_going_out_are_in_the_audit_log(bureau):
    client, _answer = log_in()
    client.post("/logout/")
    log_in(password="wrong")
    log_in(username="nobody")
    assert list(AuditEvent.objects.order_by("-id").values_list("action", flat=True)[:3]) == [
        "session.fail", "session.out", "session.in",
    ]  # fmt: skip


@pytest.mark.parametrize("then", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_the_log_in(bureau, then):
    answer = Client().post(f"/login/?next={then}", {"username": "clerk", "password": PASSWORD, "next": then})
    assert "evil" not in answer.url
    assert answer.url == "/"


# --- single sign-on ------------------------------------------------------------------------------------------------


class SignOn(ThreadingHTTPServer):
    """A small OpenID provider: it takes everybody for `user` and signs that with its key."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.key = self.signing = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
        self.user, self.audience, self.asked = "clerk", "taizhang", {}

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def metadata(self) -> dict[str, object]:
        at = {f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token")}
        can = {"response_types": ["code"], "subject_types": ["public"], "id_token_signing_alg_values": ["RS256"]}
        told = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"}
        return at | told | {f"{name}_supported": values for name, values in can.items()}

    def token(self, code: str) -> dict[str, object]:
        now = int(time.time())
        who = {"iss": self.issuer, "aud": self.audience, "sub": "1", "preferred_username": self.user}
        claims = who | {"exp": now + 60, "iat": now, "nonce": self.asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.signing)
        return {"access_token": "a", "token_type": "Bearer", "id_token": signed, "expires_in": 60}


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        at = urlsplit(self.path)
        if at.path == "/authorization":
            self.server.asked = {name: values[0] for name, values in parse_qs(at.query).items()}
            back = urlencode({"code": "c", "state": self.server.asked["state"]})
            self.send_response(302)
            self.send_header("Location", f"{self.server.asked['redirect_uri']}?{back}")
            self.end_headers()
        elif at.path == "/jwks":
            self._json({"keys": [self.server.key.as_dict(private=False)]})
        else:
            self._json(self.server.metadata())

    def do_POST(self):
        sent = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._json(self.server.token(sent["code"][0]))

    def _json(self, said):
        data = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args):
        """Quiet."""


@pytest.fixture
def sign_on(settings):
    server = SignOn()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET = server.issuer, "taizhang", "secret"
    yield server
    server.shutdown()
    server.server_close()


def round_trip(client):
    """The browser's way: here, to the sign-on, back here."""
    away = client.get(reverse("oidc"), {"next": "/submissions/"})
    back = requests.get(away.url, allow_redirects=False, timeout=5).headers["Location"]
    return client.get(f"{reverse('oidc_return')}?{urlsplit(back).query}")


def test_without_settings_there_is_no_single_sign_on(bureau):
    assert Client().get(reverse("oidc")).status_code == 404
    assert "统一登录" not in Client().get("/login/").text


def test_somebody_known_comes_in_by_the_single_sign_on(bureau, sign_on):
    assert "统一登录" in Client().get("/login/").text
    client = Client()
    assert round_trip(client).url == "/submissions/"
    assert client.get("/submissions/").status_code == 200
    assert sign_on.asked["code_challenge_method"] == "S256"
    assert AuditEvent.objects.last().detail == {"how": "oidc"}


@pytest.mark.parametrize("user", ["stranger", "head", "", None])
def test_the_single_sign_on_makes_nobody_and_lets_no_disabled_in(bureau, sign_on, user):
    actions.disable(bureau.head, by=bureau.admin)
    sign_on.user, before = user, Person.objects.count()
    client = Client()
    assert round_trip(client).url == "/login/"
    assert "没有账号" in client.get("/login/").text
    assert client.get("/submissions/").status_code == 302
    assert Person.objects.count() == before


@pytest.mark.parametrize("how", ["key", "audience", "state"])
def test_what_the_sign_on_did_not_say_is_not_believed(bureau, sign_on, how):
    client = Client()
    if how == "key":
        sign_on.signing = RSAKey.generate_key(2048, {"kid": "one"})
    if how == "audience":
        sign_on.audience = "another"
    if how == "state":
        assert client.get(reverse("oidc_return"), {"code": "c", "state": "forged"}).url == "/login/"
    else:
        assert round_trip(client).url == "/login/"
    assert client.get("/submissions/").status_code == 302


def test_a_sign_on_that_is_down_is_said(bureau, settings):
    settings.OIDC_ISSUER = "http://127.0.0.1:9"
    client = Client()
    assert client.get(reverse("oidc")).url == "/login/"
    assert "没有响应" in client.get("/login/").text


def test_the_second_factor_is_asked_for_behind_the_single_sign_on_too(bureau, sign_on, telephone):
    client = Client()
    assert round_trip(client).url == "/login/code/"
    assert client.post("/login/code/", {"code": telephone.now()}).url == "/submissions/"


def test_roles_do_not_come_from_the_sign_on(bureau, sign_on):
    client = Client()
    round_trip(client)
    assert client.get(reverse("people:list")).status_code == 403
    assert {role.kind for role in bureau.clerk.roles.all()} == {RoleKind.CLERK}

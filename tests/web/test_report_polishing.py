"""A wording service may be asked for one paragraph; whatever it changes beside the wording is refused."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.urls import reverse

from taizhang.web.ledger import audit
from taizhang.web.ledger.models import AuditEvent
from taizhang.web.refusals import NotAccepted, Refused
from taizhang.web.reports.models import Polish
from taizhang.web.reports.polishing import polish
from taizhang.web.reports.versions import current
from web.conftest import browser
from web.one_report import bureau, drafted, folder, home, report  # noqa: F401
from web.test_report_editing import about

# ruff: noqa: F811


class Service:
    """A real server on this machine that speaks the protocol and answers what a test wants."""

    def __init__(self) -> None:
        self.asked: list[dict] = []
        self.keys: list[str] = []
        self.answer = lambda text: text

        service = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                service.asked.append(body)
                service.keys.append(self.headers["Authorization"])
                said = service.answer(body["messages"][-1]["content"])
                content = json.dumps({"choices": [{"message": {"content": said}}]}).encode() if said else b"broken"
                self.send_response(200)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_told):
                """Quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"


@pytest.fixture
def service(settings):
    made = Service()
    settings.POLISH_URL, settings.POLISH_KEY, settings.POLISH_MODEL = made.url, "secret", "wording-1"
    yield made
    made.server.shutdown()


def test_without_a_service_nothing_is_asked(bureau, report):
    with pytest.raises(Refused, match="没有启用"):
        polish(report, about(report, "认定").key, by=bureau.writer)
    page = browser(bureau.writer).get(reverse("reports:block", args=[report.pk, about(report, "认定").key])).text
    assert "润色这一段" not in page


def test_one_paragraph_goes_out_with_its_figures_as_tokens_and_a_person_takes_the_answer(bureau, report, service):
    service.answer = lambda text: text.replace("认定", "经核实认定")
    block, client = about(report, "认定"), browser(bureau.writer)
    page = client.post(reverse("reports:polish", args=[report.pk, block.key])).text
    assert "采用润色后的文字" in page
    (asked,) = service.asked
    assert (asked["model"], asked["messages"][-1]["content"], service.keys) == (
        "wording-1", block.text, ["Bearer secret"],
    )
    assert current(report)[0] == 0, "asking changes nothing"
    text = service.answer(block.text)
    client.post(reverse("reports:save", args=[report.pk, block.key]), {"text": text, "base": 0})
    assert "经核实认定" in about(report, "认定").text


BAD = {
    "a figure left out": (lambda text: text[: text.index("⟦")] + text[text.index("⟧") + 1:], "改动了锁定的数字"),
    "a figure changed": (lambda text: text.replace("46人", "64人"), "被改成"),
    "a figure twice": (lambda text: text + text[text.index("⟦"): text.index("⟧") + 1], "改动了锁定的数字"),
    "a number more": (lambda text: text + "走访12户。", "多出了没有依据的数字"),
    "too long": (lambda text: text + "各项工作有序推进，成效明显。" * 9, "长度"),
    "a promise": (lambda text: text.replace("。", "，力争应助尽助。"), "承诺"),
    "no answer": (lambda text: "", "没有给出可用的回答"),
}  # fmt: skip


@pytest.mark.parametrize(("answer", "why"), BAD.values(), ids=BAD)
def test_an_answer_that_changes_more_than_wording_is_refused_with_the_reason(bureau, report, service, answer, why):
    service.answer = answer
    with pytest.raises(NotAccepted, match=why):
        polish(report, about(report, "认定").key, by=bureau.writer)
    (call,) = Polish.objects.all()
    assert call.refused
    assert current(report)[0] == 0


def test_every_call_is_logged_without_its_text(bureau, report, service):
    polish(report, about(report, "认定").key, by=bureau.writer)
    (event,) = AuditEvent.objects.filter(action="report.polish")
    assert set(event.detail) == {"block", "sent", "refused"}
    assert "认定" not in json.dumps(event.detail, ensure_ascii=False)


def test_a_call_is_logged_in_both_places_or_in_none(bureau, report, service, monkeypatch):
    def broken(*_told, **_more):
        raise OSError

    monkeypatch.setattr(audit, "record", broken)
    with pytest.raises(OSError):
        polish(report, about(report, "认定").key, by=bureau.writer)
    assert not Polish.objects.exists()


def test_a_service_that_is_not_there_is_told(bureau, report, settings):
    settings.POLISH_URL = "http://127.0.0.1:9/v1"
    with pytest.raises(NotAccepted, match="没有给出可用的回答"):
        polish(report, about(report, "认定").key, by=bureau.writer)

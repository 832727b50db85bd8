"""Optional polishing of one paragraph by an outside service that speaks OpenAI's chat protocol; off unless set up.

Figures go out as locked tokens. What comes back is audited and refused on any doubt, and a person takes it or not.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction

from taizhang.findings import Finding
from taizhang.reading import read_text
from taizhang.reading.words import any_of
from taizhang.web.accounts.models import Person
from taizhang.web.accounts.permissions import check_may
from taizhang.web.accounts.policies import check_following
from taizhang.web.ledger import audit
from taizhang.web.refusals import NotAccepted, Refused
from taizhang.web.reports.body import Block
from taizhang.web.reports.models import Polish, Report
from taizhang.web.reports.versions import current, drafted, known_runs, sha256
from taizhang.writing.pieces import FigureRun, Own, Paragraph, Run
from taizhang.writing.tokens import from_tokens, token

LENGTH = (60, 140)      # per cent of the original that an answer may be long
ASKED = (
    "请润色下面这段政府部门工作报告的文字，使之通顺、简洁，合乎公文语体。"
    "⟦……⟧ 是锁定的数字标记：每一个都必须原样保留，不得增删改动。"
    "不得增加任何数字、事实、评价或承诺。只回答润色后的这一段文字。"
)
_INTENT = re.compile(any_of("intent"))
_BYTES = 2**18          # of an answer that are read


def is_on() -> bool:
    """Whether the bureau has set up a service."""
    return bool(settings.POLISH_URL)


def polish(report: Report, key: str, *, by: Person) -> str:
    """A better wording of one paragraph, for a person to take or not; nothing is changed by asking.

    Raises Refused where the service is off or fails, and NotAccepted, saying why, where the answer does not pass.
    """
    check_may(by, "report.write", unit=report.unit)
    check_following("report", report.state, "write")
    if not is_on():
        raise Refused.because("report-polish-off")
    block = current(report)[1].block(key)
    started = time.monotonic()
    try:
        answer = _ask(block.text)
        refused = list(faults(block, answer, known_runs(report, drafted(report))))
    except (URLError, HTTPException, TimeoutError, LookupError, ValueError, TypeError) as error:
        answer, refused = "", [Finding("report-polish-failed", key, {"why": type(error).__name__})]
    _log(report, block, answer, refused=refused, seconds=time.monotonic() - started, by=by)
    if refused:
        raise NotAccepted(*refused)
    return answer


def _ask(text: str) -> str:
    """The service's answer to one paragraph. Raises what the network and bad answers raise."""
    asked = {"model": settings.POLISH_MODEL, "temperature": 0.2,
             "messages": [{"role": "system", "content": ASKED}, {"role": "user", "content": text}]}
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {settings.POLISH_KEY}"}
    url = f"{settings.POLISH_URL.rstrip('/')}/chat/completions"
    if not url.startswith(("https://", "http://")):
        raise ValueError(url)
    request = Request(url, json.dumps(asked).encode(), headers)  # noqa: S310 - checked above
    with urlopen(request, timeout=settings.POLISH_SECONDS) as response:  # noqa: S310
        answer = json.loads(response.read(_BYTES))["choices"][0]["message"]["content"]
    return "".join(map(str.strip, answer.splitlines()))


def faults(block: Block, answer: str, known: list[Run]) -> Iterator[Finding]:
    """Why an answer cannot stand for a paragraph: other figures, new numbers or promises, or another length."""
    before, after = (from_tokens(text, known, lead=block.lead) for text in (block.text, answer))
    yield from after.refused
    if before.paragraph is None or after.paragraph is None:
        return
    had, has = _tokens(before.paragraph), _tokens(after.paragraph)
    if changed := (had - has) + (has - had):
        yield Finding("report-polish-tokens", block.key, {"found": "、".join(changed.elements())})
    if new := Counter(one.text for one in after.typed) - Counter(one.text for one in before.typed):
        yield Finding("report-polish-digits", block.key, {"found": "、".join(new.elements())})
    yield from _length(block.key, before.paragraph.text, after.paragraph.text)
    if promised := _promises(after.paragraph.text) - _promises(before.paragraph.text):
        yield Finding("report-polish-commitment", block.key, {"found": "、".join(promised.elements())})


def _tokens(paragraph: Paragraph) -> Counter[str]:
    return Counter(token(run) for run in paragraph.runs if isinstance(run, FigureRun | Own))


def _length(key: str, before: str, after: str) -> Iterator[Finding]:
    percent = round(100 * len(after) / max(len(before), 1))
    if not LENGTH[0] <= percent <= LENGTH[1]:
        yield Finding("report-polish-length", key, {"found": percent, "expected": f"{LENGTH[0]}–{LENGTH[1]}"})


def _promises(text: str) -> Counter[str]:
    """The words of intent and the deadlines that the reader finds in a paragraph as if it stood in a plan."""
    reading = read_text(f"工作计划\n一、下一步工作\n{text}\n")
    said = [found[0] for found in _INTENT.finditer(text)]
    return Counter([*said, *(one.deadline for one in reading.commitments if one.deadline)])


@transaction.atomic
def _log(  # noqa: PLR0913 - what a log line has
    report: Report, block: Block, answer: str, *, refused: list[Finding], seconds: float, by: Person
) -> None:
    """Note the call, with hashes in place of the text."""
    row = Polish.objects.create(
        report=report, block=block.key, model=settings.POLISH_MODEL, sent=sha256(block.text),
        answered=sha256(answer) if answer else "", refused=[one.code for one in refused], seconds=seconds, by=by,
    )  # fmt: skip
    audit.record("report.polish", report, by=by, block=block.key, sent=row.sent, refused=row.refused)

"""What a newcomer gets from the sample reports: their mistakes and nothing else, and what a year leaves open."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.checking.across import compare
from taizhang.checking.audit import audit
from taizhang.findings import Finding
from taizhang.reading import read
from taizhang.reading.model import Reading

SAMPLES = Path(__file__).parents[2] / "examples/reports"
MISTAKES = {
    "with-mistakes.txt": [
        "新增学位1260个，其中小学720个、初中480个",
        "在园幼儿5812人，比去年同期增加236人，增长4.1%",
        "招聘教师48人，比去年增加16人，增长33.3%",
        "交流轮岗教师57人，其中骨干教师占22.9%",
    ],
    "tongxi-2025h2.txt": [],
    "yunhe-2026h1.txt": [],
    "from-a-sharing-site.txt": [
        "维修改造项目24个,已完工19个,完工率82.6%",
        "由去年同期的12650人增加到14870人,增加2320人",
        "组织各类培训836人次,其中国家级26人次,省级148人次,市级188人次,区级500人次",
    ],
    "student-aid-section.txt": [
        "57人，每人发放临时救助金800元，共支出4.65万元",
        "合计\t6910\t442.25\t2130",
    ],
    "planning-bulletin.txt": [],
}


def sample(name: str) -> Reading:
    return read(SAMPLES / name)


def contradicted(reading: Reading) -> list[Finding]:
    return [finding for finding in audit(reading) if finding.code.startswith("claim-contradicted")]


def told(later: Reading, earlier: Reading, code: str) -> list[Finding]:
    return [finding for finding in compare(later, earlier) if finding.code == code]


def as_received(reading: Reading, finding: Finding) -> str:
    claim, = (claim for claim in reading.claims if claim.id == finding.blanks["claim"])
    return reading.text[claim.start:claim.end]


@pytest.mark.parametrize("name", MISTAKES)
def test_what_a_sample_contradicts_is_found_and_nothing_else_is_called_wrong(name: str) -> None:
    reading = sample(name)
    sentences = [as_received(reading, finding) for finding in contradicted(reading)]
    assert [next((said for said in MISTAKES[name] if said in words), words) for words in sentences] == MISTAKES[name]


@pytest.mark.parametrize(("name", "causes"), [
    ("with-mistakes.txt", ["720个＋480个＝1200个", "除以了本年数", "除以了本年数", "没有整数能得出22.9%"]),
    ("from-a-sharing-site.txt", ["算得79.17%", "算得2220人", "26人次未计入合计"]),
    ("student-aid-section.txt", ["57人×800元＝4.56万元", "318＋655＋502＋341＋214＝2030"]),
])
def test_why_it_is_wrong_is_said(name: str, causes: list[str]) -> None:
    messages = [finding.message() for finding in contradicted(sample(name))]
    assert [cause in message for cause, message in zip(causes, messages, strict=True)] == [True] * len(causes)


def test_no_sample_has_anything_doubtful_besides() -> None:
    assert [finding for name in MISTAKES for finding in audit(sample(name)) if finding.code == "claim-doubtful"] == []


@pytest.mark.parametrize(("name", "at_least"), [
    ("tongxi-2025h2.txt", 15), ("yunhe-2026h1.txt", 18), ("planning-bulletin.txt", 40),
])
def test_what_agrees_is_recomputed_and_not_passed_over(name: str, at_least: int) -> None:
    held = [claim for claim in sample(name).claims if claim.verdict in ("holds", "rounding")]
    assert len(held) >= at_least


def test_every_sample_is_held_and_the_readme_lists_it_with_its_mistakes() -> None:
    readme = (SAMPLES / "README.md").read_text("utf-8")
    assert {path.name for path in SAMPLES.glob("*.txt")} == set(MISTAKES)
    assert [name for name in MISTAKES if f"| `{name}` |" not in readme] == []
    rows = [f"| `{name}` | {said} |" for name in MISTAKES for said in MISTAKES[name]]
    assert [line.rsplit("|", 2)[0] + "|" for line in readme.split("## Their mistakes")[1].splitlines()
            if line.startswith("| `")] == rows


def test_beside_the_report_before_it_last_years_figure_differs_and_two_promises_are_never_mentioned_again() -> None:
    later, earlier = sample("with-mistakes.txt"), sample("tongxi-2025h2.txt")
    base, = told(later, earlier, "claim-other-base")
    assert (base.blanks["stated"], base.blanks["computed"]) == (32, 34)
    assert [finding.blanks["promise"] for finding in told(later, earlier, "claim-promise-forgotten")] == [
        "4月底前为15所农村小学安装直饮水设备", "6月底前建成心理辅导室10间"]
    assert len(compare(later, earlier)) == 3          # 在园幼儿 of last year agrees, and the other promises were kept


def test_the_noise_of_a_sharing_site_leaves_no_figure_and_hides_no_year() -> None:
    reading = sample("from-a-sharing-site.txt")
    report, = reading.documents
    assert report.period == "2026H1"                  # the anniversary tells it; the site's title says 2027
    begins, ends = (reading.text.index(words) for words in ("现将有关情况汇报", "将本文的Word文档"))
    assert [figure.quote for figure in reading.figures if not begins < figure.start < ends] == []
    assert "158.4萬(wàn)元" in [figure.quote for figure in reading.figures if figure.value == 1_584_000]


def test_a_plan_says_who_answers_for_what() -> None:
    owners = {promise.text: promise.owner for promise in sample("tongxi-2025h2.txt").commitments}
    assert owners["4月底前为15所农村小学安装直饮水设备"] == "基教股、后勤服务中心"
    assert owners["组织培训600人次"] == "人事股"

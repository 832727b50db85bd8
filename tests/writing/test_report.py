"""What the office writer gets: sentences with their figures, what was left out, and no number without evidence."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest

from small_city import OUTLINE, make_catalogue, make_release
from taizhang.analysis.analysis import Analysis
from taizhang.catalogue import load
from taizhang.catalogue.model import Sentence
from taizhang.writing.comparing import Comparing
from taizhang.writing.numbering import chinese, numbered, plain_date
from taizhang.writing.outline import Speaker, check_outlines
from taizhang.writing.page import stray_digits
from taizhang.writing.pieces import FigureRun, Text
from taizhang.writing.report import UnprovenError, write_report
from taizhang.writing.said import Outcome
from taizhang.writing.tables import indicators_table


def body(document):
    return [paragraph.text for paragraph in document.paragraphs()][2:]


def test_the_report_says_what_the_figures_say(document):
    assert document.title == "云川市教育局2026年上半年工作总结和下半年工作计划"
    titles = [section.title for section in document.sections]
    assert titles == ["上半年工作开展情况", "存在的主要问题", "下半年工作计划"]
    assert body(document) == [
        "上半年共资助家庭经济困难学生1960人，同比增加250人，发放资助金271.4万元。"
        "其中，小学1350人、资金182.4万元；初中610人、资金89万元。",
        "（一）学生资助。清溪区尚未足额发放，缺口0.6万元。",
        "于12月底前补足0.6万元，做到不漏一人。（责任科室：学生资助管理中心）",
    ]
    assert (document.signature, document.date, document.draft) == ("云川市教育局", date(2026, 7, 5), True)


def test_every_figure_has_evidence_down_to_the_cell(document):
    figures = document.figures()
    assert {figure.key for figure in figures} == set(document.evidence)
    gap = next(figure for figure in figures if figure.text == "0.6万元")
    due, paid = document.evidence[gap.key].inputs
    assert (due.result.value - paid.result.value, gap.result.value) == (Decimal(6000), Decimal(6000))
    assert {one.source.place for one in due.observations} >= {"a1.xlsx 资助报表!C14"}
    assert document.unproven == []


def test_no_digit_stands_outside_a_figure_a_name_or_a_date(document):
    words = [run.text for run in document.runs() if isinstance(run, Text) and not run.digits]
    assert len(words) > 10
    assert [text for text in words if re.search("[0-9]", text)] == []
    assert all(isinstance(run, FigureRun) or run.digits or not re.search("[0-9]", run.text) for run in document.runs())


def test_a_plan_gives_tasks_with_owner_target_and_date(document):
    (task,) = document.tasks
    assert (task.owner, task.target, task.due) == (
        "学生资助管理中心", {"aid.paid_in_full": Decimal(100)}, date(2026, 12, 31))


def test_a_county_gets_its_own_report(analysis):
    document = write_report(analysis, "b")
    assert document.signature == "南塘县教育局"
    assert body(document) == [
        "上半年共资助家庭经济困难学生210人，与上年同期持平，发放资助金27万元。其中，小学150人、资金18万元；初中60人、资金9万元。"]


def test_attachments_hold_the_indicators_that_the_report_names(document):
    (table,) = document.attachments
    assert [[run.text for run in row] for row in table.rows] == [
        ["学生资助", "资助学生", "人", "1960", "1710", "增长14.6%"],
        ["学生资助", "应发资助金", "元", "2720000", "—", "—"],
        ["学生资助", "发放资助金", "元", "2714000", "—", "—"],
    ]


# --- what is missing ---------------------------------------------------------------------------------------


def report_of(folder, observations, *, final=False, approved=True, **files):
    release = make_release(folder, observations, approved=approved)
    return write_report(Analysis(release, make_catalogue(folder, **files)), final=final)


def test_a_sentence_whose_figures_are_missing_is_left_out_and_listed(tmp_path):
    document = report_of(tmp_path, "indicator unit period value stage\nrecipients a1 2026H1 12 primary")
    assert body(document) == []
    assert [(one.part, one.why) for one in document.left_out] == [
        ("done", "缺少数据：发放资助金"), ("done", "缺少数据：发放资助金"),
        ("problems", "缺少数据：足额发放率"), ("next", "缺少数据：足额发放率")]


def test_incomplete_returns_are_told_in_an_attachment(tmp_path):
    document = report_of(tmp_path, """
        indicator   unit period value stage
        recipients  a1   2026H1 12    primary
        amount_paid a1   2026H1 9000  primary""", outline="""
        done:
          - say: "资助学生{{ recipients }}，发放{{ amount_paid|wan }}。"
        """)
    returns = [[run.text for run in row] for row in document.attachments[-1].rows]
    assert returns == [["资助学生", "5", "1"], ["发放资助金", "5", "1"]]


def test_a_final_report_needs_approved_figures(tmp_path):
    rows = "indicator unit period value stage\nrecipients a1 2026H1 12 primary\namount_paid a1 2026H1 9000 primary"
    with pytest.raises(UnprovenError, match="12人"):
        report_of(tmp_path, rows, final=True, approved=False)


def test_a_draft_may_have_figures_that_nobody_approved_and_knows_them(tmp_path):
    rows = "indicator unit period value stage\nrecipients a1 2026H1 12 primary\namount_paid a1 2026H1 9000 primary"
    document = report_of(tmp_path, rows, approved=False)
    assert "12人" in [figure.text for figure in document.unproven]


SLIPS = {      # a sentence with a number that nothing stands behind, and what the writer is told
    "共资助1256人。": "“1”",
    "足额发放率百分之百，即百分之{{ recipients }}。": "百分之",
    "资助{{ 1256 }}人。": "1256",
    "资助{{ recipients.result.value }}人。": "cannot be printed",
    "{{ recipients.__class__ }}": "unsafe",
    "{{ unknown_word }}": "unknown_word",
    "{{ recipients.by.colour }}": "colour",
    "{{ recipients + amount_paid }}": "元",
    "{{ versus(recipients, 'next_year') }}": "next_year",
    "{{ recipients.by.stage|wan }}": "result",
}


def test_a_number_without_evidence_does_not_slip_through(analysis):
    said = Outcome()
    domain, day = analysis.catalogue.domains["aid"], date(2026, 7, 3)
    speaker = Speaker(analysis, "city", day, domain, "done", said, Comparing(said.notes.add))
    for sentence in SLIPS:
        speaker.try_to_say(Sentence((sentence,)), 0)
    assert said.said == []
    assert [why in one.why for one, why in zip(said.left_out, SLIPS.values(), strict=True)] == [True] * len(SLIPS)


@pytest.mark.parametrize("name", ["《2025年工作要点》", "“1530”安全教育", "国办发〔2018〕27号", "2027年6月30日", "9月"])
def test_names_and_dates_may_have_digits(name):
    assert stray_digits(f"落实{name}要求") == ""


def test_outlines_with_typed_numbers_are_found_before_anybody_writes(tmp_path):
    catalogue = make_catalogue(tmp_path, outline='done:\n  - say: "资助1256人。"\n  - say: "资助{{ recipients }}。"\n')
    (finding,) = check_outlines(catalogue)
    assert finding.place == "aid/outline.yaml done[0]"
    assert "1256" in finding.message()


def test_the_shipped_outlines_have_no_typed_numbers():
    assert [finding.message() for finding in check_outlines(load())] == []


# --- wordings ----------------------------------------------------------------------------------------------


CHANGES = [      # one school for each: aided now and a year ago, what may be said; the rate likewise
    (110, 100, ("，同比增长10%", "，比上年同期增加10人，增长10%", "，较去年同期增长10%", "，同比增加10人"),
     95, 90, ("，同比提高5个百分点", "，比上年同期提高5个百分点", "，较去年同期提高5个百分点")),
    (90, 100, ("，同比下降10%", "，比上年同期减少10人，下降10%", "，较去年同期下降10%", "，同比减少10人"),
     90, "92.5", ("，同比下降2.5个百分点", "，比上年同期下降2.5个百分点", "，较去年同期降低2.5个百分点")),
    (100, 100, ("，与上年同期持平", "，与去年同期持平"), 90, 90, ("，与上年同期持平", "，与去年同期持平")),
    (100004, 100000, ("，与上年同期基本持平", "，与去年同期基本持平"),
     90, 40, ("，同比提高50个百分点", "，比上年同期提高50个百分点", "，较去年同期提高50个百分点")),
    (250, 100, ("，是去年同期的2.5倍", "，达到上年同期的2.5倍"),
     "91.26", "91.24", ("，与上年同期基本持平", "，与去年同期基本持平")),
    (100, 0, (), 90, "-", ()),
    (100, "-", (), 90, 0, ()),
]


@pytest.mark.parametrize(("at", "said"), [(0, "增长10%"), (1, "下降10%"), (2, "持平")])
def test_tables_say_the_sign_of_a_change_in_words(changed, at, said):
    table = indicators_table(changed, [changed.value("aid.recipients", f"s{at}")])
    assert table.rows[0][-1].text == said


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("changes")
    units = "code name parent kind stages area ownership\ncity 云川市教育局 - city - - -\n" + "\n".join(
        f"s{at} 第{at}小学 city school primary - -" for at in range(len(CHANGES)))
    rows = "indicator unit period value stage\n" + "\n".join(
        f"recipients s{at} 2026H1 {now} primary\nrecipients s{at} 2025H1 {then} primary\n"
        f"amount_due s{at} 2026H1 100 primary\namount_paid s{at} 2026H1 {paid} primary\n"
        f"amount_due s{at} 2025H1 100 primary\namount_paid s{at} 2025H1 {before} primary"
        for at, (now, then, _said, paid, before, _rate) in enumerate(CHANGES))
    outline = """
        done:
          - say: "资助{{ recipients }}{{ versus(recipients, 'last_year') }}。"
          - say: "足额发放率{{ paid_in_full }}{{ versus(paid_in_full) }}。"
        """
    return Analysis(make_release(folder, rows, units=units), make_catalogue(folder, outline=outline))


@pytest.mark.parametrize("at", range(len(CHANGES)))
def test_changes_of_amounts_are_per_cent_and_changes_of_rates_are_points(changed, at):
    now, _then, said, paid, _before, rate = CHANGES[at]
    document = write_report(changed, f"s{at}")
    aided, in_full = f"资助{now}人", f"足额发放率{half_up(paid)}%"
    admitted = {f"{aided}{one}。{in_full}{other}。" for one in said for other in rate} or {f"{aided}，{in_full}。"}
    assert body(document)[0] in admitted
    assert len([note for note in document.notes if "不作同比" in note]) == (said == ()) + (rate == ())


def half_up(number):
    return format(Decimal(number).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize(), "f")


def test_a_comparison_of_unlike_ranges_is_not_made_and_wordings_take_turns(tmp_path):
    outline = """
        done:
          - say: ["甲{{ recipients }}{{ versus(recipients) }}。", "乙{{ recipients }}{{ versus(recipients) }}。"]
          - say: ["缺{{ books }}。", "有{{ recipients }}。"]
        """
    release = make_release(tmp_path, """
        indicator  unit period value stage
        recipients a1   2026H1 100   primary
        recipients a2   2026H1 100   primary
        recipients a1   2025H1 100   primary
        recipients a1   2025H2 100   primary""")
    catalogue = make_catalogue(tmp_path, outline=outline)
    document, earlier = (write_report(Analysis(release, catalogue, period)) for period in ("2026H1", "2025H2"))
    assert [body(document)[0][0], body(earlier)[0][0]] == ["甲", "乙"]
    assert ["有200人。" in body(document)[0], "有100人。" in body(earlier)[0]] == [True, True]
    assert document.notes == ("资助学生：去年同期有1家单位报送，本期2家，范围不同，不作同比",)


def test_many_units_are_counted_after_three_names(tmp_path):
    units = "code name parent kind stages area ownership\ncity 云川市教育局 - city - - -\n" + "\n".join(
        f"c{at} {name}县教育局 city county - - -\ns{at} {name}小学 c{at} school primary - -"
        for at, name in enumerate("甲乙丙丁"))
    rows = "indicator unit period value stage\n" + "\n".join(
        f"amount_due s{at} 2026H1 100 primary\namount_paid s{at} 2026H1 {90 - at} primary" for at in range(4))
    release = make_release(tmp_path, rows, units=units)
    document = write_report(Analysis(release, make_catalogue(tmp_path, outline=OUTLINE)))
    assert "丁县、丙县、乙县等4个县区尚未足额发放" in body(document)[0]
    assert "4个县区" in [figure.text for figure in document.figures()]
    titles = [row[1].text for row in document.attachments[0].rows]
    assert len(titles) == len(set(titles))      # the city's own figures, not those of the counties that were counted


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五")])
def test_headings_are_numbered_in_chinese(number, text):
    assert (chinese(number), numbered(1, number), numbered(2, number)) == (text, f"{text}、", f"（{text}）")


def test_dates_have_no_leading_zeros():
    assert plain_date(date(2026, 7, 5)) == "2026年7月5日"

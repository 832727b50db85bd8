"""What cleaning takes out and puts right, what it leaves alone, and that nothing loses its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.reading.cleaning import clean_text

PAGE = "清川县教育系统各项工作稳步推进，" * 20


def clean(text: str) -> str:
    return clean_text(text).text


@pytest.mark.parametrize("received, expected", [
    # widths, punctuation, spaces
    ("投入５０２７万元,占９３％", "投入5027万元，占93%"),
    ("完成约 85%, 其中 3D 教室 2 间", "完成约85%，其中3D教室2间"),
    ("合计1,204人,8:30开始,见(附件)", "合计1,204人，8:30开始，见（附件）"),
    ("过关率达97.1%,,位居前列。。", "过关率达97.1%，位居前列。"),
    ('开展"两学一做"活动', "开展“两学一做”活动"),
    ("\ufeff新建\u200b2所\r\n投入\u00a05万元", "新建2所\n投入5万元"),
    ("清 川 县 教 育 局 总 结", "清川县教育局总结"),
    ("共清理权力事项\n25\n项，补助\nxx.x\n万元", "共清理权力事项25项，补助××.×万元"),
    ("各项工作稳步推进。\n25\n人员到位", "各项工作稳步推进。\n25\n人员到位"),
    # a full stop of a keyboard that has none
    ("民办园占55%.毛入园率72.4%.\n每人625元.为", "民办园占55%。毛入园率72.4%。\n每人625元。为"),
    ("一.情况\n二.队伍\n(二).师训\n十一.安全\n投入27.万元", "一.情况\n二.队伍\n（二）.师训\n十一.安全\n投入27.万元"),
    # masks stay masks, one for one
    ("20xx年，xx市投入XX万元，20_年，20**年", "20××年，××市投入××万元，20×年，20××年"),
    ("××区20__—20__学年", "××区20××—20××学年"),
    ("增长x个百分点，达到xx.xx%", "增长×个百分点，达到××.××%"),
    ("X光机2台，X射线室，规格3x4，VEX赛项，file_name", "X光机2台，X射线室，规格3x4，VEX赛项，file_name"),
    ("* 项目一\n* 项目二", "*项目一\n*项目二"),
    # script and notes of pronunciation
    ("清川區(qū)教育局發(fā)布報(bào)告", "清川区教育局发布报告"),
    ("我們縣裏辦學條件改善，師資準備充足，對個別學校進行維修",
     "我们县里办学条件改善，师资准备充足，对个别学校进行维修"),
    ("运行办公(oa)系统，单位(de)人员", "运行办公（oa）系统，单位（de）人员"),
    # bytes lost
    ("编印镇街成?萍汇编", "编印镇街成□萍汇编"),
    ("教育怎么看?怎么干?", "教育怎么看？怎么干？"),
    ("全县\ufffd\ufffd学校", "全县□学校"),
    # markup of a web page
    ("<p>投入&nbsp;5万元&mdash;&ldquo;双减&rdquo;。<br/>新建<b>3</b>所。</p><P style=\"x\">培训50人。</P>",
     "投入5万元—“双减”。\n新建3所。\n\n培训50人。"),
    ("支付专项资?/p>\n1304\n万元，受助学?/p>\n360\n人次", "支付专项资□1304万元，受助学□360人次"),
    ("比例a<b，A&B公司，<办法>；&不是", "比例a<b，A&B公司，<办法>；&不是"),
    ("全年培训教师9860\n人次，其中校长120人", "全年培训教师9860人次，其中校长120人"),
    # numbers broken off
    ("下拨资金579.\n413万元，培训教师3.\n4.培训学生", "下拨资金579.413万元，培训教师3.\n4.培训学生"),
    ("面积1808 84平方公里，占26 5%，招生1 122人", "面积1808.84平方公里，占26.5%，招生1 122人"),
    ("合格率98·87%，生师比19·17∶1，纪念5·12地震", "合格率98.87%，生师比19.17∶1，纪念5·12地震"),
    # words typed twice
    ("面积1.35万元平方米", "面积1.35万平方米"),
    ("召开开全市工作会，实现目的的途径", "召开全市工作会，实现目的的途径"),
])
def test_marks_are_brought_to_one_form(received, expected):
    assert clean(received) == expected


@pytest.mark.parametrize("line", [
    "更新时间:2026-08-08 11:55:28 来源:网络", "《2026年总结.doc》由会员分享,可在线阅读",
    "下面是小编给大家整理的总结,仅供参考",
    "您当前所在位置：首页>>公报>>正文", "首页 → 教育 → 正文", "[字体：大 中 小]",
    "清川日报　|　清川新闻网　|　客户端下载",
    "首页 > 范文 > 工作总结", "时间:2026-08-08 11:55", "版权所有 清川网", "上一篇：某某总结", "责任编辑:小川",
    "4、 关 键 词: 教育局 总结 限制150内",
    "下载", "免费国产精品一区二区三区", "(未完,全文共3120字,当前显示815字)", "全文共2860字,仅供会员参考(可打开文档)",
    "将本文的Word文档下载到电脑", "链接地址:http://example.org/1.html 转载请保留",
])
def test_a_line_of_furniture_goes(line):
    before, after = "一、项目建设\n新建2所。\n", "\n二、队伍建设\n培训50人。"
    assert clean(before + line + after) == before + after


@pytest.mark.parametrize("line", ["第 3 页 共 10 页", "- 4 -", "3/10"])
def test_a_page_number_goes_and_parts_no_sentence(line):
    assert clean(f"新建2所。\n{line}\n培训50人。") == "新建2所。\n培训50人。"
    halves = "成功召开第二届特色项目交流会，第一小学等6所学", "校分别带来表演。"
    assert clean(f"\n{line}\n".join(halves)) == "".join(halves)


@pytest.mark.parametrize("sentence", [
    "向学生推荐阅读书目100种。", "学校网站更新时间缩短2天。", "下载教学资源2000份。", "评选版权保护先进学校3所。",
    "分享到全县的课例有12节。", "未完成整改的隐患12处，已列入台账。", "组织师生在线观看“开学第一课”12万人次。",
    "国产精品课程12门免费开放。", "收缴黄色图片、书刊120册。", "全文共1200字，刊于教育报。",
])
def test_a_sentence_that_only_sounds_like_furniture_stays(sentence):
    assert clean(f"一、工作\n{sentence}") == f"一、工作\n{sentence}"


@pytest.mark.parametrize("tail", [
    "推荐阅读:\n\n幼儿园半年工作总结10篇\n\n企业员工总结", "相关文章\n\n推荐文章\n\n© 某范文网",
    "相关热词搜索:总结 计划",
    "【县教育局2026年工作总结】相关文章：\n1.年终总结5篇",
    "为您推荐\n\n采购员年终总结\n\n写好总结是非常重要的,共采购5万元…",
])
def test_what_follows_the_report_goes_with_its_numbers(tail):
    assert clean(f"一、工作\n新建2所。\n{tail}").strip() == "一、工作\n新建2所。"


def test_a_menu_before_the_report_ends_nothing():
    assert "新建2所。" in clean("洞川网\n阅读排行\n教育局2026年工作总结\n一年来，新建2所。")


def test_a_report_that_goes_on_behind_an_advertisement_is_kept():
    page = "一、工作\n新建2所。\n推荐阅读：三年级总结\n四年级总结500字\n二、打算\n再建3所。"
    assert clean(page) == "一、工作\n新建2所。\n二、打算\n再建3所。"


def test_a_title_said_twice_is_said_once_and_loses_what_the_site_hung_on_it():
    page = "清川县教育局工作总结-清川范文网\n\n清川县教育局工作总结\n一、工作\n新建2所。"
    assert clean(page).split() == ["清川县教育局工作总结", "一、工作", "新建2所。"]


def test_page_numbers_inside_words_go_and_the_words_are_whole_again():
    text = f"1、总结 一、工作。{PAGE}到\n2、位资金5027万元。{PAGE}完成11\n3、对幼儿园结对。"
    assert clean(text) == f"总结 一、工作。{PAGE}到位资金5027万元。{PAGE}完成11对幼儿园结对。"
    assert clean(text.replace("\n", "\n\n")) == clean(text)


def test_a_page_number_may_stand_off_from_its_page_or_above_it():
    text = f"1、\n总结 一、工作。{PAGE}其中加固\n2、 62.8万平方米。\n3、 重建76.7万平方米。"
    assert clean(text) == f"总结 一、工作。{PAGE}其中加固62.8万平方米。\n重建76.7万平方米。"


@pytest.mark.parametrize("written, year", [
    ("二○○五年", "二〇〇五年"), ("二○一○年", "二〇一〇年"), ("二OO八年", "二〇〇八年"), ("一九九○年", "一九九〇年"),
    ("二○○×年", "二×××年"), ("○○县", "××县"),
])
def test_the_circles_of_a_year_are_zeros_and_all_others_hide_something(written, year):
    assert clean(f"教育局{written}工作") == f"教育局{year}工作"


def test_a_page_may_stand_in_several_lines():
    lines = f"1、总结 一、工作。{PAGE}\n{PAGE}到\n2、位资金5027万元。"
    assert clean(lines) == f"总结 一、工作。{PAGE * 2}到位资金5027万元。"


@pytest.mark.parametrize("text", [
    "主要做法：\n1、加强领导\n2、落实责任\n3、强化督查",
    f"1、{PAGE}。\n2、{PAGE}。\n3、{PAGE}。",
    "（一）党建\n1.开展培训2场。\n2.发展党员5名。",
])
def test_the_numbers_of_a_list_stay(text):
    assert clean(text) == text


@pytest.mark.parametrize("first, second", [
    ("成功召开第二届特色项目交流会，第一小学等6所学", "校分别带来表演。"),
    ("依托远程教育开展大专学历教育，目前在学400", "余人，毕业200余人。"),
])
def test_a_sentence_cut_by_a_line_end_is_joined(first, second):
    assert clean(f"{first}\n{second}") == first + second


@pytest.mark.parametrize("text", [
    "一、学校工程建设有序开展\n第一小学主体完工。",
    "清川县教育局工作总结\n今年以来，全县工作有序。",
    "各项工作有序推进，取得较好成效，得到上级肯定\n二、存在问题",
    "各项工作有序推进，取得较好成效，得到上级肯定\n2026年7月1日",
])
def test_headings_titles_and_dates_keep_their_lines(text):
    assert clean(text) == text


PARAGRAPHS = [
    "今年以来，县教育局围绕全年目标，抓项目、补短板、强管理，各项工作有序推进，取得阶段性成效。",
    "一、项目建设",
    "全县计划新建幼儿园12所，已开工9所，其中《学前教育扩容方案》确定的7所主体封顶；维修校舍36处、操场14个，惠及学生2.4万名，"
    "累计完成投资5027万元，占年度计划的62.8%，较去年同期提高4.6个百分点，其余项目安排在暑期施工。",
    "二、教师队伍",
    "招聘教师86名，交流轮岗120人（其中校长7人），在省级课堂教学评比中获一、二等奖各3名，骨干教师达到412人，比上年增加35人，"
    "培训教师2150人次，“国培计划”参训310人次，学员满意率98.5%，教师编制缺口由211人下降到168人，乡村教师补助按月足额发放。",
]


def printed(paragraphs: list[str], *, width: int, length: int, head: str, foot: str) -> str:
    """As a PDF gives its text: `width` Chinese characters or twice as many digits a line, `length` lines a page."""
    lines = []
    for paragraph in paragraphs:
        lines.append("")
        for character in paragraph:
            if len(lines[-1].encode("gb18030")) >= 2 * width and character not in "，。；、）》”":
                lines.append("")
            lines[-1] += character
    pages = [lines[i:i + length] for i in range(0, len(lines), length)]
    return "\n\f".join("\n".join([head, *lines, foot.format(n)]) for n, lines in enumerate(pages, start=1))


@pytest.mark.parametrize("foot", ["— {} —", "第{}页 共9页", "{}", "· {} ·"])
@pytest.mark.parametrize("length", [4, 6, 9])
def test_what_a_pdf_cuts_into_lines_and_pages_is_whole_again(length, foot):
    for width in range(20, 41):
        paper = printed(PARAGRAPHS, width=width, length=length, head="清川县教育局半年总结", foot=foot)
        assert clean(paper).split("\n") == ["清川县教育局半年总结", *PARAGRAPHS], width


def test_what_stands_at_the_edge_of_a_page_once_stays():
    pages = ["清川县教育局总结\n一、学校\n新建2所。\n合计38所。", "二、教师\n招聘5名。\n三、资助\n资助30人。"]
    assert clean("\n\f".join(pages)) == "\n".join(pages)


def test_the_words_and_numbers_of_a_chart_go():
    chart = "清川县\n新建、改扩建学校\n云州市\n97.8%\n-5.9%\n"
    assert clean(f"（一）学校\n{chart}图2　各县区开工率\n新建2所。") == "（一）学校\n图2各县区开工率\n新建2所。"
    headings = "（一）学校\n（二）教师\n1.招聘\n"
    assert clean(f"{headings}图2　各县区开工率") == f"{headings}图2各县区开工率"


def test_every_change_is_noted_with_what_stood_there():
    received = "溧川區(qū)投入 ５０ 万元,占20xx年的93％"
    result = clean_text(received)
    assert all(received[c.start:c.end] == c.was for c in result.cleanings)
    assert {c.kind for c in result.cleanings} == {"pinyin", "width", "space", "punctuation", "mask"}


PIECES = st.sampled_from([
    "新建2所，", "投入 50 万元,", "占９３％。", "區(qū)", "報(bào)告", "20xx年", "20**年", "\n", "\n\n", "1、", "2、",
    "一、", "（一）",
    "推荐阅读：", "更新时间:2026-01-01", "教育局工作总结", "由会员分享", "\ufeff", "\r\n", "  ", "成?萍", "召开开全市",
    ",,", '"好"',
    "學校們的實業發展", "第 2 页", "\n— 3 —\n", "\n\f", "\f", PAGE, "a", "_", "(", ")", "。", "下载",
])


@settings(max_examples=150)
@given(st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join), st.data())
def test_any_stretch_of_clean_text_leads_back_into_the_text_received(received, data):
    result = clean_text(received)
    start = data.draw(st.integers(0, len(result.text)))
    end = data.draw(st.integers(start, len(result.text)))
    first, last = result.origin(start, end)
    assert 0 <= first <= last <= len(received)
    assert result.origin(0, start)[1] <= result.origin(end, len(result.text))[0] or start == end


@settings(max_examples=80)
@given(st.lists(PIECES | st.text("新建所元县%", max_size=5), max_size=25).map("".join))
def test_characters_that_cleaning_left_alone_lead_back_to_themselves(received):
    result = clean_text(received)
    for at, char in enumerate(result.text):
        if char in "新建所元县局":
            first, last = result.origin(at, at + 1)
            assert char in clean(received[first:last]) or received[first:last] == char

"""Figures that belong together though much stands between them: brackets, changes, other sentences, other columns."""

from __future__ import annotations

import pytest

from taizhang.reading import read_text
from taizhang.reading.model import Claim, Verdict

HEAD = "清川县教育局2025年工作总结\n一、工作开展情况\n"
CONFIRMED = {
    # brackets between what is compared
    "全县上线3240人（文科940人，理科2300人），比去年增加240人，增长率为8%。": ["240人", "8%"],
    # how it changed stands between a count and its share
    "全县有幼儿园250所。其中，普惠园215所，比上年增加15所，增长7.5%，占全县幼儿园的86%。": ["7.5%", "86%"],
    # the whole stands far up
    "全县考生4500人（单招不计）。\n各校备考有序。\n本科上线1935人，比去年增加45人，上线率43%。": ["43%"],
    "全县培训机构共162家。\n一是规范登记。\n二是注销了75家培训机构，占总数的46.3%。": ["46.3%"],
    "去年全县考生5600人。录取总人数4256人，录取率为76%。": ["76%"],
    "实现就业的学生数为3200人。\n各校推荐得力。\n进入企业的毕业生2350人，占就业学生数的73.4%。": ["73.4%"],
    "特岗计划360个，到岗教师345人，完成率95.8%。": ["95.8%"],
    "全县学科类机构242家，注销146家，转型50家，压减率为80.99%。": ["80.99%"],
    "全校专任教师1250人。按学位看，博士420人、硕士610人，分别占33.6%和48.8%。": ["33.6%", "48.8%"],
    # sums over sentences and columns
    "上半年投入建设资金8431.35万元。其中用于十件实事6230万元，涉及4个项目。用于其他项目2201.35万元。": ["8431.35万元"],
    "全县中小学214所，其中中学52所，在校生3347人。小学162所，在校生6017人。": ["214所"],
    "全市有学校85所，在校生61750人。\n幼儿园40所，新入园儿童1354人，在园幼儿8200人。\n义务教育学校41所，招生12600人，"
    "在校生43150人。\n其中小学29所，小学招生8720人，在校生31020人。\n其中初中12所，初中招生3880人，在校生12130人。\n"
    "高中4所，招生3500人，在校生10400人。": ["85所", "61750人", "41所", "12600人", "43150人"],
    "累计完成投资1.2亿元。其中，累计投入7450.5万元用于校建，完工3所；累计投入2148.7万元用于运动场，建成23个；"
    "投入2412.3万元添置设备。": ["1.2亿元"],
    "上线人数比去年增加840人。其中，应届增加510人，往届增加330人。": ["840人"],
    "全县园长和教师中，本科学历占31.2%，专科学历占54.5%，合计占85.7%。": ["85.7%"],
    "教职工420人（其中公办共计389人，专任教师339人；民办共计31人，专任教师20人）。": ["420人"],
    # ratios and differences from the sentences above
    "小学在校生26400人，毕业生4300人。\n小学专任教师1650人，学历合格率99.9%。生师比16:1。": ["16:1"],
    "2023年在园幼儿下降到4805人，2024年再降到4627人，一年间减少178人。": ["178人"],
    # what is left, what lies between, what a year brings
    "核定编制1240名，在编1196人，空编44人。": ["1240名"],
    "全县撤并学校18所，由42所减少到24所。": ["18所"],
    "2025年投入3200万元，2024年投入2800万元，增长14.3%。": ["14.3%"],
    "在校生由2020年的1200人增加到2025年的1500人，年均增长4.56%。": ["4.56%"],
    "学科类机构由240家压减到12家，压减率95%。": ["95%"],
    "高中在校生11455人，教职工821人。\n职业高中在校生5279人，教职工268人。\n义务教育在校生74726人，教职工4312人。\n"
    "全县学生总数91460人，教职工总数5401人。": ["91460人", "5401人"],
    "全市设考点32个，考室690个，其中市区考点8个，考室174个，县区考点24个，考室516个。": ["32个", "690个"],
    # 22.347 %, rounded twice
    "今年本科上线1949人，比去年增加356人，增长率达22.4%。": ["22.4%"],
}
WRONG = {
    "全县有学校98所，在校生5.2万人。其中，高中5所，在校生0.6万人；初中21所，在校生1.3万人；小学66所，在校生3.1万人；"
    "中职6所，在校生0.4万人。": "5.2万人",
    "全校专任教师1250人。按学位看，博士420人、硕士610人，分别占33.6%和84.8%。": "84.8%",
    "全县上线3240人（文科940人，理科2300人），比去年增加240人，增长率为9%。": "9%",
    "全县有幼儿园250所。其中，普惠园215所，比上年增加15所，增长7.5%，占全县幼儿园的68%。": "68%",
    "教育投入累计25.79亿元。其中：中央资金5.08亿元，省级0.95亿元，县级9.1亿元，社会资金0.66亿元。": "25.79亿元",
    "特岗计划360个，到岗教师345人，完成率85.8%。": "85.8%",
    "我校专任教师1250人。硕士及以上1130人，占专任教师95.1%，博士612人，占专任教师48.96%。": "95.1%",
    "核定编制1240名，在编1196人，空编94人。": "1240名",
    "到位资金4860万元，支出4325万元，结余585万元。": "4860万元",
    "2025年投入3200万元，2024年投入2800万元，增长24.3%。": "24.3%",
    "秋季新生中，小学一年级8634人，初一7912人，合计16846人。": "16846人",
    "全省文科600分以上1250人，我市275人，占比26%。": "26%",
    "实现就业的学生数为3200人。\n各校推荐得力。\n进入企业的毕业生2350人，占就业学生数的43.44%。": "43.44%",
    "义务教育学校41所，招生12610人，在校生43150人。\n其中小学29所，小学招生8720人，在校生31020人。\n"
    "其中初中12所，初中招生3880人，在校生12130人。": "12610人",
    "改造投入6073.8万元，项目615个，面积43861平方米。其中改薄投入4159万元，项目124个，面积20859平方米；"
    "维修投入1914.8万元，项目481个，面积23002平方米。": "615个",
}
IN_ORDER = """
全市有中职2所，专任教师861人。其中公办中职2所，招生1022人，在校生2894人。
补助困难家庭298户314名学生（春季发放275人、秋季发放236人）。
全市共有10908人参考，情况平稳。其中，本一上线3518人，比去年增加956人；本二以上上线8494人，增长44%。
市里下达的本科上线任务为932人，全县超额完成17人。
教育事业费支出40 443万元，比上年增加5 064万元，增长14.3%。
录取4292人，录取率为76%（比全市高8个百分点），其中本科2242人（一批457人，二批1785人），本科录取率为39.7%。
藏书14.15万册。\n其中小学8.27万册。\n其中初中5.89万册。
高中12所，在校生2658人；义务教育学校74所，其中小学45所，在校生9032人，初中29所，在校生3986人。
学前资助374人次，其中脱贫户191人次；义务教育资助1715人次，其中脱贫户542人次；高中资助1347人次，其中脱贫户370人次。
从事个体经营的毕业生3619人，占就业学生数的10%。由县财政投入200万元，比上年增加20万元，增长11.1%。
""".strip().splitlines()


def claims_of(sentence: str) -> list[tuple[Claim, set[str]]]:
    reading = read_text(HEAD + sentence)
    quotes = {figure.id: figure.quote for figure in reading.figures}
    ids = [[i for role, v in c.members.items() if role not in ("parts", "part", "current", "base", "whole")
            for i in ([v] if isinstance(v, str) else v)] for c in reading.claims]
    return [(claim, {quotes[i] for i in of}) for claim, of in zip(reading.claims, ids, strict=True)]


@pytest.mark.parametrize("sentence", CONFIRMED)
def test_what_holds_is_confirmed_however_far_apart(sentence: str) -> None:
    claims = claims_of(sentence)
    held = {quote for claim, quotes in claims if claim.verdict in (Verdict.HOLDS, Verdict.ROUNDING) for quote in quotes}
    assert set(CONFIRMED[sentence]) - held == set()
    assert [claim.message for claim, _ in claims if claim.verdict is Verdict.CONTRADICTED] == []


@pytest.mark.parametrize("sentence", WRONG)
def test_what_is_wrong_is_found_however_far_apart(sentence: str) -> None:
    assert [quotes & {WRONG[sentence]} for claim, quotes in claims_of(sentence)
            if claim.verdict is Verdict.CONTRADICTED] == [{WRONG[sentence]}]


@pytest.mark.parametrize("sentence", IN_ORDER)
def test_what_only_looks_alike_is_not_called_wrong(sentence: str) -> None:
    assert [claim.message for claim, _ in claims_of(sentence) if claim.verdict is Verdict.CONTRADICTED] == []

"""Which numbers of a report measure something, and their values and units."""

from decimal import Decimal

import pytest

from taizhang.reading.figures import find_figures


def figures(text, part="done"):
    return find_figures(text, part_at=lambda place: part, period="2026H1")


def read(text):
    return [f"{'?' if f.value is None else f.value.normalize():f}{f.unit}" if f.value is not None else f"?{f.unit}"
            for f in figures(text)]


MEASURED = """
    新建幼儿园12所，改扩建校舍3.5万平方米                      | 12所 35000平方米
    到位资金1.2亿元，其中县级配套838万元                       | 120000000元 8380000元
    覆盖两县三区共47所学校                                     | 2县 3区 47所
    培训教师１２００人次，发放手册3万余份                      | 1200人次 30000份
    举办讲座四十二场，评出先进个人二十名                       | 42场 20人
    普惠率达到百分之八十五，比去年提高3.2个百分点              | 85% 3.2百分点
    全县在校生48,213人                                         | 48213人
    其中中央79.2万、省级121.5万、县级60万元                    | 792000元 1215000元 600000元
    争取资金560万，用于维修校舍                                | 5600000元
    补助标准为1000元/人/年                                     | 1000元/人/年
    小学生师比为16.8，初中为12.9                               | 16.8
    新建一所九年一贯制学校，成立一个名师工作室                 | 1所 1个
    举办三期校长培训班                                         | 3期
    每周开设2节体育课，每节40分钟                              | 2节 40分钟
    近百名教师参加，上千人次受益                               | 100人 1000人次
    为3个教学点接入100M宽带                                    | 3个 100兆
    完成主体三层，占地十二亩                                   | 3层 12亩
    连续三年获得先进，用两年时间完成改造                       | 3年 2年
    1.3所学校通过验收                                          | 3所
    生均图书增加2.5册                                          | 2.5册
    参加考试的有xx人，合格率××.×%，投入**万元                 | ?人 ?% ?元
    比去年增加人，拨出专款万元，购置课桌                       | ?人 ?元
    选派3至5名骨干教师                                         | ?人
    在园幼儿1204，其中公办园人数为703                          | 1204人 703人
    受益学生超过3360万。                                       | 33600000人
    师生比达1:13，计算机与学生之比为1∶12.5，职普比为5.5：4.5 | 13 12.5 ?
    三分之二以上的教师参加轮训                                 | 66.67%
    入园率、入学率和升学率分别提高7.9、17.6和10个百分点                      | 7.9百分点 17.6百分点 10百分点
    上线率分别提高1.3个、2.2个百分点                           | 1.3百分点 2.2百分点
    小学、初中、高中分别有12、5和3所                           | 12所 5所 3所
    全县面积1436平方公里，总人口107万                          | 1436平方公里 1070000人
    党员1994人，占教职工总数的%                                | 1994人 ?%
    办理贷款3126笔，资助12680人（次），检查校车126辆次         | 3126笔 12680人次 126辆次
    位列全市第2名，较去年前移3位，42个代表队参赛               | 2名 3位 42个
    争取专项债2个亿，到位1.5个亿                               | 200000000元 150000000元
    购置测温枪4200把                                           | 4200把
    上线人数翻了一番                                           | 1番
    前100名中有4人，获一等奖2个                                | 100名 4人 1等奖 2个
    成绩居全市第二，完成率位列全省第三名                       | 2位 3名
    在城区新建初中一所，建成教学楼一栋                         | 1所 1栋
    人均受教育年限9.4年，新增特色学校7所次                     | 9.4年 7所次
    参加15大类46个项目的竞赛，普及率和年限分别达到98%和13.5年  | 15大类 46个 98% 13.5年
"""

PASSED_OVER = """
    一是加强领导，二是落实责任，三是严格考核
    （一）强化统筹。1.健全制度。2、压实责任。
    2026年3月15日，第三届艺术节在第二实验小学举行
    20××年春季学期，××县和××区的××中学
    按照清教发〔2026〕15号文件要求
    推进“三通两平台”，落实“四个意识”，实施“3341”工程
    进一步统一思想，建立一体化、一盘棋机制，一批学校受益
    临川一中、临川49中和十四中的六年级学生
    “十四五”期间落实五项管理，坚持三个面向、两个维护
    印发《关于做好2026年3所学校试点工作的通知》
    实施学前教育三年行动计划，第十三批特级教师推荐工作
    做到一校一案、一生一策，开展一对一帮扶
    四届四次全会精神，三会一课制度，中央八项规定
    咨询电话0571-12345678，全天24小时值班
    5+2课后服务模式，1+N教研共同体，AR/VR和3D打印
    建党105周年，建设一支高素质队伍
    3-6岁儿童学习与发展指南
    二七区和三元区的三学校南校区
    两项附加及时拨付，为民办好十件实事
    一、二类幼儿园，一本上线，三星级高中
    推行三审三校制度，落实三会一课，运用四种形态，严守十条禁令
    两个覆盖提质增效，争做四个引路人，防止七个有之，做到三个百分百
    三区支教计划、三区三州、三名工程、十五分钟服务圈，八小时以外
    上午8:30开始，篮球决赛15：12，9:00—11:30巡考
    1、2号教学楼和3、4年级学生
    7—15周岁残疾儿童、17周岁人口和6岁儿童
    召开协会第一届二次理事会
    近三年来撤并小规模学校，办好每一所学校
    局×组会议、×类校
    ××人民政府、××名师工作室、××项目
"""


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


@pytest.mark.parametrize(("text", "expected"), table(MEASURED))
def test_numbers_that_measure_are_read_with_value_and_unit(text, expected):
    assert read(text) == expected.split()


@pytest.mark.parametrize("text", [line for line, in table(PASSED_OVER)])
def test_ordinals_dates_and_names_are_passed_over(text):
    assert read(text) == []


def test_a_figure_knows_its_place():
    text = "全区新建幼儿园12所。"
    figure, = figures(text)
    assert text[figure.start:figure.end] == figure.quote == "12所"


@pytest.mark.parametrize("words, low, high, unit", [
    ("每校选派3—5名骨干教师", 3, 5, "人"),
    ("每班控制在40-50人", 40, 50, "人"),
    ("每园投入2—3万元", 20_000, 30_000, "元"),
    ("每生补助8000元-1万元", 8_000, 10_000, "元"),
    ("到课率在90%—95%", 90, 95, "%"),
    ("占地3.5～4亩", Decimal("3.5"), 4, "亩"),
    ("每镇建三至五所", 3, 5, "所"),
])
def test_a_range_has_no_value_but_two_ends(words, low, high, unit):
    figure, = figures(words)
    assert (figure.value, figure.low, figure.high, figure.unit) == (None, low, high, unit)


def test_what_rose_from_one_to_another_is_no_range():
    assert [figure.value for figure in figures("普惠率由88%提高到91%，占比从30%到35%")] == [88, 91, 30, 35]

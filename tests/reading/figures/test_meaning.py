"""What the numbers of a report mean: their kind, how exactly they are meant, what they measure, of which domain."""

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from taizhang.catalogue.model import Catalogue, Code, Dimension, Indicator, Title
from taizhang.reading.figures import About, find_figures
from taizhang.reading.figures.vocabulary import vocabulary_of
from taizhang.reading.report import shipped_vocabulary


def figures(text, part="done", vocabulary=None):
    return find_figures(text, part_at=lambda place: part, about=About("2026H1"), vocabulary=vocabulary)


def table(text):
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


KINDS = """
    规划投资934万元，中央517万元，省282万元，县135万元        | budget budget budget budget
    计划新改扩建学校13所，新增校舍18万平方米，已开工9所       | target target actual
    计划向1200名困难大学生发放贷款670万元                     | target target
    已排除16所学校的4379平方米，计划排除176所的51486平方米    | actual actual target target
    计划定向培养农村教师984名（幼儿园教师169人）              | target target
    今年定向培养的具体计划是：东区108名；西区48名             | target target
    规划新建学校还有31所未投入使用                            | actual
    在建项目学校36所，将排除D级危房22965平方米                | actual target
    学历合格率99.95%，与上年合格率99.92%比较，增加0.03%       | rate baseline change
    上学年在校生数64803人；今年招生10570人                    | baseline actual
    下达营养改善计划专项资金995万元，其中省级163万元          | actual actual
    财政预算外收费171万元，决算数大于预算数55.9万元           | actual change
    与规定的危房面积不能超过1%相差很大                        | standard
    力争实现巩固率稳定在95%，高中毛入学率超过99%              | target target
    平均每年增加85万元，增长13.9%                             | change change
    全市新建幼儿园12所                                        | actual
    新增学位3200个                                            | actual
    毛入园率达92.5%，任务完成率80%                            | rate rate
    开工14所，占全部项目的93%                                 | actual share
    公办园占比58.4%                                           | share
    比去年增加25人，增长率69.4%                               | change change
    同比提高3.2个百分点                                       | change
    在园幼儿1.2万人，较上年减少800人                          | actual change
    上线率31%（去年28%）                                      | rate baseline
    教育支出6.82亿元，去年同期为6.31亿元                      | actual baseline
    支出达到3.86亿元，上年仅为3.02亿元                        | actual baseline
    教育支出18.6亿元，去年同期17.2亿元，增加1.4亿元           | actual baseline change
    半年内新进教师96名，其中特岗40名、公开招考38名            | actual actual actual
    年底前把65人以上的超大班全部消化                          | standard
    年度教育固定资产投资目标6.2亿元，上半年完成3.41亿元       | target actual
    生均公用经费小学850元、初中1050元                         | standard standard
    新建周转房90套，每套控制在35平方米以内                    | actual standard
    年内毛入园率提高3个点，13个点还没有动工                   | change actual
    上年投入300万元的食堂                                     | actual
    占义务教育阶段教师2735人的90.9%                           | actual share
    到校比例60%，高于省定50%的标准                            | share standard
    统一采购比例仅68%，与90%以上的要求差距较大                | share standard
    非寄宿生按寄宿生标准的50%核定，按200天计算                | standard standard
    平均身高增加5.2厘米，上线净增134人                        | change change
    县职教中心招生1156人，完成市下达计划1100人的105.1%        | actual target rate
    督导得分低于80分的县，总分100分，人均总分512.4分          | standard standard actual
    年度目标任务为新建公办园40所、新增学位9000个              | target target
    将于2018年底前投资8000万元扩建学校2所，增加学位2700个     | budget target target
    生均图书21册，生均图书不低于25册                          | actual standard
    联合体由6个扩大到36个                                     | baseline actual
    每生每年补助1250元                                        | standard
    资助标准为1500元/人/年                                    | standard
    600分以上的有404人                                        | standard actual
    56人以上大班额全部消除                                    | standard
    班额在56人以上的2个                                       | standard actual
    每月入校2次，每次不少于2课时，户均补助400元               | standard standard standard
    学科类机构压减率达95%                                     | rate
    班主任津贴由每月300元提高到500元                          | baseline standard
    中考均分482.3分，高出全市平均分11.6分                     | actual change
    每周供应5次早餐和3次水果                                  | standard standard
    图书馆预算造价400万元，共需投入500万元                    | budget budget
    拟招聘教师150名，年内新建食堂3所                          | target target
    计划新建的7所幼儿园已于9月前全部竣工                      | actual
    计划新建的7所幼儿园已竣工4所                              | target actual
    小学校均规模达到742人，校均规模不超过1500人               | actual standard
    目前，规划实施的126个项目中，89个项目已开工，占71%        | target actual share
    为民办实事项目39所，计划总投资1.4亿元，已完成投资5172万元，基础施工6所 | actual budget actual actual
    “新增城镇公办中小学学位2200个”年度民生实事项目有序推进    | target
    拟投资345万元，新开工项目4个；投资972万元，完工项目15个   | budget target budget target
    力争完工项目5个，完成投资145万元；新开工3个               | target target target
    幼儿园建设年度计划为29个，新建面积约4.1万平方米           | target target
    今年承担市政府为民办实事改扩建公办幼儿园20所              | target
    计划建设小学20所，其中，新征占地学校7所，改扩建13所       | target target target
    新建10只标准的音乐教室，生均占地合格学校152所             | actual actual
    较2019年分别增加140人和58人，增幅分别为33.8%和51.9%       | change change change change
    生均经费5377.9元，高出标准1377.9元                        | actual change
    资助新生315人，人均3000元；每人补助800元                  | actual actual standard
    生均公用经费由28元增加到35元，生均定额标准650元           | baseline actual standard
    办班60个，平均每班32人，每平方米平均造价1428元            | actual actual actual
    为年度任务9万人次的112.2%，完成任务3000人的103.5%         | target rate target rate
    完成市下达1600人指标的115.1%，超额完成年度任务的4.1%      | target rate rate
    规划确定的16项中期指标，提出的40%以上的目标已达到         | target target
    今年计划补充教师240人，已招聘196人                        | target actual
    年度计划投资19.2亿元，完成19.8亿元                        | budget actual
    上年占比为3.6%，上年在园幼儿为8020人，年初全县有代课人员428人 | baseline baseline baseline
    秋季比春季多发849万元，比上年秋季学期的1604万元增长3.8%   | change baseline change
    单位造价上浮两成，教师培训费占6.4%，高于5%的规定          | change share standard
    辍学率分别控制在1%和3%以内，一年内清退代课人员120人       | standard standard actual actual
    计划到2030年，“双师型”教师占专业课教师比例达到百分之七十五 | target
    切实做到教育支出占公共财政支出的比例不低于18%             | target
    比上年的2950人次、388.2万元分别增加310人次和24.4万元      | baseline baseline change change
    全年招生任务1860人，春季已招642人                         | target actual
    生师比由18.1:1变为17.4:1                                  | baseline rate
    上年依次为10518元、12965元和13120元                       | baseline baseline baseline
    年初计划150人，实际派出156人；其余7所力争9月底前全部开工  | target actual target
    行动计划确定三年新建幼儿园30所，实际完成33所              | target actual
    加固按每平方米520元测算；按全年200天计算                  | standard standard
    年初预算为19850万元，支出决算为21438万元                  | budget actual
    人均教育经费支出分别为1325元、1418元                      | actual actual
    在园幼儿9200人，多出320人；小学生少了210人                | actual change change
    缺少教师12人，减少教学点3个                               | actual actual
    生均教育支出8200元，上年7900元，增3.8%                    | actual baseline change
    公办学位5300个，相当于普高招生的87%                       | actual share
    中职还打算招60人，通过努力，实现入学率达97%以上           | target target
    拨付生均公用经费县级配套资金420万元                       | actual
    力争创优，我们新建了3所学校，培训教师200人                | actual actual
    报考人数减少330人，其中应届减少120人，能够增加600个学位   | change change actual
    从2015年的316所（公办52所、民办264所）发展到508所（公办171所） | baseline baseline baseline actual actual
    力争培训教师300人（校长50人），已培训120人（校长20人）    | target target actual actual
    公共财政预算收入47.7亿元，政府性基金预算财政拨款119万元   | actual actual
    累计总投资1049万元，完成扩建3所                           | actual actual
    规划新建学校尚有26所未投入使用                            | actual
    寄宿生3120人，占在校生（不含幼儿园）总数的27.5%           | actual share
    教育支出占财政支出（81.5亿元）的19.6%                     | actual share
    入园率达91.2%，比规划目标90%高1.2个百分点                 | rate target change
    巩固率97.5%，超过规划目标（97%）0.5个百分点               | rate target change
    毛入学率88.3%，距省定90%的目标还差1.7个百分点             | rate target change
    五年投入8.6亿元，比上一个五年期间的5.1亿元增长68.6%       | actual baseline change
    完成规划任务80万平方米的103.5%，其中幼儿园21万平方米      | target rate actual
    完成投资计划6500万元的88%。其中中央资金3200万元           | target rate actual
    规划加固校舍（含食堂）4.6万平方米，其中中学1.9万平方米    | target target
    按照三年配备校医60名的计划，配备41名                      | target actual
    学年内转出52人，学年内辍学8人                             | actual actual
    按标准应配教师1280名，实配1195名，每个考场安排监考员2名   | standard actual standard
    辍学率控制在省定标准（小学1%、初中2%）以内                | standard standard
    规定造价300万元以上的项目公开招标，公示期不少于5天        | standard standard
    1500户以上没有配建幼儿园的小区还有4个，任教满15年         | standard actual standard
    每天接送学生2310人，平均每人次635元                       | actual actual
    体检异常率由6.4%降为5.1%，比上年多招收62人                | baseline rate change
    计划新装的180台空调已安装126台                            | target actual
    当年一般预算支出6.2亿元，需再增加学位900个左右            | actual target
    补助标准为：中学生每年生均330元，小学生每年生均250元      | standard standard
    比去年计划3300人扩招240人                                 | baseline change
    历年拖欠工资1260万元，与规划总投资相差0.8亿元             | actual actual
    分别比2024年底提高7个和5个百分点（2024年底分别为88%和61%） | change change baseline baseline
    上线率提高两个百分点，人均两册                            | change actual
    今年的任务是，新建幼儿园30所，增加学位3000个              | target target
    将在三年内，新建公办幼儿园56所，入园率要达到77%           | actual target target
    盐溪县明年新增1770个学位，年内还有20个项目完工            | target target
    列入民生实事项目有：建成16所小学，新增2万个学位          | target target
    完成年初35所目标任务的94%，将10万平方米任务目标分解到县   | target rate target
    计划竣工项目38个，规划为36个班，2018规划新建高中9所       | target target target
    数字教育资源2.03万GB，接入100M宽带                        | actual standard
    入园率将分别达到87%、89%，新增公办园200所，普惠率达到90%  | target target target target
    每个县至少建成1所示范园，确定建设43所，每个班奖补20万元   | target target standard
    使小学校数减少到2500所以下                                | target
    需资金2415万元，其中建设教室7859平方米，购置桌椅2763套    | budget target target
    全县人均生产总值21800元                                   | actual
    全国计划招聘教师900人，招聘计划42个，计划完成率为94.7%    | target target rate
    力争升学率达到98%                                         | target
    新校区将于年底前新增学位900个                             | target
    20所幼儿园开工19所                                        | target actual
    一般公共预算教育支出0.89亿元                              | actual
    薄弱学校改造计划建设项目开工14所                          | actual
    21所标准化学校通过验收                                    | actual
    未来三年将新增小学学位900个，新增初中学位600个            | target target
    年内将新增12个班540个学位                                 | target target
    计划新建幼儿园5所，其中公办园3所，民办园2所               | target target target
    计划新建幼儿园5所，其中已开工3所                          | target actual
    拟实施维修项目9个。其中，校舍6个，操场3个                 | target target target
    公用经费0.83亿元，比上年的0.79亿元增长5.06%               | actual baseline change
    年内计划撤并小规模学校20所，已撤并16所                    | target actual
    规划总投资1400万元，到位资金700万元，开工率88%            | budget actual rate
    预算内教育经费投入4.8亿元                                 | actual
    投资460万元的9个运动场已完成7个                           | actual actual actual
    15个维修项目主体完工                                      | actual
    全区共计划实施教育项目28项，完成下达任务的93%             | target rate
    小学生每人每天补助4元，全年800元                          | standard standard
    免杂费任务数900人，6月份完成934人                         | target actual
    该工程计划投资150万元，新建食堂900平方米                  | budget target
    笔试满分100分，平均得分71分                               | standard actual
    班额控制在小学45人、初中50人以内                          | standard standard
    下达校舍建设任务4.2万平方米，免杂费任务数1800人           | target target
    完成招商引资任务900万元                                   | actual
    县里要求教育局完成投资3亿元，截至9月完成2.6亿元           | target actual
    按每人600元标准发放资助金94.2万元                         | standard actual
    60人以上村级小学17所，每年按200天供餐                     | standard actual standard
    人均受教育年限9.4年                                       | actual
    留守儿童1550人，比2024年减少175人，减幅10.1%              | actual change change
    到2030年，毛入园率将达到97%以上，巩固率达到99%            | target target
    将加快推进普惠发展，新建幼儿园20所，新增学位5000个        | target target
    计划投资600万元；9个正在推进                              | budget actual
    获全省第二名，其中一等奖3个                               | rank rank actual
"""

PLANNED = """
    五年来，共投入建设资金3639万元，新增学校18所              | actual actual
    将村完小由7所并为5所，由现在的13所减至9所                 | baseline target baseline target
    计划投资5.6亿元，较2025年增加7400万元，增长15.2%          | budget change change
    新建幼儿园5所，投入资金2000万元                           | target budget
    合格率保持在98%以上                                       | target
    现有公办园43所，再创建示范园2所                           | actual target
    目前，全县有幼儿园86所，毛入园率91%，在园幼儿1.3万人      | actual rate actual
    目前尚缺学位，将新建幼儿园3所，力争入园率达到95%          | target target
    完成投资3000万元                                          | target
    省级评价得分90分以上                                      | target
"""

QUALIFIERS = """
    培训1200余人                                              | more_than
    投入3亿多元                                               | more_than
    超过500人参加                                             | more_than
    完成约85%，占地20亩左右                                   | about about
    不足100人                                                 | less_than
    咨询近300次                                               | less_than
    升学率98%以上，每校不少于2名                              | at_least at_least
    消除56人以上大班额412个、66人以上超大班额68个             | at_least exact at_least exact
    控制在45人以内，最高补助500元                             | up_to up_to
    学生数分别控制在1800人和900人以内                         | up_to up_to
    基本实现危房100%停用                                      | about
    建成12所，节约资金77万元，节约77万元                      | exact exact exact
    600分以上404人                                            | at_least exact
"""


@pytest.mark.parametrize(("text", "kinds"), table(KINDS))
def test_the_words_around_a_number_say_its_kind(text, kinds):
    assert [f.kind for f in figures(text)] == kinds.split()


@pytest.mark.parametrize(("text", "kinds"), table(PLANNED))
def test_in_a_plan_numbers_are_targets_unless_the_words_say_otherwise(text, kinds):
    assert [f.kind for f in figures(text, part="planned")] == kinds.split()


@pytest.mark.parametrize(("text", "qualifiers"), table(QUALIFIERS))
def test_a_number_is_as_exact_as_the_text_means_it(text, qualifiers):
    assert [f.qualifier for f in figures(text)] == qualifiers.split()


MEASURED = """
    各级各类学校166所，其中普通高中3所                        | 各级各类学校 普通高中
    辞职、病故等27人                                          | 辞职、病故
    支教教师156人，占城镇教师2140人的7.3%                     | 支教教师 城镇教师 占城镇教师
    财政性教育经费（含预算内拨款，教育费附加）为52亿元        | 财政性教育经费
    从投向看，初中支出16047元                                 | 初中支出
    新建、改扩建幼儿园45所                                    | 新建、改扩建幼儿园
    6个省级特色专业通过验收                                   | 省级特色专业通过验收
    目前，全市共有无证幼儿园109所                             | 无证幼儿园
    新增省示范园20所、市示范园22所                            | 新增省示范园 新增市示范园
    社区教育完成实用培训5.2万人次，创业培训0.2万人次          | 社区教育完成实用培训 社区教育创业培训
    培训教师449人次，其中出国培训48人次                       | 培训教师 出国培训
    一本上线人数3870人，上线率14.6%                           | 一本上线人数 一本上线率
    装备类项目164个，已竣工46个                               | 装备类项目 装备类项目已竣工
    全区考生共1284人（历史502人，物理782人）                  | 考生 考生历史 考生物理
    全省前百名我市有93名，占全省46%                           | 全省前百名我市 全省前百名我市占全省
    生均公用经费由500元提高到700元                            | 生均公用经费 生均公用经费
    中考平均成绩517分，及格率78%                              | 中考平均成绩 中考平均成绩及格率
    联合消防部门于4月份对全县所有56所民办园进行了检查         | 民办园进行了检查
    临江一小、清川二小等4所德育基地                           | 德育基地
    清川二小等8所学校食堂改造完毕                             | 学校食堂改造完毕
    小学、初中入学率分别为100%、99.8%                         | 小学入学率 初中入学率
    一本、二本上线人数分别达到120人和430人                    | 一本上线人数 二本上线人数
    巩固率、毛入园率分别提高1.2、0.8个百分点                  | 巩固率 毛入园率
    设计规模72个班、可提供学位3360个                          | 设计规模班 可提供学位
    普惠园覆盖率由去年的86.4%提高到90.1%                      | 普惠园覆盖率 普惠园覆盖率
    学生体质健康合格率95.8%，优良率48.6%                      | 学生体质健康合格率 学生体质健康优良率
    义务教育辍学学生由2018年的428人减少到12人                 | 义务教育辍学学生 义务教育辍学学生
    大班额比例下降至3%以内                                    | 大班额比例
    职称评审通过正高级12人、副高级386人，合计398人            | 职称评审通过正高级 职称评审副高级 职称评审
    参加证书考试2230人，通过率83%                             | 参加证书考试 参加证书考试通过率
    发放资助金156万元，同比下降6%，惠及1429人次               | 发放资助金 发放资助金同比下降 发放资助金惠及
    700分以上12人                                             | 700分以上 700分以上
    发放慰问金7.4万元，户均400元                              | 发放慰问金 发放慰问金户均
    投入460万元，用于维修校舍                                 | 维修校舍投入
    投入资金530万元，完成14所学校厕所改造                     | 完成学校厕所改造投入资金 完成学校厕所改造
    两所学校被命名为示范校，三名教师获得表彰                  | 学校被命名为示范校 教师获得表彰
    生均公用经费小学760元、初中980元                          | 生均公用经费小学 生均公用经费初中
    学前教育项目6项、拟投资800万元                            | 学前教育项目 学前教育项目投资
    超标准大班额仍有34个                                      | 超标准大班额
    资助低保家庭学生350人，发放资助金21.5万元                 | 资助低保家庭学生 资助低保家庭学生发放资助金
    实验小学项目，占地面积8400平方米，投入建设资金2100万元    | 实验小学项目占地面积 实验小学项目投入建设资金
    在校学生9100人，教职工812人，完全小学12所                 | 在校学生 教职工 完全小学
    新城校区，总投资2亿元，占地150亩，建筑面积5万平方米       | 新城校区总投资 新城校区占地 新城校区建筑面积
    幼儿园从316所（公办52所、民办264所）发展到508所           | 幼儿园 幼儿园公办 幼儿园民办 幼儿园
    两部建成（高中部，设36个教学班；初中部，设24个教学班）    | 高中部设教学班 初中部设教学班
    60人以下村小31所                                          | 村小 60人以下村小
    700分以上的考生12人，文科5人                              | 700分以上 700分以上的考生 700分以上的考生文科
    学生1100名参与19个项目的竞赛                              | 学生参与项目的竞赛 参与项目的竞赛
    全乡现有小学教师214人                                     | 小学教师
    高中阶段教育共有学校29所                                  | 高中阶段教育学校
    教职工812人（其中，幼儿园96人、小学402人）                | 教职工 教职工幼儿园 教职工小学
    小学总数由上年的48所调整为44所                            | 小学总数 小学总数
    培训机构由治理前的213家压减至14家                         | 培训机构 培训机构
    入学率2021年为99.27%,2022年为98.98%                       | 入学率 入学率
    组织骨干教师参加培训316人次                               | 骨干教师参加培训
    组织部下派第一书记12名                                    | 组织部下派第一书记
    上半年实施教育项目46个                                    | 教育项目
    完成1620平方米，为年度计划1500平方米的108%                | 完成 年度计划 年度计划
    新增86个教学班、3900个学位                                | 新增教学班 新增学位
    按学段看，义务教育3.2万人次                               | 义务教育
    五年补充教师708人，年均142人                              | 补充教师 补充教师年均
"""


@pytest.mark.parametrize(("text", "phrases"), table(MEASURED))
def test_a_figure_says_in_the_texts_own_words_what_it_measures(text, phrases):
    assert [f.indicator for f in figures(text) if f.kind != "rank"] == phrases.split()


DOMAINS = """
    17周岁少年668人，完成率98.8%           | enrolment_retention enrolment_retention
    小学有老师54人，学历合格率100%，本科学历31人              | teachers teachers teachers
    社会力量办学12所，每百名学生有电脑9.3台                   | private_schools digital_education
    年初有代课人员360人，申报高级职务120人，评审通过96人     | teachers teachers teachers
    又脱盲86人。体检学生贫血率降到5.2%                         | adult_community_education student_health
    资助家庭经济困难学生218人，发放助学金22.65万元            | student_aid student_aid
    农村寄宿制学校食堂每天供应早餐，受益3076人                | nutrition
    高考考生1197人，本科上线率79.2%                           | examinations examinations
    培训骨干教师300名，交流轮岗校长12名                       | teachers teachers
    发展党员5名，评出五星级党组织4个                          | party_building party_building
    三是做好近视防控。全区筛查学生2.1万名                     | student_health
    受理来信来访180件，其中甲县24件（占13.33%）               | integrity integrity integrity
    投入资金145万元，推进新校区项目建设                       | projects
    完成教师招聘80人，编制规划3个，确保学校开课率100%         | teachers teachers teachers
    全县中小学12所，在学校安装空调90台                        | compulsory_balance compulsory_balance
    毕业生升学率稳定在97%                                     | enrolment_retention
    加强管理工作，专职教师12人，提高职称待遇的教师30人        | teachers teachers
    （二）抓好校园安全。开展演练420场次，整改隐患116处        | school_safety school_safety
    客服热线已公布。全市普通高考报名6120人，设考场204个       | examinations examinations
    全县配备体温计900支，每天接送学生420人                    | student_health school_safety
    共12件，其中5件                                           | None None
"""


IN_LISTS = """
    高中5所、中职学校1所、小学96所、幼儿园180所  | high_school vocational compulsory_balance preschool
    学前教育2103人，小学4321人，普通高中1091人   | preschool compulsory_balance high_school
    各级各类学校312所，其中初中21所              | compulsory_balance compulsory_balance
    资助学生900人次，其中高中500人次、中职370人次64万元 | student_aid student_aid student_aid student_aid
    初级中学6所，完全中学1所，职业技术学校1所    | compulsory_balance high_school vocational
    教师进修学校1所，九年一贯制学校3所           | teachers compulsory_balance
    巩固率98.6%；初级中学9所，在校初中生715人    | enrolment_retention compulsory_balance compulsory_balance
    普通高中6所；毕业生2240人；招生2610人；在校生7120人 | high_school high_school high_school high_school
    中职学校2所，招生715人，在校生2134人         | vocational vocational vocational
    小学43所（含教学点12个），幼儿园38所         | compulsory_balance compulsory_balance preschool
    九年一贯制学校3所，幼儿园9所（公办5所，民办4所） | compulsory_balance preschool preschool preschool
    民办学校15所，在校生6420人，其中小学3800人   | private_schools private_schools private_schools
    二、职业教育。今年招生1180人，完成招生计划的98.3% | vocational vocational
"""


@pytest.mark.parametrize(("text", "domains"), table(IN_LISTS))
def test_in_a_list_each_number_is_of_the_domain_of_its_own_words(text, domains):
    assert [f.domain for f in figures(text, vocabulary=shipped_vocabulary())] == domains.split()


def test_a_short_name_that_many_domains_have_is_of_the_one_that_its_words_speak_for():
    safe = figures("开展校园安全检查，排查隐患318个，整改率98.1%；溺水事故下降50%。", vocabulary=shipped_vocabulary())
    assert [f.domain for f in safe] == ["school_safety"] * 3


def test_medals_of_a_sports_meeting_are_no_medals_of_a_skills_contest():
    won = figures("参加市运动会获金牌17枚，奖牌总数38枚。", vocabulary=shipped_vocabulary())
    assert {f.domain for f in won} == {"moral_arts_sports_science"}


def test_items_that_name_a_stage_only_are_of_what_the_heading_above_them_says():
    items = figures("情况\n（二）生均公用经费支出增长情况\n1.普通小学为2304元，增长5%。\n2.中等职业学校为3117元。")
    assert [f.indicator for f in items][::2] == ["生均公用经费支出普通小学", "生均公用经费支出中等职业学校"]


def test_the_rate_that_the_catalogue_names_needs_no_topic():
    rates = figures("大班额比例下降至3%以内，毛入园率91%，普惠率85%", vocabulary=shipped_vocabulary())
    assert [f.indicator for f in rates] == ["大班额比例", "毛入园率", "普惠率"]


def test_the_stage_behind_of_which_is_not_a_word_that_runs_over_it():
    of_which = figures("总体近视率51.3%，其中小学37.2%，初中66.1%", vocabulary=shipped_vocabulary())
    assert [f.by.get("stage") for f in of_which] == [None, "primary", "junior"]


@pytest.mark.parametrize(("title", "domain"), [
    ("关于全县职业教育发展情况的报告", "vocational"), ("清川县学生资助年度报告", "student_aid"),
    ("清川县教育局2026年工作总结", None),
    ("清川县学校体育与教育信息化工作总结", None),         # of two things
    ("关于义务教育均衡发展的自评报告", None),             # of which all else is a part
])
def test_what_no_nearer_word_tells_is_of_the_domain_that_the_title_names(title, domain):
    number, = find_figures("学生情况如下。总人数41781人。", part_at=lambda place: "done", about=About(title=title))
    assert number.domain == domain


@pytest.mark.parametrize(("text", "domains"), table(DOMAINS))
def test_the_nearest_words_and_the_heading_give_the_domain(text, domains):
    assert [str(f.domain) for f in figures(text)] == domains.split()


def title(zh):
    return Title(zh, "")


STAGES = Dimension("stage", title("学段"), {"senior": Code("senior", title("普通高中"), ("高中",))})
CATALOGUE = Catalogue(
    dimensions={"stage": STAGES},
    indicators={i.code: i for i in (
        Indicator("student_aid.recipients", "student_aid", title("资助学生"), "人", ("受助学生", "建档立卡学生")),
        Indicator("student_aid.amount_paid", "student_aid", title("发放资助金"), "万元"),
        Indicator("examinations.line_rate", "examinations", title("上线率"), "%"),
    )},
)


def linked(text):
    return [(f.code, f.by) for f in figures(text, vocabulary=vocabulary_of(CATALOGUE))]


def test_an_indicator_is_linked_where_its_name_stands_beside_a_number_of_its_unit():
    assert linked("资助高中建档立卡学生26人，发放资助金3.9万元") == [
        ("student_aid.recipients", {"stage": "senior"}), ("student_aid.amount_paid", {})]


def test_a_number_of_another_unit_is_not_linked():
    assert linked("走访建档立卡学生40次") == [(None, {})]


def test_a_link_says_how_sure_it_is():
    sure, unsure = figures("发放助学金3.9万元。共12件。")
    assert 0 <= unsure.score < sure.score <= 1


PERIODS = """
    新建幼儿园3所                        | 2026H1
    春季学期资助学生40人                 | SY2025-T2
    第一季度培训60人次                   | 2026Q1
    2025年招聘教师30名                   | 2025
    上线率31%（去年28%）                 | 2026H1 2025H1
    年内新建食堂3所                      | 2026
    上线48人，较2024年增加6人            | 2026H1 2026H1
    大班额由2025年底的37个降至12个       | 2025 2026H1
    大班额12个，比去年底的37个减少25个   | 2026H1 2025 2026H1
    大班额12个，比去年同期的30个减少18个 | 2026H1 2025H1 2026H1
    大班额12个，比前年的45个减少33个     | 2026H1 2024H1 2026H1
    大班额12个，比年初的37个减少25个     | 2026H1 None 2026H1
    大班额12个，较上学期的37个减少25个   | 2026H1 None 2026H1
"""


@pytest.mark.parametrize(("text", "periods"), table(PERIODS))
def test_a_figure_is_of_the_period_its_sentence_names_else_of_the_report(text, periods):
    assert [str(f.period) for f in figures(text)] == periods.split()


def test_a_figure_is_of_the_school_with_which_its_clause_begins():
    assert [f.org for f in figures("清川二中上线48人，培训教师20人")] == ["清川二中", None]
    assert [f.org for f in figures("惠及乡村教师20人，发放乡镇补贴40万元")] == [None, None]


def test_masked_and_lost_numbers_have_no_value():
    masked = figures("新增学位××个，比去年增加人，投入xx.xx万元，建成3所。")
    assert [f.value for f in masked] == [None, None, None, Decimal(3)]


WORDS = "新建幼儿园小学教师资金投入占比去年增加约以上的和一二三十百千万亿元所名个前第"
MARKS = "，、。；（）《》“”%0123456789.xX×*_- \n"
texts = st.text(alphabet=WORDS + MARKS, max_size=200)


@example("0十%")
@example("到校率为9到9、")
@given(texts | st.text(max_size=100))
def test_any_text_is_read_and_every_figure_stands_where_it_says(text):
    found = figures(text)
    assert all(text[f.start:f.end] == f.quote != "" for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert len({f.id for f in found}) == len(found)


@pytest.mark.parametrize("piece", [
    "9", "亿", "1亿", "1万、", "（1所", "x", "由1所", "、分别", "分别1所、", "“", "《", "一、",
    "学生（人）\t1\t", "1\t2\n", "\t\n",
])
def test_a_text_made_to_be_slow_is_read_in_time(piece):
    start = time.process_time()
    figures(piece * 500 + "元")
    assert time.process_time() - start < 5


def test_reading_takes_time_in_proportion_to_the_text():
    paragraph = "一是加强建设。全市新建幼儿园12所，投入1.2亿元，比去年增加3所，受益幼儿3600名。" * 5
    figures(paragraph)

    def seconds(times):
        start = time.process_time()
        figures(paragraph * times)
        return time.process_time() - start

    assert seconds(40) < 40 * max(seconds(4), 0.01)


def test_of_a_list_each_figure_is_split_by_the_words_before_it():
    from taizhang.reading import read_text

    reading = read_text("青禾县教育局2026年上半年工作总结\n一、学生资助\n"
                        "资助小学生100人、初中生150人，招聘20名高中教师、5名小学教师。")
    assert [figure.by["stage"] for figure in reading.figures] == ["primary", "junior", "senior", "primary"]

"""The words that say how figures hang together, as tables."""

from __future__ import annotations

import re

MARKS = "，,；;。！!？?：:"
OPENING, CLOSING = "（(〔[【", "）)〕]】"

UP = r"(?:增加|增长|增至|提高|提升|上升|上涨|扩大|增幅|涨幅|增长率|增加率|增速|净增|多|增|升|翻)"
DOWN = r"(?:减少|下降|降低|缩减|下滑|回落|降幅|减幅|减|降|少)"
COMPARED = re.compile(r"比|较|同比|环比|相比")
LAST_YEAR = re.compile(r"去年|上年|上一年|前年|同期|年初|上届|上学年|上学期|原来|原有|此前")
TO = re.compile(rf"(?:{UP}|{DOWN}|发展|调整|扩展|变)?(?:到|至|为)(?:目前的|现在的|今年的|约|近)?$")

FILLER = r"(?:了|约|近|达到?|为|是|超过|超|逾|有|共|率|幅度?|人数|数|幅度为|到位)*"
CHANGE_END = re.compile(rf"(?<!新)(?P<word>{UP}|{DOWN}){FILLER}$")
CHANGE_IN = re.compile(rf"(?<!新)(?P<word>{UP}|{DOWN})")
IS_DOWN = re.compile(DOWN)
COMPARISON = re.compile(rf"与|和|比|较|同比|环比|相比|{LAST_YEAR.pattern}|同期|今年|本年|的|{UP}|{DOWN}|[了约近达到为是率幅净分别各均也超过]")
BASE_END = re.compile(
    r"(?:去年|上年|上一年|前年|年初|上届|上学年|上学期|原来|原有)(?:同期|同时|全年|年底|末)?(?:的|为|是|仅|只有|有|达|达到)*$"
    r"|同期(?:的|为|是)*$|(?:由|从)[^，,；;。到至]{0,14}$"
)
PER_ONE = re.compile(r"(?:每|人均|生均|校均|班均|户均|平均|标准)[^，,；;。]{0,14}$")
TARGET = re.compile(r"计划|任务|目标|拟|力争|预计|规划|应|承办|确保")

PARTS = re.compile(r"其中|分别|包括|分为|包含|含有?(?=[^量])|即|由(?=[^，。；]{1,40}组成)")
COMPLETE_PARTS = frozenset({"分别", "分为", "由", "即"})
AND_OTHERS = re.compile(r"等(?!级|次|奖|于|候|额)")
TOTAL_WORDS = re.compile(r"合计|共计|总计|总共|累计|共需|一共|共")
FIRM_TOTAL = re.compile(r"合计|共计|总计|总共|共需|一共")

SHARE = re.compile(r"占比?|比例|比重")
RATE = re.compile(r"([一-龥]{1,8}[率度])(?:已|就|均|也)?(?:达到?|为|是|约|超过|提高到|提升到|升至|上升到)*$")
OF_WHOLE = re.compile(r"^(?:本|该|其|全部|所有|我市|我县|我区)?(?:总数|总量|总人数|总数量|总额|总面积|总投资|合计|的)*$")
GENERIC_SUBJECT = re.compile(r"^(?:其中|约|比例|所|均|各|共|也|仅|大约|总数|总量|，|,|、|又|且|并|和|的)*$")
TOP_PLACES = re.compile(r"前(百|\d{2,4})(?:名|强)")
WIDER = re.compile(r"全(?:省|市|县|区|国|州|镇|乡)")
BOUNDED_RATE = re.compile(
    r"(?:合格|及格|优秀|优良|良好|覆盖|普及|就业|上线|达线|达标|过关|通过|获奖|满意|参与|出勤|到位|到课|到岗|普惠|安全|"
    r"持证|开齐|检出|近视|录取|升学|接种|参保|知晓|整改|办结|回复)[率度]?$"
)

# Labels that exclude each other. `closed` families have no further member, so that all of them make the whole.
FAMILIES: tuple[tuple[bool, tuple[str, ...]], ...] = (
    (True, ("男", "女")),
    (True, ("公办|公立", "民办|私立")),
    (True, ("文科|文史|历史类", "理科|理工|物理类")),
    (True, ("区内|县内|市内|本地", "区外|县外|市外|外地", "省外")),
    (True, ("城区|城市|城镇|县城|市区", "农村|乡村|乡镇|镇区")),
    (True, ("一等", "二等", "三等")),
    (True, ("金牌|金奖", "银牌|银奖", "铜牌|铜奖")),
    (True, ("住宿|寄宿", "走读|非寄宿")),
    (True, ("在编|编内", "编外|非在编|聘用|临聘")),
    (True, ("本科", "专科")),
    (False, ("学前|幼儿", "小学", "初中", "高中", "中职|职业|职校|中专", "高校|大学|高等", "特教|特殊")),
    (False, ("国家", "省", "市", "县|区", "乡|镇", "校", "出国|境外|国外")),
    (False, ("中央", "省", "市", "县|区", "自筹|社会|学校")),
    (False, ("新建", "续建", "改建", "扩建", "改扩建", "维修|加固")),
    (False, ("特等", "一等", "二等", "三等", "优秀|鼓励|优胜")),
    (False, ("五星", "四星", "三星", "二星", "一星")),
    (False, ("特级", "高级|副高", "一级|中级", "二级|初级", "三级|员级")),
    (False, ("博士", "硕士|研究生", "本科", "专科|大专", "高中|中专")),
    (False, ("教师", "学生", "校长|园长", "家长", "职工")),
    (False, ("教学楼", "宿舍", "食堂|餐厅", "运动场|操场", "实验楼|综合楼", "附属")),
)
OTHERS = re.compile(r"其他|其它|其余|剩余")

LOST_NUMBER = re.compile(
    rf"(?P<word>{UP}|{DOWN})了?(?P<unit>人次|人|名|所|个百分点|万元|亿元|元|个|平方米|%|％)(?=[，,；;。）)])"
)
LOST_MONEY = re.compile(r"(?:专款|资金|投入|投资|金额|经费)(?:共|约|达|计|总额)?(?P<unit>万元|亿元)(?=[，,；;。）)])")
DATE = re.compile(r"(?<![\d.])(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*[日号]")

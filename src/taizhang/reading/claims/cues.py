"""The words that say how figures hang together, as tables."""

from __future__ import annotations

import re

MARKS = "，,；;。！!？?：:\t"
UNLESS_IN_NUMBER = r"(?!\d(?:(?<=\d,\d)\d\d|(?<=\d[:：]\d)))"   # behind a mark: the comma of 1,204 is none, nor 5:3's
OPENING, CLOSING = "（(〔[【", "）)〕]】"

# Changes and what they are measured from
_UP = (r"(?:增加|增长|增高|长高|增至|提高|提升|上升|上涨|扩大|增幅|涨幅|增长率|增加率|增速|净增"
       r"|多(?:录取|发放|支出|投入|[招收录建发拨])?|增|升|翻)")
_DOWN = r"(?:减少|下降|降低|缩减|下滑|回落|降幅|减幅|缩短|减|降|少(?:录取|发放|支出|投入|[招收录建发拨])?)"
_BEYOND = "高于|低于|高出|优于|快于|慢于|领先|超出|超额|超过?(?!标|[重编载员龄支常])"       # from a target, an average
ELSEWHERE = re.compile(r"高于|低于|高出|领先|超出")
POINTS_ELSEWHERE = re.compile(rf"(?:{_BEYOND})[^，,；;。\d增减提降升涨]{{2,20}}$"       # 优于全市平均1.2个百分点
                              r"|[距离][^，,；;。\d]{2,20}(?:差距?|欠|缺)$")
BELOW, EITHER_WAY = re.compile("低于|慢于"), re.compile("优于|领先|超额")          # 辍学率优于全市: it is less
COMPARED = re.compile(r"比|较|同比|环比|相比")
LAST_YEAR = re.compile(r"去年|上年|上一年|(?<![\d前往]年)(?<!历史)同期")
_PART_OF_YEAR = "[春秋]季(?:学期)?|[上下]半年|[一二三四]季度"
EARLIER = re.compile(rf"{LAST_YEAR.pattern}|前年|同期|年初|上一?届|上学年|上学期|原来|原有|此前")
TO = re.compile(r"[到至为](?:目前的|现在的|今年的|[去上]年[底末]?的|约|近)?$")
OF_BEFORE = re.compile("[年届期原比较与由从]")           # one of these is in all words for what was,
OF_CHANGE = re.compile("[增长提升涨扩多翻减降缩滑落少]")    # and one of these in all for by how much it changed
THAN_LAST_YEAR = re.compile(rf"(?:{LAST_YEAR.pattern}|同比)[^，,；;。、]*(?:[，,](?:{_UP}|{_DOWN})了?)?$")
TO_LAST_YEAR = re.compile(rf"(?:{_UP}|{_DOWN}|发展)(?:到|至)(?:去年|上年)[底末]?的$")     # of a speech in the new year

RATE_OF_CHANGE = re.compile(r"(?:增长|增加|下降|减少)(?:率|速度|幅度|比例)|[增涨降减升]幅|增速")
YEARLY = re.compile(r"[年月季]均|年平均|平均每年|每年|逐年|年递增|复合")
OTHER_COUNT = re.compile(r"口径|可比|剔除|扣除")
OTHER_BASIS = re.compile(rf"{OTHER_COUNT.pattern}|{YEARLY.pattern}")    # the figures printed need not give it
_FILLER = r"(?:了|约|分别|近|达到?|为|是|超过?|逾|有|共|率|幅度?|人数|数|到位)*+"
CHANGE_END = re.compile(rf"(?<![新压削裁精核])(?P<word>{_UP}|{_DOWN}){_FILLER}$")
NEWLY = re.compile(r"(?:比|较|同比|环比)(?:.*)(?P<word>新增)")                            # 较上年新增2140个
REDUCED_BY = re.compile(r"(?P<word>[压削裁精]减)(?:了|约|近|达)*$")                          # 压减40.5%, not 压减22项
ONLY_CHANGED = re.compile(rf"(?:{_UP}|{_DOWN}){_FILLER}")
CHANGE_IN = re.compile(rf"(?<![新压削裁精核])(?P<word>{_UP}|{_DOWN})")
IS_DOWN = re.compile(_DOWN)
COMPARISON = re.compile(
    rf"与|和|(?:比|较)(?:{_PART_OF_YEAR})?|同比|环比|相比|{EARLIER.pattern}|同?口径|[今本]年|目前|现在"
    rf"|(?<=\d{{4}})年[度底]?|的|{_UP}|{_DOWN}|近(?!视)|[了约达到为是率幅净分别各均也超过\d.,]"
)
ANY_SUBJECT = re.compile(r"(?:[一二三四五六七八九十\d]+年[间来内]?|期间|全[省市县区]|我[省市县区]|总体|整体|实际|两项"
                         r"|合计|其中|实现|总|人|金|数|量|值|次|额|规模|比例|占比|水平|面积)+")
LAST_YEAR_FIRST = re.compile(r"^(?:而|其中)?(?:去年|上年|前年)(?!.*结[转余])(?:同期)?(?:占比|[^比较增减提降升少多])*$")
A_TIME = re.compile(r"(?:19|20)\d\d年|今年|去年|前年|[一二三四]季度|\d+月份?")
_ONE = "(招生|毕业生|在校生|收入|支出|小学|初中|高中|男生|女生)数?"
ONE_THAN_OTHER = re.compile(rf"{_ONE}比{_ONE}[多少]$")
YEAR_ON_YEAR = re.compile(r"((?:19|20)\d\d)年[比较]((?:19|20)\d\d)年")
OF_YEAR_THAN_BEFORE = re.compile(r"((?:19|20)\d\d)年度?(?:又|再)?(?:比|较)(?:上|前)一?年")
THAN_YEAR_BEFORE = re.compile(rf"(?:(?:比|较)(?:上|前)一?年|同比)?(?:{_UP}|{_DOWN})")
YEARS = re.compile(r"((?:19|20)\d\d)年?[至到—－~～-]+((?:19|20)\d\d)年|(?:(?:19|20)\d\d年?[、和])+(?:19|20)\d\d年")
IN_TURN = re.compile("分别|依次")
SORTS = re.compile("小学|初中|普通高中|高中|中职|学前|幼儿|义务|城区|乡镇|农村|公办|民办")       # of pupils, of schools
A_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
TIMES_NAMED = re.compile(r"(?:19|20)\d\d年|去年|上年|前年|年初")
REACHED = re.compile(r"^(?:并|已|现|目前|今年|总数|规模|人数)*(?:达到?|增加?到|增至|升至|提高到|减少?到|减至|降至|为)")
BASE_END = re.compile(
    r"(?:去年|上年|上一年|前年|年初|上一?届|上学年|上学期|原来|原有)(?:同期|同时|全年|年底|末)?(?:决算数?|执行数)?(?:的|为|是|仅|只有|有|达|达到)*$"
    r"|(?:比|较|与|相比)(?:19|20)\d\d年(?:同期|底|末|全年)?的?$"
    r"|同期(?:的|为|是)*$|(?:比|较|与|相比)[^，,；;。]{1,8}(?:前|初|末|底|时|期|间|季|季度|半年)的$"
)
BASE_FROM = re.compile(r"(?:由|从(?![事教业]))[^，,；;。到至]{0,14}$")
BASE_FROM_THEN = re.compile(r"[由从](?:去年|上年|前年|年初|原来|原有|此前|最初|(?:19|20)\d\d年)?(?:同期|底|末)?的?约?$")
GOES_TO = re.compile(r"[^，,；;。]{0,6}?[到至增减提升上下降发扩压变调合并]")
AND_BY = re.compile(r"、|[，,]?(?:或|相当于|相等于|折合)约?|[（(]")
COMPARED_HERE = re.compile(rf"(?:(?:[较比与]|{_BEYOND})[^，,；;。（）()]{{2,20}}|[同环]比)$")  # 较去年（53%）
COMPARED_WITH = re.compile(r"(?<!占)(?:比(?![例重率值])|较(?![大高低好多少为]))[^，]{1,14}$")
WITH_A_YEAR = re.compile(r"(?:比|较|与)(?:去年|上年|前年|(?:19|20)\d\d年)[^，,；;。增减提降升]{2,10}$")
CAME_TO_BE = re.compile("[增减提降]|上升|下降|相比|比较")
NET = re.compile(r"净[增减]")
ONLY_NET = re.compile(r"(?:全年|当年|年内|共|实际|合计|实现)*净[增减]加?(?:教师|人员)?")
CAME = re.compile(r"新进|新增|新建|补充|招聘|[招考]录|入职|录用|引进|[转调]入|招生|选调|考调|接收"
                  r"|安置|转正|移交|交流|复学|分配")
WENT = re.compile(r"退休|清退|劝返|[调转]出|辞[职退]|离[职岗]|流失|撤[销并]|减员|消除|减少|化解|压减")
IS_MORE = re.compile(r"[高低多少](?!于)|扩招")
IS_LESS = re.compile(r"[低少]出?$")
HIGHER = re.compile(r"[高低]出?了?")
SURPASSED = re.compile(rf"(?:{_BEYOND})[^，,；;。\d]{{0,20}}$")
AIMED_AT = re.compile(r"(?:[与距离比较]|距离)[^，,；;。\d]{0,16}(?:目标|要求|标准|规划|任务|[省市国县]定|规定|平均)"
                      r"[^，,；;。\d]{0,10}$")
IS_SHORT = re.compile(r"的?(?:目标|要求|标准|任务|水平|规定)?[值数]?[仍还尚只仅]?有?(?:相?差|低|少)距?了?")
IS_BEYOND = re.compile(r"的?(?:目标|要求|标准|任务|水平|规定)?[值数]?[高多]出?了?")
THAN_OTHERS = re.compile(                # 女童入学率98.4%，比平均水平低0.3个百分点; 比预算减少12万元
    r"[比较](?![去上前]年|年初|同期|20\d\d年)(?:[^，,；;。]{2,16}(?<!减)[高低多少]出?了?"
    r"|[^，,；;。]{0,8}(?:预算|计划|任务)数?(?:减少|增加)了?)$"
)
NOT_COUNTED = re.compile("(?:不|未|没有?)再?(?:计入|计算|列入|纳入|统计|包括|含)|除外|另计|另行")
# Rates per head, days paid for, plans
PER_ONE = re.compile(
    r"(?:每(?:个|一|百|千)?(?:[人生名位校所家户班园村]|学生|教师|幼儿|孩子)|[人生校班户园]均|平均每?[人生校班户园]?"
    r"|/[人生校班户园])[^，,；;。]{0,14}$"
)
NORM_FOR_ALL = re.compile("应[配设]备?[^，。；]{0,12}$")         # 应配教师790人: so many all together
AVERAGE = re.compile(r"均")
REACHED_ON_AVERAGE = re.compile("平均|[校园班户]均|班额")
AN_AVERAGE = re.compile(r"[年月日周人生校班户园]均(?!衡)|平均")
OF_WHOM = re.compile(r"(?:及?以[上下内])?的?[^，,；;。]{0,6}占$")         # 每天睡眠达到9小时的占32%
PER_TIME = re.compile(r"每[天日周月年]|每个?(?:学期|学年|工作日|月)|[/年月][年月天日]|/学期")
ATTENDING = re.compile(r"在[校园]|学生|幼儿")
A_YEAR_EACH = re.compile(r"每(?:学)?年|/年")
SO_FAR = re.compile(r"到位|预拨|首批|前期|已")        # 到位200万元 need not be all that is due
PEOPLE = ("人", "人次")
PER_WHOM = {"人": PEOPLE, "生": PEOPLE, "名": PEOPLE, "位": PEOPLE, "校": ("个",), "所": ("个",), "园": ("个",),
            "户": ("户",), "班": ("班",)}
TIMES = frozenset({"天", "日", "周", "个月", "月", "学期"})
TARGET = re.compile(r"计划|任务|目标|拟|力争|预计|规划|应|承办|确保")
DONE = re.compile(r"已|实[际检到]|到岗|报到|完成|开工|竣工|建成|到位|招聘|落实|启动|投用|交付|验收|录取|全部|超额")
DUE = re.compile(r"编制|核定|应|计划|规划|下达|到位|预算|报名|报考|总|共")
SURPLUS = re.compile("结余|节余|结转|盈余")
REMAINS = re.compile("[仅只尚下]余|剩下|还剩|剩余|余下|[尚仍还]欠")
STILL = re.compile(f"{REMAINS.pattern}|[尚仍还]有|^(?:其?余|未|正在|待)[整办处化销偿]?|在办")
REMOVED = re.compile("拆除|改造|消除|清退|化解|[偿归清]还|清[偿欠]|兑付|补发|整改|销号|办结|劝返|返校|关停|淘汰")
SPENT = re.compile(r"支出|支付|使用|执行|拨付|偿还|化解")
REST = re.compile(r"(?<!清)欠|其余|空编|缺编|空缺|缺额|缺口|缺考|未|剩余|剩下|还剩|余下|[仅只]余|结余|节余|节约|结转"
                  r"|尚[有缺余差]|[仍还][有差]|^[还尚]?缺少?$")
NOT_BEGUN = re.compile(r"(?:未|尚未|没有?)(?:开工|动工|启动|开复工)|前期(?:工作|手续|准备)")
ALL_DONE = re.compile(r"全部|全面完成|均已")          # 超额完成17人 says by how many

# Totals and parts
ALL_PARTS = r"(?:计有|(?:分别|具体)[是为](?<=[，,：:]..[是为]))[：:]?(?![^；;。]*含)"
PARTS = re.compile(rf"其中|包括|分为|包含|含有?(?=[^量])|{ALL_PARTS}|中(?<=[一-龥]中)(?=[，,])"      # each begins with
                   r"|[：:](?<=[人名所个件次项场处元].)")                      # what it looks for: found far quicker
AND_OTHERS = re.compile(r"等(?!级|次|奖|于|候|额)")
TOTAL_WORDS = re.compile(r"合计|共计|总计|总共|累计|共需|一共|共|相加|^计$")
OF_ALL_KINDS = re.compile(r"各级各类|全[省市县区][现总]?共?有")
ONLY_TOTAL = re.compile(r"^(?:(?P<n>[两三四五六])(?:[项者类个]|[种级][一-龥]{0,4}?)|总数|人数)?"
                        r"(?:(?:合计|共计|总计|(?<=..)共)(?:为|达|约|有)?"
                        r"|(?:合计|共计|总计)(?:表彰|评选|招聘|录用|培训|资助|新建|改造|维修|配备|投入|发放))$")
NEXT_TOTAL = re.compile(rf"{TOTAL_WORDS.pattern}|总(?!校|支|务)")
COUNTED_TWICE = re.compile(                # so parts may be more than their whole; 同时 alone only goes on
    "重复|交叉|去重|剔除|双肩挑|兼(?![顾并]|职[教人班])|涉及两|跨(?:学段|年级|类别|项目)"
    r"|同时(?:[属涉具任承兼含享获是]|包[含括]|反映|在两)|[享获得涉及担加][受与]?[^，,；;。\d]{0,2}[两多]项(?!工作)")
STAGES = {"义务教育": ("小学", "初中"), "高中阶段": ("普通高中", "中职"), "高中段": ("普通高中", "中职")}
LAST_STAGE = re.compile(".*(幼儿|学前|小学|初中|普通高中|中职|中等职业|职业中专|职教中心|特殊教育)", re.DOTALL)
STAGE_CALLED = {"学前": "幼儿", "中等职业": "中职", "职业中专": "中职", "职教中心": "中职"}
EACH = re.compile(r"(?:^|[，,；;。：:（(\d人名所个])(?P<names>[^，,；;。：:（(]{2,60}?)各(?:[有建设配]|招)?$")
AND, AND_NEXT = re.compile("[、和与及]"), ("", "和", "与", "及")      # between items; before the next
GRAND_TOTAL = re.compile(r"总数|总人数|总计|合计|共计|共|总")

# What a count is called: a flow of people wherever it stands, else the last two characters before 总数 and the like
CALLED = re.compile(r"(?:占地|用地|建筑|校舍)(?=面积)|招|毕业|入园|离园|专任|教职工|教职员|退休|班额"
                    r"|[一-龥]{2}(?=(?:总|人|数|量|共|计|合|为|达|到|现|有|约|近|的|是|[（(].*[）)])*$)")
A_WORD = re.compile("[一-龥]{2}")
CALLED_ALIKE = {"校生": "学生", "幼儿": "学生"}

# Shares and rates
SHARE = re.compile(
    r"占[比到]?|相当于(?=(?:全[省市县区]|[我本该同])?[一-龥]{0,4}(?:阶段|教育|学段|学校)[一-龥]{0,3}(?:教师|学生|在校生)[总人数]*的$)"
    r"|(?:为|是|相当于)(?=[^，,；;。]{0,10}(?:计划|任务|目标|预算|总数|总量)[^，,；;。]{0,16}的$)|比例|比重"
    r"|完成(?=[^，,；;。]{0,8}(?:计划|任务|目标|预算|规划|应))|(?:覆盖|为)(?=[^，,；;。]{0,12}\d[^，,；;。]{0,10}的$)"
)
THEY_ALL = re.compile(r"[两二三四五六][项者类]$")           # 两项占总数的39.6%
BRACKETED_WHOLE = re.compile(r"(?:占|完成)(?P<of>[^，,；;。（(]{1,24})[（(][^（()）]*[）)]"
                             r"(?P<more>[^，,；;。（()）]{0,16}?)的?$")
PLAN = re.compile(r"计划|任务|目标|应|规划|预算(?!(?<=公共预算)(?:财政|教育|支出|收入|拨款|经费))")
PLACES = re.compile(r"计划|任务|目标|应|编制|岗位|名额|学位|职数")      # are counted in 个, who fills them in 人
CHANGED_TO = re.compile("(?:调整|调增|调减|追加|核定)[为到至]$")
SETTLED = re.compile("结算|决算|实[际发付支领收]|扣")      # 按10个月计，实发846.1万元: less may be paid than reckoned
TELLS_MORE = re.compile(r"[（(〔[【]"                     # 生均1250元，校长由省里另行安排: more than the counts told
                        r"|[，,][^；;。]{0,16}?(?:含|不在|不[列计]|除外|另|其余|补[发拨]|扣|自[理筹]|待发|退回)")
AMONG = re.compile(r"其中|(?<![初高])中(?=[有，,\d])|里(?=[有，,\d])")
OF_SO_MANY = re.compile("[一-龥]{0,8}中的?(?:已?有)?")                # 22个乡镇中的18个
RATE = re.compile(r"([一-龥“”]{1,8}(?:[率度]|比例|(?<=[盖益训及与标])面)|缺口|^(?:已|共|累计)?完成)"
                  r"[已就均也仅]?(?:达到?|为|是|约|只有|仅有|超过|提高到|提升到|升至|上升到)*$")
PROGRESS = re.compile(r"(?:开工|竣工|完工|建成|完成|执行)率$|^完成$")
TOGETHER = re.compile("总|综合|整体|平均")                       # a rate of all that were counted
OF_THE_REST = re.compile(r"(?:[非未无](?!成年)|巩固|保留|留任|出勤|到课).*率$")     # 文盲1260人，非文盲率99.4%
REDUCED = re.compile(r"压减|缩减|减少|削减|下降")
RATES_OF = tuple((re.compile(rate), re.compile(of)) for rate, of in (      # what a rate is of, by its name
    ("上线|达线|进线|录取|升学|升入", "考生|参考|实考|报考|报名|参加|毕业生|赴考"),
    ("就业|升学|对口", "毕业"),
    ("及格|优秀|优良|合格|达标|近视|检出", "参测|参考|抽测|抽检|检测|测试|实检|筛查"),
    ("整改|办结|化解|销号", "隐患|问题|信访|线索|投诉|受理"),
    ("开工|竣工|完工", "项目|工程"),
    ("压减|注销|关停", "机构"),
    ("普惠|公办", "在园|幼儿园"),
    ("辍学|流失|失学", "在校生|学生"),
    ("劝返|返校|复学", "辍学|失学|流失"),
    ("参测|参检|受检", "应[测检]|在校学?生"),
))
OF_LEAVERS = re.compile("[上达进过]线率|录取率|升学率|毕业率")    # of those who sat an examination or left school,
AT_SCHOOL = re.compile("在[校读籍]|学生")                          # never of all pupils
LEAVERS = re.compile("考|参加|毕业|应届|[三六九]年级|[高初]三")
OF_WHOLE = re.compile(r"^(?:本|该|其|全部|所有|我[市县区])?(?:总数|总量|总人数|总数量|总额|总面积|总投资|合计|的)*$")
GENERIC_SUBJECT = re.compile(r"^(?:其中|后者|[两三四五六][项者类]"
                             r"|约|比例|所|均|各|共|也|仅|只|大约|总数|总量|，|,|、|又|且|并|和|的)*$")
TOP_PLACES = re.compile(r"前(百|\d{2,4})(?:名|强)")
WIDER = re.compile(r"全(?:省|市|县|区|国|州|镇|乡)")
OUR_OWN = re.compile(r"^(?:其中)?，?[我本](?:省|市|县|区|州|镇|乡|校)")
THE_NUMBER_OF = re.compile(
    r"(?:总?人?数|总量|总额|总|比例|比重|数量|[的为])+$|^(?:全部|所有|[本我该](?!科)[市县区校]?)|全(?=[市县区校])"
)
OF_ALL = re.compile(r"(?:其中|目前|全[省市县区]|[我本][省市县区]|现|共)*有?")     # before the name of what is counted,
SO_MANY = re.compile(r"(?:总?人?数|总量|总额|总计|共计?|合计|有|为|是|达到?|约)*")   # and behind it

# What is not among those told
BESIDES = re.compile(r"另外?(?:有|设|建有)|此外")
OTHERS = re.compile(r"其他|其它|其余(?!依次|分别)|剩余")

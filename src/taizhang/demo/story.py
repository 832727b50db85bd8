"""What becomes of the tasks that last half-year's report of 青汀市 promised: data, read by `moving`.

A task is named by words of its title. Shares are in per cent; what is measured from the ledger tells no share.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from taizhang.demo.city import THIS_YEAR


@dataclass(frozen=True, slots=True)
class Told:
    """One report of an owner: by which day, what was done, how much of it, and what stands in the way."""

    month: int
    day: int
    done: str
    share: int | None = None
    problem: str = ""
    next_step: str = ""
    proof: str = ""

    @property
    def on(self) -> date:
        return date(THIS_YEAR, self.month, self.day)


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """A later day that was asked for, and why; `granted` is None while nobody has decided."""

    to: date
    reason: str
    granted: bool | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of a task whose title has the words.

    `owner` and `indicator` are what the supervisor sets right before the task is given; `ends` is "closed", "closing"
    (asked for, not yet checked), "sent_back" (with `why`) or "" for what goes on; `late` asks for a later day.
    """

    words: str
    told: tuple[Told, ...] = ()
    ends: str = ""
    why: str = ""
    owner: str = ""
    indicator: str | None = None
    late: ExtensionAsked | None = None
    signed: bool = True


KINDERGARTENS = "基础教育科（学前教育科）"

COURSES = (
    Course("开工学校建设项目", indicator="projects.projects_started", ends="closed", told=(
        Told(3, 27, "一季度项目集中开工，其余项目的施工许可正在办理。"),
        Told(6, 26, "开工项目的施工许可和质量监督手续全部办齐。", proof="项目开工报告汇总"),
    )),
    Course("竣工学校建设项目", indicator="projects.projects_completed", told=(
        Told(4, 29, "春季停工项目全部复工，竣工验收按月排定。"),
        Told(6, 28, "还有项目在做消防验收，验收后即可竣工。", problem="消防验收排队时间较长",
             next_step="请住建部门集中安排验收。", proof="竣工项目清单"),
    )),
    Course("石渡县寄宿制学校", told=(
        Told(3, 30, "用地预审已通过，征地补偿协议签订过半。", 30),
        Told(5, 29, "征地补偿全部签订，施工招标公告已发布。", 55, problem="征地补偿标准调整，两个村民小组重新签约",
             next_step="7月开标，8月进场。", proof="征地补偿协议签订情况"),
    )),
    Course("桐溪县第二中学", late=ExtensionAsked(
        date(THIS_YEAR, 8, 31), "汛期连续降雨，主体施工停工二十余天。", granted=True,
    ), told=(
        Told(3, 31, "基础工程完成，主体施工到二层。", 40),
        Told(6, 25, "主体施工到四层，赶工方案经监理审定。", 70, proof="主体施工进度说明"),
    )),
    Course("维修东屏区校舍", told=(
        Told(4, 30, "维修方案全部评审，5所开工。", 25),
        Told(6, 29, "8所完工并通过验收，其余4所安排在暑期施工。", 67, proof="校舍维修完工清单"),
    )),
    Course("改扩建公办幼儿园", owner=KINDERGARTENS, indicator="preschool.kg_built", told=(
        Told(4, 28, "在建园所全部进入装修阶段。"),
        Told(6, 27, "各县区按月报送进度，未建成的园所已倒排工期。", problem="部分园所室外场地与道路改造冲突",
             next_step="秋季开学前全部交付。", proof="幼儿园建设进度表"),
    )),
    Course("公办园在园幼儿占比", owner=KINDERGARTENS, ends="closed", told=(
        Told(6, 24, "春季学期学籍核对完毕，占比按系统数据计算。", proof="在园幼儿核对情况"),
    )),
    Course("移交南陌区小区配套幼儿园", ends="sent_back", why="缺一所的移交协议原件，请补齐后再申请。", told=(
        Told(4, 24, "两所完成移交，一所正在办理产权登记。", 60),
        Told(6, 12, "三所均已移交，协议报备。", 95, problem="一所的移交协议缺开发企业盖章", proof="配套园移交协议"),
    )),
    Course("春季学期资助金", told=(
        Told(5, 28, "资助金分两批发放，账户有误的逐人联系。", problem="部分学生账户有误，资格需要复核",
             next_step="账户核对后立即补发。", proof="资助金发放汇总"),
    )),
    Course("家庭经济困难学生认定", ends="closed", told=(
        Told(3, 26, "认定名单在各校公示无异议，已录入资助系统。", 100, proof="认定工作情况"),
    )),
    Course("生源地助学贷款", told=(
        Told(6, 20, "续贷手续陆续办理，首贷安排在新生录取后集中受理。", 45, proof="助学贷款办理安排"),
    )),
    Course("改造学校食堂", ends="closed", told=(
        Told(4, 22, "改造方案批复，设备采购完成。", 50),
        Told(6, 22, "改造的食堂通过验收启用，就餐排队时间明显缩短。", 100, proof="食堂改造验收表"),
    )),
    Course("供餐单位开展检查", ends="closed", told=(
        Told(3, 31, "一季度检查完成，问题单当场下达。", 48),
        Told(6, 23, "发现的问题当场下达整改通知，逐项复查到位。", 100, proof="供餐检查台账"),
    )),
    Course("招聘教师", told=(
        Told(5, 22, "笔试面试结束，进入体检考察。"),
        Told(6, 26, "首批聘用人员已办理手续，空缺岗位拟补充招聘。", problem="偏远乡镇岗位报考人数不足",
             next_step="7月组织补充招聘。", proof="拟聘用人员公示"),
    )),
    Course("培训教师", told=(
        Told(6, 18, "上半年培训班次按计划办结，暑期研修已排课。", proof="培训班次安排"),
    )),
    Course("交流轮岗教师", told=(
        Told(6, 15, "春季交流教师全部到岗，秋季交流名单正在审核。", proof="交流轮岗名册说明"),
    )),
    Course("补充音体美教师", late=ExtensionAsked(
        date(THIS_YEAR, 11, 30), "首次招聘报名不足，需再组织一次专项招聘。",
    ), told=(
        Told(5, 30, "岗位计划已批复，首次招聘到岗24人。", 40, problem="音乐、美术岗位报名不足", proof="招聘情况说明"),
    )),
    Course("高考、中考组织", ends="closed", told=(
        Told(6, 26, "考试平稳有序，未发生违规违纪事件。", 100, proof="考试组织工作报告"),
    )),
    Course("标准化考点", told=(
        Told(5, 25, "新增考点设备安装完毕，等待省级验收。", proof="考点设备安装情况"),
    )),
    Course("大班额", told=(
        Told(6, 16, "起始年级按标准班额编班，存量大班额逐校销号。", proof="大班额化解方案"),
    )),
    Course("学校发展联盟", ends="closing", told=(
        Told(3, 20, "联盟组建方案印发。", 30),
        Told(6, 21, "10个联盟全部挂牌，结对学校每月联合教研。", 100, proof="联盟组建情况"),
    )),
    Course("校车和消防设施", ends="closed", told=(
        Told(4, 25, "隐患清单逐校交办，开学前完成整改复查。", 100, proof="排查隐患清单"),
    )),
    Course("改造北垣区学校消防设施", told=(
        Told(4, 20, "资金下达，设计完成。", 20),
        Told(6, 24, "3处完工，其余施工中。", 50, problem="施工单位进场偏晚", proof="消防改造进度"),
    )),
    Course("培训心理健康教师", signed=False),
    Course("专业实训基地", indicator="", told=(
        Told(6, 19, "一个基地投入使用，另一个设备安装完成。", 85, problem="实训设备到货比合同晚一个月",
             proof="实训基地建设情况"),
    )),
    Course("更新多媒体教室", indicator="", told=(
        Told(4, 30, "招标完成，首批设备到货。", 35),
        Told(6, 27, "78间安装调试完毕，其余安排在暑期。", 65, proof="多媒体教室更新清单"),
    )),
)  # fmt: skip

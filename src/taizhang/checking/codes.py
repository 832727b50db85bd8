"""Codes that national standards give to places and schools.

Areas: GB/T 2260-2007, 2 digits of province + 2 of prefecture + 2 of county; statistics add 3 of township and
3 of village. Schools: 学校（机构）标识码, 2 digits of class + 2 of province + 6 of sequence, from
《学校（机构）代码管理办法》(2011); it has no check digit.
"""

from __future__ import annotations

import re

from taizhang.findings import Finding

PROVINCES = {
    "11": "北京", "12": "天津", "13": "河北", "14": "山西", "15": "内蒙古", "21": "辽宁", "22": "吉林",
    "23": "黑龙江", "31": "上海", "32": "江苏", "33": "浙江", "34": "安徽", "35": "福建", "36": "江西",
    "37": "山东", "41": "河南", "42": "湖北", "43": "湖南", "44": "广东", "45": "广西", "46": "海南",
    "50": "重庆", "51": "四川", "52": "贵州", "53": "云南", "54": "西藏", "61": "陕西", "62": "甘肃",
    "63": "青海", "64": "宁夏", "65": "新疆", "71": "台湾", "81": "香港", "82": "澳门", "83": "台湾居民居住证",
}

SCHOOL_CLASSES = {
    "11": "幼儿园", "21": "小学", "22": "成人小学", "31": "普通初中", "32": "职业初中", "33": "成人初中",
    "34": "普通高中", "35": "成人高中", "36": "中等职业学校", "37": "工读学校", "41": "普通高等学校",
    "42": "成人高等学校", "51": "特殊教育学校", "91": "科研机构", "92": "民办的其他高等教育机构",
    "93": "职业技术培训机构",
}

_AREA_CODE = re.compile(r"\d{6}|\d{12}")


def check_school_code(code: str) -> Finding | None:
    """What is wrong with a school's ten-digit code (学校标识码), or None."""
    if not re.fullmatch(r"\d{10}", code):
        return Finding("school-code-shape", blanks={"found": code})
    if code[:2] not in SCHOOL_CLASSES:
        return Finding("school-code-class", blanks={"found": code, "class": code[:2]})
    # Universities carry 0 and their old five digits behind the province, the same shape as the others.
    if code[2:4] not in PROVINCES:
        return Finding("area-province", blanks={"found": code, "province": code[2:4]})
    return None


def check_area_code(code: str) -> Finding | None:
    """What is wrong with an area code of 6 or 12 digits (GB/T 2260), or None. Abolished areas pass."""
    if not _AREA_CODE.fullmatch(code):
        return Finding("area-shape", blanks={"found": code})
    if code[:2] not in PROVINCES:
        return Finding("area-province", blanks={"found": code, "province": code[:2]})
    return None

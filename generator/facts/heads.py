"""The columns of a facts file: their Chinese names, the notes beside them, and other names people give them."""

from __future__ import annotations

from generator.facts.model import FACT_KINDS

COLUMNS = (
    "编号", "章节", "类型", "内容", "指标", "数值", "单位", "限定", "模板", "主题", "文案", "日期", "时间", "尺寸",
    "上级", "其他数字", "章节副题", "章节编号", "性质", "数字", "上限", "数字位置", "备选", "行号", "原文位置",
)  # fmt: skip
NOTES = {
    "编号": "每条一个，不可重复；可留空，自动编号",
    "章节": "所在章节的标题",
    "类型": "数据、陈述、目标、清单、条目、口号、四项；可留空",
    "内容": "卡片上的话，必填",
    "指标": "数字说的是什么",
    "数值": "卡片上放大的数字，照原文；留空则自动找；写“无”表示不放大数字",
    "单位": "数值后面的单位，如 亿元",
    "限定": "超、近、约、增长、第……",
    "模板": "用哪个模板，可留空",
    "主题": "用哪个主题，可留空",
    "文案": "发布时的配文，可留空",
    "日期": "发布日期，如 2026-01-06",
    "时间": "发布时间，如 07:30",
    "尺寸": "尺寸名，或 宽x高（像素）",
    "上级": "条目所属清单的编号",
    "其他数字": "这条里其余的数字，用“；”隔开",
}
KIND_NAMES = dict(zip(FACT_KINDS, ("数据", "陈述", "目标", "清单", "条目", "口号", "四项"), strict=True))
OPTIONS = {
    "模板": "template",
    "主题": "theme",
    "文案": "caption",
    "日期": "date",
    "时间": "time",
    "尺寸": "size",
}
NONE = "无"
ALIASES = {
    "正文": "内容", "文本": "内容", "事实": "内容", "text": "内容", "content": "内容", "id": "编号", "序号": "编号",
    "chapter": "章节", "kind": "类型", "label": "指标", "指标名称": "指标", "value": "数值", "unit": "单位",
    "qualifier": "限定", "template": "模板", "theme": "主题", "caption": "文案", "date": "日期", "time": "时间",
    "size": "尺寸", "parent": "上级",
}  # fmt: skip

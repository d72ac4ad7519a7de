"""Specimens of type: what no card shows in one place, each mark and gap large enough to be judged by eye.

Words here are made up for the purpose. The guide rectangles are drawn, so that a flush edge can be seen to be one.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.card import Press, Sheet
from generator.card.layout import lay_out

SIDE = 800


@dataclass(frozen=True)
class Specimen:
    """One specimen sheet, 800 px square, and why it is held still."""

    name: str
    why: str
    inside: str


def _column(*texts: str, size: int = 56, style: str = "") -> str:
    """Return texts one below another at the same left edge, each in a drawn frame."""
    pitch = (SIDE - 40) / len(texts)
    made = []
    for n, text in enumerate(texts):
        y = 20 + n * pitch
        made.append(
            f'<rect id="r{n}" x="40" y="{y:g}" width="720" height="{pitch - 12:g}" fill="none" stroke="#9bd"/>'
            f'<text id="t{n}" shape-inside="url(#r{n})" font-size="{size}" data-min-size="{size}" font-weight="700"'
            f' font-family="Noto Sans SC" data-valign="middle" fill="#123" {style}>{text}</text>'
        )
    return "".join(made)


_COLUMNS = "".join(
    f'<rect id="v{n}" x="{x}" y="40" width="{width}" height="720" fill="none" stroke="#9bd"/>'
    f'<text id="w{n}" shape-inside="url(#v{n})" writing-mode="vertical-rl" font-size="52" data-min-size="52"'
    f' font-weight="700" font-family="{family}" line-height="1.4" text-anchor="{anchor}" data-valign="{valign}" fill="#123">'
    f"{text}</text>"
    for n, (x, width, family, anchor, valign, text) in enumerate(
        (
            (
                560,
                200,
                "Noto Serif SC",
                "start",
                "top",
                "县域旅游综合实力升至全国百强第<tspan fill='#c21'>47</tspan>位",
            ),
            (300, 220, "Noto Sans SC", "middle", "middle", "“十五五”开局，向海图强（2026年）——3A级景区"),
            (40, 220, "Noto Sans SC", "end", "bottom", "《海丝新韵》首演：GDP、R1线、12月、1500家"),
        )
    )
)

SPECIMENS = (
    Specimen(
        "type-squeezing",
        "marks side by side, at a line's end and at its start; quotes and brackets flush left",
        _column("“甲”、“乙”与“丙”", "《丁》（戊）：“己”。", "（庚），「辛」；壬……", "癸·子——丑，寅。”", "【卯】辰！？“巳”", style='text-spacing-trim="normal"')
        + '<path d="M760 0V800M40 0V800" stroke="#d9b"/>',
    ),
    Specimen(
        "type-headline",
        "quotes and brackets of half an em in headlines, on both sides, beside hanzi, figures, dashes, spaces and each other",
        _column(
            "新增“小巨人”企业36家",
            "《总体规划（草案）》获批",
            "推进“一网通办”“一窗受理”",
            "“两山”——“双碳” 向“新”",
            "“5G+”达3项，“一老一小”、",
        )
        + '<path d="M760 0V800M40 0V800" stroke="#d9b"/>',
    ),
    Specimen(
        "type-gaps",
        "between hanzi and Latin or figures; none at an edge or beside a mark; typed spaces; a number with its unit",
        _column(
            "建成5G基站1.75万个",
            "GDP增长5.3%—5.5%",
            "R1线，3A级、AA以上",
            "温差±0.5℃，比分3∶1",
            "谋发展 启新篇 超 900 项",
        ),
    ),
    Specimen(
        "type-vertical",
        "columns from right to left: marks' vertical forms, upright figures, names on their side, anchors, alignment",
        _COLUMNS,
    ),
    Specimen(
        "type-emphasis",
        "a figure or phrase in colour or in a heavier weight: the same breaks, the same gaps",
        _column(
            "促成产学研合作项目超900项",
            "促成产学研合作项目<tspan fill='#c21'>超900项</tspan>",
            "促成产学研合作项目<tspan font-weight='900'>超900项</tspan>",
            "<tspan font-weight='300'>促成产学研</tspan><tspan fill='#c21' font-weight='900'>合作项目</tspan>超900项",
            size=52,
        ),
    ),
    Specimen(
        "type-fallback",
        "characters the first family lacks, borrowed from the next; any weight of the variable font",
        _column(
            "<tspan font-family='Oswald'>2026年365天</tspan>",
            "<tspan font-family='Barlow Condensed, Noto Serif SC'>㛃与𬭎，È é</tspan>",
            "<tspan font-weight='150'>细</tspan><tspan font-weight='437'>中</tspan><tspan font-weight='650'>粗</tspan><tspan font-weight='900'>黑</tspan>",
            "m<tspan font-size='0.5em' baseline-shift='super'>2</tspan>与CO<tspan font-size='0.5em' baseline-shift='sub'>2</tspan>",
        ),
    ),
)  # fmt: skip


def specimen_sheet(specimen: Specimen, press: Press) -> Sheet:
    """Return a specimen laid out, on white."""
    return lay_out(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}">'
        f'<rect width="{SIDE}" height="{SIDE}" fill="#fff"/>{specimen.inside}</svg>',
        file=f"{specimen.name}.svg",
        css="",
        units=(float(SIDE), float(SIDE)),
        pixels=(SIDE, SIDE),
        typesetter=press.typesetter,
    )

"""Files as they arrive: encodings, web pages, Markdown, Word, PDF pastes, and what is no article."""

import io
import zipfile
from pathlib import Path

import pytest

from generator.errors import InputError
from generator.facts import extract, read_article
from generator.facts.pasted import heal

TEXT = "我县交出答卷\n\n一、产业升级\n全年新增规上企业26家\n增长５.８％\n"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def write(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "a.txt", TEXT.encode(encoding))
    assert read_article(path).text == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends(tmp_path: Path, end: str) -> None:
    assert read_article(write(tmp_path, "a.txt", TEXT.replace("\n", end))).text == TEXT


@pytest.mark.parametrize(
    ("name", "data", "part"),
    [
        ("empty.txt", b"", "空"),
        ("blank.txt", b"\xef\xbb\xbf \r\n\t\n", "空"),
        ("junk.txt", bytes(range(256)) * 40, "二进制"),
        ("png.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x01\x02" * 50, "二进制"),
        ("bad.txt", "第一行\n第二行".encode() + b"\xff\xff\xfe" + "结束".encode(), "编码"),
        ("a.pdf", b"%PDF-1.7", "不认识的文件类型"),
        ("a.docx", b"not a zip", "Office"),
        ("empty.html", b"<html><body><script>1</script></body></html>", "正文"),
    ],
)
def test_what_is_no_article_is_refused_in_chinese(tmp_path: Path, name: str, data: bytes, part: str) -> None:
    with pytest.raises(InputError, match=part) as caught:
        read_article(write(tmp_path, name, data))
    assert caught.value.remedy and caught.value.where is not None


def test_bad_bytes_are_placed(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_article(write(tmp_path, "bad.txt", "第一行\n第二行".encode() + b"\xff\xff\xfe" + "结束".encode()))
    assert caught.value.where is not None and caught.value.where.line == 2


def test_missing_folder_url_and_size(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="找不到"):
        read_article(tmp_path / "no.txt")
    with pytest.raises(InputError, match="文件夹"):
        read_article(tmp_path)
    with pytest.raises(InputError, match="网址") as caught:
        read_article(Path("https://example.com/a.html"))
    assert "另存为" in caught.value.remedy
    with (tmp_path / "big.txt").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    with pytest.raises(InputError, match="50 MB"):
        read_article(tmp_path / "big.txt")


PAGE = """<html><head><meta charset="{0}"><title>题目 - 某报</title><style>p{{}}</style></head><body>
<div class="nav"><a>首页 1</a></div><h1 id="activity-name">我县交出答卷</h1>
<div class="meta">2026-01-08 来源：某某日报</div>
<div id="js_content" style="visibility: hidden"><p><strong>一、产业升级</strong></p>
<p>生产总值达<span>3</span><span>12.6</span>亿元；新增企业 26 家。</p><ul><li>新增学位3600个</li></ul>
<table><tr><th>指标</th><th>单位</th><th>2025年</th><th>增长（%）</th></tr><tr><td>粮食</td><td>万吨</td><td>21.3</td><td>-0.4</td></tr></table>
<p style="display: none">隐藏999个</p><script>var x = 12345;</script></div>
<div class="comment">评论100条</div><footer>电话12345</footer></body></html>"""


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "utf-8"), ("gb2312", "gb18030")])
def test_web_page(tmp_path: Path, charset: str, encoding: str) -> None:
    sheet = extract(read_article(write(tmp_path, "a.html", PAGE.format(charset).encode(encoding))))
    figures = [(f.metric.label, f.metric.value, f.metric.unit) for f in sheet.facts if f.metric]
    assert figures == [
        ("生产总值", "312.6", "亿元"), ("新增企业", "26", "家"), ("新增学位", "3600", "个"), ("粮食", "21.3", "万吨"),
    ]  # fmt: skip
    assert (sheet.title, sheet.source, sheet.date) == ("我县交出答卷", "某某日报", "2026-01-08")
    assert [c.title for c in sheet.chapters] == ["产业升级"]


def test_deep_page_does_not_overflow(tmp_path: Path) -> None:
    path = write(tmp_path, "deep.html", "<div>" * 20000 + "正文增长5%" + "</div>" * 20000)
    try:
        assert "增长5%" in read_article(path).text
    except InputError as error:
        assert error.remedy


def test_markdown(tmp_path: Path) -> None:
    text = "# 题目\n\n## 一、工业\n\n- **新增**企业26家\n\n### 1. 招商\n\n签约[项目](http://x)87个。\n\n|指标|单位|数值|\n|---|---|---|\n|常住人口|万人|45.1|\n\n**民生**\n\n◆ 办好实事\n◆ 织密网络\n"
    article = read_article(write(tmp_path, "a.md", text))
    sheet = extract(article)
    assert sheet.title == "题目"
    assert [f.text for f in sheet.facts if f.kind == "metric"][:2] == ["新增企业26家", "签约项目87个"]
    assert sheet.facts[2].metric is not None and sheet.facts[2].metric.unit == "万人"
    assert [f.kind for f in sheet.facts[-3:]] == ["list", "item", "item"]


def paragraph(text: str, style: str = "", item: bool = False) -> str:
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner += '<w:numPr><w:numId w:val="1"/></w:numPr>' if item else ""
    runs = "".join(f"<w:r><w:t>{t}</w:t></w:r>" for t in text.split("|"))
    return f"<w:p><w:pPr>{inner}</w:pPr>{runs}</w:p>"


def document(body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr(
            "word/styles.xml",
            f'<w:styles {W}><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>',
        )
    return out.getvalue()


def test_word_document(tmp_path: Path) -> None:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    table = (
        "<w:tbl>"
        + "".join(
            "<w:tr>" + cell.format(a) + cell.format(b) + "</w:tr>"
            for a, b in [("指标", "2025年"), ("城镇化率（%）", "66.1")]
        )
        + "</w:tbl>"
    )
    body = (
        paragraph("县政府工作报告")
        + paragraph("产业发展", "1")
        + paragraph("工业增长|8|.2%。")
        + paragraph("新增企业48家", item=True)
        + table
    )
    body += (
        "<w:p><w:del><w:r><w:delText>删去99个</w:delText></w:r></w:del><w:r><w:t>新建公园6个</w:t></w:r></w:p>"
    )
    sheet = extract(read_article(write(tmp_path, "a.docx", document(body))))
    assert [(f.metric.value, f.metric.unit) for f in sheet.facts if f.metric] == [
        ("8.2", "%"),
        ("48", "家"),
        ("66.1", "%"),
        ("6", "个"),
    ]
    assert [c.title for c in sheet.chapters] == ["产业发展"]


def test_word_text_boxes_and_nested_tables_are_read_once(tmp_path: Path) -> None:
    inner = "<w:txbxContent><w:p><w:r><w:t>新建书屋9座</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:p><w:r><w:t>新建公园6个</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice>{inner}</mc:Choice><mc:Fallback>{inner}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p>{}</w:tc>"
    nested = "<w:tbl><w:tr>" + cell.format("甲", "") + cell.format("1.5", "") + "</w:tr></w:tbl>"
    table = "<w:tbl><w:tr>" + cell.format("城镇化率（%）", "") + cell.format("66.1", nested) + "</w:tr></w:tbl>"
    article = read_article(write(tmp_path, "a.docx", document(paragraph("题目") + box + table)))
    assert article.text.count("新建书屋9座") == 1 and article.text.count("新建公园6个") == 1
    assert article.text.count("66.1") == 1


def test_external_parts_and_macros_of_word_are_left_alone(tmp_path: Path) -> None:
    out = io.BytesIO(document(paragraph("题目") + paragraph("新增企业26家")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships><Relationship TargetMode="External" Target="http://127.0.0.1:9/x"/></Relationships>',
        )
    sheet = extract(read_article(write(tmp_path, "a.docx", out.getvalue())))
    assert [f.text for f in sheet.facts] == ["新增企业26家"]


def test_zip_bomb_entities_and_lock_are_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (60 * 1024 * 1024))
    with pytest.raises(InputError, match="不正常"):
        read_article(write(tmp_path, "bomb.docx", out.getvalue()))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'
        )
    with pytest.raises(InputError, match="实体"):
        read_article(write(tmp_path, "entity.docx", out.getvalue()))
    with pytest.raises(InputError, match="密码"):
        read_article(write(tmp_path, "old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600))


PASTE = """某县统计公报

一、综合
初步核算，全年全县实现地区生产总值312.6亿元，
比上年增长5.8%。其中，第一产业增加值26.9亿元，
增长3.5%；第二产业增加值141.3亿元，增长6.2%；第
三产业增加值144.4亿元，增长5.9%。年末全县常住人
口45.1万人，城镇化率为66.1%，比上年末提高0.8个
百分点。

二、农业
全年粮食种植面积52.3万亩，比上年增加0.4万亩。粮
食产量21.3万吨，增产1.2%。
"""


def test_pdf_paste_is_healed_without_gluing_paragraphs() -> None:
    healed = heal(PASTE)
    assert "第三产业增加值144.4亿元" in healed and "提高0.8个百分点" in healed and "粮食产量21.3万吨" in healed
    assert "一、综合\n初步核算" in healed and "百分点。\n" in healed
    assert healed.count("\n") == PASTE.count("\n")
    assert heal(healed) == healed


def test_letter_spaced_paste_is_healed() -> None:
    spaced = "全 年 实 现 生 产 总 值 3 1 2 . 6 亿 元 ， 增 长 5 . 8 % 。"
    assert heal(spaced) == "全年实现生产总值312.6亿元，增长5.8%。"


@pytest.mark.parametrize(
    "line",
    [
        "产业升级晋位 经济在承压前行中彰显韧性",
        "01 高质量",
        "海南 云南 四川 陕西",
        "“五港联通” 以空港为重点 打造体系",
    ],
)
def test_meant_spaces_stay(line: str) -> None:
    assert (
        heal(f"题目\n\n{line}\n新增企业26家，增长5%，保持了平稳的态势\n")
        == f"题目\n\n{line}\n新增企业26家，增长5%，保持了平稳的态势\n"
    )

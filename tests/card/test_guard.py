"""An SVG from outside reaches nothing outside itself."""

from __future__ import annotations

import pytest

from generator.card.guard import parse
from generator.errors import CardRefused, DesignError

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def svg(inside: str) -> str:
    return f"{HEAD}\n{inside}\n</svg>"


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/passwd"/>',
        '<image href="/etc/passwd"/>',
        '<image href="photo.png"/>',
        '<image xlink:href="https://example.org/a.png"/>',
        '<use href=" http://example.org/a.svg#x"/>',
        '<image href="data:image/svg+xml;base64,AAAA"/>',
        '<rect fill="url(http://example.org/a#b)"/>',
        "<rect style=\"fill:url( 'file:///etc/passwd' )\"/>",
        "<style>@import 'a.css';</style>",
        "<style>.a{fill:url(//example.org/x)}</style>",
        "<script>1</script>",
        "<foreignObject/>",
        '<rect onclick="1"/>',
    ],
)
def test_what_reaches_out_is_refused_with_its_line(inside: str) -> None:
    with pytest.raises(DesignError) as caught:
        parse(svg(inside), "a.svg")
    assert caught.value.where is not None
    assert caught.value.where.line == 2
    assert caught.value.remedy


def test_inner_references_pass_and_only_pictures_of_our_own_making() -> None:
    own = "data:image/png;base64,iVBOR"
    drawing = svg(f'<use href="#a"/><rect fill="url(#g)"/><image href="{own}"/>')
    assert len(parse(drawing, "a.svg", {own})) == 3
    for pictures in ((), {own + "A"}):
        with pytest.raises(DesignError, match="外部文件"):
            parse(drawing, "a.svg", pictures)


def test_an_entity_is_never_expanded() -> None:
    bomb = f'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY f SYSTEM "file:///etc/passwd">]>{svg("<g>&f;</g>")}'
    with pytest.raises(DesignError):
        parse(bomb, "a.svg")


def test_a_broken_drawing_is_named_with_line_and_column() -> None:
    with pytest.raises(DesignError) as caught:
        parse(svg("<g>\n<rect></g>"), "metric/portrait.svg")
    assert str(caught.value.where).startswith("metric/portrait.svg 第 3 行")


def test_a_control_character_in_the_words_refuses_the_card() -> None:
    with pytest.raises(CardRefused, match=r"U\+0007"):
        parse(svg("<g>a\x07</g>"), "a.svg")


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ('<g id="a"><use href="#a"/></g>', "没有尽头"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "没有尽头"),
        ('<pattern id="p"><rect fill="url(#p)"/></pattern>', "没有尽头"),
        (
            '<g id="n0"><rect/></g>'
            + "".join(f'<g id="n{n}">{f"""<use href="#n{n - 1}"/>""" * 4}</g>' for n in range(1, 30)),
            "展开后",
        ),
        ('<path stroke-dasharray="0.001 0.001"/>', "虚线"),
        ('<path style="stroke-dasharray: 0.0001"/>', "虚线"),
        ("<style>.a{stroke-dasharray:1e-9}</style>", "虚线"),
    ],
)
def test_what_would_never_end_is_refused(inside: str, words: str) -> None:
    with pytest.raises(DesignError, match=words):
        parse(svg(inside), "a.svg")


def test_ordinary_references_are_welcome() -> None:
    inside = (
        '<linearGradient id="a"/><linearGradient id="b" href="#a"/><clipPath id="c"><rect/></clipPath>'
        '<g id="d" clip-path="url(#c)"><rect fill="url(#b)"/></g><use href="#d"/><use href="#d"/><use href="#nowhere"/>'
        '<path stroke-dasharray="4 12"/><path stroke-dasharray="none"/><path stroke-dasharray="0 12"/>'
    )
    assert len(parse(svg(inside), "a.svg")) == 10

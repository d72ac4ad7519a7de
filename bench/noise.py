"""How loud a JPEG is, and how loud a pasted digit: ``python -m bench.noise``. What `NOISE` in ``difference.py`` stands between.

Cards of the shipped digest, sixteen of unlike template and theme in four shapes in turn, are saved at falling quality; the loudest field of
9 px is told for the noise alone, and for a card on which one figure was pasted over another before it was saved.
"""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageFilter

from bench.readback import SIZES, jobs
from generator.batch.difference import NOISE
from generator.card import Press
from generator.world import World

QUALITIES = (20, 30, 50, 75, 90)
_FIELD = 4
MOST = 16


def loudest(one: Image.Image, other: Image.Image) -> int:
    """Return the levels of 255 by which fields of 9 px differ at the most."""
    blur = ImageFilter.BoxBlur(_FIELD)
    bands = ImageChops.difference(one.filter(blur), other.filter(blur)).split()
    return max(int(band.getextrema()[1]) for band in bands)  # type: ignore[arg-type]


def saved(image: Image.Image, quality: int) -> Image.Image:
    """Return a picture as it comes out of a JPEG with halved colour, the way chat programmes save it."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=2)
    return Image.open(buffer).convert("RGB")


def main() -> None:
    """Print the table."""
    press = Press(World.at())
    every = [job for job in jobs(press) if job.copy.figure is not None]
    looks: dict[tuple[str, str], int] = {}
    noise: dict[int, int] = dict.fromkeys(QUALITIES, 0)
    pasted: dict[int, int] = dict.fromkeys(QUALITIES, 255)
    for job in every:
        look = (job.template.id, job.theme.id)
        if look in looks or len(looks) == MOST or job.size.id != SIZES[len(looks) % len(SIZES)]:
            continue
        looks[look] = 1
        sheet = press.draw(job)
        image = press.rasteriser.pixels(sheet).copy()
        figure = max(sheet.texts, key=lambda text: text.size)
        x0, y0, x1, y1 = map(int, figure.frame)
        wrong = image.copy()
        wide = max(8, (x1 - x0) // max(2, len("".join(figure.lines))))
        wrong.paste(image.crop((x0, y0, x0 + wide, y1)), (x0 + wide, y0))
        for quality in QUALITIES:
            noise[quality] = max(noise[quality], loudest(image, saved(image, quality)))
            if loudest(image, wrong):  # 11 pasted over 11 is no change
                pasted[quality] = min(pasted[quality], loudest(image, saved(wrong, quality)))
    print(
        f"{len(looks)} cards, NOISE = {NOISE}\n\n| quality | loudest noise | quietest pasted digit |\n|---|---|---|"
    )
    for quality in QUALITIES:
        print(f"| {quality} | {noise[quality]} | {pasted[quality]} |")


if __name__ == "__main__":
    main()

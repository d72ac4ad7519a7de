"""A brand as a template sees it: every part there or empty, the logo in the version for this ground."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from generator.card.logo import LogoArt, logo_art
from generator.card.qrcode import QrArt, qr_art
from generator.design.brand import Brand


@dataclass(frozen=True, slots=True)
class BrandKit:
    """What `brand` is in a template; `{% if brand.logo %}` asks whether a part is there."""

    account: str = ""
    slogan: str = ""
    credit: str = ""
    logo: LogoArt | None = None
    qr: QrArt | None = None

    def __bool__(self) -> bool:
        return bool(self.account or self.slogan or self.credit or self.logo or self.qr)

    @property
    def pictures(self) -> frozenset[str]:
        """The data URIs that a card with this brand may hold."""
        arts = (self.logo, self.qr.logo if self.qr else None)
        return frozenset(art.picture for art in arts if art is not None and art.picture)


@lru_cache(maxsize=8)
def brand_kit(brand: Brand | None, dark: bool) -> BrandKit:
    """Return the kit for a dark or a light ground.

    A dark ground takes `logo_dark`. Where only the other version is there, it stands on a light plate: an emblem
    made for paper is never laid on night. Raises DesignError for a logo or QR content that is not sound.
    """
    if brand is None:
        return BrandKit()
    right, other = (brand.logo_dark, brand.logo) if dark else (brand.logo, None)
    file = right or other
    plain = logo_art(brand.logo) if brand.logo else None
    return BrandKit(
        account=brand.account,
        slogan=brand.slogan,
        credit=brand.credit,
        logo=logo_art(file, plate=right is None) if file else None,
        qr=qr_art(brand.qr, plain) if brand.qr else None,
    )

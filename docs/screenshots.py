"""Takes the pictures of the site in docs/screenshots/: `make screenshots`.

Each page is shown wide in the light and in the dark, and on a phone: `home-light.png`, `home-dark.png` and so on.
They show the history that comes with the package, as `roster287 serve` answers it, in Chromium.
"""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import Image
from tests.api.serving import started
from tests.support.browser import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).parent / "screenshots"
PAGES = {
    "home": "/",
    "state": "/states/ga/",
    "agency": "/agencies/fl-clay-county-sheriffs-office/",
    "changes": "/changes/2025-04/",
}
LOOKS: dict[str, tuple[Literal["light", "dark"], int, int, float]] = {
    "light": ("light", 1280, 1400, 1.0),
    "dark": ("dark", 1280, 1400, 1.0),
    "phone": ("light", 390, 780, 2.0),
}
"""Colour scheme, width, height, and pixels of the screen to one of the page."""
LARGEST = 150_000
"""Bytes that a picture may have."""


def main() -> None:
    """Take all pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as home, started(Path(home)) as (_, client, _), chromium() as browser:
        for name, where in PAGES.items():
            for look in LOOKS:
                (FOLDER / f"{name}-{look}.png").write_bytes(taken(browser, f"{client.base_url}{where}", look))


def taken(browser: Browser, address: str, look: str) -> bytes:
    """A picture of a page, in as few colours as the eye needs."""
    scheme, width, height, scale = LOOKS[look]
    with browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=scale
    ) as visitor:
        page = visitor.new_page()
        page.goto(address, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    out = io.BytesIO()
    picture.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    assert out.tell() <= LARGEST, f"{address}, {look}: {out.tell()} bytes"
    return out.getvalue()


if __name__ == "__main__":
    main()

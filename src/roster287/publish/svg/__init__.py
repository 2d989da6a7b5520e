"""SVG that stands alone: as a file, as a picture, as a card for social media."""

from roster287.publish.svg.card import card
from roster287.publish.svg.picture import png
from roster287.publish.svg.standalone import standalone

__all__ = ["card", "png", "standalone"]

"""SVG to PNG, with the optional library vl-convert."""

from __future__ import annotations

from roster287.errors import PublishError


def png(svg: str, scale: float = 2.0) -> bytes:
    """A standalone SVG as PNG, `scale` pixels to a unit.

    Raises PublishError where the extra `cards` is not installed, or where the SVG cannot be drawn.
    """
    try:
        import vl_convert
    except ImportError as error:
        raise PublishError(
            "A picture needs vl-convert-python, which is not installed.", "Install it: pip install vl-convert-python"
        ) from error
    try:
        return bytes(vl_convert.svg_to_png(svg, scale=scale))
    except (ValueError, RuntimeError) as error:
        reason = str(error).splitlines()[0]
        raise PublishError(f"The drawing cannot be turned into a picture: {reason}.", "Check the SVG.") from error

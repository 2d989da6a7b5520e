"""roster287: a permanent public record of ICE's 287(g) lists."""

__version__ = "0.1.0"

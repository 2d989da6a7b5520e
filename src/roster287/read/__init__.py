"""Bytes to rows, each cell accounted for: `read` gives what a file prints, `parse` what a row says."""

from roster287.read.document import READER_VERSION, read
from roster287.read.parse import DOUBTS, PROBLEMS, parse

__all__ = ["DOUBTS", "PROBLEMS", "READER_VERSION", "parse", "read"]

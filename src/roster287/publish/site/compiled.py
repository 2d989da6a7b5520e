"""Compiled templates, kept beside them in `__pycache__` as Python keeps modules: to compile them takes a second.

Where that folder cannot be written, or Python is told to keep nothing, they are compiled in every process.
"""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """The templates of one language. What was compiled of another text, or otherwise, is not taken."""

    def __init__(self, templates: Path, lang: str, made_by: bytes) -> None:
        """`made_by` is the program that sets how templates are compiled."""
        self._folder = templates / "__pycache__"
        self._lang = lang
        self._made_by = hashlib.sha256(f"{jinja2.__version__} ".encode() + made_by).hexdigest()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """The code of a template, empty where none is kept; what counts is the text with its words filled in."""
        return super().get_bucket(environment, name, filename, str(environment.preprocess(source, name, filename)))

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the file."""
        return f"{name.replace('/', '.')}.{self._lang}.{sys.implementation.cache_tag}.pyc"

    def get_source_checksum(self, source: str) -> str:
        """A hash of the text and of what compiles it."""
        return hashlib.sha256(f"{self._made_by} {source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code from its file, if it is of this text."""
        with suppress(OSError, EOFError, UnpicklingError), (self._folder / bucket.key).open("rb") as file:
            bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        if sys.dont_write_bytecode:
            return
        path = self._folder / bucket.key
        aside = path.with_name(f"{bucket.key}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            aside.write_bytes(bucket.bytecode_to_string())
            aside.replace(path)

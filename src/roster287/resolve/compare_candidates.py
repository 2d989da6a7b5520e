"""Which pairs of spellings are worth comparing: cheap, generous, by state.

A pair is a candidate when its places or its whole names look alike, when one place is the other and more,
when one document was printed with both, or when one left the list as the other came with the same signing.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz import fuzz, process

from roster287.resolve.compare_evidence import file_names
from roster287.resolve.spelling import squeeze
from roster287.vocabulary.names import parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from roster287.resolve.spelling import Spelling

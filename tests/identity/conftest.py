"""The real lists and the reference rosters, read once for all identity tests, where they are here."""

from __future__ import annotations

from functools import partial

import pytest

from roster287.places.roster_building import names_in
from roster287.resolve.compare import Spelling
from tests.identity.real_lists import Published, read_all, spellings
from tests.support.lists import LISTS
from tests.support.once import once
from tests.support.rosters import KnownPlaces


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> list[Published]:
    assert LISTS is not None, "a test that uses the real lists bears the mark `needs_lists`"
    return once(tmp_path_factory, "published", partial(read_all, LISTS))


@pytest.fixture(scope="session")
def listed(published: list[Published]) -> list[Spelling]:
    return spellings(published)


@pytest.fixture(scope="session")
def roster(tmp_path_factory: pytest.TempPathFactory) -> KnownPlaces:
    if LISTS is None or not (LISTS.parent / "reference").is_dir():
        pytest.skip("LEFT OUT: the reference tables (../shared/data/reference) are not on this computer")
    reference = LISTS.parent / "reference"
    return once(tmp_path_factory, "roster", lambda: KnownPlaces.of(names_in(reference)))

"""Codes that areas have in common."""

import pytest

from sejuk.domain.places.code import NATION, common_code


@pytest.mark.parametrize(
    ("codes", "common"),
    [
        (["63.02.09.2001"], "63.02.09.2001"),
        (["63.02.09.2001", "63.02.09.2014"], "63.02.09"),
        (["63.02.09.2001", "63.02.10.2001"], "63.02"),
        (["63.02.09", "63.02.09.2001"], "63.02.09"),
        (["63.02.09.2001", "62.01.01.2001"], NATION),
        ([NATION, "63.02"], NATION),
        ([], NATION),
    ],
)
def test_the_smallest_area_that_holds_all(codes: list[str], common: str) -> None:
    assert common_code(codes) == common


def test_what_is_no_code_is_refused() -> None:
    with pytest.raises(ValueError, match="official"):
        common_code(["63.2"])

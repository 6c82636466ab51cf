from sejuk.places.lineages import Successor, squashed, successors

OLD = {"63.02.06.2018": "Tirawan", "63.02.06.2020": "Sigam"}
NEW = {
    "63.02.22": "Pulaulaut Sigam",
    "63.02.22.2005": "Tirawan",
    "63.02.22.2008": "Sigam",
}
NAMES = {"63.02": "Kabupaten Kotabaru", "63.02.06": "Pulaulaut Utara", **OLD, **NEW}


def test_villages_keep_their_name_and_their_sub_district_is_split_off() -> None:
    assert successors(OLD, NEW, NAMES) == [
        Successor("63.02.06", "63.02.22", "split"),
        Successor("63.02.06.2018", "63.02.22.2005", "recoded"),
        Successor("63.02.06.2020", "63.02.22.2008", "recoded"),
    ]


def test_a_name_that_two_share_gets_no_lineage() -> None:
    removed = {**OLD, "63.02.10.2020": "Sigam"}

    found = successors(removed, NEW, {**NAMES, **removed})

    assert [s.new for s in found if s.how == "recoded"] == ["63.02.22.2005"]


def test_across_regencies_the_area_above_must_have_the_name_too() -> None:
    old = {"91.01.02.2001": "Aimas", "91.05.07.2001": "Aimas"}
    new = {"92.01.02.2001": "Aimas", "92.09.07.2001": "Aimas"}
    above = {
        "91.01.02": "Aimas",
        "91.05.07": "Kais",
        "92.01.02": "Aimas",
        "92.09.07": "Kokoda",
    }

    assert successors(old, new, {**above, **old, **new}) == [
        Successor("91.01.02.2001", "92.01.02.2001", "recoded")
    ]


def test_spaces_hyphens_and_kabupaten_do_not_tell_names_apart() -> None:
    assert squashed("KAB. TANAH-BUMBU") == squashed("Kabupaten Tanahbumbu")

"""Files of areas: what ships, what is refused, and the whole nation."""

import gzip
import json
import time
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from sejuk.places.area_files import in_title_case, read_area_files
from sejuk.places.area_writing import unknown_areas, write_areas
from sejuk.places.management.commands.import_areas import shipped_files
from sejuk.places.models import Area, Lineage
from sejuk.places.queries import areas_below, valid_on

CODES = """code,name,level,kind,parent
63,Kalimantan Selatan,province,,
63.02,Kabupaten Kotabaru,regency,kabupaten,63
63.02.09,Kelumpang Tengah,district,,63.02
63.02.09.2001,Tanjung Batu,village,,63.02.09
"""
POINTS = """code,name,lat,lon
63.02.09.2001,Tanjung Batu,-2.9775,116.2202
"""


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    """A folder with a small list of codes and one of points."""
    (tmp_path / "codes.csv").write_text(CODES)
    (tmp_path / "points.csv").write_text(POINTS)
    return tmp_path


def load(*paths: Path, within: tuple[str, ...] = ()) -> None:
    files = read_area_files(paths, within)
    assert files.faults + unknown_areas(files) == []
    write_areas(files)


@pytest.mark.django_db
class TestWhatShips:
    @pytest.fixture(autouse=True)
    def _loaded(self) -> None:
        load(*shipped_files())

    def test_kelumpang_tengah_is_whole(self) -> None:
        area = Area.objects.get(code="63.02.09")
        villages = areas_below(area, Area.Levels.VILLAGE)

        assert villages.count() == 13
        assert all(v.lat and v.lon and v.boundary for v in villages)
        assert area.boundary
        assert area.parent
        assert area.parent.parent
        assert area.parent.parent.parent == Area.objects.get(code="00")

    def test_kotabaru_had_21_sub_districts_in_2020_and_22_in_2025(self) -> None:
        regency = Area.objects.get(code="63.02")
        sub_districts = areas_below(regency, Area.Levels.SUB_DISTRICT)
        villages = areas_below(regency, Area.Levels.VILLAGE)

        for day, districts in [(date(2020, 12, 9), 21), (date(2025, 1, 1), 22)]:
            assert sub_districts.filter(valid_on(day)).count() == districts
            assert villages.filter(valid_on(day)).count() == 202

    def test_eleven_villages_have_a_new_code_and_keep_their_place(self) -> None:
        recoded = Lineage.objects.filter(how="recoded")

        assert recoded.count() == 11
        for lineage in recoded.select_related("area", "came_from"):
            then, now = lineage.came_from, lineage.area
            assert then.code.startswith("63.02.06.")
            assert now.code.startswith("63.02.22.")
            assert then.name == now.name
            assert (then.lat, then.lon, then.landmass) == (
                now.lat,
                now.lon,
                now.landmass,
            )
            assert then.valid_to == date(2020, 12, 31)
            assert now.valid_from == date(2021, 1, 1)

    def test_the_new_sub_district_was_split_off(self) -> None:
        split = Lineage.objects.get(how="split")

        assert (split.came_from.code, split.area.code) == ("63.02.06", "63.02.22")

    def test_a_village_on_an_island_says_so(self) -> None:
        assert Area.objects.get(code="63.02.09.2001").landmass == "main"
        assert Area.objects.get(code="63.02.06.1002").landmass == "Pulau Laut"

    def test_loading_again_changes_nothing(self) -> None:
        written = write_areas(read_area_files(shipped_files()))

        assert (written.new, written.changed, written.lineages) == (0, 0, 0)

    def test_no_file_carries_what_may_not_ship(self) -> None:
        for path in shipped_files():
            text = path.read_text()
            assert "centroid_shift" not in text
            assert "kpu2019" not in text

    def test_the_notice_names_every_file_and_both_sources(self) -> None:
        notice = (Path(__file__).parents[3] / "NOTICE").read_text()

        assert all(path.name in notice for path in shipped_files())
        assert "cahyadsn/wilayah," in notice
        assert "cahyadsn/wilayah_boundaries," in notice
        assert "MIT" in notice


@pytest.mark.django_db
class TestFaults:
    def test_all_are_told_with_file_row_and_column(self, sent: Path) -> None:
        (sent / "codes.csv").write_text(
            CODES
            + "63.2.09.2002,Senakin,village,,63.02.09\n"  # row 6
            + "\n"
            + "63.02.09.2001,Batu,village,,63.02.09\n"  # row 8
            + "63.02.10,,village,,63.01\n"  # row 9
        )
        (sent / "points.csv").write_text(
            POINTS + "63.02.09.2014,Senakin,north,16.2\n63.02.09.2099,X,-2.9,116.2\n"
        )

        files = read_area_files([sent / "codes.csv", sent / "points.csv"])
        faults = files.faults + unknown_areas(files)

        assert [(f.file, f.row, f.column) for f in faults] == [
            ("codes.csv", 6, "code"),
            ("codes.csv", 8, "code"),
            ("codes.csv", 9, "level"),
            ("codes.csv", 9, "parent"),
            ("codes.csv", 9, "name"),
            ("points.csv", 3, "lat"),
            ("points.csv", 3, "lon"),
            ("points.csv", 4, "code"),
        ]

    def test_nothing_is_written_then(self, sent: Path) -> None:
        (sent / "points.csv").write_text(POINTS + "63.02.09.2099,X,-2.9,116.2\n")

        with pytest.raises(CommandError):
            call_command("import_areas", sent / "codes.csv", sent / "points.csv")

        assert not Area.objects.exists()

    def test_an_area_needs_the_one_above(self, sent: Path) -> None:
        (sent / "codes.csv").write_text(CODES.replace("63.02.09,", "63.02.10,"))

        files = read_area_files([sent / "codes.csv"])

        assert [(f.row, f.column) for f in files.faults] == []
        assert [(f.row, f.column) for f in unknown_areas(files)] == [(5, "parent")]

    def test_what_is_no_such_file_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "list.csv").write_text("nama,alamat\nA,B\n")
        (tmp_path / "photo.csv").write_bytes(b"\xff\xd8\xff\xe0" * 30)
        (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(CODES.encode())[:40])
        (tmp_path / "map.geojson").write_text("[]")
        names = ["list.csv", "photo.csv", "cut.csv.gz", "map.geojson", "none.csv"]

        files = read_area_files([tmp_path / name for name in names])

        assert [fault.file for fault in files.faults] == names

    def test_a_boundary_needs_a_shape(self, sent: Path) -> None:
        feature = {
            "type": "Feature",
            "properties": {"code": "63.02.09"},
            "geometry": {"type": "Point", "coordinates": [1, 2]},
        }
        shapes = {"type": "FeatureCollection", "features": [feature]}
        (sent / "map.geojson").write_text(json.dumps(shapes))

        files = read_area_files([sent / "codes.csv", sent / "map.geojson"])

        assert [(f.row, f.column) for f in files.faults] == [(1, "geometry")]

    def test_changes_need_the_years_of_both_editions(self, sent: Path) -> None:
        (sent / "changes.csv").write_text("change,code,old,new\nadded,63.03,,Banjar\n")

        files = read_area_files([sent / "changes.csv"])

        assert files.faults[0].row == 1


@pytest.mark.django_db
class TestImport:
    def test_points_find_their_areas_in_the_tables(self, sent: Path) -> None:
        load(sent / "codes.csv")
        load(sent / "points.csv")

        assert Area.objects.get(code="63.02.09.2001").lat == -2.9775

    def test_a_corrected_name_is_updated_in_place(self, sent: Path) -> None:
        load(sent / "codes.csv")
        before = Area.objects.get(code="63.02.09.2001").pk
        (sent / "codes.csv").write_text(CODES.replace("Tanjung Batu", "Tanjungbatu"))

        load(sent / "codes.csv")

        assert Area.objects.get(pk=before).name == "Tanjungbatu"

    def test_within_keeps_an_area_what_is_under_and_above_it(self, sent: Path) -> None:
        (sent / "codes.csv").write_text(
            CODES + "63.02.10,Kelumpang Utara,district,,63.02\n"
        )

        load(sent / "codes.csv", within=("63.02.09",))

        assert list(Area.objects.values_list("code", flat=True)) == [
            "00",
            "63",
            "63.02",
            "63.02.09",
            "63.02.09.2001",
        ]

    def test_a_renamed_area_remembers_its_name(self, sent: Path) -> None:
        (sent / "changes.csv").write_text(
            "change,code,name_2020,name_2025\n"
            "renamed,63.02.09.2001,Tanjungbatu,Tanjung Batu\n"
        )

        load(sent / "codes.csv", sent / "changes.csv")

        lineage = Lineage.objects.get()
        assert (lineage.how, lineage.name_then) == ("renamed", "Tanjungbatu")
        assert lineage.area == lineage.came_from

    def test_names_in_capitals_are_written_as_people_do(self) -> None:
        assert in_title_case("KAB. TANAH BUMBU") == "Kabupaten Tanah Bumbu"
        assert in_title_case("Sang-Sang") == "Sang-Sang"


@pytest.mark.data
@pytest.mark.django_db
class TestTheNation:
    def test_all_codes_points_and_changes_load_without_a_fault(
        self, data: Path
    ) -> None:
        names = [
            "codes/regions_2025.csv.gz",
            "codes/region_changes_2020_2025.csv",
            *(f"geo/{n}_latlon_2025.csv.gz" for n in ("regencies", "districts")),
            "geo/villages_latlon_2025.csv.gz",
        ]
        began = time.process_time()

        load(*(data / name for name in names))

        assert time.process_time() - began < 60
        assert Area.objects.filter(valid_to=None).count() == 91_599 + 1
        assert Area.objects.exclude(valid_to=None).count() == 6_647
        assert Lineage.objects.filter(how="renamed").count() == 1_407

    def test_the_list_of_2020_loads_too(self, data: Path) -> None:
        path = data / "codes/regions_2020.csv.gz"

        load(path, within=("63.02",))

        villages = Area.objects.filter(level=Area.Levels.VILLAGE)
        assert villages.count() == 202
        assert Area.objects.get(code="63.02").name == "Kabupaten Kotabaru"
        assert Area.objects.filter(level=Area.Levels.SUB_DISTRICT).count() == 21

    def test_what_ships_is_an_excerpt_of_the_data(
        self, data: Path, tmp_path: Path
    ) -> None:
        whole = read_area_files([data / "codes/regions_2025.csv.gz"], ("63.02",))

        shipped = read_area_files(shipped_files(), ("63.02",))

        assert shipped.names == whole.names

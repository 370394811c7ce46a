"""Importing from the command line: a file of any size, cut at its rows, and what came of them."""

import asyncio
import csv
import io
import json
import sys
from pathlib import Path

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deploy.importing import PART_BYTES, PART_ROWS, Part, parts_of
from deploy.playing import embedded_place
from deploy.story.cast import gather

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "docs/examples/concerns.csv"

CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def _written(path: Path, rows: list[list[str]]) -> list[Part]:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return list(parts_of(path))


def _read(part: Part) -> list[list[str]]:
    text = part.content.decode()
    return [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if any(row)]


@given(st.lists(st.tuples(CELLS, CELLS), max_size=30))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_cells_a_file_is_cut_at_its_rows(
    tmp_path: Path, rows: list[tuple[str, str]]
) -> None:
    kept = [[f"x{first}", second] for first, second in rows]
    parts = _written(tmp_path / "rows.csv", [["a", "b"], *kept])
    assert [row for part in parts for row in _read(part)[1:]] == kept


def test_parts_are_small_and_numbered_on(tmp_path: Path) -> None:
    parts = _written(
        tmp_path / "rows.csv", [["a", "b"], *([str(n), "y" * 5000] for n in range(700))]
    )
    assert all(part.rows <= PART_ROWS and len(part.content) <= PART_BYTES for part in parts)
    assert [part.first_row for part in parts[1:]] == [
        before.first_row + before.rows for before in parts[:-1]
    ]
    assert sum(part.rows for part in parts) == 700
    assert parts[-1].bytes_read == (tmp_path / "rows.csv").stat().st_size


def test_newline_json_is_cut_at_its_lines(tmp_path: Path) -> None:
    file = tmp_path / "rows.ndjson"
    file.write_text('{"a": 1}\n\n{"a": 2}')
    [part] = parts_of(file)
    assert part.content == b'{"a": 1}\n{"a": 2}'
    assert part.rows == 2


async def _run(url: str, keys: Path, file: Path, *more: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "deploy.cli", "import", str(file), "--agency", "nhs-trust"),
        *("--url", url, "--keys", str(keys), "--practitioner", "NCT-2204", *more),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode()


async def test_a_file_is_tried_imported_mended_and_imported_again(tmp_path: Path) -> None:
    file, results = tmp_path / "concerns.csv", tmp_path / "results.csv"
    text = TEMPLATE.read_text(encoding="utf-8")
    file.write_text(text.replace("R-0002", '"=HYPERLINK(1)"').replace("self_neglect", "nothing"))
    async with (
        embedded_place(tmp_path / "exchange", 0) as (url, place),
        httpx.AsyncClient(timeout=30.0, trust_env=False) as http,
    ):
        await gather(http, place)
        tried = await _run(url, place.keys, file, "--dry-run")
        assert tried == (1, "1 refused, 2 would be raised\n")
        code, output = await _run(url, place.keys, file, "--results", str(results), "--json")
        assert (code, json.loads(output)) == (1, {"raised": 2, "refused": 1})
        file.write_text(text)
        assert await _run(url, place.keys, file) == (0, "2 already raised, 1 raised\n")
        strange = tmp_path / "strange.csv"
        strange.write_text("a,b\n1,2\n")
        code, output = await _run(url, place.keys, strange)
        assert code == 1
        assert "columns_not_known" in output
    rows = list(csv.DictReader(io.StringIO(results.read_text(encoding="utf-8-sig"))))
    assert rows[1]["reference"] == "'=HYPERLINK(1)"
    assert rows[1]["problems"].startswith("abuse_types: ")
    assert [row["outcome"] for row in rows] == ["raised", "refused", "raised"]

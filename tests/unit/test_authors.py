"""What makes it easy to join: schemas and tables that follow the contracts, and a page to begin from."""

import new_page
import pytest
import schemas
from conftest import ROOT

NAV = "nav:\n  - Home: index.md\n  - Places:\n      - Liver: sites/liver.md\n  - More: more.md\n\ntheme: x\n"


def test_schemas_and_the_table_of_front_matter_are_those_of_the_contracts():
    stale = [name for name, text in schemas.made(ROOT).items() if (ROOT / name).read_text("utf-8") != text]
    assert stale == [], "run `make schemas`"
    for path in (ROOT / "data").glob("*.yml"):
        named = path.read_text("utf-8").partition("\n")[0]
        assert named == f"# yaml-language-server: $schema=schemas/{path.stem}.json", path


@pytest.fixture
def root(tmp_path):
    (tmp_path / "docs/sites").mkdir(parents=True)
    (tmp_path / "docs/sites/liver.md").write_text("")
    (tmp_path / "mkdocs.yml").write_text(NAV)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "behind"), [("sites/pleura", "      - Liver: sites/liver.md"), ("news", "  - More: more.md")]
)
def test_a_new_page_stands_beside_those_of_its_folder(root, name, behind):
    assert "make addresses" in new_page.write(root, f"/{name}/")
    line = f"{behind[: behind.index('-')]}- {name.rpartition('/')[2].capitalize()}: {name}.md"
    assert (root / "mkdocs.yml").read_text() == NAV.replace(behind, f"{behind}\n{line}")
    assert (root / f"docs/{name}.md").read_text().startswith("---\ntitle: ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "write its address"),
        ("Bad Name", "write its address"),
        ("sites/liver", "is there already"),
        ("odd/x", "no page of odd/"),
    ],
)
def test_a_page_that_cannot_be_is_one_line_and_nothing_changes(root, name, said):
    with pytest.raises(SystemExit, match=said):
        new_page.write(root, name)
    assert (root / "mkdocs.yml").read_text() == NAV

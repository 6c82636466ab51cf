"""What import-linter cannot see: foreign keys follow the layers too."""

import ast
import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[1]


def heights() -> dict[str, int]:
    """How high each app stands; a foreign key points down or sideways to itself."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())
    layers = contracts["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        name: -row
        for row, names in enumerate(layers)
        for name in names.replace("(", "").replace(")", "").split(" | ")
    }


def test_foreign_keys_point_down() -> None:
    height = heights()
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if model._meta.app_label in height
        and field.concrete
        and field.related_model
        and field.related_model is not model
        and field.related_model._meta.app_label in height
        and height[field.related_model._meta.app_label] > height[model._meta.app_label]
    ]
    assert upward == []


def test_foreign_keys_name_classes_so_that_import_checkers_see_them() -> None:
    quoted = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "src/sejuk").rglob("models.py")
        for call in ast.walk(ast.parse(path.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"ForeignKey", "OneToOneField", "ManyToManyField"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and call.args[0].value != "self"
    ]
    assert quoted == []

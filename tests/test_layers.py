"""Who may import whom, what may be imported where, and how rows may be computed.

Each rule is a function on a module's syntax tree, so that the rule itself is tested on
code that breaks it.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "cxkit"
MODULES = sorted(PACKAGE.rglob("*.py"))
NAMES = [file.relative_to(PACKAGE).as_posix() for file in MODULES]

#: The layer of each top-level module; imports go to the same layer's own package or down.
LAYERS = {
    "typing": 0, "require": 0, "files": 0, "language": 0, "schema": 0, "estimate": 0,
    "schema_parts": 0, "schema_crm": 0, "schema_cxm": 0, "schema_truth": 0,
    "scenario": 1, "scenario_parts": 1, "scenario_actions": 1,
    "scenario_checks": 1, "causes": 1, "content": 1, "scenario_start": 1,
    "csv_files": 1, "dataset_codebook": 1, "dataset": 1, "dataset_files": 1, "dataset_import": 1,
    "datasets": 1, "metadata": 1,
    "simulate": 2, "metrics": 2, "export": 3, "lazy": 2, "lazy_sums": 2,
    "journeymap": 3, "journeymap_parts": 3, "journeymap_moments": 3,
    "journeymap_hand": 3, "journeymap_lazy": 3, "journeymap_compare": 3,
    "conformance": 3, "eventlog": 3, "citation": 3,
    "crm": 3, "worlds": 3, "worlds_channels": 3, "scale": 3, "realism": 3,
    "glossary": 1, "maturity": 1, "definitions": 1,
    "crm_build": 3, "crm_answers": 3, "crm_features": 3,
    "crm_churn": 3, "crm_compare": 3, "crm_questions": 3,
    "figures": 4,
    "explorers": 5, "explorer_parts": 5, "exercises": 5,
    "explorer_customer": 5, "explorer_definitions": 5, "explorer_replay": 5,
    "explorer_channels": 5, "explorer_journeymap": 5, "explorer_moments": 5,
    "explorer_segments": 5, "explorer_surveys": 5, "explorer_value": 5,
    # The shell around the kit: what starts notebooks and reads the command line.
    "workspace": 5, "course": 6, "lab": 6, "doctor": 6, "cli": 6, "cli_parts": 6,
    "cli_scenarios": 6, "cli_map": 6, "__init__": 6, "__main__": 6,
}  # fmt: skip
#: Modules of one layer that may not meet.
SIBLINGS = ({"simulate", "metrics"}, {"journeymap", "crm", "worlds", "scale", "realism"})
#: What only these modules may import.
RESERVED = {
    "ipywidgets": {name for name in LAYERS if name.startswith("explorer")} | {"exercises"},
    "matplotlib": {"figures"},
    "seaborn": set(),
    "faker": {"simulate/identity"},
    "dask": {"lazy", "lazy_sums"},
    "distributed": {"scale"},
    "duckdb": {"crm_build", "export", "lazy"},
    "tqdm": {"scale"},
    "pyreadstat": {"export"},
    "click": {"cli", "cli_parts", "cli_scenarios", "cli_map"},
}
#: Too heavy to be loaded by ``import cxkit``, so never at the top of a module.
HEAVY = frozenset({"scipy", "pydantic", "duckdb", "faker", "ipywidgets", "seaborn", "matplotlib",
                   "dask", "distributed", "statsmodels", "lifelines", "pingouin", "jupyterlab",
                   "notebook", "nbformat", "polars", "tqdm", "pyreadstat"})  # fmt: skip
#: Modules that are themselves loaded on use only.
LOADED_ON_USE = {
    "scenario_parts": {"pydantic"},
    "scenario_actions": {"pydantic"},
    "scenario_checks": {"pydantic"},
    "scenario": {"pydantic"},
    "cli": {"click"},
    "cli_parts": {"click"},
    "cli_scenarios": {"click"},
    "cli_map": {"click"},
}
#: Not per row: results of these tables are rounded to six digits when built.
BUILDERS = frozenset({"tables"})
CURVED = frozenset({
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "power", "float_power",
    "square", "cbrt", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "arctan2", "sinh",
    "cosh", "tanh", "einsum", "dot", "vdot", "inner", "outer", "matmul", "tensordot", "interp",
    "polyval", "logaddexp", "hypot", "erf", "convolve", "correlate", "std", "var", "quantile",
    "percentile", "mean", "average", "norm",
})  # fmt: skip


def module_of(file: Path) -> str:
    """Name a module by its path without suffix: ``simulate/people``."""
    return file.relative_to(PACKAGE).with_suffix("").as_posix()


def top(module: str) -> str:
    return module.split("/")[0]


def imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Find what a module imports, with the line; imports for type checkers do not count."""
    skipped = {id(n) for block in ast.walk(tree) if _for_types(block) for n in ast.walk(block)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno
            if node.module in ("cxkit", "cxkit.simulate", "cxkit.metrics"):
                yield from ((f"{node.module}.{name.name}", node.lineno) for name in node.names)


def _for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"


def upward(module: str, tree: ast.AST) -> list[str]:
    """Find imports of a higher layer, or of a sibling."""
    own = top(module)
    wrong = []
    for name, line in imports(tree):
        parts = name.split(".")
        if parts[0] != "cxkit" or len(parts) == 1 or parts[1] not in LAYERS:
            continue
        other = parts[1]
        apart = any({own, other} <= group and own != other for group in SIBLINGS)
        if LAYERS[other] > LAYERS[own] or apart:
            wrong.append(f"{module}:{line} imports {name}")
    return wrong


def misplaced(module: str, tree: ast.AST) -> list[str]:
    """Find imports of a package that is reserved for other modules."""
    wrong = []
    for name, line in imports(tree):
        allowed = RESERVED.get(name.split(".")[0])
        if allowed is not None and not {top(module), module} & allowed:
            wrong.append(f"{module}:{line} imports {name}")
    return wrong


def heavy_at_top(module: str, tree: ast.Module) -> list[str]:
    """Find heavy imports that are made when the module is loaded."""
    inside = {id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
    inside |= {id(n) for block in ast.walk(tree) if _for_types(block) for n in ast.walk(block)}
    wrong = []
    for node in ast.walk(tree):
        if id(node) in inside or not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        for name, line in imports(node):
            package = name.split(".")[0]
            if package in HEAVY - LOADED_ON_USE.get(module, set()):
                wrong.append(f"{module}:{line} imports {name} when it is loaded")
    return wrong


def prints_or_exits(module: str, tree: ast.AST) -> list[str]:
    """Find printing and exit codes, which belong to the command line."""
    names = {"print", "exit", "quit", "SystemExit"}
    return [
        f"{module}:{node.lineno} uses {node.id}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and node.id in names
    ] + [
        f"{module}:{node.lineno} uses sys.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("exit", "stdout", "stderr")
        and getattr(node.value, "id", "") == "sys"
    ]  # fmt: skip


def curved(module: str, tree: ast.AST) -> list[str]:
    """Find arithmetic whose last bits differ between processors."""
    wrong = []
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(
            node.op, ast.Pow | ast.MatMult
        ):
            sign = "**" if isinstance(node.op, ast.Pow) else "@"
            constant = isinstance(node, ast.BinOp) and all(
                isinstance(side, ast.Constant) and isinstance(side.value, int)
                for side in (node.left, node.right)
            )
            if not constant:
                wrong.append(f"{module}:{node.lineno} uses {sign}")
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in CURVED:
            wrong.append(f"{module}:{node.lineno} uses {called.attr}")
        if isinstance(called, ast.Name) and called.id in CURVED:
            wrong.append(f"{module}:{node.lineno} uses {called.id}")
        if isinstance(node, ast.Import) and any(name.name == "math" for name in node.names):
            wrong.append(f"{module}:{node.lineno} imports math")
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            names = {name.name for name in node.names} & CURVED
            wrong += [f"{module}:{node.lineno} imports {name}" for name in sorted(names)]
    return wrong


def parse(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", MODULES, ids=NAMES)
def test_every_module_has_a_layer(file: Path) -> None:
    assert top(module_of(file)) in LAYERS


@pytest.mark.parametrize("file", MODULES, ids=NAMES)
def test_imports_go_downwards_only(file: Path) -> None:
    assert upward(module_of(file), parse(file)) == []


@pytest.mark.parametrize("file", MODULES, ids=NAMES)
def test_each_library_is_imported_where_it_belongs(file: Path) -> None:
    assert misplaced(module_of(file), parse(file)) == []


@pytest.mark.parametrize("file", MODULES, ids=NAMES)
def test_heavy_libraries_are_loaded_on_use(file: Path) -> None:
    assert heavy_at_top(module_of(file), parse(file)) == []


@pytest.mark.parametrize("file", [f for f in MODULES if f.stem not in ("cli", "__main__")])
def test_only_the_command_line_prints_and_exits(file: Path) -> None:
    assert prints_or_exits(module_of(file), parse(file)) == []


@pytest.mark.parametrize(
    "file",
    [f for f in MODULES if f.parent.name == "simulate" and f.stem not in BUILDERS],
    ids=lambda file: file.stem,
)
def test_rows_are_computed_with_exact_arithmetic_only(file: Path) -> None:
    assert curved(module_of(file), parse(file)) == []


@pytest.mark.parametrize("file", MODULES, ids=NAMES)
def test_no_module_is_longer_than_six_hundred_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 600


@pytest.mark.parametrize("file", MODULES, ids=NAMES)
def test_every_module_opens_with_its_concept(file: Path) -> None:
    assert ast.get_docstring(parse(file))


def test_importing_cxkit_loads_nothing_heavy() -> None:
    program = "import sys, cxkit; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True,
        cwd=PACKAGE.parent,
    ).stdout.split()  # fmt: skip
    assert "cxkit" in loaded
    assert not HEAVY & set(loaded)


@pytest.mark.parametrize(
    ("rule", "module", "code"),
    [
        (upward, "metrics/scores", "from cxkit.figures import Figure"),
        (upward, "metrics/scores", "from cxkit import simulate"),
        (upward, "metrics/scores", "def f():\n    import cxkit.simulate.people"),
        (upward, "language", "from cxkit.scenario import Scenario"),
        (upward, "worlds", "import cxkit.crm"),
        (misplaced, "metrics/scores", "import duckdb"),
        (misplaced, "simulate/journeys", "from faker import Faker"),
        (misplaced, "explorers", "import matplotlib.pyplot"),
        (heavy_at_top, "estimate", "from scipy.stats import norm"),
        (heavy_at_top, "estimate", "try:\n    import scipy\nexcept ImportError:\n    pass"),
        (prints_or_exits, "metrics/scores", "print(1)"),
        (prints_or_exits, "dataset", "import sys\nsys.exit(1)"),
        (curved, "simulate/people", "x ** 2"),
        (curved, "simulate/people", "x @ y"),
        (curved, "simulate/people", "x **= 0.5"),
        (curved, "simulate/people", "np.exp(x)"),
        (curved, "simulate/people", "x.dot(y)"),
        (curved, "simulate/people", "import math"),
        (curved, "simulate/people", "pow(x, 2)"),
    ],
)
def test_code_that_breaks_a_rule_is_found(rule: object, module: str, code: str) -> None:
    assert rule(module, ast.parse(code))  # type: ignore[operator]


@pytest.mark.parametrize(
    ("rule", "module", "code"),
    [
        (upward, "figures/score", "from cxkit.metrics.scores import nps"),
        (upward, "metrics/scores", "from cxkit.metrics.tally import Tally"),
        (upward, "dataset", "if TYPE_CHECKING:\n    from cxkit.simulate import simulate"),
        (heavy_at_top, "estimate", "def f():\n    from scipy.special import stdtrit"),
        (misplaced, "explorers", "def f():\n    import ipywidgets"),
        (curved, "simulate/people", "x * y + np.sqrt(z) / table[i]"),
        (curved, "simulate/people", "2**31 - 1"),
    ],
)
def test_code_that_keeps_a_rule_passes(rule: object, module: str, code: str) -> None:
    assert rule(module, ast.parse(code)) == []  # type: ignore[operator]

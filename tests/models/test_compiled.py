"""The generated kernels: exact exponential, never stale, safe to build at once."""

import os
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models.batches import set_up
from permil.errors import NotApplicable
from permil.models import compiled, kernel_cache
from permil.models.batch import lay_out
from permil.models.compartments import run

TOY = """
from typing import Any, NamedTuple
import numpy as np
from permil.models.elementwise import decayed
from permil.models.protocol import Model
from permil.models.streams import Stream


class Parameters(NamedTuple):
    rate: Any


class Site(NamedTuple):
    depth: Any


class State(NamedTuple):
    pool: Any


class Forcing(NamedTuple):
    carbon: Any


class Fluxes(NamedTuple):
    respired: Any


def share(p):
    return decayed(p.rate)


def step(p, s, x, f):
    loss = x.pool * share(p)
    return State(pool=x.pool - loss + f.carbon), Fluxes(respired=loss)


MODEL = Model(
    name="toy", title="Toy", step=step, state=State, forcing=Forcing, fluxes=Fluxes,
    parameters=lambda: Parameters(0.5), site=lambda p, soil: Site(1.0), drive=None,
    pools=("pool",), inert="", inputs=("carbon",), steps_per_year=1, linear=True,
    elementwise=True, depths=(0.0, 100.0), source="",
)
NOTHING = {"carbon": Stream(np.zeros((1, 1)))}
"""


@pytest.fixture
def toy(tmp_path, monkeypatch):
    path = tmp_path / "toy_model.py"
    path.write_text(TOY)
    monkeypatch.setenv("PERMIL_CACHE", str(tmp_path / "cache"))
    fresh()
    yield path
    fresh()
    sys.modules.pop("toy_model", None)


def fresh():
    """Forget folder and kernels, as a new process would."""
    kernel_cache.cache_folder.cache_clear()
    kernel_cache._kernel.cache_clear()


def load(path):
    """Import the toy model from its file, as it is now."""
    import importlib.util
    import linecache

    linecache.checkcache(str(path))
    spec = importlib.util.spec_from_file_location("toy_model", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["toy_model"] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("dtype", "bound"), [("float64", 1e-13), ("float32", 1e-7)])
def test_the_decayed_share_is_exact_to_the_precision(toy, dtype, bound):
    module = load(toy)
    z = np.concatenate([[0.0], np.geomspace(1e-9, 700.0, 200_000)]).astype(dtype)
    result = run(
        module.MODEL,
        module.Site(1.0),
        module.State(np.ones(z.size)),
        module.NOTHING,
        1,
        parameters=module.Parameters(z),
        backend="compiled",
        dtype=dtype,
    )
    exact = -np.expm1(-z.astype(np.float64))
    assert np.abs(result.respired[0].astype(np.float64) - exact).max() <= bound


@pytest.mark.parametrize(
    "edit",
    [
        ("x.pool * share(p)", "0.5 * x.pool * share(p)"),
        ("decayed(p.rate)", "0.25 * decayed(p.rate)"),
    ],
)
def test_an_edited_step_never_runs_as_old_code(toy, edit):
    def remaining():
        module = load(toy)
        state = module.State(np.full(10, 8.0))
        result = run(module.MODEL, module.Site(1.0), state, module.NOTHING, 1, backend="compiled")
        plain = run(module.MODEL, module.Site(1.0), state, module.NOTHING, 1, backend="numpy")
        assert result.soc == pytest.approx(plain.soc, rel=1e-13)
        return result.soc[0, 0]

    before = remaining()
    toy.write_text(TOY.replace(*edit))
    after = remaining()
    assert after > before + 0.5


def test_another_process_sees_the_edited_step(toy):
    script = toy.parent / "use.py"
    script.write_text(
        textwrap.dedent(
            """
            import numpy as np, toy_model as m
            from permil.models.compartments import run
            state = m.State(np.full(10, 8.0))
            print(run(m.MODEL, m.Site(1.0), state, m.NOTHING, 1, backend="compiled").soc[0, 0])
            """
        )
    )

    def value():
        done = subprocess.run(
            [sys.executable, "-B", str(script)],
            capture_output=True,
            text=True,
            check=True,
            cwd=toy.parent,
        )
        return float(done.stdout)

    first = value()
    assert value() == first
    toy.write_text(TOY.replace("x.pool * share(p)", "0.5 * x.pool * share(p)"))
    assert value() > first + 0.5


def test_processes_may_build_the_same_kernel_at_once(toy):
    script = toy.parent / "use.py"
    script.write_text(
        "import numpy as np, toy_model as m\n"
        "from permil.models.compartments import run\n"
        "s = m.State(np.full(10, 8.0))\n"
        "print(run(m.MODEL, m.Site(1.0), s, m.NOTHING, 1, backend='compiled').soc[0, 0])\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-B", str(script)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=toy.parent,
        )
        for _ in range(4)
    ]
    done = [process.communicate() for process in running]
    assert {out for out, _ in done} == {done[0][0]}
    assert all(process.returncode == 0 for process in running), done


def soc_of(module):
    state = module.State(np.full(10, 8.0))
    result = run(module.MODEL, module.Site(1.0), state, module.NOTHING, 1, backend="compiled")
    return result.soc[0, 0]


def test_a_step_edited_after_its_import_is_refused(toy):
    """NumPy would run the imported step and the kernel the file's: two models under one name."""
    module = load(toy)
    toy.write_text(TOY.replace("x.pool * share(p)", "0.5 * x.pool * share(p)"))
    with pytest.raises(NotApplicable, match=r"toy_model\.step has changed"):
        soc_of(module)
    toy.write_text("\n\n" + TOY)
    assert soc_of(load(toy)) < 8


def test_a_fault_of_the_step_is_shown_as_it_is(toy):
    from numba.core.errors import NumbaError

    toy.write_text(TOY.replace("decayed(p.rate)", "decayed(p.nothing_of_that_name)"))
    with pytest.raises(NumbaError, match="nothing_of_that_name"):
        soc_of(load(toy))


def cut(path):
    path.write_bytes(path.read_bytes()[:200])


def empty(path):
    path.write_bytes(b"")


def scramble(path):
    path.write_bytes(bytes(range(256)) * 8)


def flip(path):
    """Turn some bytes in the middle, as a failing disk does: it may still be read."""
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(255 - byte for byte in content[middle : middle + 64])
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [cut, empty, scramble, flip])
@pytest.mark.parametrize("kind", ["kernel_*.py", "__pycache__/*.nbi", "__pycache__/*.nbc"])
def test_a_damaged_file_of_the_cache_is_written_anew(toy, kind, damage):
    module = load(toy)
    expected = soc_of(module)
    files = list(kernel_cache.cache_folder().glob(kind))
    assert files
    for path in files:
        damage(path)
    fresh()
    assert soc_of(module) == expected
    fresh()
    assert soc_of(module) == expected


def test_machine_code_that_is_whole_is_read_and_not_compiled_again(toy):
    module = load(toy)
    soc_of(module)
    files = {p: p.stat().st_mtime_ns for p in kernel_cache.cache_folder().rglob("*.nb[ci]*")}
    assert {p.suffix for p in files} == {".nbi", ".nbc", ".sha256"}
    fresh()
    soc_of(module)
    assert {
        p: p.stat().st_mtime_ns for p in kernel_cache.cache_folder().rglob("*.nb[ci]*")
    } == files


FULL = """
import resource, sys, warnings
import toy_model as m, numpy as np
from permil.models.compartments import run
from permil.models.kernel_cache import cache_folder
def soc():
    state = m.State(np.full(10, 8.0))
    return run(m.MODEL, m.Site(1.0), state, m.NOTHING, 1, backend="compiled").soc[0, 0]
cache_folder()
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    found = {soc() for _ in range(3)}
print(len(found), 0 < found.pop() < 8, [w.category.__name__ for w in said], said[0].message)
"""


@pytest.mark.parametrize("room", [0, 100, 8000])
def test_a_full_disk_costs_no_run_and_is_said_once(toy, room):
    """Not even the text has room, or only the machine code has none."""
    resource = pytest.importorskip("resource")
    assert resource
    done = subprocess.run(
        [sys.executable, "-B", "-c", FULL, str(room)],
        capture_output=True,
        text=True,
        check=False,
        cwd=toy.parent,
        env=os.environ | {"PERMIL_CACHE": str(toy.parent / "cache")},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 True ['CacheWarning'] Compiled models cannot be kept in ")
    assert not list((toy.parent / "cache").rglob("*.tmp*"))


@pytest.mark.parametrize("home", ["a file", "nothing"])
def test_a_cache_that_cannot_be_written_does_not_matter(toy, monkeypatch, home):
    blocked = toy.parent / "blocked"
    blocked.write_text("a file, not a folder")
    monkeypatch.setenv("PERMIL_CACHE", str(blocked) if home == "a file" else "")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    if home == "nothing":
        monkeypatch.setattr(Path, "home", no_home)
    fresh()
    assert 0 < soc_of(load(toy)) < 8
    assert kernel_cache.cache_folder().name.startswith("permil-")
    assert blocked.read_text() == "a file, not a folder"


def no_home():
    raise RuntimeError("Could not determine home directory.")


def test_a_temporary_cache_is_removed_at_exit(toy):
    script = (
        "import toy_model as m, numpy as np\n"
        "from permil.models import kernel_cache\n"
        "from permil.models.compartments import run\n"
        "s = m.State(np.full(10, 8.0))\n"
        "run(m.MODEL, m.Site(1.0), s, m.NOTHING, 1, backend='compiled')\n"
        "print(kernel_cache.cache_folder(), kernel_cache.cache_folder().exists())\n"
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=toy.parent,
        env=os.environ | {"PERMIL_CACHE": str(toy)},
    )
    folder, existed = done.stdout.split()
    assert existed == "True"
    assert not Path(folder).exists()


def test_threads_may_build_the_same_kernel_at_once(toy):
    module = load(toy)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: soc_of(module), range(8)))
    assert len(set(found)) == 1


def test_threads_give_the_same_bits():
    jobs = [set_up("rothc", seed, 120, (500,)) for seed in range(6)]
    alone = [run(*job, 120, backend="compiled").soc for job in jobs]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda job: run(*job, 120, backend="compiled").soc, jobs))
    for one, other in zip(alone, together, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_threads_of_one_run_do_not_change_a_bit(monkeypatch, dtype):
    """Cells are divided at tiles; few cells, or cells beside the last tile, change nothing."""
    monkeypatch.setattr(compiled, "PER_THREAD", 1)
    job = set_up("rothc", 3, 24, (7000,))
    found = []
    for threads in ("1", "2", "5", "64"):
        monkeypatch.setenv("NUMBA_NUM_THREADS", threads)
        found.append(run(*job, 24, every=12, backend="compiled", dtype=dtype))
    for other in found[1:]:
        assert np.array_equal(found[0].soc, other.soc)
        assert np.array_equal(found[0].respired, other.respired)
        for one, same in zip(found[0].state, other.state, strict=True):
            assert np.array_equal(one, same)


@pytest.mark.parametrize("cells", [1, 1023, 1024, 1025, 5000])
@pytest.mark.parametrize("threads", ["1", "3", "8"])
def test_every_cell_is_run_once(monkeypatch, cells, threads):
    monkeypatch.setenv("NUMBA_NUM_THREADS", threads)
    monkeypatch.setattr(compiled, "PER_THREAD", 1)
    spans = compiled._spans(cells, 12, 1024)
    assert [cell for first, last in spans for cell in range(first, last)] == list(range(cells))
    assert all(first % 1024 == 0 for first, _ in spans)


def test_the_generated_text_is_plain_and_typed():
    chosen, site, state, forcing = set_up("rothc", 1, 12, (5,))
    batch = lay_out(chosen, chosen.parameters(), site, state, forcing, np.float32)
    text = compiled.source(batch)
    assert "real = np.float32" in text
    assert "real(0.5)" in text
    assert "np.exp" not in text
    compile(text, "kernel", "exec")

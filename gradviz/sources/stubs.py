"""Stand-ins for modules that a program imports and that aren't installed.

A lecture's notebook imports plotting, Graphviz and torch beside the engine that it builds.
Where one is missing, an import of it gives a module whose every attribute is a `Stub`: an
object that takes any call, any operator and any attribute, and does nothing. What was
replaced is noted and shown to the person.

A stub's answers are those that let a program go on: it is true, a comparison of a difference
with a tolerance (`<`) holds, `while x > limit` ends, `for` over it is empty, unpacking it
gives as many stubs as there are names, and a decorator made of it leaves the function as it is.
"""

from __future__ import annotations

import dis
import sys
import types
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from gradviz.sources import stand_ins

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_PLOTTING = {
    *("matplotlib", "mpl_toolkits", "matplotlib_inline", "mplcyberpunk", "scienceplots", "pylab"),
    *("seaborn", "plotly", "bokeh", "altair", "holoviews", "celluloid", "plotnine", "manim"),
}
_GRAPHS = {"graphviz", "pydot", "pygraphviz", "networkx", "pyvis"}
_LEARNING = {
    *("torch", "torchvision", "torchaudio", "torchtext", "torchviz", "torchinfo", "tensorflow"),
    *("tensorboard", "keras", "jax", "jaxlib", "flax", "optax", "mxnet", "theano", "sklearn"),
    *("scipy", "pandas", "polars", "statsmodels", "numba", "datasets", "transformers"),
    *("tiktoken", "sentencepiece", "huggingface_hub", "einops", "fastcore", "fastai", "nbdev"),
}
_NOTEBOOKS = {"IPython", "ipykernel", "ipywidgets", "jupyter", "google", "notebook", "nbformat"}
_CONVENIENCES = {
    *("tqdm", "rich", "wandb", "mlflow", "colorama", "termcolor", "tabulate", "prettytable"),
    *("icecream", "cv2", "PIL", "imageio", "skimage", "streamlit", "gradio"),
    *("jaxtyping", "beartype", "typeguard", "pytest", "hypothesis"),
}
KNOWN = frozenset(_PLOTTING | _GRAPHS | _LEARNING | _NOTEBOOKS | _CONVENIENCES)
_WITHIN = frozenset({"google"})  # a namespace that exists without the part one wants

_BINARY = ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "divmod")
_BITWISE = ("and", "or", "xor", "lshift", "rshift")


class Stub:
    """Anything at all, doing nothing."""

    __array_ufunc__ = None  # numpy leaves operators to us
    __slots__ = ("__name__", "__weakref__")

    def __init__(self, name: str) -> None:
        self.__name__ = name

    def __getattr__(self, name: str) -> Stub:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub(f"{self.__name__}.{name}")

    def __setattr__(self, name: str, value: object) -> None:
        if name == "__name__":
            object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        pass

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        if (
            len(arguments) == 1
            and not named
            and isinstance(arguments[0], (types.FunctionType, type))
        ):
            return arguments[0]  # it was a decorator
        return Stub(f"{self.__name__}()")

    def __repr__(self) -> str:
        return f"<stand-in for {self.__name__}>"

    def __str__(self) -> str:
        return repr(self)

    def __format__(self, _: str) -> str:
        return "?"

    def __getitem__(self, _: object) -> Stub:
        return Stub(f"{self.__name__}[…]")

    def __setitem__(self, _: object, __: object) -> None:
        pass

    def __delitem__(self, _: object) -> None:
        pass

    def __iter__(self) -> Iterator[Stub]:
        count = _names_to_unpack(sys._getframe(1))
        return iter([Stub(f"{self.__name__}[{i}]") for i in range(count)])

    def __len__(self) -> int:
        return 0

    def __contains__(self, _: object) -> bool:
        return False

    def __bool__(self) -> bool:
        return True

    def __int__(self) -> int:
        return 1

    def __index__(self) -> int:
        return 1

    def __float__(self) -> float:
        return 1.0

    def __complex__(self) -> complex:
        return 1.0

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, _: object) -> bool:
        return True

    def __ne__(self, _: object) -> bool:
        return False

    def __lt__(self, _: object) -> bool:
        return True

    def __le__(self, _: object) -> bool:
        return True

    def __gt__(self, _: object) -> bool:
        return False

    def __ge__(self, _: object) -> bool:
        return False

    def __neg__(self) -> Stub:
        return self

    __pos__ = __abs__ = __invert__ = __enter__ = __neg__

    def __round__(self, _: object = None) -> Stub:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def __await__(self) -> Iterator[Stub]:
        return iter(())

    def __instancecheck__(self, _: object) -> bool:
        return False

    def __subclasscheck__(self, _: object) -> bool:
        return False

    def __mro_entries__(self, _: object) -> tuple[type, ...]:
        return (StubBase,)


def _operator(self: Stub, *_: object) -> Stub:
    return Stub("a result")


for _name in _BINARY + _BITWISE:
    setattr(Stub, f"__{_name}__", _operator)
    setattr(Stub, f"__r{_name}__", _operator)


class StubBase:
    """The base of a class that a program derives from a stub: `class Net(nn.Module)`."""

    def __init__(self, *_: Any, **__: Any) -> None:
        pass

    def __init_subclass__(cls, **_: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Stub:
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(name)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        forward = getattr(type(self), "forward", None)
        return Stub("a result") if forward is None else forward(self, *arguments, **named)


class StubModule(types.ModuleType):
    """A module that has every name."""

    __version__ = "0.0"
    __all__: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found = stand_ins.find(self.__name__, name)
        return Stub(f"{self.__name__}.{name}") if found is None else found

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """`import tqdm; tqdm(…)` is wrong anyway; what a module was taken for is a stub."""
        return Stub(self.__name__)(*arguments, **named)


class StubFinder(MetaPathFinder, Loader):
    """The last one asked: has a stub of every module in `KNOWN`, and gradviz's own engine
    under micrograd's name. `on_stub` hears each top name once."""

    def __init__(self, on_stub: Callable[[str], None]) -> None:
        self._on_stub = on_stub
        self._seen: set[str] = set()

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: object = None
    ) -> ModuleSpec | None:
        top, _, rest = fullname.partition(".")
        if path is not None and top not in self._seen and top not in _WITHIN:
            return None  # the package is there, only this part of it isn't
        if top == "micrograd":
            known = True
        elif top in _WITHIN:
            known = not rest or rest.startswith(("colab", "generativeai"))
        else:
            known = top in KNOWN
        if not known:
            return None
        if top not in self._seen:
            self._seen.add(top)
            self._on_stub(top)
        return ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        module = StubModule(spec.name)
        module.__dict__.update(stand_ins.contents(spec.name))
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def _names_to_unpack(frame: types.FrameType) -> int:
    """How many names the running `a, b = …` has; 0 if that isn't what runs."""
    code, at = frame.f_code.co_code, frame.f_lasti
    if at >= 0 and dis.opname[code[at]] == "UNPACK_SEQUENCE":
        return code[at + 1]
    return 0

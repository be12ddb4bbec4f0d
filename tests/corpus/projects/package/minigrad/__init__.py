from .engine import Value
from .nn import MLP

__all__ = ["MLP", "Value"]

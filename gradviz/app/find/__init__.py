"""Finding values: one question, asked in the bar over the canvas or over the table of nodes."""

from gradviz.app.find.find_bar import FindBar
from gradviz.app.find.finder import Finder
from gradviz.app.find.query_field import QueryField
from gradviz.app.find.rest import Rest

__all__ = ["FindBar", "Finder", "QueryField", "Rest"]

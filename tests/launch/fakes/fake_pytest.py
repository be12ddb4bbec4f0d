"""Stands in for pytest in the fake environment: tells how it was called, fails as asked."""

import json
import sys
from pathlib import Path

print(json.dumps({"pytest": sys.argv[1:], "folder": str(Path.cwd()), "prefix": sys.prefix}))
sys.exit(int(sys.argv[1]) if sys.argv[1:2] and sys.argv[1].isdigit() else 0)

"""Hook of the build: a wheel, and an editable install, have the compiled catalogues of the pages."""

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CataloguesHook(BuildHookInterface):
    """Compile every catalogue before files are gathered; ``artifacts`` in pyproject.toml takes them in."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        catalogues = runpy.run_path(str(Path(self.root) / "tools" / "catalogues.py"))
        catalogues["compile_all"](anew=True)

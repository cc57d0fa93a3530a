"""How `make site` builds these pages; they are Markdown, and read as well without it."""

import sys
from importlib.metadata import version as find_version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))

project = "oocli"
author = "the authors of oocli"
release = version = find_version("oocli")
extensions = ["myst_parser", "site_options", "site_search"]
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"oocli {version}"
html_copy_source = False
html_use_index = False
html_show_copyright = html_show_sphinx = False
html_static_path = ["_static"]
html_extra_path = ["llms.txt"]
html_css_files = ["site.css"]
smartquotes = False  # two hyphens are an option
html_search_language = "site"
html_search_scorer = str(Path(__file__).parent / "_static" / "scorer.js")

"""One folder for each page; pages do not know each other and lead to one another through `go_to`."""

from __future__ import annotations

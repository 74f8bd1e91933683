"""What differs between operating systems, one module for each thing."""

from __future__ import annotations

"""Measurements of speed and memory, each beside a bare baseline taken in the same run.

They are no tests: machines differ and are noisy, so ratios count, and a missed target is told, not failed.
"""

from __future__ import annotations

"""The SHA-256 of every file of an instrument and its licence: pinned in the code, away from the files themselves.

Whoever changes such a file on purpose, after reading it at its publisher, writes the new digest here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DIGESTS: Final[Mapping[str, str]] = {
    "gad_7.licence.txt": "39a9371cf440f89ce4eb787bab4730fbd48f215e3feaca80d3012fd15e711a5e",
    "gad_7.toml": "149fd0a99160e5498141dc785806780189644045755f8cd3c7ee78f33ad5eb8d",
    "others.toml": "44549cdd26ef38d8a976a268b7d8ab5933a6e9177f1f5d3e71704a09be4e4968",
    "pcl_5.licence.txt": "65829a830724a2109d4df61a2f28983b2aef8a48fa6f34ca2a81058421a5b611",
    "pcl_5.toml": "db53e0271e8069f8c30260baf1836d599e8d03ddbde0cfe96416c7d51f782bfd",
    "phq_9.licence.txt": "0c361f7cf070c3b9d273001594c4e6f93df3d70532d6d4b18888259b28e1346f",
    "phq_9.toml": "a9774bcdcbe3625ae645388229766880049bd06a501cf6cdc3b6dc0e599f3519",
}

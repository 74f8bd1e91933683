"""The table of all pages, in the order of the navigation and of the rows over pages that belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.navigation import PageSpec


def page_specs() -> tuple[PageSpec, ...]:
    """Every page, in the order of the navigation. Imported when somebody signs in, not at the start."""
    from ui import taking
    from ui.pages import (
        backups,
        breaches,
        client_file,
        clients,
        complaints,
        consents,
        doctor,
        documents,
        drills,
        editor,
        figures,
        hazards,
        incidents,
        lessons,
        practice,
        settings,
        supervision,
        today,
        trail,
        training,
        will,
        year,
    )  # fmt: skip

    pages = (
        *(today, clients, incidents, breaches, complaints, hazards, lessons, figures, consents),
        *(practice, training, supervision, drills, will, year),
        *(trail, backups, doctor, settings),
        *(client_file, documents, editor, taking),
    )
    return tuple(page.PAGE for page in pages)

"""Releases as people sign them, and where things go, for the tests of what leaves."""

from __future__ import annotations

from typing import Any

from app.desk import Desk
from app.keeping.plans import Saved
from app.records.release_choices import WayOut
from app.rules.destinations import Destination, Sending
from app.services import records

WHOLE = {
    "decision": "given",
    "recipients": [{"name": "Dr Maria Kos", "organisation": "City Clinic"}],
    "information": ["session_notes", "documents"],
    "purposes": ["treatment"],
    "expires_on": "2099-12-31",
    "statements": ["right_to_revoke", "conditioning", "redisclosure"],
    "plain_language": "yes",
    "copy_given": "yes",
    "method": "wet_ink_scan",
    "client_name": "Anna Zawadzka",
    "discloser": "Quiet Room",
    "signed_on": "2026-01-10",
    "regimes": ["gdpr"],
}
"""Every value of a release that lacks nothing."""


def sign_release(desk: Desk, client: str, **values: Any) -> Saved:
    """A signed release; without other values one for session notes and documents to Dr Kos."""
    return records.sign(desk, records.start(desk, "release", client).with_values({**WHOLE, **values}))


def on(release: str, **values: Any) -> Sending:
    """To whom the release names, by hand."""
    given = {"release": release, "method": WayOut.HANDED_OVER, **values}
    return Sending(destination=Destination.SOMEBODY_ELSE, **given)


def by_law(**values: Any) -> Sending:
    """To a court, on its order; the client was told."""
    from app.records.release_choices import DisclosureBasis

    given = {
        "recipient": "District Court",
        "basis": DisclosureBasis.COURT_ORDER,
        "reason": "Order of 3 March, II C 12/26",
        "method": WayOut.POST,
        "informed_on": "2026-03-04",
    }
    return Sending(destination=Destination.SOMEBODY_ELSE, **{**given, **values})

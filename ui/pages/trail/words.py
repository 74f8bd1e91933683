"""What the verifier found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import formats
from app.texts import N_, _

if TYPE_CHECKING:
    from app.vaults import Finding, TrailReport

FINDINGS = {
    "entry_missing": N_("Entries {text} are missing."),
    "chain_broken": N_("Entry {seq} does not follow from the one before: something was changed or taken out."),
    "entry_damaged": N_("Entry {seq} cannot be read."),
    "not_a_code": N_("Entry {seq} has words where only a code may stand."),
    "columns_differ": N_("The list beside the trail does not say what the entries say (entry {seq})."),
    "session_mixed": N_("Entry {seq} belongs to another sign-in than those around it."),
    "entry_after_end": N_("Entry {seq} was added after its person had signed off."),
    "session_count": N_("The sign-in that ends with entry {seq} has more or fewer entries than it says."),
    "session_without_end": N_("The sign-in that begins with entry {seq} has no end: a crash, or it was cut off."),
    "certificate_invalid": N_("The sign-in that begins with entry {seq} is not certified by its account."),
    "signature_invalid": N_("The signature of entry {seq} is wrong."),
    "row_forged": N_("A row of the vault is named by no entry: it was put in from outside ({text})."),
    "row_deleted": N_("A row that an entry names is gone ({text})."),
    "body_deleted": N_("The words of a version are gone ({text})."),
    "grant_key_damaged": N_("The sealed key of a grant is changed or gone ({text})."),
    "history_missing": N_("Entries {text} were seen here before and are missing now."),
    "history_rewritten": N_("Entry {seq} was another one when it was seen here before."),
}
HARMLESS = frozenset({"session_without_end"})


def finding_text(finding: Finding) -> str:
    """One finding as a sentence."""
    pattern = FINDINGS.get(finding.code)
    if pattern is None:
        return f"{finding.code} {finding.text}"
    return _(pattern).format(seq=formats.number(finding.seq), text=finding.text)


def result_text(report: TrailReport) -> str:
    """What was verified; never a bare *OK*."""
    parts = [_("Verified to entry {n}.").format(n=formats.number(report.verified_to))]
    if report.sealed_to is not None:
        parts.append(_("Sealed to {moment}.").format(moment=formats.moment(report.sealed_to)))
    if report.anchored_to:
        parts.append(_("Anchored to entry {n}.").format(n=formats.number(report.anchored_to)))
    else:
        parts.append(_("Not anchored yet: an anchor is made when you lock."))
    serious = [finding for finding in report.findings if finding.code not in HARMLESS]
    if not serious:
        parts.append(_("No entry is missing, changed or out of place."))
    return " ".join(parts)


def is_serious(report: TrailReport) -> bool:
    """Whether something was found that is more than a session without an end."""
    return any(finding.code not in HARMLESS for finding in report.findings)

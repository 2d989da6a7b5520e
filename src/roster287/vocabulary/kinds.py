"""The kinds of event, and the two causes that are never mixed."""

from __future__ import annotations

KINDS = (
    "pending", "signed", "renewed", "model_added", "model_switched", "redated", "renamed", "details_changed",
    "document_posted", "document_changed", "addendum_posted", "no_longer_pending", "no_longer_listed", "returned",
    "merged", "split", "corrected",
)  # fmt: skip
"""Every kind of event, in the order in which those of one list are told."""

CAUSES = ("ice", "record")
"""ICE's list changed, or our record changed."""

"""The kinds of event, and the two causes that are never mixed."""

from __future__ import annotations

from roster287.vocabulary.marking import N_

KINDS = (
    "pending", "signed", "renewed", "model_added", "model_switched", "redated", "renamed", "details_changed",
    "document_posted", "document_changed", "addendum_posted", "no_longer_pending", "no_longer_listed", "returned",
    "merged", "split", "corrected",
)  # fmt: skip
"""Every kind of event, in the order in which those of one list are told."""

CAUSES = ("ice", "record")
"""ICE's list changed, or our record changed."""

WHAT = {
    "pending": N_("on ICE's pending list"),
    "signed": N_("on ICE's list"),
    "renewed": N_("a new signing"),
    "model_added": N_("one more model"),
    "model_switched": N_("another model"),
    "redated": N_("another signing date"),
    "renamed": N_("another name"),
    "details_changed": N_("another type or county"),
    "document_posted": N_("agreement linked"),
    "document_changed": N_("another document link"),
    "addendum_posted": N_("addendum linked"),
    "no_longer_pending": N_("no longer on the pending list"),
    "no_longer_listed": N_("no longer on ICE's list"),
    "returned": N_("on ICE's list again"),
    "merged": N_("our record: one agency"),
    "split": N_("our record: two agencies"),
    "corrected": N_("our record: a correction"),
}
"""Each kind of event in a few words, for subjects and counts."""

"""A pack for a supervisor outside while its words are changed: kept for oneself, checked again, gone with the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.desk import Desk
from app.records.client import Client
from app.rules.purposes import Purpose
from app.rules.sharing import Level
from app.services import clients
from app.services.client_files import files
from app.services.outgoing import disclosures
from app.services.people import sharing
from app.services.people.sharing import Giving
from app.services.supervision import pack_drafts, pseudonymous
from app.vaults import KnownError
from tests.app import several
from tests.app.helpers import entries, fails, last_seq, write_note
from tests.app.test_client_safety import sign_plan


def test_the_words_of_a_pack_are_kept_until_they_are_dropped_and_write_no_disclosure(desk: Desk) -> None:
    maria = clients.register(desk, Client(name="Maria Kowalska"))
    note = write_note(desk, maria.id)
    pack = pseudonymous.make(desk, maria.id, [note.record])
    assert pack_drafts.waiting(desk) == []
    pack_drafts.keep(desk, pack, "Fewer words.")
    pack_drafts.keep(desk, pack, "Fewer words still.")
    (line,) = pack_drafts.waiting(desk)
    assert (line.client, line.code) == (maria.id, maria.code)
    before = last_seq(desk)
    assert pack_drafts.resume(desk, maria.id) == (pack, "Fewer words still.")
    assert note.record in str(entries(desk, since=before))
    assert disclosures.rows(desk, maria.id) == []
    pack_drafts.drop(desk, maria.id)
    assert pack_drafts.waiting(desk) == []
    with fails("no_draft"):
        pack_drafts.resume(desk, maria.id)


def test_a_kept_pack_is_checked_again_before_it_is_shown_or_printed(desk: Desk) -> None:
    maria = clients.register(desk, Client(name="Maria Kowalska"))
    plan = sign_plan(desk, maria.id).record
    pack = pseudonymous.make(desk, maria.id, [plan])
    pack_drafts.keep(desk, pack, pack.text)
    sign_plan(desk, maria.id, copy_is_safe="no", changes="He came back.")
    with fails("copy_not_safe"):
        pack_drafts.resume(desk, maria.id)
    with fails("copy_not_safe"):
        pseudonymous.prepared(desk, pack, pack.text)


def test_words_about_a_file_that_is_not_mine_any_more_are_forgotten(five: Path) -> None:
    with several.at_desk(five, "EL") as owner:
        maria = clients.register(owner, Client(name="Maria Kowalska"))
        note = write_note(owner, maria.id)
        jan = several.account_of(owner, "JK")
        sharing.give(owner, maria.id, Giving(account=jan, level=Level.READ, reason="Second opinion"))
    with several.at_desk(five, "JK") as desk:
        files.open(desk, maria.id, Purpose.SUPERVISION)
        pack_drafts.keep(desk, pseudonymous.make(desk, maria.id, [note.record]), "Words.")
        assert [one.client for one in pack_drafts.waiting(desk)] == [maria.id]
    with several.at_desk(five, "EL") as owner:
        sharing.take_back(owner, maria.id, jan, reason="Done")
    with several.at_desk(five, "JK") as desk:
        with pytest.raises(KnownError):
            pack_drafts.resume(desk, maria.id)
        assert pack_drafts.waiting(desk) == []
    with several.at_desk(five, "EL") as owner:
        sharing.give(owner, maria.id, Giving(account=jan, level=Level.READ, reason="Second opinion"))
    with several.at_desk(five, "JK") as desk:
        assert pack_drafts.waiting(desk) == []

"""What people read about roles is what is checked, cell by cell."""

from __future__ import annotations

import pytest

from app.rules import permissions, roles
from app.rules.permissions import ROLE_LABELS, ROLES, VAULT, Action, Role, allowed, key_rights, standing_for
from app.rules.roles import LINES
from app.texts import speaking

CELLS = {
    (action, kind) for rights in permissions.TABLE.values() for kind, actions in rights.items() for action in actions
}


def test_every_right_that_anybody_has_stands_in_one_line() -> None:
    said = [right for line in LINES for right in line.rights]
    assert set(said) == CELLS
    assert len(said) == len(set(said))


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("line", LINES, ids=lambda line: line.words)
def test_a_role_has_all_of_a_line_or_none_of_it(role: Role, line: roles._Line) -> None:
    assert len({allowed(role, action, kind) for action, kind in line.rights}) == 1


@pytest.mark.parametrize("language", ["en", "pl"])
def test_the_words_of_a_role_are_the_column_of_the_table(language: str) -> None:
    with speaking(language):
        for role in ROLES:
            words = roles.of_role(role)
            assert words.may == [line.words for line in roles.table() if line.may[role]]
            assert words.may_not == [line.words for line in roles.table() if not line.may[role]]
            assert words.purpose
            assert words.label
    assert roles.of_role(Role.NOBODY).may == []


def test_the_front_desk_and_the_privacy_officer_have_no_clinical_right() -> None:
    for role in (Role.FRONT_DESK, Role.PRIVACY_OFFICER):
        for kind in ("clinical", "process"):
            assert not any(allowed(role, action, kind) for action in Action)
    assert not any(allowed(Role.PRIVACY_OFFICER, action, "identity") for action in Action)
    assert allowed(Role.PRIVACY_OFFICER, Action.VIEW_TRAIL, VAULT)
    assert not allowed(Role.FRONT_DESK, Action.VIEW_TRAIL, VAULT)


def test_keys_follow_the_table() -> None:
    assert key_rights(Role.OWNER, "practice") == "read write share"
    assert key_rights(Role.CLINICIAN, "practice") == "read"
    assert {key_rights(role, "register") for role in ROLES if role is not Role.OWNER} == {"read write"}
    assert key_rights(Role.NOBODY, "practice") == ""


def test_only_the_front_desk_opens_names_without_each_file_being_shared() -> None:
    assert {role: dict(standing_for(role)) for role in ROLES if standing_for(role)} == {
        Role.FRONT_DESK: {"identity": "read write"}
    }


def test_to_co_sign_is_to_sign() -> None:
    assert {action.in_trail for action in Action} == {action.value for action in Action} - {"co_sign"}


def test_every_role_that_can_be_given_has_words() -> None:
    assert set(ROLES) == set(ROLE_LABELS) - {Role.NOBODY} == set(roles.PURPOSES)

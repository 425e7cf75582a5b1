"""The frame around every page: who is signed in and for whom, languages, sign-in, errors."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nemawashi.access.models import User
from nemawashi.parties.models import Membership


@pytest.fixture
def aigerim(client: Client, record: Any) -> User:
    """Head of the Kazakh delegation, signed in."""
    person = User.objects.create_user("aigerim", password="long enough to pass", circle="delegation")
    Membership.objects.create(user=person, party=record.kazakhstan, role="head")
    client.force_login(person)
    return person


def test_signed_in_person_is_named_with_party_role_and_a_way_out(client: Client, aigerim: User) -> None:
    words = client.get("/en/").content.decode()

    assert [part for part in ("aigerim", ">KAZ<", "Head of delegation", reverse("sign_out")) if part not in words] == []
    assert 'method="post" action="/sign-out/"' in words
    assert reverse("desk:day") in words


def test_delegate_sees_planned_meetings_and_texts_stay_with_the_desk(client: Client, aigerim: User) -> None:
    assert "Samarqand" in client.get("/en/meetings/").content.decode()
    assert client.get("/en/texts/draft-2027/").status_code == 404


def test_answer_to_a_signed_in_person_is_not_kept_by_caches(client: Client, aigerim: User) -> None:
    assert client.get("/en/").headers["Cache-Control"] == "private, no-store"


def test_a_language_leads_to_the_same_page_with_its_choices_and_is_kept(client: Client, record: Any) -> None:
    client.get("/en/meetings/?year=2012")
    answer = client.post("/i18n/setlang/", {"language": "ru", "next": "/en/meetings/?year=2012"})

    assert (answer.status_code, answer["Location"]) == (302, "/ru/meetings/?year=2012")
    assert client.cookies["django_language"]["max-age"] == 365 * 86400
    assert client.get("/")["Location"] == "/ru/"
    assert client.get("/ja/").status_code == 200


def test_sign_in_page_has_labels_and_names_what_was_wrong(client: Client, db: None) -> None:
    words = client.post("/sign-in/", {"username": "nobody", "password": "wrong"}).content.decode()

    assert '<label for="id_username">' in words
    assert 'role="alert"' in words


def test_sign_in_pauses_after_five_wrong_passwords(client: Client, db: None) -> None:
    answers = [client.post("/sign-in/", {"username": "nobody", "password": "wrong"}) for _ in range(6)]

    assert answers[-1].status_code == 429
    assert "Too many attempts" in answers[-1].content.decode()


def test_page_that_fails_says_so_in_three_languages_without_context() -> None:
    from django.template.loader import render_to_string

    words = render_to_string("500.html")

    assert "Nothing was changed" in words
    assert "Ничего не изменено" in words
    assert "記録は変更されていません" in words


def test_bad_request_page_needs_no_request(db: None) -> None:
    from django.template.loader import render_to_string

    assert "This request could not be read" in render_to_string("400.html")

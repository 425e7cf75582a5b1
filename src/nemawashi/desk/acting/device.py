"""Words that stay on the device of whoever typed them: the key that seals them there, and the name of their place.

The key belongs to one account and one password, and stands only in pages of that account, which no cache keeps; whoever
signs in after it on the same device gets another one and can read nothing. The name says neither what is drafted nor on
what. Nothing of this is stored here.
"""

import base64

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.utils.crypto import salted_hmac

Account = AbstractBaseUser | AnonymousUser


def _whose(user: Account) -> str:
    return f"{user.pk}:{getattr(user, 'password', '')}"


def key_of(user: Account) -> str:
    """256 bits in base64 for AES-GCM; another one after the password was changed."""
    made = salted_hmac("nemawashi.device.key", _whose(user), algorithm="sha256")
    return base64.b64encode(made.digest()).decode("ascii")


def place_of(user: Account, address: str) -> str:
    """Under which name the words of the form at ``address`` are kept."""
    made = salted_hmac("nemawashi.device.place", f"{_whose(user)}:{address}", algorithm="sha256")
    return f"nmw-{made.hexdigest()[:32]}"

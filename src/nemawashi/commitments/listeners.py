"""What commitments do when a text was adopted."""


def listen() -> None:
    pass

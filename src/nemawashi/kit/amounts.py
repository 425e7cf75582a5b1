"""Amounts of things in the sentences of the terminal, which are English alone."""


def amount_of(count: int, one: str, many: str = "") -> str:
    """The number before its noun: 1 fault, 13 faults. ``many`` where the plural is no ``s`` at the end of ``one``."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"

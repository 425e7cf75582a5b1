"""Readers of strangers' files at work in a process of their own, which has limits of time and memory and holds no secrets.

::

    from nemawashi.kit import apart

    taken = apart.ask(word.read, content)       # what the reader returns, the fault that it raises, or TooHardError

A reader that goes round in circles, or that eats the memory, ends with its process. Nobody else waits for it: it does not
hold the interpreter that serves the pages. The process knows none of the keys of the server and writes no file.
"""

from nemawashi.kit.apart.asking import (
    PATIENCE,
    Reason,
    TooHardError,
    ask,
    close,
    forget,
    forget_all,
    share,
    when_forgotten,
)

__all__ = ["PATIENCE", "Reason", "TooHardError", "ask", "close", "forget", "forget_all", "share", "when_forgotten"]

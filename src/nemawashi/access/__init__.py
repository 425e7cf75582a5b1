"""Who asks, and what was done: viewers, the guard of sealed tables, the log of acts, the clock that judges."""

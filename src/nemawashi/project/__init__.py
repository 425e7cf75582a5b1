"""Settings, addresses, commands, jobs that run by the clock: the only floor that sees everything."""

"""A language from right to left, made of the English words letter by letter, and a server that has pages in it."""

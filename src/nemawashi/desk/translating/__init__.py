"""The language versions of a text side by side, terms, and the files of translators."""

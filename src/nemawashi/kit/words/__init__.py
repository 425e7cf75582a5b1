"""The analyser of search: words of six languages to the keys by which they are found."""

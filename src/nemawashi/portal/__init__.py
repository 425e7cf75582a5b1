"""The public pages, feeds, papers and data packages, in the languages of the pages."""

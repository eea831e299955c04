"""Six languages in five scripts: catalogues, formats, fonts, transliteration, collation."""

"""The words of the product: catalogues by language, and what finds the words in the sources (`python -m locales.words`)."""

"""Formats of a whole client file: the book as PDF, one JSON document, a FHIR bundle. They read nothing themselves."""

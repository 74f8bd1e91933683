"""Papers that leave the screen: PDFs made without Qt."""

"""The document's board, by what its claims are about; `designs/document.py` puts the parts together."""

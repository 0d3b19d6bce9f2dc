"""PDF to pages of text, by pypdf (extra ``pdf``)."""

from __future__ import annotations

import io
import logging

from openairlift.evidence.anchoring.encoding import MissingExtraError, UnreadableError


def pdf_pages(data: bytes) -> list[str]:
    """Return the text of every page.

    Raises
    ------
    MissingExtraError
        When pypdf is not installed.
    UnreadableError
        When this is no PDF that it can read.
    """
    try:
        import pypdf
        from pypdf.errors import PyPdfError
    except ImportError:
        what = "a PDF is read by pypdf, which is not installed: pip install 'openairlift[pdf]'"
        raise MissingExtraError(what) from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it writes repairs to standard error
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("the PDF is encrypted")
        return [page.extract_text() for page in reader.pages]
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UnreadableError(f"the PDF can't be read ({type(error).__name__})") from None

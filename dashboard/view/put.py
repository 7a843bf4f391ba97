"""HTML on a Streamlit page. The only place that hands HTML to Streamlit, and it takes no plain text."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from markupsafe import Markup


def put(html: Markup, *, width: Literal["stretch", "content"] = "stretch") -> None:
    """HTML where the page is being drawn. TypeError for text, which would be read as HTML."""
    if not isinstance(html, Markup):
        raise TypeError("HTML is made in dashboard/story/html.py; this is text")
    st.html(str(html), width=width)

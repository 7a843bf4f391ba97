"""The whole application: `streamlit run app.py`, or better `fourth-option serve` (uvicorn on `app:app`)."""

import streamlit as st

from dashboard.view.start import INDEX, lifespan, report
from dashboard.web.gate import HEADER
from dashboard.web.routes import served

app = st.App("dashboard/view/site.py", lifespan=lifespan(HEADER), on_script_error=report, **served(INDEX))

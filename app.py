"""The whole application: `streamlit run app.py`, or better `fourth-option serve` (uvicorn on `app:app`)."""

import streamlit as st

from dashboard.view.start import INDEX, lifespan, report
from dashboard.web.routes import middleware, routes

app = st.App(
    "dashboard/view/site.py", lifespan=lifespan, routes=routes(), middleware=middleware(INDEX), on_script_error=report
)

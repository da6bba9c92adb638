"""The few Streamlit building blocks every page uses."""

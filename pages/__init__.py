"""What people see. `shell.py` is the frame; one file per page; `ui/` the building blocks; `cards/` what each page shows."""

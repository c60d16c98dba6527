"""Systems stated for gridplan and for other programs, and what each program finds for them."""

"""Is there: the system may lack the real one."""

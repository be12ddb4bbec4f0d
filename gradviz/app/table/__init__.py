"""The look of the window's tables: cells of several colours, rows that light up as one."""

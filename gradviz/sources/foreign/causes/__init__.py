"""Why an expression comes out wrong though each of its nodes is right alone.

A file for each subject; in it, each public function that takes a `Case` tells of one cause
whether it is the one. `driver_blame` has the order in which they are asked.
"""

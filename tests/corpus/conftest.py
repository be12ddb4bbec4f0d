"""The corpus is data: nothing in it is a test."""

collect_ignore_glob = ["*"]

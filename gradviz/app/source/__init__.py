"""The program that made the graph, and the backward rule of the step it is at."""

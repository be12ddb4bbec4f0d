# verdict: error
# A program without any engine.
import math

print(math.pi)

# One value used twice in one op: b = a + a
# Source: the lecture note gradviz comes from. The gradient of a is 2, one for each use.
# Switch the rule to "overwrite" to see the bug that gives 1.
from gradviz import Value

a = Value(3.0, label="a")
b = a + a

b.backward()

# verdict: correct
# A package beside the script, and numbers in a file that is found by the working directory.
import csv

from minigrad import MLP, Value


def main():
    net = MLP([2, 3, 1])
    loss = Value(0.0)
    with open("points.csv") as file:
        for x, y, target in csv.reader(file):
            miss = net([Value(float(x)), Value(float(y))]) + Value(-float(target))
            loss = loss + miss * miss
    loss.label = "loss"
    loss.backward()
    print(loss.data)


if __name__ == "__main__":
    main()

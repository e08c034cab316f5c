print("carbonwall")

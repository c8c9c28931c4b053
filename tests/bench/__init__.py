"""How fast it is, as ratios: absolute times say more about the machine than about the program."""

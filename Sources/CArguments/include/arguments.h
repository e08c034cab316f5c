#pragma once

/// How many arguments the program was started with, its name among them; 0 if that isn't known.
int car_count(void);

/// The arguments, as the kernel put them on the stack; NULL if they aren't known.
char **car_values(void);

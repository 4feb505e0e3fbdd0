package dev.daybreak.lake;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
class PreparationOnPostgresTest extends PreparationTest {}

package dev.daybreak.lake;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnPostgres.class)
class SharedCatalogOnPostgresTest extends SharedCatalogTest {}

package dev.daybreak.lake;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnGcs.class)
class PublicationOnGcsTest extends PublicationTest {}

package dev.daybreak.lake;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnS3.class)
class PreparationOnS3Test extends PreparationTest {}

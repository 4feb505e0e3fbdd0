package dev.daybreak.lake;

import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnS3.class)
class PublicationOnS3Test extends PublicationTest {}

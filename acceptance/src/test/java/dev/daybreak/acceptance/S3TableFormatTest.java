package dev.daybreak.acceptance;

import dev.daybreak.lake.S3Server;
import dev.daybreak.lake.StoreKind;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The same with tables in S3. */
@Tag("soak")
class S3TableFormatTest extends TableFormatTest {
    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Override
    String lake() {
        return StoreProject.lake(
                StoreKind.S3, server.endpoint(), folder.getFileName().toString());
    }
}

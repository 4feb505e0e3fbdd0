package dev.daybreak.cli;

import dev.daybreak.lake.S3Server;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The same with tables in S3. */
class S3TableFormatTest extends TableFormatTest {
    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.start();
        S3Project.giveCredentials();
    }

    @AfterAll
    static void stop() throws IOException {
        S3Project.takeCredentials();
        server.close();
    }

    @Override
    String lake() {
        return S3Project.lake(server.endpoint(), folder.getFileName().toString());
    }
}

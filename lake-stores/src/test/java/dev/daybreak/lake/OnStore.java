package dev.daybreak.lake;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has the lakes of a test class stand on an object store. */
abstract class OnStore implements BeforeAllCallback, AfterAllCallback {
    private final StoreKind kind;
    private TestStore server;

    OnStore(StoreKind kind) {
        this.kind = kind;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        server = kind.start();
        Lakes.standOn(kind, server.endpoint());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        Lakes.standOnFolders();
        server.close();
    }
}

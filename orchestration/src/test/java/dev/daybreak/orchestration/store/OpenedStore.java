package dev.daybreak.orchestration.store;

import java.nio.file.Path;

/** A process of its own that opens a store, asks it for the time, and prints how many milliseconds that took. */
final class OpenedStore {
    private OpenedStore() {}

    public static void main(String[] arguments) {
        long began = System.nanoTime();
        try (Store store = Store.open(Path.of(arguments[0]))) {
            store.now();
            System.out.println("opened in " + (System.nanoTime() - began) / 1_000_000 + " ms");
        }
    }
}

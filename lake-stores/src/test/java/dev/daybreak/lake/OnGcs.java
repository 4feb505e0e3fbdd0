package dev.daybreak.lake;

/** Has the lakes of a test class stand on Google Cloud Storage. */
final class OnGcs extends OnStore {
    OnGcs() {
        super(StoreKind.GCS);
    }
}

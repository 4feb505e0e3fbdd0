package dev.daybreak.lake;

/** Has the lakes of a test class stand on S3. */
final class OnS3 extends OnStore {
    OnS3() {
        super(StoreKind.S3);
    }
}

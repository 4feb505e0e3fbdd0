package dev.daybreak.lake;

class StoreFaultsOnGcsTest extends StoreFaultsContract {
    StoreFaultsOnGcsTest() {
        super(StoreKind.GCS, Integer::toString);
    }
}

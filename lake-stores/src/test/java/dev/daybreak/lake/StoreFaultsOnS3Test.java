package dev.daybreak.lake;

import java.util.Map;

class StoreFaultsOnS3Test extends StoreFaultsContract {
    StoreFaultsOnS3Test() {
        super(
                StoreKind.S3,
                Map.of(500, "500 InternalError after 2 attempts", 503, "503 SlowDown after 2 attempts")::get);
    }
}

package dev.daybreak.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybreak.lake.store.CacheFolder;
import dev.daybreak.lake.store.ObjectStore;
import dev.daybreak.project.lake.Warehouse;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("soak")
class StoreFaultsOnGcsTest extends StoreFaultsContract {
    StoreFaultsOnGcsTest() {
        super(StoreKind.GCS, Integer::toString);
    }

    @Test
    void requestsAreBilledToTheProjectThatPays() throws Exception {
        try (GcsServer paid = GcsServer.start();
                ObjectStore store = ObjectStore.of(
                        new Warehouse(
                                "gs://company-lake",
                                Optional.of(paid.endpoint()),
                                new Warehouse.Gcs(Optional.of("etl-billing")),
                                1_000_000),
                        new CacheFolder(folder.resolve("cache")),
                        Lakes.SHORT)) {
            assertThat(store.files().newInputFile("gs://company-lake/x").exists())
                    .isFalse();

            assertThat(paid.payer()).contains("etl-billing");
        }
    }

    @Test
    void whatIsRefusedIsNotAskedAgain() throws Exception {
        try (GcsServer refusing = GcsServer.start();
                FaultyProxy proxy = new FaultyProxy(refusing.port(), request -> FaultyProxy.Fault.NONE);
                Lake lake = Lake.open(
                        Lakes.place(folder, StoreKind.GCS, proxy.endpoint()), Optional.empty(), Lakes.SHORT, null)) {
            refusing.refuseAll();

            assertThatThrownBy(lake::examineStore).hasMessageContaining("(403");

            assertThat(proxy.done()).containsExactly(Map.entry(FaultyProxy.Fault.NONE, 1));
        }
    }
}

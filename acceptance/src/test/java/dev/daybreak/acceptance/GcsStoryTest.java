package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.lake.GcsServer;
import dev.daybreak.lake.StoreKind;
import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("soak")
class GcsStoryTest extends ObjectStoreStory {
    GcsStoryTest() {
        super(StoreKind.GCS);
    }

    @Test
    void aProcessThatDiesLeavesNothingBehind() throws Exception {
        isKilledAndRunAgain(Failpoint.MID_SEND, 4);
    }

    @Test
    void whatIsWrongWithAStoreIsToldWithWhatToDo() throws IOException {
        replaceInSettings("gs://company-lake/", "gs://no-such-bucket/");
        assertThat(project.run("run").said())
                .contains("there is no bucket 'no-such-bucket'")
                .contains("Make the bucket, or name the right one under 'lake: warehouse'");
        replaceInSettings("gs://no-such-bucket/", "gs://company-lake/");

        ((GcsServer) server).refuseAll();
        assertThat(project.run("run").said())
                .contains("Cannot write 'gs://company-lake/tables/shop/raw/orders/metadata/")
                .contains("it refuses the credentials of GOOGLE_APPLICATION_CREDENTIALS")
                .contains("(403")
                .contains("roles/storage.objectUser")
                .doesNotContain(GcsServer.SECRET);
    }
}

package dev.daybreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.lake.S3Server;
import dev.daybreak.lake.StoreKind;
import dev.daybreak.project.fault.Failpoint;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3StoryTest extends ObjectStoreStory {
    S3StoryTest() {
        super(StoreKind.S3);
    }

    @ParameterizedTest(name = "killed at {0}, the {1}. time it is reached")
    @CsvSource({"MID_SEND, 1", "INSIDE_COMMIT, 2"})
    void aProcessThatDiesLeavesNothingBehind(Failpoint point, int time) throws Exception {
        isKilledAndRunAgain(point, time);
    }

    @Test
    void whatIsWrongWithAStoreIsToldWithWhatToDo() throws IOException {
        System.setProperty("aws.secretAccessKey", "another");
        assertThat(project.run("run").said())
                .contains("Cannot write 's3://company-lake/tables/shop/raw/orders/metadata/")
                .contains("it refuses the credentials of the environment")
                .contains("SignatureDoesNotMatch")
                .contains("s3:PutObject")
                .doesNotContain("another\"");
        S3Server.giveCredentials();

        replaceInSettings("s3://company-lake/", "s3://no-such-bucket/");
        assertThat(project.run("run").said())
                .contains("there is no bucket 'no-such-bucket'")
                .contains("Make the bucket, or name the right one under 'lake: warehouse'");
    }
}

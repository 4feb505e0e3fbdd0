package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.acceptance.CommandLineProject.Outcome;
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
    void credentialsMayBeThoseOfAProfile() throws IOException {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        project.file(
                "credentials",
                "[etl]\naws_access_key_id = " + S3Server.KEY_ID + "\naws_secret_access_key = " + S3Server.SECRET
                        + "\n[other]\naws_access_key_id = " + S3Server.KEY_ID
                        + "\naws_secret_access_key = no-longer-valid\n");
        System.setProperty(
                "aws.sharedCredentialsFile", project.path("credentials").toString());
        try {
            replaceInSettings("path_style: true", "path_style: true\n  profile: other");
            assertThat(project.run("run").said())
                    .contains("it refuses the credentials of profile 'other'")
                    .doesNotContain("no-longer-valid");

            replaceInSettings("profile: other", "profile: nobody");
            assertThat(project.run("run").said()).contains("no credentials in profile 'nobody'");

            replaceInSettings("profile: nobody", "profile: etl");
            Outcome run = project.run("run");
            assertThat(run.status()).as(run.said()).isZero();
            assertThat(run.said()).doesNotContain(S3Server.SECRET);
            assertThat(server.objects("tables/shop/shop/days/data/")).hasSize(3);
        } finally {
            System.clearProperty("aws.sharedCredentialsFile");
        }
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

package dev.daybreak.project.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.Settings;
import dev.daybreak.project.lake.LakePlace;
import dev.daybreak.project.lake.Warehouse;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code lake} says. */
class LakeFormTest {
    @TempDir
    Path root;

    private ProjectFolder folder;

    @BeforeEach
    void makeProject() {
        folder = new ProjectFolder(root);
    }

    private Settings settings(String lake) {
        folder.write("daybreak.yaml", "name: shop\n" + lake);
        Loaded loaded = folder.load();
        assertThat(loaded.problems()).isEmpty();
        return loaded.project().orElseThrow().settings();
    }

    @Test
    void tablesOfAProjectThatSaysNothingLieInTheStateFolder() {
        assertThat(settings("").lake()).isEqualTo(LakePlace.local(root.resolve(".daybreak/lake")));
    }

    @Test
    void aBucketOfAmazonNeedsNothingElse() {
        Settings settings = settings("lake: {warehouse: 's3://company-lake/shop/'}\n");

        Warehouse expected = new Warehouse(
                "s3://company-lake/shop",
                Optional.empty(),
                new Warehouse.S3(Optional.empty(), false, Optional.empty()),
                20_000_000_000L);
        assertThat(settings.lake())
                .isEqualTo(new LakePlace(root.resolve(".daybreak/lake"), Optional.of(expected), Optional.empty()));
        assertThat(expected.bucket()).isEqualTo("company-lake");
    }

    @Test
    void anotherStoreHasAnAddress() {
        Settings settings = settings(
                """
                lake:
                  warehouse: s3://lake
                  endpoint: http://127.0.0.1:9000
                  region: eu-central-1
                  path_style: true
                  profile: etl
                  cache: 500 MB
                """);

        assertThat(settings.warehouse())
                .contains(new Warehouse(
                        "s3://lake",
                        Optional.of(URI.create("http://127.0.0.1:9000")),
                        new Warehouse.S3(Optional.of("eu-central-1"), true, Optional.of("etl")),
                        500_000_000));
    }

    @Test
    void aBucketOfGooglesMayHaveAProjectThatPays() {
        Settings settings =
                settings("lake: {warehouse: 'gs://company_lake/shop', project: etl-billing, cache: 1 GB}\n");

        assertThat(settings.warehouse())
                .contains(new Warehouse(
                        "gs://company_lake/shop",
                        Optional.empty(),
                        new Warehouse.Gcs(Optional.of("etl-billing")),
                        1_000_000_000));
        assertThat(settings.warehouse().orElseThrow().bucket()).isEqualTo("company_lake");
    }

    @Test
    void allKeysThatTheStoreDoesNotKnowAreTold() {
        folder.write(
                "daybreak.yaml",
                "name: shop\nlake: {warehouse: 'gs://lake', region: x, path_style: true, profile: y}\n");

        assertThat(folder.problems()).hasSize(3).anySatisfy(problem -> assertThat(problem)
                .contains("daybreak.yaml:2:")
                .contains("Invalid 'region' of 'lake': Google Cloud Storage, where 'warehouse' lies, knows none."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{warehouse: /tmp/lake}                                          | a bucket of S3 or of Google Cloud Storage",
                "{warehouse: 'az://lake/x'}                                      | a bucket of S3 or of Google Cloud Storage",
                "{warehouse: 's3://lake/../x'}                                   | a bucket of S3 or of Google Cloud Storage",
                "{warehouse: 's3://lake', project: etl}                          | S3, where 'warehouse' lies, knows none",
                "{warehouse: 's3://lake', endpoint: 'minio:9000'}                | the address of a store",
                "{warehouse: 's3://lake', endpoint: 'http://ana:pw@minio:9000'}  | the address of a store",
                "{warehouse: 's3://lake', cache: 10 KB}                          | a size of at least 1 MB",
                "{warehouse: 's3://lake', access_key: AKIA}                      | access_key",
                "{region: eu-central-1}                                          | warehouse"
            })
    void whatIsWrongIsTold(String lake, String told) {
        folder.write("daybreak.yaml", "name: shop\nlake: " + lake + "\n");

        assertThat(folder.problems()).singleElement().satisfies(problem -> assertThat(problem)
                .contains("daybreak.yaml:2:")
                .contains(told));
    }
}

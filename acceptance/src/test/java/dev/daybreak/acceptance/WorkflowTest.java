package dev.daybreak.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The workflow of GitHub Actions that a project's repository can take over. */
class WorkflowTest {
    private static String text() throws IOException {
        return Files.readString(Path.of(System.getProperty("root.dir"), "deploy/github/daybreak.yml"));
    }

    @Test
    void nothingIsWrongInIt() throws IOException {
        assertThat(WorkflowRules.problems(text())).isEmpty();
    }

    @Test
    void goesFromUnitTestsToASampleToStagingToProduction() throws IOException {
        Stream<String> runs = text().lines().map(String::strip).filter(line -> line.startsWith("- run: "));

        assertThat(runs.map(line -> line.substring("- run: ".length())))
                .containsExactly(
                        "daybreak validate",
                        "daybreak test",
                        "daybreak run --env dev_${{ github.event.number }} --sample 10%",
                        "daybreak drop-env dev_${{ github.event.number }}",
                        "daybreak run --env staging",
                        "daybreak promote-env staging");
    }

    /** Each line: what stands in the file, what would stand there instead, and how that is told. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    contents: read | contents: write | it may do more than read
                    pull_request: | pull_request_target: | has an unknown key 'pull_request_target'
                    actions/checkout@v4 | actions/checkout@main | uses an action that may change
                    daybreak:0.1.0 | daybreak:latest | test has an image that may change
                    runs-on: ubuntu-24.04 | runs-on: ubuntu-latest | test runs on what may change
                    timeout-minutes: 15 | timeout_minutes: 15 | unknown key 'timeout_minutes'
                    needs: staging | needs: stagging | production needs no job before it: stagging
                    && github.event.pull_request.head.repo.full_name == github.repository | '' | sample runs a fork's code on a machine of one's own
                    ${{ secrets.METADATA_PASSWORD }} | hunter2 | has the value of METADATA_PASSWORD in the file
                    run: daybreak test | run: daybreak tset | says what Daybreak does not take
                    --sample 10% | --samples 10% | says what Daybreak does not take
                    --env dev_${{ github.event.number }} | --env Dev | names no environment: Dev
                    --env dev_${{ github.event.number }} | --env ${{ github.head_ref }} | lets others write its commands: github.head_ref
                    """)
    void whatWouldBeWrongIsFound(String right, String wrong, String problem) throws IOException {
        assertThat(text()).contains(right);

        assertThat(WorkflowRules.problems(text().replace(right, wrong)))
                .anySatisfy(found -> assertThat(found).contains(problem));
    }
}

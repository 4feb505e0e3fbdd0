package dev.daybreak.engine.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparkErrorsTest {
    @TempDir
    private Path folder;

    private DaybreakException told(String message) {
        return SparkErrors.translate(
                "run the query",
                new IllegalStateException(message),
                "",
                "",
                new Memory("Raise it.", folder.resolve("server.log")));
    }

    /** The last time, the task was given to an executor that was ending for want of memory already. */
    @Test
    void looksIntoTheLogForWhatATaskFailedOfBefore() throws IOException {
        Files.writeString(
                folder.resolve("server.log"),
                "26/11/28 WARN TaskSetManager: Lost task 0.1 in stage 6.0 (TID 13) (127.0.0.1 executor 1):"
                        + " java.lang.OutOfMemoryError: Java heap space\n");
        String failed =
                "Job aborted due to stage failure: Task 0 in stage %s failed 3 times, most recent failure: Lost task 0.2"
                        + " in stage %s (TID 14): java.util.concurrent.RejectedExecutionException";

        assertThat(told(failed.formatted("6.0", "6.0")).code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
        assertThat(told(failed.formatted("16.0", "16.0")).code()).isEqualTo(ErrorCode.QUERY_FAILED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ExecutorLostFailure (executor 5 exited) Reason: Command exited with code 52 | ran out of memory",
                "Lost task 0.3: java.lang.OutOfMemoryError: Java heap space | ran out of memory",
                "Container killed by YARN for exceeding physical memory limits | ran out of memory",
                "The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM) | was killed, as the system"
                        + " does when its memory runs out"
            })
    void namesMemoryThatRanOutAndWhatToRaise(String message, String words) {
        DaybreakException told = told(message);

        assertThat(told.code()).isEqualTo(ErrorCode.OUT_OF_RESOURCES);
        assertThat(told).hasMessage("Cannot run the query: a process of Spark " + words + ". " + message + ".");
        assertThat(told.mend()).isEqualTo("Raise it.");
    }

    @Test
    void takesOtherStatusesForFailuresOfTheQuery() {
        assertThat(told("Command exited with code 1").code()).isEqualTo(ErrorCode.QUERY_FAILED);
    }
}

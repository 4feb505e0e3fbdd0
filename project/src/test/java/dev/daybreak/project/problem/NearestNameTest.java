package dev.daybreak.project.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("owner", "columns", "checks", "partition");

    @ParameterizedTest
    @CsvSource({
        "ownr, owner",
        "onwer, owner",
        "OWNER, owner",
        "colums, columns",
        "check, checks",
        "partitioned, partition"
    })
    void findsWhatWasProbablyMeant(String written, String meant) {
        assertThat(NearestName.of(written, KNOWN)).contains(meant);
    }

    @ParameterizedTest
    @CsvSource({"x", "schedule", "chk"})
    void staysSilentIfNothingIsNear(String written) {
        assertThat(NearestName.of(written, KNOWN)).isEmpty();
        assertThat(NearestName.hint(written, KNOWN)).isEmpty();
    }

    @Test
    void namesWithoutACommonLetterAreNotNear() {
        assertThat(NearestName.of("x", List.of("m", "c"))).isEmpty();
        assertThat(NearestName.of("x", List.of("ex"))).contains("ex");
    }

    @Test
    void hintEndsAMessage() {
        assertThat(NearestName.hint("ownr", KNOWN)).isEqualTo(" Did you mean 'owner'?");
    }
}

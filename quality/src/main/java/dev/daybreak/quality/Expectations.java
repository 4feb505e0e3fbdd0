package dev.daybreak.quality;

import dev.daybreak.project.check.CheckSpec;
import dev.daybreak.project.problem.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every expectation by name. Each family lists its own; a new family is added here. */
final class Expectations {
    private static final Map<String, Expectation> BY_NAME = index(Stream.of(
                    NullExpectations.ALL,
                    SetExpectations.ALL,
                    RangeExpectations.ALL,
                    RegexExpectations.ALL,
                    LikeExpectations.ALL,
                    FormatExpectations.ALL,
                    TypeExpectations.ALL,
                    UniquenessExpectations.ALL,
                    PairExpectations.ALL,
                    RecordExpectations.ALL,
                    OrderExpectations.ALL,
                    OutlierExpectations.ALL,
                    AggregateExpectations.ALL,
                    DistinctExpectations.ALL,
                    QuantileExpectations.ALL,
                    DivergenceExpectations.ALL,
                    TableExpectations.ALL,
                    QueryExpectations.ALL)
            .flatMap(List::stream));

    private Expectations() {}

    private static Map<String, Expectation> index(Stream<Expectation> all) {
        Map<String, Expectation> index = new LinkedHashMap<>();
        all.forEach(each -> index.put(each.name(), each));
        return index;
    }

    static Optional<Expectation> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    static Measurement compile(Subject subject, CheckSpec check) {
        Expectation expectation = find(check.expectation())
                .orElseThrow(() -> new Unevaluable("there is no expectation '" + check.expectation() + "'."
                        + NearestName.hint(check.expectation(), names())));
        Arguments arguments = new Arguments(check.arguments());
        return expectation.compiler().compile(Condition.narrow(subject, arguments), arguments);
    }
}

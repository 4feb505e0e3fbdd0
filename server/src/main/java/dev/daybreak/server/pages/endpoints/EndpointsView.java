package dev.daybreak.server.pages.endpoints;

import dev.daybreak.server.pages.Moment;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.View;
import java.util.List;
import java.util.Optional;

/**
 * What answers requests for predictions, and how quickly.
 *
 * @param minutes that times are of
 */
public record EndpointsView(Shell shell, List<Row> endpoints, long minutes) implements View {
    @Override
    public String title() {
        return "Endpoints";
    }

    /**
     * The endpoint of a model.
     *
     * @param alias that it follows
     * @param wanted the version that the alias names
     * @param served the version that answers; empty if none does
     * @param obstacle why it is not the one that the alias names; empty if it is
     * @param median time that an answer took; that none was given is said in words, as for the others
     */
    public record Row(
            String model,
            String address,
            String alias,
            Optional<Integer> wanted,
            Optional<Moment> wantedSince,
            Optional<Integer> served,
            Optional<Moment> servedSince,
            String obstacle,
            String requestRate,
            String predictionRate,
            String median,
            String percentile95,
            String percentile99,
            String requests,
            String refused,
            String failed) {}
}
